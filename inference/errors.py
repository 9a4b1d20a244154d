"""Faults of the networks, each with a text that says what to do."""

from capture.errors import MinamoError


class ModelError(MinamoError):
    """Weights are missing, changed or unfit for this machine, or a network returned no numbers."""


class DeviceFailed(ModelError):
    """A device ran out of memory or broke down while it ran a network; another device may go on."""
