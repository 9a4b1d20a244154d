"""Each measure gives by hand-made cases what its formula says."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from inference.evaluation.cine.measures.alarms import curve, rates
from inference.evaluation.cine.measures.events import as_shown, detections_from, false_events, visits
from inference.evaluation.cine.measures.observed import Observed, Picture, Shown
from inference.evaluation.cine.measures.score import (
    SameAnswer,
    caliper_changes,
    coverage,
    discrimination,
    mean_change,
    same_answer,
    settling_ms,
    track_scores,
)
from inference.evaluation.cine.truth import LesionTruth, PictureState
from inference.findings import Box

MS = 1_000_000
AT = Box(100, 100, 140, 130)
ELSEWHERE = Box(300, 200, 340, 230)


def lesion(share: float = 1.0, box: Box = AT, number: int = 0, label: str = "malignant") -> LesionTruth:
    return LesionTruth(number, label, f"set/p{number}", box, 1000, share)


def box(
    where: Box = AT, track: int = 1, confidence: float = 0.9, malignancy: float | None = None, **more: float
) -> Shown:
    low, high = more.get("low", malignancy), more.get("high", malignancy)
    return Shown(track, where, confidence, malignancy, low, high, bool(more.get("settled", False)))


def clip(
    pictures: Sequence[tuple[Sequence[LesionTruth], Sequence[Shown]]],
    *,
    name: str = "clip",
    step_ms: float = 100.0,
    states: Sequence[PictureState] | None = None,
) -> Observed:
    rows = tuple(
        Picture(
            number,
            round(number * step_ms * MS),
            states[number] if states else PictureState.LIVE,
            tuple(lesions),
            tuple(boxes),
            tuple(boxes),
        )
        for number, (lesions, boxes) in enumerate(pictures)
    )
    return Observed(name, len(pictures) * step_ms / 1000, rows)


def identity(*clips: Observed):
    pytest.importorskip("trackeval")
    from inference.evaluation.cine.measures.identity import identity_measures

    return identity_measures(clips)


def test_a_lesion_followed_perfectly_has_all_identity_measures_at_one() -> None:
    found = identity(clip([([lesion()], [box()])] * 10))
    assert (found.hota, found.det_a, found.ass_a, found.idf1) == pytest.approx((1, 1, 1, 1))
    assert (found.switches, found.fragmentations) == (0, 0)


def test_an_id_that_changes_halfway_is_one_switch_and_halves_idf1() -> None:
    found = identity(clip([([lesion()], [box(track=1 + (number >= 5))]) for number in range(10)]))
    assert found.switches == 1
    assert found.idf1 == pytest.approx(0.5)  # 5 IDTP, 5 IDFP, 5 IDFN
    assert found.ass_a == pytest.approx(0.5)  # each id: 5 TPA, 5 FNA, 0 FPA
    assert found.hota == pytest.approx(0.5**0.5)


def test_a_track_that_breaks_off_while_another_box_stands_is_one_fragmentation() -> None:
    other = box(ELSEWHERE, track=2)
    found = identity(clip([([lesion()], [other] if number == 4 else [box()]) for number in range(10)]))
    assert (found.switches, found.fragmentations) == (0, 1)
    assert found.det_a == pytest.approx(9 / 11)  # 9 TP, 1 FN, 1 FP


def test_a_lesion_only_just_in_view_counts_neither_way() -> None:
    found = identity(clip([([lesion()], [box()])] * 5 + [([lesion(0.1)], [box()])] * 5))
    assert found.hota == pytest.approx(1)


def test_normal_clips_have_no_identity_but_their_boxes_lower_it_elsewhere() -> None:
    normal = clip([([], [box(ELSEWHERE)])] * 5, name="normal")
    assert identity(normal).hota is None
    assert identity(normal, clip([([lesion()], [box()])] * 10)).det_a == pytest.approx(10 / 15)


def test_a_false_box_that_flickers_is_one_event_and_after_a_pause_another() -> None:
    there = [0, 1, 3, 8, 9]
    events = false_events(clip([([], [box(ELSEWHERE)] if n in there else []) for n in range(12)]), as_shown, "centre")
    assert [(event.first_index, event.last_index) for event in events] == [(0, 3), (8, 9)]


def frozen_after(seen: Observed, number: int, pause_ms: float = 3000.0) -> Observed:
    """The clip with no new picture for a while after one of them."""
    late = tuple(replace(one, time_ns=one.time_ns + round(pause_ms * MS)) for one in seen.pictures[number:])
    return replace(seen, pictures=(*seen.pictures[:number], *late))


def test_a_freeze_ends_no_alarm_and_no_visit() -> None:
    alarm = frozen_after(clip([([], [box(ELSEWHERE)])] * 10), 5)
    assert len(false_events(alarm, as_shown, "centre")) == 1
    visit = frozen_after(clip([([lesion()], [box()])] * 10), 5)
    assert len(visits(visit, as_shown, "centre")) == 1


def test_a_freeze_is_no_time_of_looking() -> None:
    late = clip([([lesion()], [box(malignancy=0.5, settled=number >= 6)]) for number in range(10)])
    assert settling_ms(track_scores([frozen_after(late, 3)])[0]) == 700.0  # the freeze counts as 200 ms


def test_two_false_boxes_at_once_are_two_events() -> None:
    assert len(false_events(clip([([], [box(ELSEWHERE), box(AT)])] * 3), as_shown, "iou50")) == 2


def test_the_looser_scoring_takes_a_box_within_the_lesion_for_a_hit() -> None:
    small = Box(110, 105, 125, 120)  # its middle is in the lesion, IoU 0.19
    seen = clip([([lesion()], [box(small)])] * 10)
    assert not false_events(seen, as_shown, "centre")
    assert len(false_events(seen, as_shown, "iou50")) == 1


def test_a_visit_is_counted_from_full_view_and_a_lesion_that_comes_back_visits_again() -> None:
    coming = [([lesion(0.5)], []), ([lesion(0.9)], []), ([lesion(1.0)], [])]
    staying = [([lesion()], [box()])] * 4
    found = visits(clip([*coming, *staying, *[([], [])] * 7, *coming, *staying]), as_shown, "centre")
    assert [visit.delay_ms for visit in found] == [200.0, 200.0]


def test_a_lesion_shown_while_it_comes_has_a_negative_delay_and_one_never_shown_none() -> None:
    early = clip([([lesion(0.5)], [box()])] * 2 + [([lesion()], [box()])] * 5)
    never = clip([([lesion()], [])] * 5)
    assert visits(early, as_shown, "centre")[0].delay_ms == -200.0
    assert visits(never, as_shown, "centre")[0].delay_ms is None


def test_rates_are_a_minute_of_all_clips_and_of_normal_ones() -> None:
    normal = clip([([], [box(ELSEWHERE)] if number < 3 else []) for number in range(300)], name="normal")
    other = clip([([lesion()], [box()])] * 300, name="other")
    found = rates([normal, other], as_shown, "centre")
    assert found.false_a_minute == pytest.approx(1.0)
    assert found.false_a_minute_normal == pytest.approx(2.0)
    assert (found.recall, found.picture_recall) == (1.0, 1.0)


def test_the_curve_falls_in_both_with_the_limit_of_confidence() -> None:
    seen = clip([([lesion()], [box(confidence=0.6), box(ELSEWHERE, confidence=0.3)])] * 10)
    found = curve([seen], "iou50", 0.1, False)
    assert (found[0].recall, found[0].events) == (1.0, 1)
    assert (found[-1].recall, found[-1].events) == (0.0, 0)
    assert all(now.false_a_minute <= before.false_a_minute for before, now in pairwise(found))
    assert rates([seen], detections_from(0.5), "iou50").events == 0


def scored(
    values: Sequence[float],
    *,
    raw: Sequence[float] | None = None,
    number: int = 0,
    label: str = "malignant",
    **more: float,
) -> Observed:
    made = clip(
        [([lesion(number=number, label=label)], [box(malignancy=value, **more)]) for value in values], name=f"c{number}"
    )
    if raw is None:
        return made
    rows = tuple(
        Picture(one.index, one.time_ns, one.state, one.lesions, (box(malignancy=value, track=0),), one.shown)
        for one, value in zip(made.pictures, raw, strict=True)
    )
    return Observed(made.name, made.seconds, rows)


def test_the_mean_change_is_taken_over_following_pictures() -> None:
    tracks = track_scores([scored([0.5, 0.52, 0.54], raw=[0.2, 0.6, 0.4])])
    assert mean_change(tracks) == pytest.approx((0.02, 0.3))


def test_settling_counts_from_the_first_reading() -> None:
    late = clip([([lesion()], [box(malignancy=0.5, settled=number >= 6)]) for number in range(10)])
    assert settling_ms(track_scores([late])[0]) == 600.0
    assert settling_ms(track_scores([scored([0.5] * 10)])[0]) is None


def test_the_range_at_one_second_is_held_against_the_final_score() -> None:
    inside = clip([([lesion()], [box(malignancy=0.5, low=0.3, high=0.7)])] * 25, name="inside")
    drifting = clip(
        [([lesion()], [box(malignancy=n / 30, low=n / 30 - 0.1, high=n / 30 + 0.1)]) for n in range(25)], name="drift"
    )
    short = scored([0.5] * 10)
    assert coverage(track_scores([inside, drifting, short])) == (0.5, 2)


def test_tracks_and_pictures_are_told_apart_by_their_auc() -> None:
    sick = scored([0.6] * 4, raw=[0.9, 0.1, 0.9, 0.9], number=1)
    well = scored([0.4] * 4, raw=[0.2, 0.2, 0.2, 0.2], number=2, label="benign")
    found = discrimination(track_scores([sick, well]))
    assert found.per_track == 1.0
    assert found.per_picture == 0.75
    assert (found.tracks, found.pictures, found.settled, found.ece) == (2, 8, 0, None)


def test_two_runs_give_the_same_answer_but_for_their_difference() -> None:
    one, other = track_scores([scored([0.5, 0.6])]), track_scores([scored([0.5, 0.62])])
    assert same_answer(one, other) == SameAnswer(pytest.approx(0.02), pytest.approx(0.02), 1.0, 1)
    assert same_answer(one, track_scores([scored([0.5, 0.7])])).share == 0.0
    assert same_answer(one, []) == SameAnswer(None, None, None, 0)


def test_long_tracks_count_for_more_in_the_area_over_pictures_but_not_where_tracks_count_alike() -> None:
    well = scored([0.4] * 30, raw=[0.4] * 30, label="benign", number=1)
    long = scored([0.9] * 30, raw=[0.9] * 30, number=2)
    short = scored([0.1] * 3, raw=[0.1] * 3, number=3)
    found = discrimination(track_scores([well, long, short]))
    assert found.per_picture == pytest.approx(30 / 33)
    assert found.per_picture_even == pytest.approx(0.5)


def test_the_calibration_error_stands_beside_what_chance_alone_makes_of_so_few_tracks() -> None:
    chance = np.random.default_rng(4)
    values = chance.uniform(0.05, 0.95, 24)
    labels = ["malignant" if drawn else "benign" for drawn in chance.random(24) < values]
    clips = [
        scored([float(value)] * 3, label=label, number=number, settled=True)
        for number, (value, label) in enumerate(zip(values, labels, strict=True))
    ]
    found = discrimination(track_scores(clips))
    assert 0.05 < found.ece_by_chance < found.ece_by_chance_high
    assert found.ece <= found.ece_by_chance_high


def test_calipers_are_held_against_the_score_before_the_first_of_them() -> None:
    states = [PictureState.LIVE] * 2 + [PictureState.FROZEN] + [PictureState.CALIPERS] * 2 + [PictureState.LIVE]
    values = [0.4, 0.5, 0.5, 0.55, 0.58, 0.5]
    seen = clip([([lesion()], [box(malignancy=value)]) for value in values], states=states)
    assert caliper_changes(track_scores([seen])) == [pytest.approx(0.08)]


def test_a_track_belongs_to_the_lesion_that_it_hits_most() -> None:
    both = [lesion(number=0), lesion(number=1, box=ELSEWHERE, label="benign")]
    seen = clip([(both, [box(AT if number < 6 else ELSEWHERE, malignancy=0.5)]) for number in range(8)])
    assert [(track.lesion, len(track.readings)) for track in track_scores([seen])] == [(0, 6)]
