"""The desk makes the report in a thread, follows the exam, signs what is shown, and never blocks the window."""

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from app.exam.content.exam import ExamContent, ExamState
from app.exam.content.person import Role
from app.exam.errors import ExamError
from app.exam.record.database import ExamDatabase
from app.exam.record.record import ExamRecord
from app.exam.report.desk import ReportDesk, ReportPlan
from app.exam.report.earlier import find_earlier
from app.exam.report.site import SHIPPED, Earlier, Site, Templates
from tests.app.exam.report.made_exam import AT, earlier_exam, exam, lesion
from tests.app.pdf.reading_back import pages_by_pypdf, squeezed


class OneExam:
    """An exam in memory; implements `ReportedExam`."""

    def __init__(self, content: ExamContent | None) -> None:
        self.content = content
        self.folder: Path | None = None

    def change(self, **fields: Any) -> None:
        assert self.content is not None
        self.content = self.content.model_copy(update={"exam": self.content.exam.model_copy(update=fields)})


class Plan:
    """What the site chose; may hold the making up."""

    def __init__(self) -> None:
        self.templates = SHIPPED
        self.go_on = threading.Event()
        self.go_on.set()
        self.asked: list[ExamContent] = []
        self.threads: list[object] = []
        self.fault: Exception | None = None

    def earlier(self, content: ExamContent) -> Earlier | None:
        self.asked.append(content)
        self.threads.append(threading.current_thread())
        self.go_on.wait(60)
        if self.fault is not None:
            raise self.fault
        return None

    def desk(self, exam: OneExam) -> ReportDesk:
        return ReportDesk(exam, ReportPlan(Site, lambda: self.templates, self.earlier))


@pytest.fixture
def plan() -> Plan:
    return Plan()


@pytest.fixture
def one() -> OneExam:
    return OneExam(ExamContent(exam=exam(), items=(lesion(1, ()),)))


def opened(desk: ReportDesk, qtbot: QtBot) -> ReportDesk:
    desk.open("en")
    qtbot.waitUntil(lambda: not desk.view.busy)
    return desk


def text_of(desk: ReportDesk) -> str:
    assert desk.view.pdf is not None
    return squeezed("".join(pages_by_pypdf(desk.view.pdf)))


def test_a_report_is_made_in_a_thread_of_its_own(one: OneExam, plan: Plan, qtbot: QtBot) -> None:
    plan.go_on.clear()
    desk = plan.desk(one)
    desk.open("en")
    assert desk.view.busy
    assert desk.view.pdf is None
    plan.go_on.set()
    qtbot.waitUntil(lambda: desk.view.pdf is not None)
    assert not desk.view.busy
    assert plan.threads != [threading.current_thread()]
    assert desk.thread() is QThread.currentThread()
    assert desk.close()


def test_without_an_exam_there_is_nothing_to_report(plan: Plan) -> None:
    with pytest.raises(ExamError, match="no exam to report"):
        plan.desk(OneExam(None)).open("en")


def test_the_newest_wish_is_made_and_those_between_are_not(one: OneExam, plan: Plan, qtbot: QtBot) -> None:
    plan.go_on.clear()
    desk = plan.desk(one)
    desk.open("en")
    for language in ("ja", "en", "ja"):
        desk.set_language(language)
    plan.go_on.set()
    qtbot.waitUntil(lambda: not desk.view.busy)
    assert len(plan.asked) == 2
    assert "乳房超音波検査レポート" in text_of(desk)


def test_it_follows_the_exam_and_makes_nothing_anew_without_need(one: OneExam, plan: Plan, qtbot: QtBot) -> None:
    desk = opened(plan.desk(one), qtbot)
    number = desk.view.number
    desk.follow()
    assert not desk.view.busy
    one.change(note="a new note")
    desk.follow()
    assert desk.view.busy
    assert not desk.view.can_sign
    qtbot.waitUntil(lambda: not desk.view.busy)
    assert desk.view.number == number + 1
    assert "anewnote" in text_of(desk)


def test_scores_are_chosen_for_this_report(one: OneExam, plan: Plan, qtbot: QtBot) -> None:
    desk = opened(plan.desk(one), qtbot)
    assert "0.82" not in text_of(desk)
    desk.set_scores(True)
    qtbot.waitUntil(lambda: not desk.view.busy)
    assert "0.82" in text_of(desk)


def test_sonographer_and_physician_sign_by_name(one: OneExam, plan: Plan, qtbot: QtBot) -> None:
    desk = opened(plan.desk(one), qtbot)
    assert (desk.view.status, desk.view.can_sign) == ("unsigned", True)
    for role, name, status in (
        (Role.SONOGRAPHER, "鈴木 葵", "draft"),
        (Role.PHYSICIAN, "Yamada^Ken", "verified"),
    ):
        desk.sign(role, name)
        desk.follow()
        qtbot.waitUntil(lambda: not desk.view.busy)
        assert desk.view.status == status
    assert (desk.view.sonographer, desk.view.physician) == ("鈴木 葵", "Yamada Ken")


