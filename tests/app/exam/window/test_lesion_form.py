"""The form: quick with keys, nothing entered by itself, every change a whole lesion."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from app.exam.content.lesion import Lesion, Place, TermSystem
from app.exam.content.model import now
from app.exam.lesions.change import Refused
from app.exam.lesions.changing import confirmed, term_of
from app.exam.lesions.lesions_view import LesionsView
from app.exam.lesions.place import CENTRES, moved
from app.exam.window.lesion.lesion_form import LesionForm
from app.exam.window.lesion.place_editor import clock_text, distance_of
from app.exam.window.lesion.schema_widget import SchemaWidget
from app.exam.window.lesion.size_texts import change_text, depth_text, diameters_text
from app.live.look import theme
from app.live.panels.tool_row import ToolRow
from app.live.window.keys import Command, make_actions
from inference.descriptors.descriptor import Descriptor as Measurement
from tests.app.fakes import track

MEASURED = (
    Measurement("depth over width", 0.59, "", "parallel", 0.7, 1.0),
    Measurement("solidity", 0.95, "", "oval", 0.9),
    Measurement("overlap with an ellipse", 0.88),
    Measurement("angularity", 0.02),
    Measurement("margin sharpness", 20.0, "grey"),
    Measurement("halo", -3.0, "grey"),
    Measurement("echo level", -42.0, "grey"),
    Measurement("posterior", None, reason="Too little of the picture lies below the lesion"),
)
ONE = confirmed(track(1), 1, "right", now())
TWO = confirmed(None, 2, "left", now())


class Desk:
    """Takes what the form tells, and shows it again, as the real one does."""

    def __init__(self, form: LesionForm, view: LesionsView) -> None:
        self.form, self.view = form, view
        self.changes: list[Lesion] = []
        form.changed.connect(self.take)
        self.show()

    def take(self, lesion: Lesion) -> None:
        self.changes.append(lesion)
        lesions = tuple(lesion if each.id == lesion.id else each for each in self.view.lesions)
        self.view = LesionsView(True, lesions, lesion, self.view.system, self.view.measured)
        self.show()

    def show(self) -> None:
        self.form.show_view(self.view, "Sato^Jun")


@pytest.fixture
def form(qtbot: QtBot) -> LesionForm:
    owner = QAction()
    actions: dict[Command, QAction] = make_actions(owner)
    ToolRow(actions).deleteLater()  # it names the short texts of the buttons
    form = LesionForm(actions)
    form.setStyleSheet(theme.style_sheet(1.0))
    form._owner = owner  # type: ignore[attr-defined]  # the actions live as long as the form
    qtbot.addWidget(form)
    form.set_scale(1.0)
    form.resize(336, 900)
    form.show()
    qtbot.waitExposed(form)
    return form


def desk(form: LesionForm, system: TermSystem = TermSystem.BI_RADS, lesion: Lesion = ONE) -> Desk:
    lesions = (lesion, TWO) if lesion is not TWO else (ONE, TWO)
    return Desk(form, LesionsView(True, lesions, lesion, system, MEASURED))


def button(form: LesionForm, text: str) -> QToolButton:
    return next(each for each in form.findChildren(QToolButton) if each.text() == text and each.isVisibleTo(form))


def test_nothing_is_chosen_before_the_clinician_chooses_it(form: LesionForm) -> None:
    for system in TermSystem:
        desk(form, system)
        checked = {
            each.text() for each in form.findChildren(QToolButton) if each.isChecked() and each.isVisibleTo(form)
        }
        assert checked == {"1", "R", system.value}  # which lesion, which side, which words


def test_a_described_lesion_by_the_keys_of_one_hand(form: LesionForm, qtbot: QtBot) -> None:
    desk_ = desk(form)
    form.focus_terms()
    qtbot.keyClick(form.descriptors, Qt.Key.Key_3)  # shape: irregular
    qtbot.keyClick(form.descriptors, Qt.Key.Key_Return)  # orientation: what was measured
    qtbot.keyClick(form.descriptors, Qt.Key.Key_Down)  # margin: left out
    qtbot.keyClick(form.descriptors, Qt.Key.Key_4)  # echo pattern: hypoechoic
    entries = {each.feature: each for each in desk_.changes[-1].descriptors}
    assert {key: each.term for key, each in entries.items()} == {
        "shape": "irregular",
        "orientation": "parallel",
        "echo pattern": "hypoechoic",
    }
    assert {key: each.accepted for key, each in entries.items()} == {
        "shape": False,
        "orientation": True,
        "echo pattern": False,
    }
    assert entries["shape"].measured == "Shape (solidity) 0.95 · oval; Shape (overlap with an ellipse) 0.88"
    assert entries["orientation"].measured_value == pytest.approx(0.59)


def test_backspace_takes_an_entry_back_and_a_word_that_is_not_there_does_nothing(
    form: LesionForm, qtbot: QtBot
) -> None:
    desk_ = desk(form)
    form.focus_terms()
    qtbot.keyClick(form.descriptors, Qt.Key.Key_9)
    assert desk_.changes == []
    qtbot.keyClick(form.descriptors, Qt.Key.Key_1)
    qtbot.keyClick(form.descriptors, Qt.Key.Key_Up)
    qtbot.keyClick(form.descriptors, Qt.Key.Key_Backspace)
    assert term_of(desk_.changes[-1], TermSystem.BI_RADS, "shape") is None


def test_a_second_click_lets_a_word_go(form: LesionForm) -> None:
    desk_ = desk(form)
    button(form, "round").click()
    assert term_of(desk_.changes[-1], TermSystem.BI_RADS, "shape") is not None
    button(form, "round").click()
    assert desk_.changes[-1].descriptors == ()


def test_what_was_measured_stands_beside_and_says_why_where_it_is_not_known(form: LesionForm) -> None:
    desk(form)
    texts = [row._measured.text() for row in form.descriptors._rows if row._measured.isVisibleTo(form)]
    assert "measured: 0.59 · parallel" in texts
    assert "measured: Too little of the picture lies below the lesion" in texts
    assert button(form, "take over: oval")
    assert all(row.feature.key != "calcifications" for row in form.descriptors._rows if row._measured.isVisibleTo(form))


def test_a_lesion_that_is_no_mass_is_asked_less(form: LesionForm) -> None:
    desk_ = desk(form, TermSystem.JABTS)
    assert len(form.descriptors._rows) == 10
    button(form, "non-mass: distortion").click()
    assert [row.feature.key for row in form.descriptors._rows] == ["lesion type", "echogenic foci"]
    button(form, "mass").click()
    assert len(form.descriptors._rows) == 10
    assert len(desk_.changes) == 2


def test_the_category_is_entered_by_the_examiner_and_never_carried_over_to_the_other_system(form: LesionForm) -> None:
    desk_ = desk(form)
    button(form, "4B").click()
    category = desk_.changes[-1].category
    assert category is not None
    assert (category.system, category.value, category.by) == (TermSystem.BI_RADS, "4B", "Sato^Jun")
    desk_.view = LesionsView(True, desk_.view.lesions, desk_.view.chosen, TermSystem.JABTS, MEASURED)
    desk_.show()
    assert not any(each.isChecked() for each in form.category._buttons.values())
    assert "BI-RADS 4B" in form.category._other.text()


def test_agreement_with_the_score_is_kept_with_its_reason(form: LesionForm, qtbot: QtBot) -> None:
    desk_ = desk(form)
    assert not form.verdict._reason.isVisibleTo(form)
    button(form, "I disagree").click()
    form.verdict._reason.setText("cyst with reverberations")
    form.verdict._reason.editingFinished.emit()
    verdict = desk_.changes[-1].verdict
    assert verdict is not None
    assert (verdict.agrees, verdict.reason, verdict.malignancy) == (False, "cyst with reverberations", 0.82)
    button(form, "I disagree").click()
    assert desk_.changes[-1].verdict is None


def test_a_lesion_without_a_score_has_nothing_to_agree_with(form: LesionForm) -> None:
    desk(form, lesion=TWO)
    assert not form.verdict.isVisibleTo(form)


def test_a_place_by_side_clock_distance_and_region(form: LesionForm) -> None:
    desk_ = desk(form)
    place = form.place
    place._clock.setCurrentIndex(1 + 20)  # 10 o'clock
    place._clock.activated.emit(21)
    place._distance.setText("４５")  # full-width digits of a Japanese keyboard
    place._distance.editingFinished.emit()
    assert desk_.changes[-1].place == Place(side="right", clock=10, distance_mm=45, region="C")
    button(form, "L").click()
    assert desk_.changes[-1].place == Place(side="left", clock=10, distance_mm=45, region="A")
    button(form, "D").click()
    assert desk_.changes[-1].place == Place(side="left", region="D")
    button(form, "L").click()  # the side that is chosen stays chosen
    assert button(form, "L").isChecked()


def test_a_distance_that_is_none_is_marked_and_not_taken(form: LesionForm) -> None:
    desk_ = desk(form)
    for text in ("abc", "-5", "9999", "nan", "inf"):
        form.place._distance.setText(text)
        form.place._distance.editingFinished.emit()
        assert form.place._distance.property("wrong") == "true"
    assert desk_.changes == []
    assert distance_of("12,5") == 12.5
    assert (clock_text(0.5), clock_text(12), clock_text(3)) == ("12:30", "12:00", "3:00")


def test_another_lesion_is_chosen_by_its_number(form: LesionForm, qtbot: QtBot) -> None:
    desk(form)
    with qtbot.waitSignal(form.chosen) as chosen:
        button(form, "2").click()
    assert chosen.args == [TWO.id]
    with qtbot.waitSignal(form.removed) as removed:
        form._remove.click()
    assert removed.args == [ONE.id]


def test_without_an_exam_or_a_lesion_it_says_what_to_do(form: LesionForm) -> None:
    form.show_view(LesionsView(), "")
    assert "Start an exam" in form._empty.text()
    form.show_view(LesionsView(True), "")
    assert "No lesion yet" in form._empty.text()
    assert not form._inner.isVisibleTo(form)


def test_everything_fits_into_the_width_of_the_findings(form: LesionForm) -> None:
    for system in TermSystem:
        desk(form, system)
        assert form._inner.minimumSizeHint().width() <= form._scroll.viewport().width()


def test_sizes_say_what_is_not_known() -> None:
    assert diameters_text(TWO) == "Not measured yet."
    assert depth_text(TWO) == "Depth not known"
    sized = TWO.model_copy(update={"diameters_mm": (12.34, 8.04, 10.6), "one_plane": False})
    assert diameters_text(sized) == "12 × 8.0 × 11 mm"
    assert change_text(Refused.NO_SIZE_THEN) == "No change of size: the earlier size is not known."


def test_a_tap_on_the_schema_places_the_lesion_and_keeps_its_depth(qtbot: QtBot) -> None:
    schema = SchemaWidget()
    qtbot.addWidget(schema)
    schema.setFixedHeight(200)
    schema.resize(400, 200)
    lesion = ONE.model_copy(update={"place": Place(side="right", depth_mm=9.0)})
    schema.show_lesions((lesion,), lesion)
    x, y = CENTRES["left"]
    with qtbot.waitSignal(schema.place_changed) as changed:
        qtbot.mouseClick(schema, Qt.MouseButton.LeftButton, pos=QPoint(round(x * 400 + 40), round(y * 200)))
    place = changed.args[0]
    assert (place.side, place.clock, place.depth_mm) == ("left", 3, 9.0)


def test_arrow_keys_go_round_the_clock_and_away_from_the_nipple(qtbot: QtBot) -> None:
    schema = SchemaWidget()
    qtbot.addWidget(schema)
    lesion = ONE.model_copy(update={"place": moved(ONE.place, clock=12, distance_mm=40)})
    schema.show_lesions((lesion,), lesion)
    steps = {
        Qt.Key.Key_Right: (0.5, 40),
        Qt.Key.Key_Left: (11.5, 40),
        Qt.Key.Key_Up: (12, 45),
        Qt.Key.Key_Down: (12, 35),
    }
    for key, (clock, distance_mm) in steps.items():
        with qtbot.waitSignal(schema.place_changed) as changed:
            qtbot.keyClick(schema, key)
        assert (changed.args[0].clock, changed.args[0].distance_mm) == (clock, distance_mm)


def test_the_number_of_another_lesion_chooses_it_instead_of_moving_this_one(qtbot: QtBot) -> None:
    schema = SchemaWidget()
    qtbot.addWidget(schema)
    schema.setFixedHeight(200)
    schema.resize(400, 200)
    other = TWO.model_copy(update={"place": moved(TWO.place, clock=None, distance_mm=0)})
    schema.show_lesions((ONE, other), ONE)
    x, y = CENTRES["left"]
    with qtbot.waitSignal(schema.chosen) as chosen:
        qtbot.mouseClick(schema, Qt.MouseButton.LeftButton, pos=QPoint(round(x * 400), round(y * 200)))
    assert chosen.args == [other.id]
