"""An error in the window is logged, said, and survived."""

import logging

import pytest

from app.live.window.excepthook import make_excepthook
from capture.errors import UnreadableFile


def caught(fault: BaseException) -> tuple[list[str], list[BaseException]]:
    """What the hook says, and what it passes on."""
    said: list[str] = []
    passed: list[BaseException] = []
    hook = make_excepthook(said.append, lambda kind, fault, trace: passed.append(fault))
    hook(type(fault), fault, fault.__traceback__)
    return said, passed


def test_an_unexpected_error_is_said_and_logged(qapp, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        said, passed = caught(ZeroDivisionError("oops"))
    assert "ZeroDivisionError" in said[0]
    assert passed == []
    assert caplog.records[0].exc_info is not None


def test_an_error_of_the_users_world_is_said_in_its_own_words(qapp) -> None:
    said, _ = caught(
        UnreadableFile("{file} does not exist; it may have been moved or renamed: choose it again", file="x")
    )
    assert said == ["x does not exist; it may have been moved or renamed: choose it again"]


def test_stopping_the_program_is_not_an_error(qapp) -> None:
    stop = KeyboardInterrupt()
    assert caught(stop) == ([], [stop])
