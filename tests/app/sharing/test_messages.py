"""What leaves by OpenIGTLink: pixels, places and times as they are, and nothing of the patient."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pyigtl.messages
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.live.view_state import StatusWord
from app.sharing.messages import IMAGE, LESIONS, TRACKS, packed, with_overlay
from app.sharing.shared import Shared, SharedClock, shared_of
from capture.screen.layout import Panel, PanelKind, Rect, ScanLayout
from tests.app.fakes import track
from tests.app.sharing.programs import SCALE, picture, state


def read(content: bytes) -> dict[str, Any]:
    """The messages by their device's name, read as a program reads them."""
    found = {}
    while content:
        header = pyigtl.messages.MessageBase.parse_header(content[:58])
        end = 58 + header["body_size"]
        message = pyigtl.messages.MessageBase.create_message(header["message_type"])
        message.unpack(header, content[58:end])
        assert int.from_bytes(content[50:58], "big") == pyigtl.messages.CRC64(content[58:end])
        found[message.device_name] = message
        content = content[end:]
    return found


def reference_crc(body: bytes) -> int:
    """CRC-64 of the standard, bit by bit: polynomial 0x42F0E1EBA9EA3693, from 0, nothing turned round."""
    crc = 0
    for byte in body[:2000]:
        crc ^= byte << 56
        for _ in range(8):
            crc = (crc << 1 ^ (0x42F0E1EBA9EA3693 if crc >> 63 else 0)) & 0xFFFFFFFFFFFFFFFF
    return crc


def shared(timestamp_s: float = 1_800_000_000.25, **changed: Any) -> Shared:
    made = shared_of(state(changed.pop("frame", None) or picture()), timestamp_s, None)
    return replace(made, **changed)


def test_the_checksum_is_that_of_the_standard() -> None:
    body = bytes(range(256)) * 4
    assert pyigtl.messages.CRC64(body) == reference_crc(body)


def test_pixels_spacing_and_time_arrive_as_they_were() -> None:
    frame = picture()
    image = read(packed(shared(), frame.pixels))[IMAGE]
    assert np.array_equal(image.image[0], frame.pixels)
    assert image.world_coordinate_system == "ras"
    assert np.allclose(image.ijk_to_world_matrix, np.diag((*SCALE, 1, 1)), atol=1e-5)
    assert image.timestamp == pytest.approx(1_800_000_000.25, abs=1e-6)


def test_a_lesion_is_a_point_in_its_middle_with_its_number_look_and_size() -> None:
    points = read(packed(shared(), None))[LESIONS]
    assert points.names == ["1"]
    assert points.groups == ["suspicious"]
    # 20 to 61 across is from the middle of pixel 20 to that of pixel 60: its middle is pixel 40
    assert np.allclose(points.positions[0], (40 * SCALE[0], 40 * SCALE[1], 0), atol=1e-5)
    assert points.diameters[0] == pytest.approx(41 * SCALE[0], abs=1e-5)
    assert points.rgba_colors[0][:3] == (0xD5, 0x5E, 0x00)


def test_everything_known_of_a_lesion_is_in_the_text() -> None:
    text = read(packed(shared(), None))[TRACKS].string
    content = json.loads(text)
    assert text.isascii()
    assert content["size_px"] == [200, 120]
    assert content["mm_per_px"] == list(SCALE)
    assert content["state"] == "live"
    assert content["tracks"] == [
        {
            "number": 1,
            "id": 3,
            "box_px": [20, 30, 61, 51],
            "score": 0.82,
            "range": [0.71, 0.89],
            "look": "suspicious",
            "settled": True,
            "size_mm": [12.3, 9.0],
        }
    ]
    assert "Not for diagnosis" in content["note"]


def test_without_a_scale_everything_is_in_pixels_and_says_so() -> None:
    frame = picture(scale=None)
    messages = read(packed(shared(frame=frame), frame.pixels))
    assert np.allclose(messages[IMAGE].ijk_to_world_matrix, np.eye(4))
    assert json.loads(messages[TRACKS].string)["mm_per_px"] is None
    assert np.allclose(messages[LESIONS].positions[0], (40, 40, 0))


