"""Faults of scanner profiles."""

from capture.errors import MinamoError


class ProfileError(MinamoError):
    """A scanner profile cannot be read, written or named so; the text says what to do."""
