"""An exam with everything in it, its files on the disk: for the tests of DICOM objects and of de-identification."""

from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from app.exam.content.exam import Exam, ExamContent, ExamState, Item
from app.exam.content.lesion import (
    Caliper,
    Category,
    Descriptor,
    Lesion,
    Place,
    Plane,
    TermSystem,
    Verdict,
)
from app.exam.content.person import Patient, PersonName, Role, Signature, WorklistEntry
from app.exam.content.picture import Clip, ClipOrigin, ContrastStudy, NetworkUsed, ShownFinding, Snapshot
from capture.encode import FrameEncoder
from capture.frame import Frame
from capture.recording_file import RecordingFiles
from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout
from capture.screen.layout_file import layout_to_json
from tests.capture.recording_frames import frame, layout, picture

TOKYO = timezone(timedelta(hours=9))
STARTED = datetime(2026, 11, 28, 9, 5, 30, 250000, TOKYO)
NAME = "Yamada^Tarou=山田^太郎=やまだ^たろう"
PATIENT_ID = "00012340"
ACCESSION = "A0000567"
BIRTH_DATE = date(1971, 3, 9)
ENTRY = WorklistEntry(
    patient_id=PATIENT_ID,
    issuer_of_patient_id="KAWA-HOSP",
    name=PersonName.of(NAME),
    birth_date=BIRTH_DATE,
    sex="F",
    accession_number=ACCESSION,
    study_instance_uid="1.2.392.200036.9116.7.8.4711",
    referring_physician=PersonName.of("Suzuki^Jirou=鈴木^次郎=すずき^じろう"),
    requested_procedure_id="RP000042",
    requested_procedure_description="Breast ultrasound",
    scheduled_step_id="SPS00042",
    scheduled_step_description="Breast US both sides",
    scheduled_at=STARTED,
)
NETWORK = NetworkUsed(
    release="2026-11",
    sha256={"finder.safetensors": "ab" * 32, "scorer.safetensors": "cd" * 32},
    backend="CPU f32",
    low_below=0.2,
    suspicious_from=0.6,
    development_prevalence=0.32,
)
SCAN = layout(240, 180)
NO_SCALE = ScanLayout((Panel(Rect(0, 0, 240, 180), PanelKind.B_MODE),), (0, 0), (240, 180))
CONTRAST = ScanLayout(
    (
        Panel(Rect(0, 0, 120, 180), PanelKind.B_MODE, mm_per_px=(0.1, 0.1)),
        Panel(Rect(120, 0, 240, 180), PanelKind.CONTRAST, mm_per_px=(0.1, 0.1)),
    ),
    (0, 0),
    (1920, 1080),
)


def made_exam(folder: Path, **changes: Any) -> ExamContent:
    """An exam whose files stand in `folder`; `changes` are fields of the exam itself."""
    folder.mkdir(parents=True, exist_ok=True)
    items: list[Item] = [
        snapshot(folder, "s1", SCAN),
        snapshot(folder, "s2", NO_SCALE, side=None),
        snapshot(folder, "s3", CONTRAST, coloured=True, side="left"),
        clip(folder, "c1", SCAN, frames=20),
        contrast_study(folder),
        lesion(),
    ]
    exam: dict[str, Any] = {
        "id": "0123456789abcdef0123456789abcdef",
        "study_instance_uid": ENTRY.study_instance_uid,
        "started_at": STARTED,
        "closed_at": STARTED + timedelta(minutes=12),
        "state": ExamState.CLOSED,
        "examiner": PersonName.of("Sato^Hanako=佐藤^花子=さとう^はなこ"),
        "patient": Patient(worklist=ENTRY),
        "software_version": "minamo 0.1.0",
    }
    return ExamContent(exam=Exam(**(exam | changes)), items=tuple(items))


def verified(content: ExamContent) -> ExamContent:
    """The same exam, signed by the physician."""
    at = STARTED + timedelta(hours=1)
    signature = Signature(role=Role.PHYSICIAN, name=PersonName.of("Tanaka^Ken=田中^健=たなか^けん"), at=at)
    return content.model_copy(update={"exam": content.exam.model_copy(update={"signatures": (signature,)})})


