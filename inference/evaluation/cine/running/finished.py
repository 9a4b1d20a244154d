"""Finished clips, kept beside the results, so that a run that was broken off goes on where it was."""

import hashlib
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
from inference.evaluation.cine.running.observe import observe
from inference.evaluation.cine.running.peers import peers_for
from inference.evaluation.cine.running.variants import variants

_FILE: TypeAdapter[dict[str, Observed]] = TypeAdapter(dict[str, Observed])


def code_key() -> str:
    """Changes with whatever may change a track or a score: 12 hex digits over the pipeline's own code."""
    digest = hashlib.sha256()
    for path in sorted(
        path for part in ("*.py", "tracking/*.py") for path in Path(inference.__file__).parent.glob(part)
    ):
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

    def of(self, recipe: Recipe, seen: Callable[[int], None]) -> dict[str, Observed]:
        """What was seen in a clip, by tracker or variant: from its file, or run now and kept.

        Args:
            recipe: The clip.
            seen: Called with the index of each picture that is analysed.

        Raises:
            DataError: A still of the recipe cannot be read.
            ModelError: The network gave no numbers.
        """
        peers = "peers" if self._peers else "alone"
        weights = self._detector.info.weights_sha256[:12]
        path = self._folder / "clips" / f"{recipe.name}-{recipe.key}-{weights}-{self._code}-{peers}.json"
        try:
            return _FILE.validate_json(path.read_bytes())
        except (FileNotFoundError, ValidationError):
            pass  # not run yet, or cut off while it was written
        clip = Clip(recipe, self._library)
        kept = KeptDetector(self._detector, self._folder / "detections", recipe.key)
        try:
            result = observe(clip, kept, dict(peers_for(recipe.scanner_hz)) if self._peers else None, seen=seen)
            for name, keeps in variants(recipe).items() if recipe.lesions else ():
                result[name] = observe(clip, kept, keeps=keeps)["minamo"]
        finally:  # what the network has looked at stays looked at, even when the run is broken off
            kept.save()
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        partial.write_bytes(_FILE.dump_json(result))
        partial.replace(path)
        return result
