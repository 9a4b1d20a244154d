"""What the two commands decide to do on each kind of machine."""

import pytest

from installer.command_line import describe
from installer.plan import Machine, Step, has_display, plan
from installer.system_packages import Need

BARE = (("libegl1", Need.IMPORT), ("fonts-noto-cjk", Need.FONT))
FONTS = (("fonts-noto-cjk", Need.FONT),)
READY = {"venv_works": True, "installed": True, "languages_built": True}
SET_UP = (Step.MAKE_VENV, Step.INSTALL, Step.BUILD_LANGUAGES)


@pytest.mark.parametrize(
    ("machine", "steps"),
    [
        (
            Machine("Linux", missing=BARE, has_apt=True, apt_prefix=(), has_display=False),
            (Step.INSTALL_SYSTEM_PACKAGES, *SET_UP, Step.RUN_HEADLESS),
        ),
        (
            Machine("Linux", missing=BARE, has_apt=True, apt_prefix=("sudo", "-n")),
            (Step.INSTALL_SYSTEM_PACKAGES, *SET_UP, Step.OPEN_WINDOW),
        ),
        (
            Machine("Linux", missing=BARE, has_apt=True, apt_prefix=None),
            (Step.STOP_FOR_SYSTEM_PACKAGES,),
        ),
        (
            Machine("Linux", missing=FONTS, has_apt=True, apt_prefix=None),
            (Step.NAME_SYSTEM_PACKAGES, *SET_UP, Step.OPEN_WINDOW),
        ),
        (
            Machine("Linux", missing=BARE, missing_libraries=("libEGL.so.1",), has_apt=False),
            (Step.NAME_SYSTEM_PACKAGES, *SET_UP, Step.OPEN_WINDOW),
        ),
        (Machine("Linux"), (*SET_UP, Step.OPEN_WINDOW)),
        (Machine("Windows", missing=BARE), (*SET_UP, Step.OPEN_WINDOW)),
        (Machine("Darwin", missing=BARE), (*SET_UP, Step.OPEN_WINDOW)),
        (Machine("Darwin", **READY), (Step.OPEN_WINDOW,)),
        (Machine("Linux", has_display=False, **READY), (Step.RUN_HEADLESS,)),
        (Machine("Linux", venv_works=True, languages_built=True), (Step.INSTALL, Step.OPEN_WINDOW)),
    ],
    ids=[
        "fresh Debian as root, no display",
        "fresh Ubuntu with sudo that asks nothing",
        "fresh Ubuntu with sudo that asks for a password",
        "only fonts are missing and may not be installed",
        "a Linux without apt",
        "Linux with everything the system needs",
        "Windows skips apt",
        "macOS skips apt",
        "second start",
        "second start without a display",
        "the tested set has changed",
    ],
)
def test_each_machine_gets_the_steps_it_needs_and_no_others(machine: Machine, steps: tuple[Step, ...]) -> None:
    assert plan("run", machine) == steps


def test_the_checks_take_the_place_of_the_window() -> None:
    assert plan("test", Machine("Linux")) == (*SET_UP, Step.RUN_CHECKS)
    assert plan("test", Machine("Linux", has_display=False, **READY)) == (Step.RUN_CHECKS,)


def test_a_broken_environment_is_filled_again_whatever_its_note_says() -> None:
    steps = plan("run", Machine("Linux", venv_works=False, installed=True))
    assert steps[:2] == (Step.MAKE_VENV, Step.INSTALL)


@pytest.mark.parametrize(
    ("system", "variables", "found"),
    [
        ("Linux", {}, False),
        ("Linux", {"DISPLAY": ""}, False),
        ("Linux", {"DISPLAY": ":0"}, True),
        ("Linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("Windows", {}, True),
        ("Darwin", {}, True),
    ],
)
def test_a_display_is_asked_for_on_linux_only(system: str, variables: dict[str, str], found: bool) -> None:
    assert has_display(system, variables) is found


def test_the_plan_in_words_shows_every_command_that_changes_something() -> None:
    machine = Machine("Linux", missing=BARE, has_apt=True, apt_prefix=("sudo", "-n"), has_display=False)
    text = describe(plan("run", machine), machine, dev=False, torch_index=None)
    assert "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get" in text
    assert "libegl1 fonts-noto-cjk" in text
    assert "constraints.txt" in text
    assert "without a window" in text.splitlines()[-1]


def test_the_plan_names_the_line_to_run_where_apt_asks_for_a_password() -> None:
    machine = Machine("Linux", missing=BARE, has_apt=True, apt_prefix=None)
    text = describe(plan("test", machine), machine, dev=True, torch_index=None)
    assert "sudo apt-get install -y --no-install-recommends libegl1 fonts-noto-cjk" in text
