"""Which mode of a grabber is proposed, and why."""

from hypothesis import given
from hypothesis import strategies as st

from capture.devices.device_mode import DeviceMode, Why, best_first, propose, wished_modes

FULL = (1920, 1080)


def proposed(*modes: DeviceMode, known: bool = True) -> tuple[DeviceMode, Why]:
    proposal = propose(tuple(modes), known=known)
    assert proposal is not None
    return proposal.mode, proposal.why


def test_a_grabber_that_carries_everything_uncompressed_is_used_so() -> None:
    best = DeviceMode(FULL, 60.0, "yuy2")
    others = (DeviceMode(FULL, 60.0, "mjpeg"), DeviceMode(FULL, 60.0, "nv12"), DeviceMode((3840, 2160), 30.0, "mjpeg"))
    assert proposed(*others, best) == (best, Why.UNCOMPRESSED)


def test_every_picture_compressed_is_better_than_few_of_them_uncompressed() -> None:
    best = DeviceMode(FULL, 59.94, "mjpeg")
    assert proposed(DeviceMode(FULL, 5.0, "yuy2"), best) == (best, Why.COMPRESSED)


def test_too_few_pictures_are_said_to_be_too_few() -> None:
    best = DeviceMode(FULL, 30.0, "mjpeg")
    assert proposed(DeviceMode(FULL, 5.0, "yuy2"), best, DeviceMode((640, 480), 60.0, "yuy2")) == (best, Why.SLOW)


def test_a_grabber_for_small_pictures_gives_its_largest() -> None:
    best = DeviceMode((720, 576), 50.0, "yuy2")
    assert proposed(DeviceMode((640, 480), 60.0, "yuy2"), best) == (best, Why.SMALL)


def test_what_is_not_known_is_said() -> None:
    wishes = wished_modes(("mjpeg", "nv12"))
    assert proposed(*wishes, known=False) == (DeviceMode(FULL, 60.0, "mjpeg"), Why.NOT_KNOWN)
    assert propose((), known=True) is None


def test_a_mode_is_named_alike_in_every_language() -> None:
    assert DeviceMode(FULL, 60.0, "mjpeg").text == "1920×1080 60 Hz MJPEG"
    assert DeviceMode((1280, 720), 59.94, "yuy2").text == "1280×720 59.94 Hz YUY2"


modes = st.builds(
    DeviceMode,
    st.tuples(st.integers(160, 4096), st.integers(120, 2160)),
    st.floats(1, 120),
    st.sampled_from(["mjpeg", "nv12", "yuy2"]),
)


@given(st.lists(modes, min_size=1, max_size=12))
def test_the_proposal_does_not_depend_on_the_order_in_which_a_driver_tells(told: list[DeviceMode]) -> None:
    assert best_first(told) == best_first(reversed(told))
    assert proposed(*told) == proposed(*reversed(told))
