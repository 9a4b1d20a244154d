"""The preview shows the pages and who signed them, and asks for nothing in a dialog of its own."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.exam.content.exam import ExamContent
from app.exam.content.person import Role
from app.exam.errors import ExamError
from app.exam.report.make import make_report
from app.exam.report.view import ReportView
from app.exam.window.report_preview import ReportPreview
from app.language import build_translations, install_language
from app.live.window.actions import WindowSettings
from app.live.window.keys import Command
from app.live.window.main_window import MainWindow
from tests.app.exam.report.made_exam import AT, exam, lesion
from tests.app.fakes import FakeActions, FakeSession, live_state
from tests.app.pdf.reading_back import pages_by_pypdf


@pytest.fixture(scope="module")
def pdf() -> bytes:
    items = tuple(lesion(number, ()) for number in range(1, 9))
    return make_report(ExamContent(exam=exam(), items=items), None, language="en", at=AT + timedelta(hours=1)).pdf


@pytest.fixture
def preview(qtbot: QtBot, pdf: bytes) -> ReportPreview:
    preview = ReportPreview()
    qtbot.addWidget(preview)
    preview.set_scale(1.0)
    preview.show()
    preview.show_view(ReportView(pdf, 1, status="draft", examiner="Suzuki Aoi", can_sign=True, sonographer="Suzuki"))
    return preview


def test_it_shows_the_pages_of_the_report(preview: ReportPreview, pdf: bytes) -> None:
    assert preview.document.pageCount() == len(pages_by_pypdf(pdf)) > 1
    assert preview.pages.isVisible()
    assert preview._word.text() == "DRAFT, not verified"


def test_before_there_are_pages_it_says_so_and_nothing_can_be_done_with_them(preview: ReportPreview) -> None:
    preview.show_view(ReportView(busy=True))
    assert not preview.pages.isVisible()
    assert preview._waiting.isVisible()
    assert not any(button.isEnabled() for button in (preview.save, preview.print_, preview.send))
    assert not any(button.isEnabled() for button in preview.signs.values())


def test_every_wish_is_passed_on(preview: ReportPreview, qtbot: QtBot) -> None:
    for button, signal in ((preview.save, preview.save_asked), (preview.send, preview.send_asked)):
        with qtbot.waitSignal(signal):
            button.click()
    with qtbot.waitSignal(preview.language_chosen) as language:
        preview._languages["ja"].click()
    with qtbot.waitSignal(preview.scores_chosen) as scores:
        preview.scores.click()
    assert (language.args, scores.args) == (["ja"], [True])


def test_the_sonographers_name_is_proposed_and_the_physician_types_his_own(
    preview: ReportPreview, qtbot: QtBot
) -> None:
    assert preview.names[Role.SONOGRAPHER].text() == "Suzuki Aoi"
    assert preview.names[Role.PHYSICIAN].text() == ""
    preview.names[Role.PHYSICIAN].setText("山田 健")
    with qtbot.waitSignal(preview.signed) as signed:
        preview.signs[Role.PHYSICIAN].click()
    assert signed.args == [Role.PHYSICIAN, "山田 健"]


def test_a_page_that_is_made_anew_stays_where_it_was(preview: ReportPreview, pdf: bytes, qtbot: QtBot) -> None:
    bar = preview.pages.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 300)
    bar.setValue(250)
    preview.show_view(ReportView(pdf, 2, status="verified", can_sign=True))
    qtbot.waitUntil(lambda: bar.value() == 250)
    assert preview._word.text() == "VERIFIED"


def test_a_broken_template_is_said_with_the_way_out(preview: ReportPreview, qtbot: QtBot) -> None:
    error = ExamError("This exam is sealed; open it with its pass phrase, then make the report")
    preview.show_view(ReportView(fault=error, template_broken=True))
    assert preview.notice.text.startswith("This exam is sealed")
    with qtbot.waitSignal(preview.shipped_templates_asked):
        preview.notice._button.click()


def test_what_is_printed_has_all_pages(preview: ReportPreview, pdf: bytes, tmp_path: Path, qtbot: QtBot) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    preview.print_pages(printer)

    def whole() -> bool:
        path = tmp_path / "printed.pdf"
        return path.is_file() and path.read_bytes().rstrip().endswith(b"%%EOF")

    qtbot.waitUntil(whole)
    assert len(pages_by_pypdf((tmp_path / "printed.pdf").read_bytes())) == len(pages_by_pypdf(pdf))


def test_it_speaks_japanese(preview: ReportPreview, qapp: QApplication) -> None:
    build_translations()
    install_language(qapp, "ja")
    try:
        preview.retranslate()
        assert preview.signs[Role.PHYSICIAN].text() == "確認する"
        assert preview._word.text() == "下書き・判定医未確認"
        assert "研究用" in preview._footer.text()
    finally:
        install_language(qapp, "en")


def test_the_key_opens_the_report_of_the_exam_beside_the_live_picture(qtbot: QtBot) -> None:
    actions = FakeActions()
    window = MainWindow(WindowSettings(), actions=actions)
    qtbot.addWidget(window)
    window.show()
    window.show_session(FakeSession(live_state()))
    assert not window.commands[Command.REPORT].isEnabled()
    window.commands[Command.EXAM].trigger()
    qtbot.waitUntil(lambda: actions.exam.content is not None)
    assert window.commands[Command.REPORT].isEnabled()
    window.commands[Command.REPORT].trigger()
    preview = window.exam.report.preview
    assert preview is not None
    assert not preview.isModal()
    qtbot.waitUntil(lambda: preview.document.pageCount() == 1)
    sent: list[bool] = []
    window.commands[Command.SEND].triggered.connect(lambda: sent.append(True))
    preview.send_asked.emit()
    assert sent == [True]
    preview.signed.emit(Role.PHYSICIAN, "Yamada Ken")
    qtbot.waitUntil(lambda: preview._word.text() == "VERIFIED")
    assert window.findChildren(QDialog) == []
    window.close()
    assert window.exam.report.preview is None
    assert not actions.report.is_open
