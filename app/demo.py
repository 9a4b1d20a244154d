"""Where the demo cines lie."""

from pathlib import Path

import resources
from capture.errors import UnreadableFile

KINDS = (".mp4", ".mkv", ".avi", ".mov", ".dcm", ".gif")


def demo_file() -> Path:
    """The demo cine that is shipped.

    Raises:
        UnreadableFile: It is not there.
    """
    return _shipped("demo")


def contrast_demo_file() -> Path:
    """The contrast study that is shipped: the digital reference object.

    Raises:
        UnreadableFile: It is not there.
    """
    return _shipped("contrast")


def _shipped(name: str) -> Path:
    folder = Path(resources.__file__).parent / "demo"
    for kind in KINDS:
        if (path := folder / f"{name}{kind}").is_file():
            return path
    raise UnreadableFile(
        "The demo cine is missing from {folder}; install Minamo again, or open a recording of your own", folder=folder
    )
