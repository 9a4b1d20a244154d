"""Faults of the user's world, each with a text that says what to do."""


class MinamoError(Exception):
    """Root of the errors whose text is meant for the user: what happened, and what to do.

    The text is a constant template and its values are given apart ("{file} is empty; choose another file",
    file=name), so that the window can translate the template. `str()` is the English text.
    """

    def __init__(self, text: str, **values: object) -> None:
        """Keep the template and its values."""
        super().__init__(text, values)
        self.text = text
        self.values = values

    def __str__(self) -> str:
        return self.text.format(**self.values)


class CaptureError(MinamoError):
    """A picture source failed."""


class UnreadableFile(CaptureError):
    """A file is missing, damaged, empty or not what its name says."""


class DeviceLost(CaptureError):
    """A grabber or stream that was working stopped delivering."""


class DeviceMissing(DeviceLost):
    """A grabber is not plugged in or is another one than was asked for, or the sender closed the connection."""


class DeviceBusy(CaptureError):
    """Another program uses the grabber."""


class DeviceForbidden(CaptureError):
    """The user may not use the grabber."""


class RecordingFailed(CaptureError):
    """What is being recorded can no longer be written; what was written until then stays readable."""


class EndOfStream(Exception):
    """A recording has no more frames."""
