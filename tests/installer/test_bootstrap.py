"""The first file a new user runs."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from installer import bootstrap, command_line
from installer.plan import Machine, Step
from installer.system_packages import Need

INSTALLER = Path(bootstrap.__file__).parent


def test_an_old_python_is_told_which_one_to_use(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(sys, "argv", ["installer/bootstrap.py", "run"])
    monkeypatch.setattr(bootstrap, "newer_python", lambda: "python3.12")
    assert bootstrap.main() == 2
    said = capsys.readouterr().err
    assert "needs Python 3.11 or newer; this is Python 3.9" in said
    assert "python3.12 installer/bootstrap.py run" in said


def test_an_old_python_alone_is_told_to_install_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 8, 0))
    monkeypatch.setattr(bootstrap, "newer_python", lambda: None)
    assert bootstrap.main() == 2
    assert "Install Python 3.11 or newer" in capsys.readouterr().err


def test_an_old_python_can_read_the_first_file() -> None:
    source = (INSTALLER / "bootstrap.py").read_text("utf-8")
    ast.parse(source, feature_version=(3, 7))
    at_start = [node for node in ast.parse(source).body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert not any("installer" in ast.unparse(node) for node in at_start)


def test_nothing_but_the_standard_library_is_needed_before_set_up() -> None:
    for file in INSTALLER.glob("*.py"):
        if file.name == "constraints.py":  # a tool of the developers
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                top = name.partition(".")[0]
                assert top in sys.stdlib_module_names or top == "installer", f"{file.name} imports {name}"


@pytest.mark.parametrize("command", ["run", "test"])
def test_the_plan_is_shown_from_any_folder_and_nothing_is_done(command: str, tmp_path: Path) -> None:
    shown = subprocess.run(
        [sys.executable, INSTALLER / "bootstrap.py", command, "--plan"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.startswith("1. ")
    assert list(tmp_path.iterdir()) == []


def test_without_a_command_the_usage_is_shown() -> None:
    with pytest.raises(SystemExit) as ended:
        command_line.main([])
    assert ended.value.code == 2


def test_missing_system_packages_stop_with_the_line_to_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bare = Machine("Linux", missing=(("libegl1", Need.IMPORT),), has_apt=True, apt_prefix=None)
    monkeypatch.setattr(command_line, "look_at_machine", lambda *found, **asked: bare)
    assert command_line.main(["test"]) == 1
    assert "sudo apt-get install -y --no-install-recommends libegl1" in capsys.readouterr().err


def test_the_checks_decide_the_exit_status(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from installer.checks import Outcome

    ready = Machine("Linux", venv_works=True, installed=True, languages_built=True)
    monkeypatch.setattr(command_line, "look_at_machine", lambda *found, **asked: ready)
    monkeypatch.setattr(command_line, "run_checks", lambda root: (Outcome("mypy", 1, 1.0), Outcome("pytest", 0, 1.0)))
    assert command_line.main(["test"]) == 1
    monkeypatch.setattr(command_line, "run_checks", lambda root: (Outcome("pytest", 0, 1.0),))
    assert command_line.main(["test"]) == 0
    assert "all checks passed" in capsys.readouterr().out


def test_only_the_checks_can_ask_for_an_archive(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command_line.main(["run", "--with-archive"])
    assert "--with-archive" in capsys.readouterr().err


def test_the_archive_is_installed_only_when_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[bool] = []

    def look(*found: object, with_archive: bool) -> Machine:
        asked.append(with_archive)
        return Machine(
            "Linux", missing=(("orthanc", Need.ARCHIVE),) if with_archive else (), has_apt=True, apt_prefix=()
        )

    monkeypatch.setattr(command_line, "look_at_machine", look)
    for arguments in (["run", "--plan"], ["test", "--plan"], ["test", "--plan", "--with-archive"]):
        assert command_line.main(arguments) == 0
    said = capsys.readouterr().out
    assert asked == [False, False, True]
    assert said.count("apt-get") == 2  # refresh and install, in one of three plans
    assert "/etc/init.d/orthanc stop" in said


def test_every_step_says_what_it_is() -> None:
    assert len({step.value for step in Step}) == len(Step)
