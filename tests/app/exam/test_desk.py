"""The exam as the window uses it: begun at once, changed while it runs, ended without a question."""

from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.exam.content.lesion import Lesion, Place
from app.exam.content.model import new_id, now
from app.exam.content.person import Patient, PersonName, WorklistEntry
from app.exam.content.picture import ClipOrigin
from app.exam.desk import ExamDesk
from app.exam.errors import ExamError
from app.exam.keep.shelf import ExamShelf
from app.exam.keep.starting import entered_text, name_from_text, proposed_pseudonym, text_of_name
from capture.errors import RecordingFailed
from tests.app.exam.keep.kept_views import INFO, view
from tests.app.exam.memory_store import MemoryStore
from tests.app.exam.record import made_exam

EXAMINER = PersonName.of("Suzuki^Hanako=鈴木^花子")


@pytest.fixture
def store(tmp_path: Path) -> MemoryStore:
    return MemoryStore(tmp_path)


@pytest.fixture
def desk(store: MemoryStore, qtbot: QtBot):
    desk = ExamDesk(store)
    yield desk
    store.go_on.set()
    assert desk.leave()


def begin(desk: ExamDesk, qtbot: QtBot) -> None:
    desk.begin(examiner=EXAMINER, setting="screening", prevalence=0.01, source_name="Room 2")
    qtbot.waitUntil(lambda: desk.content is not None)


def test_an_exam_runs_at_once_and_is_on_the_disk_a_moment_later(desk: ExamDesk, store: MemoryStore, qtbot) -> None:
    store.go_on.clear()
    desk.begin(examiner=EXAMINER, setting="screening", prevalence=0.01, source_name="Room 2")
    assert desk.running
    assert desk.view.opening
    assert desk.view.exam is not None
    desk.snapshot(view(), INFO)  # it waits for the exam
    with pytest.raises(ExamError, match="press the key again"):
        desk.clip_target(ClipOrigin.RECORDED, "Room 2", INFO)
    store.go_on.set()
    qtbot.waitUntil(lambda: desk.view.snapshots == 1)
    exam = desk.view.exam
    assert exam is not None
    assert (exam.examiner, exam.setting, exam.source_name) == (EXAMINER, "screening", "Room 2")
    assert exam.patient.pseudonym.startswith("P-")
    assert exam.study_instance_uid.startswith("2.25.")
    assert len(exam.study_instance_uid) <= 64


def test_a_snapshot_knows_weights_side_and_findings(desk: ExamDesk, qtbot) -> None:
    begin(desk, qtbot)
    assert desk.view.side is None  # nobody has said it
    desk.toggle_side()
    assert desk.view.side == "right"
    desk.toggle_side()
    desk.snapshot(view(), INFO)
    qtbot.waitUntil(lambda: desk.view.snapshots == 1)
    assert desk.content is not None
    (snapshot,) = desk.content.snapshots
    assert snapshot.side == "left"
    assert snapshot.network is not None
    assert snapshot.network.release == "first-light 1"
    assert snapshot.network.sha256 == {"finder.safetensors": "cd" * 32}
    assert (snapshot.network.low_below, snapshot.network.suspicious_from) == (0.1, 0.5)
    (finding,) = snapshot.findings
    assert (finding.track_id, finding.number, finding.look, finding.size_mm) == (4, 2, "suspicious", (4.2, 3.5))


@pytest.mark.parametrize("changes", [{"muted": True}, {"look_first": True}])
def test_what_was_not_shown_is_not_kept_as_shown(desk: ExamDesk, qtbot, changes: dict[str, bool]) -> None:
    begin(desk, qtbot)
    desk.snapshot(view(**changes), INFO)
    qtbot.waitUntil(lambda: desk.view.snapshots == 1)
    assert desk.content is not None
    assert desk.content.snapshots[0].findings == ()


def test_without_an_exam_nothing_can_be_put_into_it(desk: ExamDesk) -> None:
    with pytest.raises(ExamError, match="No exam is running"):
        desk.snapshot(view(), INFO)
    desk.toggle_side()
    assert desk.view.side is None


def test_without_a_picture_there_is_no_snapshot(desk: ExamDesk, qtbot) -> None:
    from dataclasses import replace

    begin(desk, qtbot)
    with pytest.raises(RecordingFailed, match="no picture"):
        desk.snapshot(replace(view(), frame=None), INFO)


def test_lesions_are_put_and_taken_out(desk: ExamDesk, qtbot) -> None:
    begin(desk, qtbot)
    lesion = Lesion(id=new_id(), number=1, confirmed_at=now(), place=Place(side="left"))
    desk.put(lesion)
    qtbot.waitUntil(lambda: desk.view.lesions == 1)
    with qtbot.waitSignal(desk.changed):  # the same count, another content
        desk.put(lesion.model_copy(update={"note": "soft"}))
    desk.delete(lesion.id)
    qtbot.waitUntil(lambda: desk.view.lesions == 0)


def test_the_worklist_gives_patient_and_study(desk: ExamDesk, qtbot) -> None:
    begin(desk, qtbot)
    with qtbot.waitSignal(desk.worklist_asked):
        desk.ask_worklist()
    entry = WorklistEntry(
        patient_id="000123", name=PersonName.of("Yamada^Hana"), birth_date=date(1970, 1, 2), study_instance_uid="1.2.3"
    )
    desk.take_entry(entry)
    qtbot.waitUntil(lambda: desk.view.exam is not None and desk.view.exam.patient.worklist == entry)
    exam = desk.view.exam
    assert exam is not None
    assert exam.study_instance_uid == "1.2.3"
    assert exam.patient.label == "000123  Yamada Hana"


