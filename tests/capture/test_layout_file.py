"""Layouts survive the disk, and a damaged file is not used."""

import json
import logging
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from capture.screen.gate import same_layout
from capture.screen.layout import Panel, PanelKind, Rect, ScaleMark, ScaleOrigin, ScanLayout
from capture.screen.layout_file import LayoutMemory, layout_from_json, layout_to_json
from capture.screen.signature import fits, sign
from capture.sources.demo_stills import tissue_stills
from tests.capture.drawn_screens import scanner_screen

LAYOUT = ScanLayout(
    (Panel(Rect(0, 0, 40, 30), mm_per_px=(0.08, 0.081)), Panel(Rect(50, 0, 90, 30), PanelKind.CONTRAST)),
    (5, 6),
    (200, 100),
)


@given(
    mask=arrays(np.bool_, st.tuples(st.integers(1, 12), st.integers(1, 12))),
    kind=st.sampled_from(PanelKind),
    scale=st.none() | st.tuples(st.floats(0.001, 1), st.floats(0.001, 1)),
)
def test_a_layout_comes_back_as_it_was_written(
    mask: np.ndarray, kind: PanelKind, scale: tuple[float, float] | None
) -> None:
    height, width = mask.shape
    layout = ScanLayout((Panel(Rect(0, 0, width, height), kind, mask, scale),), (3, 4), (100, 80))
    assert same_layout(layout_from_json(json.loads(json.dumps(layout_to_json(layout)))), layout)


@pytest.mark.parametrize(
    "damage",
    [
        {"version": 2},
        {"panels": []},
        {"origin_px": [150, 0]},
        {"source_size_px": [10, 10]},
        {"extra": 1},
        {"panels": [{"rect": [0, 0, 5, 5], "kind": "b-mode", "mask_runs": [3, 4]}]},
        {"panels": [{"rect": [0, 0, 5, 5], "kind": "b-mode", "mask_runs": [-25, 50]}]},
        {"panels": [{"rect": [5, 5, 0, 0], "kind": "b-mode"}]},
        {"panels": [{"rect": [0, 0, 5, 5], "kind": "x-ray"}]},
        {"panels": [{"rect": [0, 0, 5, 5], "kind": "b-mode", "scale_origin": "guessed"}]},
        {"panels": [{"rect": [0, 0, 5, 5], "kind": "b-mode", "scale_mark": {"strip": [0, 0, 2, 9], "profile": ""}}]},
        {"panels": [{"rect": [0, 0, 5, 5], "kind": "b-mode", "scale_mark": {"strip": [0, 0, 900, 9], "profile": ""}}]},
    ],
)
def test_a_layout_that_does_not_hold_together_is_refused(damage: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        layout_from_json({**layout_to_json(LAYOUT), **damage})


def test_where_a_scale_comes_from_is_kept_and_what_the_ruler_looked_like_only_where_it_is_looked_at_again() -> None:
    mark = ScaleMark(Rect(92, 0, 98, 4), bytes([0, 200, 0, 90, 0, 7]))
    panel = replace(LAYOUT.panels[0], scale_origin=ScaleOrigin.STATED, scale_mark=mark)
    layout = replace(LAYOUT, panels=(panel, LAYOUT.panels[1]))
    again = layout_from_json(json.loads(json.dumps(layout_to_json(layout, marks=True))))
    assert same_layout(again, layout)
    exam = layout_from_json(json.loads(json.dumps(layout_to_json(layout)))).panels[0]
    assert (exam.scale_origin, exam.scale_mark) == (ScaleOrigin.STATED, None)


def test_the_memory_keeps_layout_and_signature_for_each_source_and_size(tmp_path: Path) -> None:
    memory = LayoutMemory(tmp_path / "layouts")
    pixels = scanner_screen(tissue_stills()[0].pixels)
    assert memory.recall("Grabber", (200, 100)) is None
    memory.keep("Grabber", LAYOUT, sign(pixels))
    kept = memory.recall("Grabber", (200, 100))
    assert kept is not None
    layout, signature = kept
    assert same_layout(layout, LAYOUT)
    assert signature is not None
    everywhere = np.ones_like(signature.flat)
    assert fits(sign(pixels), signature, everywhere)
    assert memory.recall("Grabber", (201, 100)) is None
    assert memory.recall("grabber", (200, 100)) is None  # a name that differs in letters a file name may not hold
    memory.forget("Grabber", (200, 100))
    assert memory.recall("Grabber", (200, 100)) is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"source": "Grabber"}', "\x00\xff"])
def test_a_damaged_file_is_not_used_and_the_log_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, content: str
) -> None:
    memory = LayoutMemory(tmp_path)
    memory.keep("Grabber", LAYOUT, None)
    (file,) = tmp_path.iterdir()
    file.write_bytes(content.encode("latin-1"))
    with caplog.at_level(logging.WARNING):
        assert memory.recall("Grabber", (200, 100)) is None
    assert file.name in caplog.text
    memory.keep("Grabber", LAYOUT, None)
    assert memory.recall("Grabber", (200, 100)) is not None


def test_a_folder_that_cannot_be_written_costs_only_the_memory(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    in_the_way = tmp_path / "layouts"
    in_the_way.write_text("a file, not a folder")
    with caplog.at_level(logging.WARNING):
        LayoutMemory(in_the_way).keep("Grabber", LAYOUT, None)
    assert "could not be kept" in caplog.text


def test_nothing_is_left_beside_the_kept_file(tmp_path: Path) -> None:
    memory = LayoutMemory(tmp_path)
    for _ in range(3):
        memory.keep("Grabber: / \\ *?", LAYOUT, None)
    assert len(list(tmp_path.iterdir())) == 1
