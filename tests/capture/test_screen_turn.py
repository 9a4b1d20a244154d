"""Law: from its first picture on, a page that comes over a live scan is shut out; what belongs to scanning is not."""

from collections.abc import Callable, Iterable

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from capture.screen.gatekeeper import Gatekeeper
from capture.screen.layout import Panel, ScanLayout
from capture.source import Screen
from capture.sources.demo_stills import lesion_stills
from capture.sources.simulated import SimulatedReader
from tests.capture.drawn_screens import HEIGHT, PANEL, WIDTH, id_page, patient_list, scanner_screen

Picture = npt.NDArray[np.uint8]
DRAWN = ScanLayout((Panel(PANEL),), (0, 0), (WIDTH, HEIGHT))
STEP_NS = 33_000_000
SCAN = SimulatedReader(size=(360, 270), paced=False)
OLD = lesion_stills()[0].pixels
LIVING = 24  # pictures of the scan before anything happens


def scan(moment: int, **changes: object) -> Picture:
    return scanner_screen(SCAN.render(20 + moment)[..., 0], **changes)  # type: ignore[arg-type]


def review(_moment: int) -> Picture:
    """The scanner's own screen with an old picture in the scan's place, and a name over it."""
    screen = scanner_screen(OLD)
    cv2.putText(screen, "MUELLER ANNA 01.02.1960", (480, 200), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (255, 255, 255), 2)
    return screen


def window(moment: int) -> Picture:
    """A form over a quarter of the living scan, in the dark colours of a scanner."""
    screen = scan(moment)
    cv2.rectangle(screen, (PANEL.left + 60, PANEL.top + 60), (PANEL.left + 560, PANEL.top + 460), (40, 44, 52), -1)
    cv2.putText(screen, "MUELLER", (PANEL.left + 90, PANEL.top + 200), cv2.FONT_HERSHEY_SIMPLEX, 1, (230,) * 3, 2)
    return screen


def form(moment: int) -> Picture:
    """A small form full of fields over a part of the living scan."""
    screen = scan(moment)
    left, top = PANEL.left + 300, PANEL.top + 250
    cv2.rectangle(screen, (left, top), (left + 360, top + 260), (44, 46, 80), -1)
    for row, word in enumerate(("MUELLER", "01.02.1960", "89929386", "DE LA CRUZ")):
        y = top + 60 * row + 12
        cv2.rectangle(screen, (left + 100, y), (left + 340, y + 44), (8, 8, 8), -1)
        cv2.putText(screen, "Field", (left + 8, y + 32), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (230,) * 3, 2)
        cv2.putText(screen, word, (left + 108, y + 32), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (230,) * 3, 2)
    return screen


def passed(screens: Iterable[Picture], given: ScanLayout | None = DRAWN) -> list[bool]:
    keeper = Gatekeeper("scanner", given, None, live=True)
    found = []
    for number, pixels in enumerate(screens):
        pixels.flags.writeable = False
        found.append(keeper.gate_for(Screen(pixels, number, number * STEP_NS, 0)) is not None)
    return found


def then(page: Callable[[int], Picture], pictures: int = 10) -> list[bool]:
    """What passes of a page after the scan."""
    screens = [*map(scan, range(LIVING)), *map(page, range(LIVING, LIVING + pictures))]
    found = passed(screens)
    assert found[:LIVING] == [True] * LIVING
    return found[LIVING:]


@pytest.mark.parametrize("page", [review, window, lambda _moment: patient_list(), lambda _moment: id_page(dark=False)])
def test_a_page_is_shut_out_from_its_first_picture_on(page: Callable[[int], Picture]) -> None:
    assert then(page) == [False] * 10


@pytest.mark.parametrize("page", [patient_list(), patient_list(dark=False), id_page()])
def test_a_page_that_fades_in_is_shut_out_from_its_first_step_on(page: Picture) -> None:
    def fading(moment: int) -> Picture:
        share = (moment - LIVING + 1) / 12
        return np.asarray(cv2.addWeighted(page, share, scan(moment), 1 - share, 0), np.uint8)

    assert then(fading) == [False] * 10


def test_a_page_that_slides_in_is_shut_out_before_it_reaches_the_scan() -> None:
    page = patient_list()

    def sliding(moment: int) -> Picture:
        screen, seen = scan(moment), (moment - LIVING + 1) * 160
        screen[:, WIDTH - seen :] = page[:, :seen]
        return screen

    assert then(sliding) == [False] * 10


def test_the_scan_is_back_once_it_lives_again_and_not_before() -> None:
    screens = [*map(scan, range(LIVING)), *[patient_list()] * 10, *map(scan, range(40, 60))]
    back = passed(screens)[LIVING + 10 :]
    assert not back[0]
    assert all(back[8:])
    assert back == sorted(back)  # once open it stays so


def test_an_old_picture_that_a_source_starts_on_does_not_pass_and_the_living_scan_does() -> None:
    assert not any(passed([review(0)] * 40, given=None))
    assert passed([*[review(0)] * 20, *map(scan, range(34))], given=None)[-1]


@pytest.mark.parametrize("over", [window, form])
def test_a_scan_that_is_found_under_a_window_waits_until_it_is_gone(over: Callable[[int], Picture]) -> None:
    found = passed([*map(over, range(50)), *map(scan, range(50, 100))], None)
    assert not any(found[:50])
    assert all(found[90:])


def test_a_cables_noise_does_not_keep_a_scan_out_that_was_just_found() -> None:
    rng = np.random.default_rng(1)

    def noisy(moment: int) -> Picture:
        screen = np.asarray(cv2.resize(scan(moment), (720, 480), interpolation=cv2.INTER_AREA), np.int16)
        return np.clip(screen + 16 + rng.normal(0, 2.4, (480, 720, 1)).round(), 0, 255).astype(np.uint8)

    assert all(passed(map(noisy, range(60)), None)[50:])


def test_a_freeze_with_its_sign_and_another_menu_still_passes() -> None:
    frozen = scan(LIVING)
    cv2.putText(frozen, "FROZEN", (40, 970), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (255, 255, 0), 2)
    frozen[180:700, 20:300] = scan(LIVING)[180:700, 20:300] // 2
    assert then(lambda _moment: frozen.copy())[-1]


def test_clock_pointer_and_numbers_cost_no_frame() -> None:
    def busy(moment: int) -> Picture:
        return scan(moment, clock=f"10:59:{moment:02}", gain=moment, pointer=(40 * moment, 300))

    assert all(then(busy))


def test_what_lives_beside_the_scan_all_the_time_does_not_shut_the_gate() -> None:
    def with_another(moment: int) -> Picture:
        screen = scan(moment)
        small = cv2.resize(SCAN.render(90 + moment), (300, 220))
        screen[700:920, 30:330] = small
        return screen

    assert passed(map(with_another, range(60)))[-20:] == [True] * 20


def test_a_fast_sweep_and_a_lifted_probe_are_no_page() -> None:
    swept = passed(scan(5 * moment) for moment in range(40))
    assert swept.count(True) >= 30  # a jump that is no movement any more costs the pictures until it goes on
    assert swept[-1]
    assert then(lambda _moment: scanner_screen(np.zeros((270, 360), np.uint8)))[-1]
