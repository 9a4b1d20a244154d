"""A site changes its templates; a broken one is named with its line, and nothing falls back by itself."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.exam.content.exam import ExamContent
from app.exam.report.make import make_report
from app.exam.report.page import TemplateBroken
from app.exam.report.site import SHIPPED, Templates, templates_folder
from tests.app.exam.report.made_exam import AT, exam
from tests.app.pdf.reading_back import pages_by_pypdf, squeezed

RESEARCH = "Research use only. Not for diagnosis."


def text_with(folder: Path | None, note: str = "") -> str:
    made = make_report(
        ExamContent(exam=exam(note=note)),
        None,
        language="en",
        at=AT + timedelta(hours=1),
        templates=Templates(folder),
    )
    return squeezed("".join(pages_by_pypdf(made.pdf)))


def test_one_file_of_the_site_takes_the_place_of_one_that_is_shipped(tmp_path: Path) -> None:
    (tmp_path / "closing.html").write_text("<section><p>Ward 7, phone 1234</p></section>", "utf-8")
    text = text_with(tmp_path)
    assert "Ward7,phone1234" in text
    assert "Howthiswasmade" not in text
    assert "Findings" in text


def test_the_research_sentence_stands_on_every_page_whatever_the_template_does(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("<section>one</section><section class='new-page'>two</section>", "utf-8")
    text = text_with(tmp_path)
    assert text.count(squeezed(RESEARCH)) == 2
    assert "DRAFT" in text


def test_a_template_escapes_what_it_shows(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("<section>{{ report.note[0] }}</section>", "utf-8")
    assert "<b>&lt;</b>" in text_with(tmp_path, "<b>&lt;</b>")


BROKEN = {
    "a block that is not closed": ("report.html", "<p>\n{% if report.title %}\n", 2),
    "a word that jinja does not know": ("closing.html", "\n\n\n{% endhwile %}", 4),
    "a name that the report has not": ("closing.html", "<p>\n{{ report.titel }}</p>", 2),
    "a file that is not there": ("closing.html", "\n{% include 'none.html' %}", 2),
    "a way out of the sandbox": ("closing.html", "\n\n{{ ''.__class__.__mro__ }}", 3),
    "a change of what is shown": ("closing.html", "{{ report.lesions.append(1) }}", 1),
    "a number that cannot be": ("closing.html", "\n{{ 1 // 0 }}", 2),
    "a loop without an end": ("closing.html", "\n{% for a in range(10**9) %}x{% endfor %}", 2),
    "a width that is none": ("closing.html", "\n{{ figure('schema', 'wide') }}", 2),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_template_is_named_with_its_line(kind: str, tmp_path: Path) -> None:
    name, text, line = BROKEN[kind]
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(TemplateBroken) as caught:
        text_with(tmp_path)
    assert caught.value.values["file"] == tmp_path / name
    assert caught.value.values["line"] == line
    assert "use the shipped templates" in str(caught.value)


def test_a_template_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    (tmp_path / "style.css").write_bytes("p {}\n/* 日本語 */".encode("shift_jis"))
    with pytest.raises(TemplateBroken, match=r"style.css has an error in line 2: it is not UTF-8"):
        text_with(tmp_path)


def test_on_the_users_word_the_shipped_templates_are_used(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("{% broken", "utf-8")
    assert "Findings" in text_with(SHIPPED.folder)


def test_the_sites_folder_lies_beside_its_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINAMO_CONFIG_DIR", str(tmp_path))
    assert Templates.of_site() == SHIPPED
    templates_folder().mkdir(parents=True)
    assert Templates.of_site().folder == tmp_path / "templates" / "report"


def test_a_template_opens_no_file_of_the_computer(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP SECRET", "utf-8")
    (tmp_path / "site").mkdir()
    page = f"<section>a<img src='file://{secret}'><img src='{secret}'><iframe src='{secret}'></iframe></section>"
    (tmp_path / "site" / "report.html").write_text(page, "utf-8")
    assert "TOP" not in text_with(tmp_path / "site")
    (tmp_path / "site" / "report.html").write_text("{% include '../secret.txt' %}", "utf-8")
    with pytest.raises(TemplateBroken):
        text_with(tmp_path / "site")
