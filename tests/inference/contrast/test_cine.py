"""A recorded study is read from a folder named by frame number or from a video, with or without a B-mode panel."""

import math
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from capture.errors import CaptureError
from capture.frame import Frame
from capture.gated_source import GatedSource
from capture.screen.contrast_panels import split_panels
from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout
from inference.contrast.cine import open_cine, picture_of
from inference.contrast.errors import ContrastError
from inference.contrast.outcome.analyse import Request, analyse_cine
from inference.contrast.phantom.phantom import Phantom
from inference.contrast.phantom.recipe import Recipe
from inference.contrast.picture import Bytes

SHORT = Recipe(size_px=(96, 96), hz=2.0, duration_s=30.0)


def shown(recipe: Recipe) -> list[Bytes]:
    """Whole pictures of a study: B-mode left, contrast right."""
    return [
        picture.contrast
        if picture.bmode is None
        else np.hstack([np.repeat(picture.bmode[..., None], 3, axis=2), picture.contrast])
        for picture in Phantom(recipe).pictures()
    ]


def write_video(path: Path, pictures: list[Bytes], hz: float) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("ffv1", rate=Fraction(hz))
        stream.width, stream.height, stream.pix_fmt = pictures[0].shape[1], pictures[0].shape[0], "bgr0"
        for picture in pictures:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")))
        container.mux(stream.encode(None))
    return path


@pytest.fixture(scope="module")
def side_by_side() -> list[Bytes]:
    return shown(SHORT)


def folder_of(path: Path, numbers: list[int]) -> Path:
    rng = np.random.default_rng(0)
    path.mkdir()
    for number in numbers:
        cv2.imwrite(str(path / f"frame_{number:05}.png"), rng.integers(20, 255, (80, 100, 3), np.uint8))
    return path


def test_a_folder_takes_its_times_from_the_frame_numbers(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "case", [189, 190, 203, 851])
    cv2.imwrite(str(folder / "bmode.png"), np.full((80, 100), 90, np.uint8))
    cine = open_cine(folder, hz=10)
    pictures = list(cine.pictures())
    assert [picture.index for picture in pictures] == [189, 190, 203, 851]
    assert [picture.time_s for picture in pictures] == pytest.approx([18.9, 19.0, 20.3, 85.1])
    assert cine.still is not None
    assert cine.still.shape == (80, 100)
    assert cine.notes == []


def test_an_assumed_rate_is_said(tmp_path: Path) -> None:
    cine = open_cine(folder_of(tmp_path / "case", [1, 2]))
    assert cine.time_base["hz_origin"] == "assumed"
    assert "give the true rate" in str(cine.notes[0])


def test_a_damaged_picture_of_a_folder_is_left_out_and_named(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "case", [1, 2, 3])
    (folder / "frame_00002.png").write_bytes(b"not a picture")
    cine = open_cine(folder, hz=10)
    assert [picture.index for picture in cine.pictures()] == [1, 3]
    assert [str(note) for note in cine.notes] == ["frame_00002.png is damaged and left out"]


