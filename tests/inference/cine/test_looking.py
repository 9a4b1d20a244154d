"""What looking longer brings is measured on the same tracks at every time."""

from dataclasses import asdict
from pathlib import Path

import pytest

from inference.evaluation.cine.library import Library
from inference.evaluation.cine.measures.looking import TIMES_MS, after_looking, gain, reliability
from inference.evaluation.cine.measures.score import Reading, TrackScore
from inference.evaluation.cine.running.looks import draw_looks, measure_looks, tables
from inference.evaluation.cine.seeds import looks
from inference.evaluation.cine.truth import PictureState


def track(number: int, malignant: bool, scores: list[float], raw: list[float], seconds: float = 4.0) -> TrackScore:
    """A track whose range narrows from 0.4 to 0."""
    last = len(scores) - 1
    readings = tuple(
        Reading(
            int(at / last * seconds * 1e9),
            PictureState.LIVE,
            score,
            score - 0.2 * (1 - at / last),
            score + 0.2 * (1 - at / last),
            at > last / 2,
            raw[at],
        )
        for at, score in enumerate(scores)
    )
    return TrackScore(f"clip {number}", 0, 1, f"patient {number}", malignant, readings)


TREMBLING = [0.2, 0.8] * 20


def test_scores_that_tremble_about_the_truth_tell_more_together_than_one_by_one() -> None:
    good = [track(n, n % 2 == 0, [0.7 if n % 2 == 0 else 0.3] * 40, TREMBLING) for n in range(20)]
    found = gain(good)
    assert found.value == pytest.approx(0.5)
    assert (found.low, found.high) == (pytest.approx(0.5), pytest.approx(0.5))


def test_every_time_is_of_the_same_tracks_and_the_range_narrows() -> None:
    tracks = [track(n, n % 2 == 0, [0.6] * 41, [0.6] * 41) for n in range(6)]
    short = track(7, True, [0.9] * 41, [0.9] * 41, seconds=1.0)
    count, times = after_looking([*tracks, short])
    assert count == 6
    assert [one.looked_ms for one in times] == list(TIMES_MS)
    assert [one.auc for one in times] == [0.5] * len(TIMES_MS)
    widths = [one.width for one in times]
    assert widths == sorted(widths, reverse=True)
    assert (times[0].width, times[0].settled_share, times[-1].settled_share) == (pytest.approx(0.4), 0.0, 1.0)


def test_scores_that_are_right_lie_on_the_diagonal() -> None:
    tracks = [track(n, n % 4 == 0, [0.25] * 5, [0.25] * 5) for n in range(80)]
    assert all(one.low <= one.score <= one.high for one in reliability(tracks))
    assert sum(one.tracks for one in reliability(tracks)) == 80


def test_bins_without_a_malignant_lesion_or_with_nothing_else_are_drawn(tmp_path: Path) -> None:
    tracks = [track(n, n >= 80, [0.9 if n >= 80 else 0.1] * 5, [0.5] * 5) for n in range(97)]
    bins = [asdict(one) for one in reliability(tracks)]
    tree = {
        "part": "test",
        "lesions_shown": 97,
        "lesions": 97,
        "per_picture": 0.5,
        "after_looking": [],
        "reliability": bins,
    }
    assert draw_looks(tree, tmp_path / "looks.png").stat().st_size > 10_000


def test_nothing_seen_gives_empty_places() -> None:
    tree = measure_looks(())
    assert (tree["lesions_shown"], tree["per_track"], tree["gain"]["value"]) == (0, None, None)
    named = {"part": "test", "patients": "test patients", "weights_sha256": "0" * 64}
    assert "| - |" in tables({**tree, **named, "backend": "-", "device": "-", "number_format": "-"})


def test_each_lesion_of_the_part_is_looked_at_once(library: Library) -> None:
    recipes = looks(library)
    assert len(recipes) == len(library.lesions())
    assert len({recipe.lesions for recipe in recipes}) == len({recipe.seed for recipe in recipes}) == len(recipes)
