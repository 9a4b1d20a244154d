"""A pytest plugin: whatever hangs says where, and ends its process, also where pytest's own watchdogs sleep.

pytest-timeout and pytest's faulthandler both stop watching a test once it has failed, so what hung while such a test
was cleaned up, while tests were collected or while the program ended, hung for ever and without a word.
"""

import faulthandler
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from _pytest.faulthandler import fault_handler_stderr_fd_key  # the stream that capturing leaves alone

COLLECTING_S = 300.0
ENDING_S = 120.0


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[Any]:
    """Watch the imports of the tests."""
    stream = session.config.stash[fault_handler_stderr_fd_key]
    faulthandler.dump_traceback_later(COLLECTING_S, file=stream, exit=True)
    try:
        return (yield)
    finally:
        faulthandler.cancel_dump_traceback_later()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[Any]:
    """Watch what cleans up after a test; pytest itself ends the watch after it."""
    limit_s = float(item.config.getini("faulthandler_timeout") or 0)
    if limit_s:
        stream = item.config.stash[fault_handler_stderr_fd_key]
        faulthandler.dump_traceback_later(limit_s, file=stream, exit=True)
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Watch the end of the program: threads and children that are waited for."""
    if sys.__stderr__ is not None:
        faulthandler.dump_traceback_later(ENDING_S, file=sys.__stderr__, exit=True)
