"""The simulated scan: the same for everyone, smooth, and its truth is true."""

import json
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from capture.errors import EndOfStream, UnreadableFile
from capture.screen.repeats import RepeatFilter
from capture.sources import demo_stills
from capture.sources.demo_stills import Still, lesion_stills, outline_of, tissue_stills
from capture.sources.simulated import SimulatedReader, main
from capture.sources.sweep import SLOT_S
from capture.sources.video_file import VideoFileReader

DEMO = Path(__file__).parents[2] / "resources" / "demo"


@pytest.fixture(scope="module")
def reader() -> SimulatedReader:
    return SimulatedReader(size=(320, 240), paced=False)


def bright_disc() -> Still:
    """A still whose lesion is a white disc on grey, so that it can be measured in the picture."""
    pixels = np.full((300, 400), 60, np.uint8)
    cv2.circle(pixels, (200, 150), 60, 255, -1)
    return Still("disc", pixels, outline_of(np.where(pixels == 255, np.uint8(255), np.uint8(0))), "benign")


def plain() -> Still:
    return Still("plain", np.full((300, 400), 60, np.uint8))


def test_a_picture_depends_on_seed_and_number_alone(reader: SimulatedReader) -> None:
    again = SimulatedReader(size=(320, 240), paced=True)
    other = SimulatedReader(size=(320, 240), paced=False, seed=1)
    for moment in (0, 41, 977):
        np.testing.assert_array_equal(reader.render(moment), again.render(moment))
        assert not np.array_equal(reader.render(moment), other.render(moment))


def test_no_two_pictures_in_a_row_are_equal(reader: SimulatedReader) -> None:
    repeats = RepeatFilter()
    same = [repeats.is_repeat(reader.render(moment), moment * 33_000_000) for moment in range(150)]
    assert not any(same)


def test_the_lesion_moves_smoothly_leaves_the_view_and_comes_back(reader: SimulatedReader) -> None:
    seen = [reader.truth(moment) for moment in range(round(SLOT_S * 30))]
    spells = "".join("x" if boxes else "." for boxes in seen)
    assert [len(spell) > 10 for spell in spells.split(".") if spell] == [True, True]
    for before, after in pairwise(seen):
        if before and after:
            steps = np.abs(np.subtract(edges(before[0]), edges(after[0])))
            assert steps.max() <= 8


def edges(box: object) -> tuple[int, int, int, int]:
    return box.left, box.top, box.right, box.bottom  # type: ignore[attr-defined]


def test_every_still_has_its_turn(reader: SimulatedReader) -> None:
    labels = {reader.label(round((turn + 0.5) * SLOT_S * 30)) for turn in range(len(lesion_stills()))}
    assert labels == {"benign", "malignant"}


@pytest.mark.parametrize("moment", [20, 33, 47, 60, 115, 125])
def test_the_box_is_where_the_lesion_is_in_the_picture(moment: int) -> None:
    reader = SimulatedReader((bright_disc(),), tissue=(plain(),), size=(400, 300), paced=False)
    (box,) = reader.truth(moment)
    bright = np.uint8(255) * (cv2.GaussianBlur(reader.render(moment)[..., 0], (5, 5), 0) > 140)
    left, top, width, height = cv2.boundingRect(bright)
    np.testing.assert_allclose(edges(box), (left, top, left + width, top + height), atol=3)


def test_a_lesion_less_than_half_in_view_has_no_box() -> None:
    reader = SimulatedReader((bright_disc(),), tissue=(plain(),), size=(400, 300), paced=False)
    gone = round(3.0 * 30)  # between the two looks at the still
    assert reader.truth(gone) == ()
    assert reader.render(gone).max() < 140


def test_the_scan_ends_where_it_was_told_to() -> None:
    reader = SimulatedReader(size=(64, 48), paced=False, length=2)
    assert [reader.read(0).number for _ in range(2)] == [0, 1]  # type: ignore[union-attr]
    with pytest.raises(EndOfStream):
        reader.read(0)


def test_the_paced_scan_keeps_its_time_and_leaves_out_what_is_not_fetched() -> None:
    reader = SimulatedReader(size=(64, 48), hz=1000)
    screens = [screen for screen in (reader.read(1.0) for _ in range(50)) if screen is not None]
    taken_ns = screens[-1].arrived_ns - screens[0].arrived_ns
    assert [screen.number for screen in screens] == list(range(50))
    assert abs(screens[-1].time_ns - taken_ns) < 100_000_000
    for screen in screens:
        np.testing.assert_array_equal(screen.pixels, reader.render(round(screen.time_ns * 1000 / 1e9)))
        assert reader.truth_at(screen.time_ns) == reader.truth(round(screen.time_ns * 1000 / 1e9))


def test_a_picture_whose_time_has_not_come_is_not_given() -> None:
    reader = SimulatedReader(size=(64, 48), hz=0.01)
    assert reader.read(1.0) is not None
    assert reader.read(0.01) is None


def test_the_shipped_stills_have_their_lesion_inside() -> None:
    for still in lesion_stills():
        height, width = still.pixels.shape
        assert still.outline is not None
        assert (still.outline >= 0).all()
        assert (still.outline < (width, height)).all()
    assert all(still.outline is None for still in tissue_stills())


def test_a_missing_still_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_stills, "TISSUE", ("absent",))
    with pytest.raises(UnreadableFile, match=r"absent\.webp is missing; install Minamo again"):
        tissue_stills()


def test_the_demo_cine_and_its_truth_belong_together_and_are_small() -> None:
    truth = json.loads((DEMO / "demo.truth.json").read_text(encoding="utf-8"))
    reader = VideoFileReader(DEMO / "demo.mp4")
    assert len(reader.times_ns) == len(truth["frames"]) == 600
    screen = reader.read(5.0)
    assert screen is not None
    assert [screen.pixels.shape[1], screen.pixels.shape[0]] == truth["size"]
    assert (DEMO / "demo.mp4").stat().st_size <= 3_000_000
    made = SimulatedReader(hz=truth["hz"], size=tuple(truth["size"]), paced=False)
    assert [list(edges(box)) for box in made.truth(30)] == truth["frames"][30]["boxes"]
    assert np.abs(made.render(0).astype(int) - screen.pixels).mean() < 12
    reader.close()


def test_the_demo_can_be_made_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "again.mkv"
    assert main(["--out", str(out), "--seconds", "0.5", "--size", "320x240"]) == 0
    assert capsys.readouterr().out.splitlines() == [str(out), str(tmp_path / "again.truth.json")]
    assert len(VideoFileReader(out).times_ns) == 15