def test_a_picture_of_another_size_or_with_a_number_twice_is_left_out_and_named(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "case", [1, 2, 3])
    cv2.imwrite(str(folder / "frame_00000.png"), np.zeros((40, 50, 3), np.uint8))
    cv2.imwrite(str(folder / "z_00003.png"), np.zeros((80, 100, 3), np.uint8))
    cine = open_cine(folder, hz=10)
    assert cine.size_px == (100, 80)
    assert [picture.index for picture in cine.pictures()] == [1, 2, 3]
    assert all(picture.contrast.max() > 0 for picture in cine.pictures())
    assert [str(note) for note in cine.notes] == [
        "1 pictures have the frame number of another one and are left out",
        "frame_00000.png is of another size and left out",
    ]


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (Request(injection_s=math.nan), "does not fit"),
        (Request(injection_s=math.inf), "does not fit"),
        (Request(injection_s=9.0), "does not fit a recording that ends at 0.9 s"),
        (Request(injection_s=-1e9), "does not fit"),
        (Request(lesion="1,1;3,1;1,4"), "square pixels"),
        (Request(reference="ellipse:500,500,10,10,0"), "outside the picture"),
        (Request(dynamic_range_db=math.nan), "dynamic range"),
    ],
)
def test_what_does_not_fit_the_recording_is_refused_before_it_is_read(
    tmp_path: Path, request_: Request, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cine = open_cine(folder_of(tmp_path / "case", list(range(10))), hz=10)
    monkeypatch.setattr(cine, "pictures", lambda: pytest.fail("it was read"))
    with pytest.raises(ContrastError, match=said):
        analyse_cine(cine, request_)


def test_a_recording_that_breaks_off_is_measured_and_said(
    tmp_path: Path, side_by_side: list[Bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    cine = open_cine(write_video(tmp_path / "study.mkv", side_by_side, SHORT.hz))
    monkeypatch.setattr(GatedSource, "breaks_off", property(lambda _: True))
    assert len(list(cine.pictures())) == len(side_by_side)
    assert [str(note)[:33] for note in cine.notes] == ["study.mkv breaks off after 60 pic"]


@pytest.mark.parametrize("names", [[], ["scan.png"]], ids=["empty", "no numbers"])
def test_a_folder_without_numbered_pictures_is_refused(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        cv2.imwrite(str(tmp_path / name), np.zeros((80, 100, 3), np.uint8))
    with pytest.raises(ContrastError, match="named by their frame number"):
        open_cine(tmp_path)


def test_a_missing_file_and_an_impossible_rate_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CaptureError):
        open_cine(tmp_path / "none.mkv")
    with pytest.raises(ContrastError, match="not possible"):
        open_cine(tmp_path, hz=-1)


def test_the_contrast_half_of_a_side_by_side_video_is_found(tmp_path: Path, side_by_side: list[Bytes]) -> None:
    cine = open_cine(write_video(tmp_path / "study.mkv", side_by_side, SHORT.hz))
    assert cine.size_px == (96, 96)
    assert cine.origin_px == (96, 0)
    assert cine.bmode_origin_px == (0, 0)
    pictures = list(cine.pictures())
    assert len(pictures) == len(side_by_side)
    np.testing.assert_array_equal(pictures[20].contrast, side_by_side[20][:, 96:])


def test_a_drawn_layout_is_used_and_a_given_rate_replaces_the_files(tmp_path: Path, side_by_side: list[Bytes]) -> None:
    drawn = ScanLayout(
        (Panel(Rect(0, 0, 96, 96), PanelKind.B_MODE), Panel(Rect(96, 0, 192, 96), PanelKind.CONTRAST)),
        (0, 0),
        (192, 96),
    )
    cine = open_cine(write_video(tmp_path / "study.mkv", side_by_side, SHORT.hz), hz=20, layout=drawn)
    times_s = [picture.time_s for picture in cine.pictures()]
    assert np.diff(times_s) == pytest.approx(np.full(len(times_s) - 1, 0.05))


def test_dark_pictures_before_the_arrival_are_kept(tmp_path: Path) -> None:
    dark = replaced_by_black(shown(Recipe(size_px=(96, 96), hz=2.0, duration_s=30.0, panels="single")), 8)
    cine = open_cine(write_video(tmp_path / "study.mkv", dark, 2.0))
    assert [picture.index for picture in cine.pictures()][:9] == list(range(9))


def replaced_by_black(pictures: list[Bytes], count: int) -> list[Bytes]:
    return [np.zeros_like(picture) if number < count else picture for number, picture in enumerate(pictures)]


def test_a_video_that_never_changes_has_no_contrast_panel(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    tissue = rng.integers(40, 200, (120, 160), np.uint8)
    pictures = [
        np.repeat(
            np.clip(tissue.astype(int) + rng.integers(-6, 6, tissue.shape), 0, 255).astype(np.uint8)[..., None], 3, 2
        )
        for _ in range(12)
    ]
    with pytest.raises(ContrastError, match="no contrast panel"):
        open_cine(write_video(tmp_path / "bmode.mkv", pictures, 5.0))


def test_a_tinted_panel_is_contrast_even_if_its_brightness_stays(side_by_side: list[Bytes]) -> None:
    grey = side_by_side[30][:, :96]
    amber = (grey * np.array([1.0, 0.6, 0.15])).astype(np.uint8)
    found = split_panels([amber] * 6)
    assert found is not None
    assert [panel.kind for panel in found] == [PanelKind.CONTRAST]


def test_a_frame_without_a_contrast_panel_gives_no_picture() -> None:
    pixels = np.zeros((40, 80, 3), np.uint8)
    assert picture_of(Frame(pixels, 3, 0, 0, ScanLayout.whole(80, 40))) is None
    layout = ScanLayout((Panel(Rect(0, 0, 40, 40)), Panel(Rect(40, 0, 80, 40), PanelKind.CONTRAST)), (0, 0), (80, 40))
    picture = picture_of(Frame(pixels, 3, 1_500_000_000, 0, layout))
    assert picture is not None
    assert (picture.index, picture.time_s, picture.contrast.shape) == (3, 1.5, (40, 40, 3))
    assert picture.bmode is not None
