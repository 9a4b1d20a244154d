"""Streams with faults, by Minamo and by OpenCV: `python -m tests.bench.capture [--keep]`.

A device in a process of its own sends 720p60 and 1080p60 as MPEG-TS over UDP on the loopback. Each reader, in another
process, first reads an undisturbed stretch (delivered, lost, late, lag), once more for a program that takes longer over
a picture than the pictures are apart; then the device stalls, repeats a picture, turns blue, changes its resolution,
holds everything back and sends it at once, talks rubbish, begins again and is unplugged: until the reader says so, and
from the end of the fault until the first fresh picture. OpenCV's VideoCapture is used as in its examples: read, and
open again when it gives nothing. Then eight hours are simulated. Four minutes, on a machine that does nothing else.
`--keep` writes `results/capture.json`.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from tests.bench.capture_readers import Readings, reading
from tests.bench.capture_soak import eight_hours_of_clocks, eight_hours_of_pictures
from tests.bench.live import commit, machine
from tests.capture.scripted_clips import Sending
from tests.capture.scripted_device import Order, ScriptedDevice

RESULT = Path(__file__).parent / "results" / "capture.json"
SIZES = {"720p60": (1280, 720), "1080p60": (1920, 1080)}
READERS = ("minamo", "opencv")
HZ = 60


@dataclass(frozen=True)
class Fault:
    """What goes wrong.

    Attributes:
        name: In the table.
        order: To the device.
        word: That is to be said of it; empty for none.
        seconds: That it lasts; 0: it is over with the order.
    """

    name: str
    order: Order
    word: str = ""
    seconds: float = 1.3


FAULTS = (
    Fault("stall", "stall", "stalled"),
    Fault("repeat", "repeat", "still picture"),
    Fault("blue", "blue", "no input"),
    Fault("size", "resized"),
    Fault("burst", "hold", "stalled"),
    Fault("garbage", "garbage", seconds=0),
    Fault("restart", "restart", seconds=0),
    Fault("unplugged 6 s", "stop", "stalled", 6.0),
)
GIVE_UP_S = 6.0  # then the reader is started anew
LATE_FROM = 1.5
BUSY_S = 0.025  # a program that manages 40 pictures a second


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, keep."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.capture", description="Streams with faults.")
    parser.add_argument("--keep", action="store_true", help=f"write {RESULT.name}")
    parser.add_argument("--seconds", type=float, default=6.0, help="undisturbed stretch (6)")
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=list(SIZES))
    chosen = parser.parse_args(arguments)
    console = Console(stderr=True)
    rows = []
    for size in chosen.sizes:
        with console.status(f"{size}: preparing"):
            device = ScriptedDevice(Sending("udp", SIZES[size], HZ, 240, 16_000_000, ("repeat", "blue", "resized")))
            device.__enter__()
        for reader in READERS:
            with console.status(f"{size}: {reader}"):
                rows.append({"size": size, "reader": reader, **_row(device, reader, chosen.seconds)})
        device.kill()
    with console.status("eight hours, simulated"):
        soak = {**eight_hours_of_clocks(), **eight_hours_of_pictures()}
    _print(rows, soak)
    if chosen.keep:
        facts = {"commit": commit(), "date": datetime.now().astimezone().isoformat(timespec="seconds")}
        report = {**facts, "machine": machine(), "rows": rows, "eight_hours": soak}
        RESULT.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
        print(RESULT)
    return 0


def _row(device: ScriptedDevice, reader: str, seconds: float) -> dict[str, Any]:
    with _fresh(device, reader) as readings:
        undisturbed = _undisturbed(device, readings, seconds)
        counts = readings.counts
    with _fresh(device, reader, BUSY_S) as readings:
        busy = _undisturbed(device, readings, seconds)
    faults = {}
    readings_of = _fresh(device, reader)
    readings = readings_of.__enter__()
    for fault in FAULTS:
        told_s = _fault(device, readings, fault)
        back_s = _back(device, readings, fault)
        faults[fault.name] = {"said_s": told_s, "back_s": back_s}
        if back_s is None:
            readings_of.__exit__(None, None, None)
            readings_of = _fresh(device, reader)
            readings = readings_of.__enter__()
    readings_of.__exit__(None, None, None)
    return {**undisturbed, "counts": counts, "busy": busy, "faults": faults}


@contextmanager
def _fresh(device: ScriptedDevice, reader: str, busy_s: float = 0.0) -> Iterator[Readings]:
    """A reader that has its first pictures."""
    device.order("play")
    with reading(reader, device.url, device.sending.size, device.sent_ns, busy_s) as readings:
        readings.wait(lambda: len(readings.pictures) > HZ // 2, 30.0)
        yield readings


def _undisturbed(device: ScriptedDevice, readings: Readings, seconds: float) -> dict[str, Any]:
    readings.rest(1.0)
    first = len(readings.pictures)
    readings.rest(seconds)
    pictures = readings.pictures[first:]
    arrived = np.array([picture.arrived_ns for picture in pictures])
    steps = np.diff([picture.position for picture in pictures]) % device.sending.pictures
    lags = np.array([picture.lag_ms for picture in pictures])
    return {
        "seconds": seconds,
        "delivered": len(pictures),
        "lost": int(np.maximum(steps - 1, 0).sum()),
        "late": int((np.diff(arrived) > LATE_FROM * 1e9 / HZ).sum()),
        "lag_p50_ms": float(np.percentile(lags, 50)),
        "lag_p99_ms": float(np.percentile(lags, 99)),
    }


def _fault(device: ScriptedDevice, readings: Readings, fault: Fault) -> float | None:
    """Seconds until it was said; None where it was not, or there is nothing to say."""
    readings.rest(0.3)
    began_ns = device.order(fault.order)
    readings.rest(fault.seconds)
    told = [told_ns for told_ns, said in readings.words if told_ns >= began_ns and said == fault.word]
    return (told[0] - began_ns) / 1e9 if told else None


def _back(device: ScriptedDevice, readings: Readings, fault: Fault) -> float | None:
    """Seconds from the end of the fault to the first picture that was sent after it; None for none in time."""
    ended_ns = device.order("play") if fault.seconds else readings.now_ns()
    place = len(readings.pictures)

    def fresh_ns() -> int | None:
        return next((each.arrived_ns for each in readings.pictures[place:] if each.sent_ns >= ended_ns), None)

    readings.wait(lambda: fresh_ns() is not None, GIVE_UP_S)
    arrived_ns = fresh_ns()
    return None if arrived_ns is None else max(0.0, (arrived_ns - ended_ns) / 1e9)


def _print(rows: list[dict[str, Any]], soak: dict[str, Any]) -> None:
    table = Table(title="MPEG-TS over UDP; seconds to say a fault / from its end to the first fresh picture")
    columns = (
        "size",
        "reader",
        "delivered",
        "lost",
        "late",
        "lag ms",
        "busy: lag ms",
        *(fault.name for fault in FAULTS),
    )
    for column in columns:
        table.add_column(column, justify="left" if column in ("size", "reader") else "right")
    for row in rows:
        table.add_row(
            row["size"],
            row["reader"],
            *(str(row[name]) for name in ("delivered", "lost", "late")),
            *(f"{each['lag_p50_ms']:.0f} / {each['lag_p99_ms']:.0f}" for each in (row, row["busy"])),
            *(f"{_s(fault['said_s'])}/{_s(fault['back_s'])}" for fault in row["faults"].values()),
        )
    console = Console(width=190)
    console.print(table)
    console.print(f"None within {GIVE_UP_S:g} s is '-'. Eight hours, simulated: {soak}")


def _s(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


if __name__ == "__main__":
    sys.exit(main())
