"""The contrast demo: a simulated study as a video with its side file and its truth.

`python -m inference.contrast.phantom.demo OUT` writes OUT/contrast.mkv, contrast.frames.jsonl and contrast.truth.json.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from capture.screen.layout import PanelKind, ScanLayout
from capture.side_file import SideWriter, side_path
from inference.contrast.phantom.phantom import Phantom
from inference.contrast.phantom.recipe import Perfusion, Recipe
from inference.contrast.phantom.screen import screen, screen_layout
from inference.contrast.phantom.truth import Truth
from inference.contrast.picture import Bytes, Flags, Series

NAME = "contrast"
CRF = 36  # x264's quality

# A mass that lights up from its edge, fed by a vessel that goes into it, with a hole in its middle; the probe slips
# out of the plane once. The speckle is held in part from picture to picture, as scanners do; fresh speckle in every
# picture would not fit into a small file.
DEMO = Recipe(
    seed=7,
    size_px=(320, 400),
    hz=10.0,
    duration_s=60.0,
    lesion=Perfusion(0.016, 9.0, 14.0),
    parenchyma=Perfusion(0.005, 12.0, 18.0),
    vessel=Perfusion(0.03, 7.0, 9.0),
    rim=Perfusion(0.022, 8.0, 12.0),
    penetrating=True,
    defect_share=0.10,
    arrival_order="centripetal",
    heterogeneity=0.4,
    texture=0.6,
    speckle_px=(5.0, 3.4),
    speckle_held=0.75,
    bmode_noise_grey=0.0,
    breathing_px=(0.8, 3.0),
    drift_px=(3.0, -1.5),
    out_of_plane_s=((41.0, 44.0),),
)


def write_demo(folder: Path, recipe: Recipe = DEMO, *, lossless: bool = False) -> tuple[Path, Path, Path]:
    """Write the demo; the same recipe gives the same bytes with the same versions of the libraries.

    Args:
        folder: Where; made when missing. Older files of the same names are replaced.
        recipe: What is shown.
        lossless: FFV1 instead of H.264: every grey level as it was made, some fifty times larger.

    Returns:
        Paths of the video, its side file and its truth.
    """
    folder.mkdir(parents=True, exist_ok=True)
    video, phantom, layout = folder / f"{NAME}.mkv", Phantom(recipe), screen_layout(recipe)
    with side_path(video).open("wb", buffering=0) as file:
        side = SideWriter(file)
        side.header(layout, layout.source_size_px, f"simulated contrast study, seed {recipe.seed}")
        shown = (screen(picture, recipe) for picture in phantom.pictures())
        _write_video(video, ((s.pixels, _noted(side, s.number, s.time_ns)) for s in shown), recipe.hz, lossless)
    truth = folder / f"{NAME}.truth.json"
    values = truth_json(recipe, phantom.truth, layout)
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(value)}" for name, value in values.items())
    truth.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    return video, side_path(video), truth


def _noted(side: SideWriter, index: int, time_ns: int) -> int:
    side.frame(index, time_ns)
    return time_ns


def _write_video(video: Path, pictures: Iterator[tuple[Bytes, int]], hz: float, lossless: bool) -> None:
    millisecond = Fraction(1, 1000)
    with av.open(str(video), "w", format="matroska", options={"fflags": "+bitexact"}) as container:
        if lossless:
            stream: Any = container.add_stream("ffv1", rate=Fraction(hz), options={"level": "3", "g": "1"})
            stream.pix_fmt = "bgr0"
        else:
            options = {"crf": str(CRF), "preset": "slow", "tune": "grain"}
            stream = container.add_stream("libx264", rate=Fraction(hz), options=options)
            stream.pix_fmt, stream.codec_context.color_range = "yuvj420p", 2  # every grey level, not 219 of them
            stream.codec_context.colorspace = 5  # BT.601, whatever the size
        stream.codec_context.thread_count = 1  # the same bytes on every machine
        stream.codec_context.time_base = millisecond
        first_ns: int | None = None
        for pixels, time_ns in pictures:
            if first_ns is None:
                first_ns = time_ns
                stream.height, stream.width = pixels.shape[:2]
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            if lossless:
                frame = frame.reformat(format="bgr0")
            else:
                frame = frame.reformat(format="yuvj420p", dst_colorspace=5, src_color_range=2, dst_color_range=2)
            frame.pts, frame.time_base = round((time_ns - first_ns) / 1e6), millisecond
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def truth_json(recipe: Recipe, truth: Truth, layout: ScanLayout) -> dict[str, Any]:
    """The truth as plain values; regions are outlines in the file's pixels, in the contrast panel."""
    panel = next(panel.rect for panel in layout.panels if panel.kind is PanelKind.CONTRAST)
    curve = truth.curve(truth.times_s)
    return {
        "what": "simulated; no patient",
        "seed": recipe.seed,
        "hz": recipe.hz,
        "size_px": layout.source_size_px,
        "dynamic_range_db": recipe.dynamic_range_db,
        "model": recipe.model,
        "panels": {p.kind.value: [p.rect.left, p.rect.top, p.rect.right, p.rect.bottom] for p in layout.panels},
        "regions": {name: outline(mask, panel.left, panel.top) for name, mask in truth.regions.items()},
        "parameters": {name: _course(truth, name) for name in truth.regions if name != "defect"},
        "times_s": _rounded(truth.times_s, 4),
        "shifts_px": [_rounded(shift, 3) for shift in truth.shifts_px],
        "out_of_plane": [int(moment) for moment in np.flatnonzero(truth.out_of_plane)],
        "curve": {name: [_to_digits(value, 5) for value in values] for name, values in curve.items()},
    }


def outline(mask: Flags, left: int = 0, top: int = 0) -> list[list[int]]:
    """The largest part of a mask as a polygon of (x, y), within half a pixel or so."""
    found, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    largest = max(found, key=cv2.contourArea)
    points = cv2.approxPolyDP(largest, 0.7, True)[:, 0]
    return [[int(x) + left, int(y) + top] for x, y in points]


def _course(truth: Truth, region: str) -> dict[str, float]:
    """Numbers of the agent's course, by integration over ten minutes."""
    times_s = np.arange(0.0, 600.0, 0.01)
    power = truth.agent(times_s)[region]
    area = float(np.trapezoid(power, times_s))
    first_moment_s = float(np.trapezoid(power * times_s, times_s)) / area
    arrival_s = truth.arrival_s[region]
    course = {
        "arrival_s": arrival_s,
        "peak": float(power.max()),
        "time_of_peak_s": float(times_s[np.argmax(power)]),
        "area": area,
        "mean_transit_s": first_moment_s - arrival_s,
    }
    return {name: _to_digits(value, 7) for name, value in course.items()}


def _to_digits(value: float, digits: int) -> float:
    """Significant digits only: the last bits of a sum depend on where its values lie in memory."""
    return float(f"{value:.{digits}g}")


def _rounded(values: Series, digits: int) -> list[float]:
    return [round(float(value), digits) for value in values]


def main(arguments: list[str] | None = None) -> int:
    """Write the contrast demo; print the paths of the files."""
    parser = argparse.ArgumentParser(prog="python -m inference.contrast.phantom.demo", description=main.__doc__)
    parser.add_argument("out", type=Path, metavar="OUT", help="folder")
    parser.add_argument("--lossless", action="store_true", help="every grey level as it was made; some 100 MB")
    chosen = parser.parse_args(arguments)
    for path in write_demo(chosen.out, lossless=chosen.lossless):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
