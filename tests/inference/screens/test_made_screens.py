"""A made-up screen shows what its truth says, changes where it lives, and carries the patient's texts it was given."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from capture.screen.layout import PanelKind
from inference.evaluation.screens.identity import Identity
from inference.evaluation.screens.makers import MAKERS
from inference.evaluation.screens.pictures import Library
from inference.evaluation.screens.recipe import FINDER_FIRST_SEED, Part, Recipe, Signal, recipes
from inference.evaluation.screens.screen import MadeScreen
from inference.evaluation.screens.truth import Arrangement, Shape

SMALL = (640, 480)


@cache
def made(arrangement: Arrangement, shape: Shape = Shape.RECTANGLE, maker: str = "GE") -> MadeScreen:
    return MadeScreen(Recipe(maker, 7, SMALL, arrangement, shape), Library.shipped())


def test_the_screens_of_a_part_show_every_maker_arrangement_shape_size_and_signal() -> None:
    chosen = recipes(Part.TEST, 60)
    assert {one.maker for one in chosen} == {style.maker for style in MAKERS}
    assert len({one.maker for one in chosen}) >= 12
    assert {one.arrangement for one in chosen} == set(Arrangement)
    assert {one.shape for one in chosen} == set(Shape)
    assert {one.signal for one in chosen} == set(Signal)
    assert {(640, 480), (3840, 2160), (1280, 1024), (1080, 1920)} <= {one.size_px for one in chosen}


def test_development_and_test_share_no_seed() -> None:
    development, test = ({one.seed for one in recipes(part, 6000)} for part in Part)
    of_the_finder = {one.seed for one in recipes(Part.TEST, 6000, FINDER_FIRST_SEED[Part.TEST])}
    assert not development & test
    assert not of_the_finder & (development | test)


@pytest.mark.parametrize("shape", Shape)
@pytest.mark.parametrize("arrangement", Arrangement)
def test_what_lives_lies_inside_the_panels_and_what_stands_still_does_not(
    arrangement: Arrangement, shape: Shape
) -> None:
    screen = made(arrangement, shape)
    first, later = screen.picture(0.2).astype(np.int16), screen.picture(0.75)
    moved = np.abs(first - later).max(axis=2) > 8
    assert not moved[~screen.truth.mask()].any()
    for panel in screen.truth.panels:
        inside = moved[panel.rect.top : panel.rect.bottom, panel.rect.left : panel.rect.right][panel.mask]
        assert inside.any() != panel.frozen


def test_the_same_recipe_gives_the_same_screen() -> None:
    recipe = Recipe("Esaote", 3, SMALL, Arrangement.COLOUR, Shape.TRAPEZOID, jpeg_quality=80)
    again = [MadeScreen(recipe, Library.shipped()).picture(0.4) for _ in range(2)]
    np.testing.assert_array_equal(*again)


@pytest.mark.parametrize(
    ("arrangement", "kind"),
    [
        (Arrangement.CONTRAST, PanelKind.CONTRAST),
        (Arrangement.DOPPLER, PanelKind.DOPPLER),
        (Arrangement.ELASTOGRAPHY, PanelKind.ELASTOGRAPHY),
    ],
)
def test_the_second_panel_is_of_the_arrangements_kind(arrangement: Arrangement, kind: PanelKind) -> None:
    assert [panel.kind for panel in made(arrangement).truth.panels] == [PanelKind.B_MODE, kind]


@pytest.mark.parametrize("signal", [Signal.NTSC, Signal.PAL])
def test_an_interlaced_screen_has_pixels_that_are_not_square(signal: Signal) -> None:
    size = (720, 480) if signal is Signal.NTSC else (720, 576)
    screen = MadeScreen(Recipe("GE", 7, size, Arrangement.SINGLE, Shape.RECTANGLE, signal), Library.shipped())
    assert screen.picture(0.1).shape == (size[1], size[0], 3)
    x_mm, y_mm = screen.truth.panels[0].mm_per_px
    assert x_mm / y_mm == pytest.approx(640 / 720 if signal is Signal.NTSC else 768 / 720, rel=0.02)


@pytest.mark.parametrize("style", MAKERS, ids=lambda style: style.maker)
def test_a_ruler_agrees_with_the_size_of_a_pixel(style) -> None:
    screen = made(Arrangement.SINGLE, Shape.RECTANGLE, style.maker)
    (ruler,) = screen.truth.rulers
    panel = screen.truth.panels[ruler.panel]
    ticks = (ruler.last_y_px - ruler.zero_y_px) * panel.mm_per_px[1] / ruler.tick_mm
    assert ticks >= 2
    assert ticks == pytest.approx(round(ticks), abs=1e-6)
    assert ruler.x_px < panel.rect.left if ruler.left else ruler.x_px >= panel.rect.right


def test_the_patients_texts_are_those_that_were_given() -> None:
    who = Identity("TEST, PATIENT", "01.02.1960", "4711", "Clinic")
    screen = MadeScreen(made(Arrangement.SINGLE).recipe, Library.shipped(), who, inside="TEST, PATIENT")
    told = [(one.text, one.inside) for one in screen.truth.planted]
    assert told == [
        ("TEST, PATIENT", False),
        ("ID 4711", False),
        ("01.02.1960", False),
        ("TEST, PATIENT", True),
    ]
    other = MadeScreen(screen.recipe, Library.shipped(), replace(who, name="-"))
    differs = np.abs(screen.picture(0).astype(np.int16) - other.picture(0)).max(axis=2) > 40
    rect = screen.truth.planted[0].rect
    assert differs[rect.top : rect.bottom, rect.left : rect.right].any()


@pytest.mark.data
def test_no_still_of_a_test_patient_is_developed_on(data_dir: Path) -> None:
    apart = [
        {path for one in Library.of_data(data_dir, part).stills for path in one}
        for part in (Part.DEVELOPMENT, Part.TEST)
    ]
    assert apart[0]
    assert apart[1]
    assert not apart[0] & apart[1]
