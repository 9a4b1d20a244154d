"""The measured tables of README and model card from the files that the commands wrote: `python -m tests.bench.tables`.

Each table stands between `<!-- measured: NAME -->` and `<!-- end -->`; running this again writes what the files say,
and a test holds the texts to them.
"""

import re
from collections.abc import Callable

from tests.bench.tables.cine import cine_table, looks_table, tracker_table
from tests.bench.tables.contrast import contrast_speed_table, contrast_table
from tests.bench.tables.crossval import crossval_table, scanners_table
from tests.bench.tables.exam import dicom_table, exam_table, panel_text_table
from tests.bench.tables.files import REPOSITORY
from tests.bench.tables.network import network_table
from tests.bench.tables.screens import capture_table, colours_table, gate_table, layout_table
from tests.bench.tables.speed import speed_table
from tests.bench.tables.stills import abstention_table, appearance_table, stills_table

TEXTS = (REPOSITORY / "README.md", REPOSITORY / "resources" / "models" / "MODEL_CARD.md")
TABLES: dict[str, Callable[[], str]] = {
    "stills": stills_table,
    "abstention": abstention_table,
    "appearance": appearance_table,
    "crossval": crossval_table,
    "scanners": scanners_table,
    "network": network_table,
    "speed": speed_table,
    "cine": cine_table,
    "looks": looks_table,
    "tracker": tracker_table,
    "contrast": contrast_table,
    "layout": layout_table,
    "gate": gate_table,
    "contrast_speed": contrast_speed_table,
    "capture": capture_table,
    "colours": colours_table,
    "dicom": dicom_table,
    "exam": exam_table,
    "panel_text": panel_text_table,
}
_MARKED = re.compile(r"(<!-- measured: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def filled(text: str) -> str:
    """The text with every marked table as measured."""
    return _MARKED.sub(lambda found: f"{found[1]}\n{TABLES[found[2]]()}\n{found[3]}", text)
