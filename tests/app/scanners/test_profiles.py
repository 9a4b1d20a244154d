"""Scanner profiles: kept, renamed, removed and brought back, exported, imported, and never half read."""

import json
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.scanners.areas import GivenArea, ProfileArea
from app.scanners.errors import ProfileError
from app.scanners.profile import DrawnArea, ScannerProfile, without_password
from app.scanners.profile_file import SUFFIX, read_profile, write_profile
from app.scanners.profile_shelf import ProfileShelf
from capture.devices.device_mode import DeviceMode
from capture.screen.gate import same_layout
from capture.screen.layout import Panel, PanelKind, Rect, ScaleMark, ScaleOrigin, ScanLayout
from capture.screen.layout_file import LayoutMemory
from capture.screen.signature import sign
from tests.capture.drawn_screens import scanner_screen

SCREEN = scanner_screen(np.zeros((60, 80), np.uint8))
SIZE = (SCREEN.shape[1], SCREEN.shape[0])


def area(left: int = 40) -> DrawnArea:
    mask = np.ones((200, 300), np.bool_)
    mask[:50, :60] = False
    panels = (
        Panel(Rect(0, 0, 300, 200), mask=mask, mm_per_px=(0.1, 0.11)),
        Panel(Rect(310, 0, 500, 200), PanelKind.CONTRAST),
    )
    return DrawnArea(ScanLayout(panels, (left, 30), SIZE), sign(SCREEN))


def profile(name: str = "Room 2 · Aplio", **changed: Any) -> ScannerProfile:
    made = ScannerProfile("", name, "/dev/video0", "USB3 Video", DeviceMode((1920, 1080), 59.94, "mjpeg"), area())
    return replace(made, **changed)


@pytest.fixture
def shelf(tmp_path: Path) -> ProfileShelf:
    return ProfileShelf(tmp_path / "scanners")


def names(shelf: ProfileShelf) -> list[str]:
    return [each.name for each in shelf.all()]


def test_a_profile_is_kept_and_read_back_as_it_was(shelf: ProfileShelf) -> None:
    kept = shelf.keep(profile())
    (read,) = shelf.all()
    assert (read.id, read.name, read.address, read.source_name, read.mode) == (
        kept.id,
        "Room 2 · Aplio",
        "/dev/video0",
        "USB3 Video",
        DeviceMode((1920, 1080), 59.94, "mjpeg"),
    )
    assert read.area is not None
    assert same_layout(read.area.layout, area().layout)
    assert np.allclose(read.area.signature.edges, area().signature.edges, atol=1 / 255)


def test_profiles_are_listed_as_people_count(shelf: ProfileShelf) -> None:
    for name in ("Room 10", "room 2", "Room 1", "エコー室 2"):
        shelf.keep(profile(name))
    assert names(shelf) == ["Room 1", "room 2", "Room 10", "エコー室 2"]


def test_a_name_is_needed_and_stands_once(shelf: ProfileShelf) -> None:
    shelf.keep(profile("Aplio"))
    with pytest.raises(ProfileError, match="already"):
        shelf.keep(profile("ａｐｌｉｏ"))  # full width and small: the same to a person
    with pytest.raises(ProfileError, match="needs a name"):
        shelf.keep(profile(" \n\t "))
    assert names(shelf) == ["Aplio"]


def test_a_name_is_one_line_that_fits(shelf: ProfileShelf) -> None:
    kept = shelf.keep(profile("Room\n2\x00 " + "x" * 300))
    assert kept.name.startswith("Room 2 x")
    assert len(kept.name) == 60


def test_a_profile_is_renamed_and_keeps_its_area(shelf: ProfileShelf) -> None:
    kept = shelf.keep(profile())
    shelf.rename(kept.id, "Room 3")
    (read,) = shelf.all()
    assert (read.id, read.name) == (kept.id, "Room 3")
    assert read.area is not None


def test_what_was_removed_comes_back_whole(shelf: ProfileShelf) -> None:
    kept = shelf.keep(profile())
    removed = shelf.remove(kept.id)
    assert shelf.all() == ()
    with pytest.raises(ProfileError, match="gone"):
        shelf.get(kept.id)
    assert shelf.keep(removed).id == kept.id
    assert names(shelf) == ["Room 2 · Aplio"]


