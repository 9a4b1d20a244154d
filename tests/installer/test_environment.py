"""When `.venv` counts as complete, and where its programs are."""

import os
from pathlib import Path

import pytest

from installer import environment
from installer.environment import State


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with an environment that looks complete."""
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'minamo'\n")
    (tmp_path / "constraints.txt").write_text("numpy==2.4.6\ntorch==2.13.0\n")
    program = environment.minamo_program(tmp_path)
    program.parent.mkdir(parents=True)
    program.write_text("")
    (tmp_path / ".venv" / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.11.2\n")
    return tmp_path


def install(root: Path, *, dev: bool, torch_index: str | None = None) -> None:
    mark = environment.fingerprint(root, environment.venv_version(root), torch_index)
    environment.write_state(root, State(mark, dev, torch_index))


def test_a_new_environment_is_not_complete(root: Path) -> None:
    assert not environment.is_installed(root, dev=False, torch_index=None)


def test_what_was_installed_is_not_installed_again(root: Path) -> None:
    install(root, dev=False)
    assert environment.is_installed(root, dev=False, torch_index=None)


def test_the_checks_need_more_than_the_window_but_not_the_other_way_round(root: Path) -> None:
    install(root, dev=False)
    assert not environment.is_installed(root, dev=True, torch_index=None)
    install(root, dev=True)
    assert environment.is_installed(root, dev=False, torch_index=None)


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt", ".venv/pyvenv.cfg"])
def test_a_change_of_what_decides_the_set_installs_again(root: Path, name: str) -> None:
    install(root, dev=True)
    (root / name).write_text("version = 3.12.0\n")
    assert not environment.is_installed(root, dev=True, torch_index=None)


def test_a_repository_that_was_moved_installs_again(root: Path) -> None:
    install(root, dev=True)
    moved = root.with_name("elsewhere")
    root.rename(moved)
    assert not environment.is_installed(moved, dev=True, torch_index=None)


def test_a_program_that_was_deleted_installs_again(root: Path) -> None:
    install(root, dev=True)
    environment.minamo_program(root).unlink()
    assert not environment.is_installed(root, dev=True, torch_index=None)


def test_another_torch_index_installs_again_and_none_keeps_the_last_one(root: Path) -> None:
    install(root, dev=False, torch_index="https://one.example/simple")
    assert environment.is_installed(root, dev=False, torch_index=None)
    assert environment.is_installed(root, dev=False, torch_index="https://one.example/simple")
    assert not environment.is_installed(root, dev=False, torch_index="https://other.example/simple")


def test_line_ends_do_not_change_the_fingerprint(root: Path) -> None:
    before = environment.fingerprint(root, "3.11.2", None)
    file = root / "constraints.txt"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert environment.fingerprint(root, "3.11.2", None) == before


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"fingerprint": "x"}', "not json"])
def test_a_damaged_note_counts_as_nothing_installed(root: Path, content: str) -> None:
    (root / ".venv" / "minamo-installed.json").write_text(content)
    assert environment.read_state(root) is None
    assert not environment.is_installed(root, dev=False, torch_index=None)


@pytest.mark.parametrize(
    ("system", "python", "program"),
    [
        ("Linux", "bin/python", "bin/minamo"),
        ("Darwin", "bin/python", "bin/minamo"),
        ("Windows", "Scripts/python.exe", "Scripts/minamo.exe"),
    ],
)
def test_programs_lie_where_the_system_puts_them(tmp_path: Path, system: str, python: str, program: str) -> None:
    assert environment.venv_python(tmp_path, system) == tmp_path / ".venv" / python
    assert environment.minamo_program(tmp_path, system) == tmp_path / ".venv" / program


def test_an_environment_that_does_not_start_does_not_work(root: Path) -> None:
    assert not environment.venv_works(root)


def test_languages_are_built_when_each_is_as_new_as_its_source(tmp_path: Path) -> None:
    folder = tmp_path / "resources" / "i18n"
    folder.mkdir(parents=True)
    assert not environment.languages_built(tmp_path)
    source, built = folder / "minamo_ja.ts", folder / "minamo_ja.qm"
    source.write_text("")
    assert not environment.languages_built(tmp_path)
    built.write_text("")
    os.utime(source, ns=(10**18, 10**18))
    os.utime(built, ns=(10**18, 10**18))
    assert environment.languages_built(tmp_path)
    os.utime(source, ns=(2 * 10**18, 2 * 10**18))
    assert not environment.languages_built(tmp_path)
