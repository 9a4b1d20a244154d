"""The virtual environment `.venv`: making it, and knowing what it was filled with."""

import hashlib
import json
import platform
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from installer.progress import SetupError


@dataclass(frozen=True, slots=True)
class State:
    """What `.venv` was filled with; kept inside it.

    Attributes:
        fingerprint: Of everything that decides what is installed.
        dev: The tools of the checks are installed too.
        torch_index: Where torch came from when the user named a place.
    """

    fingerprint: str
    dev: bool
    torch_index: str | None


def on_search_path(program: str) -> bool:
    """Whether `program` can be started by its name."""
    return shutil.which(program) is not None


def venv_python(root: Path, system: str | None = None) -> Path:
    """The Python inside `.venv`."""
    return _programs(root, system) / ("python.exe" if (system or platform.system()) == "Windows" else "python")


def minamo_program(root: Path, system: str | None = None) -> Path:
    """The program `minamo` inside `.venv`."""
    return _programs(root, system) / ("minamo.exe" if (system or platform.system()) == "Windows" else "minamo")


def _programs(root: Path, system: str | None) -> Path:
    return root / ".venv" / ("Scripts" if (system or platform.system()) == "Windows" else "bin")


def venv_works(root: Path) -> bool:
    """Whether `.venv` holds a Python that starts, is new enough and has pip."""
    asks = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([venv_python(root), "-c", asks], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def make_venv(root: Path) -> None:
    """Make `.venv` with the running Python; one that is broken or half made is replaced.

    Raises:
        SetupError: This Python cannot make one.
    """
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(root / ".venv")], capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        raise SetupError(
            f"{sys.executable} could not make {root / '.venv'}:\n{(made.stdout + made.stderr).strip()}\n"
            "Install the venv module of this Python (Debian, Ubuntu: python3-venv) and run this again."
        )


def fingerprint(root: Path, python_version: str, torch_index: str | None) -> str:
    """Changes when something changes that decides what is installed and where."""
    digest = hashlib.sha256()
    for name in ("pyproject.toml", "constraints.txt"):
        digest.update((root / name).read_bytes().replace(b"\r\n", b"\n"))
    for text in (python_version, str(root), torch_index or ""):
        digest.update(b"\0" + text.encode())
    return digest.hexdigest()


def read_state(root: Path) -> State | None:
    """What was installed last; None if nothing was, or the note cannot be read."""
    try:
        return State(**json.loads((root / ".venv" / "minamo-installed.json").read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_state(root: Path, state: State) -> None:
    """Keep what was installed, whole or not at all."""
    new = root / ".venv" / "minamo-installed.json.new"
    new.write_text(json.dumps(asdict(state), indent=2) + "\n", "utf-8")
    new.replace(root / ".venv" / "minamo-installed.json")


def venv_version(root: Path) -> str:
    """Python version of `.venv`, from the note that the venv module leaves there; empty if there is none."""
    try:
        lines = (root / ".venv" / "pyvenv.cfg").read_text("utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition("=")[2].strip() for line in lines if line.startswith("version ")), "")


def is_installed(root: Path, *, dev: bool, torch_index: str | None) -> bool:
    """Whether `.venv` already holds what would be installed now."""
    state = read_state(root)
    if state is None or (dev and not state.dev):
        return False
    place = torch_index or state.torch_index
    return state.fingerprint == fingerprint(root, venv_version(root), place) and minamo_program(root).exists()


def languages_built(root: Path) -> bool:
    """Whether every translation is compiled and as new as its source; False when there is none."""
    sources = sorted((root / "resources" / "i18n").glob("*.ts"))
    try:
        return bool(sources) and all(
            source.with_suffix(".qm").stat().st_mtime >= source.stat().st_mtime for source in sources
        )
    except OSError:
        return False


def build_languages(root: Path) -> None:
    """Compile the translations with Qt's own tool.

    Raises:
        SetupError: The tool failed; the text holds what it said.
    """
    built = subprocess.run(
        [venv_python(root), "-m", "app.language"], cwd=root, capture_output=True, text=True, check=False
    )
    if built.returncode != 0:
        raise SetupError(f"The translations could not be built:\n{(built.stdout + built.stderr).strip()}")
