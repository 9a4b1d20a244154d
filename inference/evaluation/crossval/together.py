"""Any number of judged folds of one set, put together once it is sure that no patient counts twice."""

from dataclasses import dataclass

from inference.evaluation.crossval.fold import Fold
from inference.evaluation.crossval.judge import refuse_seen
from inference.training.errors import DataError


@dataclass(frozen=True, slots=True, eq=False)
class Together:
    """Folds of one set.

    Attributes:
        folds: In the order of their names.
        missing: Names of the set's folds that are not there.
    """

    folds: tuple[Fold, ...]
    missing: tuple[str, ...]

    @property
    def title(self) -> str:
        """How much of the set this is, for every figure: "folds 2, 5 of 5", "fold 5 alone, of 5", "all 5 folds"."""
        total, names = len(self.folds) + len(self.missing), [fold.fold for fold in self.folds]
        if not self.missing:
            return f"all {total} folds"
        return f"fold {names[0]} alone, of {total}" if len(names) == 1 else f"folds {', '.join(names)} of {total}"


def put_together(folds: list[Fold]) -> Together:
    """Check some folds against each other and against the weights that judged them.

    Raises:
        DataError: They are of different sets, a patient stands in two of them, or one was judged by weights that had
            seen him.
    """
    first = folds[0]
    owner: dict[str, str] = {}
    for fold in folds:
        if (fold.data, fold.folds) != (first.data, first.folds) or fold.scanner_left_out is not None:
            raise DataError(
                "{fold} of {data} and {other} of {other_data} cannot be put together; give the folds of one set, "
                "without those that leave out a scanner",
                fold=first.name,
                data=first.data,
                other=fold.name,
                other_data=fold.data,
            )
        refuse_seen(fold, fold.name)
        for patient in {one.patient for one in fold.pictures}:
            if patient in owner:
                raise DataError(
                    "{patient} is judged in {first} and again in {again}; give each fold once",
                    patient=patient,
                    first=owner[patient],
                    again=fold.name,
                )
        owner |= dict.fromkeys((one.patient for one in fold.pictures), fold.name)
    there = {fold.fold for fold in folds}
    missing = tuple(name for name in first.folds if name not in there)
    return Together(tuple(sorted(folds, key=lambda fold: fold.fold)), missing)
