"""Colours and combs by file, stream and grabber: `python -m tests.bench.colours [--keep]`.

Bars by the standards' own formulas in every coding, lossless, through the product's own readers; the worst distance of
a patch's mean colour (CIE76) and, of interlaced pictures in motion, the worst comb in grey levels. A minute. `--keep`
writes `results/colours.json`.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import av
import numpy as np
from rich.console import Console
from rich.table import Table

from capture.source import ScreenReader
from capture.sources.device import DeviceReader, DeviceSpec
from capture.sources.stream import StreamReader
from capture.sources.video_file import VideoFileReader
from tests.bench.live import commit
from tests.capture.made_colours import Coding, comb_levels, pictures, sent, worst_delta_e, write

RESULT = Path(__file__).parent / "results" / "colours.json"
TARGET = 2.0  # CIE76
PICTURES = 4
SIZES = {"BT.601": ((720, 576), (720, 480)), "BT.709": ((1280, 720), (1920, 1080))}
PATHS = ("file", "stream", "grabber")


def codings() -> list[Coding]:
    """Everything a scanner's output can be coded as."""
    found = [
        Coding(matrix, full, pixels, SIZES[matrix][0])
        for matrix, full, pixels in product(SIZES, (False, True), ("yuv420p", "yuv422p"))
    ]
    found += [replace(coding, stated=False) for coding in found if not coding.full]
    for size in ((720, 480), (720, 576), (1920, 1080)):
        matrix = "BT.709" if size[1] > 720 else "BT.601"
        found += [Coding(matrix, False, pixels, size, interlaced=True) for pixels in ("yuv420p", "yuv422p")]
    return found


def main() -> int:
    """Print the table, and keep it where asked to."""
    rows = []
    console = Console(stderr=True)
    with tempfile.TemporaryDirectory() as folder:
        for coding in codings():
            with console.status(name_of(coding)):
                rows.append(measured(coding, Path(folder)))
    table = Table(title=f"Worst CIE76 distance of a patch; target {TARGET:g}")
    for column in ("coding", *PATHS, "combs: sent", *(f"combs: {path}" for path in PATHS)):
        table.add_column(column, justify="left" if column == "coding" else "right")
    for row in rows:
        combs = row["combs"]
        table.add_row(
            row["coding"],
            *(_number(row["delta_e"][path]) for path in PATHS),
            *("-" if combs is None else f"{combs[path]:.0f}" for path in ("sent", *PATHS)),
        )
    Console(width=130).print(table)
    if "--keep" in sys.argv[1:]:
        RESULT.write_text(
            json.dumps({"commit": commit(), "measure": "CIE76", "target": TARGET, "rows": rows}, indent=1) + "\n",
            "utf-8",
        )
        print(RESULT)
    return 0 if all(value is None or value < TARGET for row in rows for value in row["delta_e"].values()) else 1


def measured(coding: Coding, folder: Path) -> dict[str, Any]:
    """One row: each path's worst colour and worst comb."""
    file = folder / "bars.mkv"
    exact = "mpeg2video" if coding.interlaced else "ffv1"  # FFV1 does not say that it is interlaced
    write(file, coding, exact, PICTURES)
    streamed = "libx264" if "libx264" in av.codecs_available else "mpeg2video"
    readers: dict[str, tuple[Any, Callable[[str], ScreenReader]]] = {
        "file": (nullcontext(""), lambda _: VideoFileReader(file)),
        "stream": (sent(coding, streamed), StreamReader),
        "grabber": (
            nullcontext(""),
            lambda _: DeviceReader(DeviceSpec("lavfi", f"movie={file}:loop=0,realtime", "Bars")),
        ),
    }
    delta_e: dict[str, float | None] = {}
    combs: dict[str, float] = {"sent": max(comb_levels(picture) for picture in pictures(coding, PICTURES))}
    for path, (sending, opened) in readers.items():
        if path == "stream" and streamed == "mpeg2video" and coding.full:
            delta_e[path] = None  # MPEG-2 has no full range
            continue
        with sending as url:
            shown = _shown(opened(url))
        delta_e[path] = max(worst_delta_e(picture) for picture in shown)
        combs[path] = max(comb_levels(picture) for picture in shown)
    return {"coding": name_of(coding), "delta_e": delta_e, "combs": combs if coding.interlaced else None}


def name_of(coding: Coding) -> str:
    """As "BT.601 limited 4:2:0 720x480i"."""
    width, height = coding.size
    sampling = "4:2:0" if coding.pixels == "yuv420p" else "4:2:2"
    told = "" if coding.stated else ", not stated"
    scan = "i" if coding.interlaced else "p"
    return f"{coding.matrix} {'full' if coding.full else 'limited'} {sampling} {width}x{height}{scan}{told}"


def _shown(reader: ScreenReader) -> list[np.ndarray]:
    shown = []
    while len(shown) < PICTURES:
        screen = reader.read(10.0)
        if screen is None:
            break
        shown.append(screen.pixels)
    reader.close()
    return shown


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


if __name__ == "__main__":
    sys.exit(main())
