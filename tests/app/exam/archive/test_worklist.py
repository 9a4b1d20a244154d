"""The worklist: every character set, leading zeros, names in three groups; what cannot be used is said, not guessed."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.dataset import Dataset
from pynetdicom import evt
from pynetdicom.dsutils import decode, encode

from app.exam.archive.errors import Unreachable
from app.exam.archive.line.peer import Peer
from app.exam.archive.line.services import MODALITY_WORKLIST
from app.exam.archive.worklist import MOST_ANSWERS, WorklistQuery, ask_worklist, dataset_of
from app.exam.archive.worklist_item import DAMAGED, NO_ID, NO_NAME, NO_STEP, NO_STUDY, Unusable, entry_of
from app.exam.content.person import WorklistEntry
from app.exam.dicom.text import CharacterSet
from app.exam.errors import ArchiveError
from tests.app.exam.archive.orthanc import Orthanc
from tests.app.exam.archive.stations import station
from tests.app.exam.archive.worklist_files import HALF_WIDTH, YAMADA, worklist_item, write_worklist

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:pydicom")  # of the damage that is done on purpose
DAY = date(2026, 11, 28)
CHARACTER_SETS = {
    "UTF-8": ("ISO_IR 192", YAMADA),
    "IR 87": (["", "ISO 2022 IR 87"], YAMADA),
    "IR 13 and 87": (["ISO 2022 IR 13", "ISO 2022 IR 87"], HALF_WIDTH),
    "IR 159": (["", "ISO 2022 IR 87", "ISO 2022 IR 159"], "Yamada^Tarou=丂田^太郎=やまだ^たろう"),
    "Latin": ("ISO_IR 100", "Müller^Änne"),
}


@contextmanager
def worklist_of(*answers: Dataset | int) -> Iterator[Peer]:
    """A worklist that answers with these as they stand; a number is a last status."""

    def answer(event: evt.Event):
        for one in answers:
            yield (one, None) if isinstance(one, int) else (0xFF00, one)

    with station([(MODALITY_WORKLIST, ())], [(evt.EVT_C_FIND, answer)]) as peer:
        yield peer


def entry(item: Dataset) -> WorklistEntry:
    read = entry_of(item)
    assert isinstance(read, WorklistEntry), read
    return read


@pytest.mark.parametrize("character_set", CHARACTER_SETS)
def test_a_name_arrives_from_a_real_worklist_as_it_was_written(orthanc: Orthanc, character_set: str) -> None:
    encoding, name = CHARACTER_SETS[character_set]
    write_worklist(worklist_item("000123", name, character_set=encoding), orthanc.worklists / "one.wl")
    [found] = ask_worklist(orthanc.peer, WorklistQuery(DAY, DAY)).entries
    assert str(found.name) == name
    assert found.patient_id == "000123"


@pytest.mark.parametrize("character_set", CHARACTER_SETS)
def test_a_name_arrives_over_the_line_in_the_character_set_it_came_in(character_set: str) -> None:
    encoding, name = CHARACTER_SETS[character_set]
    with worklist_of(worklist_item(name=name, character_set=encoding)) as peer:
        [found] = ask_worklist(peer, WorklistQuery()).entries
    assert str(found.name) == name


def test_an_entry_holds_everything_that_an_exam_takes_over(orthanc: Orthanc) -> None:
    item = worklist_item()
    write_worklist(item, orthanc.worklists / "one.wl")
    [found] = ask_worklist(orthanc.peer, WorklistQuery(DAY, DAY)).entries
    assert found.study_instance_uid == item.StudyInstanceUID
    assert (found.accession_number, found.requested_procedure_id, found.scheduled_step_id) == (
        "0042",
        "RP007",
        "SPS001",
    )
    assert (found.birth_date, found.sex, found.modality) == (date(1970, 1, 31), "F", "US")
    assert str(found.referring_physician) == "Suzuki^Hanako"
    assert found.scheduled_at == datetime(2026, 11, 28, 9, 15).astimezone()
    assert found.item["00100020"] == {"vr": "LO", "Value": ["000123"]}


def test_entries_are_found_by_day_station_modality_id_and_name(orthanc: Orthanc) -> None:
    items = {
        "a": worklist_item("0001", YAMADA, time="100000"),
        "b": worklist_item("1", "Sato^Aki=佐藤^亜紀=さとう^あき", station="OTHER", time="090000"),
        "c": worklist_item("0003", "Tanaka^Yui", day="20261129"),
        "d": worklist_item("0004", "Ito^Mai", modality="MG"),
    }
    for name, item in items.items():
        write_worklist(item, orthanc.worklists / f"{name}.wl")

    def found(**query: object) -> list[str]:
        return [one.patient_id for one in ask_worklist(orthanc.peer, WorklistQuery(**query)).entries]

    assert found(first_day=DAY, last_day=DAY) == ["1", "0001"]  # in the order of their times
    assert found(first_day=DAY, last_day=DAY + timedelta(1)) == ["1", "0001", "0003"]
    assert found(station="MINAMO", first_day=DAY, last_day=DAY) == ["0001"]
    assert found(modality="MG") == ["0004"]
    assert found(patient_id="0001") == ["0001"]
    assert found(patient_id="000*") == ["0001", "0003"]
    assert found(name="yamada") == found(name="太郎") == found(name="やまだ") == ["0001"]
    assert found(name="佐藤", character_set=CharacterSet.JAPANESE) == ["1"]
    assert found(first_day=date(2020, 1, 1), last_day=date(2020, 1, 1)) == []


def test_an_empty_worklist_is_no_error(orthanc: Orthanc) -> None:
    answer = ask_worklist(orthanc.peer, WorklistQuery(DAY, DAY))
    assert (answer.entries, answer.left_out, answer.cut) == ((), (), False)


def test_an_answer_that_cannot_be_used_is_left_out_with_its_reason_and_the_others_stay() -> None:
    def without(keyword: str) -> Dataset:
        item = worklist_item("000777")
        delattr(item, keyword)
        return item

    wrong_study = worklist_item("000777")
    wrong_study.add_new(0x0020000D, "UI", "1.2.not-a-uid")
    broken = [
        without("PatientID"),
        without("PatientName"),
        without("StudyInstanceUID"),
        wrong_study,
        without("ScheduledProcedureStepSequence"),
    ]
    with worklist_of(*broken, worklist_item()) as peer:
        answer = ask_worklist(peer, WorklistQuery())
    assert [one.reason for one in answer.left_out] == [NO_ID, NO_NAME, NO_STUDY, NO_STUDY, NO_STEP]
    assert {one.patient_id for one in answer.left_out} == {"", "000777"}
    assert len(answer.entries) == 1


def test_dates_and_times_that_make_no_sense_are_not_known_and_do_no_harm() -> None:
    item = worklist_item()
    item.add_new(0x00100030, "DA", "unknown")
    item.ScheduledProcedureStepSequence[0].add_new(0x00400002, "DA", "20261399")
    assert entry(item).birth_date is None
    assert entry(item).scheduled_at is None
    item = worklist_item(time="0930")
    item.add_new(0x00100030, "DA", "1970.01.31")
    item.TimezoneOffsetFromUTC = "+0900"
    assert entry(item).birth_date == date(1970, 1, 31)
    assert entry(item).scheduled_at == datetime(2026, 11, 28, 9, 30, tzinfo=timezone(timedelta(hours=9)))
    assert entry(item).scheduled_at == datetime(2026, 11, 28, 0, 30, tzinfo=UTC)


def test_kanji_that_a_gateway_left_encoded_are_read_and_nonsense_is_not_taken_for_kanji() -> None:
    item = worklist_item(name="ﾔﾏﾀﾞ^ﾀﾛｳ=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J")
    assert str(entry(item).name) == "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎"
    assert entry_of(worklist_item(name="A^B=\x1b$B;3E\x1b(J")) == Unusable(DAMAGED)


def test_a_query_that_fails_half_way_is_said_and_gives_no_half_list() -> None:
    with worklist_of(worklist_item(), 0xA700) as peer, pytest.raises(Unreachable, match=r"refused the query .*A700H"):
        ask_worklist(peer, WorklistQuery())


def test_a_worklist_that_hangs_up_in_the_middle_is_said() -> None:
    def hang_up(event: evt.Event):
        yield 0xFF00, worklist_item()
        event.assoc.abort()

    with (
        station([(MODALITY_WORKLIST, ())], [(evt.EVT_C_FIND, hang_up)]) as peer,
        pytest.raises(Unreachable, match="cut off before it answered"),
    ):
        ask_worklist(peer, WorklistQuery())


def test_a_list_that_nobody_could_read_is_cut_and_says_so() -> None:
    item = worklist_item()
    with worklist_of(*[item] * (MOST_ANSWERS + 20)) as peer:
        answer = ask_worklist(peer, WorklistQuery())
    assert len(answer.entries) == MOST_ANSWERS
    assert answer.cut


def test_a_name_that_the_character_set_lacks_is_refused_before_it_is_asked_for() -> None:
    query = WorklistQuery(name="髙橋", character_set=CharacterSet.JAPANESE)
    with pytest.raises(ArchiveError, match="髙橋 cannot be written in the character set ISO 2022 IR 87"):
        dataset_of(query)
    assert dataset_of(replace(query, name="高橋")).PatientName == "*高橋*"
    assert dataset_of(replace(query, character_set=CharacterSet.UTF8)).PatientName == "*髙橋*"
    assert dataset_of(replace(query, name="Taka?ashi*")).PatientName == "Taka?ashi*"


@given(st.binary(max_size=400), st.booleans())
@settings(max_examples=200, deadline=None)
def test_whatever_bytes_come_as_an_answer_no_error_but_a_reason_comes_of_them(damage: bytes, implicit: bool) -> None:
    whole = encode(worklist_item(), implicit, True)
    assert whole is not None
    middle = len(whole) // 2
    for content in (damage, whole[: len(damage)] + damage, whole[:middle] + damage + whole[middle + len(damage) :]):
        answer = None
        with suppress(Exception):  # then the library gives no answer at all, and it is left out as such
            answer = decode(BytesIO(content), implicit, True)
        assert answer is None or isinstance(entry_of(answer), WorklistEntry | Unusable)
