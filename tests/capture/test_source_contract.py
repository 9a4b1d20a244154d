"""One contract for every reader; `tests/capture/readers.py` lists them."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from capture.errors import EndOfStream
from capture.source import Screen, ScreenReader, SeekableReader
from tests.capture.readers import READERS, RECORDINGS

PATIENCE_S = 60.0


@pytest.fixture(params=READERS.values(), ids=READERS.keys())
def reader(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ScreenReader]:
    made: ScreenReader = request.param(tmp_path)
    yield made
    made.close()


@pytest.fixture(params=RECORDINGS.values(), ids=RECORDINGS.keys())
def recording(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SeekableReader]:
    made: SeekableReader = request.param(tmp_path)
    yield made
    made.close()


def next_screen(reader: ScreenReader) -> Screen:
    """The next picture; a live source may need more than one wait."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        screen = reader.read(0.5)
        if screen is not None:
            return screen
    pytest.fail(f"{reader.name} gave no picture in {PATIENCE_S} s")


def rest_of(recording: SeekableReader) -> list[Screen]:
    """Every picture from where the recording stands."""
    screens = []
    try:
        while True:
            screens.append(next_screen(recording))
    except EndOfStream:
        return screens


def test_a_picture_is_rgb_and_cannot_be_written_to(reader: ScreenReader) -> None:
    pixels = next_screen(reader).pixels
    assert pixels.dtype == np.uint8
    assert pixels.ndim == 3
    assert pixels.shape[2] == 3
    assert pixels.flags.c_contiguous
    with pytest.raises(ValueError, match="read-only"):
        pixels[0, 0] = 0


def test_pictures_are_counted_from_zero_and_their_times_ascend(reader: ScreenReader) -> None:
    screens = [next_screen(reader) for _ in range(5)]
    assert [screen.number for screen in screens] == [0, 1, 2, 3, 4]
    times_ns = [screen.time_ns for screen in screens]
    assert times_ns == sorted(set(times_ns))


def test_a_picture_arrives_between_asking_and_getting(reader: ScreenReader) -> None:
    before_ns = time.monotonic_ns()
    screens = [next_screen(reader) for _ in range(3)]
    arrived_ns = [screen.arrived_ns for screen in screens]
    # a live source may have decoded its first picture while it was opened
    assert arrived_ns == sorted(arrived_ns)
    assert before_ns < arrived_ns[-1] <= time.monotonic_ns()


def test_a_picture_read_earlier_is_not_changed_by_the_next(reader: ScreenReader) -> None:
    first = next_screen(reader)
    kept = first.pixels.copy()
    for _ in range(4):
        next_screen(reader)
    np.testing.assert_array_equal(first.pixels, kept)


def test_a_layout_describes_the_picture_it_comes_with(reader: ScreenReader) -> None:
    screen = next_screen(reader)
    height, width = screen.pixels.shape[:2]
    if screen.layout is not None:
        assert screen.layout.source_size_px == (width, height)
        assert screen.layout.panels
        for panel in screen.layout.panels:
            assert 0 <= panel.rect.left < panel.rect.right <= width
            assert 0 <= panel.rect.top < panel.rect.bottom <= height


def test_a_reader_has_a_name_and_closes_twice(reader: ScreenReader) -> None:
    assert reader.name.strip()
    reader.close()
    reader.close()


def test_a_recording_is_seekable_and_states_every_time_from_zero(recording: SeekableReader) -> None:
    assert isinstance(recording, SeekableReader)
    assert recording.times_ns[0] == 0
    assert list(recording.times_ns) == sorted(set(recording.times_ns))
    screens = rest_of(recording)
    assert [screen.number for screen in screens] == list(range(len(recording.times_ns)))
    assert [screen.time_ns for screen in screens] == list(recording.times_ns)


def test_the_end_of_a_recording_stays_the_end(recording: SeekableReader) -> None:
    recording.seek(len(recording.times_ns) - 1)
    assert next_screen(recording).number == len(recording.times_ns) - 1
    for _ in range(3):
        with pytest.raises(EndOfStream):
            recording.read(0.5)
    recording.seek(0)
    assert next_screen(recording).number == 0


def test_seeking_in_any_order_gives_what_reading_in_order_gives(recording: SeekableReader) -> None:
    in_order = rest_of(recording)
    numbers = list(range(len(in_order)))
    random.Random(7).shuffle(numbers)
    for number in [*numbers, len(in_order) - 1, len(in_order) - 1, 0]:
        recording.seek(number)
        screen = next_screen(recording)
        assert screen.number == number
        assert screen.time_ns == in_order[number].time_ns
        np.testing.assert_array_equal(screen.pixels, in_order[number].pixels)


def test_reading_goes_on_from_where_a_seek_went(recording: SeekableReader) -> None:
    recording.seek(3)
    assert [next_screen(recording).number for _ in range(2)] == [3, 4]
    recording.seek(1)
    assert [next_screen(recording).number for _ in range(3)] == [1, 2, 3]


def test_the_last_of_several_seeks_counts(recording: SeekableReader) -> None:
    recording.seek(4)
    recording.seek(0)
    recording.seek(2)
    assert next_screen(recording).number == 2


@pytest.mark.parametrize("beyond", [-1, 0, 1000])
def test_a_seek_beyond_the_recording_is_refused(recording: SeekableReader, beyond: int) -> None:
    number = -1 if beyond < 0 else len(recording.times_ns) + beyond
    with pytest.raises(IndexError):
        recording.seek(number)
    assert next_screen(recording).number == 0
