"""Filling `.venv` with the tested set of packages, by pip, and telling what went wrong in plain words."""

import os
import re
import subprocess
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

from installer import environment
from installer.progress import SetupError

NETWORK_SIGNS = (
    "Failed to establish a new connection",
    "Temporary failure in name resolution",
    "Name or service not known",
    "getaddrinfo failed",
    "Network is unreachable",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "ProxyError",
    "Connection refused",
)

# Printed by the environment's own Python: importing torch would take seconds, its version file takes none.
TORCH_BUILD = """
import runpy
from importlib.metadata import distribution
found = distribution("torch")
facts = runpy.run_path(str(found.locate_file("torch/version.py")))
names = {"cuda": "CUDA", "hip": "ROCm", "xpu": "XPU"}
runtimes = [f"{name} {facts[key]}" for key, name in names.items() if facts.get(key)]
print(f"torch {facts.get('__version__', found.version)}, {runtimes[0] if runtimes else 'no GPU runtime'}")
"""


def torch_requirement(root: Path) -> str:
    """torch with its range, as pyproject.toml states it."""
    with (root / "pyproject.toml").open("rb") as file:
        dependencies: list[str] = tomllib.load(file)["project"]["dependencies"]
    return next(line for line in dependencies if line.partition(">")[0].strip() == "torch")


def without_torch(constraints: str) -> str:
    """The tested set with torch left open, for another build of it."""
    return "".join(line for line in constraints.splitlines(keepends=True) if not line.startswith("torch=="))


def pip_arguments(root: Path, *, dev: bool, torch_index: str | None) -> tuple[tuple[str, ...], ...]:
    """Arguments of the pip calls that fill `.venv`, in order.

    With `torch_index`, torch comes from there alone, in the newest version of the range that it has, and the rest
    follows from where pip usually looks.
    """
    # Not compiled beforehand: most of torch, scikit-learn and openvino is never imported.
    install = ("install", "--no-input", "--progress-bar", "off", "--no-compile")
    project = f"{root}[dev]" if dev else str(root)
    if not torch_index:
        return ((*install, "-c", str(root / "constraints.txt"), "-e", project),)
    open_set = root / ".venv" / "constraints-without-torch.txt"
    return (
        (*install, "--no-deps", "--force-reinstall", "--index-url", torch_index, torch_requirement(root)),
        (*install, "-c", str(open_set), "--extra-index-url", torch_index, "-e", project),
    )


def install(root: Path, *, dev: bool, torch_index: str | None, on_news: Callable[[str], None]) -> str:
    """Fill `.venv`; returns which build of torch it got, in words.

    Raises:
        SetupError: pip failed; the text holds the end of what it said and what to do.
    """
    before = environment.read_state(root)
    dev = dev or (before is not None and before.dev)  # what the checks need is not taken away again
    torch_index = torch_index or (before.torch_index if before else None)
    if torch_index:
        constraints = (root / "constraints.txt").read_text("utf-8")
        (root / ".venv" / "constraints-without-torch.txt").write_text(without_torch(constraints), "utf-8")
    (root / ".venv" / "minamo-installed.json").unlink(missing_ok=True)  # until pip is done nothing is sure
    calls = pip_arguments(root, dev=dev, torch_index=torch_index)
    if before and torch_index == before.torch_index:
        calls = calls[-1:]  # torch is there from that place already
    for arguments in calls:
        _pip(root, arguments, on_news)
    environment.write_state(
        root,
        environment.State(environment.fingerprint(root, environment.venv_version(root), torch_index), dev, torch_index),
    )
    return torch_build(root)


def torch_build(root: Path) -> str:
    """Version and GPU runtime of the installed torch, in words."""
    said = subprocess.run(
        [environment.venv_python(root), "-c", TORCH_BUILD], capture_output=True, text=True, check=False
    )
    return said.stdout.strip() or "torch: build unknown"


def _pip(root: Path, arguments: Sequence[str], on_news: Callable[[str], None]) -> None:
    """Run pip, pass on what it is doing, and keep what it said in case it fails."""
    said: list[str] = []
    variables = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
    with subprocess.Popen(
        [environment.venv_python(root), "-m", "pip", *arguments],
        cwd=root,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as pip:
        assert pip.stdout is not None
        for line in pip.stdout:
            said.append(line.rstrip())
            on_news(pip_news(line))
    if pip.returncode != 0:
        raise SetupError(pip_failure(said, torch_index_named="--index-url" in arguments))


def pip_news(line: str) -> str:
    """One line of pip's output in a few words; empty when it is no news."""
    words = line.split()
    if len(words) > 1 and words[0] in {"Collecting", "Downloading", "Building", "Installing", "Obtaining"}:
        return " ".join(words[:2]) if words[0] != "Installing" else "installing"
    return ""


def pip_failure(said: Sequence[str], *, torch_index_named: bool = False) -> str:
    """What to tell the user when pip failed."""
    text = "\n".join(said)
    end = "\n".join(line for line in said[-25:] if line)
    # Every index has setuptools: one that seems to have none was not reached.
    no_index = re.search(r"requirement setuptools\S* \(from versions: none\)", text)
    if no_index or any(sign in text for sign in NETWORK_SIGNS):
        return (
            f"{end}\nThe package index cannot be reached. Check the network, and behind a proxy or with a mirror the "
            "variables HTTPS_PROXY and PIP_INDEX_URL; then run this again: it goes on where it stopped."
        )
    if "No space left on device" in text:
        return f"{end}\nThe disk is full: about 3 GB are needed. Make room and run this again."
    if torch_index_named:
        return f"{end}\nThe torch index has no build for this Python and system. Check --torch-index."
    return f"{end}\npip failed. If a package has no ready-made file for this Python, use Python 3.11, 3.12 or 3.13."
