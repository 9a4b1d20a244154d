"""`minamo doctor`: what this machine has, what is missing, and the one line that mends it."""

import argparse
import contextlib
import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from importlib import metadata, util
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from app.settings import (
    SettingsError,
    cache_folder,
    config_folder,
    default_settings,
    load_settings,
    log_folder,
    recording_folder,
    settings_file,
)
from inference.errors import ModelError

DONE, MODEL = 0, 4
PACKAGES = ("minamo", "PySide6-Essentials", "av", "openvino", "torch", "numpy", "opencv-python", "pydicom")
ENCODERS = {"mjpeg": "recordings", "ffv1": "contrast recordings", "libx264": "export as H.264", "mpeg4": "export"}
DECODERS = ("h264", "hevc", "mjpeg", "mpeg2video", "rawvideo", "gif")
LITTLE_BYTES = 5 * 1000**3
BOOTSTRAP = "python3 installer/bootstrap.py run"


class State(Enum):
    """How an item stands."""

    GOOD = "[green]good[/]"
    LESS = "[yellow]less[/]"  # it works, with less
    BAD = "[red]bad[/]"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the table.

    Attributes:
        name: What was looked at.
        state: How it stands.
        text: What was found.
        mend: The line to run or the thing to do, or None.
    """

    name: str
    state: State
    text: str
    mend: str | None = None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command takes nothing."""


def run(args: argparse.Namespace) -> int:  # noqa: ARG001 - every command is called alike
    """Print the table; 4 where the weights cannot be used, else 0."""
    items = [item for check in CHECKS for item in check()]
    console = Console(soft_wrap=False, highlight=False)
    table = Table(title="Minamo on this machine", title_justify="left")
    table.add_column("item")
    table.add_column("state")
    table.add_column("found", overflow="fold")
    for item in items:
        table.add_row(item.name, item.state.value, escape(item.text))
    console.print(table)
    mends = [item for item in items if item.mend is not None]
    console.print("Nothing is missing." if not mends else "To mend:")
    for item in mends:
        console.print(f"  {item.name}: {item.mend}", markup=False, soft_wrap=True)
    return MODEL if any(item.name == "weights" and item.state is State.BAD for item in items) else DONE