def test_two_windows_see_each_others_profiles(shelf: ProfileShelf, tmp_path: Path) -> None:
    other = ProfileShelf(tmp_path / "scanners")
    kept = shelf.keep(profile())
    assert names(other) == ["Room 2 · Aplio"]
    other.remove(kept.id)
    with pytest.raises(ProfileError, match="another window"):
        shelf.rename(kept.id, "Room 3")


def test_a_profile_goes_to_another_computer_without_the_streams_password(shelf: ProfileShelf, tmp_path: Path) -> None:
    url = "rtsp://anna:secret@192.168.0.20:554/live?quality=1"
    kept = shelf.keep(profile(address=url, source_name=url, mode=None))
    file = tmp_path / f"aplio{SUFFIX}"
    shelf.export(kept.id, file)
    assert "secret" not in file.read_text()
    assert "anna" not in file.read_text()
    there = ProfileShelf(tmp_path / "elsewhere")
    taken = there.take(file)
    assert taken.address == "rtsp://192.168.0.20:554/live?quality=1"
    assert taken.area is not None
    assert shelf.get(kept.id).address == url


def test_an_imported_profile_whose_name_is_taken_gets_a_number(shelf: ProfileShelf, tmp_path: Path) -> None:
    long = shelf.keep(profile("x" * 60))
    file = tmp_path / "one.json"
    shelf.export(long.id, file)
    assert shelf.take(file).name == "x" * 56 + " (2)"
    assert shelf.take(file).name == "x" * 56 + " (3)"


def other_screen() -> ScannerProfile:
    return profile(area=DrawnArea(area().layout, sign(SCREEN[:700])))


def written(**changed: Any) -> bytes:
    return json.dumps(json.loads(write_profile(profile())) | changed).encode()


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", "not a scanner profile, or it is damaged"),
        (b"\xff\xfe\x00", "not a scanner profile, or it is damaged"),
        (b"[" * 100_000, "not a scanner profile, or it is damaged"),
        (b"[1, 2]", "choose a file that Minamo has exported"),
        (b'{"version": 1}', "choose a file that Minamo has exported"),
        (written(version=2, more="x"), "newer Minamo"),
        (written(version="two"), "damaged"),
        (written(name=""), "damaged"),
        (written(source={"address": "", "name": "x"}), "damaged"),
        (written(more="x"), "damaged"),
        (written(area={"layout": {}, "signature": {}}), "screen's size"),
        (written(area={"layout": {"source_size_px": [10**9, 10**9]}, "signature": {}}), "screen's size"),
        (written(area=json.loads(write_profile(other_screen()))["area"]), "different sizes"),
        (write_profile(profile())[:-200], "not a scanner profile, or it is damaged"),
    ],
)
def test_a_file_that_is_damaged_newer_or_something_else_is_refused_with_the_reason(
    shelf: ProfileShelf, tmp_path: Path, content: bytes, text: str
) -> None:
    file = tmp_path / "odd.json"
    file.write_bytes(content)
    with pytest.raises(ProfileError, match=text) as refused:
        shelf.take(file)
    assert "odd.json" in str(refused.value)
    assert shelf.all() == ()


def test_a_folder_a_missing_and_a_huge_file_are_refused(shelf: ProfileShelf, tmp_path: Path) -> None:
    huge = tmp_path / "huge.json"
    with huge.open("wb") as file:
        file.truncate(100_000_000)
    for file_or_folder in (tmp_path, tmp_path / "missing.json", huge):
        with pytest.raises(ProfileError):
            shelf.take(file_or_folder)


def test_a_damaged_profile_costs_no_other_one(shelf: ProfileShelf, tmp_path: Path) -> None:
    shelf.keep(profile())
    (tmp_path / "scanners" / f"bad{SUFFIX}").write_text("{")
    assert names(shelf) == ["Room 2 · Aplio"]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ProfileError, match="cannot be written"):
        ProfileShelf(tmp_path / "file").keep(profile())


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 5000), st.binary(max_size=4))
def test_no_damage_to_a_file_does_more_than_refuse_it(place: int, put: bytes) -> None:
    whole = write_profile(profile(area=None))
    at = place % len(whole)
    try:
        read = read_profile(whole[:at] + put + whole[at + len(put) :], "id", "file")
    except ProfileError:
        return
    assert read.name


