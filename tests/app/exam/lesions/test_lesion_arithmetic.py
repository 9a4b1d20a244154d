"""Depth, change, offers and entries: what follows from a lesion's values, and what is refused."""

import numpy as np
import pytest

from app.exam.content.lesion import Descriptor, Lesion, Place, Plane, TermSystem
from app.exam.content.model import now
from app.exam.lesions.calipers import caliper
from app.exam.lesions.change import Caution, Refused, SizeChange, size_change
from app.exam.lesions.changing import (
    confirmed,
    next_number,
    term_of,
    with_category,
    with_descriptor,
    with_plane,
    with_verdict,
)
from app.exam.lesions.depth import depth_mm, skin_row
from app.exam.lesions.offered import offer
from app.exam.lesions.terms import BI_RADS, CATEGORIES, FEATURES, asked_features, feature_of
from inference.descriptors.describe import NAMES, describe
from inference.descriptors.descriptor import Descriptor as Measurement
from inference.findings import Box, Track, TrackState

TRACK = Track(7, TrackState.CONFIRMED, Box(10, 10, 40, 30), 0.9, 0.62, 0.5, 0.7, True, 0, 1)


def lesion(size_mm: float | None = None, direction: str | None = None, planes: int = 1) -> Lesion:
    made = confirmed(TRACK, 1, "left", now())
    for at in range(planes):
        scale = None if size_mm is None else (0.1, 0.1)
        held = direction if at == 0 else "longitudinal" if direction == "transverse" else "transverse"
        calipers = (caliper((0, 0), ((size_mm or 10) * 10, 0), scale), caliper((0, 0), (0, 50), scale))
        plane = {"snapshot_id": str(at), "direction": direction and held, "calipers": calipers}
        made = with_plane(made, at, Plane.model_validate(plane))
    return made


def scan(skin: int = 30) -> np.ndarray:
    picture = np.zeros((400, 300), np.uint8)
    picture[skin:] = np.random.default_rng(3).integers(40, 120, (400 - skin, 300), dtype=np.uint8)
    return picture


def test_depth_runs_from_the_skin_to_the_upper_edge_of_the_lesion() -> None:
    outline = np.array([(100, 180), (160, 130), (220, 180), (160, 240)], np.float64)
    assert depth_mm(scan(), outline, (0.2, 0.1)) == pytest.approx(10.0)
    assert depth_mm(scan(), outline, None) is None
    assert depth_mm(np.zeros((400, 300), np.uint8), outline, (0.1, 0.1)) is None


def test_a_thin_line_of_the_screen_is_no_skin_and_what_lies_outside_the_scan_no_tissue() -> None:
    picture = scan()
    picture[5:7] = 200
    assert skin_row(picture, 150) == 30
    mask = np.ones(picture.shape, np.bool_)
    mask[:60] = False
    outline = np.array([(100, 180), (160, 130), (220, 180)], np.float64)
    assert depth_mm(scan(), outline, (0.1, 0.1), mask) == pytest.approx(7.0)


def test_change_is_told_in_mm_and_per_cent() -> None:
    change = size_change(lesion(15, "transverse", 2), lesion(12, "transverse", 2))
    assert isinstance(change, SizeChange)
    assert (change.change_mm, change.change_percent) == (pytest.approx(3), pytest.approx(25))
    assert change.cautions == ()


def test_change_is_refused_where_a_size_is_not_known() -> None:
    assert size_change(lesion(None), lesion(12)) is Refused.NO_SIZE_NOW
    assert size_change(lesion(12), lesion(None)) is Refused.NO_SIZE_THEN
    assert size_change(lesion(12), confirmed(None, 1, "left", now())) is Refused.NO_SIZE_THEN


@pytest.mark.parametrize(
    ("held", "then_held", "planes", "cautions"),
    [
        ("transverse", "radial", 2, (Caution.PLANES_DIFFER,)),
        ("transverse", None, 2, (Caution.PLANES_NOT_SAID,)),
        ("transverse", "transverse", 1, (Caution.ONE_PLANE,)),
        (None, "radial", 1, (Caution.PLANES_NOT_SAID, Caution.ONE_PLANE)),
    ],
)
def test_what_makes_sizes_hard_to_compare_is_flagged(
    held: str | None, then_held: str | None, planes: int, cautions: tuple[Caution, ...]
) -> None:
    change = size_change(lesion(15, held, planes), lesion(12, then_held, planes))
    assert isinstance(change, SizeChange)
    assert change.cautions == cautions


def test_a_confirmed_track_brings_its_score_and_no_opinion() -> None:
    made = confirmed(TRACK, 3, "right", now())
    assert (made.number, made.track_ids, made.malignancy) == (3, (7,), 0.62)
    assert (made.category, made.verdict, made.descriptors, made.place) == (None, None, (), Place(side="right"))
    assert next_number([made, confirmed(None, 1, "left", now())]) == 4
    assert next_number([]) == 1


