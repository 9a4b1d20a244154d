"""Opens and plays DICOM files in a process of its own, whose memory is limited: `python -m tests.capture.fuzz_child`.

One path a line comes in, one line of JSON goes out: what happened, and the most memory taken so far.
"""

import contextlib
import json
import logging
import sys
from pathlib import Path

from capture.errors import CaptureError, EndOfStream
from capture.sources.dicom.cine import DicomReader

MEMORY_BYTES = 1024**3  # beyond what the program itself takes
MOST_FRAMES = 200


def limit_memory() -> None:
    """Let the process ask for no more than this; where the system cannot, the parent only looks at what was taken."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + MEMORY_BYTES, taken + MEMORY_BYTES))


def most_memory_bytes() -> int:
    """Resident memory of this process at its highest; 0 where the system does not tell.

    Not `ru_maxrss`: on Linux a child begins with its parent's peak.
    """
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0


def play(path: Path) -> str:
    """What happens when the file is opened and played."""
    try:
        reader = DicomReader(path)
    except CaptureError as refused:
        return f"refused: {refused}"
    frames = 0
    try:
        while frames < MOST_FRAMES:
            screen = reader.read(0)
            assert screen is not None
            assert screen.pixels.ndim == 3
            frames += 1
    except EndOfStream:
        pass
    finally:
        reader.close()
    return f"played {frames}"


def main() -> None:
    """Serve until the input ends."""
    logging.disable(logging.CRITICAL)
    limit_memory()
    for line in sys.stdin:
        try:
            happened = play(Path(line.rstrip("\n")))
        except BaseException as fault:  # noqa: BLE001  # every fault that gets out is what is looked for
            happened = f"FAULT {type(fault).__name__}: {fault}"
        print(json.dumps({"happened": happened, "most_bytes": most_memory_bytes()}), flush=True)


if __name__ == "__main__":
    main()
