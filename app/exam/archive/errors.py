"""What can go wrong between Minamo and the archive, by what has to happen next."""

from app.exam.errors import ArchiveError


class Unreachable(ArchiveError):
    """Nothing can be sent just now, whatever it is: it waits and is tried again by itself."""


class Refused(ArchiveError):
    """This one object was refused and would be again: it is kept, and waits for the user."""
