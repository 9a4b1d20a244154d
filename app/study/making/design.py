"""Who reads which case when and under which arm: chosen and shuffled by a seed, pure."""

import random
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.study.arms import Arm

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Turn:
    """One case of one reader's session.

    Attributes:
        reader: From 0, in the order in which the readers were named.
        session: From 1.
        position: From 1 within the session.
        case: From 0, in the order of the cases that were given.
        arm: Under which it is read.
    """

    reader: int
    session: int
    position: int
    case: int
    arm: Arm


def choose(labels: Sequence[str], patients: Sequence[Hashable], limit: int | None, dice: random.Random) -> list[int]:
    """Places of the cases to take, in random order: at most `limit` of each label, spread over its patients.

    A second case of a patient is taken only after every patient of the label has given one. The random order keeps
    the number of a case from telling what it is.
    """
    chosen: list[int] = []
    for label in sorted(set(labels)):
        of_patient: dict[Hashable, list[int]] = {}
        for place, (each, patient) in enumerate(zip(labels, patients, strict=True)):
            if each == label:
                of_patient.setdefault(patient, []).append(place)
        piles = list(of_patient.values())
        dice.shuffle(piles)
        for pile in piles:
            dice.shuffle(pile)
        dealt = [pile[turn] for turn in range(max(map(len, piles))) for pile in piles if turn < len(pile)]
        chosen += dealt[:limit]
    dice.shuffle(chosen)
    return chosen


def groups_of(
    strata: Sequence[Hashable], patients: Sequence[Hashable], count: int, dice: random.Random
) -> tuple[int, ...]:
    """The group, from 0, of every case: `count` groups of one size with the same mixture of strata.

    All cases of a patient are in one group, so that no patient is read under two arms in one session.
    """
    of_patient: dict[Hashable, list[int]] = {}
    for place, patient in enumerate(patients):
        of_patient.setdefault(patient, []).append(place)
    piles = list(of_patient.values())
    dice.shuffle(piles)
    piles.sort(key=len, reverse=True)  # the largest first: the others even them out
    in_stratum: dict[tuple[Hashable, int], int] = {}
    totals = [0] * count
    groups = [0] * len(patients)
    for pile in piles:
        order = dice.sample(range(count), count)  # no group is favoured where several are equal
        group = min(order, key=lambda each: (sum(in_stratum.get((strata[c], each), 0) for c in pile), totals[each]))
        for place in pile:
            groups[place] = group
            totals[group] += 1
            in_stratum[strata[place], group] = in_stratum.get((strata[place], group), 0) + 1
    return tuple(groups)


def make_plan(
    strata: Sequence[Hashable], patients: Sequence[Hashable], readers: int, arms: Sequence[Arm], dice: random.Random
) -> list[Turn]:
    """A crossover: every reader reads every case under every arm, one arm a session.

    A Latin square over groups of cases and sessions: with two arms, a half of the cases is read under the one in the
    first session and under the other in the second. Which half begins with which arm turns from reader to reader, in
    random order. Within a session the cases are shuffled for each reader, in blocks that hold one case of each arm,
    so that practice and fatigue fall on all arms alike.
    """
    groups = groups_of(strata, patients, len(arms), dice)
    offsets = [place % len(arms) for place in range(readers)]
    dice.shuffle(offsets)
    turns = []
    for reader, offset in enumerate(offsets):
        for session in range(len(arms)):
            piles = {
                arm: [case for case, group in enumerate(groups) if arms[(group + session + offset) % len(arms)] is arm]
                for arm in arms
            }
            order = _in_blocks([[(case, arm) for case in pile] for arm, pile in piles.items()], dice)
            turns += [
                Turn(reader, session + 1, position, case, arm) for position, (case, arm) in enumerate(order, start=1)
            ]
    return turns


def _in_blocks(piles: list[list[T]], dice: random.Random) -> list[T]:
    for pile in piles:
        dice.shuffle(pile)
    order: list[T] = []
    for turn in range(max(map(len, piles), default=0)):
        block = [pile[turn] for pile in piles if turn < len(pile)]
        dice.shuffle(block)
        order += block
    return order
