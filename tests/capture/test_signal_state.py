"""Told from the pictures alone: living, frozen, measured on, in review, without contact, blank."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout, SignalState
from capture.screen.scan_watch import ScanWatch
from capture.screen.signal_state import Seen, SignalWatch
from capture.sources.simulated import SimulatedReader
from tests.capture.test_repeats import sent

Picture = npt.NDArray[np.uint8]
SCAN = SimulatedReader(size=(480, 360), paced=False)
FRAME_NS = 33_000_000
LIVE_FROM, LIVE_TO = 20, 60  # moments of the simulated scan, one tissue
STANDING = 30  # pictures: a second


def living() -> list[Picture]:
    return [SCAN.render(moment) for moment in range(LIVE_FROM, LIVE_TO)]


def frozen() -> list[Picture]:
    return [SCAN.render(LIVE_TO - 1)] * STANDING


def marked(count: int) -> Picture:
    """The frozen picture with calipers and a line of text."""
    picture = SCAN.render(LIVE_TO - 1).copy()
    for at in range(count):
        cv2.drawMarker(picture, (150 + 60 * at, 120 + 30 * at), (255, 255, 0), cv2.MARKER_CROSS, 13, 1)
    if count > 2:
        cv2.putText(picture, "D 12.4 mm", (20, 340), cv2.FONT_HERSHEY_PLAIN, 1.0, (255, 255, 255))
    return picture


def watch(pictures: list[Picture]) -> list[Seen]:
    """Every picture once, its index the number of distinct ones before it."""
    one, seen, index = SignalWatch(), [], 0
    for number, picture in enumerate(pictures):
        seen.append(one.see(picture, index, number * FRAME_NS))
        index += not seen[-1].repeat
    return seen


def states(pictures: list[Picture]) -> list[SignalState]:
    return [one.state for one in watch(pictures)]


def test_a_living_scan_is_nothing_else() -> None:
    assert set(states([SCAN.render(moment) for moment in range(240)])) == {SignalState.LIVE}


def test_a_probe_swept_to_and_fro_is_not_taken_for_a_review() -> None:
    there = living()
    noisy = np.random.default_rng(1)

    def again(picture: Picture) -> Picture:  # the same place has other speckle when the probe comes back
        grain = noisy.normal(0, 12, picture.shape[:2])[..., None]
        return np.asarray(np.clip(picture + grain, 0, 255), np.uint8)

    pictures = [again(picture) for picture in (*there, *there[::-1], *there)]
    assert set(states(pictures)) == {SignalState.LIVE}


def test_a_freeze_is_told_within_a_second() -> None:
    seen = states([*living(), *frozen()])
    assert seen[len(living())] is SignalState.LIVE
    assert seen[-1] is SignalState.FROZEN
    assert seen.index(SignalState.FROZEN) - len(living()) <= 1e9 / FRAME_NS


def test_calipers_and_text_on_a_frozen_picture_are_told_as_measuring() -> None:
    placing = [marked(count) for count in (1, 1, 1, 2, 2, 2, 3, 3)]
    seen = states([*living(), *frozen(), *placing])
    assert set(seen[-len(placing) :]) == {SignalState.MEASURING}


def test_after_measuring_the_scan_lives_again_at_once() -> None:
    after = [SCAN.render(moment) for moment in range(LIVE_TO + 20, LIVE_TO + 30)]
    seen = states([*living(), *frozen(), marked(1), marked(2), *after])
    assert SignalState.LIVE in seen[-len(after) : -len(after) + 2]
    assert seen[-1] is SignalState.LIVE


@pytest.mark.parametrize("step", [-1, -2, 1])
def test_a_review_tells_which_picture_it_shows_again(step: int) -> None:
    order = list(range(len(living())))[::step] if step < 0 else list(range(len(living()) - 4))
    shown = [living()[at] for at in order[1:]]
    seen = watch([*living(), *frozen(), *shown])[-len(shown) :]
    assert {one.state for one in seen[2:]} == {SignalState.REVIEW}
    for one, at in zip(seen[2:], order[3:], strict=True):
        assert one.again is not None
        assert abs(one.again - at) <= 1


def test_a_review_is_told_through_a_strong_codec() -> None:
    pictures = [*living(), *frozen(), *living()[::-1]]
    seen = states(sent(pictures, "libx264", {"preset": "veryfast", "tune": "zerolatency"}))
    reviewed = seen[-len(living()) :]
    assert reviewed.count(SignalState.REVIEW) >= 0.8 * len(reviewed)
    assert reviewed.count(SignalState.LIVE) <= 2


def test_after_a_review_the_scan_lives_again_within_three_pictures() -> None:
    new = [SCAN.render(moment) for moment in range(LIVE_TO + 20, LIVE_TO + 40)]
    seen = states([*living(), *frozen(), *living()[::-1], *new])[-len(new) :]
    assert set(seen[3:]) == {SignalState.LIVE}


def test_a_probe_without_contact_and_a_blank_picture_are_told() -> None:
    rng = np.random.default_rng(5)
    depth = np.arange(360)[:, None]
    bands = 190 * np.exp(-depth / 30) * (0.25 + 0.75 * np.cos(depth / 2.2) ** 2) + np.zeros((1, 480))

    def lifted() -> Picture:
        grain = 1 + 0.2 * rng.standard_normal((360, 480))
        return np.repeat(np.clip(bands * grain, 0, 255).astype(np.uint8)[..., None], 3, axis=2)

    assert states([*living(), lifted(), lifted()])[-2:] == [SignalState.LIFTED] * 2
    assert states([*living(), np.zeros((360, 480, 3), np.uint8)])[-1] is SignalState.BLANK


def test_coming_back_into_contact_after_a_lift_is_live() -> None:
    dark = np.zeros((360, 480, 3), np.uint8)
    dark[:40] = 120
    seen = states([*living(), *[dark] * STANDING, *living()[-5:]])
    assert seen[-1] is SignalState.LIVE


def test_of_two_pictures_side_by_side_one_may_be_frozen() -> None:
    panels = tuple(Panel(Rect(left, 0, left + 480, 360), PanelKind.B_MODE) for left in (0, 480))
    layout = ScanLayout(panels, (0, 0), (960, 360))
    scan = ScanWatch()
    for number, moment in enumerate(range(LIVE_FROM, LIVE_FROM + STANDING)):
        both = np.concatenate([SCAN.render(LIVE_FROM), SCAN.render(moment)], axis=1)
        watched = scan.see(both, layout, number, number * FRAME_NS)
        assert not watched.repeat or moment == LIVE_FROM
    assert [panel.signal for panel in watched.layout.panels] == [SignalState.FROZEN, SignalState.LIVE]
    assert scan.state is SignalState.LIVE


def test_frames_of_a_living_scan_share_their_layout() -> None:
    layout = ScanLayout.whole(480, 360)
    scan = ScanWatch()
    assert all(scan.see(picture, layout, at, at * FRAME_NS).layout is layout for at, picture in enumerate(living()))


def test_time_that_goes_back_or_jumps_starts_the_memory_anew_and_breaks_nothing() -> None:
    one = SignalWatch()
    for time_ns in (0, 10**15, 5, 10**12, 0, 0, -1):
        for picture in living()[:3]:
            assert one.see(picture, 0, time_ns).state in SignalState


def test_other_sizes_from_one_picture_to_the_next_break_nothing() -> None:
    one = SignalWatch()
    for at, (height, width) in enumerate([(1, 1), (360, 480), (2, 900), (700, 3), (360, 480)] * 3):
        assert one.see(np.full((height, width, 3), 40 + at, np.uint8), at, at * FRAME_NS).state in SignalState


def test_a_scale_that_became_known_is_no_other_scan() -> None:
    scan, whole = ScanWatch(), ScanLayout.whole(480, 360)
    for at, picture in enumerate([*living(), *frozen()]):
        scan.see(picture, whole, at, at * FRAME_NS)
    scaled = ScanLayout((Panel(Rect(0, 0, 480, 360), mm_per_px=(0.1, 0.1)),), (0, 0), (480, 360))
    watched = scan.see(frozen()[0], scaled, 99, 99 * FRAME_NS)
    assert watched.repeat
    assert watched.layout.panels[0].signal is SignalState.FROZEN
    assert watched.layout.panels[0].mm_per_px == (0.1, 0.1)
