"""The plan of a study: chosen and shuffled by the seed, balanced whatever the cases are."""

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.study.arms import Arm
from app.study.making.design import Turn, choose, groups_of, make_plan

cases = st.lists(
    st.tuples(st.sampled_from(["benign", "malignant", "normal"]), st.integers(0, 8)), min_size=2, max_size=24
)
seeds = st.integers(0, 1000)
armed = st.sampled_from([(Arm.SECOND,), (Arm.WITHOUT, Arm.CONCURRENT), (Arm.WITHOUT, Arm.CONCURRENT, Arm.SECOND)])


def plan_of(material: list[tuple[str, int]], readers: int, arms: tuple[Arm, ...], seed: int) -> list[Turn]:
    labels, patients = [label for label, _ in material], [patient for _, patient in material]
    return make_plan(labels, patients, readers, arms, random.Random(seed))


@settings(max_examples=40, deadline=None)
@given(cases, st.integers(1, 5), armed, seeds)
def test_every_reader_reads_every_case_once_a_session_and_once_under_every_arm(material, readers, arms, seed) -> None:
    plan = plan_of(material, readers, arms, seed)
    for reader in range(readers):
        turns = [turn for turn in plan if turn.reader == reader]
        for session in range(1, len(arms) + 1):
            in_session = [turn for turn in turns if turn.session == session]
            assert sorted(turn.case for turn in in_session) == list(range(len(material)))
            assert [turn.position for turn in in_session] == list(range(1, len(material) + 1))
        assert Counter((turn.case, turn.arm) for turn in turns) == dict.fromkeys(
            [(case, arm) for case in range(len(material)) for arm in arms], 1
        )


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["benign", "malignant"]), min_size=4, max_size=24), st.integers(1, 5), seeds)
def test_half_of_the_cases_of_each_kind_begin_with_each_arm(labels, readers, seed) -> None:
    material = [(label, number) for number, label in enumerate(labels)]
    plan = plan_of(material, readers, (Arm.WITHOUT, Arm.CONCURRENT), seed)
    for reader in range(readers):
        first = [turn for turn in plan if (turn.reader, turn.session) == (reader, 1)]
        for label in ("benign", "malignant"):
            counts = Counter(turn.arm for turn in first if labels[turn.case] == label)
            assert abs(counts[Arm.WITHOUT] - counts[Arm.CONCURRENT]) <= 1


@settings(max_examples=40, deadline=None)
@given(cases, seeds)
def test_no_patient_is_read_under_two_arms_in_one_session(material, seed) -> None:
    for turns in [plan_of(material, 3, (Arm.WITHOUT, Arm.CONCURRENT), seed)]:
        seen: dict[tuple[int, int, int], set[Arm]] = {}
        for turn in turns:
            seen.setdefault((turn.reader, turn.session, material[turn.case][1]), set()).add(turn.arm)
        assert all(len(arms) == 1 for arms in seen.values())


def test_the_arms_are_counterbalanced_over_the_readers() -> None:
    plan = plan_of([("benign", number) for number in range(8)], 4, (Arm.WITHOUT, Arm.CONCURRENT), 5)
    first = {
        reader: next(t.arm for t in plan if (t.reader, t.session, t.case) == (reader, 1, 0)) for reader in range(4)
    }
    assert Counter(first.values()) == {Arm.WITHOUT: 2, Arm.CONCURRENT: 2}


def test_within_a_session_the_arms_take_turns_in_random_order() -> None:
    plan = plan_of([("benign", number) for number in range(20)], 1, (Arm.WITHOUT, Arm.CONCURRENT), 3)
    arms = [turn.arm for turn in plan if turn.session == 1]
    blocks = [arms[place : place + 2] for place in range(0, 20, 2)]
    assert all(set(block) == {Arm.WITHOUT, Arm.CONCURRENT} for block in blocks)
    assert len({tuple(block) for block in blocks}) == 2  # not always the same first


def test_every_reader_and_session_has_an_order_of_its_own_and_the_seed_brings_it_back() -> None:
    material = [("benign", number) for number in range(12)]
    plan = plan_of(material, 3, (Arm.WITHOUT, Arm.CONCURRENT), 7)
    orders = {
        (reader, session): tuple(t.case for t in plan if (t.reader, t.session) == (reader, session))
        for reader in range(3)
        for session in (1, 2)
    }
    assert len(set(orders.values())) == 6
    assert plan_of(material, 3, (Arm.WITHOUT, Arm.CONCURRENT), 7) == plan
    assert plan_of(material, 3, (Arm.WITHOUT, Arm.CONCURRENT), 8) != plan


@given(cases, st.integers(1, 6), seeds)
def test_the_limit_holds_for_each_label_and_takes_other_patients_first(material, limit, seed) -> None:
    labels, patients = [label for label, _ in material], [patient for _, patient in material]
    chosen = choose(labels, patients, limit, random.Random(seed))
    assert len(set(chosen)) == len(chosen)
    for label in set(labels):
        of_label = [place for place in chosen if labels[place] == label]
        assert len(of_label) == min(limit, labels.count(label))
        there = {patients[place] for place, each in enumerate(labels) if each == label}
        assert len({patients[place] for place in of_label}) == min(limit, len(there))


def test_without_a_limit_every_case_is_taken_in_an_order_that_tells_nothing() -> None:
    labels = ["benign"] * 10 + ["malignant"] * 10
    chosen = choose(labels, list(range(20)), None, random.Random(2))
    assert sorted(chosen) == list(range(20))
    assert chosen != sorted(chosen)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_groups_are_as_equal_as_they_can_be(count: int) -> None:
    groups = groups_of(["benign", "malignant"] * 9, list(range(18)), count, random.Random(0))
    sizes = Counter(groups)
    assert max(sizes.values()) - min(sizes.values()) <= 1
    assert len(sizes) == count
