"""Libraries and fonts of the system that Qt and OpenCV load and that pip cannot bring."""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum


class Need(Enum):
    """What a system package is needed for."""

    IMPORT = "import"  # Qt, OpenCV or Qt's own tools do not start without it
    X11 = "x11"  # a window on an X11 display
    WAYLAND = "wayland"  # a window on a Wayland display
    FONT = "font"  # text is drawn without it, but not Japanese, or not well
    ARCHIVE = "archive"  # programs that check what we send, write and print; asked for with --with-archive only


@dataclass(frozen=True, slots=True)
class SystemPackage:
    """A Debian package and how to see that it is there.

    Attributes:
        name: Debian's and Ubuntu's name of the package.
        need: What needs it.
        library: Name by which the loader finds it; None for a font or a program, which dpkg is asked about.
    """

    name: str
    need: Need
    library: str | None


# What the libraries in the Qt 6.11, OpenCV and PyAV wheels ask of the system beyond glibc and libstdc++.
SYSTEM_PACKAGES = (
    SystemPackage("libegl1", Need.IMPORT, "libEGL.so.1"),
    SystemPackage("libgl1", Need.IMPORT, "libGL.so.1"),
    SystemPackage("libglib2.0-0", Need.IMPORT, "libgthread-2.0.so.0"),
    SystemPackage("libdbus-1-3", Need.IMPORT, "libdbus-1.so.3"),
    SystemPackage("libfontconfig1", Need.IMPORT, "libfontconfig.so.1"),
    SystemPackage("libxkbcommon0", Need.IMPORT, "libxkbcommon.so.0"),
    SystemPackage("libgssapi-krb5-2", Need.IMPORT, "libgssapi_krb5.so.2"),  # QtNetwork, and lrelease through it
    SystemPackage("libbrotli1", Need.IMPORT, "libbrotlidec.so.1"),
    SystemPackage("libx11-xcb1", Need.X11, "libX11-xcb.so.1"),
    SystemPackage("libxkbcommon-x11-0", Need.X11, "libxkbcommon-x11.so.0"),
    SystemPackage("libxcb-cursor0", Need.X11, "libxcb-cursor.so.0"),
    SystemPackage("libxcb-icccm4", Need.X11, "libxcb-icccm.so.4"),
    SystemPackage("libxcb-image0", Need.X11, "libxcb-image.so.0"),
    SystemPackage("libxcb-keysyms1", Need.X11, "libxcb-keysyms.so.1"),
    SystemPackage("libxcb-randr0", Need.X11, "libxcb-randr.so.0"),
    SystemPackage("libxcb-render-util0", Need.X11, "libxcb-render-util.so.0"),
    SystemPackage("libxcb-shape0", Need.X11, "libxcb-shape.so.0"),
    SystemPackage("libxcb-sync1", Need.X11, "libxcb-sync.so.1"),
    SystemPackage("libxcb-xfixes0", Need.X11, "libxcb-xfixes.so.0"),
    SystemPackage("libxcb-xkb1", Need.X11, "libxcb-xkb.so.1"),
    SystemPackage("libwayland-client0", Need.WAYLAND, "libwayland-client.so.0"),
    SystemPackage("libwayland-cursor0", Need.WAYLAND, "libwayland-cursor.so.0"),
    SystemPackage("libwayland-egl1", Need.WAYLAND, "libwayland-egl.so.1"),
    SystemPackage("fonts-dejavu-core", Need.FONT, None),
    SystemPackage("fonts-noto-cjk", Need.FONT, None),
    SystemPackage("orthanc", Need.ARCHIVE, None),
    SystemPackage("dicom3tools", Need.ARCHIVE, None),
    SystemPackage("tesseract-ocr", Need.ARCHIVE, None),
    SystemPackage("tesseract-ocr-eng", Need.ARCHIVE, None),
    SystemPackage("tesseract-ocr-jpn", Need.ARCHIVE, None),
)
SERVICES = ("orthanc",)  # packages that start a server of their own, which nobody here wants


def needs_of(command: str, environment: Mapping[str, str], *, with_archive: bool = False) -> frozenset[Need]:
    """What this command needs on Linux; the checks run without a display, so they need no window."""
    needs = {Need.IMPORT, Need.FONT}
    if with_archive:
        needs.add(Need.ARCHIVE)
    if command == "run" and environment.get("DISPLAY"):
        needs.add(Need.X11)
    if command == "run" and environment.get("WAYLAND_DISPLAY"):
        needs.add(Need.WAYLAND)
    return frozenset(needs)


def missing_packages(
    needs: Iterable[Need],
    library_loads: Callable[[str], bool],
    package_installed: Callable[[str], bool],
) -> tuple[SystemPackage, ...]:
    """The packages that are needed and not there, in the order of the table."""
    wanted = frozenset(needs)
    return tuple(
        package
        for package in SYSTEM_PACKAGES
        if package.need in wanted
        and not (library_loads(package.library) if package.library else package_installed(package.name))
    )


def library_loads(name: str) -> bool:
    """Whether the loader finds this library; independent of how a distribution names the package."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def package_installed(name: str) -> bool:
    """Whether dpkg says that the package is installed; False where there is no dpkg."""
    if not shutil.which("dpkg-query"):
        return False
    asked = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${db:Status-Status}", name], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() == "installed"


def apt_prefix() -> tuple[str, ...] | None:
    """Words before `apt-get` with which it may install: none for root, sudo without a password; None: it may not."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ()
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ("sudo", "-n")
    return None


def apt_line(packages: Iterable[str]) -> str:
    """The one line a user types who may use sudo with a password."""
    return "sudo apt-get update && sudo apt-get install -y --no-install-recommends " + " ".join(packages)


def apt_commands(packages: Iterable[str], prefix: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The same as commands that ask nothing: refresh the lists, then install."""
    apt = (*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120")
    return (*apt, "update"), (*apt, "install", "-y", "--no-install-recommends", *packages)


def stop_services_commands(packages: Iterable[str], prefix: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """What ends the servers that newly installed packages started, and keeps them from starting with the machine."""
    commands = []
    for package in packages:
        if package in SERVICES:
            commands += [(*prefix, "update-rc.d", package, "disable"), (*prefix, f"/etc/init.d/{package}", "stop")]
    return tuple(commands)
