"""The report of a reader study: one content as a page and as a PDF, in both languages, with a readable text layer."""

import re
import string
import tomllib
from pathlib import Path

import pytest
from PySide6.QtPdf import QPdfDocument

from app.document_words import LANGUAGES, texts
from app.study.report.made import write_study
from app.study.report.page import html_of, parts_of
from app.study.report.words import PACKAGE
from inference.evaluation.readers.analysis import Analysed, Wishes, analyse_study
from tests.conftest import REPOSITORY
from tests.inference.test_readers_results import predictions, rich

FOLDER = REPOSITORY / "app" / "study" / "report"
HEADINGS = 15


@pytest.fixture(scope="module")
def analysed(tmp_path_factory: pytest.TempPathFactory) -> Analysed:
    folder = tmp_path_factory.mktemp("study")
    lines = [f"{number},{'malignant' if number < 8 else 'benign'},{1 / (number + 1)}" for number in range(16)]
    marks = ["reader,treatment,case,lesion,rating"]
    marks += [f"{reader},{treatment},1,1,60" for reader in range(3) for treatment in ("aided", "unaided")]
    (folder / "marks.csv").write_text("\n".join([*marks, "1,aided,9,,30"]), "utf-8")
    wishes = Wishes(threshold=50, network=predictions(folder, lines), network_threshold=0.2, marks=folder / "marks.csv")
    return analyse_study(rich(folder), wishes)


@pytest.fixture(scope="module", params=LANGUAGES)
def written(request: pytest.FixtureRequest, analysed: Analysed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp(request.param)
    names = [path.name for path in write_study(analysed, folder, request.param)]
    assert names == [
        "result.json", "roc.png", "forest.png", "reliability.png", "froc.png", "afroc.png", "report.html", "report.pdf",
    ]  # fmt: skip
    return folder


def text_layer(path: Path) -> str:
    document = QPdfDocument()
    assert document.load(str(path)) is QPdfDocument.Error.None_
    return "\n".join(document.getAllText(number).text() for number in range(document.pageCount()))


def test_the_pdf_can_be_read_back_with_its_digits_and_says_what_it_is_for(written: Path, analysed: Analysed) -> None:
    said = text_layer(written / "report.pdf")
    language = "ja" if "研究用" in said else "en"
    assert texts(PACKAGE, language)["research_use"] in said
    assert f"{analysed.result['auc']['aided']:.4f}" in said
    assert f"{analysed.result['auc_by_reader']['unaided']['2']:.4f}" in said
    for name in ("main.title", "aid.title", "against.title", "checklists.title"):
        assert texts(PACKAGE, language)[name] in said


def test_the_page_needs_nothing_beside_it_and_says_the_same(written: Path) -> None:
    page = (written / "report.html").read_text("utf-8")
    assert re.findall(r"(?:src|href)=\"(?!data:)", page) == []
    assert page.count("data:image/png;base64,") == 5
    pdf = re.sub(r"\s", "", text_layer(written / "report.pdf"))
    numbers = re.findall(r"<td>([\d.]{5,})</td>", page)
    assert len(numbers) > 30
    assert [number for number in numbers if number not in pdf] == []


def test_both_languages_have_the_same_texts_with_the_same_places() -> None:
    english, japanese = texts(PACKAGE, "en"), texts(PACKAGE, "ja")
    assert english.keys() == japanese.keys()
    for name, text in english.items():
        places = [
            {place for _, place, _, _ in string.Formatter().parse(told) if place} for told in (text, japanese[name])
        ]
        assert places[0] == places[1], name


def test_the_words_of_the_house_are_kept() -> None:
    whole = (FOLDER / "ja.toml").read_text("utf-8") + (FOLDER / "checklists.toml").read_text("utf-8")
    assert "良性" not in whole
    assert "悪性確率" not in whole
    assert texts(PACKAGE, "ja")["research_use"] == "研究用・診断には使用できません(医療機器未承認)"


def test_every_item_of_the_checklists_is_there_and_open_ones_are_named(analysed: Analysed) -> None:
    lists = tomllib.loads((FOLDER / "checklists.toml").read_text("utf-8"))
    assert [item["number"] for item in lists["claim"]] == [str(number) for number in range(1, 45)]
    part = next(part for part in parts_of(analysed.result, {}, "en") if part.title == "Checklists")
    rows = [row for grid in part.grids for row in grid.rows]
    assert len(rows) == len(lists["claim"]) + len(lists["stard"])
    told = {number: answer for number, _, answer in part.grids[0].rows}
    assert told["39"] == "Section on cases where the aid was wrong."
    assert told["8"] == "open"


def test_a_bare_study_has_every_heading_and_names_what_it_lacks(tmp_path: Path) -> None:
    bare = analyse_study(rich(tmp_path, extra=(), readers=1), Wishes())
    parts = parts_of(bare.result, {}, "en")
    assert len(parts) == HEADINGS
    said = "\n".join(text for part in parts for text in part.texts)
    for name in (
        "--threshold or birads",
        "time_s",
        "aid_call or aid_score",
        "experience",
        "--marks",
        "--network",
        "patient",
    ):
        assert f"this needs {name}." in said


def test_names_from_a_table_cannot_write_the_page(tmp_path: Path) -> None:
    path = rich(tmp_path, extra=())
    path.write_text(path.read_text("utf-8").replace("unaided", "<script>no</script>"), "utf-8")
    page = html_of(analyse_study(path, Wishes()).result, {}, "en", paper=False)
    assert "<script>" not in page
    assert "&lt;script&gt;no" in page


def test_of_three_treatments_every_pair_is_told_with_its_own_p(tmp_path: Path) -> None:
    path = rich(tmp_path)
    lines = path.read_text("utf-8").splitlines()
    third = [line.replace(",aided,", ",twice,") for line in lines[1:] if ",aided," in line]
    path.write_text("\n".join([*lines, *third, ""]), "utf-8")
    result = analyse_study(path, Wishes()).result
    parts = {part.title: part for part in parts_of(result, {}, "en")}
    pairs, together = parts["Multi-reader multi-case analysis"].grids[1:3]
    assert [row[1] for row in pairs.rows[:3]] == ["aided − twice", "aided − unaided", "twice − unaided"]
    assert "Test of all" not in pairs.head
    assert together.rows[0][1].startswith("F(2, ")
    scanners = next(grid for grid in parts["Parts of the study"].grids if grid.title == "By scanner: Differences")
    assert [row[:2] for row in scanners.rows[:2]] == [["A", "aided − twice"], ["A", "aided − unaided"]]


def test_of_one_reader_nothing_is_told_of_others_in_either_language(tmp_path: Path) -> None:
    bare = analyse_study(rich(tmp_path, readers=1), Wishes())
    for language in LANGUAGES:
        parts = parts_of(bare.result, {}, language)
        assert texts(PACKAGE, language)["main.one_reader"] in parts[0].texts
        assert {row[2] for row in parts[2].grids[0].rows} == {"-"}
    said = "".join(text for part in parts for text in part.texts)
    assert "second reader" not in said


def test_many_readers_have_rows_of_their_own_rather_than_columns(tmp_path: Path) -> None:
    result = analyse_study(rich(tmp_path, readers=12), Wishes()).result
    parts = {part.title: part for part in parts_of(result, {}, "en")}
    for title in ("Sensitivity and specificity", "Reading time"):
        first, own = parts[title].grids[:2]
        assert "11" not in first.head
        assert [row[0] for row in own.rows] == result["readers"]
    assert parts["Sensitivity and specificity"].grids[1].head[1] == "Sensitivity, aided"
