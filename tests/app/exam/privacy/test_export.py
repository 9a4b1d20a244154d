"""A de-identified exam: nothing that was planted is in any byte of it, and what is worth keeping is."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from app.exam.content.exam import ExamContent
from app.exam.content.person import Patient, PersonName
from app.exam.dicom.objects import DicomOptions, write_objects
from app.exam.errors import ExamError
from app.exam.privacy.export import Deidentified, deidentify_exam
from app.exam.privacy.objects import deidentified_objects
from capture.side_file import read_side_file
from inference.marks.panel_text import find_panel_text
from tests.app.exam.dicom.made_exam import BIRTH_DATE, ENTRY, PDF, STARTED, lesion, made_exam, verified
from tests.capture.recording_frames import decoded
from tests.dicom_tools import dciodvfy

SECRET = bytes(range(32))
NAME = "Yamaguchi^Tomoko=山口^智子=やまぐち^ともこ"
PLANTED = (  # as they could stand in any of the files
    "Yamaguchi",
    "Tomoko",
    "山口",
    "智子",
    "やまぐち",
    "ともこ",
    "00012340",
    "A0000567",
    "KAWA-HOSP",
    "RP000042",
    "SPS00042",
    "19710309",
    "1971-03-09",
    "20261128",
    "2026-11-28",
    "Suzuki",
    "鈴木",
    "Sato",
    "佐藤",
    "Tanaka",
    "田中",
    "Aplio of Yamaguchi",
    ENTRY.study_instance_uid,
    "0123456789abcdef0123456789abcdef",
)


def planted_exam(folder: Path) -> ExamContent:
    """An exam in which the patient's name stands wherever a name can."""
    entry = ENTRY.model_copy(update={"name": PersonName.of(NAME)})
    note = "Yamaguchi Tomoko, ID 00012340, 1971/03/09生"
    content = verified(made_exam(folder, patient=Patient(worklist=entry), note=note, source_name="Aplio of Yamaguchi"))
    named = lesion(note="山口さんの左胸", verdict=lesion().verdict.model_copy(update={"reason": "Tomoko says so"}))  # type: ignore[union-attr]
    items = [item.model_copy(update={"note": note}) if item.kind == "snapshot" else item for item in content.items]
    for name in ("s1.png", "s2-overlay.png"):
        said = PngInfo()
        said.add_itxt("Description", note)
        Image.open(folder / name).save(folder / name, pnginfo=said)
    plant_in_video(folder / "c1.mkv", note)
    study = {"injection": {"number": 1, "agent": "sonazoid", "lesion": "Tomoko", "note": note}, "source": note}
    (folder / "contrast-1" / "study.json").write_text(json.dumps(study), encoding="utf-8")
    parameters = {"name": "Yamaguchi_19710309.mkv", "parameters": {"PE": {"lesion": 3.5}}, "warnings": [note]}
    (folder / "contrast-1" / "parameters.json").write_text(json.dumps(parameters), encoding="utf-8")
    (folder / "contrast-1" / "curve.csv").write_text("time_s,lesion_raw\n0.5,1.25\n", encoding="utf-8")
    (folder / "report-Yamaguchi.pdf").write_bytes(PDF + note.encode())
    (folder / "audit.jsonl").write_text(json.dumps({"who": "Tanaka", "exam": note}), encoding="utf-8")
    (folder / "exam.json").write_text(content.model_dump_json(), encoding="utf-8")
    return content.model_copy(update={"items": (*items[:-1], named)})


def plant_in_video(video: Path, note: str) -> None:
    """Tags of the container, a comment in each JPEG picture, the source's name in the side file."""
    whole = video.with_name("whole.mkv")
    video.rename(whole)
    with av.open(str(whole)) as source, av.open(str(video), "w", format="matroska") as target:
        target.metadata["title"] = note
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.size:
                data = bytes(packet)
                comment = note.encode()
                said = b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment
                new = av.Packet(data[:2] + said + data[2:])
                new.stream, new.pts, new.dts, new.time_base = stream, packet.pts, packet.dts, packet.time_base
                new.is_keyframe = True
                target.mux(new)
    whole.unlink()
    side = video.with_suffix(".frames.jsonl")
    side.write_text(side.read_text().replace('"simulated"', json.dumps(note)), encoding="utf-8")


