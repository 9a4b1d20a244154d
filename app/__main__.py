"""The command line: the window, and the commands that work without one. Imports nothing heavy by itself."""

import argparse
import importlib
import importlib.util
import sys
from collections.abc import Callable, Sequence
from importlib import metadata
from typing import NamedTuple, Protocol, cast

from capture.errors import MinamoError

DONE, USAGE, BAD_INPUT, MODEL, CANCELLED = 0, 2, 3, 4, 130


class _Command(NamedTuple):
    module: str
    help: str


class _CommandModule(Protocol):
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


# The help stands here, so that `minamo --help` need not import the commands.
COMMANDS = {
    "analyse": _Command("app.commands.analyse", "find, follow and score masses in recordings"),
    "demo": _Command("app.commands.demo", "the demo cine, in the window or without one"),
    "contrast": _Command("app.commands.contrast", "measure a recorded contrast study: curves, parameters, maps"),
    "train": _Command("app.commands.train", "train the networks from a data folder"),
    "evaluate": _Command("app.commands.evaluate", "measure the networks on patients never trained on"),
    "study": _Command("app.commands.study", "make, read and analyse reader studies: does the aid help"),
    "report": _Command("app.commands.report", "the report of a kept exam: PDF and JSON"),
    "exam": _Command("app.commands.exam", "the exams that were kept: list, rebuild the list, export, check"),
    "archive": _Command("app.commands.archive", "the hospital's archive and worklist, and what waits to be sent"),
    "doctor": _Command("app.commands.doctor", "what this machine has, and what is missing"),
}
WINDOW = _Command("app.commands.window", "")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the process's exit code: 0 done, 2 usage, 3 bad input, 4 model, 130 cancelled."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    name = given[0] if given and given[0] in _present() else None
    try:
        module = cast(_CommandModule, importlib.import_module((COMMANDS[name] if name else WINDOW).module))
        parser = _parser(name)
        module.add_arguments(parser)
        args = parser.parse_args(given[1:] if name else given)
        return module.run(args)
    except KeyboardInterrupt:
        print("minamo: cancelled; what was finished is kept", file=sys.stderr)
        return CANCELLED
    except MinamoError as error:
        print(f"minamo: {error}", file=sys.stderr)
        return _code(error)


def _code(error: MinamoError) -> int:
    from app.settings import SettingsError
    from inference.errors import ModelError

    if isinstance(error, ModelError):
        return MODEL
    if isinstance(error, SettingsError):
        return USAGE
    return BAD_INPUT


def _present() -> dict[str, _Command]:
    return {name: command for name, command in COMMANDS.items() if importlib.util.find_spec(command.module)}


def _parser(name: str | None) -> argparse.ArgumentParser:
    if name is not None:
        return argparse.ArgumentParser(prog=f"minamo {name}", description=COMMANDS[name].help)
    width = max(map(len, COMMANDS)) + 2
    listed = "\n".join(f"  {name:<{width}}{command.help}" for name, command in _present().items())
    parser = argparse.ArgumentParser(
        prog="minamo",
        description="Finds, follows and scores breast masses beside the ultrasound scanner. Research use only.",
        epilog=f"commands (minamo COMMAND --help tells more):\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"minamo {metadata.version('minamo')}")
    return parser


if __name__ == "__main__":
    sys.exit(main())
