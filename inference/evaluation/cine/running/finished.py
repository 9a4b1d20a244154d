"""Finished clips, kept beside the results, so that a run that was broken off goes on where it was."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

import inference
from inference.detector import Detector
from inference.evaluation.cine.clip import Clip
from inference.evaluation.cine.library import Library
from inference.evaluation.cine.measures.observed import Observed
from inference.evaluation.cine.recipe import Recipe
from inference.evaluation.cine.running.kept_detections import KeptDetector
from inference.evaluation.cine.running.observe import Arriving, ClipLooker, MinamoFollower, every_picture, observe
from inference.evaluation.cine.running.peers import peers_for, tuned
from inference.evaluation.cine.running.play_out import names_of, play_out
from inference.evaluation.cine.running.variants import variants

Seen = dict[str, Observed]  # by tracker or variant

_FILE: TypeAdapter[Seen] = TypeAdapter(dict[str, Observed])


def code_key() -> str:
    """Changes with whatever may change a track or a score, the peers' settings too: 12 hex digits."""
    digest = hashlib.sha256(json.dumps(tuned(), sort_keys=True).encode())
    inside = Path(inference.__file__).parent
    for path in sorted([*inside.glob("*.py"), *inside.glob("tracking/*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


class FinishedClips:
    """Clips run once each: detections under `detections`, what was seen under `clips`."""

    def __init__(self, folder: Path, library: Library, detector: Detector, with_peers: bool) -> None:
        """Nothing is run yet.

        Args:
            folder: Of the results.
            library: The stills of the part.
            detector: The network.
            with_peers: Also run the peers.
        """
        self._folder = folder
        self._library = library
        self._detector = detector
        self._peers = with_peers
        self._code = code_key()

    def detections(self, recipe: Recipe) -> KeptDetector:
        """The kept detections of a clip."""
        return KeptDetector(self._detector, self._folder / "detections", recipe.key)

    def detect(self, recipe: Recipe, seen: Callable[[int], None]) -> None:
        """Let the network look at every picture that a later run will ask for; nothing is followed or measured.

        Raises:
            DataError: A still of the recipe cannot be read.
            ModelError: The network gave no numbers.
        """
        kept = self.detections(recipe)
        ways = [every_picture, *(variants(recipe).values() if recipe.lesions else ())]
        runs = [(Arriving(keeps), ClipLooker(kept)) for keeps in ways]
        try:
            for frame, truth in Clip(recipe, self._library).frames():
                for arriving, looker in runs:
                    arrived = arriving.see(frame, truth)
                    if arrived is not None:
                        looker.look(arrived, truth)
                seen(truth.index)
        finally:
            kept.save()

    def of(self, recipe: Recipe, seen: Callable[[int], None]) -> Seen:
        """What was seen in a clip, by tracker or variant: from its file, or run now and kept.

        Args:
            recipe: The clip.
            seen: Called with the index of each picture that is analysed.

        Raises:
            DataError: A still of the recipe cannot be read.
            ModelError: The network gave no numbers.
        """

        def run(clip: Clip, kept: KeptDetector) -> Seen:
            peers = peers_for(recipe.scanner_hz) if self._peers else {}
            result = observe(clip, kept, {"minamo": MinamoFollower(kept), **peers}, seen=seen)
            for name, keeps in variants(recipe).items() if recipe.lesions else ():
                result[name] = observe(clip, kept, {"minamo": MinamoFollower(kept)}, keeps)["minamo"]
            for name, every in names_of(recipe).items():
                result |= {f"{name}, {how}": of for how, of in play_out(clip, kept, every).items()}
            return result

        return self._once(recipe, "peers" if self._peers else "alone", run)

    def look(self, recipe: Recipe, seen: Callable[[int], None]) -> Observed:
        """What Minamo alone has seen in a clip; see `of`.

        Raises:
            DataError: A still of the recipe cannot be read.
            ModelError: The network gave no numbers.
        """

        def run(clip: Clip, kept: KeptDetector) -> Seen:
            return observe(clip, kept, {"minamo": MinamoFollower(kept)}, seen=seen)

        return self._once(recipe, "look", run)["minamo"]

    def _once(self, recipe: Recipe, kind: str, run: Callable[[Clip, KeptDetector], Seen]) -> Seen:
        weights = self._detector.info.weights_sha256[:12]
        path = self._folder / "clips" / f"{recipe.name}-{recipe.key}-{weights}-{self._code}-{kind}.json"
        try:
            return _FILE.validate_json(path.read_bytes())
        except (FileNotFoundError, ValidationError):
            pass  # not run yet, or cut off while it was written
        kept = self.detections(recipe)
        try:
            result = run(Clip(recipe, self._library), kept)
        finally:  # what the network has looked at stays looked at, even when the run is broken off
            kept.save()
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        partial.write_bytes(_FILE.dump_json(result))
        partial.replace(path)
        return result
