"""A pytest plugin that makes every hand-over between threads late, to find what holds only on an idle machine.

`python -m pytest -p tests.late_threads --late start tests/app` runs tests under one of these regimes:

- `start`: a worker begins late, and so does each job, frame or value it had to wait for.
- `delivery`: a Qt signal that is emitted in a worker's thread is emitted late.
- `pace`: a worker's thread falls asleep at random places right after it made something visible to other threads
  (it let go of a lock, set an event, emitted a signal), so what it says next is late.
- `window`: the thread of the window does so, and everybody else is early.

The random regimes repeat with the same `--late-seed`. A test that measures a speed or a deadline by the clock is
marked `on_time`: nothing is late in it. What happens in other processes is never late.
"""

import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import FrameType
from typing import Any

import pytest

from app.exam.keep.writer import ExamWriter
from capture.frame_queue import FrameQueue
from capture.latest import Latest
from capture.worker import Worker

ROOMS = ("app.", "capture.", "inference.")
WAITED_S = 0.001  # whoever waited longer than this for something was asleep, and might be woken late
SHARE = 0.3  # of its life that a thread is asleep at random: a camera's must keep up with the camera
CHANCE = {"pace": 0.2, "window": 0.05}  # of falling asleep at one place: the window's thread passes very many
_pause = time.sleep
_real = {"Lock": threading.Lock, "RLock": threading.RLock}


class Lateness:
    """Who is late at the moment, and by how much."""

    def __init__(self) -> None:
        self.regime = ""
        self.delay_s = 0.0
        self.seed = 0
        self.off = False
        self._test = ""
        self._of_thread: dict[str, random.Random] = {}
        self._began_s = 0.0
        self._slept_s: dict[str, float] = {}

    def begin(self, item: pytest.Item) -> None:
        """Another test: the same lateness whichever tests ran before it."""
        self.off = item.get_closest_marker("on_time") is not None
        self._test = item.nodeid
        self._of_thread, self._slept_s = {}, {}
        self._began_s = time.monotonic()

    def always(self, regime: str) -> None:
        """Be late in this regime."""
        if self.regime == regime and not self.off:
            _pause(self.delay_s)

    def sometimes(self) -> None:
        """Something was made visible to other threads; the one that did it may fall asleep now."""
        thread = threading.current_thread()
        if self.off or self.regime != ("window" if thread is threading.main_thread() else "pace"):
            return
        dice = self._of_thread.setdefault(thread.name, random.Random(f"{self.seed} {self._test} {thread.name}"))
        pause_s, slept_s = dice.uniform(0, 2 * self.delay_s), self._slept_s.get(thread.name, 0.0)
        if dice.random() < CHANCE[self.regime] and slept_s <= SHARE * (time.monotonic() - self._began_s):
            self._slept_s[thread.name] = slept_s + pause_s
            _pause(pause_s)


late = Lateness()


class LateLock:
    """A lock whose holder may fall asleep when it has let go."""

    def __init__(self, kind: str) -> None:
        self._lock = _real[kind]()

    def acquire(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._lock.acquire(*args, **kwargs))

    def release(self) -> None:
        self._lock.release()
        late.sometimes()

    def __enter__(self) -> bool:
        return bool(self._lock.__enter__())

    def __exit__(self, *fault: object) -> None:
        self._lock.__exit__(*fault)
        late.sometimes()


class LateCondition(threading.Condition):
    """A condition whose holder may fall asleep when it has let go."""

    def __exit__(self, *fault: Any) -> None:
        super().__exit__(*fault)
        if _asked_by_the_product():
            late.sometimes()


class LateEvent(threading.Event):
    """An event; whoever sets it may fall asleep then."""

    def set(self) -> None:
        super().set()
        if _asked_by_the_product():
            late.sometimes()


class LateExecutor(ThreadPoolExecutor):
    """Begins each piece of work late."""

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return super().submit(_late_first(work), *args, **kwargs)


def _after_waiting(take: Callable[..., Any]) -> Callable[..., Any]:
    def take_late(*args: Any, **kwargs: Any) -> Any:
        began_s = time.monotonic()
        taken = take(*args, **kwargs)
        if taken is not None and time.monotonic() - began_s > WAITED_S:
            late.always("start")
        return taken

    return take_late


def _late_first(work: Callable[..., Any]) -> Callable[..., Any]:
    def work_late(*args: Any, **kwargs: Any) -> Any:
        late.always("start")
        return work(*args, **kwargs)

    return work_late


def _thread_of(run: Callable[[Worker], None]) -> Callable[[Worker], None]:
    def run_late(worker: Worker) -> None:
        if late.regime in ("delivery", "pace"):
            sys.setprofile(_watch_emit)
        late.always("start")
        run(worker)

    return run_late


def _watch_emit(_frame: FrameType, event: str, called: Any) -> None:
    if event == "c_call" and called.__name__ == "emit":
        late.always("delivery")
    elif event == "c_return" and called.__name__ == "emit":
        late.sometimes()


def _asked_by_the_product() -> bool:
    """Whether whoever called the caller of this is the product, not a library or a test."""
    return str(sys._getframe(2).f_globals.get("__name__", "")).startswith(ROOMS)


def _lock_for(kind: str) -> Callable[[], Any]:
    """What `threading.Lock` and `RLock` give: a late one to the product, the real one to everybody else."""

    def make() -> Any:
        return LateLock(kind) if _asked_by_the_product() else _real[kind]()

    return make


def pytest_addoption(parser: pytest.Parser) -> None:
    """Which regime, how late, and where at random."""
    group = parser.getgroup("late threads")
    group.addoption("--late", choices=("start", "delivery", "pace", "window"), default="start", help="who is late")
    group.addoption("--late-ms", type=float, default=60.0, help="by so much (at random: by so much on the average)")
    group.addoption("--late-seed", type=int, default=0, help="of the random regimes")


def pytest_configure(config: pytest.Config) -> None:
    """Put the late ones in the places of the ordinary ones."""
    late.regime = config.getoption("--late")
    late.delay_s = config.getoption("--late-ms") / 1e3
    late.seed = config.getoption("--late-seed")
    put = pytest.MonkeyPatch()
    put.setattr(Worker, "_run", _thread_of(Worker._run))
    put.setattr(FrameQueue, "get", _after_waiting(FrameQueue.get))
    put.setattr(Latest, "take", _after_waiting(Latest.take))
    put.setattr(ExamWriter, "_try", _late_first(ExamWriter._try))
    put.setattr("app.exam.keep.keeping.ThreadPoolExecutor", LateExecutor)
    put.setattr(threading, "Condition", LateCondition)
    put.setattr(threading, "Event", LateEvent)
    for kind in _real:
        put.setattr(threading, kind, _lock_for(kind))
    config.add_cleanup(put.undo)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[Any]:
    """Say for each test whether anything is late in it."""
    late.begin(item)
    return (yield)