def snapshot(
    folder: Path, name: str, scan: ScanLayout, *, coloured: bool = False, side: str | None = "right", **changes: Any
) -> Snapshot:
    """A snapshot with its two pictures."""
    pixels = picture_of(scan, coloured)
    for file in (f"{name}.png", f"{name}-overlay.png"):
        cv2.imwrite(str(folder / file), pixels[..., ::-1])
    values = {
        "id": name,
        "taken_at": STARTED + timedelta(minutes=2),
        "plain": f"{name}.png",
        "overlaid": f"{name}-overlay.png",
        "frame_index": 3,
        "time_ns": 50_000_000,
        "layout": layout_to_json(scan),
        "side": side,
        "findings": (ShownFinding(track_id=1, number=1, box_px=(60, 50, 150, 120), confidence=0.9, malignancy=0.71),),
        "network": NETWORK,
    }
    return Snapshot(**(values | changes))


def picture_of(scan: ScanLayout, coloured: bool = False) -> npt.NDArray[np.uint8]:
    """A made picture (h, w, 3) of a layout's size, grey unless it is coloured."""
    right, bottom = (max(getattr(panel.rect, side) for panel in scan.panels) for side in ("right", "bottom"))
    pixels = picture(5, right, bottom)
    return pixels if coloured else np.repeat(pixels[..., :1], 3, axis=2)


def clip(folder: Path, name: str, scan: ScanLayout, *, frames: int, uneven: bool = True) -> Clip:
    """A recording, as the recorder writes it."""
    files = RecordingFiles(folder, name, source_name="simulated", free_bytes_min=0)
    encoder = FrameEncoder()
    for number in range(frames):
        shown = frame(number, scan)
        late_ns = 3_000_000 if uneven and number % 5 == 4 else 0
        right, bottom = (max(getattr(panel.rect, side) for panel in scan.panels) for side in ("right", "bottom"))
        pixels = picture(number, right, bottom)
        files.write(encoder.encode(Frame(pixels, number, shown.time_ns + late_ns, shown.arrived_ns, scan)))
    files.close()
    return Clip(
        id=name,
        taken_at=STARTED + timedelta(minutes=3),
        origin=ClipOrigin.AFTER_THE_FACT,
        files=tuple(path.name for path in files.paths),
        frames=frames,
        complete=True,
        side="right",
        network=NETWORK,
    )


def contrast_study(folder: Path) -> ContrastStudy:
    """A contrast study's folder with its lossless video."""
    (folder / "contrast-1").mkdir(exist_ok=True)
    clip(folder / "contrast-1", "contrast", CONTRAST, frames=6)
    (folder / "contrast-1" / "study.json").write_text('{"number": 1, "agent": "sonazoid", "note": null}')
    return ContrastStudy(
        id="t1", taken_at=STARTED + timedelta(minutes=5), folder="contrast-1", lesion_id="l1", side="left"
    )


def lesion(**changes: Any) -> Lesion:
    """A lesion described in full."""
    outline = ((60.0, 60.0), (140.0, 55.0), (150.0, 110.0), (70.0, 118.0))
    values = {
        "id": "l1",
        "number": 1,
        "confirmed_at": STARTED + timedelta(minutes=4),
        "track_ids": (1,),
        "place": Place(side="right", clock=10.5, distance_mm=35, region="C", depth_mm=8.5),
        "planes": (
            Plane(
                snapshot_id="s1",
                direction="radial",
                calipers=(
                    Caliper(start_px=(60, 60), end_px=(150, 110), length_mm=12.25, snapped=True),
                    Caliper(start_px=(90, 57), end_px=(80, 116), length_mm=7.5),
                ),
                outline_px=outline,
            ),
            Plane(
                snapshot_id="s3",
                direction="antiradial",
                calipers=(Caliper(start_px=(50, 60), end_px=(110, 60), length_mm=9.1),),
            ),
        ),
        "diameters_mm": (12.25, 7.5, 9.1),
        "one_plane": False,
        "descriptors": (
            Descriptor(feature="orientation", system=TermSystem.BI_RADS, term="parallel", measured="0.61"),
            Descriptor(feature="posterior", system=TermSystem.BI_RADS, term="shadow"),
            Descriptor(feature="depth/width", system=TermSystem.JABTS, measured="0.61", measured_value=0.61),
        ),
        "category": Category(system=TermSystem.BI_RADS, value="4A", by="Tanaka"),
        "verdict": Verdict(agrees=False, reason="cyst in the second plane", malignancy=0.71, at=STARTED),
        "malignancy": 0.71,
        "malignancy_low": 0.62,
        "malignancy_high": 0.79,
        "snapshot_ids": ("s1", "s3"),
        "note": "触知可能な腫瘤",
    }
    return Lesion(**(values | changes))


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
