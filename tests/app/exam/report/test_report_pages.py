"""The pages of a report, read back as another program reads them, in both languages."""

import json
import re
import string
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.document_words import LANGUAGES, texts
from app.exam.content.exam import ExamContent, Item
from app.exam.content.lesion import Place
from app.exam.content.person import Patient, PersonName, Role
from app.exam.content.picture import ContrastStudy
from app.exam.report.make import MadeReport, make_report, write_report
from app.exam.report.site import Earlier, Site
from app.exam.report.wording.report_words import PACKAGE, ReportWords
from app.pdf.fonts import can_write_japanese, has_bold_japanese
from app.pdf.sections import printable
from capture.side_file import software_version
from tests.app.exam.report.made_exam import AT, STILLS, earlier_exam, exam, full_exam, lesion, plane_on, snapshot
from tests.app.pdf.reading_back import pages_by_poppler, pages_by_pypdf, squeezed, visible

LATER = AT + timedelta(hours=3)
GOLDEN = Path(__file__).parent / "golden"
RESEARCH = {
    "en": "Research use only. Not for diagnosis.",
    "ja": "研究用・診断には使用できません(医療機器未承認)",
}
NOTHING = {
    "en": "Nothing marked. This does not exclude a lesion.",
    "ja": "マーク表示なし(病変がないことを意味しません)",
}

Make = Callable[..., MadeReport]


