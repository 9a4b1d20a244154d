"""Writes `constraints.txt`, the tested set, from what `.venv` holds: `.venv/bin/python -m installer.constraints`.

Only what the project and its extras need goes in, not what happens to be installed beside it; a build's own suffix
(`+cpu`) is left out, so that the same set fits every build of torch.
"""

import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
HEADER = """\
# The tested set: every package in exactly the version with which the checks passed.
# Written by `.venv/bin/python -m installer.constraints`; change pyproject.toml, not this file.
"""


def normalised(name: str) -> str:
    """A package's name as indexes spell it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def stated(*extras: str) -> list[Requirement]:
    """What pyproject.toml asks for, with these extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [*project["dependencies"]]
    for extra in extras:
        lines += project["optional-dependencies"][extra]
    return [Requirement(line) for line in lines]


def installed_set(requirements: list[Requirement]) -> dict[str, str]:
    """Installed version of everything that these need, directly or not, by normalised name."""
    found: dict[str, str] = {}
    todo = [(normalised(need.name), frozenset(need.extras)) for need in requirements]
    seen: set[tuple[str, frozenset[str]]] = set()
    while todo:
        name, extras = todo.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue  # for another system or Python than this one
        found[name] = package.version.partition("+")[0]
        todo += [(normalised(need.name), frozenset(need.extras)) for need in _needs(package, extras)]
    return found


def _needs(package: Distribution, extras: frozenset[str]) -> list[Requirement]:
    needs = [Requirement(text) for text in package.requires or ()]
    return [
        need
        for need in needs
        if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in (extras or {""}) | {""})
    ]


def main() -> None:
    """Write the file and say how many packages it holds."""
    versions = installed_set(stated("dev", "train"))
    lines = [f"{name}=={version}\n" for name, version in sorted(versions.items())]
    (ROOT / "constraints.txt").write_text(HEADER + "".join(lines), "utf-8")
    print(f"{ROOT / 'constraints.txt'}: {len(lines)} packages")


if __name__ == "__main__":
    main()
