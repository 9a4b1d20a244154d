"""What pip is asked for, and what the user reads when it fails."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from installer import environment, packages
from installer.constraints import installed_set, normalised, stated
from installer.environment import State
from installer.progress import SetupError

REPOSITORY = Path(__file__).parents[2]


def pinned() -> dict[str, str]:
    lines = (REPOSITORY / "constraints.txt").read_text("utf-8").splitlines()
    return dict(line.split("==") for line in lines if line and not line.startswith("#"))


def test_the_tested_set_holds_a_fitting_version_of_everything_the_project_states() -> None:
    versions = pinned()
    for need in stated("dev", "train"):
        assert normalised(need.name) in versions, f"{need.name} is not in constraints.txt"
        assert need.specifier.contains(versions[normalised(need.name)]), f"{need} does not allow the tested version"


def test_the_tested_set_names_no_host_no_hash_and_no_build() -> None:
    text = (REPOSITORY / "constraints.txt").read_text("utf-8")
    assert not re.search(r"://|--hash|--index|@|\+", text)
    assert "minamo==" not in text


def test_the_tested_set_is_what_is_installed_here() -> None:
    here = installed_set(stated("dev"))
    del here["torch"]  # the user may have chosen another build, which brings libraries of its own
    versions = {name: version for name, version in pinned().items() if name in here}
    assert len(versions) >= len(stated("dev")) - 1
    assert {name: here[name] for name in versions} == versions


def test_the_window_is_installed_without_the_tools_of_the_checks() -> None:
    (run,) = packages.pip_arguments(REPOSITORY, dev=False, torch_index=None)
    (test,) = packages.pip_arguments(REPOSITORY, dev=True, torch_index=None)
    assert run[-1] == str(REPOSITORY)
    assert test[-1] == f"{REPOSITORY}[dev]"
    assert run[run.index("-c") + 1] == str(REPOSITORY / "constraints.txt")


def test_a_named_torch_index_gives_torch_first_and_leaves_its_version_open() -> None:
    index = "https://torch.example/simple"
    torch, rest = packages.pip_arguments(REPOSITORY, dev=False, torch_index=index)
    assert torch[torch.index("--index-url") + 1] == index
    assert Requirement(torch[-1]).name == "torch"
    assert "constraints-without-torch.txt" in rest[rest.index("-c") + 1]
    assert "--index-url" not in rest


def test_only_torch_is_left_open() -> None:
    text = "numpy==2.4.6\ntorch==2.13.0\ntorchmetrics==1.0\n"
    assert packages.without_torch(text) == "numpy==2.4.6\ntorchmetrics==1.0\n"


@pytest.mark.parametrize(
    ("line", "news"),
    [
        ("Collecting numpy==2.4.6 (from -c constraints.txt)\n", "Collecting numpy==2.4.6"),
        ("  Downloading numpy-2.4.6-cp311.whl (16.9 MB)\n", "Downloading numpy-2.4.6-cp311.whl"),
        ("Installing collected packages: a, b, c\n", "installing"),
        ("Requirement already satisfied: numpy\n", ""),
        ("\n", ""),
    ],
)
def test_pip_is_followed_in_a_few_words(line: str, news: str) -> None:
    assert packages.pip_news(line) == news


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("NewConnectionError: Failed to establish a new connection: [Errno 101]", "index cannot be reached"),
        (
            "ERROR: Could not find a version that satisfies the requirement setuptools>=77 (from versions: none)",
            "index cannot be reached",
        ),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: No matching distribution found for openvino", "Python 3.11, 3.12 or 3.13"),
    ],
)
def test_a_failure_of_pip_says_what_to_do_and_keeps_what_pip_said(said: str, advice: str) -> None:
    text = packages.pip_failure(["Collecting something", said])
    assert advice in text
    assert said in text


def test_a_torch_index_without_a_fitting_build_is_named() -> None:
    assert "--torch-index" in packages.pip_failure(["ERROR: No matching distribution"], torch_index_named=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository whose environment has a Python but nothing in it yet."""
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_bytes((REPOSITORY / name).read_bytes())
    (tmp_path / ".venv").mkdir()
    return tmp_path


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """The calls of pip, which is not started."""
    seen: list[Sequence[str]] = []
    monkeypatch.setattr(packages, "_pip", lambda root, arguments, on_news: seen.append(arguments))
    monkeypatch.setattr(packages, "torch_build", lambda root: "torch 2.13.0")
    return seen


def test_the_tools_of_the_checks_are_not_taken_away_by_opening_the_window(
    root: Path, calls: list[Sequence[str]]
) -> None:
    environment.write_state(root, State("an older set", True, None))
    packages.install(root, dev=False, torch_index=None, on_news=print)
    assert calls[0][-1].endswith("[dev]")
    state = environment.read_state(root)
    assert state is not None
    assert state.dev


def test_torch_is_fetched_again_only_when_its_index_changes(root: Path, calls: list[Sequence[str]]) -> None:
    packages.install(root, dev=False, torch_index="https://one.example", on_news=print)
    assert len(calls) == 2
    assert "torch==" not in (root / ".venv" / "constraints-without-torch.txt").read_text("utf-8")
    calls.clear()
    packages.install(root, dev=True, torch_index=None, on_news=print)  # the index of the last time is kept
    assert len(calls) == 1
    assert "https://one.example" in calls[0]
    calls.clear()
    packages.install(root, dev=True, torch_index="https://other.example", on_news=print)
    assert len(calls) == 2


def test_a_failed_installation_does_not_count_as_one(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment.write_state(root, State("an older set", False, None))
    monkeypatch.setattr(environment, "venv_python", lambda root: Path(sys.executable))
    monkeypatch.setattr(packages, "pip_arguments", lambda *a, **k: (("no-such-command",),))
    with pytest.raises(SetupError, match="unknown command"):
        packages.install(root, dev=False, torch_index=None, on_news=print)
    assert environment.read_state(root) is None


def test_the_installed_build_of_torch_is_told_without_importing_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "venv_python", lambda root: Path(sys.executable))
    assert re.fullmatch(r"torch 2\.\S+, (CUDA|ROCm|XPU|no GPU) \S+", packages.torch_build(REPOSITORY))
