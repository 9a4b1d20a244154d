"""A field that is new in what an exam holds could name somebody: it must be thought of before it leaves."""

import pytest
from pydantic import BaseModel

from app.exam.content.exam import Exam, ExamContent
from app.exam.content.lesion import Caliper, Category, Descriptor, Lesion, Place, Plane, Verdict
from app.exam.content.person import Patient, Signature
from app.exam.content.picture import Clip, ContrastStudy, NetworkUsed, ShownFinding, Snapshot

CHANGED = {  # by app.exam.privacy.content
    ExamContent: {"exam", "items"},
    Exam: {
        *("id", "study_instance_uid", "started_at", "closed_at", "examiner", "patient", "note", "not_assessed"),
        *("source_name", "signatures", "procedure_step_uid"),
    },
    Patient: {"pseudonym", "worklist"},
    Signature: {"name", "at"},
    Snapshot: {"id", "taken_at", "plain", "overlaid", "source_name", "clip_id", "note"},
    Clip: {"id", "taken_at", "files", "source_name", "analyses"},
    ContrastStudy: {"id", "taken_at", "folder", "lesion_id"},
    Lesion: {
        *("id", "confirmed_at", "planes", "category", "verdict", "snapshot_ids", "earlier_lesion_id", "note"),
    },
    Plane: {"snapshot_id"},
    Category: {"by"},
    Verdict: {"reason", "at"},
}
KEPT = {  # numbers, places, words of lexicons and of the program
    ExamContent: {"revision"},
    Exam: {"format", "state", "sides", "setting", "prevalence", "software_version"},
    Signature: {"role"},
    Snapshot: {"kind", "frame_index", "time_ns", "layout", "side", "findings", "network"},
    Clip: {"kind", "origin", "first_ns", "last_ns", "frames", "gaps", "complete", "side", "network"},
    ContrastStudy: {"kind", "side"},
    Lesion: {
        *("kind", "number", "track_ids", "place", "diameters_mm", "one_plane", "descriptors"),
        *("malignancy", "malignancy_low", "malignancy_high"),
    },
    Plane: {"direction", "calipers", "outline_px"},
    Category: {"system", "value"},
    Verdict: {"agrees", "malignancy"},
    Place: {"side", "clock", "distance_mm", "region", "on_schema", "depth_mm"},
    Caliper: {"start_px", "end_px", "length_mm", "snapped"},
    Descriptor: {"feature", "system", "term", "measured", "measured_value", "accepted"},
    ShownFinding: {
        *("track_id", "number", "box_px", "confidence", "malignancy", "malignancy_low", "malignancy_high"),
        *("look", "settled", "abstained", "size_mm"),
    },
    NetworkUsed: {"release", "sha256", "backend", "low_below", "suspicious_from", "development_prevalence"},
}


@pytest.mark.parametrize("model", sorted({*CHANGED, *KEPT}, key=lambda model: model.__name__))
def test_every_field_is_known_to_be_changed_or_free_of_identity(model: type[BaseModel]) -> None:
    assert set(model.model_fields) == CHANGED.get(model, set()) | KEPT.get(model, set())
