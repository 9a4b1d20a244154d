"""A one-place mailbox between two threads."""

import threading
from typing import Generic, TypeVar

T = TypeVar("T")


class Latest(Generic[T]):
    """Holds the newest value only: a new one replaces an unread one, and the replacements are counted."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._value: T | None = None
        self._replaced = 0
        self._closed = False

    def put(self, value: T) -> None:
        """Leave `value` for the reader, replacing what it has not read yet."""
        with self._condition:
            if self._value is not None:
                self._replaced += 1
            self._value = value
            self._condition.notify()

    def take(self, timeout_s: float) -> T | None:
        """Wait for a value and remove it; None if none came in time or the mailbox was closed."""
        with self._condition:
            self._condition.wait_for(lambda: self._value is not None or self._closed, timeout_s)
            value, self._value = self._value, None
            return value

    def close(self) -> None:
        """Wake a waiting reader; used when the threads stop."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()

    @property
    def closed(self) -> bool:
        """Whether nothing more will come."""
        with self._condition:
            return self._closed

    @property
    def replaced(self) -> int:
        """How many values were replaced before they were read."""
        with self._condition:
            return self._replaced
