"""The first file a new user runs: `python3 installer/bootstrap.py run` or `... test`.

It only makes sure that this Python is new enough to read the rest of the installer, so it keeps to old syntax.
"""

import shutil
import sys
from pathlib import Path

OLDEST_PYTHON = (3, 11)


def newer_python() -> "str | None":
    """Name of a fitting Python on the search path, or None."""
    for minor in (13, 12, 11, 14):  # the ones with most ready-made packages first
        name = "python3." + str(minor)
        if shutil.which(name):
            return name
    return None


def main() -> int:
    """Hand over to the installer, or say which Python is needed; returns the exit status."""
    if sys.version_info < OLDEST_PYTHON:
        found = "{}.{}".format(*sys.version_info[:2])
        other = newer_python()
        if other:
            advice = "Run this instead: " + other + " " + " ".join(sys.argv)
        else:
            advice = "Install Python 3.11 or newer (Debian 12, Ubuntu 24.04 and later have it) and run this again."
        print("Minamo needs Python 3.11 or newer; this is Python " + found + ". " + advice, file=sys.stderr)
        return 2
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from installer.command_line import main as install

    return install()


if __name__ == "__main__":
    sys.exit(main())
