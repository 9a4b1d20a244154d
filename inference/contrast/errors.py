"""Faults of a contrast study."""

from capture.errors import MinamoError


class ContrastError(MinamoError):
    """A recording, a region or a setting does not allow a contrast study; the text says why and what to do."""
