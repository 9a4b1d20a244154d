"""A whole exam, with pictures, clips, lesions and its reports, to a real archive and back; by the command line too."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import tomli_w
from pydicom import dcmread
from pypdf import PdfReader

from app.__main__ import main
from app.exam.archive.archive import Archive
from app.exam.archive.outgoing import exam_to_send
from app.exam.archive.report_pdfs import pdfs_of, steady
from app.exam.content.exam import ExamContent, ExamState
from app.exam.content.person import Patient
from app.exam.dicom.moment import settled_at
from app.exam.errors import ArchiveError, ExamError
from app.exam.record.audit import audit_lines, check_audit
from app.exam.record.database import ExamDatabase
from app.exam.record.rows import store_content
from app.settings import ArchiveSettings, Settings, default_settings
from tests.app.exam.archive.dicom_objects import data_bytes
from tests.app.exam.archive.orthanc import OWN_TITLE, TITLE, Orthanc
from tests.app.exam.archive.worklist_files import worklist_item, write_worklist
from tests.app.exam.dicom.made_exam import ACCESSION, ENTRY, NAME, PATIENT_ID, made_exam
from tests.app.exam.record.made_exam import LOCAL


def at(orthanc: Orthanc, **changes: object) -> dict[str, object]:
    values: dict[str, object] = {"host": "localhost", "port": orthanc.dicom_port, "title": TITLE}
    values |= {"own_title": OWN_TITLE, "commitment_port": orthanc.report_port}
    values |= {"worklist_host": "localhost", "worklist_port": orthanc.dicom_port, "worklist_title": TITLE}
    return values | changes


def settings_with(**archive: object) -> Settings:
    content = default_settings().model_dump()
    content["archive"] |= archive
    return Settings.model_validate(content)


def reports(settings: Settings, content: ExamContent, folder: Path) -> list[bytes]:
    return list(pdfs_of(settings, lambda _content: None)(content, folder))


def test_every_object_of_a_whole_exam_comes_back_byte_by_byte(orthanc: Orthanc, tmp_path: Path) -> None:
    content = made_exam(tmp_path / "exam")
    settings = settings_with(**at(orthanc, character_set="japanese"))
    made = exam_to_send(content, tmp_path / "exam", settings.archive, reports(settings, content, tmp_path / "exam"))
    archive = Archive(settings.archive, tmp_path / "queue")
    new, known = archive.send(content.exam, made.objects)
    assert (new, known) == (len(made.objects), 0)
    kinds = {message.sop_class for message in archive.queue.messages()}
    assert len(kinds) == 5  # picture without and with a scale, clip, structured report, PDF
    sent = {message.uid: data_bytes(message.file) for message in archive.queue.messages()}
    archive.sender.step()
    back = {}
    for uid, stored in orthanc.files().items():
        (tmp_path / uid).write_bytes(stored)
        back[uid] = data_bytes(tmp_path / uid)
        header = dcmread(tmp_path / uid, stop_before_pixels=True)
        assert (header.PatientID, str(header.PatientName), header.AccessionNumber) == (PATIENT_ID, NAME, ACCESSION)
        assert header.StudyInstanceUID == ENTRY.study_instance_uid
    assert back == sent
    assert archive.stop()


def test_sending_an_exam_again_doubles_nothing_reports_included(orthanc: Orthanc, tmp_path: Path) -> None:
    content = made_exam(tmp_path / "exam")
    settings = settings_with(**at(orthanc))
    archive = Archive(settings.archive, tmp_path / "queue")
    counts = []
    for _ in range(2):
        pdfs = reports(settings, content, tmp_path / "exam")
        made = exam_to_send(content, tmp_path / "exam", settings.archive, pdfs)
        counts.append(archive.send(content.exam, made.objects))
    everything = len(made.objects)
    assert counts == [(everything, 0), (0, everything)]
    assert archive.stop()


def test_a_report_made_again_is_the_same_file_and_one_that_says_more_is_another(tmp_path: Path) -> None:
    content = made_exam(tmp_path)
    settings = settings_with(report="en")
    [first], [again] = reports(settings, content, tmp_path), reports(settings, content, tmp_path)
    assert first == again
    noted = content.model_copy(update={"exam": content.exam.model_copy(update={"note": "Both sides again in a year"})})
    [other] = reports(settings, noted, tmp_path)
    assert other != first
    names = [re.search(rb"uuid:([0-9a-f-]{36})", pdf)[1] for pdf in (first, other)]
    assert names[0] != names[1]


def test_a_steady_report_is_still_a_sound_pdf_of_the_same_text(tmp_path: Path) -> None:
    content = made_exam(tmp_path)
    [pdf] = reports(settings_with(report="ja"), content, tmp_path)
    (tmp_path / "report.pdf").write_bytes(pdf)
    read = PdfReader(tmp_path / "report.pdf", strict=True)
    assert read.metadata is not None
    assert read.metadata.creation_date == settled_at(content).replace(microsecond=0)
    assert "山田" in "".join(page.extract_text() for page in read.pages)
    assert steady(pdf, settled_at(content)) == pdf


@pytest.mark.parametrize(("choice", "count"), [("none", 0), ("en", 1), ("both", 2)])
def test_the_report_goes_in_the_languages_of_the_site(tmp_path: Path, choice: str, count: int) -> None:
    content = made_exam(tmp_path)
    settings = settings_with(report=choice)
    assert len(reports(settings, content, tmp_path)) == count


def test_a_report_that_cannot_be_made_holds_no_picture_back(tmp_path: Path) -> None:
    def broken():
        yield b"%PDF-1.7"
        raise ExamError("The template {file} is broken; correct it", file="page.html")

    content = made_exam(tmp_path)
    made = exam_to_send(content, tmp_path, default_settings().archive, broken())
    assert any("page.html is broken" in str(note) for note in made.notes)
    assert len(made.objects) > 4


def test_an_empty_exam_and_a_sealed_one_are_not_sent(tmp_path: Path) -> None:
    empty = made_exam(tmp_path).model_copy(update={"items": ()})
    with pytest.raises(ArchiveError, match="nothing in this exam to send"):
        exam_to_send(empty, tmp_path, default_settings().archive)
    assert len(exam_to_send(empty, tmp_path, default_settings().archive, [b"%PDF-1.7"]).objects) == 1  # no findings
    settings = settings_with(host="archive.example", title="ARCHIVE")
    archive = Archive(settings.archive, tmp_path / "queue")
    with pytest.raises(ArchiveError, match="is sealed"):
        archive.check(empty.exam.model_copy(update={"state": ExamState.SEALED}))
    assert archive.stop()


def test_the_last_change_of_an_exam_is_its_last_word(tmp_path: Path) -> None:
    content = made_exam(tmp_path)
    assert settled_at(content) == content.exam.closed_at
    later = content.lesions[0].model_copy(update={"confirmed_at": content.exam.closed_at + timedelta(hours=1)})
    items = tuple(later if item.kind == "lesion" else item for item in content.items)
    assert settled_at(content.model_copy(update={"items": items})) == later.confirmed_at


# -- the command line --------------------------------------------------------------------------------------------------


Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Runs `minamo ...` with these archive settings, one kept exam there; status, output and errors."""
    monkeypatch.setenv("MINAMO_CONFIG_DIR", str(tmp_path))

    def run(archive: dict[str, object], *arguments: str) -> tuple[int, str, str]:
        ArchiveSettings.model_validate(default_settings().archive.model_dump() | archive)
        (tmp_path / "settings.toml").write_text(tomli_w.dumps({"archive": archive}), "utf-8")
        capsys.readouterr()
        status = main(arguments)
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def kept(tmp_path: Path, **changes: object) -> str:
    content = made_exam(tmp_path / "exam", **changes)
    database = ExamDatabase.open(tmp_path / "data", network_drive=LOCAL)
    with database.transaction() as connection:
        store_content(connection, content, tmp_path / "exam", written=0)
    database.close()
    return content.exam.id


