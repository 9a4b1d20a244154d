"""Every drawn setting of every tracker over the development clips, all at once, picture by picture."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from inference.detector import Detector
from inference.evaluation.cine.clip import Clip
from inference.evaluation.cine.library import Library
from inference.evaluation.cine.measures.alarms import Rates, Tally, rates_of, tally
from inference.evaluation.cine.measures.events import as_shown
from inference.evaluation.cine.measures.identity import (
    ClipIdentity,
    IdentityMeasures,
    clip_identity,
    combined_identity,
)
from inference.evaluation.cine.measures.observed import Observed, Picture
from inference.evaluation.cine.recipe import Part, Recipe
from inference.evaluation.cine.running.kept_detections import KeptDetector
from inference.evaluation.cine.running.observe import Follower, MinamoFollower, looked_at
from inference.evaluation.cine.running.peers import TrackersPeer
from inference.evaluation.cine.tuning.shared_motion import MotionOfOne, SharedMotion
from inference.evaluation.cine.tuning.spaces import MINAMO, TRACKERS, Settings, draws
from inference.tracking.rules import Rules
from inference.training.errors import DataError

MOST_FALSE_A_MINUTE_NORMAL = 1.0  # Minamo's settings must keep to both; the peers are free
LATEST_SHOWN_MS = 217.0

AIM = (
    "mean of HOTA and IDF1; of Minamo's settings only those with "
    f"{MOST_FALSE_A_MINUTE_NORMAL:g} false alarms a minute or fewer on normal clips, and lesions first shown within "
    f"{LATEST_SHOWN_MS:g} ms of full view (median)"
)

Tree = dict[str, Any]
Keep = Callable[[Recipe], KeptDetector]


@dataclass(slots=True)
class Trial:
    """One tracker with one drawing of its settings.

    Attributes:
        tracker: Its name.
        settings: What was drawn; the others stand.
        identities, tallies: Of the clips so far.
    """

    tracker: str
    settings: Settings
    identities: list[ClipIdentity] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)

    def follower(self, recipe: Recipe, detector: Detector, motion: SharedMotion) -> Follower:
        """The tracker, fresh for a clip."""
        if self.tracker == MINAMO:
            return MinamoFollower(detector, Rules(**self.settings))
        one = MotionOfOne(motion, int(self.settings.get("cmc_downscale", 2)))
        return TrackersPeer(self.tracker, recipe.scanner_hz, self.settings, one)

    def add(self, seen: Observed) -> None:
        """Take in a clip."""
        self.identities.append(clip_identity(seen))
        self.tallies.append(tally(seen, as_shown, "centre"))

    @property
    def identity(self) -> IdentityMeasures:
        """Over all clips."""
        return combined_identity(self.identities)

    @property
    def rates(self) -> Rates:
        """Over all clips, centre in box."""
        return rates_of(self.tallies)


class Tuning:
    """Tries the same number of settings of each tracker; give it one clip after another."""

    def __init__(self, library: Library, keep: Keep, count: int, seed: int) -> None:
        """Draw the settings.

        Args:
            library: The stills.
            keep: Gives the kept detections of a clip.
            count: Settings a tracker, those that stand among them: the budget.
            seed: Of the drawing.

        Raises:
            DataError: The stills are not those of development clips.
        """
        if library.part is not Part.DEVELOPMENT:
            raise DataError("Settings are tuned on development clips alone; add --development")
        self._library = library
        self._keep = keep
        self._seed = seed
        self._count = max(count, 1)
        self._clips: list[str] = []
        self._trials = [Trial(name, settings) for name in TRACKERS for settings in draws(name, self._count, seed)]

    def add(self, recipe: Recipe, seen: Callable[[int], None]) -> None:
        """Run every trial on a clip.

        Args:
            recipe: The clip.
            seen: Called with the index of each picture.
        """
        kept, motion = self._keep(recipe), SharedMotion()
        followers = [trial.follower(recipe, kept, motion) for trial in self._trials]
        rows: list[list[Picture]] = [[] for _ in self._trials]
        for looked in looked_at(Clip(recipe, self._library), kept):
            for row, follower in zip(rows, followers, strict=True):
                row.append(looked.picture(follower.update(looked)))
            seen(looked.truth.index)
        kept.save()
        for trial, row in zip(self._trials, rows, strict=True):
            trial.add(Observed(recipe.name, recipe.duration_s, tuple(row)))
        self._clips.append(recipe.name)

    def results(self) -> Tree:
        """What goes into tuning.json: the aim, every trial, and the best of each tracker."""
        by_name = {name: [one for one in self._trials if one.tracker == name] for name in TRACKERS}
        return {
            "aim": AIM,
            "seed": self._seed,
            "trials_each": self._count,
            "clips": self._clips,
            "best": {name: _written(max(trials, key=aim)) for name, trials in by_name.items()},
            "trials": {name: [_written(one) for one in trials] for name, trials in by_name.items()},
        }


def aim(trial: Trial) -> float:
    """Higher is better."""
    identity, rates = trial.identity, trial.rates
    value = ((identity.hota or 0.0) + (identity.idf1 or 0.0)) / 2
    if trial.tracker != MINAMO:
        return value
    false_normal, late_ms = rates.false_a_minute_normal or 0.0, rates.first_shown_ms
    keeps = false_normal <= MOST_FALSE_A_MINUTE_NORMAL and late_ms is not None and late_ms <= LATEST_SHOWN_MS
    return value if keeps else value - 1.0


def _written(trial: Trial) -> Tree:
    return {
        "settings": trial.settings,
        "aim": round(aim(trial), 4),
        "identity": asdict(trial.identity),
        "alarms": asdict(trial.rates),
    }


def tables(tree: Tree) -> str:
    """The best trial of each tracker beside the settings that stood, in Markdown."""
    lines = [
        f"{tree['trials_each']} settings each on {len(tree['clips'])} clips; aim: {tree['aim']}",
        "",
        "| | aim | HOTA | IDF1 | id switches | false alarms a minute, normal clips | first shown, ms | settings |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, trials in tree["trials"].items():
        for title, of in ((f"{name} as it stood", trials[0]), (f"{name} best", tree["best"][name])):
            identity, alarms = of["identity"], of["alarms"]
            values = [of["aim"], identity["hota"], identity["idf1"], identity["switches"]]
            values += [alarms["false_a_minute_normal"], alarms["first_shown_ms"]]
            cells = " | ".join("-" if value is None else f"{value:.3f}" for value in values)
            lines.append(f"| {title} | {cells} | {of['settings']} |")
    return "\n".join([*lines, ""])
