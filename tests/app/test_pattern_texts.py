"""The words of the pattern of enhancement reach the window translated."""

import xml.etree.ElementTree as ElementTree

from PySide6.QtWidgets import QApplication

from app.language import build_translations, install_language
from app.live.look.pattern_texts import TEXTS, translate_sign
from inference.contrast.pattern import Sign, texts
from tests.conftest import REPOSITORY


def test_every_word_of_the_signs_stands_in_the_list_for_translation() -> None:
    constants = {value for name, value in vars(texts).items() if name.isupper() and isinstance(value, str)}
    assert constants == set(texts.ALL)
    assert sorted(texts.ALL) == sorted(str(text) for text in TEXTS)


def test_the_words_are_marked_as_not_yet_reviewed_by_a_reader() -> None:
    root = ElementTree.parse(REPOSITORY / "resources" / "i18n" / "minamo_ja.ts").getroot()
    contexts = [context for context in root.iter("context") if context.findtext("name") == "Pattern"]
    messages = [message for context in contexts for message in context.iter("message")]
    assert {message.findtext("source") for message in messages} == set(texts.ALL)
    assert {message.findtext("translatorcomment") for message in messages} == {"unreviewed"}


def test_a_sign_is_said_in_the_language_of_the_window(qapp: QApplication) -> None:
    sign = Sign(texts.RIM, True, 3.0, "dB", 2.0, 4.0, texts.WITH_RIM, {"value": "+3.0", "limit": "2"})
    assert translate_sign(sign) == "the edge is +3.0 dB brighter than the middle (limit 2 dB)"
    build_translations()
    install_language(qapp, "ja")
    try:
        assert translate_sign(sign) == "辺縁は中心より +3.0 dB 強く染影されます(基準 2 dB)"
    finally:
        install_language(qapp, "en")
