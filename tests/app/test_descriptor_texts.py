"""Descriptors are said in the terms and in the language that are chosen, and marked as measured and as unreviewed."""

import xml.etree.ElementTree as ElementTree

import numpy as np
from PySide6.QtWidgets import QApplication

from app.language import build_translations, install_language
from app.live.look.descriptor_texts import (
    BI_RADS,
    JABTS,
    OTHER,
    Terms,
    descriptor_title,
    descriptor_value,
    measured_note,
)
from inference.descriptors import descriptor
from inference.descriptors.describe import NAMES, describe
from inference.descriptors.descriptor import Descriptor
from tests.conftest import REPOSITORY


def test_every_name_and_reason_has_its_words_in_both_terms() -> None:
    assert set(NAMES) <= set(BI_RADS)
    assert set(BI_RADS) == set(JABTS)
    reasons = {value for name, value in vars(descriptor).items() if name.isupper() and isinstance(value, str)}
    assert reasons == set(OTHER)


def test_all_of_them_are_translated_and_marked_as_not_yet_reviewed() -> None:
    root = ElementTree.parse(REPOSITORY / "resources" / "i18n" / "minamo_ja.ts").getroot()
    for context, words in (("BiRads", BI_RADS), ("Jabts", JABTS), ("Descriptor", OTHER)):
        found = [each for each in root.iter("context") if each.findtext("name") == context]
        messages = [message for each in found for message in each.iter("message")]
        assert {str(word) for word in words.values()} <= {message.findtext("source") for message in messages}
        assert {message.findtext("translatorcomment") for message in messages} == {"unreviewed"}


def test_the_terms_are_a_switch_and_the_number_stays(qapp: QApplication) -> None:
    shadow = Descriptor("posterior", -20.4, "grey", "shadow", -12.0, 12.0)
    assert descriptor_value(shadow, Terms.BI_RADS) == "-20 grey levels · shadowing"
    assert descriptor_value(shadow, Terms.JABTS) == "-20 grey levels · attenuated"
    tall = Descriptor("depth over width", 1.234, "", "not parallel")
    assert descriptor_title(tall, Terms.JABTS) == "Depth/width ratio (D/W)"
    assert descriptor_value(tall, Terms.BI_RADS) == "1.23 · not parallel"
    build_translations()
    install_language(qapp, "ja")
    try:
        assert descriptor_title(tall, Terms.JABTS) == "縦横比(D/W)"
        assert descriptor_value(shadow, Terms.JABTS) == "グレー値 -20 · 減弱"
        assert measured_note() == "輪郭からの計測値です(医師の入力ではありません)。"
    finally:
        install_language(qapp, "en")


def test_what_could_not_be_measured_says_why(qapp: QApplication) -> None:
    for each in describe(np.zeros((50, 50), np.uint8), None):
        assert descriptor_value(each, Terms.BI_RADS) == "The lesion has no outline"
