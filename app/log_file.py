"""The log: a file of the user's own that never grows beyond a few megabytes."""

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

from app.settings import log_folder

FILE_BYTES = 1_000_000
FILES_KEPT = 3
FORMAT = "%(asctime)s %(levelname)-7s %(threadName)s %(name)s: %(message)s"


def start_log() -> Path | None:
    """Log to the file from now on; its path, or None where it cannot be written (then to standard error)."""
    path = log_folder() / "minamo.log"
    handler: logging.Handler
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8")
    except OSError as fault:
        print(f"minamo: no log can be written to {path} ({fault.strerror or fault})", file=sys.stderr)
        path, handler = None, logging.StreamHandler()  # type: ignore[assignment]
        handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter(FORMAT))
    logging.getLogger().addHandler(handler)
    for room in ("app", "capture", "inference"):
        logging.getLogger(room).setLevel(logging.INFO)
    return path
