"""Text that stands in the pixels: whether an object has to say Burned In Annotation (0028,0301)."""

from pathlib import Path
from typing import Final

import av
import numpy as np
import numpy.typing as npt
from pydicom.dataset import Dataset

from inference.marks.panel_text import TextBox, boxes_of, find_panel_text

_LOOKED_AT: Final = 5  # pictures of a recording in which text is looked for, evenly from first to last


def say_burned_in(dataset: Dataset, boxes: tuple[TextBox, ...]) -> None:
    """YES where something looks like text: it may be a name. NO where nothing does."""
    dataset.BurnedInAnnotation = "YES" if boxes else "NO"


def text_in_recording(video: Path, pictures: int) -> tuple[TextBox, ...]:
    """Where text stands in a recording: what is found in at least two of a few pictures, because a panel's text stays.

    Args:
        video: Of key frames only.
        pictures: How many it has, about.

    Raises:
        OSError, FFmpegError: The video cannot be read.
    """
    chosen = {round(place) for place in np.linspace(0, max(pictures - 1, 0), _LOOKED_AT)}
    seen: npt.NDArray[np.uint8] | None = None
    looked_at = 0
    with av.open(str(video)) as container:
        packets = (packet for packet in container.demux(container.streams.video[0]) if packet.size)
        for picture in (
            shown for number, packet in enumerate(packets) if number in chosen for shown in packet.decode()
        ):
            pixels = np.asarray(picture.to_ndarray(format="rgb24"), np.uint8)
            seen = np.zeros(pixels.shape[:2], np.uint8) if seen is None else seen
            looked_at += 1
            for box in find_panel_text(pixels):
                seen[box.top : box.bottom, box.left : box.right] += 1
    return () if seen is None else boxes_of(seen >= min(2, looked_at))
