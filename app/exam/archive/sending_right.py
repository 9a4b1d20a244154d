"""The right to send: of all windows and commands on one queue, one sends at a time."""

import sqlite3
from pathlib import Path


class SendingRight:
    """A lock that the system gives back when its holder ends, however it ends: SQLite's own, on an empty database."""

    def __init__(self, folder: Path) -> None:
        """Prepare the lock of the queue in this folder; nobody holds it yet."""
        self._file = folder / "sending.lock"
        self._held: sqlite3.Connection | None = None

    def take(self) -> bool:
        """Take it, or find it taken; True where it is held already."""
        if self._held is not None:
            return True
        lock = sqlite3.connect(self._file, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            lock.close()
            return False
        self._held = lock
        return True

    def give_back(self) -> None:
        """Let others send."""
        if self._held is not None:
            self._held.close()
            self._held = None
