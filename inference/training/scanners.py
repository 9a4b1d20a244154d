"""Which scanner made a picture, for weights that are trained without one of them."""

from inference.training.cases import Case

SCANNER_COLUMN = "device"


def scanner_of(case: Case) -> str:
    """Maker and model as the table tells them ("GE Logiq 7 @10-14MHz" is "GE Logiq 7"); "" where it does not."""
    return case.row.get(SCANNER_COLUMN, "").partition("@")[0].strip()
