"""Calipers under the hand: ends snap within reach, sizes follow, and nothing gets a size it cannot have."""

import math

import numpy as np
import pytest

from app.exam.content.lesion import Plane
from app.exam.content.model import now
from app.exam.lesions.book import LesionBook
from app.exam.lesions.caliper_edit import (
    end_near,
    place_of,
    snap,
    snapped_anew,
    with_end,
    with_new,
    without,
)
from app.exam.lesions.changing import confirmed
from app.exam.lesions.scale import b_mode_panel_at, panel_at, scale_between
from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout

LEFT = Panel(Rect(0, 0, 400, 400), mm_per_px=(0.1, 0.1))
RIGHT = Panel(Rect(420, 0, 800, 400), PanelKind.DOPPLER, mm_per_px=(0.2, 0.2))
TWO = ScanLayout((LEFT, RIGHT), (0, 0), (800, 400))
BARE = ScanLayout.whole(400, 400)


def ring(x: float = 200, y: float = 200, across: float = 60, down: float = 40) -> tuple[tuple[float, float], ...]:
    turn = np.linspace(0, 2 * math.pi, 120, endpoint=False)
    return tuple((x + across * math.cos(t), y + down * math.sin(t)) for t in turn)


PLANE = snapped_anew(Plane(snapshot_id="1", outline_px=ring()), TWO)


def test_a_scale_holds_within_one_panel_only() -> None:
    assert scale_between(TWO, (10, 10), (390, 390)) == (0.1, 0.1)
    assert scale_between(TWO, (10, 10), (500, 10)) is None
    assert scale_between(TWO, (405, 10), (410, 10)) is None
    assert scale_between(BARE, (10, 10), (390, 390)) is None
    assert panel_at(TWO, (500, 10)) is RIGHT
    assert b_mode_panel_at(TWO, (500, 10)) is None


def test_calipers_are_set_onto_the_outline_with_their_size() -> None:
    lengths = [each.length_mm for each in PLANE.calipers]
    assert lengths == [pytest.approx(12, abs=0.1), pytest.approx(8, abs=0.1)]
    bare = snapped_anew(Plane(snapshot_id="1", outline_px=ring()), BARE)
    assert [each.length_mm for each in bare.calipers] == [None, None]
    empty = Plane(snapshot_id="1")
    assert snapped_anew(empty, TWO) is empty


def test_an_end_snaps_within_reach_and_not_beyond() -> None:
    assert snap(PLANE, TWO, (263, 200), 10) == ((260, 200), True)
    assert snap(PLANE, TWO, (290, 200), 10) == ((290, 200), False)
    assert snap(PLANE, TWO, (263, 200), 0) == ((263, 200), False)


def test_a_dragged_end_changes_the_size_and_is_no_longer_the_programs() -> None:
    moved = with_end(PLANE, TWO, (0, 1), (300, 200), 0)
    start = PLANE.calipers[0].start_px
    assert moved.calipers[0].length_mm == pytest.approx(math.dist(start, (300, 200)) * 0.1)
    assert not moved.calipers[0].snapped
    assert moved.calipers[1] == PLANE.calipers[1]
    back = with_end(moved, TWO, (0, 1), (262, 200), 10)
    assert not back.calipers[0].snapped  # once under the hand, it stays the user's
    assert with_end(PLANE, TWO, (0, 1), (261, 201), 10).calipers[0].snapped


def test_an_end_dragged_into_the_other_panel_has_no_size() -> None:
    assert with_end(PLANE, TWO, (0, 1), (500, 200), 0).calipers[0].length_mm is None


def test_a_new_caliper_takes_the_second_place_of_two() -> None:
    one = with_new(Plane(snapshot_id="1"), TWO, (100, 100), (200, 100), 0)
    assert [each.length_mm for each in one.calipers] == [pytest.approx(10)]
    two = with_new(one, TWO, (150, 80), (150, 120), 0)
    three = with_new(two, TWO, (150, 70), (150, 130), 0)
    assert [each.length_mm for each in three.calipers] == [pytest.approx(10), pytest.approx(6)]
    assert [each.length_mm for each in without(three, 0).calipers] == [pytest.approx(6)]


def test_the_nearest_end_is_taken_hold_of() -> None:
    end = end_near(PLANE, (262, 203), 8)
    assert end is not None
    assert place_of(PLANE, end) == pytest.approx((260, 200), abs=0.1)
    assert end_near(PLANE, (230, 230), 8) is None


def test_a_change_that_waits_for_the_disk_is_not_lost_by_the_next_one() -> None:
    book = LesionBook()
    first = confirmed(None, 1, "left", now())
    book.put(first)
    second = first.model_copy(update={"note": "hard"})
    book.put(second)
    book.take_kept([first], settled=False)  # the disk is one change behind
    assert book.lesions == (second,)
    book.take_kept([second], settled=False)
    assert book.lesions == (second,)


def test_what_is_changed_and_changed_back_before_the_disk_has_either_stays_as_it_was_last() -> None:
    book = LesionBook()
    lesion = confirmed(None, 1, "left", now())
    other = lesion.model_copy(update={"note": "hard"})
    book.take_kept([lesion], settled=True)
    book.put(other)
    book.put(lesion)
    for kept in ([lesion], [other], [lesion]):
        book.take_kept(kept, settled=False)
        assert book.lesions == (lesion,)
    book.put(other)
    book.put(lesion)
    book.take_kept([lesion], settled=True)  # both have arrived
    book.take_kept([other], settled=True)  # changed elsewhere
    assert book.lesions == (other,)


def test_what_is_taken_out_before_the_disk_has_it_does_not_come_back_by_itself() -> None:
    book = LesionBook()
    lesion = confirmed(None, 1, "left", now())
    book.put(lesion)
    book.delete(lesion.id)
    for kept in ([], [lesion], []):
        book.take_kept(kept, settled=False)
        assert book.lesions == ()
    book.put(lesion)
    book.take_kept([lesion], settled=True)
    book.delete(lesion.id)
    book.put(lesion)  # brought back before it was gone
    for kept in ([lesion], [], [lesion]):
        book.take_kept(kept, settled=False)
        assert book.lesions == (lesion,)


def test_a_number_that_was_taken_out_is_not_given_again() -> None:
    book = LesionBook()
    lesion = confirmed(None, book.free_number, "left", now())
    book.put(lesion)
    book.take_kept([lesion], settled=False)
    book.delete(lesion.id)
    assert book.lesions == ()
    assert book.free_number == 2
    book.take_kept([lesion], settled=False)  # not yet gone on the disk
    assert book.lesions == ()
    book.take_kept([], settled=False)
    book.put(lesion)  # brought back
    assert book.lesions == (lesion,)
    book.clear()
    assert book.free_number == 1
