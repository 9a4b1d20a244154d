"""How long the probe has rested on a place, from the motion of the picture alone."""

from hypothesis import given
from hypothesis import strategies as st

from inference.resting import PLACE_SHARE, Resting
from inference.tracking.motion import Change, Motion

WIDTH, HEIGHT = 400, 300
FRAME_NS = 20_000_000
STILL = Change(Motion(), new_scene=False)


def rested_ms(changes: list[Change | None], frame_ns: int = FRAME_NS) -> float:
    resting, answer = Resting(), 0.0
    for number, change in enumerate(changes):
        answer = resting.update(number * frame_ns, change, WIDTH, HEIGHT)
    return answer


def moved(right_px: float) -> Change:
    return Change(Motion(shift_x=right_px), new_scene=False)


def test_a_still_probe_rests_for_as_long_as_the_pictures_say() -> None:
    assert rested_ms([STILL] * 101) == 2000


def test_the_rest_does_not_depend_on_the_frame_rate() -> None:
    assert rested_ms([STILL] * 31, 66_000_000) == rested_ms([STILL] * 121, 16_500_000)


def test_a_slow_drift_becomes_another_place() -> None:
    px = 1.0
    pictures = round(PLACE_SHARE * WIDTH / px) + 2
    assert rested_ms([STILL] * 50 + [moved(px)] * pictures) < pictures * FRAME_NS / 1e6


def test_trembling_about_a_place_is_rest() -> None:
    assert rested_ms([moved(4), moved(-4)] * 50) == 99 * FRAME_NS / 1e6


def test_a_new_scene_or_an_unknown_motion_ends_the_rest() -> None:
    for ends in (None, Change(None, new_scene=False), Change(Motion(), new_scene=True)):
        assert rested_ms([STILL] * 50 + [ends]) == 0


def test_a_frozen_picture_is_a_place_that_is_looked_at() -> None:
    resting = Resting()
    resting.update(0, STILL, WIDTH, HEIGHT)
    assert resting.stand(2_500_000_000) == 2500


@given(st.lists(st.tuples(st.integers(-(10**18), 10**18), st.floats(-1e9, 1e9)), max_size=30))
def test_whatever_the_times_and_shifts_it_is_a_span(steps: list[tuple[int, float]]) -> None:
    resting = Resting()
    for time_ns, shift in steps:
        assert resting.update(time_ns, moved(shift), WIDTH, HEIGHT) >= 0
