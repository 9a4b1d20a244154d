"""The commands `run` and `test`, from the first look at the machine to the window or the table of checks."""

import argparse
import subprocess
import sys
from pathlib import Path

from installer import environment, packages
from installer.checks import run_checks, summary
from installer.plan import Machine, Step, look_at_machine, plan
from installer.progress import Progress, SetupError
from installer.system_packages import apt_commands, apt_line, stop_services_commands

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and do what it says; returns the exit status."""
    options = _parser().parse_args(arguments)
    try:
        with_archive = options.command == "test" and options.with_archive
        machine = look_at_machine(options.command, ROOT, options.torch_index, with_archive=with_archive)
        steps = plan(options.command, machine)
        if options.plan:
            print(describe(steps, machine, dev=options.command == "test", torch_index=options.torch_index))
            return 0
        return _follow(steps, machine, dev=options.command == "test", torch_index=options.torch_index)
    except SetupError as fault:
        print(f"\n{fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bootstrap.py", description="Set Minamo up and run it, or run all checks.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, text in (("run", "set up and open the window on the demo"), ("test", "set up and run all checks")):
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("--torch-index", metavar="URL", help="take torch from this package index (another build)")
        command.add_argument("--plan", action="store_true", help="only say what would be done")
        if name == "test":
            command.add_argument(
                "--with-archive",
                action="store_true",
                help="also install Orthanc, dicom3tools and tesseract with apt, for the tests that need them",
            )
    return parser


def describe(steps: tuple[Step, ...], machine: Machine, *, dev: bool, torch_index: str | None) -> str:
    """The plan in words, with the commands that change something."""
    lines = []
    for number, step in enumerate(steps, start=1):
        lines.append(f"{number}. {step.value}")
        if step is Step.INSTALL_SYSTEM_PACKAGES:
            commands = apt_commands(_names(machine), machine.apt_prefix or ())
            commands += stop_services_commands(_names(machine), machine.apt_prefix or ())
            lines += ["   " + " ".join(command) for command in commands]
        elif step in {Step.NAME_SYSTEM_PACKAGES, Step.STOP_FOR_SYSTEM_PACKAGES}:
            lines.append("   " + _advice(machine))
        elif step is Step.INSTALL:
            calls = packages.pip_arguments(ROOT, dev=dev, torch_index=torch_index)
            lines += [f"   pip {' '.join(call)}" for call in calls]
    return "\n".join(lines)


def _names(machine: Machine) -> tuple[str, ...]:
    return tuple(name for name, _ in machine.missing)


def _advice(machine: Machine) -> str:
    """What to do about missing system packages, in one line."""
    if machine.has_apt:
        return apt_line(_names(machine))
    return "install the packages of your system that bring " + ", ".join(machine.missing_libraries)


def _follow(steps: tuple[Step, ...], machine: Machine, *, dev: bool, torch_index: str | None) -> int:
    """Take the steps one by one; the last one decides the exit status."""
    progress = Progress(len(steps))
    for step in steps:
        if step is Step.STOP_FOR_SYSTEM_PACKAGES:
            raise SetupError(
                f"These system packages are missing: {', '.join(_names(machine))}.\n"
                f"They are installed by this line (then run this again):\n\n  {_advice(machine)}\n"
            )
        if step is Step.OPEN_WINDOW:
            print("Opening the window on the demo. Next time: " + str(environment.minamo_program(ROOT)))
            return subprocess.run([environment.minamo_program(ROOT), "--demo"], check=False).returncode
        if step is Step.RUN_HEADLESS:
            return _run_headless()
        if step is Step.RUN_CHECKS:
            outcomes = run_checks(ROOT)
            print("\n" + summary(outcomes))
            return int(any(outcome.status for outcome in outcomes))
        with progress.step(step.value) as running:
            if step is Step.INSTALL_SYSTEM_PACKAGES:
                _apt(machine)
                running.result = "installed " + " ".join(_names(machine))
            elif step is Step.NAME_SYSTEM_PACKAGES:
                running.result = _advice(machine)
            elif step is Step.MAKE_VENV:
                environment.make_venv(ROOT)
            elif step is Step.INSTALL:
                running.result = packages.install(ROOT, dev=dev, torch_index=torch_index, on_news=running.show)
            elif step is Step.BUILD_LANGUAGES:
                environment.build_languages(ROOT)
    return 0


def _apt(machine: Machine) -> None:
    """Install what is missing; refreshing the lists may fail (one dead source of many), installing may not.

    A server that came with a package is ended again: the tests start their own on free ports.
    """
    refresh, install = apt_commands(_names(machine), machine.apt_prefix or ())
    subprocess.run(refresh, capture_output=True, check=False)
    installed = subprocess.run(install, capture_output=True, text=True, check=False)
    if installed.returncode != 0:
        end = "\n".join((installed.stdout + installed.stderr).strip().splitlines()[-12:])
        raise SetupError(
            f"{end}\napt could not install the packages. Run this line to see why:\n\n  {_advice(machine)}"
        )
    for command in stop_services_commands(_names(machine), machine.apt_prefix or ()):
        subprocess.run(command, capture_output=True, check=False)


def _run_headless() -> int:
    """Analyse the demo without a window and say where the results are."""
    out = ROOT / "out" / "demo"
    print("There is no display (DISPLAY and WAYLAND_DISPLAY are not set): the demo is analysed without a window.")
    program = environment.minamo_program(ROOT)
    status = subprocess.run([program, "demo", "--headless", "--out", out], check=False).returncode
    if status == 0:
        print(f"The annotated video and the JSON lines are in {out}:")
        for file in sorted(out.iterdir()):
            print(f"  {file}")
    return status


if __name__ == "__main__":
    sys.exit(main())
