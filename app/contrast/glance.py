"""How the study of one injection stands, and the record of it that is kept."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.contrast.injection import Injection
from app.contrast.studying import StudyFigures
from app.contrast.view import ResultView, StudyState
from capture.errors import MinamoError
from capture.side_file import software_version


@dataclass(frozen=True, slots=True, eq=False)
class StudyGlance:
    """How the study of one injection stands; from any thread.

    Attributes:
        state: As it says.
        figures: Curves and regions, or None before the first.
        result: Of a finished study.
        pictures: In the study.
        first_s: Time of the first one; None before it.
        gaps_s: Moments at which pictures are missing.
        notice: What went wrong, or None.
        kept: Folder of the written study, or None.
    """

    state: StudyState = StudyState.COLLECTING
    figures: StudyFigures | None = None
    result: ResultView | None = None
    pictures: int = 0
    first_s: float | None = None
    gaps_s: tuple[float, ...] = ()
    notice: MinamoError | None = None
    kept: Path | None = None


def study_record(injection: Injection, glance: StudyGlance, provenance: dict[str, Any]) -> dict[str, Any]:
    """What `study.json` holds: no picture, and nothing of the patient but what the user wrote into the note."""
    figures = glance.figures
    lesion, reference = (None, None) if figures is None else (figures.lesion, figures.reference)
    return {
        "research_use_only": "Research use only. Not for diagnosis.",
        "software": software_version(),
        "injection": injection.as_json(),
        "first_picture_s": glance.first_s,
        "injected_s": injection.injected_s,
        "pictures": glance.pictures,
        "gaps_s": list(glance.gaps_s),
        "regions": {
            "lesion": lesion.text if lesion is not None else None,
            "reference": reference.text if reference is not None else None,
            "proposed": bool(figures is not None and figures.proposed),
            "pixels_of": "contrast panel",
        },
        "result": "refused" if glance.result is None else "parameters.json",
        "reason": str(glance.notice) if glance.notice is not None else None,
        **provenance,
    }
