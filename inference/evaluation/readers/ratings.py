"""The ratings of a study: who rated which case how, under which treatment."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """Ratings of a study; in a factorial one every reader rated every case under every treatment.

    Attributes:
        treatments: Sorted; numbers by their value, texts by the alphabet.
        readers: Sorted likewise.
        diseased: (t, r, m) ratings of the cases with the disease; NaN where one was not read.
        healthy: (t, r, n) ratings of the cases without it.
        cases: Names of the m diseased cases, then of the n healthy ones; empty where nobody asks for them.
    """

    treatments: tuple[str, ...]
    readers: tuple[str, ...]
    diseased: Floats
    healthy: Floats
    cases: tuple[str, ...] = ()

    @property
    def all_cases(self) -> Floats:
        """(t, r, m + n), the diseased cases first."""
        return np.concatenate([self.diseased, self.healthy], axis=2)

    @property
    def truth(self) -> Flags:
        """(m + n,), the diseased cases first."""
        m, n = self.diseased.shape[2], self.healthy.shape[2]
        return np.concatenate([np.ones(m, np.bool_), np.zeros(n, np.bool_)])

    @property
    def complete(self) -> bool:
        """Whether the study is factorial."""
        return not (np.isnan(self.diseased).any() or np.isnan(self.healthy).any())

    def of_readers(self, wanted: list[int]) -> "Ratings":
        """The same study of these readers alone."""
        names = tuple(self.readers[number] for number in wanted)
        return Ratings(self.treatments, names, self.diseased[:, wanted], self.healthy[:, wanted], self.cases)

    def of_cases(self, wanted: Flags) -> "Ratings":
        """The same study of these cases alone; `wanted` has shape (m + n,)."""
        m = self.diseased.shape[2]
        kept = tuple(name for name, keep in zip(self.cases, wanted, strict=False) if keep)
        return Ratings(
            self.treatments, self.readers, self.diseased[..., wanted[:m]], self.healthy[..., wanted[m:]], kept
        )


def read_ratings(path: Path) -> Ratings:
    """The ratings of a factorial study's table; see `study.read_study`.

    Raises:
        DataError: The table cannot be read, contradicts itself or is not complete; the text names the line.
    """
    from inference.evaluation.readers.study import read_study

    return read_study(path).ratings
