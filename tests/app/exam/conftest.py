import hashlib

import pytest

from app.exam.export import age_file


@pytest.fixture
def quick_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Key files whose pass phrase takes no second to work with; the exam itself is encrypted as always."""
    start = b"age-encryption.org/v1\n-> scrypt quick\n"

    def seal_text(text: str, pass_phrase: str) -> bytes:
        told = f"{pass_phrase}\n{text}".encode()
        return start + hashlib.sha256(told).digest() + bytes(255 - byte for byte in told)

    def open_text(sealed: bytes, pass_phrase: str) -> tuple[str, str]:
        body = sealed[len(start) :]
        told = bytes(255 - byte for byte in body[32:])
        if hashlib.sha256(told).digest() != body[:32]:
            return "", "damaged"
        phrase, text = told.decode().split("\n", 1)
        return (text, "") if phrase == pass_phrase else ("", "Decryption failed")

    monkeypatch.setattr(age_file, "_seal_text", seal_text)
    monkeypatch.setattr(age_file, "_open_text", open_text)
    monkeypatch.setattr(age_file, "_in_child", lambda work, *values: work(*values))
