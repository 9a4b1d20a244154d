"""How fast a link is, and what was lost on it."""

from capture.errors import CaptureError
from capture.sources.live.link_meter import LinkMeter

MS = 1_000_000


def too_slow(hz: float, mode: str) -> CaptureError | None:
    return CaptureError("only {hz} as {mode}", hz=round(hz), mode=mode) if hz < 12 else None


def run(meter: LinkMeter, hz: float, seconds: float, *, from_ns: int = 0) -> int:
    """Pictures at this rate; when the last one came."""
    now_ns = from_ns
    for _ in range(round(hz * seconds)):
        now_ns += round(1e9 / hz)
        meter.arrived(now_ns, now_ns, "720p")
    return now_ns


def test_a_slow_link_is_named_once_with_its_rate_and_forgotten_when_it_is_fast_again() -> None:
    meter = LinkMeter(too_slow)
    now_ns = run(meter, 60, 3)
    assert meter.slow is None
    assert meter.hz is not None
    assert round(meter.hz) == 60
    now_ns = run(meter, 5, 5, from_ns=now_ns)
    assert str(meter.slow) == "only 5 as 720p"
    said = meter.slow
    now_ns = run(meter, 6, 3, from_ns=now_ns)
    assert meter.slow is said
    run(meter, 60, 3, from_ns=now_ns)
    assert meter.slow is None


def test_a_silence_and_a_few_bursts_are_no_slow_link() -> None:
    meter = LinkMeter(too_slow)
    now_ns = run(meter, 30, 3)
    for _ in range(4):
        now_ns = run(meter, 30, 0.5, from_ns=now_ns + 1_500 * MS)
        assert meter.slow is None


def test_pictures_that_the_sources_own_times_miss_are_counted_as_lost() -> None:
    meter = LinkMeter(None)
    for number in range(200):
        if number not in (100, 101, 150):
            meter.arrived(number * 33 * MS, number * 33 * MS, "")
    assert meter.lost == 3


def test_of_a_source_without_a_constant_rate_nothing_is_said_to_be_lost() -> None:
    meter, own_ns = LinkMeter(None), 0
    for number in range(200):
        own_ns += (20, 70, 45, 110)[number % 4] * MS
        meter.arrived(own_ns, own_ns, "")
    assert meter.lost == 0


def test_a_picture_that_was_left_out_is_counted_once() -> None:
    meter = LinkMeter(None)
    for number in range(200):
        if number == 100:
            meter.left_out()
        else:
            meter.arrived(number * 33 * MS, number * 33 * MS, "")
    assert meter.lost == 1
