"""Faults of sharing."""

from capture.errors import MinamoError


class SharingError(MinamoError):
    """The port cannot be opened; the text says what to do."""