def exported(tmp_path: Path, **options: Any) -> tuple[Deidentified, Path]:
    content = planted_exam(tmp_path / "exam")
    return deidentify_exam(content, tmp_path / "exam", tmp_path / "out", SECRET, **options), tmp_path / "out"


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def standing_in(files: dict[str, bytes], planted: tuple[str, ...] = PLANTED) -> list[tuple[str, str]]:
    """Which planted word stands in which file's name or bytes, in any of the codes that are used."""
    found = []
    for name, data in files.items():
        for word in planted:
            codes = [word.encode(code, "ignore") for code in ("utf-8", "utf-16-le", "utf-16-be", "shift_jis")]
            codes += [json.dumps(word).strip('"').encode(), word.encode("iso2022_jp", "ignore")[3:-3] or b"\0no"]
            if word in name or any(code in data for code in codes if len(code) >= len(word) > 0):
                found.append((name, word))
    return found


def test_what_was_planted_can_be_found_in_the_exam_itself(tmp_path: Path) -> None:
    planted_exam(tmp_path / "exam")
    files = bytes_of(tmp_path / "exam")
    named = {name for name, _ in standing_in(files)}
    assert {"s1.png", "c1.mkv", "c1.frames.jsonl", "contrast-1/study.json", "audit.jsonl", "exam.json"} <= named


@pytest.mark.parametrize("blank_text", [True, False])
def test_nothing_that_was_planted_is_in_any_byte_of_the_export(blank_text: bool, tmp_path: Path) -> None:
    done, out = exported(tmp_path, blank_text=blank_text)
    assert standing_in(bytes_of(out)) == []
    assert set(bytes_of(out)) == set(done.files)
    assert done.notes == ()


def test_nothing_that_was_planted_is_in_any_byte_of_its_dicom_objects(tmp_path: Path) -> None:
    done, out = exported(tmp_path)
    made = deidentified_objects(done, out, DicomOptions(overlays=True), [PDF])
    for path in write_objects(made.datasets, tmp_path / "dicom"):
        errors, _ = dciodvfy(path)
        assert errors == [], path.name
    assert standing_in(bytes_of(tmp_path / "dicom")) == []


def test_the_objects_say_what_was_done_to_them(tmp_path: Path) -> None:
    done, out = exported(tmp_path)
    for dataset in deidentified_objects(done, out).datasets:
        assert dataset.PatientIdentityRemoved == "YES"
        assert dataset.LongitudinalTemporalInformationModified == "MODIFIED"
        codes = [item.CodeValue for item in dataset.DeidentificationMethodCodeSequence]
        assert codes == ["113100", "113101", "113104", "113107"]
        assert dataset.PatientID == str(dataset.PatientName) == done.content.exam.patient.pseudonym
        assert dataset.StudyInstanceUID == done.content.exam.study_instance_uid


def test_pixels_that_may_name_somebody_are_never_called_clean(tmp_path: Path) -> None:
    content = made_exam(tmp_path / "exam")
    picture = cv2.imread(str(tmp_path / "exam" / "s1.png"))
    dark = np.zeros_like(picture)
    cv2.putText(dark, "YAMADA TARO", (30, 80), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (255, 255, 255), 1, cv2.LINE_AA)
    cv2.imwrite(str(tmp_path / "exam" / "s1.png"), dark)
    for blank, clean in ((False, False), (True, True)):
        done = deidentify_exam(content, tmp_path / "exam", tmp_path / f"out{blank}", SECRET, blank_text=blank)
        assert [mark.file for mark in done.marks] == ["s1.png"]
        objects = deidentified_objects(done, tmp_path / f"out{blank}").datasets
        codes = [item.CodeValue for item in objects[0].DeidentificationMethodCodeSequence]
        assert ("113101" in codes) is clean
        assert objects[0].BurnedInAnnotation == ("NO" if clean else "YES")
        written = cv2.imread(str(tmp_path / f"out{blank}" / "snapshot-001.png"), cv2.IMREAD_GRAYSCALE)
        assert bool(find_panel_text(written)) is not clean


