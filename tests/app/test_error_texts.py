"""No error reaches the user untranslated: every template in the code stands in the list that Qt translates."""

import ast
import re
import string
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator

import pytest

from app.live.axilla import REASON
from app.live.look.error_texts import REASONS, TEXTS, translate_error, translate_filled
from capture.errors import MinamoError, UnreadableFile
from inference import abstain
from tests.conftest import REPOSITORY

TREES = [
    ast.parse(path.read_text(encoding="utf-8"))
    for room in ("capture", "inference", "app")
    for path in sorted((REPOSITORY / room).rglob("*.py"))
]
NODES = [node for tree in TREES for node in ast.walk(tree)]


def name_of(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def constants_of(tree: ast.Module) -> dict[str, object]:
    """Names of a module that stand for one value."""
    return {
        node.targets[0].id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
    }


def error_classes() -> set[str]:
    """Names of `MinamoError` and everything that descends from it."""
    found = {"MinamoError"}
    classes = [node for node in NODES if isinstance(node, ast.ClassDef)]
    while more := {node.name for node in classes if {name_of(base) for base in node.bases} & found} - found:
        found |= more
    return found


def templates() -> Iterator[str]:
    """First arguments of every error that is made, and texts that wait in a `...Texts` value."""
    errors = error_classes()
    for tree in TREES:
        constants = constants_of(tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = name_of(node.func)
            texts = [keyword.value for keyword in node.keywords] if name.endswith("Texts") else []
            for text in [*node.args[:1], *texts] if name in errors or texts else []:
                value = text.value if isinstance(text, ast.Constant) else constants.get(name_of(text))
                if isinstance(value, str):
                    yield value


def test_every_error_text_in_the_code_stands_in_the_list_for_translation() -> None:
    found = set(templates())
    assert len(found) > 20
    assert sorted(found - set(TEXTS)) == []


def test_every_reason_for_an_abstention_stands_in_the_list_for_translation() -> None:
    assert sorted({*abstain.REASONS, REASON} - set(REASONS)) == []


def test_translations_keep_the_places_for_values() -> None:
    places = r"\{(\w+(?:!\w)?)\}"
    root = ElementTree.parse(REPOSITORY / "resources" / "i18n" / "minamo_ja.ts").getroot()
    for message in root.iter("message"):
        source, translation = message.findtext("source") or "", message.findtext("translation") or ""
        assert sorted(re.findall(places, source)) == sorted(re.findall(places, translation)), source


def test_an_error_is_said_with_its_values_and_a_plain_text_as_it_stands(qapp) -> None:
    error = UnreadableFile("{file} is empty (0 bytes); copy it again or choose another file", file="a {b}.mp4")
    assert translate_error(error) == "a {b}.mp4 is empty (0 bytes); copy it again or choose another file"
    assert translate_error("100 % {full}") == "100 % {full}"


def test_a_reason_whose_places_are_filled_is_still_known(qapp) -> None:
    for text in map(str, TEXTS):
        names = [name for _, name, _, _ in string.Formatter().parse(text) if name]
        if len(set(names)) == len(names) and "!r}" not in text:
            filled = str(MinamoError(text, **{name: f"x{place}" for place, name in enumerate(names)}))
            assert translate_filled(filled) == filled  # in English nothing changes, and nothing fails
    assert translate_filled("no text of ours") == "no text of ours"


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_can_be_filled_from_its_values(text: str) -> None:
    names = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    assert "{" not in str(MinamoError(text, **dict.fromkeys(names, "x")))
