"""Which system packages are missing, and the line that installs them."""

import pytest

from installer.system_packages import (
    SYSTEM_PACKAGES,
    Need,
    apt_commands,
    apt_line,
    library_loads,
    missing_packages,
    needs_of,
    stop_services_commands,
)


def nothing_there(_: str) -> bool:
    return False


def all_there(_: str) -> bool:
    return True


def test_on_a_bare_system_everything_that_is_needed_is_missing() -> None:
    names = [package.name for package in missing_packages({Need.IMPORT, Need.FONT}, nothing_there, nothing_there)]
    assert "libegl1" in names
    assert "fonts-noto-cjk" in names
    assert "libxcb-cursor0" not in names  # no window, no X11 libraries


def test_on_a_complete_system_nothing_is_missing() -> None:
    assert missing_packages(set(Need), all_there, all_there) == ()


def test_a_library_counts_by_its_own_name_so_that_renamed_packages_do_not_matter() -> None:
    missing = missing_packages({Need.IMPORT}, lambda library: library != "libGL.so.1", nothing_there)
    assert [package.name for package in missing] == ["libgl1"]


def test_every_library_is_named_as_the_loader_knows_it_and_every_package_once() -> None:
    assert all(".so." in package.library for package in SYSTEM_PACKAGES if package.library)
    asked_of_dpkg = {Need.FONT, Need.ARCHIVE}
    assert all((package.library is None) == (package.need in asked_of_dpkg) for package in SYSTEM_PACKAGES)
    assert len({package.name for package in SYSTEM_PACKAGES}) == len(SYSTEM_PACKAGES)


@pytest.mark.parametrize(
    ("command", "variables", "needs"),
    [
        ("run", {}, {Need.IMPORT, Need.FONT}),
        ("run", {"DISPLAY": ":0"}, {Need.IMPORT, Need.FONT, Need.X11}),
        ("run", {"DISPLAY": ":0", "WAYLAND_DISPLAY": "w"}, {Need.IMPORT, Need.FONT, Need.X11, Need.WAYLAND}),
        ("test", {"DISPLAY": ":0"}, {Need.IMPORT, Need.FONT}),
    ],
)
def test_window_libraries_are_needed_only_for_a_window(
    command: str, variables: dict[str, str], needs: set[Need]
) -> None:
    assert needs_of(command, variables) == needs


@pytest.mark.parametrize("command", ["run", "test"])
def test_a_user_never_gets_an_archive_that_was_not_asked_for(command: str) -> None:
    needs = needs_of(command, {"DISPLAY": ":0"})
    names = [package.name for package in missing_packages(needs, nothing_there, nothing_there)]
    assert "orthanc" not in names
    assert "tesseract-ocr" not in names


def test_who_asks_for_the_archive_gets_everything_that_checks_what_we_send_and_write() -> None:
    needs = needs_of("test", {}, with_archive=True)
    names = {package.name for package in missing_packages(needs, nothing_there, nothing_there)}
    assert names >= {"orthanc", "dicom3tools", "tesseract-ocr", "tesseract-ocr-jpn"}


def test_a_server_that_came_with_a_package_is_ended_again() -> None:
    assert stop_services_commands(["libegl1"], ()) == ()
    commands = stop_services_commands(["libegl1", "orthanc"], ("sudo", "-n"))
    assert commands == (
        ("sudo", "-n", "update-rc.d", "orthanc", "disable"),
        ("sudo", "-n", "/etc/init.d/orthanc", "stop"),
    )


def test_the_line_for_the_user_is_one_line() -> None:
    line = apt_line(["libegl1", "libgl1"])
    assert "\n" not in line
    assert line.endswith("install -y --no-install-recommends libegl1 libgl1")


def test_apt_asks_nothing_and_takes_its_prefix() -> None:
    refresh, install = apt_commands(["libegl1"], ("sudo", "-n"))
    assert refresh[:3] == install[:3] == ("sudo", "-n", "env")
    assert refresh[-1] == "update"
    assert install[-1] == "libegl1"
    assert "-y" in install


def test_a_library_that_does_not_exist_does_not_load() -> None:
    assert not library_loads("libno-such-library-anywhere.so.9")
