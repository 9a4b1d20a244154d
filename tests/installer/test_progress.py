"""The lines a user sees while things are set up and checked."""

import io

import pytest

from installer.checks import CHECKS, Outcome, check_environment, summary
from installer.progress import Progress


class Terminal(io.StringIO):
    """Text that counts as a terminal."""

    def isatty(self) -> bool:
        return True


def test_each_step_is_one_line_with_its_number_result_and_time() -> None:
    out = io.StringIO()
    times_s = iter([0.0, 1.25, 2.0, 4.0])
    progress = Progress(2, out, lambda: next(times_s))
    with progress.step("make .venv"):
        pass
    with progress.step("install") as step:
        step.show("Collecting numpy")
        step.result = "torch 2.13.0"
    assert out.getvalue() == "[1/2] make .venv: done (1.2 s)\n[2/2] install: torch 2.13.0 (2.0 s)\n"


def test_a_terminal_also_sees_what_a_long_step_is_doing() -> None:
    out = Terminal()
    with Progress(1, out, lambda: 0.0).step("install") as step:
        step.show("Collecting numpy")
    assert "Collecting numpy" in out.getvalue()


def test_a_step_that_fails_says_so() -> None:
    out = io.StringIO()

    def fail() -> None:
        with Progress(1, out, lambda: 0.0).step("install"):
            raise KeyError("cable")

    with pytest.raises(KeyError):
        fail()
    assert out.getvalue() == "[1/1] install: failed (0.0 s)\n"


def test_the_table_of_checks_names_what_failed() -> None:
    text = summary([Outcome("ruff check", 0, 1.0), Outcome("pytest", 1, 61.26)])
    assert "ruff check  passed  1.0 s" in text
    assert "pytest      FAILED (status 1)  61.3 s" in text
    assert text.endswith("failed: pytest")


def test_the_table_of_checks_says_when_all_passed() -> None:
    assert summary([Outcome("pytest", 0, 2.0)]).endswith("all checks passed")


def test_all_five_checks_are_run_and_slow_tests_are_left_out() -> None:
    names = [check.name for check in CHECKS]
    assert names == ["ruff format", "ruff check", "mypy", "import-linter", "pytest"]
    assert "not slow and not bench" in CHECKS[-1].arguments
    assert "--durations=20" in CHECKS[-1].arguments


def test_checks_open_no_window_whatever_the_display() -> None:
    assert check_environment({"DISPLAY": ":0", "QT_QPA_PLATFORM": "xcb"})["QT_QPA_PLATFORM"] == "offscreen"
