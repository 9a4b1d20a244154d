"""Law: a page blended in over a living scan is told; neither movement nor a film turned by hand is taken for one."""

from collections.abc import Iterable

import cv2
import numpy as np

from capture.screen.coarse import Floats, Grey, means_of, summed
from capture.screen.turning.fade_watch import FadeWatch

STEP_NS = 16_666_667
TILES = np.ones((11, 20), np.bool_)
SIZE = 135, 240


def scan(number: int) -> Grey:
    coarse = np.random.default_rng(number).uniform(20, 160, (14, 24))
    return np.asarray(cv2.resize(coarse, SIZE[::-1], interpolation=cv2.INTER_LINEAR), np.uint8)


def tiles_of(picture: Grey) -> Floats:
    down, across = TILES.shape
    return means_of(summed(picture), across, down)


def living(pictures: int) -> list[Grey]:
    """A scanner's 20 pictures a second in a signal of 60 Hz."""
    return [scan(number // 3) for number in range(pictures)]


def seen(pictures: Iterable[Grey]) -> list[bool]:
    """Of each picture, whether a fade is under way."""
    watch, before, fading = FadeWatch(TILES), None, []
    for number, picture in enumerate(pictures):
        moved = 0.0 if before is None else float((cv2.absdiff(before, picture) > 0).mean())
        watch.see(tiles_of(picture), moved, number * STEP_NS)
        before = picture
        fading.append(watch.since_ns is not None)
    return fading


def blended(under: list[Grey], page: Grey, steps: int) -> list[Grey]:
    return [
        np.asarray(cv2.addWeighted(page, (step + 1) / steps, picture, 1 - (step + 1) / steps, 0), np.uint8)
        for step, picture in zip(range(steps), under, strict=True)
    ]


def test_a_picture_that_is_blended_in_is_told_within_seven_pictures() -> None:
    scans, old = living(60), scan(1000)
    fading = seen([*scans, *blended(living(78)[60:], old, 18), *[old] * 10])
    assert not any(fading[:60])
    assert all(fading[66:78])
    assert not any(fading[80:])


def test_a_living_scan_is_no_fade_and_one_that_comes_to_be_sent_faster_is_none() -> None:
    faster = [scan(number) for number in range(500, 560)]
    assert not any(seen([*living(90), *faster]))


def test_a_frozen_film_that_is_turned_by_hand_is_no_fade() -> None:
    assert not any(seen([*living(60), *[scan(19)] * 40, *(scan(number) for number in range(19, 0, -1))]))


def test_a_scan_that_glides_slowly_with_every_picture_of_the_signal_is_no_fade() -> None:
    wide = np.asarray(cv2.GaussianBlur(np.random.default_rng(1).uniform(20, 160, (135, 400)), (0, 0), 4), np.uint8)
    assert not any(seen(wide[:, number : number + 240].copy() for number in range(120)))


def test_a_scan_that_never_repeats_itself_takes_no_growing_memory() -> None:
    watch, still = FadeWatch(TILES), np.zeros(TILES.shape, np.float32)
    for number in range(2000):
        watch.see(still + number % 7, 1.0, number * STEP_NS)
    assert max(len(kept) for kept in (watch._run, watch._looks, watch._means, watch._lines)) <= 61
