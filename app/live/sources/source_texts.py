"""What the source dialog says: of a fault in two words, of a mode, of the picture that comes."""

from app.live.look.error_texts import translate_error
from app.live.look.texts import translate
from capture.devices.device_mode import Why
from capture.devices.source_watch import AreaOrigin, SourceGlance
from capture.errors import CaptureError, DeviceBusy, DeviceForbidden, DeviceMissing


def fault_text(fault: CaptureError) -> str:
    """Two words for a tile; the whole text stands beside the picture."""
    if isinstance(fault, DeviceBusy):
        return translate("Source", "in use elsewhere")
    if isinstance(fault, DeviceForbidden):
        return translate("Source", "not allowed")
    if isinstance(fault, DeviceMissing):
        return translate("Source", "not plugged in")
    return translate("Source", "no picture")


def fault_icon(fault: CaptureError) -> str:
    """Its sign."""
    if isinstance(fault, DeviceBusy):
        return "ph.hourglass"
    if isinstance(fault, DeviceForbidden):
        return "ph.lock"
    return "ph.prohibit"


def why_text(why: Why) -> str:
    """Why a mode is proposed, and what to do where it is a poor one."""
    return {
        Why.UNCOMPRESSED: translate("Source", "Proposed: full size, every picture, uncompressed."),
        Why.COMPRESSED: translate(
            "Source", "Proposed: only compressed (MJPEG) does this grabber give every picture at full size."
        ),
        Why.SLOW: translate(
            "Source",
            "The best there is, but too few pictures a second. Plug the grabber into a USB 3 port of its own.",
        ),
        Why.SMALL: translate("Source", "Proposed: the largest picture that this grabber gives."),
        Why.NOT_KNOWN: translate(
            "Source", "This system does not tell what the grabber can do; the nearest mode that it has is taken."
        ),
    }[why]


def seen_text(glance: SourceGlance, *, corrected: bool) -> str:
    """What comes from the source, and what of it is the scan."""
    if glance.screen is None:
        return translate("Source", "Waiting for a picture …")
    picture = _picture_text(glance) if glance.slow is None else translate_error(glance.slow)
    return " ".join((picture, _area_text(glance, corrected=corrected)))


def _picture_text(glance: SourceGlance) -> str:
    assert glance.screen is not None, "there is a picture"
    height, width = glance.screen.pixels.shape[:2]
    size = f"{width}×{height}"
    if glance.hz is None:
        return translate("Source", "This comes: {size}.").format(size=size)
    text = translate("Source", "This comes: {size}, {rate} pictures a second.")
    return text.format(size=size, rate=f"{glance.hz:.0f}")


def _area_text(glance: SourceGlance, *, corrected: bool) -> str:
    if corrected:
        return translate("Source", "Scan area: yours.")
    if glance.layout is None:
        return translate("Source", "No scan area yet: begin to scan, or draw a frame round the ultrasound picture.")
    return {
        AreaOrigin.FOUND: translate("Source", "Scan area: found. Drag a side or a corner to correct it."),
        AreaOrigin.DRAWN: translate("Source", "Scan area: as you drew it before."),
        AreaOrigin.ELSEWHERE: translate(
            "Source",
            "The scanner shows another screen than when the scan area was drawn: go back to the scan, or correct it "
            "here.",
        ),
        AreaOrigin.TOLD: translate("Source", "Scan area: told by the source."),
        AreaOrigin.USED: translate("Source", "Scan area: in use now."),
    }[glance.origin or AreaOrigin.FOUND]
