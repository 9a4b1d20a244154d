"""Every feature and word of both systems is said, in both languages, and marked where no one reviewed it."""

import xml.etree.ElementTree as ElementTree

from PySide6.QtWidgets import QApplication

from app.exam.content.lesion import TermSystem
from app.exam.lesions.terms import FEATURES
from app.exam.window.term_texts import TITLES, WORDS, feature_title, term_text, unreviewed_note
from app.language import build_translations, install_language
from tests.conftest import REPOSITORY


def test_every_feature_and_every_word_has_a_text() -> None:
    for system, features in FEATURES.items():
        assert {feature.key for feature in features} == set(TITLES[system])
        assert {term for feature in features for term in feature.terms} <= set(WORDS[system])
        for feature in features:
            said = [term_text(system, term) for term in feature.terms]
            assert len(set(said)) == len(said), feature.key


def test_all_of_them_are_translated_and_marked_as_not_yet_reviewed() -> None:
    root = ElementTree.parse(REPOSITORY / "resources" / "i18n" / "minamo_ja.ts").getroot()
    for system, name in ((TermSystem.BI_RADS, "BiRads"), (TermSystem.JABTS, "Jabts")):
        messages = [
            message
            for each in root.iter("context")
            if each.findtext("name") == name
            for message in each.iter("message")
        ]
        wanted = {str(word) for words in (TITLES[system], WORDS[system]) for word in words.values()}
        assert wanted <= {message.findtext("source") for message in messages}
        assert {message.findtext("translatorcomment") for message in messages} == {"unreviewed"}


def test_the_words_are_those_of_the_guideline(qapp: QApplication) -> None:
    build_translations()
    install_language(qapp, "ja")
    try:
        titles = [feature_title(TermSystem.JABTS, feature.key) for feature in FEATURES[TermSystem.JABTS]]
        assert titles == [
            "腫瘤/非腫瘤性病変",
            "形状",
            "境界",
            "境界部高エコー像",
            "内部エコー:レベル",
            "内部エコー:均質性",
            "高エコースポット",
            "後方エコー",
            "縦横比(D/W)",
            "乳腺境界線の断裂",
        ]
        assert term_text(TermSystem.JABTS, "shadow") == "減弱"
        assert "未確認" in unreviewed_note()
    finally:
        install_language(qapp, "en")


def test_a_word_of_a_later_version_is_said_as_it_stands(qapp: QApplication) -> None:
    assert feature_title(TermSystem.BI_RADS, "echogenic rind") == "echogenic rind"
    assert term_text(TermSystem.JABTS, "unheard of") == "unheard of"