def test_an_exam_that_was_ended_is_handed_on_and_can_be_gone_on_with(desk: ExamDesk, store, qtbot) -> None:
    begin(desk, qtbot)
    desk.snapshot(view(), INFO)
    with qtbot.waitSignal(desk.closed) as ended:
        desk.close()
    assert not desk.running
    content, folder = ended.args
    assert len(content.snapshots) == 1
    assert store.records[content.exam.id].ended == "closed"
    assert folder == store.records[content.exam.id].folder
    desk.go_on(content.exam.id)
    qtbot.waitUntil(lambda: desk.view.snapshots == 1)
    assert desk.view.exam is not None
    assert desk.view.exam.closed_at is None


def test_a_new_exam_ends_the_one_before(desk: ExamDesk, store: MemoryStore, qtbot) -> None:
    begin(desk, qtbot)
    begin(desk, qtbot)
    qtbot.waitUntil(lambda: sorted(record.ended for record in store.records.values()) == ["", "closed"])


def test_an_exam_that_cannot_be_made_is_said_and_does_not_run(desk: ExamDesk, store: MemoryStore, qtbot) -> None:
    store.refuse = True
    with qtbot.waitSignal(desk.failed) as failed:
        desk.begin(examiner=EXAMINER, setting="screening", prevalence=0.01, source_name="")
    assert "full" in str(failed.args[0])
    qtbot.waitUntil(lambda: not desk.running)


def test_a_folder_that_goes_away_and_comes_back_is_said(desk: ExamDesk, store: MemoryStore, qtbot) -> None:
    begin(desk, qtbot)
    with qtbot.waitSignal(desk.failed):
        store.on_fault(ExamError("The exam is closed; open it again to change it"))
    with qtbot.waitSignal(desk.well_again):
        store.on_fault(None)


def test_at_the_programs_end_the_exam_stays_open(store: MemoryStore, qtbot) -> None:
    desk = ExamDesk(store)
    begin(desk, qtbot)
    desk.snapshot(view(), INFO)
    assert desk.leave()
    (record,) = store.records.values()
    assert record.ended == "left"
    assert len(record.content.snapshots) == 1


@pytest.mark.parametrize(
    ("typed", "name", "shown"),
    [
        ("Suzuki Hanako", PersonName(alphabetic="Suzuki Hanako"), "Suzuki Hanako"),
        ("鈴木 花子", PersonName(ideographic="鈴木^花子"), "鈴木 花子"),
        ("鈴木\u3000花子", PersonName(ideographic="鈴木^花子"), "鈴木 花子"),
        ("すずき はなこ", PersonName(phonetic="すずき^はなこ"), "すずき はなこ"),
        ("Suzuki^Hanako=鈴木^花子", EXAMINER, "Suzuki^Hanako=鈴木^花子"),
        ("  ", PersonName(), ""),
        ("Müller", PersonName(alphabetic="Müller"), "Müller"),
    ],
)
def test_a_name_is_read_as_it_is_typed(typed: str, name: PersonName, shown: str) -> None:
    assert name_from_text(typed) == name
    assert text_of_name(name) == shown
    assert name_from_text(shown) == name


UGLY = [
    "a" * 300,
    "患者\U0001f469\u200d\u2695\ufe0f",
    "../../etc/passwd",
    "a\x00b\x1b\n",
    "\ud83d half",
    "C:\\names\\x",
]


@pytest.mark.parametrize("text", UGLY)
def test_no_name_or_note_breaks_an_exam_or_gets_into_a_path(tmp_path: Path, qtbot, text: str) -> None:
    database = made_exam.database(tmp_path)
    desk = ExamDesk(ExamShelf(lambda: database, tmp_path / "exams"))
    begin(desk, qtbot)
    desk.change(note=entered_text(text), patient=Patient(pseudonym=entered_text(text)), examiner=name_from_text(text))
    desk.snapshot(view(), INFO)
    qtbot.waitUntil(lambda: desk.view.snapshots == 1)
    exam = desk.view.exam
    assert exam is not None
    assert exam.note == entered_text(text)
    assert "\x00" not in exam.note
    names = [path.name for path in (tmp_path / "exams").rglob("*")]
    assert not any(text[:5] in name for name in names)
    assert desk.leave()
    database.close()


def test_what_no_file_can_hold_is_said_and_the_exam_goes_on(tmp_path: Path, qtbot) -> None:
    database = made_exam.database(tmp_path)
    desk = ExamDesk(ExamShelf(lambda: database, tmp_path / "exams"))
    begin(desk, qtbot)
    with qtbot.waitSignal(desk.failed) as failed:
        desk.change(note="\ud83d")
    assert "cannot be kept" in str(failed.args[0])
    desk.snapshot(view(), INFO)
    qtbot.waitUntil(lambda: desk.view.snapshots == 1)
    assert desk.leave()
    database.close()


def test_pseudonyms_differ_and_hold_no_letter_that_looks_like_another() -> None:
    made = {proposed_pseudonym() for _ in range(200)}
    assert len(made) == 200
    assert not set("".join(made).removeprefix("P-")) & set("IO01")
