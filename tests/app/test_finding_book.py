"""A lesion keeps its number, its history stays short enough to draw, and what was sent away stays away."""

from hypothesis import given
from hypothesis import strategies as st

from app.session.finding_book import KEYS, TREND_POINTS, FindingBook
from inference.findings import TrackState
from tests.app.bright_spot import track

S = 1_000_000_000


def test_numbers_follow_the_order_in_which_lesions_were_first_shown() -> None:
    book = FindingBook()
    book.add([track(4, state=TrackState.TENTATIVE), track(7)], 0)
    book.add([track(4), track(7)], S)
    assert book.numbers == {7: 1, 4: 2}


def test_a_lesion_never_shown_has_no_card() -> None:
    book = FindingBook()
    tentative = track(1, state=TrackState.TENTATIVE)
    book.add([tentative], 0)
    assert book.findings([tentative], 0) == ()


def test_a_lesion_just_lost_keeps_its_card() -> None:
    book = FindingBook()
    book.add([track(1)], 0)
    lost = track(1, state=TrackState.LOST)
    book.add([lost], S)
    (card,) = book.findings([lost], S)
    assert card.number == 1
    assert len(card.trend) == 1  # nothing was seen while it was lost


@given(st.integers(1, 9000))
def test_the_trend_is_thinned_and_keeps_its_ends(frames: int) -> None:
    book = FindingBook()
    for number in range(frames):
        book.add([track(1, malignancy=number / frames)], number * S // 60)
    (card,) = book.findings([track(1)], frames * S)
    assert 1 <= len(card.trend) <= TREND_POINTS
    assert card.trend[0] == (0.0, 0.0)
    assert card.trend[-1][1] == (frames - 1) / frames
    assert list(card.trend) == sorted(card.trend)


def test_scrubbed_back_the_trend_ends_at_the_picture_on_screen() -> None:
    book = FindingBook()
    for second in range(10):
        book.add([track(1)], second * S)
    (card,) = book.findings([track(1)], 4 * S)
    assert card.trend[-1][0] == 4.0


def test_a_recording_never_uses_a_number_twice() -> None:
    book = FindingBook()
    for id in range(1, 21):
        book.add([track(id)], id * 60 * S)
    assert sorted(book.numbers.values()) == list(range(1, 21))


def test_a_long_live_session_gives_the_keys_to_lesions_that_are_there() -> None:
    book = FindingBook(reuse_numbers=True)
    for id in range(1, KEYS + 1):
        book.add([track(id)], id * S)
    book.add([track(3), track(10)], 60 * S)
    assert book.numbers[10] == 1  # free for the longest time
    book.add([track(3), track(10), track(11)], 61 * S)
    assert book.numbers[11] == 2
    assert book.numbers[3] == 3


def test_sent_away_and_brought_back_in_reverse_order() -> None:
    book = FindingBook()
    shown = [track(1), track(2)]
    book.add(shown, 0)
    book.dismiss(1)
    book.dismiss(2)
    book.dismiss(2)  # it is gone already
    assert book.dismissed == {1, 2}
    book.restore()
    assert [card.number for card in book.findings(shown, 0)] == [2]
    book.restore()
    book.restore()
    assert book.dismissed == frozenset()


def test_a_chosen_lesion_that_is_sent_away_is_no_longer_chosen() -> None:
    book = FindingBook()
    book.add([track(1)], 0)
    book.select(1)
    assert book.findings([track(1)], 0)[0].selected
    book.dismiss(1)
    book.restore()
    assert not book.findings([track(1)], 0)[0].selected
