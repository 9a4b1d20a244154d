"""From screens to the scale of the frames: unknown from the first one of another depth, and read anew at once."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from capture.errors import EndOfStream
from capture.frame import Frame
from capture.gated_source import GatedSource
from capture.screen.layout import Panel, PanelKind, Rect, ScaleOrigin, ScanLayout
from capture.screen.pixel_shape import pixel_aspect
from capture.screen.scale_mark import mark_of
from capture.source import Screen
from tests.capture.drawn_rulers import HEIGHT, PANEL, WIDTH, Picture, Ruler, focus_mark, menu_over, ruler_screen

MS = 1_000_000
SHALLOW, DEEP = Ruler(0.07), Ruler(0.1, 5.0)


class Played:
    """A live reader that plays given screens, 100 ms apart, and then ends."""

    name = "Played"

    def __init__(self, screens: Sequence[Picture]) -> None:
        self._screens = list(enumerate(screens))

    def read(self, timeout_s: float) -> Screen | None:
        if not self._screens:
            raise EndOfStream
        number, pixels = self._screens.pop(0)
        return Screen(pixels, number, number * 100 * MS, 0)

    def close(self) -> None:
        """Nothing is held."""


def layout_of(*panels: tuple[Rect, PanelKind]) -> ScanLayout:
    left, top = min(rect.left for rect, _ in panels), min(rect.top for rect, _ in panels)
    moved = tuple(
        Panel(Rect(rect.left - left, rect.top - top, rect.right - left, rect.bottom - top), kind)
        for rect, kind in panels
    )
    return ScanLayout(moved, (left, top), (WIDTH, HEIGHT))


def frames(screens: Sequence[Picture], layout: ScanLayout) -> list[Frame]:
    source = GatedSource(Played(screens), layout=layout)
    seen = [source.read(0) for _ in screens]
    return [frame for frame in seen if frame is not None]


def scales(seen: Sequence[Frame], panel: int = 0) -> list[float | None]:
    found = [frame.layout.panels[panel].mm_per_px for frame in seen]
    return [None if scale is None else round(scale[1], 3) for scale in found]


ONE = layout_of((PANEL, PanelKind.B_MODE))


def test_a_new_depth_is_unknown_on_its_first_frame_and_known_within_a_second() -> None:
    rulers = [SHALLOW] * 3 + [DEEP] * 3 + [SHALLOW] * 3
    seen = frames([ruler_screen(ruler, seed=number) for number, ruler in enumerate(rulers)], ONE)
    assert scales(seen) == [0.07] * 3 + [None, 0.1, 0.1] + [None, 0.07, 0.07]
    assert seen[0].layout.panels[0].scale_origin is ScaleOrigin.RULER
    assert seen[3].layout.panels[0].scale_origin is None
    assert seen[4].layout is seen[5].layout
    assert seen[0].layout.panels[0].mm_per_px == seen[8].layout.panels[0].mm_per_px


def test_a_moved_focus_mark_is_looked_at_and_leaves_the_scale_as_it_was() -> None:
    bare = [ruler_screen(SHALLOW, seed=number) for number in range(5)]
    seen = frames([bare[0], bare[1], *(focus_mark(each, 400) for each in bare[2:])], ONE)
    assert scales(seen) == [0.07, 0.07, None, 0.07, 0.07]
    assert seen[0].layout.panels[0].mm_per_px == seen[4].layout.panels[0].mm_per_px


def test_a_covered_ruler_gives_no_scale_until_it_is_seen_again() -> None:
    bare = [ruler_screen(SHALLOW, seed=number) for number in range(12)]
    menu = Rect(904, 200, 950, 420)
    seen = frames([*bare[:2], *(menu_over(each, menu) for each in bare[2:9]), *bare[9:]], ONE)
    assert scales(seen) == [0.07] * 2 + [None] * 8 + [0.07] * 2


def test_what_flickers_beside_the_scan_is_not_read_on_every_screen(monkeypatch) -> None:
    reads = []
    monkeypatch.setattr("capture.screen.ruler.watch.read_ruler", lambda *_args: reads.append(1))
    noise = [ruler_screen(None, seed=number) for number in range(40)]
    assert scales(frames(noise, ONE)) == [None] * 40
    assert len(reads) <= 5


def test_pictures_of_one_moment_share_a_ruler_and_two_b_mode_pictures_do_not() -> None:
    left, right = Rect(120, 80, 600, 720), Rect(640, 80, 1120, 720)
    screen = ruler_screen(SHALLOW, panel=right)
    both = [ruler_screen(None, panel=left, seed=number, onto=screen) for number in range(2)]
    contrast = frames(both, layout_of((left, PanelKind.CONTRAST), (right, PanelKind.B_MODE)))
    assert scales(contrast, 0) == scales(contrast, 1) == [0.07] * 2
    dual = frames(both, layout_of((left, PanelKind.B_MODE), (right, PanelKind.B_MODE)))
    assert (scales(dual, 0), scales(dual, 1)) == ([None] * 2, [0.07] * 2)


def test_fans_of_different_outlines_do_not_share_a_ruler() -> None:
    left, right = Rect(120, 80, 600, 720), Rect(640, 80, 1120, 720)
    screen = ruler_screen(SHALLOW, panel=right)
    layout = layout_of((left, PanelKind.CONTRAST), (right, PanelKind.B_MODE))
    whole = np.ones((640, 480), np.bool_)
    cut = whole.copy()
    cut[:40] = False
    for mask, shared in ((whole, True), (cut, False)):
        panels = (replace(layout.panels[0], mask=mask), replace(layout.panels[1], mask=whole))
        seen = frames([screen], replace(layout, panels=panels))
        assert scales(seen, 0) == [0.07 if shared else None]


def test_a_scale_that_the_file_tells_is_not_replaced_by_the_ruler() -> None:
    told = replace(ONE.panels[0], mm_per_px=(0.05, 0.05), scale_origin=ScaleOrigin.TAGS)
    seen = frames([ruler_screen(SHALLOW, seed=number) for number in range(2)], replace(ONE, panels=(told,)))
    assert scales(seen) == [0.05, 0.05]


def test_a_stated_scale_holds_at_its_own_depth_and_the_ruler_tells_the_others() -> None:
    mark = mark_of(ruler_screen(SHALLOW), (PANEL.right + 10, 80), (PANEL.right + 10, 700), Panel(PANEL))
    assert mark is not None
    stated = replace(ONE.panels[0], mm_per_px=(0.071, 0.071), scale_origin=ScaleOrigin.STATED, scale_mark=mark)
    rulers = [SHALLOW] * 2 + [DEEP] * 3 + [SHALLOW] * 2
    shown = [ruler_screen(ruler, seed=number) for number, ruler in enumerate(rulers)]
    seen = frames(shown, replace(ONE, panels=(stated,)))
    assert scales(seen) == [0.071] * 2 + [None, 0.1, 0.1] + [0.071] * 2
    origins = [frame.layout.panels[0].scale_origin for frame in seen]
    assert origins[1::2] == [ScaleOrigin.STATED, ScaleOrigin.RULER, ScaleOrigin.STATED]


def test_pixels_of_standard_definition_are_not_square() -> None:
    assert pixel_aspect((1920, 1080)) == 1
    assert pixel_aspect((720, 480)) == np.float64(8 / 9)
    assert pixel_aspect((720, 576)) == np.float64(16 / 15)
