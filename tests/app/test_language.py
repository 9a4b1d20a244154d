"""Japanese and English, complete, and switched while the window is open."""

import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import PySide6
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app import language
from app.language import build_translations, install_language
from app.live.look.error_texts import translate_error
from app.live.view_state import StatusWord
from app.live.window.actions import WindowSettings
from app.live.window.main_window import MainWindow
from capture.errors import UnreadableFile
from tests.app.fakes import FakeActions, FakeSession, live_state, track
from tests.conftest import REPOSITORY

TRANSLATIONS = sorted((REPOSITORY / "resources" / "i18n").glob("*.ts"))


@pytest.fixture(scope="module")
def built() -> list[Path]:
    return build_translations()


@pytest.fixture
def app(qapp: QApplication, built: list[Path]) -> Iterator[QApplication]:
    yield qapp
    install_language(qapp, "en")


def texts(widget: QWidget) -> str:
    return " | ".join(label.text() for label in widget.findChildren(QLabel))


def test_no_translation_is_unfinished() -> None:
    assert TRANSLATIONS
    for path in TRANSLATIONS:
        for message in ElementTree.parse(path).getroot().iter("message"):
            translation = message.find("translation")
            assert translation is not None
            assert translation.get("type") is None, f"{path.name}: {message.findtext('source')}"
            assert translation.text, f"{path.name}: {message.findtext('source')}"


def test_every_text_of_the_window_is_in_the_translation(tmp_path: Path) -> None:
    """What Qt's lupdate finds in the code now, against what is committed."""
    tool = next(Path(PySide6.__file__).parent.glob("lupdate*"))
    fresh = tmp_path / "minamo_ja.ts"
    sources = [str(path) for path in sorted((REPOSITORY / "app" / "live").glob("*.py"))]
    subprocess.run(
        [str(tool), "-silent", *sources, str(REPOSITORY / "app" / "language.py"), "-ts", str(fresh)], check=True
    )
    assert sorted(messages(fresh) - messages(REPOSITORY / "resources" / "i18n" / "minamo_ja.ts")) == []


def messages(path: Path) -> set[tuple[str, str]]:
    root = ElementTree.parse(path).getroot()
    return {
        (context.findtext("name") or "", message.findtext("source") or "")
        for context in root.iter("context")
        for message in context.iter("message")
    }


def test_the_fixed_words_are_used(app: QApplication) -> None:
    install_language(app, "ja")
    said = {
        ("Findings", "Nothing marked. This does not exclude a lesion."): "マーク表示なし(病変がないことを意味しません)",
        ("Look", "low score"): "低スコア",
        ("Look", "looking"): "観察中",
        ("Look", "settled"): "安定",
        ("Finding", "range of this score"): "このスコアの範囲",
        ("Window", "Research use only. Not for diagnosis."): "研究用・診断には使用できません(医療機器未承認)",
    }
    for (context, source), japanese in said.items():
        assert QCoreApplication.translate(context, source) == japanese
    assert QCoreApplication.translate("Findings", "Score for suspicion of malignancy, 0 to 1").startswith(
        "悪性疑いスコア"
    )


def test_forbidden_words_are_nowhere() -> None:
    """A score is no probability of malignancy, and a low one is not benign."""
    path = REPOSITORY / "resources" / "i18n" / "minamo_ja.ts"
    for message in ElementTree.parse(path).getroot().iter("message"):
        text = message.findtext("translation") or ""
        assert "悪性確率" not in text
        assert "良性" not in text


def test_the_language_changes_while_the_window_is_open(app: QApplication, qtbot) -> None:
    actions = FakeActions()
    window = MainWindow(WindowSettings(language="en"), actions=actions)
    qtbot.addWidget(window)
    window.show()
    window.show_session(FakeSession(live_state(StatusWord.LIVE, track())))
    assert "Research use only. Not for diagnosis." in texts(window)
    window.bottom.tools.language_chosen.emit("ja")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LanguageChange)
    said = texts(window)
    assert "研究用・診断には使用できません" in said
    assert "ライブ" in said
    assert "高スコア" in said
    assert "Research use only" not in said
    assert actions.saved[-1].language == "ja"
    window.bottom.tools.language_chosen.emit("en")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LanguageChange)
    assert "Research use only. Not for diagnosis." in texts(window)


def test_errors_are_said_in_the_language_of_the_window(app: QApplication) -> None:
    install_language(app, "ja")
    error = UnreadableFile("{file} is empty (0 bytes); copy it again or choose another file", file="a.mp4")
    assert translate_error(error) == "a.mp4 は空です(0 バイト)。コピーし直すか、別のファイルを選んでください。"


def test_without_built_translations_the_window_speaks_english(
    app: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language, "files", lambda _package: tmp_path)
    assert install_language(app, "ja") == "en"
    assert QCoreApplication.translate("Look", "looking") == "looking"


@pytest.mark.parametrize(("code", "language_in_force"), [("ja", "ja"), ("en", "en")])
def test_a_chosen_language_is_in_force_whatever_the_computer_speaks(
    app: QApplication, code: str, language_in_force: str
) -> None:
    assert install_language(app, code) == language_in_force


def test_building_makes_a_file_beside_each_source(built: list[Path]) -> None:
    assert [path.with_suffix(".ts") for path in built] == TRANSLATIONS
    assert all(path.stat().st_size > 1000 for path in built)
