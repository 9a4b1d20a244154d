"""Faults of a study's file and of its plan."""

from capture.errors import MinamoError


class StudyError(MinamoError):
    """A study cannot be made, read or exported; the text says what to do."""