def test_two_panels_of_different_scales_have_none_in_common() -> None:
    frame = picture()
    panels = (Panel(Rect(0, 0, 90, 120), mm_per_px=(0.1, 0.1)), Panel(Rect(90, 0, 200, 120), PanelKind.CONTRAST))
    two = replace(frame, layout=ScanLayout(panels, (0, 0), (200, 120)))
    assert shared(frame=two).mm_per_px is None


def test_a_lesion_that_is_gone_is_gone_for_others_too() -> None:
    nothing = shared_of(state(picture(), lesions=False), 1.0, None)
    messages = read(packed(nothing, None))
    assert messages[LESIONS].positions == []
    assert json.loads(messages[TRACKS].string)["tracks"] == []


def test_a_score_that_is_not_known_stays_unknown() -> None:
    unscored = shared(tracks=(track(3, (20, 30, 61, 51), None),))
    messages = read(packed(unscored, None))
    (told,) = json.loads(messages[TRACKS].string)["tracks"]
    assert told["score"] is told["range"] is None
    assert told["look"] == messages[LESIONS].groups[0] == "no score"


def test_boxes_are_drawn_on_the_picture_in_its_own_size_and_never_inside_the_lesion(qapp) -> None:
    frame = picture()
    drawn = with_overlay(shared(), frame.pixels)
    assert drawn.shape == frame.pixels.shape
    assert (drawn != frame.pixels).any()
    assert np.array_equal(drawn[32:49, 22:59], frame.pixels[32:49, 22:59])


def test_what_is_muted_or_held_back_on_screen_is_not_shared() -> None:
    for hidden in (replace(state(picture()), muted=True), replace(state(picture()), look_first=True)):
        assert shared_of(hidden, 1.0, None).tracks == ()


def test_without_a_picture_it_is_told_that_there_is_none_and_no_lesion() -> None:
    gone = replace(state(picture(), word=StatusWord.SCAN_AREA_LOST), frame=None)
    messages = read(packed(shared_of(gone, 1.0, None), None))
    assert IMAGE not in messages
    assert messages[LESIONS].positions == []
    content = json.loads(messages[TRACKS].string)
    assert content["state"] == "scan area lost"
    assert content["frame"] is content["size_px"] is content["mm_per_px"] is None
    assert content["tracks"] == []


def test_nothing_of_patient_source_or_file_leaves_and_only_when_told_the_patients_label() -> None:
    frame = picture()
    made = state(frame, word=StatusWord.REPLAY)
    content = packed(shared(), frame.pixels)
    for name in (made.health.source_name, "Aplio", "Room 2"):
        assert name.encode() not in content
    assert "patient" not in json.loads(read(content)[TRACKS].string)
    told = json.loads(read(packed(shared(patient="0042  山田"), None))[TRACKS].string)
    assert told["patient"] == "0042  山田"


# -- time --------------------------------------------------------------------------------------------------------------

NOW_NS = 1_800_000_000_000_000_000


def test_times_are_spaced_as_the_frames_are_however_late_they_are_shared() -> None:
    clock = SharedClock()
    stamps = [
        clock.timestamp_s(time_ns, NOW_NS + late_ns)
        for time_ns, late_ns in ((5_000_000_000, 0), (5_040_000_000, 300_000_000), (5_080_000_000, 90_000_000))
    ]
    assert stamps[0] == NOW_NS / 1e9
    assert np.allclose(np.diff(stamps), 0.04, atol=1e-6)


def test_another_source_and_a_pause_begin_anew() -> None:
    clock = SharedClock()
    clock.timestamp_s(5_000_000_000, NOW_NS)
    assert clock.timestamp_s(0, NOW_NS + 10) == pytest.approx((NOW_NS + 10) / 1e9)
    assert clock.timestamp_s(40_000_000, NOW_NS + 60_000_000_000) == pytest.approx(NOW_NS / 1e9 + 60)


@given(st.lists(st.integers(0, 10**12), min_size=1), st.lists(st.integers(0, 10**12), min_size=1))
def test_a_shared_time_is_never_far_from_the_clock(times_ns: list[int], waits_ns: list[int]) -> None:
    clock, now_ns = SharedClock(), NOW_NS
    for time_ns, wait_ns in zip(times_ns, waits_ns, strict=False):
        now_ns += wait_ns
        assert abs(clock.timestamp_s(time_ns, now_ns) - now_ns / 1e9) <= 2.001
