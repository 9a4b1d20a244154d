"""What is said of the abstention follows from what was judged, and mistakes are shown."""

import json
from pathlib import Path

import numpy as np
import pytest

from inference.abstain import COLOURED, NOT_BREAST
from inference.detector import Sight
from inference.evaluation.abstention.figure import draw_mistakes, draw_roc
from inference.evaluation.abstention.judge import ClipAlarms, Judged, clip_alarms, judge
from inference.evaluation.abstention.measure import ALL, ALL_REAL, measure, tables
from inference.evaluation.abstention.pictures import BREAST, Shown, generator_bars, photographs, refuse_taught, whole
from inference.manifest import RecogniserFile
from inference.training.errors import DataError
from tests.inference.made_up import untrained_release
from tests.inference.scripted import DarkMassDetector, speckle


def judged(kind: str, refusal: float, reason: str | None, *, made_up: bool = False) -> Judged:
    return Judged(Shown(f"{kind} 1", kind, made_up, whole(speckle(64, 48))), refusal, reason)


BREASTS = [judged(BREAST, value, None) for value in (0.1, 0.2, 0.3)]
OTHERS = [
    *(judged("lung", value, NOT_BREAST if value > 0.4 else None) for value in (0.25, 0.9, 0.95, 0.99)),
    judged("menu (made up)", 1.0, COLOURED, made_up=True),
]
CLIPS = [ClipAlarms("a", 30.0, 0, 4, 0.9), ClipAlarms("b", 30.0, 1, 2, 0.8)]


def test_areas_shares_and_alarms_are_counted_by_kind():
    tree = measure([*BREASTS, *OTHERS], CLIPS, BREASTS)
    assert tree["kinds"]["lung"]["auroc"] == pytest.approx(11 / 12)
    assert tree["kinds"]["lung"]["refused_share"] == pytest.approx(3 / 4)
    assert tree["kinds"]["lung"]["reasons"] == {NOT_BREAST: 3}
    assert tree["kinds"][ALL_REAL] == tree["kinds"]["lung"]
    assert tree["kinds"][ALL]["auroc"] == pytest.approx((11 / 12 + 1) / 2)  # every kind counts alike
    assert tree["breast_refused_share"] == 0
    assert tree["clips"]["alarms_a_minute"] == pytest.approx(1.0)
    assert tree["clips"]["alarms_a_minute_unasked"] == pytest.approx(6.0)
    assert tree["clips"]["abstained_share"] == pytest.approx(0.85)
    json.dumps(tree, allow_nan=False)
    assert "| lung | 4 | 0.917 | 75.0 % |" in tables(tree)


def test_figures_are_drawn_also_without_a_mistake(tmp_path: Path):
    everything = [*BREASTS, *OTHERS]
    tree = measure(everything, (), BREASTS)
    assert draw_roc(everything, tree, tmp_path / "roc.png").stat().st_size > 10_000
    assert draw_mistakes(everything, tmp_path / "mistakes.png").is_file()
    assert draw_mistakes(BREASTS, tmp_path / "none.png").is_file()


class Recognising(DarkMassDetector):
    limits = (-1.0, -1.0)

    def look(self, pixels: np.ndarray) -> Sight:
        return Sight(self.detect(pixels), -2.0)


def test_a_rule_refuses_wholly_and_the_head_by_its_probability():
    pictures = [judged("x", 0, None).shown, Shown("flat", "x", True, whole(np.zeros((40, 40, 3), np.uint8)))]
    unseen = Shown("none", "x", False, None)
    one, flat, nothing = judge([*pictures, unseen], Recognising())
    assert one.refusal == pytest.approx(1 / (1 + np.exp(-2)))
    assert one.reason == NOT_BREAST
    assert (flat.refusal, nothing.refusal) == (1.0, 1.0)
    assert nothing.reason


def test_alarms_are_those_that_would_have_come_and_those_that_came(tmp_path: Path):
    import cv2

    from tests.inference.scripted import box_at, with_mass

    folder = tmp_path / "clip"
    folder.mkdir()
    for number in range(30):
        picture = with_mass(np.roll(speckle(), number, axis=1), box_at(150 + number, 120))
        cv2.imwrite(str(folder / f"{number:03d}.png"), picture)
    found = clip_alarms(folder, Recognising())
    assert (found.alarms, found.abstained_share) == (0, 1.0)
    assert found.alarms_unasked >= 1


def test_what_was_taught_is_not_tested_on(tmp_path: Path):
    folder = tmp_path / "lung-clips"
    folder.mkdir()
    (folder / "Vir_prospective_file1.mp4").write_bytes(b"")
    taught = RecogniserFile(
        weights="x", sha256="0", refuse_below=0.0, accept_from=0.0, data=(), training={},
        sources=("lung-clips/Vir_prospective_file1.mp4",),
    )  # fmt: skip
    manifest = untrained_release(tmp_path / "models", recogniser=taught)
    with pytest.raises(DataError, match="was used to make these weights"):
        refuse_taught([folder], manifest)
    refuse_taught([folder], manifest.model_copy(update={"recogniser": None}))


def test_photographs_and_test_bars_are_there_in_colour_and_in_grey():
    for pictures in (photographs(), generator_bars()):
        grey = [(one.frame.pixels[..., 0] == one.frame.pixels[..., 2]).all() for one in pictures if one.frame]
        assert any(grey)
        assert not all(grey)
