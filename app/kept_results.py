"""Results kept beside a recording, so that it is analysed once; ignored when anything that matters has changed."""

import hashlib
import json
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.analysis_json import FrameResult
from app.atomic_file import whole_file
from capture.screen.layout import ScanLayout
from capture.side_file import side_path
from inference.detector import NetworkInfo

log = logging.getLogger(__name__)

FORMAT = 2  # raised when lines or analysis change, so that older results are made again
SUFFIX = ".minamo.jsonl"
CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class ResultsKey:
    """What results depend on; two equal keys mean equal results.

    Attributes:
        recording_sha256: Of the file and its side file; of a folder's names, sizes and times of change.
        weights_sha256: Of the network.
        backend, device, precision: Where and how it ran.
        layout: The scan area where it was drawn by hand, or None where it is found.
        settings: Those that change what is found.
        format: Of the lines.
    """

    recording_sha256: str
    weights_sha256: str
    backend: str
    device: str
    precision: str
    layout: str | None
    settings: str
    format: int = FORMAT


def results_key(
    recording_sha256: str, info: NetworkInfo, layout: ScanLayout | None, settings: dict[str, float]
) -> ResultsKey:
    """The key of results of this recording by this network."""
    return ResultsKey(
        recording_sha256,
        info.weights_sha256,
        info.backend,
        info.device,
        info.precision,
        None if layout is None else _layout_digest(layout),
        json.dumps(settings, sort_keys=True),
    )


def results_label(release: str, key: ResultsKey) -> str:
    """A label for results of these weights, and of whatever else they depend on; part of a file's name."""
    readable = re.sub(r"[^A-Za-z0-9]+", "-", release).strip("-")[:40]
    return f"{readable}-{hashlib.sha256(json.dumps(asdict(key), sort_keys=True).encode()).hexdigest()[:8]}"


def digest(path: Path, cancelled: Callable[[], bool] = lambda: False) -> str | None:
    """SHA-256 of a file and its side file, or of the names, sizes and times of a folder's files; None when cancelled.

    Raises:
        OSError: It cannot be read.
    """
    sha = hashlib.sha256()
    if path.is_dir():
        for each in sorted(path.iterdir()):
            about = each.stat()
            if each.is_file() and not each.name.endswith(SUFFIX):
                sha.update(f"{each.name}\0{about.st_size}\0{about.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
        return sha.hexdigest()
    side = side_path(path)  # it tells layout, scale and times
    for part in (path, side) if side.is_file() else (path,):
        with part.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                if cancelled():
                    return None
                sha.update(chunk)
    return sha.hexdigest()


class KeptResults:
    """The results of one recording on disk: beside it, or in the user's cache where that place is read-only."""

    def __init__(self, recording: Path, cache: Path, label: str = "") -> None:
        """Nothing is read or written yet.

        Args:
            recording: Of which.
            cache: Where they go when the recording's own folder is read-only.
            label: Results with another label stand beside these, never under them.
        """
        whole = recording.resolve()
        place = hashlib.sha256(str(whole.parent).encode("utf-8", "surrogateescape")).hexdigest()[:16]
        name = f"{whole.name}.{label}{SUFFIX}" if label else whole.name + SUFFIX
        self._beside = whole.with_name(name)
        self._cached = cache / "results" / f"{place}-{name}"

    def load(self, key: ResultsKey, frames: int) -> tuple[list[FrameResult], Path] | None:
        """The results kept under this key, and where they lie; None where there are none, damaged or other ones.

        Args:
            key: What they must depend on.
            frames: How many pictures the recording has.
        """
        for path in (self._beside, self._cached):
            try:
                results = _read(path, key, frames)
            except FileNotFoundError:
                continue
            except (OSError, ValueError) as fault:
                log.info("results in %s are not used: %s", path, fault)
                continue
            log.info("results read from %s", path)
            return results, path
        return None

    def save(self, key: ResultsKey, results: Sequence[FrameResult]) -> Path:
        """Keep the results of a whole recording; where they lie now.

        Raises:
            OSError: Neither beside the recording nor in the cache is there a place to write.
        """
        try:
            return _write(self._beside, key, results)
        except OSError as fault:
            log.info("%s cannot be written (%s); results go to %s", self._beside, fault, self._cached)
        self._cached.parent.mkdir(parents=True, exist_ok=True)
        return _write(self._cached, key, results)


def _write(path: Path, key: ResultsKey, results: Sequence[FrameResult]) -> Path:
    lines = [result.line() for result in results]
    body = "".join(line + "\n" for line in lines).encode("utf-8")
    head = {"minamo_results": asdict(key), "frames": len(lines), "lines_sha256": hashlib.sha256(body).hexdigest()}
    with whole_file(path) as file:
        file.write(json.dumps(head).encode("utf-8") + b"\n" + body)
    return path


def _read(path: Path, key: ResultsKey, frames: int) -> list[FrameResult]:
    head_line, _, body = path.read_bytes().partition(b"\n")
    head: Any = json.loads(head_line)
    if not isinstance(head, dict) or head.get("minamo_results") != asdict(key):
        raise ValueError("they were made of another recording, network, scan area or setting")
    if head.get("lines_sha256") != hashlib.sha256(body).hexdigest():
        raise ValueError("the file is damaged")
    results = [FrameResult.from_line(line) for line in body.decode("utf-8").split("\n") if line]
    if [result.index for result in results] != list(range(frames)):
        raise ValueError("they do not cover the recording")
    return results


def _layout_digest(layout: ScanLayout) -> str:
    sha = hashlib.sha256(repr((layout.origin_px, layout.source_size_px)).encode())
    for panel in layout.panels:
        sha.update(repr((panel.rect, panel.kind.value, panel.mm_per_px)).encode())
        if panel.mask is not None:
            sha.update(panel.mask.tobytes())
    return sha.hexdigest()
