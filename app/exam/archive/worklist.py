"""The modality worklist: who is to be examined today, asked by C-FIND (PS3.4 annex K)."""

from dataclasses import dataclass
from datetime import date

from pydicom.charset import convert_encodings
from pydicom.dataset import Dataset
from pynetdicom import build_context

from app.exam.archive.errors import Unreachable
from app.exam.archive.line.association import association
from app.exam.archive.line.echo import cut_off
from app.exam.archive.line.peer import Peer
from app.exam.archive.line.services import MODALITY_WORKLIST
from app.exam.archive.worklist_item import RETURN_KEYS, STEP_KEYS, Unusable, entry_of
from app.exam.content.person import WorklistEntry
from app.exam.dicom.text import CharacterSet, terms_of
from app.exam.errors import ArchiveError

_PENDING = (0xFF00, 0xFF01)
MOST_ANSWERS = 500  # more than any list that a person reads; the query is too wide then


@dataclass(frozen=True, slots=True)
class WorklistQuery:
    """What is looked for; empty fields match everything.

    Attributes:
        first_day, last_day: Scheduled days, both included.
        modality: As a worklist names it, "US".
        station: The scheduled station's AE title.
        patient_id: Whole, or with the wildcards * and ?.
        name: A part of the name in any of its groups, or with wildcards.
        character_set: In which the query is written.
    """

    first_day: date | None = None
    last_day: date | None = None
    modality: str = "US"
    station: str = ""
    patient_id: str = ""
    name: str = ""
    character_set: CharacterSet = CharacterSet.UTF8


@dataclass(frozen=True, slots=True)
class WorklistAnswer:
    """What the worklist said.

    Attributes:
        entries: By their time, then their name.
        left_out: Why answers could not be used, one line each.
        cut: There were more than `MOST_ANSWERS`.
    """

    entries: tuple[WorklistEntry, ...]
    left_out: tuple[Unusable, ...] = ()
    cut: bool = False


def ask_worklist(peer: Peer, query: WorklistQuery) -> WorklistAnswer:
    """Ask for the entries of the worklist.

    Raises:
        Unreachable: The worklist cannot be reached or does not answer to the end.
        ArchiveError: The query cannot be written in its character set.
    """
    asked = dataset_of(query)
    entries: list[WorklistEntry] = []
    left_out: list[Unusable] = []
    cut = False
    with association(peer, [build_context(MODALITY_WORKLIST)], "modality worklist") as line:
        for status, answer in line.send_c_find(asked, MODALITY_WORKLIST):
            code = status.get("Status")
            if code is None:
                raise cut_off(peer)
            if code not in _PENDING:
                if code not in (0x0000, 0xFE00):
                    raise _failed(peer, code, str(status.get("ErrorComment", "")))
                break
            if len(entries) + len(left_out) >= MOST_ANSWERS:
                cut = True
                line.send_c_cancel(1, query_model=MODALITY_WORKLIST)
                continue
            read = Unusable("it cannot be decoded") if answer is None else entry_of(answer)
            if isinstance(read, WorklistEntry):
                entries.append(read)
            else:
                left_out.append(read)
    entries.sort(key=lambda entry: (entry.scheduled_at is None, entry.scheduled_at, str(entry.name)))
    return WorklistAnswer(tuple(entries), tuple(left_out), cut)


def dataset_of(query: WorklistQuery) -> Dataset:
    """The query as the standard writes it: keys to match filled, keys to return empty.

    Raises:
        ArchiveError: Name or ID have characters that the character set lacks.
    """
    asked, step = Dataset(), Dataset()
    for keyword in RETURN_KEYS:
        setattr(asked, keyword, [] if keyword.endswith("Sequence") else "")
    for keyword in STEP_KEYS:
        setattr(step, keyword, [] if keyword.endswith("Sequence") else "")
    asked.SpecificCharacterSet = list(terms_of(query.character_set))
    asked.PatientID = query.patient_id
    asked.PatientName = query.name and _checked(query)
    step.ScheduledStationAETitle = query.station
    step.Modality = query.modality
    step.ScheduledProcedureStepStartDate = _days(query.first_day, query.last_day)
    asked.ScheduledProcedureStepSequence = [step]
    return asked


def _checked(query: WorklistQuery) -> str:
    """The name, to be found anywhere in any of its groups, however the worklist compares them."""
    codecs = convert_encodings(list(terms_of(query.character_set)))
    if not all(any(_encodable(character, codec) for codec in codecs) for character in query.name):
        raise ArchiveError(
            "The name {name} cannot be written in the character set {character_set}; search by the ID, or choose "
            "another character set in the settings",
            name=query.name,
            character_set=" ".join(filter(None, terms_of(query.character_set))),
        )
    return query.name if any(wild in query.name for wild in "*?") else f"*{query.name}*"


def _encodable(character: str, codec: str) -> bool:
    try:
        character.encode(codec)
    except UnicodeError:
        return False
    return True


def _days(first: date | None, last: date | None) -> str:
    if first is not None and first == last:
        return f"{first:%Y%m%d}"
    begin = "" if first is None else f"{first:%Y%m%d}"
    end = "" if last is None else f"{last:%Y%m%d}"
    return f"{begin}-{end}" if begin or end else ""


def _failed(peer: Peer, code: int, comment: str) -> Unreachable:
    return Unreachable(
        "The worklist at {host} refused the query (status {status} {comment}); ask its administrator",
        host=peer.host,
        status=f"{code:04X}H",
        comment=comment,
    )
