"""The GUI's own net: an error in a slot is logged, said, and survived."""

import logging
import sys
from collections.abc import Callable
from types import TracebackType

from app.live.look.error_texts import translate_error
from app.live.look.texts import translate
from capture.errors import MinamoError

log = logging.getLogger(__name__)

Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def make_excepthook(say: Callable[[str], None], beyond: Hook) -> Hook:
    """A hook that logs every fault and says it with `say`; what is no fault (Ctrl+C) goes to `beyond`."""

    def hook(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, Exception):
            beyond(kind, fault, trace)
            return
        log.error("in the window", exc_info=(kind, fault, trace))
        if isinstance(fault, MinamoError):
            say(translate_error(fault))
            return
        text = translate("Errors", "Something in the window failed ({kind}). It goes on; the log has the details.")
        say(text.format(kind=kind.__name__))

    return hook


def install_excepthook(say: Callable[[str], None]) -> None:
    """Catch what escapes from slots from now on; called once by the program, after the window was made."""
    sys.excepthook = make_excepthook(say, sys.excepthook)
