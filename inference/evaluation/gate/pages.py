"""Pages that a scanner shows instead of the scan, or over it, with the names of made-up patients on them."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from capture.screen.layout import Rect
from inference.evaluation.screens.furniture import Canvas, draw_frame
from inference.evaluation.screens.identity import Identity, made_up_identity
from inference.evaluation.screens.makers import MakerStyle
from inference.evaluation.screens.scan import Grey
from inference.evaluation.screens.truth import Planted

Pixels = npt.NDArray[np.uint8]


class PageKind(Enum):
    """Which page."""

    PATIENT_LIST = "patient list"
    WORKLIST = "worklist"
    ID_ENTRY = "ID entry"
    REPORT = "report"
    REVIEW = "review"  # an old picture, large, in the scan's own place, a name over it
    THUMBNAILS = "thumbnails"
    POP_UP = "pop-up"  # a window over half of the scan
    BIOPSY = "biopsy menu"  # a menu over a third of it
    SAVER = "screen saver"


OVER_THE_SCAN = (PageKind.POP_UP, PageKind.BIOPSY)
_WORDS = {
    False: {
        "list": "Patient List", "work": "Modality Worklist", "new": "New Patient", "report": "Breast Report",
        "review": "REVIEW", "name": "Name", "born": "Birth date", "id": "Patient ID", "sex": "Sex", "female": "Female",
        "doctor": "Referring physician", "study": "Study", "breast": "Breast bilateral", "ok": "OK", "cancel": "Cancel",
        "end": "End current exam?", "biopsy": "Biopsy", "findings": "Findings",
    },
    True: {
        "list": "患者一覧", "work": "ワークリスト", "new": "患者登録", "report": "乳房超音波レポート",
        "review": "レビュー",
        "name": "氏名", "born": "生年月日", "id": "患者番号", "sex": "性別", "female": "女性", "doctor": "依頼医",
        "study": "検査", "breast": "乳房 両側", "ok": "確定", "cancel": "取消", "end": "検査を終了しますか",
        "biopsy": "穿刺", "findings": "所見",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """A drawn page.

    Attributes:
        kind: Which.
        pixels: A whole screen, RGB (h, w, 3) uint8; only `rect` of it is shown.
        rect: What it covers.
        planted: Texts of patients on it.
    """

    kind: PageKind
    pixels: Pixels
    rect: Rect
    planted: tuple[Planted, ...]


def draw_page(
    kind: PageKind,
    style: MakerStyle,
    who: Identity,
    scan: Pixels,
    panels: tuple[Rect, ...],
    stills: list[Grey],
    rng: np.random.Generator,
) -> Page:
    """A page in a maker's look.

    Args:
        kind: Which.
        style: The maker's.
        who: The patient of the exam; the others of a list are made up beside.
        scan: The screen with the scan, RGB; what lies over the scan is drawn on it.
        panels: Of the scan, the main one first.
        stills: Old pictures.
        rng: Of everything left to chance.
    """
    height, width = scan.shape[:2]
    unit = max(0.36, min(height / 1080, width / 1440))
    bright = bool(rng.random() < 0.4) and kind is not PageKind.SAVER
    ground = (236, 238, 240) if bright else tuple(int(min(70, part + 12)) for part in style.ground)
    whole = Rect(0, 0, width, height)
    over = kind in OVER_THE_SCAN or kind is PageKind.REVIEW
    image = Image.fromarray(scan) if over else Image.new("RGB", (width, height), ground)
    canvas = Canvas(image, style, who, unit, rng)
    ink = (20, 24, 30) if bright else (232, 234, 236)
    sheet = _Sheet(canvas, ink, ground, who.japanese)
    rect = _DRAWN[kind](sheet, whole, panels, stills)
    return Page(kind, np.array(canvas.image, np.uint8), rect, tuple(canvas.planted))


@dataclass(slots=True)
class _Sheet:
    """A canvas with the page's own colours and language."""

    canvas: Canvas
    ink: tuple[int, int, int]
    ground: tuple[int, ...]
    japanese: bool

    def word(self, name: str) -> str:
        return _WORDS[self.japanese][name]

    def say(self, at: tuple[float, float], text: str, size: float = 22, *, planted: bool = False) -> None:
        spot = self.canvas.say(at, text, size, self.ink)
        if planted:
            self.canvas.planted.append(Planted(text, spot))

    def other(self) -> Identity:
        return made_up_identity(self.canvas.rng, japanese=self.japanese)

    def field(self, rect: Rect) -> None:
        light = sum(self.ground) > 300
        self.canvas.draw.rectangle(
            (rect.left, rect.top, rect.right, rect.bottom),
            (255, 255, 255) if light else (8, 10, 12),
            (150, 156, 164),
        )


