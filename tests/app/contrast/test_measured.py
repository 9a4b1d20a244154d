"""The window's studies on the real measuring: what is proposed, drawn, refused and written."""

import json
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.contrast.measured import measured_study
from app.contrast.studying import StudiedInjection
from capture.frame import Frame
from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout
from inference.contrast.compression import compressed
from inference.contrast.errors import ContrastError
from tests.app.contrast.fake_study import bolus

WIDTH, HEIGHT = 160, 128
LAYOUT = ScanLayout(
    (Panel(Rect(0, 0, WIDTH, HEIGHT)), Panel(Rect(WIDTH, 0, 2 * WIDTH, HEIGHT), PanelKind.CONTRAST)),
    (7, 9),
    (640, 480),
)
LESION = "ellipse:80,64,30,20,0"
REFERENCE = "ellipse:30,64,14,20,0"
HZ = 4


def inside() -> np.ndarray:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    return ((x - 80) / 30) ** 2 + ((y - 64) / 20) ** 2 < 1


def picture(index: int, *, black: bool = False, layout: ScanLayout = LAYOUT) -> Frame:
    """A dark mass beside its bolus: four times as bright as the tissue around it."""
    random = np.random.default_rng(index)
    tissue = np.random.default_rng(0).normal(110, 12, (HEIGHT, WIDTH))
    bmode = cv2.GaussianBlur(np.where(inside(), tissue * 0.25, tissue).astype(np.float32), (0, 0), 1.5)
    time_s = np.array([index / HZ])
    power = np.where(inside(), bolus(time_s, 3, 0.06, 4)[0], bolus(time_s, 4, 0.015, 6)[0]) * random.exponential(
        1.0, (HEIGHT, WIDTH)
    )
    grey = np.zeros((HEIGHT, WIDTH)) if black else compressed(power.astype(np.float32), 60.0) * 255
    pixels = np.concatenate([bmode * (not black), grey], axis=1).clip(0, 255).astype(np.uint8)
    rgb = np.repeat(pixels[..., None], 3, axis=2)
    rgb.setflags(write=False)
    return Frame(rgb, index, round(index / HZ * 1e9), 0, layout)


def studied(pictures: int, make: Callable[[int], Frame] = picture) -> StudiedInjection:
    study = measured_study(60.0)
    for index in range(pictures):
        assert study.add(make(index))
    return study


def test_regions_are_proposed_and_the_curve_is_there_before_the_agent() -> None:
    figures = studied(12).figures()
    assert figures.proposed
    assert figures.lesion is not None
    assert figures.reference is not None
    xs = [x for x, _ in figures.lesion.outline]
    assert 40 < min(xs) < max(xs) < 120
    assert figures.curves.lesion_raw is not None
    assert len(figures.curves.times_s) == 12
    assert figures.shifts_px is not None
    assert figures.shifts_px.shape == (12, 2)


def test_a_finished_study_has_parameters_signs_and_maps_and_is_written(tmp_path: Path) -> None:
    study = studied(80)
    study.set_injected(1.0)
    study.set_regions(LESION, REFERENCE)
    study.gap(5.1)
    result = study.result()
    rows = {row.name: row for row in result.parameters}
    assert rows["PE"].refused is None
    assert rows["PE"].ratio == pytest.approx(4, rel=0.15)
    assert rows["PE"].ratio_low is not None
    assert result.time_base == "injection"
    assert [each.name for each in result.maps] == ["PE", "TTP", "Arrival", "MTT", "WiR", "WiAUC"]
    assert {row.name for row in result.signs} >= {"Hyperenhancement"}
    figures = study.figures()
    assert not figures.proposed
    assert figures.curves.lesion_fit is not None
    assert figures.curves.times_s[0] == 0.0  # the pictures' own axis, whatever times count from
    names = {path.name for path in study.write(tmp_path, {"source": "Room 2"})}
    assert names >= {"parameters.json", "curve.csv", "curve.png", "maps.png"}
    parameters = json.loads((tmp_path / "parameters.json").read_text("utf-8"))
    assert parameters["regions"]["lesion"]["region"] == f"ellipse:{80 + WIDTH + 7},{64 + 9},30,20,0"


