"""Words of the archive's windows, made from values."""

from datetime import date, datetime

from pydicom.uid import (
    UID,
    ComprehensiveSRStorage,
    EncapsulatedPDFStorage,
    SecondaryCaptureImageStorage,
    UltrasoundImageStorage,
    UltrasoundMultiFrameImageStorage,
)

from app.exam.archive.waiting.message import Message, MessageKind, MessageState, Reason
from app.exam.archive.worklist_item import Unusable
from app.exam.content.person import WorklistEntry
from app.live.look.error_texts import translate_text
from app.live.look.texts import translate

CHARACTER_SETS = ("utf-8", "japanese", "japanese with half-width katakana")  # as the settings name them


def character_set_text(character_set: str) -> str:
    """A character set as a person knows it, with its name in DICOM."""
    return {
        "utf-8": translate("Archive", "Unicode (ISO_IR 192)"),
        "japanese": translate("Archive", "Japanese: kanji and kana (ISO 2022 IR 87, 159)"),
        "japanese with half-width katakana": translate("Archive", "Japanese with half-width katakana (and IR 13)"),
    }[character_set]


def without_entry_text(choice: str) -> str:
    """What becomes of an exam that nobody scheduled."""
    if choice == "pseudonym":
        return translate("Archive", "Is sent under its pseudonym")
    return translate("Archive", "Is not sent")


def report_text(choice: str) -> str:
    """In which languages the report goes along."""
    return {
        "both": translate("Archive", "In Japanese and English"),
        "ja": translate("Archive", "In Japanese"),
        "en": translate("Archive", "In English"),
        "none": translate("Archive", "Not at all"),
    }[choice]


def state_text(message: Message) -> str:
    """How far a message is."""
    if message.state is MessageState.SENT and message.wants_commitment:
        return translate("Archive", "sent, not yet promised")
    return {
        MessageState.WAITING: translate("Archive", "waiting"),
        MessageState.SENDING: translate("Archive", "being sent"),
        MessageState.SENT: translate("Archive", "sent"),
        MessageState.COMMITTED: translate("Archive", "kept by the archive"),
        MessageState.FAILED: translate("Archive", "refused"),
    }[message.state]


def state_icon(message: Message) -> str:
    """The sign of a state, so that no colour is needed to tell."""
    if message.state is MessageState.SENT and message.wants_commitment:
        return "ph.hourglass-medium"
    return {
        MessageState.WAITING: "ph.clock",
        MessageState.SENDING: "ph.paper-plane-tilt",
        MessageState.SENT: "ph.check",
        MessageState.COMMITTED: "ph.checks",
        MessageState.FAILED: "ph.warning",
    }[message.state]


def what_text(message: Message) -> str:
    """What a message is."""
    if message.kind is MessageKind.STEP_BEGUN:
        return translate("Archive", "Exam begun (MPPS)")
    if message.kind is MessageKind.STEP_ENDED:
        return translate("Archive", "Exam ended (MPPS)")
    kind = {
        str(UltrasoundImageStorage): translate("Archive", "Snapshot"),
        str(SecondaryCaptureImageStorage): translate("Archive", "Snapshot"),
        str(UltrasoundMultiFrameImageStorage): translate("Archive", "Clip"),
        str(EncapsulatedPDFStorage): translate("Archive", "Report (PDF)"),
        str(ComprehensiveSRStorage): translate("Archive", "Lesions (SR)"),
    }.get(message.sop_class, UID(message.sop_class).name)
    return f"{kind} {message.description}".strip()


def reason_text(reason: Reason) -> str:
    """Why something was not sent, in the user's language."""
    return translate_text(reason.text).format(**reason.values) if reason.text else ""


def next_try_text(message: Message, now_s: float) -> str:
    """When it is tried again; empty where that is now or does not come by itself."""
    wait_s = message.next_try_s - now_s
    if message.state is not MessageState.WAITING or not 0 < wait_s < 24 * 3600:
        return ""
    if wait_s < 60:
        return translate("Archive", "again in {seconds} s").format(seconds=round(wait_s))
    return translate("Archive", "again in {minutes} min").format(minutes=round(wait_s / 60))


def size_text(size_bytes: int) -> str:
    """Megabytes, kilobytes under a tenth of one."""
    if size_bytes < 100_000:
        return f"{size_bytes / 1000:.0f} kB"
    return f"{size_bytes / 1e6:.1f} MB"


def name_text(entry: WorklistEntry) -> str:
    """Kanji with kana, else the alphabetic name; as people write it, without DICOM's signs."""
    name = entry.name
    groups = [
        _spoken(group) for group in (name.ideographic or name.alphabetic, name.phonetic if name.ideographic else "")
    ]
    return f"{groups[0]}({groups[1]})" if groups[1] else groups[0]


def _spoken(group: str) -> str:
    return " ".join(part for part in group.split("^") if part)


def sex_text(sex: str) -> str:
    """As DICOM's letter says."""
    return {
        "F": translate("Archive", "female"),
        "M": translate("Archive", "male"),
        "O": translate("Archive", "other"),
    }.get(sex, sex)


def born_text(born: date | None) -> str:
    """A date of birth; empty where it is not known."""
    return "" if born is None else f"{born:%Y-%m-%d}"


def clock_text(moment: datetime | None) -> str:
    """The hour of an appointment."""
    return "–" if moment is None else f"{moment.astimezone():%H:%M}"


def left_out_text(left_out: tuple[Unusable, ...]) -> str:
    """How many answers could not be used, and why; empty for none."""
    if not left_out:
        return ""
    reasons = sorted({translate_text(one.reason) for one in left_out})
    text = translate("Archive", "Entries that cannot be used: {count} ({reasons}). Tell those who keep the worklist.")
    return text.format(count=len(left_out), reasons=translate("Archive", ", ").join(reasons))


def searched_in(entry: WorklistEntry) -> str:
    """Everything of an entry that a typed word may stand in."""
    parts = (
        entry.patient_id,
        str(entry.name).replace("^", " "),
        entry.accession_number,
        entry.requested_procedure_description,
        entry.scheduled_step_description,
        entry.station_ae_title,
    )
    return " ".join(parts).casefold()
