"""Made-up exams from the demo's stills, in a folder of their own."""

import csv
import json
import math
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

from PIL import Image

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
from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout
from capture.screen.layout_file import layout_to_json
from tests.conftest import REPOSITORY

STILLS = ("bus_0031-s", "bus_1033-r", "bus_0017-s", "bus_0074-s", "bus_0826-s", "bus_0837-s")
AT = datetime(2026, 11, 28, 9, 30, tzinfo=timezone(timedelta(hours=9)))
NETWORK = NetworkUsed(
    release="minamo 2026-11",
    sha256={"finder.safetensors": "3f" * 32, "scorer.safetensors": "a9" * 32},
    backend="CPU · OpenVINO f32",
    low_below=0.18,
    suspicious_from=0.55,
    development_prevalence=0.32,
)
MM_PER_PX = 0.0823


def keep_still(folder: Path, name: str, file: str) -> tuple[int, int]:
    """Write a still as a snapshot's plain file; its size."""
    folder.mkdir(parents=True, exist_ok=True)
    with Image.open(REPOSITORY / "resources" / "demo" / "stills" / f"{name}.webp") as picture:
        picture.convert("RGB").save(folder / file, compress_level=1)
        return picture.size


def box_of(name: str) -> tuple[int, int, int, int]:
    """Where the lesion of a still lies."""
    with Image.open(REPOSITORY / "resources" / "demo" / "stills" / f"{name}.png") as mask:
        box = mask.convert("L").point(lambda value: 255 if value else 0).getbbox()
    assert box is not None
    return box


def outline_of(box: tuple[int, int, int, int]) -> tuple[tuple[float, float], ...]:
    """An ellipse in the box."""
    left, top, right, bottom = box
    middle = (left + right) / 2, (top + bottom) / 2
    turns = (2 * math.pi * step / 48 for step in range(48))
    return tuple(
        (middle[0] + (right - left) / 2 * math.cos(turn), middle[1] + (bottom - top) / 2 * math.sin(turn))
        for turn in turns
    )


def snapshot(
    folder: Path,
    number: int,
    still: str | None = None,
    *,
    scale: float | None = MM_PER_PX,
    findings: Sequence[ShownFinding] | None = None,
    minutes: float | None = None,
) -> Snapshot:
    """One picture; the same number always shows the same still."""
    name = still or STILLS[(number - 1) % len(STILLS)]
    file = f"snapshot-{number:03d}.png"
    width, height = keep_still(folder, name, file)
    rect = Rect(0, 0, width, height)
    panel = Panel(rect, PanelKind.B_MODE, None, None if scale is None else (scale, scale))
    if findings is None:
        left, top, right, bottom = box_of(name)
        findings = (
            ShownFinding(
                track_id=number,
                number=number,
                box_px=(left - 4, top - 4, right + 4, bottom + 4),
                confidence=0.93,
                malignancy=0.82,
                malignancy_low=0.71,
                malignancy_high=0.89,
                look="suspicious",
                settled=True,
            ),
        )
    return Snapshot(
        id=f"snapshot{number}",
        taken_at=AT + timedelta(minutes=number if minutes is None else minutes),
        plain=file,
        overlaid=file.replace(".png", "-overlay.png"),
        frame_index=137 * number,
        time_ns=number * 4_566_000_000,
        source_name="Room 2 · Aplio (HDMI 1080p60)",
        layout=layout_to_json(ScanLayout((panel,), (0, 0), (width, height))),
        side="right",
        findings=tuple(findings),
        network=NETWORK,
    )


def plane_on(picture: Snapshot, still: str, direction: str | None, *, scale: float | None = MM_PER_PX) -> Plane:
    """Two calipers across the still's lesion."""
    left, top, right, bottom = box_of(still)
    middle = (left + right) / 2, (top + bottom) / 2
    across = Caliper(
        start_px=(left, middle[1]),
        end_px=(right, middle[1]),
        length_mm=None if scale is None else (right - left) * scale,
        snapped=True,
    )
    down = Caliper(
        start_px=(middle[0], top),
        end_px=(middle[0], bottom),
        length_mm=None if scale is None else (bottom - top) * scale,
        snapped=True,
    )
    return Plane.model_validate(
        {
            "snapshot_id": picture.id,
            "direction": direction,
            "calipers": (across, down),
            "outline_px": outline_of((left, top, right, bottom)),
        }
    )