def test_the_lesion_that_the_detector_follows_is_proposed_until_the_user_draws() -> None:
    study = studied(6)
    study.suggest(LESION)
    figures = study.figures()
    assert figures.lesion is not None
    assert figures.lesion.text == LESION
    assert figures.proposed
    study.set_regions(REFERENCE, None)
    study.suggest(LESION)
    figures = study.figures()
    assert figures.lesion is not None
    assert figures.lesion.text == REFERENCE
    assert figures.reference is None


@pytest.mark.parametrize("region", ["ellipse:80,64,1,1,0", "ellipse:900,64,30,20,0", "10,10;60,60;60,10;10,60"])
def test_a_region_that_cannot_be_measured_is_refused_and_the_one_before_stays(region: str) -> None:
    study = studied(6)
    study.set_regions(LESION, REFERENCE)
    with pytest.raises(ContrastError):
        study.set_regions(region, REFERENCE)
    figures = study.figures()
    assert figures.lesion is not None
    assert figures.lesion.text == LESION


def test_a_black_recording_has_no_result_and_says_why() -> None:
    study = studied(20, lambda index: picture(index, black=True))
    with pytest.raises(ContrastError, match=r"."):
        study.result()


def test_two_pictures_are_no_curve() -> None:
    study = studied(2)
    study.set_regions(LESION, REFERENCE)
    result = study.result()
    assert all(row.refused is not None for row in result.parameters)
    assert result.maps == ()
    assert study.figures().curves.lesion_fit is None


def test_accumulated_pictures_are_warned_of_and_their_curve_is_refused() -> None:
    held = np.zeros((HEIGHT, 2 * WIDTH, 3), np.uint8)

    def accumulated(index: int) -> Frame:
        frame = picture(index)
        np.maximum(held, frame.pixels, out=held)
        return Frame(held.copy(), index, frame.time_ns, 0, LAYOUT)

    study = studied(60, accumulated)
    study.set_regions(LESION, REFERENCE)
    assert "max-hold" in str(study.figures().warnings[0])
    result = study.result()
    assert all("max-hold" in str(row.refused) for row in result.parameters)
    assert study.figures().curves.lesion_fit is None


def test_a_burst_and_a_change_of_gain_are_marked_while_the_curve_grows() -> None:
    def disturbed(index: int) -> Frame:
        frame = picture(index)
        brighter = 90 if index == 30 else 40 * (index >= 44)
        pixels = np.clip(frame.pixels.astype(np.int16) + brighter, 0, 255).astype(np.uint8)
        return Frame(pixels, index, frame.time_ns, 0, LAYOUT)

    figures = studied(60, disturbed).figures()
    assert figures.bursts_s == (30 / HZ,)
    assert figures.gains_s == (44 / HZ,)


def test_without_a_contrast_panel_nothing_is_taken() -> None:
    study = measured_study(None)
    assert not study.add(picture(0, layout=ScanLayout.whole(2 * WIDTH, HEIGHT)))


def test_a_panel_of_another_size_is_refused() -> None:
    study = studied(3)
    other = ScanLayout((Panel(Rect(0, 0, 100, 100), PanelKind.CONTRAST),), (0, 0), (640, 480))
    with pytest.raises(ContrastError, match="size of the contrast panel"):
        study.add(picture(4, layout=other))


def test_the_scanners_dynamic_range_linearises_the_study_anew() -> None:
    study = studied(24)
    before = study.figures().curves.lesion_raw
    study.set_dynamic_range(40.0)
    after = study.figures().curves.lesion_raw
    assert before is not None
    assert after is not None
    assert after.max() > 1.5 * before.max()  # the same grey is less far below white
    with pytest.raises(ContrastError, match="dynamic range"):
        study.set_dynamic_range(10.0)
