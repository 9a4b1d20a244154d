"""Everything that a study's analysis leaves in its folder: result, figures, web page and PDF."""

import json
from pathlib import Path

import numpy as np

from app.atomic_file import make_folder, whole_file
from app.study.report.page import write_page
from app.study.report.parts.contents import Figures
from app.study.report.pdf import write_pdf
from app.study.report.words import Words
from capture.errors import RecordingFailed
from inference.evaluation.readers.analysis import Analysed
from inference.evaluation.readers.drawn.forest import draw_forest
from inference.evaluation.readers.drawn.marks import draw_marks
from inference.evaluation.readers.drawn.reliability import draw_reliability
from inference.evaluation.readers.drawn.roc import draw_roc


def write_study(analysed: Analysed, folder: Path, language: str = "en") -> list[Path]:
    """Write `result.json`, the figures, `report.html` and `report.pdf`.

    Args:
        analysed: The study and its result.
        folder: Where to; it is made.
        language: Of the report: "en" or "ja".

    Returns:
        The files, the result first.

    Raises:
        RecordingFailed: The folder cannot be made or written.
    """
    make_folder(folder)
    try:
        return _write(analysed, folder, language)
    except OSError as fault:
        raise RecordingFailed(
            "The results of {file} cannot be written to {folder} ({reason}); free space there or choose another",
            file=analysed.result["ratings"],
            folder=folder,
            reason=fault.strerror or fault,
        ) from fault


def _write(analysed: Analysed, folder: Path, language: str) -> list[Path]:
    written = folder / "result.json"
    with whole_file(written) as file:
        text = json.dumps(analysed.result, indent=1, ensure_ascii=False, allow_nan=False)
        file.write(text.encode("utf-8") + b"\n")
    figures = _draw(analysed, folder, Words(language))
    return [
        written,
        *figures.values(),
        write_page(analysed.result, figures, language, folder / "report.html"),
        write_pdf(analysed.result, figures, language, folder / "report.pdf"),
    ]


def _draw(analysed: Analysed, folder: Path, say: Words) -> Figures:
    result, study = analysed.result, analysed.study
    network = None
    if analysed.network_scores is not None and "auc" in result["network"]:
        known = np.isfinite(analysed.network_scores)
        network = study.ratings.truth[known], analysed.network_scores[known], result["network"]["auc"]["auc"]
    drawn = [
        draw_roc(study.ratings, result["auc"], folder / "roc.png", say, calls=analysed.calls, network=network),
        draw_forest(result, folder / "forest.png", say),
        draw_reliability(result["calibration"], folder / "reliability.png", say),
    ]
    if analysed.marks is not None:
        drawn += draw_marks(study, analysed.marks, folder, say)
    return {path.stem: path for path in drawn if path is not None}