def bi_rads(*, accepted: bool = True) -> tuple[Descriptor, ...]:
    system = TermSystem.BI_RADS
    return (
        Descriptor(
            feature="shape", system=system, term="irregular", measured="0.87 · irregular; 0.71", measured_value=0.87
        ),
        Descriptor(
            feature="orientation",
            system=system,
            term="not parallel",
            measured="not parallel",
            measured_value=0.81,
            accepted=accepted,
        ),
        Descriptor(feature="margin", system=system, term="spiculated", measured="0.42", measured_value=0.42),
        Descriptor(feature="echo pattern", system=system, term="hypoechoic"),
        Descriptor(feature="posterior", system=system, term="shadow", measured="-31 grey levels · shadowing"),
    )


def jabts() -> tuple[Descriptor, ...]:
    system = TermSystem.JABTS
    return (
        Descriptor(feature="lesion type", system=system, term="mass"),
        Descriptor(feature="shape", system=system, term="irregular", measured="irregular", measured_value=0.87),
        Descriptor(feature="margin", system=system, term="unclear"),
        Descriptor(feature="halo", system=system, term="present", measured_value=0.6),
        Descriptor(feature="echo pattern", system=system, term="low"),
        Descriptor(feature="depth/width", system=system, term="large", measured_value=0.81, accepted=True),
    )


