"""A sequence shows the scan, then a page with names, then the scan; what it says of a picture is what is on it."""

from dataclasses import replace

import numpy as np
import pytest

from inference.evaluation.gate.pages import PageKind
from inference.evaluation.gate.sequence import Change, Plan, Sequence, plans
from inference.evaluation.screens.pictures import Library
from inference.evaluation.screens.recipe import Part, recipes

LIBRARY = Library.shipped()
RECIPE = replace(recipes(Part.DEVELOPMENT, 1)[0], size_px=(640, 480))


def sequence(page: PageKind, change: Change = Change.CUT) -> Sequence:
    return Sequence(Plan(RECIPE, page, change, 0.2, 30.0, False, False, (1, 0)), LIBRARY)


@pytest.mark.parametrize("page", PageKind)
def test_every_page_carries_texts_of_patients_where_it_says(page: PageKind) -> None:
    drawn = sequence(page).page
    assert drawn.planted
    for one in drawn.planted:
        part = drawn.pixels[max(0, one.rect.top) : one.rect.bottom, max(0, one.rect.left) : one.rect.right]
        assert part.size == 0 or np.ptp(part) > 60


@pytest.mark.parametrize("change", Change)
def test_a_picture_differs_from_the_scan_only_where_the_page_is_said_to_be(change: Change) -> None:
    played = sequence(PageKind.POP_UP, change)
    scans = [picture.pixels for picture in played.pictures() if picture.page is None]
    with_page = [picture for picture in played.pictures() if picture.page is not None]
    assert len(with_page) > 30
    for picture in with_page[::12]:
        rect = picture.page
        assert rect is not None
        outside = np.ones(picture.pixels.shape[:2], np.bool_)
        outside[rect.top : rect.bottom, rect.left : rect.right] = False
        assert any(np.array_equal(picture.pixels[outside], scan[outside]) for scan in scans)


def test_the_plans_hold_every_page_change_and_rate_and_the_parts_share_no_seed() -> None:
    test, development = plans(Part.TEST, 0, 90), plans(Part.DEVELOPMENT, 0, 90)
    assert {plan.page for plan in test} == set(PageKind)
    assert {plan.change for plan in test} == set(Change)
    assert {plan.hz for plan in test} == {30.0, 50.0, 60.0}
    assert not {plan.recipe.seed for plan in test} & {plan.recipe.seed for plan in development}
    assert plans(Part.TEST, 40, 5) == test[40:45]
