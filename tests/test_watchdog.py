"""A test that hangs must say so, however it hangs."""

import subprocess
import sys
from pathlib import Path

import pytest

HANGS = """
import threading

import pytest


@pytest.fixture
def stuck():
    yield
    threading.Event().wait()


def test_it(stuck):
    assert {passes}
"""


@pytest.mark.parametrize("passes", [True, False], ids=["after it passed", "after it failed"])
def test_what_hangs_while_a_test_is_cleaned_up_is_named_and_ended(tmp_path: Path, passes: bool) -> None:
    (tmp_path / "test_hangs.py").write_text(HANGS.format(passes=passes), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "--rootdir", str(tmp_path), "-p", "tests.watchdog"]
    limits = ["-o", "faulthandler_timeout=1", "-o", "faulthandler_exit_on_timeout=true"]
    repository = Path(__file__).parents[1]
    done = subprocess.run(
        [*command, *limits, str(tmp_path)], cwd=repository, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode != 0
    assert "in stuck" in done.stderr
