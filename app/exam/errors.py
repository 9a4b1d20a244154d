"""What can go wrong with an exam, in words that say what to do."""

from capture.errors import MinamoError


class ExamError(MinamoError):
    """An exam cannot be opened, written or made into a report; the text says what to do."""


class ArchiveError(MinamoError):
    """The archive or worklist cannot be reached or refused something; nothing is lost, the text says what to do."""
