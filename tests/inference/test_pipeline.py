"""From a frame to an analysis: only live B-mode is read, and the same frames give the same answer."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from capture.frame import Frame
from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout, SignalState
from inference.abstain import BLANK, COLOURED, COLOURED_LESION, NO_B_MODE, NO_SIGNAL, NOT_BREAST
from inference.detector import Sight
from inference.engine import same_analysis
from inference.findings import Analysis, Box, Detection, TrackState
from inference.pipeline import Pipeline
from inference.tracking.rules import Rules
from inference.tracking.tracker import Tracker
from tests.inference.scripted import (
    MS,
    POINTS,
    SHOWN,
    DarkMassDetector,
    Pixels,
    box_at,
    frame_of,
    scaled_layout,
    shown,
    speckle,
    two_panels,
    with_mass,
)

WIDE = speckle(640, 240)
SCAN = WIDE[:, :320]


def picture(x: float, y: float = 120, width: float = 60, height: float = 40, ground: Pixels = SCAN) -> Pixels:
    return with_mass(ground, box_at(x, y, width, height))


def run(pipeline: Pipeline, pixels: list[Pixels], layout: ScanLayout | None = None, first: int = 0) -> list[Analysis]:
    return [
        pipeline.analyse(frame_of(one, number, number * 40, layout)) for number, one in enumerate(pixels, start=first)
    ]


def still(number: int, x: float = 150) -> list[Pixels]:
    return [picture(x)] * number


class FixedDetector(DarkMassDetector):
    """Sees the same in every picture."""

    def __init__(self, *detections: Detection) -> None:
        super().__init__()
        self._detections = detections

    def detect(self, pixels: Pixels) -> tuple[Detection, ...]:
        self.shapes.append(pixels.shape)
        return self._detections


def test_a_mass_is_boxed_followed_and_scored():
    analyses = run(Pipeline(DarkMassDetector()), [picture(100 + 3 * n) for n in range(20)])
    (track,) = shown(analyses[-1].tracks)
    assert track.id == 1
    assert track.box.iou(box_at(157, 120)) > 0.9
    assert track.malignancy == pytest.approx(1 - 5 / 12, abs=0.01)
    assert analyses[-1].abstained is None
    assert track.size_mm is None


def test_the_pipeline_adds_no_timings():
    (analysis,) = run(Pipeline(DarkMassDetector()), still(1))
    assert (analysis.inference_ms, analysis.finished_ns) == (0.0, 0)


def test_the_same_frames_give_equal_analyses():
    pixels = [picture(100 + 4 * n, ground=np.roll(SCAN, n, axis=1)) for n in range(25)]
    first, second = (run(Pipeline(DarkMassDetector()), pixels) for _ in range(2))
    assert all(same_analysis(one, other) for one, other in zip(first, second, strict=True))


def test_boxes_are_in_frame_pixels_and_millimetres_come_from_the_panel():
    layout = ScanLayout((Panel(Rect(320, 0, 640, 240), PanelKind.B_MODE, None, (0.1, 0.2)),), (50, 60), (1920, 1080))
    detector = DarkMassDetector()
    analyses = run(Pipeline(detector), [with_mass(WIDE, box_at(450, 120))] * 8, layout)
    (track,) = shown(analyses[-1].tracks)
    assert track.box.iou(box_at(450, 120)) > 0.9
    assert track.size_mm == pytest.approx((track.box.width * 0.1, track.box.height * 0.2))
    assert set(detector.shapes) == {(240, 320, 3)}


@pytest.mark.parametrize("kind", [PanelKind.CONTRAST, PanelKind.DOPPLER, PanelKind.ELASTOGRAPHY])
def test_of_two_panels_only_the_b_mode_one_is_read(kind):
    both = with_mass(with_mass(WIDE, box_at(150, 120)), box_at(480, 120))
    detector = DarkMassDetector()
    analyses = run(Pipeline(detector), [both] * 8, two_panels(640, 240, kind))
    (track,) = analyses[-1].tracks
    assert track.box.iou(box_at(150, 120)) > 0.9
    assert len(detector.shapes) == 8


def test_two_live_b_mode_panels_are_both_read():
    both = with_mass(with_mass(WIDE, box_at(150, 120)), box_at(480, 120))
    analyses = run(Pipeline(DarkMassDetector()), [both] * 8, two_panels(640, 240, PanelKind.B_MODE))
    assert [round(track.box.centre[0]) for track in analyses[-1].tracks] == pytest.approx([150, 480], abs=2)


@pytest.mark.parametrize("kind", [PanelKind.CONTRAST, PanelKind.DOPPLER, PanelKind.ELASTOGRAPHY])
def test_a_picture_without_b_mode_is_not_scored(kind):
    detector = DarkMassDetector()
    (analysis,) = run(Pipeline(detector), still(1), ScanLayout.whole(320, 240, kind))
    assert analysis.abstained == NO_B_MODE
    assert analysis.tracks == ()
    assert detector.shapes == []


def test_a_frozen_panel_brings_no_evidence_and_keeps_its_track():
    pipeline = Pipeline(DarkMassDetector())
    both = with_mass(with_mass(WIDE, box_at(150, 120)), box_at(480, 120))
    before = run(pipeline, [both] * 10, two_panels(640, 240, PanelKind.B_MODE))[-1]
    frozen = two_panels(640, 240, PanelKind.B_MODE, SignalState.FROZEN)
    gone = with_mass(WIDE, box_at(150, 120))
    after = run(pipeline, [gone] * 100, frozen, first=10)[-1]
    assert after.tracks[1] == before.tracks[1]
    assert after.tracks[0].last_seen_ns > before.tracks[0].last_seen_ns


def test_a_panel_that_is_not_for_scoring_is_not_moved_by_the_other_one():
    pipeline = Pipeline(DarkMassDetector())
    both = with_mass(with_mass(WIDE, box_at(150, 120)), box_at(480, 120))
    layout = two_panels(640, 240, PanelKind.B_MODE)
    before = run(pipeline, [both] * 10, layout)[-1].tracks[1]
    left, black = np.roll(both[:, :320], 12, axis=1), np.zeros_like(both[:, 320:])
    (analysis,) = run(pipeline, [np.concatenate([left, black], axis=1)], layout, first=10)
    moved, unseen = analysis.tracks
    assert moved.state is TrackState.CONFIRMED
    assert (unseen.state, unseen.box) == (TrackState.LOST, before.box)
    assert analysis.abstained is None


def test_without_a_signal_nothing_is_shown():
    pipeline = Pipeline(DarkMassDetector())
    run(pipeline, still(10))
    layout = ScanLayout((Panel(Rect(0, 0, 320, 240), signal=SignalState.NO_SIGNAL),), (0, 0), (320, 240))
    (analysis,) = run(pipeline, still(1), layout, first=10)
    assert analysis.abstained == NO_SIGNAL
    assert shown(analysis.tracks) == []


@pytest.mark.parametrize(("value", "reason"), [(0, BLANK), ((200, 40, 10), COLOURED)])
def test_a_picture_that_is_not_for_scoring_is_not_shown_to_the_network_and_paints_nothing(value, reason):
    detector = DarkMassDetector()
    pipeline = Pipeline(detector)
    run(pipeline, still(10))
    refused = np.empty_like(SCAN)
    refused[:] = value
    (analysis,) = run(pipeline, [refused], first=10)
    assert analysis.abstained == reason
    assert shown(analysis.tracks) == []
    assert len(detector.shapes) == 10


def test_a_single_black_picture_does_not_cost_the_id():
    analyses = run(Pipeline(DarkMassDetector()), [*still(10), np.zeros_like(SCAN), *still(3)])
    assert [track.state for track in analyses[10].tracks] == [TrackState.LOST]
    assert [track.id for track in shown(analyses[11].tracks)] == [1]


def test_coloured_marks_do_not_reach_the_network():
    seen: list[Pixels] = []

    class Watching(DarkMassDetector):
        def detect(self, pixels: Pixels) -> tuple[Detection, ...]:
            seen.append(pixels)
            return ()

    marked = SCAN.copy()
    marked[20:26, 20:60] = (250, 230, 10)
    run(Pipeline(Watching()), [marked])
    assert (seen[0].max(axis=2) == seen[0].min(axis=2)).all()


def test_another_scene_ends_the_tracks():
    pipeline = Pipeline(DarkMassDetector())
    run(pipeline, still(10))
    other = with_mass(speckle(320, 240, seed=77), box_at(170, 135))  # near enough to be taken for the same lesion
    (analysis,) = run(pipeline, [other], first=10)
    assert [track.id for track in analysis.tracks] == [2]


def test_a_lost_track_is_found_again_in_its_own_tissue_and_not_in_other_tissue_at_the_same_place():
    other = speckle(seed=77) // 2  # other tissue at another gain
    for after, kept in ((SCAN, True), (other, False)):
        # Blended slowly, so that no two pictures in a row show a cut.
        blend = [cv2.addWeighted(SCAN, 1 - step / 20, after, step / 20, 0) for step in range(21)]
        analyses = run(Pipeline(DarkMassDetector()), [*still(20), *blend, *[picture(150, ground=after)] * 20])
        assert not [number for number in range(26, 41) if shown(analyses[number].tracks)]
        ids = {shown(analyses[number].tracks)[0].id for number in (19, -1)}
        assert (len(ids) == 1) is kept


def test_a_sliding_probe_is_not_another_scene():
    ground = [np.ascontiguousarray(WIDE[:, 10 * n : 10 * n + 320]) for n in range(20)]
    analyses = run(Pipeline(DarkMassDetector()), [picture(260 - 10 * n, ground=g) for n, g in enumerate(ground)])
    assert {track.id for analysis in analyses for track in analysis.tracks} == {1}


def test_a_known_change_of_depth_keeps_the_id_and_an_unknown_one_does_not():
    def change(before: tuple[float, float] | None, after: tuple[float, float] | None) -> int:
        pipeline = Pipeline(DarkMassDetector())
        run(pipeline, still(10), scaled_layout(320, 240, before))
        # twice as deep: everything half as large, seen from the middle of the skin line
        deep = with_mass(speckle(340, 250, seed=9)[:250, :340], box_at(170 - 5, 60, 30, 20))
        layout = scaled_layout(340, 250, after)
        (analysis,) = [pipeline.analyse(frame_of(deep, 10, 400, layout))]
        return analysis.tracks[-1].id

    assert change((0.1, 0.1), (0.2, 0.2)) == 1
    assert change(None, (0.2, 0.2)) == 2
    assert change((0.1, 0.1), None) == 2


@pytest.mark.parametrize(("read_after_ms", "kept"), [(40, True), (400, True), (1400, False)])
def test_a_change_of_depth_keeps_the_id_while_its_new_scale_is_read_within_a_second(read_after_ms: int, kept: bool):
    pipeline = Pipeline(DarkMassDetector())
    run(pipeline, still(10), scaled_layout(320, 240, (0.1, 0.1)))
    deep = with_mass(speckle(320, 240, seed=9), box_at(155, 60, 30, 20))  # everything half as large
    unknown, known = (scaled_layout(320, 240, scale) for scale in (None, (0.2, 0.2)))
    analyses = []
    for number in range(40):
        layout = unknown if number * 40 < read_after_ms else known
        analyses.append(pipeline.analyse(frame_of(deep, 10 + number, 400 + 40 * number, layout)))
    assert analyses[0].tracks == ()  # where the mass lies is not known
    assert [track.id for track in analyses[-1].tracks] == [1 if kept else 2]
    if kept:
        assert shown(analyses[read_after_ms // 40].tracks)


def test_a_ruler_that_is_covered_for_a_while_hides_no_box():
    pipeline = Pipeline(DarkMassDetector())
    known, unknown = (scaled_layout(320, 240, scale) for scale in ((0.1, 0.1), None))
    run(pipeline, still(10), known)
    covered = run(pipeline, still(20), unknown, first=10)
    again = run(pipeline, still(2), known, first=30)
    assert all(shown(analysis.tracks) for analysis in (*covered, *again))
    assert {track.id for analysis in (*covered, *again) for track in analysis.tracks} == {1}
    assert covered[0].tracks[0].size_mm is None


def test_a_scale_that_becomes_known_later_changes_nothing_but_the_size():
    pipeline = Pipeline(DarkMassDetector())
    (before,) = run(pipeline, still(10), scaled_layout(320, 240, None))[-1].tracks
    (after,) = run(pipeline, still(1), scaled_layout(320, 240, (0.1, 0.1)), first=10)[-1].tracks
    assert (after.id, before.size_mm) == (before.id, None)
    assert after.size_mm == pytest.approx((6, 4), abs=0.3)


@pytest.mark.parametrize(("index", "time_ms"), [(9, 400), (10, 360), (9, 360)])
def test_a_repeated_index_or_time_is_no_new_evidence(index, time_ms):
    pipeline = Pipeline(DarkMassDetector())
    before = run(pipeline, still(10))[-1]
    again = frame_of(picture(220), index, time_ms)
    analysis = pipeline.analyse(again)
    assert analysis.tracks == before.tracks
    assert analysis.frame is again


def test_going_back_in_the_recording_starts_with_new_ids():
    pipeline = Pipeline(DarkMassDetector())
    run(pipeline, still(10))
    (analysis,) = run(pipeline, still(1), first=3)
    assert [track.id for track in analysis.tracks] == [2]


def test_reset_ends_the_tracks_and_reuses_no_id():
    pipeline = Pipeline(DarkMassDetector())
    run(pipeline, still(10))
    pipeline.reset()
    (analysis,) = run(pipeline, still(1))
    assert [track.id for track in analysis.tracks] == [2]


def test_a_detection_under_the_shown_threshold_is_never_shown():
    weak = Detection(box_at(150, 120), SHOWN - 0.01, 0.9)
    assert not any(shown(analysis.tracks) for analysis in run(Pipeline(FixedDetector(weak)), still(100)))


def test_boxes_are_cut_at_the_edge_of_the_panel_and_dropped_outside_it():
    over_the_edge = Detection(Box(-20, 100, 40, 140), 0.9, 0.5)
    outside = Detection(Box(400, 100, 460, 140), 0.9, 0.5)
    nonsense = Detection(Box(float("nan"), 0, 10, 10), 0.9, 0.5)
    analyses = run(Pipeline(FixedDetector(over_the_edge, outside, nonsense)), still(8))
    (track,) = analyses[-1].tracks
    assert track.box.left == pytest.approx(0)
    assert track.box.right == pytest.approx(40)


def test_a_layout_larger_than_the_picture_is_read_as_far_as_it_goes():
    layout = ScanLayout((Panel(Rect(-5, -5, 400, 300), mask=np.ones((305, 405), bool)),), (0, 0), (400, 300))
    assert run(Pipeline(DarkMassDetector()), still(8), layout)[-1].tracks[0].state is TrackState.CONFIRMED


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1), (7, 5)])
def test_a_tiny_picture_is_answered(size):
    analysis = Pipeline(DarkMassDetector()).analyse(frame_of(np.full((*size, 3), 90, np.uint8), 0, 0))
    assert analysis.tracks == ()


def test_a_tracker_with_other_rules_is_used():
    pipeline = Pipeline(DarkMassDetector(), Tracker(SHOWN, POINTS, rules=Rules(show=6.0, most=7.0)))
    analyses = run(pipeline, still(20))
    assert [bool(shown(analysis.tracks)) for analysis in analyses].index(True) > 8


def test_a_still_is_looked_at_without_making_a_track():
    pipeline = Pipeline(DarkMassDetector())
    layout = two_panels(640, 240, PanelKind.CONTRAST)
    found, abstained = pipeline.detections(frame_of(with_mass(WIDE, box_at(150, 120)), 0, 0, layout))
    assert [detection.box.iou(box_at(150, 120)) > 0.9 for detection in found] == [True]
    assert abstained is None
    assert pipeline.detections(frame_of(np.zeros_like(SCAN), 0, 0)) == ((), BLANK)
    assert [track.id for track in run(pipeline, still(1))[0].tracks] == [1]


def test_a_frame_is_left_as_it_was():
    pixels = picture(150)
    pixels.flags.writeable = False
    frame = replace(frame_of(pixels, 0, 0), time_ns=5 * MS)
    assert isinstance(frame, Frame)
    assert Pipeline(DarkMassDetector()).analyse(frame).frame is frame


class Recognising(DarkMassDetector):
    """Also says how much the picture looks like a breast: a list, one value a picture."""

    limits = (-1.0, -0.5)

    def __init__(self, breast: list[float]) -> None:
        super().__init__()
        self._breast = list(breast)

    def look(self, pixels: Pixels) -> Sight:
        return Sight(self.detect(pixels), self._breast.pop(0))


def test_another_organ_gets_its_reason_and_no_box():
    analyses = run(Pipeline(Recognising([-3.0] * 20)), still(20))
    assert {analysis.abstained for analysis in analyses} == {NOT_BREAST}
    assert all(analysis.tracks == () for analysis in analyses)


def test_while_the_picture_is_of_something_else_no_box_is_shown_and_the_same_lesion_comes_back():
    analyses = run(Pipeline(Recognising([3.0] * 20 + [-6.0] * 20 + [6.0] * 20)), still(60))
    assert [track.id for track in shown(analyses[19].tracks)] == [1]
    refused = [analysis for analysis in analyses if analysis.abstained == NOT_BREAST]
    assert len(refused) >= 15
    assert all(shown(analysis.tracks) == [] for analysis in refused)
    assert [track.id for track in shown(analyses[-1].tracks)] == [1]


def test_a_single_picture_that_looks_like_something_else_does_not_take_the_box_away():
    analyses = run(Pipeline(Recognising([3.0] * 20 + [-2.0] + [3.0] * 10)), still(31))
    assert all(len(shown(analysis.tracks)) == 1 for analysis in analyses[10:])


def test_a_still_of_another_organ_is_refused_by_itself():
    found, reason = Pipeline(Recognising([-3.0])).detections(frame_of(picture(150), 0, 0))
    assert (found, reason) == ((), NOT_BREAST)


def test_what_was_refused_stays_refused_when_it_is_frozen():
    pipeline = Pipeline(Recognising([-3.0] * 5))
    run(pipeline, still(5))
    panel = replace(ScanLayout.whole(320, 240).panels[0], signal=SignalState.FROZEN)
    frozen = pipeline.analyse(frame_of(picture(150), 9, 400, ScanLayout((panel,), (0, 0), (320, 240))))
    assert frozen.abstained == NOT_BREAST


def coloured_over_lesion(share: float, colour: tuple[int, int, int] = (210, 30, 20)) -> Pixels:
    pixels = with_mass(SCAN, box_at(150, 120))
    pixels[100 : 100 + round(40 * share), 120:180] = colour
    return pixels


def test_colour_over_the_lesion_keeps_its_track_and_adds_nothing_to_its_score():
    detector = FixedDetector(Detection(box_at(150, 120), 0.9, 0.7))
    pipeline = Pipeline(detector)
    plain = run(pipeline, still(10))[-1]
    covered = run(pipeline, [coloured_over_lesion(0.2)] * 5, first=10)[-1]
    assert covered.abstained == COLOURED_LESION
    (before,), (after,) = shown(plain.tracks), shown(covered.tracks)
    assert (before.id, before.malignancy) == (after.id, after.malignancy)
    found, reason = pipeline.detections(frame_of(coloured_over_lesion(0.2), 0, 0))
    assert [one.malignancy for one in found] == [None]
    assert reason == COLOURED_LESION


def test_a_few_pixels_of_flow_are_marked_as_doppler_and_scored():
    analysis = run(Pipeline(FixedDetector(Detection(box_at(150, 120), 0.9, 0.7))), [coloured_over_lesion(0.04)])[-1]
    assert analysis.abstained is None
    assert analysis.doppler
    assert analysis.tracks[0].malignancy == pytest.approx(0.7)


def test_yellow_calipers_are_not_doppler():
    (analysis,) = run(Pipeline(DarkMassDetector()), [coloured_over_lesion(0.04, (250, 230, 20))])
    assert not analysis.doppler


def test_calipers_that_are_placed_on_a_frozen_picture_change_no_score():
    detector = FixedDetector(Detection(box_at(150, 120), 0.9, 0.7))
    pipeline = Pipeline(detector)
    (before,) = shown(run(pipeline, [picture(150 + n, ground=np.roll(SCAN, n, axis=1)) for n in range(20)])[-1].tracks)
    detector._detections = (Detection(box_at(169, 120), 0.9, 0.05),)  # the marks make it look otherwise
    panel = replace(ScanLayout.whole(320, 240).panels[0], signal=SignalState.MEASURING)
    marked = cv2.drawMarker(picture(169).copy(), (150, 120), (255, 255, 255), cv2.MARKER_CROSS, 12)
    for number in range(20, 40):
        held = pipeline.analyse(frame_of(marked, number, number * 40, ScanLayout((panel,), (0, 0), (320, 240))))
    (after,) = shown(held.tracks)
    assert (after.id, after.malignancy) == (before.id, before.malignancy)
