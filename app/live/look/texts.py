"""Words and numbers as the user reads them, in the language that is installed."""

from PySide6.QtCore import QCoreApplication

from app.live.view_state import StatusWord
from capture.screen.layout import PanelKind
from inference.findings import Look
from inference.prevalence import OWN

translate = QCoreApplication.translate


def status_text(word: StatusWord) -> str:
    """The word in the first corner."""
    return {
        StatusWord.LIVE: translate("Status", "LIVE"),
        StatusWord.FROZEN: translate("Status", "FROZEN BY SCANNER"),
        StatusWord.AI_DELAYED: translate("Status", "AI DELAYED"),
        StatusWord.NO_SIGNAL: translate("Status", "NO SIGNAL"),
        StatusWord.SCAN_AREA_LOST: translate("Status", "SCAN AREA LOST"),
        StatusWord.REPLAY: translate("Status", "REPLAY"),
        StatusWord.PAUSED: translate("Status", "PAUSED"),
        StatusWord.MEASURING: translate("Status", "MEASURING ON SCANNER"),
        StatusWord.REVIEW: translate("Status", "CINE REVIEW"),
        StatusWord.NO_CONTACT: translate("Status", "NO CONTACT"),
        StatusWord.BLANK: translate("Status", "BLANK PICTURE"),
        StatusWord.STILL: translate("Status", "STILL PICTURE"),
        StatusWord.SLOW: translate("Status", "SLOW LINK"),
        StatusWord.NO_INPUT: translate("Status", "NO INPUT"),
        StatusWord.RESIZED: translate("Status", "NEW RESOLUTION"),
        StatusWord.STALLED: translate("Status", "STALLED"),
        StatusWord.DISCONNECTED: translate("Status", "DISCONNECTED"),
        StatusWord.WAITING: translate("Status", "WAITING"),
    }[word]


def status_advice(word: StatusWord) -> str:
    """What is happening and what to do; empty where nothing needs doing."""
    return {
        StatusWord.LIVE: "",
        StatusWord.FROZEN: translate("Status", "The scanner shows a still picture. Unfreeze the scanner to go on."),
        StatusWord.AI_DELAYED: translate("Status", "The analysis is too old to be shown. The picture is live."),
        StatusWord.NO_SIGNAL: translate("Status", "No new picture arrives. Check the cable and the scanner's output."),
        StatusWord.SCAN_AREA_LOST: translate(
            "Status",
            "The scanner shows another page, so nothing of it is passed on. "
            "Go back to the scan, or mark the scan area anew.",
        ),
        StatusWord.MEASURING: translate(
            "Status", "Calipers or a text are being placed, so no box is drawn. Scores stay as they are."
        ),
        StatusWord.REVIEW: translate(
            "Status", "The scanner shows pictures that were seen before. They do not change a score."
        ),
        StatusWord.NO_CONTACT: translate("Status", "The probe does not touch the skin."),
        StatusWord.BLANK: translate("Status", "The scanner sends a picture without echoes."),
        StatusWord.STILL: translate(
            "Status", "Unfreeze the scanner. If its own screen moves, plug the grabber in again."
        ),
        StatusWord.SLOW: translate(
            "Status", "Too few pictures arrive to follow the probe. The notice says what helps."
        ),
        StatusWord.NO_INPUT: translate(
            "Status",
            "The grabber runs, but the scanner sends an empty screen. "
            "Check the HDMI cable, and that the scanner is on and sends to this output.",
        ),
        StatusWord.RESIZED: translate(
            "Status", "The scanner changed its resolution. The scan area is being found again; wait a second."
        ),
        StatusWord.STALLED: translate(
            "Status",
            "The device is there but gives no more pictures; it is used again as soon as it does. "
            "If that takes long, unplug it and plug it in again.",
        ),
        StatusWord.DISCONNECTED: translate(
            "Status",
            "The grabber was unplugged, or the sender closed the connection. "
            "Plug it in or start it; it is used again by itself.",
        ),
        StatusWord.REPLAY: "",
        StatusWord.PAUSED: "",
        StatusWord.WAITING: translate("Status", "Opening the source. The first picture appears by itself."),
    }[word]


