"""A made-up library, and the recipe of a short clip."""

import pytest

from inference.evaluation.cine.library import Library
from inference.evaluation.cine.recipe import Act, Codec, Event, Part, Recipe
from tests.inference.cine.made_up_sets import made_up_sets


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library(made_up_sets(tmp_path_factory.mktemp("cine")), Part.DEVELOPMENT)


@pytest.fixture(scope="module")
def recipe(library: Library) -> Recipe:
    lesion, tissue = library.lesions()[0], library.tissue()[0]
    return Recipe(
        name="made-up",
        part=Part.DEVELOPMENT,
        seed=5,
        hz=60.0,
        scanner_hz=20.0,
        duration_s=2.5,
        size=(160, 128),
        codec=Codec.NONE,
        lesions=(f"{lesion.dataset}/{lesion.id}",),
        tissue=(f"{tissue.dataset}/{tissue.id}",),
        events=(Event(Act.FREEZE, 1.0, 0.5),),
    )
