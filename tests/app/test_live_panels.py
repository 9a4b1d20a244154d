"""The bar, the cards and the time line say what the state says, and no more."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from app.live.look.texts import percent_text, score_text, size_text, time_text
from app.live.panels.finding_card import FindingCard
from app.live.panels.findings_panel import FindingsPanel
from app.live.panels.health_bar import HealthBar
from app.live.panels.timeline import Timeline
from app.live.view_state import Lane, StatusWord
from app.live.window.keys import make_actions, name_actions
from inference.findings import TrackState
from tests.app.fakes import POINTS, finding, live_state, recording_state, track


def words(widget: QWidget) -> str:
    """Every text of its visible labels."""
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden() and label.text())


@pytest.fixture
def owner(qapp) -> QObject:
    return QObject()


@pytest.fixture
def panel(qtbot, owner: QObject) -> FindingsPanel:
    actions = make_actions(owner)
    name_actions(actions, {})
    panel = FindingsPanel(actions)
    qtbot.addWidget(panel)
    panel.resize(336, 700)
    return panel


@pytest.fixture
def timeline(qtbot, owner: QObject) -> Timeline:
    timeline = Timeline(make_actions(owner))
    qtbot.addWidget(timeline)
    timeline.resize(1000, 60)
    return timeline


@pytest.mark.parametrize("word", list(StatusWord))
def test_the_first_corner_says_the_state_in_words(qtbot, word: StatusWord) -> None:
    bar = HealthBar()
    qtbot.addWidget(bar)
    bar.show_state(live_state(word))
    assert word.value.upper() in words(bar)


def test_the_bar_always_names_device_precision_and_age(qtbot) -> None:
    bar = HealthBar()
    qtbot.addWidget(bar)
    bar.resize(1400, 60)
    bar.show()
    state = live_state()
    bar.show_state(state)
    assert "age 58 ms" in words(bar)
    assert "CPU · OpenVINO f32" in words(bar)
    bar.show_state(replace(state, health=replace(state.health, age_ms=None, fell_back="no Intel GPU was found")))
    assert "age – ms" in words(bar)
    assert "no Intel GPU was found" in words(bar)


def test_gaps_stand_in_the_bar_until_they_are_acknowledged(qtbot) -> None:
    bar = HealthBar()
    qtbot.addWidget(bar)
    state = live_state()
    bar.show_state(state)
    assert bar._gaps.isHidden()
    bar.show_state(replace(state, health=replace(state.health, recording_s=65.0, recording_gaps=3)))
    assert not bar._gaps.isHidden()
    assert "01:05" in words(bar)
    with qtbot.waitSignal(bar.gaps_acknowledged):
        bar._gaps.click()


def test_nothing_marked_never_reads_as_negative(panel: FindingsPanel) -> None:
    panel.show_state(live_state(), hidden=False)
    assert "Nothing marked. This does not exclude a lesion." in words(panel)


@pytest.mark.parametrize("word", [StatusWord.NO_SIGNAL, StatusWord.AI_DELAYED, StatusWord.SCAN_AREA_LOST])
def test_nothing_marked_is_not_said_while_nothing_is_analysed(panel: FindingsPanel, word: StatusWord) -> None:
    panel.show_state(live_state(word), hidden=False)
    assert "Nothing marked" not in words(panel)
    assert "Nothing is analysed at this moment." in words(panel)


def test_a_frame_that_was_not_reached_says_so(panel: FindingsPanel) -> None:
    state = recording_state(position=80, analysed_until=60)
    panel.show_state(replace(state, findings=(), tracks=()), hidden=False)
    assert "Not analysed yet." in words(panel)


def test_masses_only_is_always_said(panel: FindingsPanel) -> None:
    panel.show_state(live_state(StatusWord.LIVE, track()), hidden=False)
    assert "Masses only" in words(panel)


def test_an_abstention_gives_its_reason(panel: FindingsPanel) -> None:
    panel.show_state(replace(live_state(), abstained="The picture is blank"), hidden=False)
    assert "Not scored: The picture is blank" in words(panel)


def test_doppler_is_said_and_findings_stay(panel: FindingsPanel) -> None:
    panel.show_state(replace(live_state(StatusWord.LIVE, track()), doppler=True), hidden=False)
    assert "Doppler on" in words(panel)
    assert "0.82" in words(panel)


@pytest.mark.parametrize("off", ["hidden", "muted", "look_first"])
def test_no_number_stays_on_screen_when_cards_are_off(panel: FindingsPanel, off: str) -> None:
    state = live_state(StatusWord.LIVE, track())
    panel.show_state(state, hidden=False)
    assert "0.82" in words(panel)
    panel.show_state(state if off == "hidden" else replace(state, **{off: True}), hidden=off == "hidden")
    assert not any(card.isVisibleTo(panel) for card in panel.findChildren(FindingCard))


def test_a_card_that_stays_is_not_built_anew(panel: FindingsPanel) -> None:
    panel.show_state(live_state(StatusWord.LIVE, track(1), track(2, malignancy=0.1)), hidden=False)
    card = panel._cards[2]
    panel.show_state(live_state(StatusWord.LIVE, track(2, malignancy=0.2)), hidden=False)
    assert panel._cards == {2: card}


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (track(), ("0.82", "suspicious", "settled", "0.71 – 0.89", "range of this score", "12 × 9.0 mm")),
        (track(malignancy=0.08, settled=False), ("0.08", "low score", "looking")),
        (track(malignancy=0.3), ("uncertain",)),
        (track(malignancy=None), ("no score",)),
        (track(size_mm=None), ("size not measured",)),
        (track(state=TrackState.LOST), ("not in view",)),
    ],
)
def test_a_card_says_score_range_size_and_whether_it_has_settled(qtbot, shown, said: tuple[str, ...]) -> None:
    card = FindingCard()
    qtbot.addWidget(card)
    card.resize(330, 180)
    card.show()
    card.show_finding(finding(1, shown), POINTS, None, None)
    text = words(card)
    assert all(each in text for each in said), text


def test_without_a_score_no_number_is_shown(qtbot) -> None:
    card = FindingCard()
    qtbot.addWidget(card)
    card.show_finding(finding(1, track(malignancy=None)), POINTS, None, None)
    assert "range of this score" not in words(card)
    assert "0." not in words(card)


def test_a_moved_score_names_its_prevalence_and_needs_to_be_asked_for(qtbot) -> None:
    card = FindingCard()
    qtbot.addWidget(card)
    card.show_finding(finding(), POINTS, 0.3, None)
    assert "prevalence" not in words(card)
    card.show_finding(finding(), POINTS, 0.3, 0.1)
    assert "at a prevalence of 10 %: 0.54" in words(card)
    card.show_finding(finding(), POINTS, None, 0.1)  # what it was developed at is not known
    assert "prevalence" not in words(card)


def test_a_click_chooses_and_the_cross_dismisses(qtbot) -> None:
    card = FindingCard()
    qtbot.addWidget(card)
    card.show_finding(finding(3, track(3)), POINTS, None, None)
    with qtbot.waitSignal(card.chosen) as chosen:
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    with qtbot.waitSignal(card.dismissed) as dismissed:
        card._cross.click()
    assert chosen.args == dismissed.args == [3]


@pytest.mark.parametrize("prevalence", [0.01, 0.1, 0.5])
def test_a_moved_score_leaves_number_colour_and_sign_where_they_were(qtbot, prevalence: float) -> None:
    """The look stands on the unmoved score, whatever the setting."""
    card = FindingCard()
    qtbot.addWidget(card)
    card.resize(330, 200)
    card.show()
    card.show_finding(finding(), POINTS, 0.3, None)
    signs = card._sign.grab().toImage(), card._trend.grab().toImage(), words(card)
    card.show_finding(finding(), POINTS, 0.3, prevalence)
    assert (card._sign.grab().toImage(), card._trend.grab().toImage()) == signs[:2]
    assert set(signs[2].split(" | ")) <= set(words(card).split(" | "))


def test_a_score_moved_to_a_rare_setting_is_never_nought_and_is_explained(qtbot) -> None:
    card = FindingCard()
    qtbot.addWidget(card)
    card.show_finding(finding(1, track(malignancy=0.05)), POINTS, 0.5, 0.01)
    assert "at a prevalence of 1 %: under 0.01" in words(card)
    assert "unmoved score" in card._at_setting.toolTip()


def test_every_setting_and_an_own_value_can_be_chosen(panel: FindingsPanel, qtbot) -> None:
    menu = panel._setting_button.menu()
    assert menu is not None
    said = [action.text() for action in menu.actions()]
    assert {"screening: prevalence 1 %", "diagnostic: prevalence 10 %", "before biopsy: prevalence 50 %"} <= set(said)
    with qtbot.waitSignal(panel.setting_changed) as chosen:
        menu.actions()[said.index("before biopsy: prevalence 50 %")].trigger()
    assert chosen.args == ["before biopsy", 0.5]
    field = menu.findChildren(QLineEdit)[0]
    field.setText("100")
    with qtbot.assertNotEmitted(panel.setting_changed):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    field.setText("3.5")
    with qtbot.waitSignal(panel.setting_changed) as chosen:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert chosen.args == ["own", pytest.approx(0.035)]
    panel.set_setting("own", 0.035)
    assert panel._setting_button.text() == "Setting: own value · prevalence 3.5 %"


def test_numbers_read_as_the_design_writes_them(qapp) -> None:
    assert score_text(0.826) == "0.83"
    assert time_text(12_400_000_000) == "00:12.4"
    assert time_text(59_990_000_000) == "00:59.9"
    assert time_text(60_000_000_000) == "01:00.0"
    assert size_text((9.96, 9.94)) == "10 × 9.9 mm"
    assert (percent_text(0.1), percent_text(0.005), percent_text(0.03)) == ("10 %", "0.5 %", "3 %")


def test_the_line_leads_from_every_frame_to_its_place_and_back(timeline: Timeline) -> None:
    state = recording_state(frames=50)
    assert state.timeline is not None
    uneven = tuple(number * number * 1_000_000 for number in range(50))  # a varying frame rate
    timeline.show_state(replace(state, timeline=replace(state.timeline, times_ns=uneven)), hidden=False)
    track_line = timeline.track
    track_line.resize(5000, 40)
    assert [track_line.number_at(track_line.x_of(number)) for number in range(50)] == list(range(50))
    assert (track_line.number_at(-100), track_line.number_at(9999)) == (0, 49)


def test_pressing_and_dragging_on_the_line_seeks(timeline: Timeline, qtbot) -> None:
    timeline.show_state(recording_state(frames=100), hidden=False)
    timeline.track.resize(800, 40)
    with qtbot.waitSignal(timeline.sought) as sought:
        qtbot.mousePress(timeline.track, Qt.MouseButton.LeftButton, pos=QPoint(400, 15))
    assert sought.args[0] in range(48, 52)


def test_the_time_line_tells_time_and_what_is_not_analysed_yet(timeline: Timeline) -> None:
    timeline.show_state(recording_state(frames=100, position=30, analysed_until=60), hidden=False)
    assert "00:00.9 / 00:03.2" in words(timeline)
    assert "analysed 60 %" in words(timeline)
    timeline.show_state(recording_state(frames=100, position=80, analysed_until=60), hidden=False)
    assert "not analysed yet (60 %)" in words(timeline)
    timeline.show_state(recording_state(frames=100, analysed_until=100), hidden=False)
    assert "analysed" not in words(timeline)


@pytest.mark.parametrize("frames", [1, 2, 100])
def test_recordings_of_any_length_are_drawn(timeline: Timeline, frames: int) -> None:
    state = recording_state(frames=frames, position=0, analysed_until=frames)
    assert state.timeline is not None
    lanes = tuple(Lane(number, ((0, frames - 1),), 0.5) for number in range(1, 10))
    timeline.show_state(replace(state, timeline=replace(state.timeline, lanes=lanes, pins=(0,))), hidden=False)
    bare = timeline.track.grab().toImage()
    timeline.show_state(replace(state, timeline=replace(state.timeline, lanes=(), pins=())), hidden=False)
    assert timeline.track.grab().toImage() != bare


def test_the_counts_of_the_source_are_in_sight_in_a_narrow_window_and_a_still_picture_says_what_to_do(qtbot) -> None:
    bar = HealthBar()
    qtbot.addWidget(bar)
    state = live_state(StatusWord.STILL)
    bar.resize(940, 60)
    bar.show()
    bar.show_state(replace(state, health=replace(state.health, lost=12, late=4, lag_ms=3.2)))
    shown = words(bar)
    assert "delivered 5210 · lost 12 · repeated 2605 · late 4 · lag 3 ms" in shown
    assert "Unfreeze" in bar._fall_back.toolTip()