def status_help(word: StatusWord) -> str:
    """What the button does where there is no picture to look at; empty for none."""
    return {
        StatusWord.NO_SIGNAL: translate("Status", "Choose a source"),
        StatusWord.STALLED: translate("Status", "Choose a source"),
        StatusWord.DISCONNECTED: translate("Status", "Choose a source"),
        StatusWord.SCAN_AREA_LOST: translate("Status", "Mark the scan area"),
        StatusWord.WAITING: translate("Status", "Back to the start page"),
    }.get(word, "")


def look_text(look: Look | None) -> str:
    """The word of a look."""
    if look is None:
        return translate("Look", "no score")
    return {
        Look.LOW: translate("Look", "low score"),
        Look.UNCERTAIN: translate("Look", "uncertain"),
        Look.SUSPICIOUS: translate("Look", "suspicious"),
    }[look]


def settled_text(settled: bool) -> str:
    """Whether the number may be read already."""
    return translate("Look", "settled") if settled else translate("Look", "looking")


def kind_text(kind: PanelKind) -> str:
    """What a panel shows."""
    return {
        PanelKind.B_MODE: translate("Panel", "B-mode"),
        PanelKind.CONTRAST: translate("Panel", "Contrast"),
        PanelKind.DOPPLER: translate("Panel", "Doppler"),
        PanelKind.ELASTOGRAPHY: translate("Panel", "Elastography"),
    }[kind]


def setting_text(setting: str) -> str:
    """Name of a setting; the user's own words as they stand."""
    return {
        "diagnostic": translate("Setting", "diagnostic"),
        "screening": translate("Setting", "screening"),
        "before biopsy": translate("Setting", "before biopsy"),
        OWN: translate("Setting", "own value"),
    }.get(setting, setting)


def score_text(score: float | None) -> str:
    """Two decimals, never three; a dash without a score."""
    return "–" if score is None else f"{score:.2f}"


def moved_text(score: float, prevalence: float) -> str:
    """A score moved to the prevalence that it names; a small one is no nought, and a large one no certainty."""
    number = score_text(min(max(score, 0.01), 0.99))
    if score < 0.005:
        number = translate("Finding", "under {score}").format(score=number)
    elif score > 0.995:
        number = translate("Finding", "over {score}").format(score=number)
    line = translate("Finding", "at a prevalence of {prevalence}: {score}")
    return line.format(prevalence=percent_text(prevalence), score=number)


def moved_explanation() -> str:
    """What a score moved to a setting's prevalence is, in plain words."""
    return translate(
        "Finding",
        "The same finding counts for less where malignant lesions are rare. The moved score states the odds for the "
        "prevalence it names; it changes neither the picture's evidence nor colour and sign, which always stand on "
        "the unmoved score. It holds as far as the lesions of your setting look like those the score was developed on.",
    )


def size_text(size_mm: tuple[float, float] | None) -> str:
    """Width × height in whole mm, one decimal under 10 mm."""
    if size_mm is None:
        return translate("Finding", "size not measured")
    across, down = (f"{mm:.1f}" if mm < 9.95 else f"{mm:.0f}" for mm in size_mm)
    return translate("Finding", "{width} × {height} mm").format(width=across, height=down)


def percent_text(share: float) -> str:
    """A share as per cent, one decimal under 10 % where it needs one."""
    percent = share * 100
    number = f"{percent:.1f}".removesuffix(".0") if percent < 10 else f"{percent:.0f}"
    return translate("Number", "{number} %").format(number=number)


def time_text(time_ns: int) -> str:
    """Minutes, seconds and tenths: 00:12.4."""
    tenths = time_ns // 100_000_000
    return f"{tenths // 600:02d}:{tenths % 600 / 10:04.1f}"


def duration_text(seconds: float) -> str:
    """Minutes and seconds: 01:05."""
    whole = int(seconds)
    return f"{whole // 60:02d}:{whole % 60:02d}"
