"""What a command will do on this machine, decided before anything is done."""

import os
import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from importlib.util import find_spec
from pathlib import Path

from installer import environment, system_packages
from installer.system_packages import Need


@dataclass(frozen=True, slots=True)
class Machine:
    """What was found on this machine.

    Attributes:
        system: "Linux", "Windows" or "Darwin", as `platform.system()` says it.
        missing: System packages that are needed and not there; (package, need).
        missing_libraries: The same as the loader's names, for systems without apt.
        has_apt: apt-get is there.
        apt_prefix: Words before apt-get with which it may install; None where it may not.
        has_display: A window can be opened.
        venv_works: `.venv` holds a Python that starts and is new enough.
        installed: What `.venv` holds is what `pyproject.toml` and `constraints.txt` ask for.
        languages_built: Every translation is compiled and as new as its source.
    """

    system: str
    missing: tuple[tuple[str, Need], ...] = ()
    missing_libraries: tuple[str, ...] = ()
    has_apt: bool = False
    apt_prefix: tuple[str, ...] | None = None
    has_display: bool = True
    venv_works: bool = False
    installed: bool = False
    languages_built: bool = False


class Step(Enum):
    """One step of a command, and what it says of itself."""

    INSTALL_SYSTEM_PACKAGES = "install system packages with apt"
    NAME_SYSTEM_PACKAGES = "name the line that installs what the system lacks, and go on"
    STOP_FOR_SYSTEM_PACKAGES = "name the line that installs what the system lacks, and stop"
    MAKE_VENV = "make .venv"
    INSTALL = "install the tested set of packages into .venv"
    BUILD_LANGUAGES = "build the languages"
    OPEN_WINDOW = "open the window on the demo"
    RUN_HEADLESS = "no display: analyse the demo without a window"
    RUN_CHECKS = "run all checks"


def plan(command: str, machine: Machine) -> tuple[Step, ...]:
    """The steps of `command` ("run" or "test") on this machine, in order."""
    steps: list[Step] = []
    if machine.system == "Linux" and (machine.missing or machine.missing_libraries):
        steps.append(_system_step(machine))
        if steps[0] is Step.STOP_FOR_SYSTEM_PACKAGES:
            return tuple(steps)
    if not machine.venv_works:
        steps.append(Step.MAKE_VENV)
    if not machine.venv_works or not machine.installed:
        steps.append(Step.INSTALL)
    if not machine.languages_built:
        steps.append(Step.BUILD_LANGUAGES)
    if command == "test":
        steps.append(Step.RUN_CHECKS)
    else:
        steps.append(Step.OPEN_WINDOW if machine.has_display else Step.RUN_HEADLESS)
    return tuple(steps)


def _system_step(machine: Machine) -> Step:
    if not machine.has_apt:
        return Step.NAME_SYSTEM_PACKAGES  # another distribution: its names are not known here, so nothing is held up
    if machine.apt_prefix is not None:
        return Step.INSTALL_SYSTEM_PACKAGES
    only_fonts = all(need is Need.FONT for _, need in machine.missing)
    return Step.NAME_SYSTEM_PACKAGES if only_fonts else Step.STOP_FOR_SYSTEM_PACKAGES


def has_display(system: str, variables: Mapping[str, str]) -> bool:
    """Whether a window can be opened: always on Windows and macOS, elsewhere when a display is named."""
    return system != "Linux" or bool(variables.get("DISPLAY") or variables.get("WAYLAND_DISPLAY"))


def venv_package() -> str:
    """Debian's name of the package that lets the running Python make virtual environments."""
    return f"python3.{sys.version_info.minor}-venv"


def look_at_machine(command: str, root: Path, torch_index: str | None, *, with_archive: bool = False) -> Machine:
    """Find out what is there; changes nothing."""
    system = platform.system()
    missing: list[tuple[str, Need]] = []
    libraries: list[str] = []
    prefix = None
    has_apt = False
    venv_works = environment.venv_works(root)
    if system == "Linux":
        prefix = system_packages.apt_prefix()
        has_apt = environment.on_search_path("apt-get")
        for package in system_packages.missing_packages(
            system_packages.needs_of(command, os.environ, with_archive=with_archive),
            system_packages.library_loads,
            system_packages.package_installed if has_apt else lambda _: True,
        ):
            missing.append((package.name, package.need))
            if package.library:
                libraries.append(package.library)
        if has_apt and not venv_works and find_spec("ensurepip") is None:  # Debian and Ubuntu ship it apart
            missing.insert(0, (venv_package(), Need.IMPORT))
    return Machine(
        system=system,
        missing=tuple(missing),
        missing_libraries=tuple(libraries),
        has_apt=has_apt,
        apt_prefix=prefix,
        has_display=has_display(system, os.environ),
        venv_works=venv_works,
        installed=venv_works and environment.is_installed(root, dev=command == "test", torch_index=torch_index),
        languages_built=environment.languages_built(root),
    )