def test_a_password_is_cut_out_and_other_addresses_stay() -> None:
    assert without_password("rtsp://a:b@c@host/x") == "rtsp://host/x"
    assert without_password("udp://@:5000") == "udp://@:5000"
    assert without_password("udp://@239.0.0.1:5000") == "udp://@239.0.0.1:5000"
    assert without_password("/dev/video0") == "/dev/video0"


def test_a_name_and_an_area_that_change_at_once_are_both_kept(shelf: ProfileShelf) -> None:
    kept = shelf.keep(profile("Room 0"))
    drawing = threading.Thread(
        target=lambda: [shelf.redraw(kept.id, area(left=left)) for left in range(40, 60)], daemon=True
    )
    drawing.start()
    for number in range(1, 20):
        shelf.rename(kept.id, f"Room {number}")
    drawing.join(60)
    read = shelf.get(kept.id)
    assert read.name == "Room 19"
    assert read.area is not None
    assert read.area.layout.origin_px == (59, 30)


# -- areas -------------------------------------------------------------------------------------------------------------


def test_a_scale_that_was_stated_is_kept_with_the_look_of_its_ruler(shelf: ProfileShelf) -> None:
    drawn = area()
    mark = ScaleMark(Rect(600, 30, 620, 230), bytes(range(200)))
    stated = replace(drawn.layout.panels[0], scale_origin=ScaleOrigin.STATED, scale_mark=mark)
    layout = replace(drawn.layout, panels=(stated, drawn.layout.panels[1]))
    shelf.keep(profile(area=replace(drawn, layout=layout)))
    (read,) = shelf.all()
    assert read.area is not None
    assert read.area.layout.panels[0].scale_mark == mark  # else the scale would hold at every depth


def test_a_profile_brings_its_area_with_what_the_screen_looks_like_around_it(shelf: ProfileShelf) -> None:
    kept = shelf.keep(profile())
    found = ProfileArea(shelf, kept.id).recall("any source", SIZE)
    assert found is not None
    layout, signature = found
    assert same_layout(layout, area().layout)
    assert signature is not None  # so that a patient list, seen first, does not pass the gate
    assert ProfileArea(shelf, kept.id).recall("any source", (640, 480)) is None


def test_an_area_drawn_while_a_scanner_is_in_use_becomes_the_profiles(shelf: ProfileShelf) -> None:
    kept = shelf.keep(profile())
    ProfileArea(shelf, kept.id).keep("any source", area(left=77).layout, sign(SCREEN))
    read = shelf.get(kept.id).area
    assert read is not None
    assert read.layout.origin_px == (77, 30)


def test_an_area_drawn_just_as_the_screen_changed_its_size_damages_no_profile(shelf: ProfileShelf) -> None:
    kept = shelf.keep(profile())
    ProfileArea(shelf, kept.id).keep("any source", area(left=77).layout, sign(SCREEN[:700]))
    read = shelf.get(kept.id).area
    assert read is not None
    assert read.layout.origin_px == (40, 30)


def test_a_profile_that_is_deleted_while_in_use_stops_nothing(shelf: ProfileShelf) -> None:
    kept = shelf.keep(profile())
    areas = ProfileArea(shelf, kept.id)
    shelf.remove(kept.id)
    assert areas.recall("any source", SIZE) is None
    areas.keep("any source", area().layout, sign(SCREEN))
    assert shelf.all() == ()


def test_an_area_drawn_before_the_source_is_used_is_remembered_for_it(tmp_path: Path) -> None:
    memory = LayoutMemory(tmp_path)
    given_area = GivenArea(area(), memory)
    assert given_area.recall("Grabber", (640, 480)) is None
    assert memory.recall("Grabber", SIZE) is None
    assert given_area.recall("Grabber", SIZE) is not None
    assert memory.recall("Grabber", SIZE) is not None
