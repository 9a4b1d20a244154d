"""The cause of a false alarm that somebody has seen stays with it when the run is made again."""

import json
from pathlib import Path

import pytest

from inference.evaluation.cine.causes import UNNAMED, alarms_of, counts, read_causes, write_causes
from inference.evaluation.cine.measures.events import as_shown, false_events
from inference.findings import Box
from inference.training.errors import DataError
from tests.inference.cine.test_measures import ELSEWHERE, box, clip

OTHER = Box(20, 20, 60, 50)


def seen(first: Box = ELSEWHERE, length: int = 8):
    alarms = [[box(first)]] * length + [[]] * 10 + [[box(OTHER)]] * 3
    return clip([([], shown) for shown in alarms], name="normal")


def alarms(of, named=()):
    return alarms_of(false_events(of, as_shown, "centre"), [of], named)


def named_as(path: Path, *causes: str) -> Path:
    write_causes(alarms(seen()), path)
    tree = json.loads(path.read_text("utf-8"))
    for entry, cause in zip(tree["alarms"], causes, strict=True):
        entry["cause"] = cause
    path.write_text(json.dumps(tree), "utf-8")
    return path


def test_alarms_that_nobody_has_looked_at_say_so_and_the_longest_comes_first(tmp_path: Path) -> None:
    found = alarms(seen())
    assert [(alarm.cause, alarm.event.box) for alarm in found] == [(UNNAMED, ELSEWHERE), (UNNAMED, OTHER)]
    assert counts(found) == {UNNAMED: 2}
    assert read_causes(tmp_path / "none.json") == []


def test_a_named_cause_is_found_again_though_the_box_has_moved_and_time_shifted(tmp_path: Path) -> None:
    named = read_causes(named_as(tmp_path / "causes.json", "rib", "fat lobule"))
    shifted = seen(Box(305, 204, 345, 234), length=5)
    found = alarms(shifted, named)
    assert [(alarm.cause, alarm.event.box.left) for alarm in found] == [("fat lobule", 20), ("rib", 305)]
    assert counts(found) == {"fat lobule": 1, "rib": 1}


def test_another_alarm_elsewhere_or_much_later_is_not_taken_for_it(tmp_path: Path) -> None:
    named = read_causes(named_as(tmp_path / "causes.json", "rib", "vessel"))
    late = clip([([], [])] * 40 + [([], [box(ELSEWHERE)])] * 3, name="normal")
    assert [alarm.cause for alarm in alarms(late, named)] == [UNNAMED]
    other_clip = clip([([], [box(ELSEWHERE)])] * 3, name="another")
    assert [alarm.cause for alarm in alarms(other_clip, named)] == [UNNAMED]


def test_a_misspelt_cause_is_told_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"'ribb'.*rib, nipple shadow"):
        read_causes(named_as(tmp_path / "causes.json", "ribb", "vessel"))


@pytest.mark.parametrize("text", ["[", "[]", '{"alarms": 3}', '{"alarms": [{"clip": "x"}]}', '{"alarms": [[1]]}'])
def test_a_damaged_file_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "causes.json"
    path.write_text(text, "utf-8")
    with pytest.raises(DataError, match=r"causes\.json"):
        read_causes(path)
