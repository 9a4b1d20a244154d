"""What stands in place of a patient's names, numbers, UIDs and dates: always the same for the same secret."""

import base64
import hmac
from datetime import date, datetime, timedelta
from typing import Final, TypeVar

from app.exam.content.exam import Exam

_DAYS_BACK: Final = (365, 3650)  # so far, so that no date is one of the time of the exam, and none in the future
_SHORT_ID_CHARS: Final = 12
_STANDARD_ROOT: Final = "1.2.840.10008."  # classes, syntaxes, coding schemes: the same for everybody

Moment = TypeVar("Moment", date, datetime)


class Pseudonyms:
    """The pseudonyms of one patient.

    All are made with HMAC-SHA-256 from a secret, so no table of them is kept and nobody without the secret can go
    back. UIDs are mapped the same for all patients, so that objects keep pointing at each other.
    """

    def __init__(self, secret: bytes, patient: str) -> None:
        """Of a patient.

        Args:
            secret: `local_secret`, or any 16 bytes or more.
            patient: What all exams of the patient have in common (`Patient.key`).
        """
        if len(secret) < 16:
            raise ValueError("a secret of 16 bytes or more is needed")
        self._secret = secret
        self._patient = patient
        first, last = _DAYS_BACK
        self.days = -(first + int.from_bytes(self._digest("days", patient)[:8], "big") % (last - first))
        code = base64.b32encode(self._digest("patient", patient)).decode("ascii")
        self.patient_id = f"M-{code[:_SHORT_ID_CHARS]}"

    @staticmethod
    def of(secret: bytes, exam: Exam) -> "Pseudonyms":
        """Of an exam's patient; an exam of nobody stands alone."""
        return Pseudonyms(secret, exam.patient.key or f"exam:{exam.id}")

    def uid(self, uid: str) -> str:
        """What stands for a UID: another under 2.25; the standard's own stay."""
        if not uid or uid.startswith(_STANDARD_ROOT):
            return uid
        digest = bytearray(self._digest("uid", uid)[:16])
        digest[6] = digest[6] & 0x0F | 0x80  # a UUID of version 8, of one's own making (RFC 9562)
        digest[8] = digest[8] & 0x3F | 0x80
        return f"2.25.{int.from_bytes(digest, 'big')}"

    def id(self, name: str) -> str:
        """What stands for the id of an exam or an item."""
        return self._digest("id", name)[:16].hex()

    def moment(self, moment: Moment) -> Moment:
        """A date or a time, shifted by this patient's days; the time of day stays."""
        return moment + timedelta(days=self.days)

    def _digest(self, kind: str, value: str) -> bytes:
        return hmac.digest(self._secret, f"{kind}\0{value}".encode(), "sha256")
