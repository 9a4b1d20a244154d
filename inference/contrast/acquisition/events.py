"""What happened in a recording, told from its trace: gain changes, bursts, accumulation, saturation, a late start."""

from dataclasses import dataclass

import numpy as np

from inference.contrast.acquisition.trace import Trace
from inference.contrast.picture import Series

SMALLEST_STEP = 8.0  # grey levels: 1.9 dB at 60 dB; real perfusion was seen to step by 6.6 between two pictures
STEPS_ABOVE = 6.0  # robust standard deviations of the steps about it
EVERYWHERE = 0.85  # share of the fields that a change of gain must reach
LASTING = 0.6  # share of the step that must still be there afterwards
AROUND = 4  # pictures on either side
LONGEST_STEP_S = 1.0  # between pictures farther apart the perfusion itself may change everything
FLASH = 25.0  # grey levels of the mean by which a burst stands out
LONGEST_FLASH_S = 0.7
HOLD_S = 4.0  # of a lossless recording, in which no pixel falls at all
LOSSY_HOLD_S = 20.0  # of a whole lossy one, in which the means of fields do not; perfusion alone seldom rises so long
HOLD_PICTURES = 16
FEWEST_CHANGES = 0.02  # rises in the span, in panels: less says nothing
LEAST_RISEN = 5.0  # grey levels of the fields' means
MOST_FALLS = 0.01  # of all changes
MOST_SUNK = 0.03  # of all changes of the fields' means
MOST_DEEP = 0.01  # share of pixels that fall deep
WHITE_FROM = 0.01  # share of the panel
BLACK_BELOW = 5.0  # mean grey level of the brightest pictures
START_S = 1.0
START_PICTURES = 5
RISE = 0.06  # of the recording's range of brightness, within the start
LOWER_LATER = 0.12  # of that range: by so much the start may be above the darkest moment after it
SMALLEST = 3.0  # grey levels of the mean: breathing alone changes it by one or two
MOST_FLAT = 5.0  # grey levels: a recording whose mean varies less shows no agent that came or went


@dataclass(frozen=True, slots=True)
class Span:
    """From one moment of the recording to another, both in it."""

    from_s: float
    to_s: float


@dataclass(frozen=True, slots=True)
class GainChange:
    """All grey levels stepped at once.

    Attributes:
        time_s: Of the first picture with the new gain.
        step: In grey levels; times dynamic range over 255 in dB.
    """

    time_s: float
    step: float


def find_bursts(trace: Trace) -> tuple[Span, ...]:
    """High-power bursts: the picture flashes and is dark again within 0.7 s; the flash's pictures."""
    found: list[Span] = []
    number = 1
    while number < len(trace):
        before = float(np.median(trace.mean[max(0, number - AROUND) : number]))
        end = number
        while end < len(trace) and trace.mean[end] - before >= FLASH and _within(trace, number, end):
            end += 1
        if number < end < len(trace) and _within(trace, number, end) and _drops(trace, before, number, end):
            found.append(Span(float(trace.times_s[number]), float(trace.times_s[end - 1])))
            number = end
        number += 1
    return tuple(found)


def _within(trace: Trace, start: int, end: int) -> bool:
    return float(trace.times_s[end] - trace.times_s[start]) <= LONGEST_FLASH_S


def _drops(trace: Trace, before: float, start: int, end: int) -> bool:
    """Whether most of the flash is gone right after it."""
    peak, after = float(trace.mean[start:end].max()), float(trace.mean[end])
    return after - before <= 0.3 * (peak - before)


def find_gain_changes(trace: Trace, bursts: tuple[Span, ...] = ()) -> tuple[GainChange, ...]:
    """Steps of the whole panel, tissue and noise included, that stay; perfusion changes some places, and slowly."""
    found: list[GainChange] = []
    flash = _in_spans(trace.times_s, bursts)
    flash |= np.roll(flash, 1)  # the picture after one
    for number in range(1, len(trace)):
        step = float(trace.step[number])
        gap_s = trace.times_s[number] - trace.times_s[number - 1]
        if abs(step) < SMALLEST_STEP or trace.everywhere[number] < EVERYWHERE or gap_s > LONGEST_STEP_S:
            continue
        near = slice(max(1, number - AROUND), number + AROUND + 1)
        if flash[near].any():
            continue
        others = np.delete(trace.step[near], number - near.start)
        if len(others) < AROUND:
            continue
        usual = float(np.median(others))
        spread = max(1.4826 * float(np.median(np.abs(others - usual))), SMALLEST_STEP / STEPS_ABOVE / 3)
        if abs(step - usual) < max(STEPS_ABOVE * spread, SMALLEST_STEP) or abs(step - usual) < LASTING * abs(step):
            continue
        back = float(trace.step[number + 1 : number + 1 + AROUND].sum()) - usual * AROUND
        if np.sign(step) * (step + back) >= LASTING * abs(step):
            found.append(GainChange(float(trace.times_s[number]), step - usual))
    return tuple(found)


