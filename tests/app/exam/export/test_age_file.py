"""The age format as the library writes it: opened with the pass phrase, and with nothing else."""

import io
import re
import unicodedata

import pyrage
import pytest

from app.exam.errors import ExamError
from app.exam.export.age_file import AgeKey, WrongPassPhrase, decrypt, encrypt, make_key, read_key

PHRASE = "correct horse ガギグ"
CONTENT = bytes(range(256)) * 1000


@pytest.fixture(scope="module")
def key() -> AgeKey:
    return make_key(PHRASE)


def test_what_is_encrypted_opens_with_the_pass_phrase_from_any_keyboard(key: AgeKey) -> None:
    sealed = io.BytesIO()
    encrypt(io.BytesIO(CONTENT), sealed, key)
    assert CONTENT[:64] not in sealed.getvalue()
    opened = io.BytesIO()
    decrypt(io.BytesIO(sealed.getvalue()), opened, read_key(key.sealed, unicodedata.normalize("NFD", PHRASE)))
    assert opened.getvalue() == CONTENT


def test_the_key_file_is_an_identity_file_of_age(key: AgeKey) -> None:
    lines = pyrage.passphrase.decrypt(key.sealed, PHRASE).decode().splitlines()
    assert [line for line in lines if not line.startswith("#")] == [key.secret]


def test_a_wrong_pass_phrase_is_told_from_a_damaged_key(key: AgeKey) -> None:
    with pytest.raises(WrongPassPhrase, match="does not open this exam"):
        read_key(key.sealed, "correct horse")
    for damaged in (key.sealed[:-1] + bytes([key.sealed[-1] ^ 1]), key.sealed[:-9], b"", b"age-encryption.org/v1\n"):
        with pytest.raises(ExamError, match="damaged or not whole"):
            read_key(damaged, PHRASE)


def test_a_computer_that_is_too_slow_is_not_called_a_wrong_pass_phrase(key: AgeKey) -> None:
    harder = re.sub(rb"(-> scrypt \S+) \d+", rb"\1 40", key.sealed)
    with pytest.raises(ExamError, match="too slow or too busy"):
        read_key(harder, PHRASE)


@pytest.mark.parametrize("cut", [1, 20, 5000])
def test_a_content_that_was_cut_or_changed_is_found(key: AgeKey, cut: int) -> None:
    sealed = io.BytesIO()
    encrypt(io.BytesIO(CONTENT), sealed, key)
    changed = bytearray(sealed.getvalue())
    changed[-cut] ^= 1
    for damaged in (bytes(changed), sealed.getvalue()[:-cut]):
        with pytest.raises(ExamError, match="damaged or not whole"):
            decrypt(io.BytesIO(damaged), io.BytesIO(), key)


def test_what_reading_or_writing_raises_comes_through(key: AgeKey) -> None:
    class Gone(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise ConnectionResetError("the drive is away")

    with pytest.raises(ConnectionResetError):
        encrypt(Gone(), io.BytesIO(), key)
    with pytest.raises(ConnectionResetError):
        decrypt(Gone(), io.BytesIO(), key)


@pytest.mark.parametrize("phrase", ["", "short", "       x       "])
def test_a_pass_phrase_that_is_no_protection_is_refused(phrase: str) -> None:
    with pytest.raises(ExamError, match="too short"):
        make_key(phrase)


def test_the_secret_is_not_shown(key: AgeKey) -> None:
    assert key.secret not in repr(key)
