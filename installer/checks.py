"""All checks of the repository, each with its time."""

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from installer.environment import venv_python


@dataclass(frozen=True, slots=True)
class Check:
    """A check and the arguments of the environment's Python that run it."""

    name: str
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a check ended.

    Attributes:
        name: The check's.
        status: 0 passed; otherwise the status it ended with.
        took_s: Seconds.
    """

    name: str
    status: int
    took_s: float


CHECKS = (
    Check("ruff format", ("-m", "ruff", "format", "--check", ".")),
    Check("ruff check", ("-m", "ruff", "check", ".")),
    Check("mypy", ("-m", "mypy")),
    Check("import-linter", ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")),
    Check("pytest", ("-m", "pytest", "-m", "not slow and not bench", "--durations=20", "-n", "2", "-q")),
)


def check_environment(variables: dict[str, str]) -> dict[str, str]:
    """The variables under which the checks run: no display, whatever the machine has."""
    return {**variables, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}


def run_checks(root: Path, say: Callable[[str], None] = print) -> tuple[Outcome, ...]:
    """Run every check, also after one failed, so that one run shows everything."""
    outcomes = []
    for check in CHECKS:
        say(f"\n--- {check.name} ---")
        began_s = time.monotonic()
        status = subprocess.run(
            [venv_python(root), *check.arguments], cwd=root, env=check_environment(dict(os.environ)), check=False
        ).returncode
        outcomes.append(Outcome(check.name, status, time.monotonic() - began_s))
    return tuple(outcomes)


def summary(outcomes: Sequence[Outcome]) -> str:
    """A table of the outcomes and a last line that says whether all passed."""
    width = max(len(outcome.name) for outcome in outcomes)
    lines = [
        f"{outcome.name:<{width}}  {'passed' if outcome.status == 0 else f'FAILED (status {outcome.status})'}"
        f"  {outcome.took_s:.1f} s"
        for outcome in outcomes
    ]
    failed = [outcome.name for outcome in outcomes if outcome.status != 0]
    return "\n".join([*lines, "failed: " + ", ".join(failed) if failed else "all checks passed"])
