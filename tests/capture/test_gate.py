"""Law: nothing outside the panels passes, and no other screen passes at all."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capture.screen.find_layout import find_layout
from capture.screen.gate import Gate, same_layout
from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout
from capture.screen.signature import sign
from capture.source import Screen
from capture.sources.demo_stills import lesion_stills, tissue_stills
from tests.capture.drawn_screens import HEIGHT, PANEL, WIDTH, black, desktop, id_page, patient_list, scanner_screen

STILLS = [still.pixels for still in (*lesion_stills(), *tissue_stills())]
Picture = npt.NDArray[np.uint8]


def screen(pixels: Picture) -> Screen:
    pixels.flags.writeable = False
    return Screen(pixels, 0, 0, 0)


def gate_on(pixels: Picture, *panels: Panel) -> Gate:
    """A gate for these panels (the drawn screen's own one by default) that has learnt this screen."""
    height, width = pixels.shape[:2]
    return Gate(ScanLayout(panels or (Panel(PANEL),), (0, 0), (width, height)), sign(pixels))


def passes(gate: Gate, pixels: Picture) -> bool:
    return gate.fits(screen(pixels), sign(pixels))


@pytest.fixture(scope="module")
def gate() -> Gate:
    return gate_on(scanner_screen(STILLS[0]))


@given(
    still=st.sampled_from(STILLS),
    clock=st.from_regex(r"[0-2][0-9]:[0-5][0-9]:[0-5][0-9]", fullmatch=True),
    gain=st.integers(0, 99),
    pointer=st.none() | st.tuples(st.integers(0, WIDTH - 20), st.integers(0, HEIGHT - 30)),
    quality=st.integers(50, 95),
)
@settings(max_examples=30, deadline=None)
def test_the_scanners_screen_passes_whatever_the_clock_numbers_pointer_and_codec_do(
    gate: Gate, still: Picture, clock: str, gain: int, pointer: tuple[int, int] | None, quality: int
) -> None:
    pixels = scanner_screen(still, clock=clock, gain=gain, pointer=pointer)
    _, sent = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert passes(gate, np.asarray(cv2.imdecode(sent, cv2.IMREAD_COLOR), np.uint8))


@given(rows=st.integers(5, 60), dark=st.booleans(), seed=st.integers(0, 99))
@settings(max_examples=30, deadline=None)
def test_a_patient_list_never_passes(gate: Gate, rows: int, dark: bool, seed: int) -> None:
    assert not passes(gate, patient_list(rows, dark=dark, seed=seed))


@pytest.mark.parametrize("page", [black(), id_page(), id_page(dark=False), *[desktop(seed) for seed in range(5)]])
def test_an_id_page_a_black_screen_and_a_desktop_never_pass(gate: Gate, page: Picture) -> None:
    assert not passes(gate, page)


@pytest.mark.parametrize("ground", [30, 60, 128, 220])
def test_a_form_that_opens_over_the_scan_does_not_pass(gate: Gate, ground: int) -> None:
    pixels = scanner_screen(STILLS[0])
    cv2.rectangle(pixels, (600, 300), (1300, 750), (ground,) * 3, -1)
    cv2.putText(pixels, "Name  XXXXX", (640, 420), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (255 - ground,) * 3, 2)
    assert not passes(gate, pixels)


def test_a_screen_of_another_size_does_not_pass(gate: Gate) -> None:
    assert not passes(gate, np.asarray(cv2.resize(scanner_screen(STILLS[0]), (1280, 720)), np.uint8))


@pytest.mark.parametrize("page", [patient_list(dark=False), id_page(), desktop()])
def test_a_bare_panel_is_compared_by_size_and_by_being_an_echo(page: Picture) -> None:
    bare = np.repeat(cv2.resize(STILLS[0], (WIDTH, HEIGHT))[..., None], 3, axis=2)
    gate = gate_on(bare, Panel(Rect(0, 0, WIDTH, HEIGHT)))
    assert gate.is_whole
    assert passes(gate, bare)
    assert passes(gate, black())  # the probe is off the skin
    assert not passes(gate, page)
    assert not passes(gate, bare[:720, :1280].copy())


def test_a_cut_holds_the_panel_and_nothing_else(gate: Gate) -> None:
    pixels = scanner_screen(STILLS[2])
    cut = gate.cut(screen(pixels))
    np.testing.assert_array_equal(cut, pixels[PANEL.top : PANEL.bottom, PANEL.left : PANEL.right])
    assert cut.base is None  # the rest of the screen is not within reach
    assert not cut.flags.writeable
    assert gate.layout.origin_px == (PANEL.left, PANEL.top)
    assert gate.layout.panels[0].rect == Rect(0, 0, PANEL.width, PANEL.height)


def test_a_whole_picture_passes_without_a_copy() -> None:
    pixels = scanner_screen(STILLS[2])
    assert gate_on(pixels, Panel(Rect(0, 0, WIDTH, HEIGHT))).cut(screen(pixels)) is pixels


@given(data=st.data())
@settings(max_examples=50, deadline=None)
def test_whatever_lies_outside_two_masked_panels_is_black(data: st.DataObject) -> None:
    width, height = 90, 60
    pixels = np.random.default_rng(data.draw(st.integers(0, 999))).integers(1, 255, (height, width, 3), np.uint8)
    panels, inside = [], np.zeros((height, width), np.bool_)
    origin = (data.draw(st.integers(0, 9)), data.draw(st.integers(0, 9)))
    for kind in (PanelKind.B_MODE, PanelKind.CONTRAST):
        left, top = data.draw(st.integers(origin[0], 60)), data.draw(st.integers(origin[1], 40))
        right, bottom = data.draw(st.integers(left + 1, width)), data.draw(st.integers(top + 1, height))
        mask = None
        if data.draw(st.booleans()):
            mask = np.random.default_rng(1).random((bottom - top, right - left)) < 0.5
        inside[top:bottom, left:right] |= True if mask is None else mask
        rect = Rect(left - origin[0], top - origin[1], right - origin[0], bottom - origin[1])
        panels.append(Panel(rect, kind, mask))
    gate = Gate(ScanLayout(tuple(panels), origin, (width, height)), None)
    cut = gate.cut(screen(pixels))
    x, y = gate.layout.origin_px
    here = inside[y : y + cut.shape[0], x : x + cut.shape[1]]
    np.testing.assert_array_equal(cut, np.where(here[..., None], pixels[y : y + cut.shape[0], x : x + cut.shape[1]], 0))
    assert inside.sum() == here.sum()
    for panel, moved in zip(panels, gate.layout.panels, strict=True):
        assert moved.kind is panel.kind
        assert (moved.rect.left + x, moved.rect.top + y) == (
            panel.rect.left + origin[0],
            panel.rect.top + origin[1],
        )


@pytest.mark.parametrize("panel", [Rect(0, 0, 101, 50), Rect(-1, 0, 10, 10), Rect(10, 10, 10, 20)])
def test_a_layout_that_does_not_lie_on_the_screen_is_refused(panel: Rect) -> None:
    with pytest.raises(ValueError, match="do not lie on a screen"):
        Gate(ScanLayout((Panel(panel),), (0, 0), (100, 100)), None)


def test_a_layout_without_panels_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a panel"):
        Gate(ScanLayout((), (0, 0), (100, 100)), None)


def test_the_found_layout_shuts_out_what_the_drawn_one_does() -> None:
    pixels = scanner_screen(STILLS[3])
    layout = find_layout([screen(pixels)])
    assert layout is not None
    gate = Gate(layout, sign(pixels))
    assert passes(gate, scanner_screen(STILLS[1], clock="11:11:11"))
    assert not any(passes(gate, page) for page in (patient_list(), id_page(), desktop(), black()))


def test_layouts_are_the_same_when_they_cut_alike() -> None:
    mask = np.ones((2, 2), np.bool_)
    base = ScanLayout((Panel(Rect(0, 0, 2, 2), mask=mask),), (1, 1), (9, 9))
    assert same_layout(base, ScanLayout((Panel(Rect(0, 0, 2, 2), mask=mask.copy()),), (1, 1), (9, 9)))
    assert not same_layout(base, ScanLayout((Panel(Rect(0, 0, 2, 2)),), (1, 1), (9, 9)))
    assert not same_layout(base, ScanLayout((Panel(Rect(0, 0, 2, 2), mask=mask),), (0, 1), (9, 9)))
    assert not same_layout(base, ScanLayout(base.panels * 2, (1, 1), (9, 9)))