def test_sizes_follow_the_planes() -> None:
    made = lesion(12, "transverse", 2)
    assert made.diameters_mm == pytest.approx((12, 5, 12))
    assert not made.one_plane
    assert made.snapshot_ids == ("0", "1")
    fewer = with_plane(made, 0, None)
    assert (len(fewer.planes), fewer.one_plane, fewer.planes[0].snapshot_id) == (1, True, "1")


def test_an_entry_replaces_the_one_before_and_both_systems_stand_beside_each_other() -> None:
    made = confirmed(None, 1, "left", now())
    for system, term in ((TermSystem.BI_RADS, "oval"), (TermSystem.JABTS, "lobulated"), (TermSystem.BI_RADS, "round")):
        made = with_descriptor(made, Descriptor(feature="shape", system=system, term=term))
    entries = {each.system: each.term for each in made.descriptors}
    assert entries == {TermSystem.BI_RADS: "round", TermSystem.JABTS: "lobulated"}
    gone = with_descriptor(made, Descriptor(feature="shape", system=TermSystem.BI_RADS))
    assert term_of(gone, TermSystem.BI_RADS, "shape") is None


def test_a_verdict_keeps_the_score_it_speaks_of() -> None:
    made = with_verdict(confirmed(TRACK, 1, "left", now()), False, "ring-down artefact", now())
    assert made.verdict is not None
    assert (made.verdict.agrees, made.verdict.reason, made.verdict.malignancy) == (False, "ring-down artefact", 0.62)
    assert with_verdict(made, None, "", now()).verdict is None
    with pytest.raises(ValueError):
        with_verdict(confirmed(None, 1, "left", now()), True, "", now())


def test_a_category_is_what_the_clinician_entered() -> None:
    made = with_category(confirmed(None, 1, "left", now()), TermSystem.BI_RADS, "4B", "Sato")
    assert made.category is not None
    assert (made.category.value, made.category.by) == ("4B", "Sato")
    assert with_category(made, TermSystem.BI_RADS, None, "").category is None
    assert CATEGORIES[TermSystem.JABTS] == ("1", "2", "3", "4", "5")


def test_a_lesion_that_is_no_mass_is_not_asked_for_a_shape() -> None:
    asked = {feature.key for feature in asked_features(TermSystem.JABTS, "distortion")}
    assert asked == {"lesion type", "echogenic foci"}
    assert len(asked_features(TermSystem.JABTS, "mass")) == len(asked_features(TermSystem.JABTS, None)) == 10
    assert asked_features(TermSystem.BI_RADS, None) == BI_RADS


def test_every_measurement_is_offered_in_one_place_of_each_system() -> None:
    for features in FEATURES.values():
        named = [name for feature in features for name in feature.measured]
        assert len(named) == len(set(named))
        assert set(named) <= set(NAMES)
    assert {name for feature in FEATURES[TermSystem.JABTS] for name in feature.measured} == set(NAMES)


@pytest.mark.parametrize(
    ("system", "key", "measured", "term"),
    [
        (TermSystem.BI_RADS, "shape", Measurement("solidity", 0.95, "", "round"), "round"),
        (TermSystem.JABTS, "shape", Measurement("solidity", 0.95, "", "round"), "round or oval"),
        (TermSystem.JABTS, "shape", Measurement("solidity", 0.80, "", "irregular"), "irregular"),
        (TermSystem.BI_RADS, "orientation", Measurement("depth over width", 1.2, "", "not parallel"), "not parallel"),
        (TermSystem.JABTS, "depth/width", Measurement("depth over width", 0.72, "", "parallel"), "large"),
        (TermSystem.JABTS, "depth/width", Measurement("depth over width", 0.69, "", "parallel"), "small"),
        (TermSystem.BI_RADS, "posterior", Measurement("posterior", -20, "grey", "shadow"), "shadow"),
        (TermSystem.JABTS, "halo", Measurement("halo", 9, "grey"), None),
        (TermSystem.BI_RADS, "margin", Measurement("angularity", 0.02), None),
        (TermSystem.BI_RADS, "posterior", Measurement("posterior", None, reason="too shallow"), None),
    ],
)
def test_a_word_is_offered_where_a_limit_is_set(
    system: TermSystem, key: str, measured: Measurement, term: str | None
) -> None:
    feature = feature_of(system, key)
    assert feature is not None
    offered = offer(feature, system, [measured])
    assert offered is not None
    assert offered.term == term
    assert offered.value == measured.value


def test_nothing_is_offered_for_what_is_not_measured() -> None:
    foci = feature_of(TermSystem.JABTS, "echogenic foci")
    assert foci is not None
    assert offer(foci, TermSystem.JABTS, describe(np.zeros((50, 50), np.uint8), None)) is None


def test_every_word_that_is_measured_is_one_of_the_systems() -> None:
    for word in ("oval", "round", "irregular"):
        for system in TermSystem:
            shape = feature_of(system, "shape")
            assert shape is not None
            assert offer(shape, system, [Measurement("solidity", 0.9, "", word)]).term is not None  # type: ignore[union-attr]
