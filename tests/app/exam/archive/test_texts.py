"""Reasons that wait in the queue and in an answer of the worklist are translated like errors."""

import ast

from app.exam.archive import worklist_item
from app.live.look.archive_texts import ARCHIVE_TEXTS
from tests.conftest import REPOSITORY


def test_every_reason_stands_in_the_list_for_translation() -> None:
    reasons = {worklist_item.NO_ID, worklist_item.NO_NAME, worklist_item.NO_STUDY, worklist_item.NO_STEP}
    reasons.add(worklist_item.DAMAGED)
    for file in (REPOSITORY / "app" / "exam" / "archive").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Reason":
                reasons |= {text.value for text in node.args[:1] if isinstance(text, ast.Constant)}
    assert len(reasons) > 7
    assert reasons - set(ARCHIVE_TEXTS) == set()
