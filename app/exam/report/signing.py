"""Signatures under a report: the sonographer drafts, the physician verifies.

A finding that changes afterwards removes the verification (`app.exam.record`), so a verified report is what was signed.
"""

from datetime import datetime

from app.exam.content.exam import Exam
from app.exam.content.person import PersonName, Role, Signature
from app.exam.errors import ExamError


def signed(exam: Exam, role: Role, name: PersonName, at: datetime) -> tuple[Signature, ...]:
    """The exam's signatures with this one in place of an earlier one of the same role.

    Raises:
        ExamError: There is no name.
    """
    if not any(group.strip(" ^") for group in (name.alphabetic, name.ideographic, name.phonetic)):
        raise ExamError("A signature needs a name; enter it, then sign")
    others = tuple(signature for signature in exam.signatures if signature.role is not role)
    return (*others, Signature(role=role, name=name, at=at))


def signature_of(exam: Exam, role: Role) -> Signature | None:
    """The last signature of this role."""
    found = [signature for signature in exam.signatures if signature.role is role]
    return max(found, key=lambda signature: signature.at, default=None)
