"""Words of contrast studies in the language that is installed."""

from app.contrast.injection import Injection
from app.contrast.phases import Phase
from app.contrast.view import ContrastView, MarkerKind, StudyState
from app.live.look.texts import translate


def agent_text(agent: str) -> str:
    """The agent's trade and generic name."""
    return {
        "sonazoid": translate("Contrast", "Sonazoid (perflubutane)"),
        "sonovue": translate("Contrast", "SonoVue / Lumason (sulphur hexafluoride)"),
        "definity": translate("Contrast", "Definity / Luminity (perflutren lipid)"),
        "optison": translate("Contrast", "Optison (perflutren protein)"),
        "other": translate("Contrast", "another agent"),
    }.get(agent, agent)


def route_text(route: str) -> str:
    """How it was given."""
    return {
        "bolus": translate("Contrast", "intravenous bolus"),
        "infusion": translate("Contrast", "intravenous infusion"),
        "other": translate("Contrast", "another route"),
    }.get(route, route)


def phase_text(phase: Phase) -> str:
    """Name of a phase: those that are shipped in the user's language, a site's own words as they stand."""
    return {
        "early vascular phase": translate("Contrast", "early vascular phase"),
        "late vascular phase": translate("Contrast", "late vascular phase"),
    }.get(phase.name, phase.name)


def injection_text(injection: Injection) -> str:
    """One line of the list of injections."""
    name = injection.lesion or translate("Contrast", "lesion {number}").format(number=injection.number)
    return translate("Contrast", "Injection {number}: {lesion}").format(number=injection.number, lesion=name)


def marker_text(kind: MarkerKind) -> str:
    """What a line on the curve means."""
    return {
        MarkerKind.INJECTION: translate("Contrast", "injection"),
        MarkerKind.BURST: translate("Contrast", "burst"),
        MarkerKind.GAIN: translate("Contrast", "gain"),
        MarkerKind.GAP: translate("Contrast", "gap"),
    }[kind]


def clock_text(clock_s: float | None) -> str:
    """Minutes and seconds from the injection, with a sign before it."""
    if clock_s is None:
        return "–:––"
    whole = int(abs(clock_s))
    sign = "-" if clock_s <= -1 else ""
    return f"{sign}{whole // 60}:{whole % 60:02d}"


def state_text(view: ContrastView, timer_key: str) -> str:
    """What is happening, and what the times count from; before a study, which key starts it."""
    words = []
    if view.state is StudyState.OFF:
        text = translate("Contrast", "The layout has a contrast panel. {key} at the injection starts the timer.")
        return text.format(key=timer_key)
    if view.state is StudyState.COLLECTING:
        words.append(translate("Contrast", "{count} pictures").format(count=view.pictures))
    if view.state is StudyState.FITTING:
        words.append(translate("Contrast", "Fitting ..."))
    if view.recomputing:
        words.append(translate("Contrast", "The region was changed: computing anew ..."))
    if view.share is not None and view.share < 1:
        words.append(translate("Contrast", "{percent} % of the recording read").format(percent=int(view.share * 100)))
    injection = view.injection
    if injection is not None and injection.injected_s is None:
        words.append(translate("Contrast", "Times count from the first picture: no injection was marked"))
    if view.proposed and view.lesion is not None:
        words.append(translate("Contrast", "The regions are proposals"))
    if view.curves is not None and view.lesion is None:
        words.append(translate("Contrast", "No region yet: draw the lesion on the contrast picture"))
    if view.gaps:
        words.append(translate("Contrast", "{count} pictures left out").format(count=view.gaps))
    if view.kept is not None:
        words.append(translate("Contrast", "Kept: {folder}").format(folder=view.kept.name))
    return " · ".join(words)


def number_text(value: float | None) -> str:
    """Three significant digits; a dash where there is none."""
    if value is None:
        return "–"
    if value != 0 and (abs(value) < 0.001 or abs(value) >= 1e5):
        return f"{value:.1e}"
    text = f"{value:.3g}"
    return f"{value:.0f}" if "e" in text else text


def interval_text(value: float | None, low: float | None, high: float | None) -> str:
    """A value with its interval."""
    if value is None or low is None or high is None:
        return number_text(value)
    return f"{number_text(value)} ({number_text(low)}–{number_text(high)})"