def find_accumulation(trace: Trace) -> Span | None:
    """The stretch in which nothing ever fell although much rose: max-hold, or another accumulation.

    Averaged speckle is told from it by its pixels, of which most sink a little in each picture while a few leap up.
    """
    if len(trace) <= HOLD_PICTURES:
        return None
    whole = Span(float(trace.times_s[0]), float(trace.times_s[-1]))
    sunk, risen = float(trace.sunk.sum()), float(trace.risen.sum())
    if (
        whole.to_s - whole.from_s >= LOSSY_HOLD_S
        and risen >= LEAST_RISEN
        and sunk <= MOST_SUNK * (sunk + risen)
        and trace.deep_falls.mean() <= MOST_DEEP
    ):
        return whole
    return _never_fell(trace)


def _never_fell(trace: Trace) -> Span | None:
    down, up = (np.concatenate([[0.0], values.cumsum()]) for values in (trace.falls, trace.rises))
    held: list[int] = []
    first = 0
    for last in range(HOLD_PICTURES, len(trace)):
        while first + HOLD_PICTURES < last and trace.times_s[last] - trace.times_s[first + 1] >= HOLD_S:
            first += 1
        fell, rose = down[last + 1] - down[first + 1], up[last + 1] - up[first + 1]
        long_enough = trace.times_s[last] - trace.times_s[first] >= HOLD_S
        if long_enough and rose >= FEWEST_CHANGES and fell <= MOST_FALLS * (fell + rose):
            held += [first, last]
    return Span(float(trace.times_s[held[0]]), float(trace.times_s[held[-1]])) if held else None


def find_saturation(trace: Trace, bursts: tuple[Span, ...] = ()) -> Span | None:
    """From the first to the last picture with a hundredth of the panel at white; flashes of bursts apart."""
    times_s = trace.times_s[(trace.white >= WHITE_FROM) & ~_in_spans(trace.times_s, bursts)]
    return Span(float(times_s[0]), float(times_s[-1])) if len(times_s) else None


def brightest_mean(trace: Trace) -> float:
    """Mean grey level of the brighter pictures: the 95th percentile, so that one flash makes nothing bright."""
    return float(np.percentile(trace.mean, 95)) if len(trace) else 0.0


def begins_in_wash_in(trace: Trace, changes: tuple[GainChange, ...] = (), bursts: tuple[Span, ...] = ()) -> bool:
    """Whether the first pictures are enhanced already: they rise at once, or it is darker later than at the start."""
    usable = ~_in_spans(trace.times_s, bursts)
    before = usable & (trace.times_s < changes[0].time_s) if changes else usable
    if before.sum() >= 4 * START_PICTURES:
        usable = before
    mean, times_s = trace.mean[usable], trace.times_s[usable]
    if len(mean) < 2 * START_PICTURES:
        return False
    start = max(START_PICTURES, int(np.searchsorted(times_s, times_s[0] + START_S)))
    if start >= len(mean) / 2:
        start = START_PICTURES
    smooth = np.convolve(np.pad(mean, 1, mode="edge"), np.ones(3) / 3, mode="valid")
    whole = float(smooth.max() - smooth.min())
    if whole < MOST_FLAT:
        return False
    noise = 1.4826 * float(np.median(np.abs(np.diff(mean[:start] - smooth[:start])))) if start > 2 else 0.0
    slope = float(np.polyfit(np.arange(start), mean[:start], 1)[0]) * (start - 1)
    first = float(mean[:start].mean())
    rises = slope >= max(RISE * whole, 6 * noise / np.sqrt(start), SMALLEST / 2)
    return rises or first - float(smooth[start:].min()) >= max(LOWER_LATER * whole, 3 * noise, SMALLEST)


def _in_spans(times_s: Series, spans: tuple[Span, ...]) -> np.ndarray:
    inside = np.zeros(len(times_s), dtype=np.bool_)
    for span in spans:
        inside |= (times_s >= span.from_s) & (times_s <= span.to_s)
    return inside
