"""Memory of a long run on the CPU."""

import ctypes
import sys

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_MAX = -1, -2, -4  # of mallopt(3)
_TOP_PAD_BYTES = 256 << 20


def keep_freed_memory() -> bool:
    """Let the C library keep what freed tensors took, and give it to the next ones; whether it can.

    glibc gives every freed block above 32 MB back to the system and asks for it anew a moment later, and the system
    clears each page again: a third of a training step's time on the CPU. Of no effect but with glibc.
    """
    if sys.platform != "linux":
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:  # musl
        return False
    settings = ((_MMAP_MAX, 0), (_TRIM_THRESHOLD, -1), (_TOP_PAD, _TOP_PAD_BYTES))
    return all(mallopt(name, value) == 1 for name, value in settings)
