"""Runs sequences and looks for the planted texts in what came out; one line of JSON a sequence, resumable."""

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import av.error
import numpy as np
import numpy.typing as npt

from capture.frame import Frame
from inference.evaluation.gate import reading
from inference.evaluation.gate.chain import Passing, play
from inference.evaluation.gate.sequence import Plan, plans
from inference.evaluation.gate.sequence import Sequence as Played
from inference.evaluation.screens.pictures import Library
from inference.evaluation.screens.recipe import Part
from inference.evaluation.screens.truth import Planted

Pixels = npt.NDArray[np.uint8]
Reported = Callable[[Sequence[Frame], Path], tuple[list[Pixels], str]]

PAGE_TEXTS = 4  # of a page that are read on the uncropped screen; a list has sixty
REPORT_EVERY = 10  # sequences; so often also the ring's clip is read
LETTERS_PX = 22.0  # of the scanner's letters on a 1080-line screen


@dataclass(frozen=True, slots=True)
class Range:
    """Which sequences.

    Attributes:
        part: Development or test seeds.
        first: Number of the first.
        count: How many.
    """

    part: Part
    first: int
    count: int

    @property
    def file(self) -> str:
        """Where their results are kept."""
        return f"sequences-{self.part.value}-{self.first:04d}-{self.first + self.count - 1:04d}.jsonl"


def results(folder: Path, part: Part) -> dict[int, dict[str, Any]]:
    """All that is in a folder, of every range that was run into it, by number."""
    found: dict[int, dict[str, Any]] = {}
    for path in sorted(folder.glob(f"sequences-{part.value}-*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            with suppress(json.JSONDecodeError):  # the line during which a run was ended
                tree = json.loads(line)
                found[tree["number"]] = tree
    return found


def run(which: Range, library: Library, folder: Path, reported: Reported | None) -> Iterator[dict[str, Any]]:
    """Run what is not in the folder yet; each result is written before it is yielded.

    Several ranges may run at once, each in a process of its own: each writes a file of its own.

    Args:
        which: Sequences.
        library: Real pictures.
        folder: Exists.
        reported: Makes an exam's snapshots and report of frames in a folder: their pictures and the report's text.
    """
    known = results(folder, which.part)
    with (folder / which.file).open("a", encoding="utf-8") as file:
        for number, plan in enumerate(plans(which.part, which.first, which.count), which.first):
            if number in known:
                yield known[number]
                continue
            tree = one(number, plan, library, reported if number % REPORT_EVERY == 0 else None)
            file.write(json.dumps(tree, ensure_ascii=False) + "\n")
            file.flush()
            yield tree


def one(number: int, plan: Plan, library: Library, reported: Reported | None) -> dict[str, Any]:
    """One sequence: what passed, what was read on the uncropped screens, and what in the outputs."""
    sequence = Played(plan, library)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        passing, recorded, ring = play(sequence, folder)
        outputs: list[Frame | Pixels] = [*_recorded(recorded), *passing.leaks]
        text = ""
        if reported is not None:
            outputs += _recorded(ring)[-1:]
            frames = [frame for frame in (passing.before, passing.after) if frame is not None]
            if frames:
                pictures, text = reported(frames, folder)
                outputs += pictures
    control, planted = _control(sequence)
    leaked, inside_read = _read_outputs(sequence, outputs, text)
    return _described(number, plan, passing) | {
        "japanese": sequence.identity.japanese,
        "control_planted": len(planted),
        "control_found": len(control),
        "control_missed": sorted(set(planted) - set(control)),
        "outputs_read": len(outputs) + bool(text),
        "texts_in_outputs": leaked,
        "inside_read": inside_read,
        "report": reported is not None,
    }


def _described(number: int, plan: Plan, passing: Passing) -> dict[str, Any]:
    recipe = plan.recipe
    return {
        "number": number, "seed": recipe.seed, "maker": recipe.maker, "size_px": list(recipe.size_px),
        "arrangement": recipe.arrangement.value, "shape": recipe.shape.value, "signal": recipe.signal.value,
        "jpeg_quality": recipe.jpeg_quality, "page": plan.page.value, "change": plan.change.value, "hz": plan.hz,
        "starts_on_page": plan.starts_on_page, "inside": plan.inside,
        "pictures": passing.pictures, "with_page": passing.with_page, "frames": passing.frames,
        "leaked": passing.leaked, "leaked_pixels": passing.leaked_pixels,
        "kept_pixels": passing.kept_pixels, "withdrawn": passing.withdrawn, "late_ms": round(passing.late_ms, 1),
        "found_ms": passing.found_ms, "back_ms": passing.back_ms,
        "outside_px": passing.outside_px, "outside_share": round(passing.outside_share, 5),
        "texts_around": sorted(passing.texts),
        "iou": round(float(np.mean(passing.ious)), 4) if passing.ious else None,
        "worst_iou": round(min(passing.ious), 4) if passing.ious else None,
        "ms_median": round(float(np.median(passing.ms)), 2), "ms_p99": round(float(np.percentile(passing.ms, 99)), 1),
    }  # fmt: skip


def _control(sequence: Played) -> tuple[list[str], list[str]]:
    """The texts found on the uncropped screens, and those looked for: the header's, and some of the page's."""
    rng = np.random.default_rng((sequence.plan.recipe.seed, 13))
    around = [one for one in sequence.screen.truth.planted if not one.inside]
    on_page = [one for one in sequence.page.planted if _lies_on(one, sequence.page.pixels)]
    chosen = [on_page[place] for place in rng.permutation(len(on_page))[:PAGE_TEXTS]]
    found: list[str] = []
    for screen, planted in ((sequence.shown(0.0), around), (sequence.shown(1.0), chosen)):
        lines = reading.lines_of(screen, planted)
        if lines is not None:
            text = reading.read(lines, sparse=False, japanese=sequence.identity.japanese)
            found += reading.found([one.text for one in planted], text)
    return found, [one.text for one in (*around, *chosen)]


def _lies_on(one: Planted, pixels: Pixels) -> bool:
    height, width = pixels.shape[:2]
    return one.rect.left >= 0 and one.rect.top >= 0 and one.rect.right <= width and one.rect.bottom <= height


def _read_outputs(sequence: Played, outputs: Sequence[Frame | Pixels], text: str) -> tuple[list[str], bool | None]:
    """Planted texts read in the outputs, and whether a text burnt into the scan was read (None without one)."""
    planted = {one.text for one in (*sequence.screen.truth.planted, *sequence.page.planted) if not one.inside}
    inside = [one.text for one in sequence.screen.truth.planted if one.inside]
    planted -= set(inside)
    read = [text]
    for output in outputs:
        pixels = output.pixels if isinstance(output, Frame) else output
        picture = reading.enlarged_frame(pixels, LETTERS_PX * sequence.unit)
        read.append(reading.read(picture, sparse=True, japanese=sequence.identity.japanese))
    found = sorted({hit for one in read for hit in reading.found(planted, one)})
    return found, (any(reading.found(inside, one) for one in read) if inside and outputs else None)


def _recorded(videos: Sequence[Path]) -> list[Pixels]:
    """The picture in the middle of each recording: one of each layout that was recorded."""
    pictures = []
    for video in videos:
        with suppress(av.error.FFmpegError, OSError), av.open(str(video)) as container:
            shown = [packet for packet in container.demux(container.streams.video[0]) if packet.size]
            for picture in shown[len(shown) // 2].decode() if shown else ():
                pictures.append(np.asarray(picture.to_ndarray(format="rgb24"), np.uint8))  # noqa: PERF401  # not an Any
    return pictures
