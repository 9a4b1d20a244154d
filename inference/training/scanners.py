"""Which scanner made a picture, for weights that are trained without one of them."""

from collections.abc import Iterable

from inference.training.cases import Case
from inference.training.errors import DataError

SCANNER_COLUMN = "device"


def scanner_of(case: Case) -> str:
    """Maker and model as the table tells them ("GE Logiq 7 @10-14MHz" is "GE Logiq 7"); "" where it does not."""
    return case.row.get(SCANNER_COLUMN, "").partition("@")[0].strip()


def scanner_called(name: str, cases: Iterable[Case]) -> str:
    """The one scanner among some cases whose name holds `name`, capitals aside ("toshiba" is "Toshiba Aplio 300").

    Raises:
        DataError: None or several do.
    """
    scanners = sorted({scanner_of(case) for case in cases} - {""})
    fitting = [scanner for scanner in scanners if name and name.lower() in scanner.lower()]
    if len(fitting) != 1:
        raise DataError(
            "'{name}' names {count} scanners of the data; name one of: {scanners}",
            name=name,
            count=len(fitting),
            scanners=", ".join(scanners),
        )
    return fitting[0]
