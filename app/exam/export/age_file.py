"""Encryption with a pass phrase in the age format (age-encryption.org/v1), through the library pyrage.

The content is encrypted to a new key of its own, and this key with the pass phrase: pyrage encrypts with a pass phrase
only what fits into memory, and an exam with its clips does not. Both are files that any age tool opens:
`age --decrypt --identity exam.key.age exam.zip.age > exam.zip`.
"""

import multiprocessing
import unicodedata
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import BinaryIO, TypeVar

import pyrage

from app.exam.errors import ExamError
from app.exam.export.zip_stream import Readable

SHORTEST_PASS_PHRASE = 8  # characters
_WRONG, _TOO_SLOW = "Decryption failed", "Excessive work"  # how pyrage's texts begin

T = TypeVar("T")


class WrongPassPhrase(ExamError):
    """The pass phrase is not the one that the exam was sealed with."""


@dataclass(frozen=True, slots=True)
class AgeKey:
    """The key of one sealed content.

    Attributes:
        secret: `AGE-SECRET-KEY-1...`; never written anywhere but encrypted.
        sealed: The key file: an age identity file, encrypted with the pass phrase.
    """

    secret: str
    sealed: bytes

    def __repr__(self) -> str:
        return "AgeKey(...)"  # no secret in a log


def make_key(pass_phrase: str) -> AgeKey:
    """A new key behind a pass phrase; takes about a second, on purpose.

    Raises:
        ExamError: The pass phrase is too short.
    """
    if len(pass_phrase.strip()) < SHORTEST_PASS_PHRASE:
        raise ExamError(
            "The pass phrase is too short; take {count} characters or more, best a few words",
            count=SHORTEST_PASS_PHRASE,
        )
    identity = pyrage.x25519.Identity.generate()
    text = f"# public key: {identity.to_public()}\n{identity}\n"
    return AgeKey(str(identity), _in_child(_seal_text, text, _normal(pass_phrase)))


def read_key(sealed: bytes, pass_phrase: str) -> AgeKey:
    """Open a key file; takes about a second.

    Raises:
        WrongPassPhrase: It is another pass phrase.
        ExamError: The key file is damaged.
    """
    if not sealed.startswith(b"age-encryption.org/v1\n-> scrypt "):
        raise _damaged()
    text, refused = _in_child(_open_text, sealed, _normal(pass_phrase))
    if refused == _WRONG:
        raise WrongPassPhrase("The pass phrase does not open this exam; check it (capitals, keyboard) and try again")
    if refused.startswith(_TOO_SLOW):  # this computer, measured at this moment, against the one that sealed
        raise ExamError(
            "This computer is too slow or too busy to work with the pass phrase; close other programs and try again"
        )
    secret = next((line for line in text.splitlines() if line.startswith("AGE-SECRET-KEY-")), None)
    if secret is None:
        raise _damaged()
    return AgeKey(secret, sealed)


def encrypt(source: Readable, target: BinaryIO, key: AgeKey) -> None:
    """Encrypt from `source` to `target`, piece by piece.

    Raises:
        Whatever reading or writing raises.
    """
    identity = pyrage.x25519.Identity.from_str(key.secret)
    ends = _Ends(source, target)
    try:
        pyrage.encrypt_io(ends, ends, [identity.to_public()])
    except pyrage.EncryptError as fault:
        raise ends.fault or ExamError("The exam cannot be encrypted ({reason}); try again", reason=fault) from fault


def decrypt(source: Readable, target: BinaryIO, key: AgeKey) -> None:
    """Decrypt from `source` to `target`, piece by piece; what was written before a fault is not to be used.

    Raises:
        ExamError: The content is damaged, or belongs to another key.
        Whatever reading or writing raises.
    """
    ends = _Ends(source, target)
    try:
        pyrage.decrypt_io(ends, ends, [pyrage.x25519.Identity.from_str(key.secret)])
    except (pyrage.DecryptError, OSError) as fault:  # a damaged content is an OSError of pyrage's
        raise ends.fault or _damaged() from fault


class _Ends:
    """Both ends for pyrage, which tells an exception's text only: the exception itself is kept here."""

    def __init__(self, source: Readable, target: BinaryIO) -> None:
        self._source = source
        self._target = target
        self.fault: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        return self._kept(lambda: self._source.read(size))

    def write(self, data: bytes) -> int:
        return self._kept(lambda: self._target.write(data))

    def flush(self) -> None:
        self._kept(self._target.flush)

    def _kept(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except BaseException as fault:
            self.fault = fault
            raise


def _damaged() -> ExamError:
    return ExamError("The sealed exam is damaged or not whole; take it from a backup copy")


def _normal(pass_phrase: str) -> str:
    """One way to write each letter, whichever keyboard typed it."""
    return unicodedata.normalize("NFC", pass_phrase)


def _in_child(work: Callable[..., T], *values: object) -> T:
    """Do it in another process: pyrage holds the interpreter for that second, and the picture would stand still."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as children:
        try:
            return children.submit(work, *values).result()
        except BrokenProcessPool as fault:
            raise ExamError("The pass phrase cannot be worked with ({reason}); try again", reason=fault) from fault


def _seal_text(text: str, pass_phrase: str) -> bytes:
    return bytes(pyrage.passphrase.encrypt(text.encode("ascii"), pass_phrase))


def _open_text(sealed: bytes, pass_phrase: str) -> tuple[str, str]:
    """What stands in the key file, and why nothing does."""
    try:
        return bytes(pyrage.passphrase.decrypt(sealed, pass_phrase)).decode("ascii", "replace"), ""
    except pyrage.DecryptError as fault:
        return "", str(fault)
