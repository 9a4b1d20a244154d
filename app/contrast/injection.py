"""What was injected, how and when: the record that goes with every contrast study."""

from dataclasses import dataclass
from typing import Any

# Names of the agents, most used for the breast first; their readable names are the window's.
AGENTS = ("sonazoid", "sonovue", "definity", "optison", "other")
ROUTES = ("bolus", "infusion", "other")
DOSE_UNITS = ("mL", "mL/kg", "µL/kg", "mg")
LEAST_RANGE_DB, GREATEST_RANGE_DB = 30.0, 100.0  # of scanners' displays
GREATEST_MI = 1.9  # the regulatory limit of diagnostic ultrasound


@dataclass(frozen=True, slots=True)
class Injection:
    """One injection of an exam; each belongs to one lesion and has one study.

    Attributes:
        number: From 1, in the order of the exam.
        lesion: What the user calls the lesion; empty for the number alone.
        agent: One of `AGENTS`.
        agent_name: The user's own word where the agent is another one.
        dose: In `dose_unit`; None where it was not entered.
        dose_unit: One of `DOSE_UNITS`.
        route: One of `ROUTES`; a bolus and an infusion are intravenous.
        mi: Mechanical index as the scanner states it; None where it was not entered.
        dynamic_range_db: Of the contrast picture, off the scanner's screen; None to estimate it.
        note: The user's own words.
        injected_s: Moment of the injection on the study's time axis; None: times count from the first picture.
    """

    number: int
    lesion: str = ""
    agent: str = AGENTS[0]
    agent_name: str = ""
    dose: float | None = None
    dose_unit: str = DOSE_UNITS[0]
    route: str = ROUTES[0]
    mi: float | None = None
    dynamic_range_db: float | None = None
    note: str = ""
    injected_s: float | None = None

    @property
    def time_base(self) -> str:
        """What times count from: "injection" or "arrival" of the first picture."""
        return "arrival" if self.injected_s is None else "injection"

    def as_json(self) -> dict[str, Any]:
        """For `study.json`; what was not entered is null."""
        return {
            "number": self.number,
            "lesion": self.lesion or None,
            "agent": self.agent,
            "agent_name": self.agent_name or None,
            "dose": self.dose,
            "dose_unit": self.dose_unit if self.dose is not None else None,
            "route": self.route,
            "mi": self.mi,
            "dynamic_range_db": self.dynamic_range_db,
            "note": self.note or None,
            "time_base": self.time_base,
        }


def number_of(text: str, greatest: float, least: float = 0.0) -> float | None:
    """A number the user typed, with point or comma; None for anything that is no number in least..greatest."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if least <= value <= greatest else None