def contrast_folder(folder: Path) -> None:
    """A small study as `app.contrast` keeps it: record, parameters, curve, maps."""
    folder.mkdir(parents=True)
    record = {"injection": {"number": 1, "agent": "sonazoid", "dose": 0.015, "dose_unit": "mL/kg", "route": "bolus"}}
    record["injection"] |= {"mi": 0.2, "note": "second attempt", "lesion": None, "agent_name": None}
    (folder / "study.json").write_text(json.dumps(record), "utf-8")
    row = {"unit": "s", "lesion": 15.1, "lesion_low": 14.9, "lesion_high": 15.3, "reference": 21.1, "refused": None}
    row |= {"reference_low": 20.9, "reference_high": 21.2, "ratio": 0.717, "low": 0.707, "high": 0.728}
    refused = dict.fromkeys(row) | {"unit": "s", "refused": "The recording ends before the wash-out"}
    sign = {"name": "Hyperenhancement", "present": True, "text": "vessels that cross the lesion's edge: 3"}
    sign["from_the_literature_not_trained"] = {"likelihood_ratio_present": 1.36, "source": "made up"}
    result = {
        "time_base": "injection",
        "dynamic_range": {"value": 60.0, "origin": "given"},
        "fit": {"model": "lognormal", "r2": 0.99, "refused": None},
        "parameters": {"TTP": row, "MTT": refused},
        "signs": [sign],
        "warnings": ["23 of 600 pictures are out of plane and left out"],
    }
    (folder / "parameters.json").write_text(json.dumps(result), "utf-8")
    names = ("time_s", "frame", "lesion_raw", "lesion_clean", "lesion_fit")
    names += ("reference_raw", "reference_clean", "reference_fit", "excluded", "reason")
    with (folder / "curve.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        for frame in range(120):
            time_s = frame / 2 - 3
            lesion, reference = (max(time_s - at, 0.0) * math.exp(-max(time_s - at, 0.0) / 8) / 3 for at in (3, 9))
            wiggle = 0.05 * math.sin(frame * 1.7)
            values = (lesion + wiggle, lesion, lesion, 0.4 * reference + wiggle, 0.4 * reference, "")
            writer.writerow([f"{time_s:.3f}", frame, *values, int(frame % 40 == 39), ""])
    Image.new("RGB", (900, 300), "#334455").save(folder / "maps.png")


WORKLIST = WorklistEntry(
    patient_id="00012345",
    name=PersonName(alphabetic="TAKAHASHI^HANAKO", ideographic="髙橋^花子", phonetic="ﾀｶﾊｼ^ﾊﾅｺ"),
    birth_date=date(1971, 12, 3),
    sex="F",
    accession_number="0004711",
    study_instance_uid="2.25.111",
    referring_physician=PersonName(alphabetic="YAMASAKI^JIRO", ideographic="山﨑^次郎"),
    scheduled_step_description="乳房超音波",
)
EXAMINER = PersonName(alphabetic="SUZUKI^AOI", ideographic="鈴木^葵")
PHYSICIAN = PersonName(alphabetic="YAMADA^KEN", ideographic="山田^健")


def exam(**changed: object) -> Exam:
    values: dict[str, object] = {
        "id": "0f3a9c",
        "study_instance_uid": "2.25.111",
        "started_at": AT,
        "closed_at": AT + timedelta(minutes=24),
        "state": ExamState.CLOSED,
        "examiner": EXAMINER,
        "patient": Patient(worklist=WORKLIST),
        "source_name": "Room 2 · Aplio (HDMI 1080p60)",
        "software_version": "minamo 0.2.0",
    }
    return Exam.model_validate(values | changed)


def signed(*roles: Role) -> tuple[Signature, ...]:
    names = {Role.SONOGRAPHER: EXAMINER, Role.PHYSICIAN: PHYSICIAN}
    return tuple(
        Signature(role=role, name=names[role], at=AT + timedelta(hours=place + 1)) for place, role in enumerate(roles)
    )


def lesion(number: int, planes: Sequence[Plane], **changed: object) -> Lesion:
    lengths = [[caliper.length_mm for caliper in plane.calipers] for plane in planes]
    diameters = (
        (lengths[0][0] if lengths else None),
        (lengths[0][1] if lengths else None),
        (lengths[1][0] if len(lengths) > 1 else None),
    )
    values: dict[str, object] = {
        "id": f"lesion{number}",
        "number": number,
        "confirmed_at": AT + timedelta(minutes=10 + number),
        "track_ids": (number,),
        "place": Place(side="right", clock=10.0, distance_mm=25, region="C", depth_mm=8.4),
        "planes": tuple(planes),
        "diameters_mm": diameters,
        "one_plane": len(planes) < 2,
        "descriptors": bi_rads(),
        "category": Category(system=TermSystem.BI_RADS, value="4C", by="鈴木 葵"),
        "malignancy": 0.82,
        "malignancy_low": 0.71,
        "malignancy_high": 0.89,
        "verdict": Verdict(agrees=True, reason="spiculated margin", malignancy=0.82, at=AT),
        "snapshot_ids": tuple(plane.snapshot_id for plane in planes),
    }
    return Lesion.model_validate(values | changed)


def full_exam(folder: Path, *roles: Role, **changed: object) -> ExamContent:
    """Two lesions in two planes and one, a contrast study, a clip, a picture beside them, an unconfirmed mark."""
    pictures = [snapshot(folder, number) for number in range(1, 6)]
    first = lesion(
        1,
        (plane_on(pictures[0], STILLS[0], "radial"), plane_on(pictures[1], STILLS[1], "antiradial")),
        earlier_lesion_id="earlier1",
        track_ids=(1, 2),
    )
    second = lesion(
        2,
        (plane_on(pictures[2], STILLS[2], None),),
        place=Place(side="left", clock=2.5, distance_mm=40, region="C"),
        descriptors=jabts(),
        category=Category(system=TermSystem.JABTS, value="3"),
        track_ids=(3,),
        malignancy=0.31,
        malignancy_low=0.2,
        malignancy_high=0.45,
        verdict=None,
        note="Palpable.\nBiopsy planned.",
    )
    contrast_folder(folder / "contrast-1")
    items: list[Item] = [
        *pictures,
        first,
        second,
        ContrastStudy(id="contrast1", taken_at=AT + timedelta(minutes=15), folder="contrast-1", lesion_id="lesion1"),
        Clip(
            id="clip1",
            taken_at=AT + timedelta(minutes=5),
            origin=ClipOrigin.AFTER_THE_FACT,
            files=("clip-1.mkv",),
            frames=1712,
            gaps=3,
            complete=True,
            network=NETWORK,
        ),
    ]
    values: dict[str, object] = {"signatures": signed(*roles), "note": "Follow-up after six months.\n経過観察 6 か月。"}
    return ExamContent(exam=exam(**(values | changed)), items=tuple(items))


def earlier_exam(folder: Path) -> ExamContent:
    """The same patient a year before: a smaller lesion, and one that was not linked."""
    picture = snapshot(folder, 1, STILLS[0], findings=())
    plane = plane_on(picture, STILLS[0], "radial", scale=MM_PER_PX * 0.8)
    then = datetime(2025, 11, 20, 10, 0, tzinfo=UTC)
    small = lesion(
        1, (plane,), id="earlier1", category=Category(system=TermSystem.BI_RADS, value="3"), confirmed_at=then
    )
    other = lesion(2, (), id="earlier2", place=Place(side="left", clock=7), category=None, confirmed_at=then)
    old = exam(id="old1", started_at=then, closed_at=then + timedelta(minutes=15))
    return ExamContent(exam=old, items=(picture, small, other))
