"""What kind of recording it is."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image

from inference.contrast.acquisition.watch import Acquisition, AcquisitionWatch
from inference.contrast.picture import Bytes
from tests.inference.contrast.made_up_cine import anatomy, shown, speckle

SIDE_PX = 64
HZ = 8.0
LONG_S = 24.0


def bolus(time_s: float) -> float:
    after = max(time_s - 4.0, 0.0) / 6.0
    return 2e-5 + 0.05 * after**3 * math.exp(3 - 3 * after)


def recording(
    start_s: float = 0.0, end_s: float = LONG_S, gain_db: float = 0.0, persistence: float = 0.0
) -> list[Bytes]:
    rng = np.random.default_rng(0)
    perfused = anatomy(1, SIDE_PX) ** 0.5
    averaged = None
    pictures = []
    for number in range(int((end_s - start_s) * HZ)):
        power = perfused * bolus(start_s + number / HZ) * speckle(rng, SIDE_PX) * 10 ** (gain_db / 10)
        averaged = power if averaged is None else persistence * averaged + (1 - persistence) * power
        pictures.append(shown(averaged, 60.0))
    return pictures


def watch(pictures: Sequence[Bytes]) -> Acquisition:
    watched = AcquisitionWatch()
    for number, picture in enumerate(pictures):
        watched.add(picture, number / HZ)
    return watched.report()


def brighter(picture: Bytes, levels: int) -> Bytes:
    return np.clip(picture.astype(int) + levels, 0, 255).astype(np.uint8)


def test_an_ordinary_recording_raises_no_alarm():
    seen = watch(recording())
    assert seen.persistence is not None
    assert seen.persistence.independent
    assert seen.accumulation is None
    assert seen.gain_changes == ()
    assert seen.bursts == ()
    assert seen.saturation is None
    assert not seen.almost_black
    assert not seen.begins_in_wash_in
    assert not seen.no_contrast


def test_averaged_pictures_are_told_with_their_correlation():
    seen = watch(recording(persistence=0.6)).persistence
    assert seen is not None
    assert not seen.independent
    assert seen.lag1 == pytest.approx(0.6, abs=0.15)
    assert seen.averaged > 2.5


def test_max_hold_is_found_and_averaging_is_not_taken_for_it():
    plain = recording()
    held = list(np.maximum.accumulate(np.stack(plain), axis=0))
    assert watch(held).accumulation is not None
    assert watch(recording(persistence=0.8)).accumulation is None


def test_a_change_of_gain_is_found_with_its_time_and_size():
    pictures = recording()
    seen = watch([*pictures[:100], *(brighter(picture, 20) for picture in pictures[100:])])
    (change,) = seen.gain_changes
    assert change.time_s == pytest.approx(100 / HZ)
    assert change.step == pytest.approx(20, abs=4)


def test_a_burst_is_a_flash_and_no_change_of_gain():
    pictures = recording()
    pictures[100:102] = [np.full_like(picture, 230) for picture in pictures[100:102]]
    seen = watch(pictures)
    (burst,) = seen.bursts
    assert (burst.from_s, burst.to_s) == (100 / HZ, 101 / HZ)
    assert seen.gain_changes == ()


def test_saturation_is_reported_with_its_time():
    seen = watch(recording(gain_db=16))
    assert seen.saturation is not None
    assert 4 < seen.saturation.from_s < 12
    assert seen.most_white > 0.01


def test_a_recording_that_starts_late_begins_in_wash_in():
    assert watch(recording(start_s=6)).begins_in_wash_in
    assert watch(recording(start_s=10)).begins_in_wash_in


def test_a_recording_without_an_arrival_does_not_begin_in_wash_in():
    assert not watch(recording(end_s=3.5)).begins_in_wash_in


def test_a_dark_recording_is_almost_black_and_nothing_else():
    seen = watch(recording(gain_db=-50))
    assert seen.almost_black
    assert not seen.begins_in_wash_in


def test_a_bmode_cine_is_no_contrast_recording():
    tissue = shown(anatomy(1, SIDE_PX) * speckle(np.random.default_rng(0), SIDE_PX) / 50, 60.0)
    rng = np.random.default_rng(1)
    seen = watch([np.clip(tissue + rng.normal(0, 2, tissue.shape), 0, 255).astype(np.uint8) for _ in range(60)])
    assert seen.no_contrast


@pytest.mark.parametrize("count", [0, 1, 2])
def test_hardly_any_pictures_tell_nothing(count):
    seen = watch(recording()[:count])
    assert seen.pictures == count
    assert seen.persistence is None
    assert seen.accumulation is None


def test_memory_does_not_grow_with_the_pictures():
    watched = AcquisitionWatch()
    picture = recording(end_s=1)[0]
    for number in range(300):
        watched.add(picture, number / HZ)
    assert len(watched._meter._last) == 9


@pytest.mark.data
@pytest.mark.parametrize(("case", "black"), [("12947", True), ("13555", False), ("14222", False), ("95602", False)])
def test_real_recordings_are_almost_black_or_begin_in_wash_in(data_dir, case, black):
    watched = AcquisitionWatch()
    for path in sorted((data_dir / "ceus-breast" / case).glob("frame_*.webp")):
        watched.add(np.asarray(Image.open(path).convert("L")), int(path.stem.removeprefix("frame_")) / 25)
    seen = watched.report()
    assert seen.almost_black == black
    assert seen.begins_in_wash_in != black
    assert seen.gain_changes == ()
    assert seen.accumulation is None