def test_an_exam_is_sent_by_the_command_line_until_the_archive_has_promised_to_keep_it(
    orthanc: Orthanc, command: Command, tmp_path: Path
) -> None:
    exam_id = kept(tmp_path)
    settings = at(orthanc, commitment=True)
    status, out, err = command(settings, "exam", "send", exam_id[:8])
    assert (status, err) == (0, "")
    assert out == "8 objects to send, 0 sent or waiting already\n"
    assert len(orthanc.get("instances")) == 8
    status, out, err = command(settings, "archive", "queue", "--all")
    assert {line.split("\t")[0] for line in out.splitlines()} == {"committed"}
    assert command(settings, "exam", "send", exam_id)[1] == "0 objects to send, 8 sent or waiting already\n"
    assert command(settings, "archive", "queue")[1] == ""
    database = ExamDatabase.open(tmp_path / "data", network_drive=LOCAL)
    told = [line.what for line in audit_lines(database, exam_id) if line.did == "sent"]
    assert check_audit(database) == []  # the file beside the table has every line too
    database.close()
    assert told[0] == "8 objects queued for the archive"
    assert sum(what.startswith("committed ") for what in told) == 8


def test_what_did_not_arrive_is_said_and_goes_with_the_next_try(
    orthanc: Orthanc, command: Command, tmp_path: Path
) -> None:
    exam_id = kept(tmp_path)
    wrong = at(orthanc, title="WRONG")
    status, _, err = command(wrong, "exam", "send", exam_id)
    assert status == 3
    assert err.count("knows no AE title WRONG") == 8
    status, out, err = command(at(orthanc), "archive", "queue", "--send")
    assert (status, out, err) == (0, "", "")
    assert len(orthanc.get("instances")) == 8