def test_pictures_times_and_findings_are_what_they_were(tmp_path: Path) -> None:
    done, out = exported(tmp_path, blank_text=False)
    before = planted_exam(tmp_path / "again")
    for old, new in zip(before.snapshots, done.content.snapshots, strict=True):
        pictures = [cv2.imread(str(path)) for path in (tmp_path / "again" / old.plain, out / new.plain)]
        np.testing.assert_array_equal(*pictures)
        assert new.findings == old.findings
        assert new.network == old.network
    (clip,) = done.content.clips
    for pixels, other in zip(decoded(tmp_path / "again" / "c1.mkv"), decoded(out / clip.files[0]), strict=True):
        np.testing.assert_array_equal(pixels, other)
    side, clean = read_side_file(tmp_path / "again" / "c1.mkv"), read_side_file(out / clip.files[0])
    assert (clean.times_ns, clean.indices, clean.gaps) == (side.times_ns, side.indices, side.gaps)
    (mass,) = done.content.lesions
    assert mass.diameters_mm == before.lesions[0].diameters_mm
    assert mass.category is not None
    assert (mass.category.value, mass.category.by) == ("4A", "")
    assert mass.planes[0].snapshot_id == done.content.snapshots[0].id
    study = json.loads((out / done.content.contrast_studies[0].folder / "study.json").read_text())
    assert study["injection"] == {"number": 1, "agent": "sonazoid"}


def test_files_whose_content_nobody_knows_stay_behind_and_are_told(tmp_path: Path) -> None:
    done, _ = exported(tmp_path)
    assert done.left_out == ("audit.jsonl", "report-Yamaguchi.pdf")


def test_dates_move_by_whole_days_that_are_the_same_for_all_exams_of_a_patient(tmp_path: Path) -> None:
    first, _ = exported(tmp_path / "1")
    later = made_exam(tmp_path / "2" / "exam", id="f" * 32, patient=Patient(worklist=ENTRY.model_copy()))
    second = deidentify_exam(later, tmp_path / "2" / "exam", tmp_path / "2" / "out", SECRET)
    other = made_exam(tmp_path / "3" / "exam", id="e" * 32, patient=Patient(pseudonym="somebody"))
    third = deidentify_exam(other, tmp_path / "3" / "exam", tmp_path / "3" / "out", SECRET)
    moved = [done.content.exam.started_at - STARTED for done in (first, second, third)]
    assert moved[0] == moved[1] != moved[2]
    assert -3650 <= moved[0].days <= -365
    assert moved[0].seconds == 0
    ids = [done.content.exam.patient.pseudonym for done in (first, second, third)]
    assert ids[0] == ids[1] != ids[2]
    assert first.content.exam.id != second.content.exam.id


def test_another_secret_gives_other_pseudonyms(tmp_path: Path) -> None:
    content = planted_exam(tmp_path / "exam")
    one = deidentify_exam(content, tmp_path / "exam", tmp_path / "1", SECRET)
    other = deidentify_exam(content, tmp_path / "exam", tmp_path / "2", SECRET[::-1])
    assert one.content.exam.patient != other.content.exam.patient
    assert one.content.exam.study_instance_uid != other.content.exam.study_instance_uid


def test_free_texts_are_left_out_unless_somebody_read_them_and_they_name_nobody(tmp_path: Path) -> None:
    content = made_exam(tmp_path / "exam", note="dense tissue")
    named = lesion(note="Yamada again", verdict=None)
    content = content.model_copy(update={"items": (*content.items[:-1], named)})
    done = deidentify_exam(content, tmp_path / "exam", tmp_path / "1", SECRET)
    assert {text.place: text.names for text in done.texts} == {"exam note": "", "lesion 1 note": "Yamada"}
    assert done.content.exam.note == ""
    done = deidentify_exam(
        content, tmp_path / "exam", tmp_path / "2", SECRET, kept_texts=("exam note", "lesion 1 note")
    )
    assert (done.content.exam.note, done.content.lesions[0].note) == ("dense tissue", "")
    assert done.kept == ("exam note",)


def test_a_text_in_a_blanked_recording_is_black_in_every_picture(tmp_path: Path) -> None:
    from capture.encode import FrameEncoder
    from capture.frame import Frame
    from capture.recording_file import RecordingFiles
    from tests.app.exam.dicom.made_exam import SCAN
    from tests.capture.recording_frames import frame

    content = made_exam(tmp_path / "exam")
    for path in (tmp_path / "exam").glob("c1.*"):
        path.unlink()
    files, encoder = RecordingFiles(tmp_path / "exam", "c1", free_bytes_min=0), FrameEncoder()
    for number in range(8):
        pixels = np.zeros((180, 240, 3), np.uint8)
        cv2.circle(pixels, (120, 60 + number), 20, (60, 60, 60), -1)
        cv2.putText(pixels, "SATO HANAKO", (40, 150), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (255,) * 3, 1, cv2.LINE_AA)
        files.write(encoder.encode(Frame(pixels, number, frame(number).time_ns, 0, SCAN)))
    files.close()
    done = deidentify_exam(content, tmp_path / "exam", tmp_path / "out", SECRET)
    assert "c1.mkv" in [mark.file for mark in done.marks]
    pictures = list(decoded(tmp_path / "out" / done.content.clips[0].files[0]))
    assert len(pictures) == 8
    for pixels in pictures:
        assert pixels[135:155, 35:185].max() < 40
        assert pixels[40:80, 100:140].max() > 40
    read = read_side_file(tmp_path / "out" / done.content.clips[0].files[0])
    assert read.times_ns == tuple(frame(number).time_ns for number in range(8))


