"""Any number of judged folds of one set, put together once it is sure that no patient counts twice."""

from dataclasses import dataclass

from inference.evaluation.crossval.fold import Fold
from inference.evaluation.crossval.judge import refuse_seen
from inference.training.errors import DataError

_OF_THE_FOLD = {"test_fold", "scanner_left_out", "pictures"}  # what may differ in the training of one kind of weights


@dataclass(frozen=True, slots=True, eq=False)
class Together:
    """Folds of one set.

    Attributes:
        folds: In the order of their names.
        missing: Names of the set's folds that are not there.
        without: Scanners, each judged by a release that was trained without it.
    """

    folds: tuple[Fold, ...]
    missing: tuple[str, ...]
    without: tuple[Fold, ...] = ()

    @property
    def title(self) -> str:
        """How much of the set this is, for every figure: "folds 2, 5 of 5", "fold 5 alone, of 5", "all 5 folds"."""
        total, names = len(self.folds) + len(self.missing), [fold.fold for fold in self.folds]
        if not self.missing:
            return f"all {total} folds"
        return f"fold {names[0]} alone, of {total}" if len(names) == 1 else f"folds {', '.join(names)} of {total}"

    @property
    def same_training(self) -> bool:
        """Whether all releases were made in one way, so that the folds speak of one kind of weights."""
        ways = [
            {name: value for name, value in fold.weights.training.items() if name not in _OF_THE_FOLD}
            for fold in (*self.folds, *self.without)
        ]
        return all(way == ways[0] for way in ways)


def put_together(judged: list[Fold]) -> Together:
    """Check some folds against each other and against the weights that judged them.

    Raises:
        DataError: They are of different sets or judged in different ways, a patient stands in two folds or a scanner in
            two files, or was judged by weights that had seen him.
    """
    first = judged[0]
    for fold in judged:
        if (fold.data, fold.folds) != (first.data, first.folds):
            raise DataError(
                "{fold} is of {data} and {other} of {other_data}; give the folds of one set",
                fold=first.name,
                data=first.data,
                other=fold.name,
                other_data=fold.data,
            )
        if fold.drawing != first.drawing:
            raise DataError(
                "{fold} and {other} were judged by versions that draw boxes differently; judge both again",
                fold=fold.name,
                other=first.name,
            )
        refuse_seen(fold, fold.name)
    folds = sorted((fold for fold in judged if fold.scanner_left_out is None), key=lambda fold: fold.fold)
    without = [fold for fold in judged if fold.scanner_left_out is not None]
    _refuse_twice(folds)
    _refuse_twice(without)
    there = {fold.fold for fold in folds}
    return Together(tuple(folds), tuple(name for name in first.folds if name not in there), tuple(without))


def _refuse_twice(folds: list[Fold]) -> None:
    owner: dict[str, str] = {}
    for fold in folds:
        mine = {one.patient for one in fold.pictures}
        for patient in sorted(mine & owner.keys()):
            raise DataError(
                "{patient} is judged in {first} and again in {again}; give each fold once",
                patient=patient,
                first=owner[patient],
                again=fold.name,
            )
        owner |= dict.fromkeys(mine, fold.name)
