"""Faults of the user's world, each with a text that says what to do."""


class MinamoError(Exception):
    """Root of the errors whose text is meant for the user: what happened, and what to do."""


class CaptureError(MinamoError):
    """A picture source failed."""


class UnreadableFile(CaptureError):
    """A file is missing, damaged, empty or not what its name says."""


class DeviceLost(CaptureError):
    """A grabber or stream that was working stopped delivering."""


class RecordingFailed(CaptureError):
    """What is being recorded can no longer be written; what was written until then stays readable."""


class EndOfStream(Exception):
    """A recording has no more frames."""