def _versions() -> Iterator[Item]:
    system = f"{platform.python_version()} on {platform.platform()}, {os.cpu_count()} processors"
    yield Item("Python", State.GOOD, system)
    for name in PACKAGES:
        try:
            yield Item(name, State.GOOD, metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Item(name, State.BAD, "not installed", BOOTSTRAP)


def _weights() -> Iterator[Item]:
    from app.network import load_network

    try:
        settings = load_settings()
    except SettingsError:
        settings = default_settings()
    try:
        info = load_network(settings.analysis).info
    except ModelError as error:
        yield Item("weights", State.BAD, str(error), "git checkout -- resources/models, or install Minamo again")
        return
    text = f"{info.weights_sha256[:12]}…, run by {info.backend} on {info.device} in {info.precision}"
    if info.fell_back:
        yield Item("weights", State.LESS, f"{text}; {info.fell_back}")
    else:
        yield Item("weights", State.GOOD, text)


def _accelerators() -> Iterator[Item]:
    if util.find_spec("openvino"):
        import openvino

        core = openvino.Core()
        found = [f"{name} ({core.get_property(name, 'FULL_DEVICE_NAME')})" for name in core.available_devices]
        yield Item("OpenVINO devices", State.GOOD if found else State.BAD, ", ".join(found) or "none")
    if util.find_spec("torch"):
        import torch

        cuda = torch.cuda.get_device_name(0) if torch.cuda.is_available() else None
        mps = "Apple GPU (MPS)" if torch.backends.mps.is_available() else None
        yield Item("torch devices", State.GOOD, cuda or mps or f"CPU only (build {torch.__version__})")


def _sources() -> Iterator[Item]:
    from capture.devices.device_mode import propose
    from capture.devices.v4l2_modes import v4l2_modes
    from capture.sources.device import list_devices
    from capture.sources.live.link_speed import USB2_MBIT, usb_mbit_of

    found = []
    for device in list_devices():
        where = device.spec.device
        mbit = usb_mbit_of(where) if device.spec.format == "v4l2" else None
        if mbit is not None and mbit <= USB2_MBIT:
            mend = "a USB 2 port carries too few pictures; plug it into a USB 3 port (blue, or marked SS)"
            yield Item(device.name, State.LESS, mend)
        best = propose(v4l2_modes(where) if device.spec.format == "v4l2" else (), known=True)
        found.append(f"{device.name} ({where}{'' if best is None else f', best {best.mode.text}'})")
    if found:
        yield Item("grabbers, cameras", State.GOOD, ", ".join(found))
    else:
        yield Item("grabbers, cameras", State.LESS, "none; recordings, streams and the demo work without one")


def _codecs() -> Iterator[Item]:
    import av
    from av.codec import Codec

    def there(name: str, mode: Literal["r", "w"]) -> bool:
        with contextlib.suppress(ValueError):  # av.codec.UnknownCodecError
            return bool(Codec(name, mode))
        return False

    missing = [name for name in ENCODERS if not there(name, "w")]
    unread = [name for name in DECODERS if not there(name, "r")]
    text = "encodes " + ", ".join(name for name in ENCODERS if name not in missing)
    if missing == ["libx264"]:
        yield Item("codecs", State.LESS, f"{text}; without libx264 exports are MPEG-4")
    elif missing or unread:
        lacking = ", ".join([*missing, *unread])
        yield Item(
            "codecs", State.BAD, f"missing in PyAV {av.__version__}: {lacking}", "pip install --force-reinstall av"
        )
    else:
        yield Item("codecs", State.GOOD, text)


def _display() -> Iterator[Item]:
    from app.commands.window import has_display

    try:
        from app.annotated_video import ensure_gui
    except ImportError as fault:
        yield Item("window", State.BAD, f"Qt cannot be loaded: {fault}", BOOTSTRAP)
        return
    if has_display():
        yield Item("display", State.GOOD, os.environ.get("QT_QPA_PLATFORM") or "there is one")
    else:
        yield Item("display", State.LESS, "none: the window cannot be shown; analyse and demo --headless work")
    from PySide6.QtGui import QFontDatabase

    ensure_gui()
    japanese = QFontDatabase.families(QFontDatabase.WritingSystem.Japanese)
    if japanese:
        yield Item("Japanese font", State.GOOD, japanese[0])
    else:
        yield Item("Japanese font", State.LESS, "none: Japanese texts show as boxes", "sudo apt install fonts-noto-cjk")


def _settings() -> Iterator[Item]:
    try:
        settings = load_settings()
    except SettingsError as error:
        yield Item("settings", State.BAD, str(error), f"correct {settings_file()}")
        settings = default_settings()
    else:
        text = f"{settings_file()}" if settings_file().exists() else f"defaults (your own go to {settings_file()})"
        yield Item("settings", State.GOOD, text)
    folders = {
        "settings folder": config_folder(),
        "cache folder": cache_folder(),
        "log folder": log_folder(),
        "recording folder": recording_folder(settings),
    }
    for name, folder in folders.items():
        yield _folder(name, folder)


def _folder(name: str, folder: Path) -> Item:
    """Whether it can be written, and how much room there is."""
    place = next(parent for parent in (folder, *folder.parents) if parent.exists())
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
        free_bytes = shutil.disk_usage(place).free
    except OSError as fault:
        return Item(name, State.BAD, f"{folder}: {fault.strerror}", f"make {place} writable, or choose another folder")
    text = f"{folder}, {free_bytes / 1e9:.0f} GB free"
    if free_bytes < LITTLE_BYTES:
        return Item(name, State.LESS, text, f"free space on the disk of {place}")
    return Item(name, State.GOOD, text)


CHECKS: tuple[Callable[[], Iterator[Item]], ...] = (
    _versions,
    _weights,
    _accelerators,
    _sources,
    _codecs,
    _display,
    _settings,
)
