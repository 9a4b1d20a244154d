"""The rules of the house that no other tool checks."""

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path

import pytest

from app.__main__ import COMMANDS
from app.live.window.keys import DEFAULT_KEYS
from inference.manifest import MODELS_FOLDER, read_manifest
from installer.constraints import normalised, stated
from tests.bench import tables
from tests.bench.tables.files import EVALUATION
from tests.bench.tables.stills import SETS

REPOSITORY = Path(__file__).parents[1]
ROOMS = ("app", "capture", "inference", "installer", "resources", "tests")
LARGEST_BYTES = 5_000_000
LARGE_ALLOWED = ("resources/models/", "resources/demo/")
MODELS_BYTES = 25_000_000
MEASURED_BYTES = 6_000_000  # figures, and the kept folds of the cross-validation
ANIMATION_BYTES = 3_000_000
FOLDER_FILES = 20  # a dozen is the aim; beyond this nobody finds anything
TEXT_SUFFIXES = {".py", ".md", ".toml", ".txt", ".json", ".jsonl", ".csv", ".ts", ".ini", ".cfg", ".yml", ".yaml", ""}


def tracked_files() -> list[Path]:
    """Files of the repository relative to its root: as git lists them, else those that are there."""
    if (REPOSITORY / ".git").exists() and shutil.which("git"):
        # An owner other than the user (a container's mount) is no reason not to be tested.
        listed = subprocess.run(
            ["git", "-c", f"safe.directory={REPOSITORY}", "ls-files", "-z"],
            cwd=REPOSITORY,
            capture_output=True,
            check=True,
        )
        names = [Path(name) for name in listed.stdout.decode().split("\0") if name]
    else:
        places = [REPOSITORY / room for room in ROOMS]
        names = [file.relative_to(REPOSITORY) for place in places for file in place.rglob("*") if file.is_file()]
        names += [file.relative_to(REPOSITORY) for file in REPOSITORY.glob("*.*") if file.is_file()]
    return [name for name in names if "__pycache__" not in name.parts and (REPOSITORY / name).is_file()]


FILES = tracked_files()
TEXTS = [name for name in FILES if name.suffix in TEXT_SUFFIXES]
PYTHON = [name for name in FILES if name.suffix == ".py"]


def lines_with(pattern: str, names: list[Path]) -> list[str]:
    """Where `pattern` stands, as file:line: text."""
    wanted = re.compile(pattern)
    found = []
    for name in names:
        text = (REPOSITORY / name).read_text("utf-8", errors="replace")
        lines = enumerate(text.splitlines(), start=1)
        found += [f"{name}:{number}: {line.strip()[:120]}" for number, line in lines if wanted.search(line)]
    return found


def test_the_rooms_are_there() -> None:
    assert {name.parts[0] for name in FILES} >= set(ROOMS)


def test_no_file_is_large_but_weights_and_the_demo() -> None:
    large = [
        str(name)
        for name in FILES
        if (REPOSITORY / name).stat().st_size > LARGEST_BYTES and not name.as_posix().startswith(LARGE_ALLOWED)
    ]
    assert large == []


def test_the_shipped_weights_and_what_was_measured_of_them_stay_small() -> None:
    sizes = {True: 0, False: 0}
    for name in FILES:
        if name.as_posix().startswith("resources/models/"):
            sizes[name.as_posix().startswith("resources/models/evaluation/")] += (REPOSITORY / name).stat().st_size
    assert sizes[False] <= MODELS_BYTES
    assert sizes[True] <= MEASURED_BYTES


def test_no_folder_grows_into_a_heap() -> None:
    files = [name for name in PYTHON if name.parts[0] in {"app", "capture", "inference", "installer"}]
    counts = Counter(name.parent.as_posix() for name in files if name.name != "__init__.py")
    assert {folder: count for folder, count in counts.items() if count > FOLDER_FILES} == {}