def made(content: ExamContent, folder: Path | None, language: str = "en", **more: object) -> MadeReport:
    return make_report(content, folder, language=language, at=LATER, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def exams(tmp_path_factory: pytest.TempPathFactory) -> tuple[ExamContent, Path, Earlier]:
    folder = tmp_path_factory.mktemp("exams")
    content = full_exam(folder / "now", Role.SONOGRAPHER)
    return content, folder / "now", Earlier(earlier_exam(folder / "then"), folder / "then")


@pytest.fixture(scope="module", params=LANGUAGES)
def full(request: pytest.FixtureRequest, exams: tuple[ExamContent, Path, Earlier]) -> MadeReport:
    content, folder, earlier = exams
    site = Site(scores=request.param == "ja", institution="Breast centre")
    return made(content, folder, request.param, site=site, earlier=earlier)


def body(report: MadeReport) -> str:
    """The text of all pages without what stands on every one of them, and without white space."""
    pages = [squeezed(page) for page in pages_by_pypdf(report.pdf)]
    say = ReportWords(report.language)
    status = squeezed(say(f"status.{report.data.status}"))
    day = say.day(report.data.exam.started_at.date())
    heads = [squeezed(RESEARCH[report.language])]
    head = squeezed(say.patient(report.data.patient)) + squeezed(say.joined((day, status)))
    told = []
    for number, page in enumerate(pages, 1):
        foot = heads[0] + squeezed(say("page", page=number, pages=len(pages)))
        assert page.startswith(foot), page[:200]
        page = page.removeprefix(foot)
        told.append(page.removeprefix(head) if number > 1 else page)
    return "".join(told).replace(squeezed(software_version()), "minamo")


def test_the_pages_say_what_was_agreed(full: MadeReport) -> None:
    if full.boxes or not has_bold_japanese():
        pytest.skip("this computer has other fonts than those that were agreed with")
    assert body(full) == squeezed((GOLDEN / f"{full.language}.txt").read_text("utf-8"))


def test_every_page_carries_the_research_sentence_its_number_and_the_draft(full: MadeReport) -> None:
    pages = [squeezed(page) for page in pages_by_pypdf(full.pdf)]
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert squeezed(RESEARCH[full.language]) in page
        assert squeezed(ReportWords(full.language)("page", page=number, pages=len(pages))) in page
        assert squeezed(texts(PACKAGE, full.language)["status.draft"]) in page


def test_a_verified_report_bears_no_draft(exams: tuple[ExamContent, Path, Earlier], tmp_path: Path) -> None:
    content = full_exam(tmp_path / "exam", Role.SONOGRAPHER, Role.PHYSICIAN)
    for language in LANGUAGES:
        text = squeezed("".join(pages_by_pypdf(made(content, tmp_path / "exam", language).pdf)))
        assert squeezed(texts(PACKAGE, language)["status.draft"]) not in text
        assert squeezed(texts(PACKAGE, language)["status.verified"]) in text
        assert "山田健" in text


def test_scores_stand_on_the_page_only_where_the_site_wants_them(full: MadeReport) -> None:
    text = body(full)
    shown = full.data.scores.shown
    assert ("0.82" in text) == shown
    assert ("0.89" in text) == shown
    assert "0.55" in text  # operating points always stand there
    if full.language == "ja":
        assert "悪性疑いスコア" in text


def test_every_number_of_the_data_is_on_the_page(full: MadeReport) -> None:
    text = body(full)
    say = ReportWords(full.language)
    for each in full.data.lesions:
        assert squeezed(say.size(each.size)) in text
        assert squeezed(say.place(each.place)) in text
        for entry in each.descriptors:
            assert squeezed(say.feature(entry.system, entry.feature)) in text
            assert entry.term is None or squeezed(say.term(entry.system, entry.term)) in text
    for study in full.data.contrast:
        for row in study.parameters:
            assert squeezed(say.interval(row.ratio, row.ratio_low, row.ratio_high)) in text
    for network in full.data.scores.networks:
        assert all(digest in text for digest in network.sha256.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_without_findings_says_that_this_excludes_nothing(language: str, tmp_path: Path) -> None:
    report = made(ExamContent(exam=exam(closed_at=None, not_assessed="Left breast: dressing.")), tmp_path, language)
    text = body(report)
    assert squeezed(NOTHING[language]) in text
    assert squeezed("Left breast: dressing.") in text
    assert squeezed(ReportWords(language).not_assessed) in text
    assert json.loads(report.json)["lesions"] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_twelve_lesions_and_forty_pictures_all_stand_on_the_pages(language: str, tmp_path: Path) -> None:
    items: list[Item] = []
    for number in range(1, 13):
        picture = snapshot(tmp_path, number)
        still = STILLS[(number - 1) % len(STILLS)]
        place = Place(side="left" if number % 2 else "right", clock=number, distance_mm=30)
        items += [picture, lesion(number, (plane_on(picture, still, None),), place=place, descriptors=())]
    items += [snapshot(tmp_path, number, findings=()) for number in range(13, 41)]
    text = body(made(ExamContent(exam=exam(), items=tuple(items)), tmp_path, language))
    say = ReportWords(language)
    for number in range(1, 13):
        assert squeezed(say("lesion.title", number=number)) in text
    for number in range(1, 41):
        assert text.count(squeezed(say("pictures.number", number=number)) + squeezed(say("comma"))) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_picture_is_said_in_its_place(language: str, tmp_path: Path) -> None:
    picture = snapshot(tmp_path, 1)
    (tmp_path / picture.plain).unlink()
    content = ExamContent(exam=exam(), items=(picture, lesion(1, (plane_on(picture, STILLS[0], None),))))
    text = body(made(content, tmp_path, language))
    assert text.count(picture.plain) == 2  # in its place, and at the end


@pytest.mark.parametrize("language", LANGUAGES)
def test_sizes_that_are_not_known_or_rest_on_one_plane_say_so_wherever_they_stand(
    language: str, tmp_path: Path
) -> None:
    picture = snapshot(tmp_path, 1, scale=None)
    unscaled = lesion(1, (plane_on(picture, STILLS[0], None, scale=None),))
    other = snapshot(tmp_path, 2)
    one_plane = lesion(2, (plane_on(other, STILLS[1], None),))
    say = ReportWords(language)
    text = body(made(ExamContent(exam=exam(), items=(picture, other, unscaled, one_plane)), tmp_path, language))
    assert text.count(squeezed(say("size.scale_not_known"))) >= 2
    assert text.count(squeezed(say("summary.one_plane"))) >= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_names_and_notes_keep_every_character(language: str, tmp_path: Path) -> None:
    name = "".join(chr(0x4E00 + 11 * place) for place in range(300))
    note = "\n".join(f"{number}: 長いメモ ﾊﾝｶｸ long words " * 4 for number in range(60))
    patient = Patient(pseudonym=name)
    examiner = PersonName(alphabetic="A" * 300, ideographic="髙" * 100 + "﨑" * 200)
    content = ExamContent(exam=exam(patient=patient, examiner=examiner, note=note, not_assessed="x" * 2000))
    text = squeezed("".join(pages_by_pypdf(made(content, tmp_path, language).pdf)))
    assert name in text
    assert "髙" * 100 + "﨑" * 200 in text
    lines = [squeezed(f"{number}: 長いメモ ﾊﾝｶｸ long words " * 4) for number in range(60)]
    assert [line for line in lines if line[:20] not in text] == []
    assert sum(line in text for line in lines) >= 55  # the others go on on the next page


@given(text=st.text(st.characters(codec="utf-8"), min_size=1, max_size=40))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_typed_is_on_the_page_and_breaks_nothing(text: str) -> None:
    content = ExamContent(exam=exam(patient=Patient(pseudonym=f"x{text}"), note=text))
    report = made(content, None)
    found = visible("".join(pages_by_pypdf(report.pdf)))
    wanted = visible(printable(text.replace("\r", "").replace("\n", "")))
    assert sorted(wanted - found) == []
    assert json.loads(report.json)["exam"]["note"] == text


def test_markup_in_a_note_is_text(tmp_path: Path) -> None:
    note = '<b>bold</b> <img src="file:///etc/hostname"> </section><section class="new-page"> {{ report }} &amp;'
    text = body(made(ExamContent(exam=exam(note=note)), tmp_path))
    assert squeezed(note) in text


def test_poppler_finds_the_names_in_their_own_letters(full: MadeReport, tmp_path: Path) -> None:
    pages = pages_by_poppler(full.pdf, tmp_path)
    if pages is None:
        pytest.skip("poppler's pdftotext is not installed")
    text = "".join(pages)
    for name in ("髙橋 花子", "山﨑 次郎", "ﾀｶﾊｼ ﾊﾅｺ", "00012345", "0004711"):
        assert squeezed(name) in squeezed(text)


def test_a_contrast_study_whose_files_are_gone_is_said(tmp_path: Path) -> None:
    study = ContrastStudy(id="c", taken_at=AT, folder="contrast-7")
    for language in LANGUAGES:
        text = body(made(ExamContent(exam=exam(), items=(study,)), tmp_path, language))
        assert squeezed(ReportWords(language)("contrast.missing", folder="contrast-7")) in text


def test_letters_without_a_font_are_named_on_the_page(tmp_path: Path) -> None:
    if not can_write_japanese():
        pytest.skip("this computer has no Japanese font, so it would name the names' letters too")
    report = made(ExamContent(exam=exam(note="emoji \U0001fae8")), tmp_path)
    assert report.boxes >= {"\U0001fae8"}
    text = body(report)
    assert "U+1FAE8" in text
    assert "\U0001fae8" in text


def test_both_files_are_written_whole(tmp_path: Path) -> None:
    report = made(ExamContent(exam=exam()), None)
    pdf, data = write_report(report, tmp_path)
    assert (pdf.name, data.name) == ("report.pdf", "report.json")
    assert pdf.read_bytes() == report.pdf
    assert json.loads(data.read_bytes())["kind"] == "minamo exam report"


def test_both_languages_have_the_same_texts_with_the_same_places() -> None:
    english, japanese = texts(PACKAGE, "en"), texts(PACKAGE, "ja")
    assert english.keys() == japanese.keys()
    for name, text in english.items():
        places = [
            {place for _, place, _, _ in string.Formatter().parse(told) if place} for told in (text, japanese[name])
        ]
        assert places[0] == places[1], name


def test_the_words_of_the_house_are_kept() -> None:
    for text in texts(PACKAGE, "ja").values():
        assert "良性" not in text
        assert "悪性確率" not in text
    for text in texts(PACKAGE, "en").values():
        assert not re.search(r"benign|probability|diagnos", text.replace("not a diagnosis", ""), re.IGNORECASE), text
    say = ReportWords("ja")
    assert say.research_use == RESEARCH["ja"]
    assert say.nothing_marked == NOTHING["ja"]
    assert "腫瘤のみ" in say.not_assessed
    assert say("lesion.score") == "悪性疑いスコア"