def test_what_is_not_to_be_sent_is_taken_out_by_the_command_line(command: Command, tmp_path: Path) -> None:
    exam_id = kept(tmp_path)
    settings: dict[str, object] = {"host": "localhost", "port": 1, "title": "ARCHIVE", "report": "none"}
    assert command(settings, "exam", "send", exam_id)[0] == 3
    uids = [line.split("\t")[1] for line in command(settings, "archive", "queue")[1].splitlines()]
    status, out, err = command(settings, "archive", "queue", "--remove", *uids, "1.2.3")
    assert (status, out) == (3, "")
    assert err == "minamo: 1.2.3 is not in the queue\n"


def test_an_exam_of_nobody_stays_here(orthanc: Orthanc, command: Command, tmp_path: Path) -> None:
    exam_id = kept(tmp_path, patient=Patient(pseudonym="P7"))
    status, _, err = command(at(orthanc), "exam", "send", exam_id)
    assert status == 3
    assert "has no entry of the worklist" in err
    status, out, _ = command(at(orthanc, without_entry="pseudonym"), "exam", "send", exam_id)
    assert (status, out[:9]) == (0, "8 objects")
    [patient] = orthanc.get("patients")
    assert orthanc.get(f"patients/{patient}")["MainDicomTags"]["PatientID"] == "P7"


def test_the_command_line_asks_archive_and_worklist(orthanc: Orthanc, command: Command) -> None:
    write_worklist(worklist_item("000123", day="20261128"), orthanc.worklists / "one.wl")
    status, out, _ = command(at(orthanc), "archive", "echo")
    assert status == 0
    assert out.splitlines() == [
        f"{name}: {TITLE} at localhost, port {orthanc.dicom_port}, answers" for name in ("archive", "worklist")
    ]
    status, out, _ = command(at(orthanc), "archive", "worklist", "--day", "2026-11-28", "--name", "山田")
    name = "Yamada^Tarou=山田^太郎=やまだ^たろう"
    assert out == f"09:15\t000123\t{name}\t1970-01-31\tBoth breasts\t0042\n"
    assert command(at(orthanc), "archive", "worklist", "--day", "2020-01-01")[:2] == (0, "")
    status, _, err = command({}, "archive", "echo")
    assert status == 3
    assert "No archive is set" in err


def test_the_day_of_the_worklist_is_today_unless_another_is_asked_for(orthanc: Orthanc, command: Command) -> None:
    write_worklist(worklist_item(day=f"{datetime.now():%Y%m%d}"), orthanc.worklists / "one.wl")
    assert command(at(orthanc), "archive", "worklist")[1].count("\n") == 1