def test_whatever_is_imported_is_stated_as_a_dependency() -> None:
    always = {normalised(need.name) for need in stated()}
    extra = {name: {normalised(need.name) for need in stated(name)} for name in ("dev", "train", "eval", "bench")}
    room_extra = {
        "tests": extra["dev"] | extra["bench"],
        "installer": extra["dev"],
        "inference": extra["train"] | extra["eval"],
    }
    brings = packages_distributions()
    unstated = set()
    for name in PYTHON:
        known = always | room_extra.get(name.parts[0], set())
        for module in imported(ast.parse((REPOSITORY / name).read_text("utf-8"))):
            top = module.partition(".")[0]
            if top in sys.stdlib_module_names or top in ROOMS:
                continue
            if not {normalised(package) for package in brings.get(top, [top])} & known:
                unstated.add(f"{name}: {module}")
    assert unstated == set()


def imported(tree: ast.Module) -> set[str]:
    """Modules that a file imports by their whole name, anywhere in it."""
    modules = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            modules.add(node.module)
    return modules


def test_no_file_is_named_after_nothing() -> None:
    empty_names = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}
    assert [str(name) for name in PYTHON if name.stem in empty_names] == []


def test_every_package_says_what_it_is_for() -> None:
    folders = {name.parent for name in PYTHON if name.parts[0] in ROOMS and name.parts[0] != "tests"}
    silent = []
    for folder in sorted(folders):
        opening = REPOSITORY / folder / "__init__.py"
        if not opening.is_file() or not opening.read_text("utf-8").startswith('"""'):
            silent.append(str(folder))
    assert silent == []


def swallows_everything(handler: ast.ExceptHandler) -> bool:
    """Whether a handler takes any error and does not raise it again."""
    if handler.type is None:
        broad = True
    else:
        kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
        broad = any(ast.unparse(kind) in {"Exception", "BaseException"} for kind in kinds)
    last = handler.body[-1]
    return broad and not (isinstance(last, ast.Raise) and last.exc is None)


def test_errors_are_swallowed_broadly_in_two_places_only() -> None:
    product = [name for name in PYTHON if name.parts[0] in {"app", "capture", "inference", "installer"}]
    places = {
        name.as_posix()
        for name in product
        for node in ast.walk(ast.parse((REPOSITORY / name).read_text("utf-8")))
        if isinstance(node, ast.ExceptHandler) and swallows_everything(node)
    }
    assert places - {"capture/worker.py", "app/live/window/excepthook.py"} == set()


def test_nothing_is_left_undone() -> None:
    marks = "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3, "raise NotImplemented" + "Error"))
    assert lines_with(rf"\b({marks})\b", PYTHON) == []


def test_no_test_sleeps() -> None:
    tests = [name for name in PYTHON if name.parts[0] == "tests" and "bench" not in name.parts]
    assert lines_with(r"\bsleep\((?!0\))|\bqWait\(", tests) == []  # sleep(0) waits for nothing


def test_no_path_of_one_machine_is_written_down() -> None:
    places = "|".join(("wo" + "rk", "fa" + "rm", "ro" + "ot", "ho" + "me", "Us" + "ers"))
    assert lines_with(rf"(^|[^A-Za-z0-9_.\]])/({places})/", TEXTS) == []


def test_no_package_host_is_written_down() -> None:
    hosts = "|".join((r"pypi\." + "org", r"pythonhosted\." + "org", r"download\.pytorch\." + "org"))
    assert lines_with(hosts, TEXTS) == []


def test_every_module_has_its_place_in_one_direction() -> None:
    stray = [str(name) for name in PYTHON if len(name.parts) == 1]
    assert stray == []


@pytest.mark.parametrize(
    "name",
    ["LICENSE", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "constraints.txt", ".ci/run", "installer/bootstrap.py"],
)
def test_the_papers_of_the_project_are_there(name: str) -> None:
    assert (REPOSITORY / name).stat().st_size > 100


def test_the_licence_is_the_one_that_is_named() -> None:
    licence = (REPOSITORY / "LICENSE").read_text("utf-8")
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["license"] == "Apache-2.0"
    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence


