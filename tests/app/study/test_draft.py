"""What a reader says of a case, before it is given."""

from hypothesis import given
from hypothesis import strategies as st

from app.study.reading.draft import Draft, Mark

HERE, THERE = Mark(0, 10.0, 10.0), Mark(0, 50.0, 60.0)


def test_a_rating_has_no_default_and_cannot_be_moved_before_it_is_set() -> None:
    assert Draft().rating is None
    assert Draft().nudged(10).rating is None
    assert not Draft().categorised("4A").complete
    assert not Draft().rated(50).complete
    assert Draft().rated(50).categorised("4A").complete


@given(st.lists(st.integers(-200, 300), max_size=6), st.lists(st.integers(-30, 30), max_size=6))
def test_a_rating_stays_within_0_and_100(ratings: list[int], nudges: list[int]) -> None:
    draft = Draft()
    for rating in ratings:
        draft = draft.rated(rating)
    for by in nudges:
        draft = draft.nudged(by)
    assert draft.rating is None or 0 <= draft.rating <= 100


def test_marks_are_chosen_removed_and_rated_by_themselves() -> None:
    draft = Draft().rated(70).marked(HERE).marked(THERE)
    assert draft.chosen == 1
    assert draft.chose_next(1).chosen == 0
    assert draft.chose_next(-1).chosen == 0
    assert draft.mark_nudged(5).marks[1].rating == 70  # the first step takes the rating of the case
    assert draft.mark_nudged(5).mark_nudged(5).marks[1].rating == 75
    assert draft.mark_nudged(5).marks[0].rating is None
    assert draft.unmarked().marks == (HERE,)
    assert draft.unmarked(0).marks == (THERE,)
    assert Draft().unmarked().marks == ()
    assert Draft().mark_nudged(5) == Draft()


def test_a_mark_without_a_rating_of_the_case_starts_in_the_middle() -> None:
    assert Draft().marked(HERE).mark_nudged(5).marks[0].rating == 50
