"""The studies that methods are judged on: a grid on which they must be right, and those they must refuse or warn of."""

from dataclasses import replace
from itertools import product

from inference.contrast.models import MODELS
from inference.contrast.phantom.recipe import Perfusion, Recipe

RANGES_DB = (40.0, 50.0, 60.0, 70.0, 80.0)
SPECKLES = (0.2, 1.0)  # "20 % noise", and fully developed

_CALM = Recipe(size_px=(240, 240), hz=8.0)

GRID: tuple[Recipe, ...] = tuple(
    replace(_CALM, seed=100 + number, dynamic_range_db=range_db, model=model, speckle=speckle)
    for number, (range_db, model, speckle) in enumerate(product(RANGES_DB, MODELS, SPECKLES))
)
"""No saturation, arrival and wash-out inside the recording, no recirculation: every parameter can be had."""

HARD: dict[str, Recipe] = {
    "late start": replace(_CALM, seed=201, start_s=14.0),
    "ended before wash-out": replace(_CALM, seed=202, end_s=16.0),
    "ended before arrival": replace(_CALM, seed=203, end_s=7.0),
    "saturated": replace(_CALM, seed=204, lesion=Perfusion(0.9, 8.0, 12.0)),
    "max-hold": replace(_CALM, seed=205, max_hold=True),
    "gain change": replace(_CALM, seed=206, gain_change=(20.0, 6.0)),
    "bursts": replace(_CALM, seed=207, burst_times_s=(26.0, 46.0)),
    "persistence": replace(_CALM, seed=208, persistence=0.7),
    "almost black": replace(_CALM, seed=209, gain_db=-42.0),
    "black": replace(_CALM, seed=210, gain_db=-120.0),
    "strong motion": replace(_CALM, seed=211, breathing_px=(3.0, 8.0), drift_px=(8.0, -5.0), tremor_px=0.5),
    "out of plane": replace(_CALM, seed=212, out_of_plane_s=((12.0, 17.0), (33.0, 45.0))),
    "non-uniform times": replace(_CALM, seed=213, time_jitter=0.8, sparse_after=(25.0, 16)),
    "repeated pictures": replace(_CALM, seed=214, repeats=2),
    "two pictures": replace(_CALM, seed=215, start_s=10.0, end_s=10.0 + 2 / _CALM.hz),
    "recirculation": replace(_CALM, seed=216, recirculation=0.35),
    "single panel": replace(_CALM, seed=217, panels="single", tissue_leak=2e-5),
    "no agent in the reference": replace(_CALM, seed=218, parenchyma=Perfusion(1e-7, 10.0, 16.0)),
    "compressed": replace(_CALM, seed=219, tint="amber", jpeg_quality=40),
    "half an hour": replace(_CALM, seed=220, size_px=(64, 64), duration_s=1800.0, hz=20.0),
}
"""Each must end in a refusal, a warning or bounded work, never in a number that the recording does not support."""
