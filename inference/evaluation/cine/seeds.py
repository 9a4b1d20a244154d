"""The clips that are measured on: two committed lists of seeds, and the recipes drawn from them."""

import numpy as np

from inference.evaluation.cine.library import Library
from inference.evaluation.cine.recipe import Act, Codec, Event, Part, Recipe
from inference.training.cases import Case

# Disjoint, and fixed before anything was measured. The test seeds are opened once, when nothing is tuned any more.
DEVELOPMENT_SEEDS = tuple(range(41_001, 41_045))
TEST_SEEDS = tuple(range(73_501, 73_565))

# (Hz of the signal, Hz of the scanner)
RATES = ((30.0, 30.0), (60.0, 20.0), (15.0, 15.0), (60.0, 60.0), (20.0, 20.0), (30.0, 30.0))
SIZES = ((400, 336), (448, 384), (480, 400), (512, 416), (416, 368))
CODECS = (Codec.H264, Codec.NONE, Codec.MJPEG)
SHORTEST_S, LONGEST_S = 22.0, 36.0
# A short look at each lesion: its seed is this and its number among the part's lesions.
DEVELOPMENT_LOOKS_FROM, TEST_LOOKS_FROM = 52_001, 87_001
LOOK_S, LOOK_HZ, TISSUE_IN_LOOK = 12.0, 20.0, 2  # a probe comes to the lesion after 5 s, as median
TISSUE_IN_NORMAL = (4, 7)  # stills, from and to
LESIONS_A_CLIP = (1, 2, 2, 3)
# What happens in clips one after another; each clip has its first two kinds and perhaps a change of gain.
ACTS = (
    (Act.CALIPERS, Act.LIFT),
    (Act.FREEZE, Act.DEPTH_KNOWN),
    (Act.REVIEW, Act.DEPTH_UNKNOWN),
    (Act.LIFT, Act.FREEZE),
    (Act.CALIPERS, Act.DEPTH_KNOWN),
    (Act.REVIEW, Act.LIFT),
    (),
)


def recipes(library: Library) -> tuple[Recipe, ...]:
    """All clips of the library's part: every second one normal, so that they make up half of the time.

    The lesions of a part are dealt out one after another, no patient twice while there are others.
    """
    seeds = TEST_SEEDS if library.part is Part.TEST else DEVELOPMENT_SEEDS
    lesions = library.lesions()
    tissue = [f"{case.dataset}/{case.id}" for case in library.tissue()]
    answer = []
    for number, seed in enumerate(seeds):
        rng = np.random.default_rng((seed, 1))
        pair = number // 2  # a normal clip and one with lesions share rate, length and codec
        shown: tuple[str, ...] = ()
        count = int(np.random.default_rng((seeds[2 * pair], 2)).choice(LESIONS_A_CLIP))
        if number % 2:
            shown = _dealt(lesions, count)
        few, many = (len(shown) + 1, len(shown) + 2) if shown else TISSUE_IN_NORMAL
        chosen = rng.choice(len(tissue), min(int(rng.integers(few, many + 1)), len(tissue)), replace=False)
        duration_s = round(float(np.random.default_rng((seeds[2 * pair], 3)).uniform(SHORTEST_S, LONGEST_S)), 1)
        hz, scanner_hz = RATES[pair % len(RATES)]
        answer.append(
            Recipe(
                name=f"{library.part.value}-{number:02d}",
                part=library.part,
                seed=seed,
                hz=hz,
                scanner_hz=scanner_hz,
                duration_s=duration_s,
                size=SIZES[pair % len(SIZES)],
                codec=CODECS[(pair + pair // len(CODECS)) % len(CODECS)],
                lesions=shown,
                tissue=tuple(tissue[place] for place in chosen),
                events=_events(rng, ACTS[(pair + number % 2) % len(ACTS)], duration_s),
            )
        )
    return tuple(answer)


def looks(library: Library) -> tuple[Recipe, ...]:
    """A short clip of each lesion of the library's part, one a patient, in which nothing but looking happens.

    So many lesions say what the few of the long clips cannot: whether scores are right, and what looking longer brings.
    """
    first = TEST_LOOKS_FROM if library.part is Part.TEST else DEVELOPMENT_LOOKS_FROM
    tissue = [f"{case.dataset}/{case.id}" for case in library.tissue()]
    answer = []
    for number, case in enumerate(library.lesions()):
        rng = np.random.default_rng((first + number, 1))
        chosen = rng.choice(len(tissue), min(TISSUE_IN_LOOK, len(tissue)), replace=False)
        answer.append(
            Recipe(
                name=f"{library.part.value}-look-{number:03d}",
                part=library.part,
                seed=first + number,
                hz=LOOK_HZ,
                scanner_hz=LOOK_HZ,
                duration_s=LOOK_S,
                size=SIZES[number % len(SIZES)],
                codec=CODECS[number % len(CODECS)],
                lesions=(f"{case.dataset}/{case.id}",),
                tissue=tuple(tissue[place] for place in chosen),
            )
        )
    return tuple(answer)


def _dealt(lesions: list[Case], count: int) -> tuple[str, ...]:
    """Take the next lesions of one scanner, as one exam would show them; they go to the end of the row."""
    scanner = _scanner(lesions[0])
    taken = [case for case in lesions if _scanner(case) == scanner][:count]
    for case in taken:
        lesions.remove(case)
    lesions += taken
    return tuple(f"{case.dataset}/{case.id}" for case in taken)


def _scanner(case: Case) -> str:
    return case.row.get("device", case.dataset).split("@")[0].strip()


def _events(rng: np.random.Generator, acts: tuple[Act, ...], duration_s: float) -> tuple[Event, ...]:
    """Events spread over the clip, in the order given."""
    kinds = [*acts, *([Act.GAIN] if rng.random() < 0.6 else [])]
    span = 0.75 * duration_s / max(len(kinds), 1)
    return tuple(
        _event(rng, act, round(0.12 * duration_s + span * (place + rng.uniform(0.1, 0.5)), 2))
        for place, act in enumerate(kinds)
    )


def _event(rng: np.random.Generator, act: Act, at_s: float) -> Event:
    length = {
        Act.FREEZE: (1.2, 3.0),
        Act.CALIPERS: (3.2, 4.5),
        Act.REVIEW: (2.5, 4.5),
        Act.LIFT: (0.7, 1.8),
        Act.DEPTH_KNOWN: (3.0, 6.0),
        Act.DEPTH_UNKNOWN: (3.0, 6.0),
        Act.GAIN: (3.0, 6.0),
    }[act]
    amount = 0.0
    if act in (Act.DEPTH_KNOWN, Act.DEPTH_UNKNOWN):
        amount = float(rng.choice([0.82, 0.88, 1.18, 1.3]))
    elif act is Act.GAIN:
        amount = float(rng.choice([-18, -12, 12, 18]))
    elif act is Act.LIFT:
        amount = float(rng.choice([0.0, 2.5]))
    return Event(act, at_s, round(float(rng.uniform(*length)), 2), amount)
