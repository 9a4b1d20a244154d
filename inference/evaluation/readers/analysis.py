"""Everything that `minamo study analyse` says of a finished study, as one tree for `result.json`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from inference.evaluation.readers.covariance import Method
from inference.evaluation.readers.marks import Figure, Marks, marks_merit, read_marks
from inference.evaluation.readers.mrmc import analyse, analyse_merit, by_reader
from inference.evaluation.readers.ratings import Floats
from inference.evaluation.readers.results.agreement import agreement
from inference.evaluation.readers.results.aid import unaided_treatment, where_the_aid_was_wrong
from inference.evaluation.readers.results.calibration import calibration
from inference.evaluation.readers.results.calls import all_calls, calls_of
from inference.evaluation.readers.results.groups import by_group
from inference.evaluation.readers.results.network import network_as_reader
from inference.evaluation.readers.results.patients import bootstrap_by_patient
from inference.evaluation.readers.results.predictions import read_predictions
from inference.evaluation.readers.results.section import Section, missing
from inference.evaluation.readers.results.times import reading_times
from inference.evaluation.readers.study import Design, Study, read_study
from inference.training.errors import DataError


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for.

    Attributes:
        design: Whether a missing rating is an error.
        covariance: How figures vary over cases.
        seed: Of every bootstrap.
        figure: The figure of merit of the analysis.
        marks: The table of marks, or None.
        threshold: Rating from which a reader called a case suspicious, or None.
        unaided: The treatment without aid; None: by its name, else the first.
        aid_threshold: `aid_score` from which the aid called a case.
        network: The network's predictions, or None.
        network_threshold: Score from which the network called a case; None: that of its own measurement.
    """

    design: Design = "factorial"
    covariance: Method = "jackknife"
    seed: int = 0
    figure: Figure = "auc"
    marks: Path | None = None
    threshold: float | None = None
    unaided: str | None = None
    aid_threshold: float = 0.5
    network: Path | None = None
    network_threshold: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Analysed:
    """A study with its result.

    Attributes:
        study: As read.
        marks: Of each (treatment, reader), or None.
        calls: (t, r, c) the readers' calls, or None.
        network_scores: (c,) NaN where the network saw no such case; or None.
        result: What goes into `result.json`.
    """

    study: Study
    marks: dict[tuple[int, int], Marks] | None
    calls: Floats | None
    network_scores: Floats | None
    result: dict[str, Any]


def analyse_study(path: Path, wishes: Wishes) -> Analysed:
    """Read and analyse a study.

    Raises:
        DataError: A table is wrong; the text names the line.
    """
    study = read_study(path, wishes.design)
    marks = None if wishes.marks is None else read_marks(wishes.marks, study)
    if wishes.figure != "auc" and marks is None:
        raise DataError("{figure} needs the readers' marks; give their table with --marks", figure=wishes.figure)
    predictions = None if wishes.network is None else read_predictions(wishes.network, wishes.network_threshold)
    unaided = unaided_treatment(study, wishes.unaided)
    patients = patients_of(study)
    method, seed = wishes.covariance, wishes.seed
    calls = calls_of(study, wishes.threshold)
    result = {"ratings": path.name, "figure_of_merit": wishes.figure, "design": _design(study, wishes.design)}
    result |= analyse(study.ratings, method, seed=seed, patients=patients)
    result |= _of_marks(study, marks, wishes, patients)
    result |= all_calls(study, wishes.threshold, method, seed, patients)
    result |= {
        "unaided": unaided,
        "reading_time": reading_times(study, method, seed, patients),
        "aid_wrong": where_the_aid_was_wrong(study, unaided, wishes.aid_threshold, calls, method, seed),
        **by_group(study, method, seed, patients),
        "agreement": agreement(study, calls),
        "calibration": calibration(study, method, seed, patients),
        "bootstrap_by_patient": bootstrap_by_patient(study, seed, patients),
        "network": missing("--network")
        if predictions is None
        else network_as_reader(study, predictions, calls, method, seed),
    }
    scores = None
    if predictions is not None:
        scores = np.array([predictions.scores.get(name, np.nan) for name in study.ratings.cases])
    return Analysed(study, marks, None if calls is None else calls[1], scores, result)


def _of_marks(
    study: Study, marks: dict[tuple[int, int], Marks] | None, wishes: Wishes, patients: list[str] | None
) -> Section:
    """The figures of marked lesions; the one that was asked for takes the place of the AUC in the analysis."""
    if marks is None:
        return {"marks": missing("--marks")}
    figures: tuple[Figure, ...] = ("wafroc", "afroc", "froc")
    merits = {figure: marks_merit(figure, marks, study) for figure in figures}
    found: Section = {
        "marks": {
            name: {
                "mean": dict(zip(merit.treatments, np.nanmean(merit.value, axis=1).tolist(), strict=True)),
                "by_reader": by_reader(merit),
            }
            for name, merit in merits.items()
        }
    }
    if wishes.figure != "auc":
        found |= analyse_merit(merits[wishes.figure], wishes.covariance, seed=wishes.seed, patients=patients)
    return found


def patients_of(study: Study) -> list[str] | None:
    """Patient of each case; None unless the table names them. A case without one is its own patient."""
    if "patient" not in study.columns:
        return None
    return [case.patient or f"case {name}" for name, case in study.cases.items()]


def _design(study: Study, declared: Design) -> Section:
    read = np.isfinite(study.ratings.all_cases)
    return {
        "declared": declared,
        "complete": study.ratings.complete,
        "readings": int(read.sum()),
        "readings_of_a_complete_study": int(read.size),
        "treatments_by_reader": {
            reader: int(read[:, number].any(axis=1).sum()) for number, reader in enumerate(study.ratings.readers)
        },
        "rated_all_alike": _alike(study),
        "columns": sorted(study.columns),
    }


def _alike(study: Study) -> list[str]:
    """Readers who gave every case the same rating under a treatment: their area is 0.5 whatever they saw."""
    table = study.ratings.all_cases
    return [
        f"{reader} ({treatment})"
        for t, treatment in enumerate(study.ratings.treatments)
        for r, reader in enumerate(study.ratings.readers)
        if len(np.unique(table[t, r][np.isfinite(table[t, r])])) == 1
    ]
