"""Faults of the training and evaluation data."""

from capture.errors import MinamoError


class DataError(MinamoError):
    """A labelled data set is incomplete or contradicts itself; the text names the file and row."""
