import json
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import resources
from capture.errors import EndOfStream
from capture.frame import Frame
from capture.gated_source import GatedSource
from capture.screen.layout import PanelKind
from capture.side_file import layout_for
from capture.sources.video_file import VideoFileReader
from inference.contrast.phantom.demo import DEMO, truth_json, write_demo
from inference.contrast.phantom.phantom import Phantom
from inference.contrast.phantom.recipe import Perfusion, Recipe
from inference.contrast.phantom.screen import screen, screen_layout
from inference.contrast.picture import Bytes, Series

SHIPPED = Path(resources.__file__).parent / "demo"
SHORT = Recipe(
    size_px=(90, 120), hz=5.0, duration_s=12.0, lesion=Perfusion(0.05, 2.0, 6.0), parenchyma=Perfusion(0.02, 3.0, 7.0)
)


def contrast_panels(video: Path, numbers: list[int]) -> list[Bytes]:
    reader = VideoFileReader(video)
    panels = []
    for number in numbers:
        reader.seek(number)
        shown = reader.read(0)
        assert shown is not None
        assert shown.layout is not None
        rect = next(panel.rect for panel in shown.layout.panels if panel.kind is PanelKind.CONTRAST)
        panels.append(shown.pixels[rect.top : rect.bottom, rect.left : rect.right])
    reader.close()
    return panels


def mean_power(panel: Bytes, mask: Series) -> float:
    return float((10 ** ((panel[..., 1][mask].astype(np.float64) / 255 - 1) * 6)).mean())


def frames_of(source: GatedSource) -> Iterator[Frame]:
    with closing(source), suppress(EndOfStream):
        while True:
            if (frame := source.read(0)) is not None:
                yield frame


def test_the_screen_holds_the_panels_as_they_are_and_nothing_else_changes() -> None:
    recipe = replace(SHORT, tint="amber")
    pictures = list(Phantom(recipe).pictures())[::30]
    screens = [screen(picture, recipe).pixels for picture in pictures]
    outside = np.ones(screens[0].shape[:2], bool)
    for panel in screen_layout(recipe).panels:
        outside[panel.rect.top : panel.rect.bottom, panel.rect.left : panel.rect.right] = False
    assert (screens[0][outside] == screens[1][outside]).all()
    left, right = (panel.rect for panel in screen_layout(recipe).panels)
    for picture, pixels in zip(pictures, screens, strict=True):
        assert np.array_equal(pixels[right.top : right.bottom, right.left : right.right], picture.contrast)
        assert np.array_equal(pixels[left.top : left.bottom, left.left : left.right, 0], picture.bmode)


def test_a_single_panel_has_a_screen_too() -> None:
    recipe = replace(SHORT, panels="single", end_s=0.1)
    shown = screen(next(Phantom(recipe).pictures()), recipe)
    assert shown.layout is not None
    assert [panel.kind for panel in shown.layout.panels] == [PanelKind.CONTRAST]


def test_a_lossless_demo_is_the_study_to_the_last_grey_level(tmp_path: Path) -> None:
    video, _, _ = write_demo(tmp_path, SHORT, lossless=True)
    made = list(Phantom(SHORT).pictures())
    numbers = [0, 20, len(made) - 1]
    for number, panel in zip(numbers, contrast_panels(video, numbers), strict=True):
        assert np.array_equal(panel, made[number].contrast)
    assert VideoFileReader(video).times_ns == tuple(round(picture.time_s * 1e9) for picture in made)


def test_the_demo_is_made_again_bit_by_bit(tmp_path: Path) -> None:
    short = replace(SHORT, end_s=3.0)
    first, second = write_demo(tmp_path / "a", short), write_demo(tmp_path / "b", short)
    for a, b in zip(first, second, strict=True):
        assert a.name == b.name
        assert a.read_bytes() == b.read_bytes()


def test_the_shipped_demo_opens_with_its_two_panels_and_none_of_its_pictures_is_a_repeat() -> None:
    layout = layout_for(SHIPPED / "contrast.mkv")
    assert layout is not None
    assert [panel.kind for panel in layout.panels] == [PanelKind.B_MODE, PanelKind.CONTRAST]
    source = GatedSource(VideoFileReader(SHIPPED / "contrast.mkv"))
    frames = [(frame.index, frame.layout.panels[1].kind) for frame in frames_of(source)]
    assert frames == [(index, PanelKind.CONTRAST) for index in range(round(DEMO.hz * DEMO.duration_s))]


def test_the_shipped_demo_is_that_of_the_recipe() -> None:
    phantom = Phantom(DEMO)
    written = json.loads((SHIPPED / "contrast.truth.json").read_text(encoding="utf-8"))
    made = json.loads(json.dumps(truth_json(DEMO, phantom.truth, screen_layout(DEMO))))
    for name in ("seed", "panels", "model", "dynamic_range_db", "out_of_plane"):
        assert written[name] == made[name]
    for name in ("lesion", "reference"):  # other versions of the libraries may round otherwise
        assert written["curve"][name] == pytest.approx(made["curve"][name], rel=1e-3)
        assert written["parameters"][name] == pytest.approx(made["parameters"][name], rel=1e-3)


def test_the_shipped_demo_shows_its_truth_in_spite_of_its_codec() -> None:
    phantom = Phantom(DEMO)
    truth = phantom.truth
    numbers = [n for n in range(130, 400, 15) if not truth.out_of_plane[n]]
    panels = contrast_panels(SHIPPED / "contrast.mkv", numbers)
    curve = truth.curve(truth.times_s[numbers])
    for name in ("lesion", "reference"):
        shown = []
        for number, panel in zip(numbers, panels, strict=True):
            dx, dy = (round(float(way)) for way in truth.shifts_px[number])
            shown.append(mean_power(panel, np.roll(truth.regions[name], (dy, dx), (0, 1))))
        assert np.sum(shown) / curve[name].sum() == pytest.approx(1, abs=0.06), name
        assert np.corrcoef(shown, curve[name])[0, 1] > 0.95


def test_the_folder_of_the_demos_stays_small() -> None:
    assert sum(path.stat().st_size for path in SHIPPED.rglob("*") if path.is_file()) < 5_000_000
