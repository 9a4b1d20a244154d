"""Law: what began before it was recognised is withdrawn from its beginning on, and nothing of the scan before that."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from capture.gated_source import GatedSource
from capture.screen.turning.change_begin import ChangeBegin, Changed, Look
from capture.source import Screen
from tests.capture.drawn_screens import PANEL
from tests.capture.test_screen_turn import DRAWN, LIVING, STEP_NS, Picture, scan, window

MS = 1_000_000
NOWHERE = np.zeros((4, 4), np.bool_)
EVERYWHERE = ~NOWHERE


def look(time_ms: int, grey: float) -> Look:
    return Look(time_ms * MS, np.full((4, 4), grey, np.float32))


def after(*greys: float) -> ChangeBegin:
    """Pictures 33 ms apart, the last at 0 ms."""
    begin = ChangeBegin()
    for number, grey in enumerate(greys):
        begin.passed(look(33 * (number - len(greys) + 1), grey))
    return begin


def test_a_page_that_comes_around_the_scan_at_once_withdraws_nothing() -> None:
    assert after(*[20.0] * 30).began_ns(look(33, 90), Changed(EVERYWHERE, NOWHERE, False, NOWHERE)) is None


def test_a_fade_around_the_scan_is_withdrawn_from_its_first_step_on() -> None:
    begin = after(*[20.0] * 27, 20.4, 20.8, 21.2)
    first_ns = begin.began_ns(look(33, 21.6), Changed(EVERYWHERE, NOWHERE, False, NOWHERE))
    assert first_ns is not None
    assert -66 * MS - 66 * MS <= first_ns <= -66 * MS


def test_a_window_that_came_from_one_picture_to_the_next_withdraws_less_than_one_that_faded_in() -> None:
    changed = Changed(NOWHERE, EVERYWHERE, True, NOWHERE)
    at_once = after(*[60.0] * 30).began_ns(look(33, 20), changed)
    faded = after(*[60.0] * 26, 52, 44, 36, 28).began_ns(look(33, 20), changed)
    assert at_once is not None
    assert faded is not None
    assert faded < at_once < 33 * MS


def test_a_page_that_slid_over_the_scan_alone_before_it_was_told_is_withdrawn_like_a_fade() -> None:
    """Seen by what is around the scan only; of an old signal, noise hides the page's paper."""
    changed = Changed(NOWHERE, NOWHERE, True, EVERYWHERE)
    at_once = after(*[60.0] * 30).began_ns(look(33, 20), changed)
    slid = after(*[60.0] * 26, 52, 44, 36, 28).began_ns(look(33, 20), changed)
    assert at_once is not None
    assert slid is not None
    assert slid < at_once < 33 * MS


def test_a_scan_that_lives_as_it_did_tells_nothing_of_a_page() -> None:
    changed = Changed(NOWHERE, NOWHERE, True, EVERYWHERE)
    lived = after(*[60.0, 40.0] * 15).began_ns(look(33, 66), changed)
    assert lived == after(*[60.0] * 30).began_ns(look(33, 20), changed)


def test_without_a_picture_that_passed_there_is_nothing_to_withdraw() -> None:
    assert ChangeBegin().began_ns(look(0, 20), Changed(EVERYWHERE, EVERYWHERE, True, NOWHERE)) is None


class Scanner:
    """A live device that shows these pictures."""

    name = "scanner"

    def __init__(self, pictures: list[Picture]) -> None:
        self._pictures, self._number = pictures, -1

    def read(self, _timeout_s: float) -> Screen | None:
        self._number += 1
        pixels = self._pictures[self._number]
        pixels.flags.writeable = False
        return Screen(pixels, self._number, self._number * STEP_NS, 0)

    def close(self) -> None:
        """Nothing to release."""


def kept(pictures: list[Picture]) -> list[int]:
    """Numbers of the pictures that passed and were not withdrawn."""
    source, found = GatedSource(Scanner(pictures), layout=DRAWN), list[int]()
    for _ in pictures:
        frame = source.read(0.0)
        if frame is not None:
            found.append(frame.time_ns // STEP_NS)
        if (span := source.take_withdrawn()) is not None:
            found = [number for number in found if not span[0] <= number * STEP_NS <= span[1]]
    return found


def fading(moment: int) -> Picture:
    share = min(1.0, (moment - LIVING + 1) / 9)
    return np.asarray(cv2.addWeighted(window(moment), share, scan(moment), 1 - share, 0), np.uint8)


def sliding(moment: int) -> Picture:
    screen, seen = scan(moment), min(400, 40 * (moment - LIVING + 1))
    left, top = PANEL.left + 60, PANEL.top + 60
    screen[PANEL.top : PANEL.top + seen, left : left + 500] = window(moment)[
        top + 400 - seen : top + 400, left : left + 500
    ]
    return screen


@pytest.mark.parametrize("coming", [fading, sliding])
def test_nothing_of_a_window_that_comes_over_the_scan_by_and_by_is_kept(coming: Callable[[int], Picture]) -> None:
    pictures = [*map(scan, range(LIVING)), *map(coming, range(LIVING, LIVING + 14))]
    found = kept(pictures)
    assert max(found) < LIVING
    assert set(range(8)) <= set(found)  # what was seen before the change could have begun stays


def test_a_scan_without_a_page_loses_nothing() -> None:
    assert kept(list(map(scan, range(40)))) == list(range(40))