def test_a_damaged_picture_is_told_and_its_item_is_not_in_the_export(tmp_path: Path) -> None:
    content = made_exam(tmp_path / "exam")
    (tmp_path / "exam" / "s2.png").write_bytes(b"no picture")
    (tmp_path / "exam" / "c1.mkv").unlink()
    done = deidentify_exam(content, tmp_path / "exam", tmp_path / "out", SECRET)
    assert [str(note).split(" is left out")[0] for note in done.notes] == ["s2.png", "c1.mkv"]
    assert (len(done.content.snapshots), len(done.content.clips)) == (2, 0)


def test_a_path_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    content = made_exam(tmp_path / "exam")
    (tmp_path / "secret.png").write_bytes((tmp_path / "exam" / "s1.png").read_bytes())
    first = content.snapshots[0].model_copy(update={"plain": "../secret.png"})
    done = deidentify_exam(
        content.model_copy(update={"items": (first, *content.items[1:])}), tmp_path / "exam", tmp_path / "out", SECRET
    )
    assert len(done.content.snapshots) == 2
    assert "outside its folder" in str(done.notes[0])


def test_an_export_that_still_names_the_patient_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import app.exam.privacy.exam_files as exam_files

    monkeypatch.setattr(exam_files, "clean_parameters", lambda path, out: out.write_bytes(path.read_bytes()))
    content = planted_exam(tmp_path / "exam")
    with pytest.raises(ExamError, match="still names the patient"):
        deidentify_exam(content, tmp_path / "exam", tmp_path / "out", SECRET)


letters = st.text(st.characters(categories=["Lu", "Ll", "Lo"], max_codepoint=0x9FFF), min_size=3, max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    family=letters,
    given_name=letters,
    kanji=st.text("山田佐藤鈴木高橋渡邊齋藤智子", min_size=2, max_size=4),
    number=st.from_regex(r"\A0{0,4}[1-9][0-9]{5,9}\Z"),
    accession=st.from_regex(r"\AA[0-9]{7}\Z"),
    born=st.dates(date(1920, 1, 1), date(2008, 1, 1)),
)
def test_whoever_the_patient_is_no_byte_tells(
    family: str, given_name: str, kanji: str, number: str, accession: str, born: date, tmp_path_factory: Any
) -> None:
    folder = tmp_path_factory.mktemp("export")
    entry = ENTRY.model_copy(
        update={
            "name": PersonName.of(f"{family}^{given_name}={kanji}^{kanji}子=kana"),
            "patient_id": number,
            "accession_number": accession,
            "birth_date": born,
        }
    )
    note = f"{family} {given_name} {kanji} {number} {accession} {born:%Y%m%d}"
    content = made_exam(folder / "exam", patient=Patient(worklist=entry), note=note)
    content = content.model_copy(update={"items": (content.items[0], lesion(note=note, planes=(), snapshot_ids=()))})
    done = deidentify_exam(content, folder / "exam", folder / "out", SECRET, kept_texts=("exam note", "lesion 1 note"))
    objects = deidentified_objects(done, folder / "out").datasets
    list(write_objects(objects, folder / "out" / "dicom"))
    planted = (f"{family}^{given_name}", f"{family} {given_name}", kanji, number, accession, f"{born:%Y%m%d}")
    text_files = {name: data for name, data in bytes_of(folder / "out").items() if not name.endswith((".png", ".mkv"))}
    assert standing_in(text_files, planted) == []


def test_the_birth_date_is_nowhere_even_moved(tmp_path: Path) -> None:
    done, out = exported(tmp_path)
    for dataset in deidentified_objects(done, out).datasets:
        assert dataset.PatientBirthDate == ""
    assert str(BIRTH_DATE.year) not in done.content.model_dump_json()


def test_no_window_is_needed_for_an_export() -> None:
    code = "import app.exam.privacy.export, app.exam.dicom.objects, sys; assert 'PySide6' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
