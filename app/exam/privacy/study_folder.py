"""The folder of a contrast study without identity: numbers, curves and maps; nobody's words, no source."""

import json
from pathlib import Path
from typing import Any, Final

from app.atomic_file import whole_file

RECORD, PARAMETERS, CURVE, MAPS = "study.json", "parameters.json", "curve.csv", "maps.png"
_RECORD_KEYS: Final = (
    "research_use_only",
    "software",
    "first_picture_s",
    "injected_s",
    "pictures",
    "gaps_s",
    "regions",
    "result",
    "contrast_panel_px",
)
_INJECTION_KEYS: Final = ("number", "agent", "dose", "dose_unit", "route", "mi", "dynamic_range_db", "time_base")
_PARAMETERS_NOT: Final = ("name", "warnings")  # a name of the recording's file; sentences


def clean_record(path: Path, out: Path) -> None:
    """`study.json`: what was measured and injected; no note, no lesion's or agent's own name, no source.

    Raises:
        OSError, ValueError: It cannot be read or written.
    """
    told = _read(path)
    kept: dict[str, Any] = {key: told[key] for key in _RECORD_KEYS if key in told}
    injection = told.get("injection")
    if isinstance(injection, dict):
        kept["injection"] = {key: injection[key] for key in _INJECTION_KEYS if key in injection}
    _write(kept, out)


def clean_parameters(path: Path, out: Path) -> None:
    """`parameters.json` without the name of the recording.

    Raises:
        OSError, ValueError: It cannot be read or written.
    """
    _write({key: value for key, value in _read(path).items() if key not in _PARAMETERS_NOT}, out)


def note_in(path: Path) -> str:
    """What somebody typed into the record of the injection; empty where nothing, or nothing readable, is there.

    For people to look at: it never leaves with the record.
    """
    try:
        injection = _read(path).get("injection")
    except (OSError, ValueError):
        return ""
    words = [injection.get(key) for key in ("lesion", "agent_name", "note")] if isinstance(injection, dict) else []
    return "; ".join(str(word) for word in words if word)


def _read(path: Path) -> dict[str, Any]:
    told = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(told, dict):
        raise ValueError(f"{path.name} is no record")
    return told


def _write(value: dict[str, Any], out: Path) -> None:
    with whole_file(out) as file:
        file.write(json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8"))