def _table(sheet: _Sheet, whole: Rect, title: str, columns: tuple[str, ...]) -> Rect:
    canvas, unit = sheet.canvas, sheet.canvas.unit
    canvas.say((24 * unit, 18 * unit), title, 34, canvas.style.accent)
    left, right = 0.03 * whole.width, 0.97 * whole.width
    shares = (0.0, 0.34, 0.62, 0.82)
    top, step = 90 * unit, float(canvas.rng.uniform(40, 58)) * unit
    for share, column in zip(shares, columns, strict=True):
        sheet.say((left + share * (right - left), top), column, 20)
    rows = min(22, int((whole.height - top - 90 * unit) / step))
    mine = int(canvas.rng.integers(rows))
    for row in range(rows):
        y = top + (row + 1) * step
        if row == mine:
            lit = tuple((a + b) // 2 for a, b in zip(sheet.ground, canvas.style.accent, strict=True))
            canvas.draw.rectangle((left - 6, y - 4, right, y + step - 8), lit)
        elif row % 2:
            shade = tuple(max(0, part - 8) if part > 128 else part + 8 for part in sheet.ground)
            canvas.draw.rectangle((left - 6, y - 4, right, y + step - 8), shade)
        who = canvas.identity if row == mine else sheet.other()
        for share, text in zip(shares, (who.name, who.birth_date, who.number), strict=False):
            sheet.say((left + share * (right - left), y), text, 24, planted=True)
        sheet.say((left + shares[3] * (right - left), y), f"{8 + row // 3:02d}:{row * 20 % 60:02d}  US", 22)
    return whole


def _patient_list(sheet: _Sheet, whole: Rect, _panels: tuple[Rect, ...], _stills: list[Grey]) -> Rect:
    return _table(sheet, whole, sheet.word("list"), tuple(map(sheet.word, ("name", "born", "id", "study"))))


def _worklist(sheet: _Sheet, whole: Rect, _panels: tuple[Rect, ...], stills: list[Grey]) -> Rect:
    """Within the maker's own frame, as several do."""
    canvas = sheet.canvas
    area, _ = draw_frame(canvas, stills)
    canvas.draw.rectangle((area.left, area.top, area.right, area.bottom), tuple(sheet.ground))
    step = 50 * canvas.unit
    canvas.say((area.left + 16, area.top + 12), sheet.word("work"), 30, canvas.style.accent)
    for row in range(max(2, min(16, int((area.height - 90 * canvas.unit) / step)))):
        who, y = sheet.other(), area.top + 70 * canvas.unit + row * step
        for share, text in ((0.02, who.name), (0.45, who.birth_date), (0.76, who.number)):
            sheet.say((area.left + share * area.width, y), text, 22, planted=True)
    return whole


def _id_entry(sheet: _Sheet, whole: Rect, _panels: tuple[Rect, ...], _stills: list[Grey]) -> Rect:
    _form(sheet, Rect(round(0.1 * whole.width), round(0.06 * whole.height), round(0.9 * whole.width), whole.bottom))
    return whole


def _form(sheet: _Sheet, rect: Rect) -> None:
    canvas, unit, who = sheet.canvas, sheet.canvas.unit, sheet.canvas.identity
    canvas.say((rect.left + 20 * unit, rect.top + 14 * unit), sheet.word("new"), 30, canvas.style.accent)
    values = (("name", who.name), ("born", who.birth_date), ("id", who.number), ("sex", None), ("doctor", None))
    tall = min(70 * unit, (rect.height - 70 * unit) / 6)
    for number, (label, value) in enumerate(values):
        y = rect.top + 70 * unit + number * tall
        sheet.say((rect.left + 24 * unit, y + 6 * unit), sheet.word(label), 20)
        left = round(rect.left + 0.36 * rect.width)
        sheet.field(Rect(left, round(y), round(rect.right - 24 * unit), round(y + 0.7 * tall)))
        text = value or (sheet.word("female") if label == "sex" else sheet.other().name)
        sheet.say((left + 10 * unit, y + 6 * unit), text, 22, planted=label != "sex")


def _report(sheet: _Sheet, whole: Rect, _panels: tuple[Rect, ...], stills: list[Grey]) -> Rect:
    canvas, unit, who = sheet.canvas, sheet.canvas.unit, sheet.canvas.identity
    left = 0.06 * whole.width
    sheet.say((left, 30 * unit), sheet.word("report"), 34)
    for number, text in enumerate((who.name, who.birth_date, who.number)):
        sheet.say((left + number * 0.32 * whole.width, 96 * unit), text, 24, planted=True)
    sheet.say((left, 150 * unit), sheet.word("findings"), 26)
    wide = round(0.26 * whole.width)
    for number, still in enumerate(stills[:3]):
        small = cv2.resize(still, (wide, round(0.72 * wide)), interpolation=cv2.INTER_AREA)
        at = (round(left + number * 1.12 * wide), round(200 * unit))
        canvas.image.paste(Image.fromarray(small).convert("RGB"), at)
        sheet.say((at[0] + 6, at[1] + 4), who.name, 16)
    y = 230 * unit + 0.72 * wide
    for number in range(8):
        if y + number * 40 * unit < whole.height - 40 * unit:
            text = (
                f"{number + 1}.  L {number + 1}h   {canvas.rng.uniform(4, 30):.1f} x {canvas.rng.uniform(3, 20):.1f} mm"
            )
            sheet.say((left, y + number * 40 * unit), text, 22)
    return whole


def _review(sheet: _Sheet, whole: Rect, panels: tuple[Rect, ...], stills: list[Grey]) -> Rect:
    """The scan's own screen: an old picture in each panel, the old exam's name over the first."""
    canvas, unit, old = sheet.canvas, sheet.canvas.unit, sheet.canvas.identity
    for number, rect in enumerate(panels):
        still = stills[number % len(stills)]
        fitted = cv2.resize(still, (rect.width, rect.height), interpolation=cv2.INTER_LINEAR)
        canvas.image.paste(Image.fromarray(fitted).convert("RGB"), (rect.left, rect.top))
    main, sheet.ink = panels[0], (240, 240, 230)
    for number, text in enumerate((old.name, old.birth_date, old.number)):
        at = (main.left + 0.03 * main.width, main.top + 0.03 * main.height + number * 32 * unit)
        canvas.draw.rectangle((at[0] - 4, at[1] - 2, at[0] + 320 * unit, at[1] + 28 * unit), (16, 18, 22))
        sheet.say(at, text, 24, planted=True)
    canvas.say((whole.width / 2, main.top - 4 * unit), f"{sheet.word('review')} 3/12", 26, canvas.style.accent, "md")
    return whole


def _thumbnails(sheet: _Sheet, whole: Rect, _panels: tuple[Rect, ...], stills: list[Grey]) -> Rect:
    canvas, unit = sheet.canvas, sheet.canvas.unit
    canvas.say((24 * unit, 14 * unit), sheet.word("review"), 30, canvas.style.accent)
    sheet.say((0.3 * whole.width, 16 * unit), canvas.identity.name, 26, planted=True)
    sheet.say((0.7 * whole.width, 16 * unit), canvas.identity.number, 26, planted=True)
    across, down = (2, 3) if whole.height > whole.width else (int(canvas.rng.integers(2, 5)), 2)
    wide, tall = whole.width // across, round((whole.height - 70 * unit) / down)
    for number in range(across * down):
        still = cv2.resize(stills[number % len(stills)], (round(0.94 * wide), round(0.9 * tall)))
        left, top = number % across * wide + round(0.03 * wide), round(70 * unit) + number // across * tall
        canvas.image.paste(Image.fromarray(still).convert("RGB"), (left, top))
        canvas.draw.rectangle((left, top, left + round(0.5 * wide), top + round(34 * unit)), tuple(sheet.ground))
        sheet.say((left + 6, top + 4), canvas.identity.name, 20, planted=True)
    return whole


def _pop_up(sheet: _Sheet, whole: Rect, panels: tuple[Rect, ...], _stills: list[Grey]) -> Rect:
    main = panels[0]
    at_left = bool(sheet.canvas.rng.random() < 0.5)
    left = main.left if at_left else main.left + main.width // 2
    tall = round(sheet.canvas.rng.uniform(0.6, 1.0) * main.height)
    rect = Rect(
        left, main.top + (main.height - tall) // 2, left + main.width // 2, main.top + (main.height + tall) // 2
    )
    sheet.canvas.draw.rectangle((rect.left, rect.top, rect.right, rect.bottom), tuple(sheet.ground), (150, 156, 164))
    _form(sheet, rect)
    return Rect(rect.left, rect.top, min(whole.right, rect.right + 1), min(whole.bottom, rect.bottom + 1))


def _biopsy(sheet: _Sheet, whole: Rect, panels: tuple[Rect, ...], _stills: list[Grey]) -> Rect:
    main, canvas, unit = panels[0], sheet.canvas, sheet.canvas.unit
    rect = Rect(main.left, main.top, main.left + main.width // 3, main.bottom)
    canvas.draw.rectangle((rect.left, rect.top, rect.right, rect.bottom), tuple(sheet.ground), (150, 156, 164))
    canvas.say((rect.left + 10 * unit, rect.top + 10 * unit), sheet.word("biopsy"), 28, canvas.style.accent)
    sheet.say((rect.left + 10 * unit, rect.top + 56 * unit), canvas.identity.name, 22, planted=True)
    for number, text in enumerate(("16G  0 mm", "Angle 45", "Angle 60", "Guide on", "Depth 22 mm", "Needle +")):
        y = rect.top + (110 + 62 * number) * unit
        if y + 50 * unit < rect.bottom:
            canvas.draw.rectangle((rect.left + 8, y, rect.right - 8, y + 48 * unit), None, (120, 126, 134))
            sheet.say((rect.left + 18 * unit, y + 10 * unit), text, 20)
    return Rect(rect.left, rect.top, min(whole.right, rect.right + 1), min(whole.bottom, rect.bottom + 1))


def _saver(sheet: _Sheet, whole: Rect, _panels: tuple[Rect, ...], _stills: list[Grey]) -> Rect:
    canvas = sheet.canvas
    canvas.draw.rectangle((0, 0, whole.width, whole.height), (0, 0, 0))
    at = (canvas.rng.uniform(0.2, 0.6) * whole.width, canvas.rng.uniform(0.2, 0.7) * whole.height)
    canvas.say(at, canvas.style.logo, 90, canvas.style.accent)
    sheet.ink = (200, 204, 210)
    sheet.say((at[0], at[1] + 120 * canvas.unit), canvas.identity.name, 30, planted=True)
    return whole


_DRAWN: dict[PageKind, Callable[[_Sheet, Rect, tuple[Rect, ...], list[Grey]], Rect]] = {
    PageKind.PATIENT_LIST: _patient_list,
    PageKind.WORKLIST: _worklist,
    PageKind.ID_ENTRY: _id_entry,
    PageKind.REPORT: _report,
    PageKind.REVIEW: _review,
    PageKind.THUMBNAILS: _thumbnails,
    PageKind.POP_UP: _pop_up,
    PageKind.BIOPSY: _biopsy,
    PageKind.SAVER: _saver,
}