def test_a_nameless_signature_and_one_under_an_old_page_are_refused(one: OneExam, plan: Plan, qtbot: QtBot) -> None:
    desk = opened(plan.desk(one), qtbot)
    said: list[str] = []
    desk.failed.connect(lambda error: said.append(str(error)))
    desk.sign(Role.PHYSICIAN, "  ")
    one.change(note="changed behind the page")
    desk.sign(Role.PHYSICIAN, "Yamada")
    assert ["needs a name" in said[0], "wait for it" in said[1]] == [True, True]
    assert one.content is not None
    assert one.content.exam.signatures == ()


def test_an_exam_that_has_ended_is_still_shown_but_cannot_be_signed(one: OneExam, plan: Plan, qtbot: QtBot) -> None:
    desk = opened(plan.desk(one), qtbot)
    one.content = None
    desk.follow()
    assert desk.view.pdf is not None
    assert not desk.view.can_sign
    desk.set_language("ja")
    qtbot.waitUntil(lambda: not desk.view.busy)
    assert "乳房" in text_of(desk)


def test_a_broken_template_is_said_and_the_shipped_ones_wait_for_the_users_word(
    one: OneExam, plan: Plan, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "head.html").write_text("{% if %}", "utf-8")
    plan.templates = Templates(tmp_path)
    desk = opened(plan.desk(one), qtbot)
    assert desk.view.pdf is None
    assert desk.view.template_broken
    assert "head.html" in str(desk.view.fault)
    desk.use_shipped_templates()
    qtbot.waitUntil(lambda: not desk.view.busy)
    assert desk.view.fault is None
    assert "Findings" in text_of(desk)


def test_an_error_nobody_foresaw_is_said_and_the_next_wish_is_made(one: OneExam, plan: Plan, qtbot: QtBot) -> None:
    plan.fault = RuntimeError("out of luck")
    desk = opened(plan.desk(one), qtbot)
    assert "out of luck" in str(desk.view.fault)
    plan.fault = None
    desk.set_language("ja")
    qtbot.waitUntil(lambda: desk.view.pdf is not None)


def test_the_files_are_saved_or_it_is_said_why_not(one: OneExam, plan: Plan, qtbot: QtBot, tmp_path: Path) -> None:
    desk = opened(plan.desk(one), qtbot)
    with qtbot.waitSignal(desk.saved) as saved:
        desk.save(tmp_path)
    assert [path.name for path in saved.args[0]] == ["report.pdf", "report.json"]
    with qtbot.waitSignal(desk.failed) as failed:
        desk.save(tmp_path / "not there")
    assert "cannot be written" in str(failed.args[0])


def test_what_comes_after_closing_is_dropped(one: OneExam, plan: Plan, qtbot: QtBot) -> None:
    plan.go_on.clear()
    desk = plan.desk(one)
    desk.open("en")
    plan.go_on.set()
    assert desk.close()
    assert not desk.is_open
    desk.open("en")
    qtbot.waitUntil(lambda: desk.view.pdf is not None)


def test_the_earlier_exam_is_the_linked_one_else_the_last_before(tmp_path: Path) -> None:
    database = ExamDatabase.open(tmp_path / "data", network_drive=lambda _path: None)
    old = earlier_exam(tmp_path / "pictures")
    for name in ("older", "newer"):
        started = AT.replace(year=2025) if name == "older" else AT.replace(month=10)
        items = old.lesions if name == "older" else ()
        kept(database, tmp_path, ExamContent(exam=exam(id=name, started_at=started, closed_at=None), items=items))
    now = ExamContent(exam=exam())
    assert found(database, now) == "newer"
    assert found(database, ExamContent(exam=exam(), items=(lesion(1, (), earlier_lesion_id="earlier1"),))) == "older"
    assert found(database, ExamContent(exam=exam(patient={"pseudonym": "somebody"}))) is None
    assert found(database, ExamContent(exam=exam(patient={}))) is None
    assert found(database, ExamContent(exam=exam(id="first", started_at=AT.replace(year=2000)))) is None
    database.close()


def kept(database: ExamDatabase, folder: Path, content: ExamContent) -> None:
    record = ExamRecord.create(database, folder / "exams", content.exam.model_copy(update={"state": ExamState.OPEN}))
    for item in content.items:
        record.put(item)
    record.close()


def found(database: ExamDatabase, content: ExamContent) -> str | None:
    earlier = find_earlier(database, content)
    return None if earlier is None else earlier.content.exam.id
