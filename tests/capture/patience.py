"""Waiting on live sources with a limit, never by the clock alone."""

import time
from collections.abc import Callable

import pytest

from capture.errors import CaptureError
from capture.gated_source import GatedSource
from capture.source import Screen, ScreenReader
from capture.sources.live.decoding import LiveDecoding

PATIENCE_S = 60.0


def screen_that(reader: ScreenReader | LiveDecoding, fits: Callable[[Screen], bool] = lambda screen: True) -> Screen:
    """The first picture that fits."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        screen = reader.read(0.5)
        if screen is not None and fits(screen):
            return screen
    pytest.fail(f"no such picture in {PATIENCE_S} s")


def fault_of(source: ScreenReader | GatedSource | LiveDecoding) -> tuple[str, type[Exception]]:
    """Text and class of the error that ends reading."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            source.read(0.2)
        except CaptureError as fault:
            return str(fault), type(fault)
    pytest.fail(f"no error in {PATIENCE_S} s")
