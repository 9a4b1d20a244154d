"""A search in a PDF finds every character that was written, in each of three readers."""

import html
import unicodedata
from pathlib import Path

import pytest

from app.pdf import sections
from app.pdf.fonts import can_write_japanese
from app.pdf.letters import composed, graphemes, make_letters, needing_own
from app.pdf.paper import Furniture
from app.pdf.sections import print_sections
from tests.app.pdf.reading_back import pages_by_pdfium, pages_by_poppler, pages_by_pypdf, squeezed, visible

NAMES = (
    "髙橋 﨑山 神(神) 福(福) 𠮷田 葛󠄀城 葛城",  # look-alikes, compatibility forms, a far plane, a variant
    "ﾊﾝｶｸ ｶﾞｷﾞ ﾊﾟ ｡｢｣､･",
    "用⽤ 比⽐ 山⼭ ・‧ µμ ΩΩ",  # letters that share a glyph in some font, both written
    "0123456789 ０１２３ ①② Ⅳ ㎜ ℃ №",
    "office find flow ffi",
    "😀 👩\u200d⚕️ 🇯🇵 👍🏽",
    "e\u0301 か\u3099 x\u0302",
    "ไทย עברית",
    "外字 \ue000\uf8ff",
)


def printed(text: str) -> tuple[bytes, frozenset[str]]:
    page = f"<section><p>{html.escape(text)}</p></section>"
    return print_sections(page, {}, Furniture("Research use only."), title="names", language="ja")


@pytest.mark.parametrize("name", NAMES)
def test_every_character_of_a_name_is_found_again(name: str, tmp_path: Path) -> None:
    pdf, _ = printed(name)
    wanted = visible(composed(name))
    for pages in (pages_by_pypdf(pdf), pages_by_pdfium(pdf), pages_by_poppler(pdf, tmp_path)):
        if pages is not None:
            assert sorted(wanted - visible("".join(pages))) == []


def test_a_name_is_found_as_a_whole_in_its_own_order(tmp_path: Path) -> None:
    name = "髙橋﨑子" + "ﾀｶﾊｼ" + "𠮷0099"
    pdf, _ = printed(name)
    for pages in (pages_by_pypdf(pdf), pages_by_pdfium(pdf), pages_by_poppler(pdf, tmp_path)):
        if pages is not None:
            assert name in squeezed("".join(pages))


def test_a_name_of_300_characters_is_wrapped_and_found_whole() -> None:
    name = "".join(chr(0x4E00 + 7 * place) for place in range(300))
    pdf, _ = printed(name)
    assert name in squeezed("".join(pages_by_pypdf(pdf)))


@pytest.mark.slow
def test_every_character_of_the_japanese_character_sets_is_found_again() -> None:
    for encoding in ("cp932", "shift_jis_2004"):
        text = "".join(sorted(every_character_of(encoding)))
        pdf, _ = printed(" ".join(text[at : at + 40] for at in range(0, len(text), 40)))
        found = visible("".join(pages_by_pypdf(pdf)))
        assert sorted(visible(composed(text)) - found) == []


def every_character_of(encoding: str) -> set[str]:
    found: set[str] = set()
    pairs = (bytes([first, second]) for first in range(0x81, 0xFD) for second in range(0x40, 0xFD))
    for raw in (*(bytes([single]) for single in range(0x21, 0xE0)), *pairs):
        try:
            found.update(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return {each for each in found if not unicodedata.combining(each)}


def test_letters_without_a_font_are_named_and_the_others_are_not() -> None:
    assert printed("plain \U0001fae8")[1] == {"\U0001fae8"}
    assert printed("plain")[1] == frozenset()


def test_compatibility_ideographs_of_a_name_stay_themselves_while_marks_are_composed() -> None:
    assert composed("\ufa19か\u3099e\u0301") == "\ufa19がé"
    assert graphemes("葛󠄀か") == ["葛󠄀", "か"]
    assert "".join(graphemes("௦\U0001e4fa")) == "௦\U0001e4fa"


def test_only_letters_that_would_be_lost_get_a_font_of_their_own(qapp) -> None:
    assert needing_own("Plain text 123") == frozenset()
    assert needing_own("𠮷 葛󠄀") == {"𠮷", "葛󠄀"}
    assert needing_own("用", frozenset("用")) == {"用"}
    if can_write_japanese():
        assert needing_own("日本語 ｶﾞ") == frozenset()


def test_the_font_of_the_same_letters_is_made_once(qapp) -> None:
    assert make_letters(frozenset("𠮷")) is make_letters(frozenset("𠮷"))


@pytest.mark.parametrize("has_bold", [True, False])
def test_bold_letters_are_written_once_also_where_their_font_has_no_bold(
    has_bold: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sections, "has_bold_japanese", lambda: has_bold)
    pdf, _ = print_sections("<section><h1>乳房 Breast 𠮷田</h1></section>", {}, Furniture("foot"), title="bold")
    assert "乳房Breast𠮷田" in squeezed("".join(pages_by_pypdf(pdf)))
