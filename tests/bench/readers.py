"""What analysing a reader study costs: `python -m tests.bench.readers [--keep]`.

114 cases x 10 readers x 2 arms, and 2,000 cases with a bootstrap of 1,000 rounds by patient, on one thread: once as the
figures alone, once as the whole analysis of the command (without its figures and report). `--keep` writes
`results/readers.json`.
"""

import csv
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np  # after the number of threads is set

from inference.evaluation.readers.analysis import Wishes, analyse_study
from inference.evaluation.readers.covariance import BOOTSTRAP_ROUNDS, Method
from inference.evaluation.readers.mrmc import analyse
from inference.evaluation.readers.rows import COLUMNS
from inference.evaluation.readers.study import read_study

RESULT = Path(__file__).parent / "results" / "readers.json"
REPEATS = 3
STUDIES: tuple[tuple[int, int, Method, float], ...] = (
    (114, 10, "jackknife", 1.0),
    (2000, 10, "bootstrap", 10.0),
)  # cases, readers, covariance, target in s


def write_study(path: Path, cases: int, readers: int) -> Path:
    """A made-up table of two arms with the optional columns that cost something."""
    rng = np.random.default_rng(cases)
    truth = np.arange(cases) < cases * 2 // 5
    shown = rng.normal(0, 1, cases) + truth
    with path.open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow([*COLUMNS, "patient", "birads", "time_s", "aid_score", "scanner", "experience"])
        for treatment, gain in (("aided", 0.4), ("unaided", 0.0)):
            for reader in range(readers):
                seen = shown + gain * truth + rng.normal(0, 1, cases)
                ratings = np.clip(np.round(40 + 15 * seen), 0, 100).astype(int)
                for case in range(cases):
                    category = "234445"[min(int(ratings[case]) // 20, 5)]
                    told = (case // 2, category, 20 + case % 30, f"{1 / (1 + np.exp(-shown[case])):.3f}", case % 3)
                    table.writerow(
                        [
                            reader,
                            treatment,
                            case,
                            int(truth[case]),
                            ratings[case],
                            *told,
                            "expert" if reader % 2 else "new",
                        ]
                    )
    return path


def measured_s(work: Callable[[], object]) -> float:
    """The shortest of a few runs."""
    times = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def main() -> None:
    """Print the table, and keep it where asked to."""
    rows = []
    print(f"{'study':<44}{'read s':>9}{'figures s':>11}{'whole s':>9}{'target s':>10}")
    with tempfile.TemporaryDirectory() as folder:
        for cases, readers, method, target_s in STUDIES:
            path = write_study(Path(folder) / f"{cases}.csv", cases, readers)
            study = read_study(path)
            patients = [case.patient or name for name, case in study.cases.items()]
            wishes = Wishes(covariance=method)
            row = {
                "cases": cases,
                "readers": readers,
                "arms": 2,
                "covariance": method,
                "bootstrap_rounds": BOOTSTRAP_ROUNDS,
                "read_s": measured_s(partial(read_study, path)),
                "figures_s": measured_s(partial(analyse, study.ratings, wishes.covariance, patients=patients)),
                "whole_s": measured_s(partial(analyse_study, path, wishes)),
                "target_s": target_s,
            }
            rows.append(row)
            name = f"{cases} cases x {readers} readers x 2 arms, {method}"
            print(f"{name:<44}{row['read_s']:>9.2f}{row['figures_s']:>11.2f}{row['whole_s']:>9.2f}{target_s:>10.0f}")
    if "--keep" in sys.argv[1:]:
        machine = f"{platform.machine()}, {os.cpu_count()} threads, one used"
        RESULT.write_text(json.dumps({"machine": machine, "studies": rows}, indent=1) + "\n", "utf-8")
        print(RESULT)


if __name__ == "__main__":
    main()
