"""No clip shows a patient the weights were made from."""

from collections.abc import Sequence

from inference.evaluation.cine.library import Library
from inference.evaluation.cine.recipe import Part, Recipe
from inference.evaluation.stills import picture_hash
from inference.manifest import Manifest
from inference.training.errors import DataError


def refuse_seen_in_clips(
    recipes: Sequence[Recipe], library: Library, manifest: Manifest, allow_seen: bool
) -> list[str]:
    """Patients of the clips whom the weights were fitted on, by name or by a picture's file; for test clips also those
    their thresholds were fixed on.

    Raises:
        DataError: There are some and they are not allowed.
    """
    cases = {key: library.case(key) for recipe in recipes for key in (*recipe.lesions, *recipe.tissue)}
    names = set(manifest.patients_trained_on)
    if library.part is Part.TEST:
        names |= set(manifest.patients_validated_on)
        pictures = set(manifest.pictures_seen)  # the manifest does not part them by use
    else:
        pictures = set()
    seen = sorted(
        {
            case.patient_key
            for case in cases.values()
            if case.patient_key in names or (pictures and picture_hash(case.image) in pictures)
        }
    )
    if seen and not allow_seen:
        raise DataError(
            "{count} patients of the clips were used to make these weights (first: {first}). Add --allow-seen, which "
            "is written into the result, or use other weights.",
            count=len(seen),
            first=seen[0],
        )
    return seen
