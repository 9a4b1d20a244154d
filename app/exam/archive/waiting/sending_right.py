"""The right to send: of all windows and commands on one queue, one sends at a time."""

from pathlib import Path

from filelock import FileLock, Timeout


class SendingRight:
    """A lock that the system takes back from its holder when that ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        """Prepare the lock of the queue in this folder; nobody holds it yet."""
        self._lock = FileLock(folder / "sending.lock", timeout=0, thread_local=False)

    def take(self) -> bool:
        """Take it, or find it taken; True where it is held already."""
        if not self._lock.is_locked:
            try:
                self._lock.acquire()
            except (Timeout, OSError):
                return False
        return True

    def give_back(self) -> None:
        """Let others send."""
        self._lock.release()
