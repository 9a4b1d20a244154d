"""Sections stay together on their pages, long ones are cut, and every page has its furniture."""

import threading
from collections.abc import Mapping

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.pdf.paper import Furniture
from app.pdf.sections import Paint, print_sections, sections_of
from tests.app.pdf.reading_back import pages_by_pdfium, pages_by_pypdf, squeezed

FURNITURE = Furniture("Research use only.", "page {page} of {pages}", "P-001", "2026-11-28")


def pages_of(html: str, figures: Mapping[str, Paint] | None = None) -> list[str]:
    return pages_by_pypdf(print_sections(html, figures or {}, FURNITURE, title="x")[0])


def lines(count: int, word: str = "line") -> str:
    """Some 40 of them fill a page."""
    rest = "and what else a line of a report holds, so that it is as long as it mostly is"
    return "".join(f"<p>{word} {number}. {rest}</p>" for number in range(count))


def test_every_page_says_its_number_and_the_fixed_sentence_and_all_but_the_first_have_the_head() -> None:
    pages = pages_of(f"<section>{lines(150)}</section>")
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert "Research use only." in page
        assert f"page {number} of {len(pages)}" in page
        assert ("P-001" in page) == (number > 1)


def test_a_section_that_fits_on_a_page_is_not_cut() -> None:
    pages = pages_of(f"<section>{lines(20, 'a')}</section><section>{lines(30, 'b')}</section>")
    assert [("a 0." in page, "b 0." in page, "b 29." in page) for page in pages] == [
        (True, False, False),
        (False, True, True),
    ]


def test_a_heading_stays_with_what_it_stands_over() -> None:
    heading = '<section class="with-next"><h2>Heading</h2></section>'
    pages = pages_of(f"<section>{lines(33)}</section>{heading}<section>{lines(20, 'under')}</section>")
    assert ["Heading" in page for page in pages] == ["under 0." in page for page in pages] == [False, True]


@pytest.mark.parametrize("before", [0, 1, 20, 40])
def test_a_section_longer_than_a_page_loses_no_line_wherever_it_begins(before: int) -> None:
    pages = pages_of(f"<section>{lines(before, 'before')}</section><section>{lines(130, 'long')}</section>")
    whole = "".join(pages)
    assert [number for number in range(130) if whole.count(f"long {number}.") != 1] == []
    assert ("long 0." in pages[0]) == (before < 35)


def test_a_table_longer_than_a_page_loses_no_row() -> None:
    rows = "".join(f"<tr><td>row {number}.</td></tr>" for number in range(120))
    whole = "".join(pages_of(f"<section><p>top</p></section><section><table>{rows}</table></section>"))
    assert [number for number in range(120) if whole.count(f"row {number}.") != 1] == []


def test_a_section_may_begin_a_page() -> None:
    assert ["two" in page for page in pages_of('<section>one</section><section class="new-page">two</section>')] == [
        False,
        True,
    ]


def test_figures_are_painted_in_the_place_and_size_of_their_element() -> None:
    seen: list[QRectF] = []
    html = '<section><p><img src="figure:one" width="200" height="120"><img src="figure:none" width="9" height="9"></p>'
    pages_of(html + "</section>", {"one": lambda _painter, rect: seen.append(QRectF(rect))})
    assert [(rect.width(), rect.height()) for rect in seen] == [(200, 120)]


def test_what_stands_outside_of_sections_is_kept() -> None:
    style, sections = sections_of("<style>p {}</style><body>before<section>in</section><!-- not -->after</body>")
    assert style == "p {}"
    assert [section.html.strip() for section in sections] == ["before", "in", "after"]


def test_pages_can_be_made_in_any_thread_and_say_nothing_on_the_terminal(capfd) -> None:
    made: list[bytes] = []

    def work() -> None:
        made.append(print_sections(f"<section>{lines(80)}</section>", {"a": _cross}, FURNITURE, title="x")[0])

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join()
    assert "line 79." in pages_by_pdfium(made[0])[-1]
    assert capfd.readouterr().err == ""


def _cross(painter: QPainter, rect: QRectF) -> None:
    painter.drawLine(rect.topLeft(), rect.bottomRight())


def test_the_watermark_is_seen_and_not_read() -> None:
    html = "<section>content</section>"
    plain = print_sections(html, {}, FURNITURE, title="x")[0]
    marked = print_sections(html, {}, Furniture("x", watermark="DRAFT"), title="x")[0]
    assert marked != plain
    assert "DRAFT" not in pages_by_pypdf(marked)[0]


def test_the_head_of_a_page_holds_rare_letters_too_and_ends_where_there_is_no_more_room() -> None:
    html = f"<section>{lines(60)}</section>"
    pages = pages_by_pypdf(print_sections(html, {}, Furniture("foot", head="𠮷田 葛󠄀城", head_right="1"), title="x")[0])
    assert "𠮷田葛󠄀城" in squeezed(pages[1])
    long = "髙" * 300
    pages = pages_by_pypdf(print_sections(html, {}, Furniture("foot", head=long, head_right="0042"), title="x")[0])
    assert "髙髙" in pages[1]
    assert "…" in pages[1]
    assert "0042" in pages[1]


def test_what_is_no_character_is_shown_as_such() -> None:
    assert "a�b� c" in pages_of("<section>a\x00b\ufffc c</section>")[0]


def test_a_loose_section_fills_the_page_that_it_begins_on() -> None:
    before, after = lines(20, "before"), lines(25, "after")
    whole = pages_of(f"<section>{before}</section><section>{after}</section>")
    cut = pages_of(f'<section>{before}</section><section class="loose">{after}</section>')
    assert ["after 0." in page for page in whole] == [False, True]
    assert ["after 0." in page for page in cut] == [True, False]
    assert "after 24." in cut[1]