def test_the_changelog_has_the_version_of_the_project() -> None:
    version = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"## [{version}]" in (REPOSITORY / "CHANGELOG.md").read_text("utf-8")


def test_every_folder_of_pictures_for_people_says_its_licence() -> None:
    pictures = {".png", ".webp", ".gif", ".jpg", ".mp4", ".mkv", ".dcm"}
    folders = {name.parent for name in FILES if name.suffix in pictures and name.parts[0] in {"resources", "tests"}}
    silent = [
        str(folder)
        for folder in folders
        if not any((REPOSITORY / place / "ATTRIBUTION.md").is_file() for place in (folder, *folder.parents))
    ]
    assert silent == []


def test_continuous_integration_calls_the_command_of_the_readme() -> None:
    assert "python3 installer/bootstrap.py test" in (REPOSITORY / ".ci" / "run").read_text("utf-8")
    readme = (REPOSITORY / "README.md").read_text("utf-8")
    assert "python3 installer/bootstrap.py run" in readme
    assert "python3 installer/bootstrap.py test" in readme


def test_the_readme_opens_with_a_small_animation() -> None:
    readme = (REPOSITORY / "README.md").read_text("utf-8")
    shown = re.search(r"!\[[^\]]+\]\(([^)]+)\)", readme)
    assert shown is not None
    assert (REPOSITORY / shown[1]).stat().st_size <= ANIMATION_BYTES


def test_what_the_readme_points_at_is_there() -> None:
    papers = [(REPOSITORY / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md")]
    targets = [target for paper in papers for target in re.findall(r"\]\(([^)#\s]+)\)", paper) if "://" not in target]
    assert targets
    assert [target for target in targets if not (REPOSITORY / target).exists()] == []


def test_the_readme_lists_every_key_of_the_window() -> None:
    rows = re.findall(r"^\| (`[^|]+`) \| ", (REPOSITORY / "README.md").read_text("utf-8"), flags=re.MULTILINE)
    listed = {key for row in rows for key in re.findall(r"`([^`]+)`", row)}
    assert {key for key in DEFAULT_KEYS.values() if not key.isdigit()} - listed == set()


def test_every_command_of_the_readme_exists() -> None:
    readme = (REPOSITORY / "README.md").read_text("utf-8")
    blocks = re.findall(r"```(?:sh|text|console)\n(.*?)```", readme, flags=re.DOTALL)
    named = {
        found[1]
        for block in blocks
        for found in re.finditer(r"^(?:\$ )?(?:\S*/)?minamo ([a-z]+)(?= |$)", block, flags=re.MULTILINE)
    }
    assert named >= {"analyse", "doctor"}
    assert named - set(COMMANDS) == set()
    assert [name for name in sorted(named) if find_spec(COMMANDS[name].module) is None] == []
    modules = {found for block in blocks for found in re.findall(r"python -m ([a-z_.]+)", block)}
    assert [name for name in modules if not (REPOSITORY / (name.replace(".", "/") + ".py")).is_file()] == []


@pytest.mark.parametrize("path", tables.TEXTS, ids=lambda path: path.name)
def test_the_measured_tables_are_what_the_commands_wrote(path: Path) -> None:
    text = path.read_text("utf-8")
    assert tables.filled(text) == text


def test_the_measured_figures_are_those_of_the_shipped_weights() -> None:
    manifest = read_manifest(MODELS_FOLDER)
    for folder in SETS:
        metrics = json.loads((EVALUATION / folder / "metrics.json").read_text("utf-8"))
        assert metrics["weights_sha256"] == manifest.weights_sha256
        assert not metrics["allow_seen"]
    for name, folder in (("bus-bra", "bus-bra-fold5"), ("bus-uclm", "bus-uclm-test")):
        written = json.loads((EVALUATION / folder / "metrics.json").read_text("utf-8"))
        assert manifest.metrics[name].items() <= written.items()
