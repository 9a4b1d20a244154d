"""The areas in parts of the study: by the readers' experience, by lesion size, by scanner."""

import numpy as np

from inference.evaluation.readers.covariance import Method
from inference.evaluation.readers.merit import auc_merit
from inference.evaluation.readers.ratings import Flags, Ratings
from inference.evaluation.readers.results.section import Section, best_test, measured, missing
from inference.evaluation.readers.rows import by_value
from inference.evaluation.readers.study import Study

YEARS = (5, 10)
SHORT_SCALE = 3
SIZES_MM = (
    (0.0, 10.0),
    (10.0, 20.0),
    (20.0, np.inf),
)  # those of T1a-b, T1c, and T2 and more: over the first, to the last


def by_group(study: Study, method: Method, seed: int, patients: list[str] | None) -> dict[str, Section]:
    """Groups by experience, size and scanner, each missing where its column is."""
    return {
        "by_experience": _by_experience(study, method, seed, patients),
        "by_size": _by_size(study, method, seed, patients),
        "by_scanner": _by_scanner(study, method, seed, patients),
    }


def _by_experience(study: Study, method: Method, seed: int, patients: list[str] | None) -> Section:
    if "experience" not in study.columns:
        return missing("experience")
    groups = {}
    told = _bands(study.experience)
    for name in dict.fromkeys(told[reader] for reader in sorted(told, key=lambda one: by_value(study.experience[one]))):
        members = [number for number, reader in enumerate(study.ratings.readers) if told.get(reader) == name]
        groups[name] = _group(study.ratings.of_readers(members), method, seed, patients)
    return {"groups": groups, "unknown": [name for name in study.ratings.readers if name not in study.experience]}


def _bands(experience: dict[str, str]) -> dict[str, str]:
    """Years of experience in bands, each reader's own word left as it is; a scale up to 3 is no years."""
    years = {reader: by_value(text) for reader, text in experience.items()}
    if any(is_text for is_text, _, _ in years.values()) or max(value for _, value, _ in years.values()) <= SHORT_SCALE:
        return experience
    first, last = YEARS
    names = f"under {first} years", f"{first} to {last} years", f"over {last} years"
    return {
        reader: names[0] if value < first else names[1] if value <= last else names[2]
        for reader, (_, value, _) in years.items()
    }


def _by_size(study: Study, method: Method, seed: int, patients: list[str] | None) -> Section:
    """Diseased cases of each size against every healthy case: a healthy one has no size to be matched by."""
    if "size_mm" not in study.columns:
        return missing("size_mm")
    sizes = np.array([np.nan if case.size_mm is None else case.size_mm for case in study.cases.values()])
    truth, groups = study.ratings.truth, {}
    for low, high in SIZES_MM:
        name = f"over {low:g} mm" if np.isinf(high) else f"{low:g} to {high:g} mm"
        inside = (sizes >= low if low == 0 else sizes > low) & (sizes <= high)
        groups[name] = _part(study, ~truth | inside, method, seed, patients)
    return {"groups": groups, "unknown": int(np.isnan(sizes[truth]).sum())}


def _by_scanner(study: Study, method: Method, seed: int, patients: list[str] | None) -> Section:
    if "scanner" not in study.columns:
        return missing("scanner")
    scanners = [case.scanner for case in study.cases.values()]
    groups = {
        name: _part(study, np.array([scanner == name for scanner in scanners]), method, seed, patients)
        for name in sorted({scanner for scanner in scanners if scanner is not None}, key=by_value)
    }
    return {"groups": groups, "unknown": sum(scanner is None for scanner in scanners)}


def _part(study: Study, wanted: Flags, method: Method, seed: int, patients: list[str] | None) -> Section:
    kept = None if patients is None else [name for name, keep in zip(patients, wanted, strict=True) if keep]
    return _group(study.ratings.of_cases(wanted), method, seed, kept)


def _group(ratings: Ratings, method: Method, seed: int, patients: list[str] | None) -> Section:
    """Areas of a part of the study; without them where a reader has fewer than two cases of a kind."""
    counts: Section = {
        "readers": list(ratings.readers),
        "cases_diseased": ratings.diseased.shape[2],
        "cases_healthy": ratings.healthy.shape[2],
    }
    read = [np.isfinite(values).sum(axis=2) for values in (ratings.diseased, ratings.healthy)]
    whole = np.isfinite(auc_merit(ratings).value) if min(map(np.size, read)) and ratings.diseased.size else None
    if whole is None or not whole.any(axis=1).all() or min(part[whole].min() for part in read) < 2:
        return counts | {"too_few": True}
    found = measured(auc_merit(ratings), method, seed, patients)
    chosen = best_test(found)
    return counts | {
        "too_few": False,
        "auc": found["single_treatments"],
        "analysis": None if chosen is None else chosen[0],
        "p": None if chosen is None else chosen[1]["p"],
        "pairs": [] if chosen is None else chosen[1]["pairs"],
    }
