"""The secret of this computer: made once, kept, never replaced."""

import stat
import sys
from pathlib import Path

import pytest

from app.exam.errors import ExamError
from app.exam.privacy.secret import FILE_NAME, local_secret


def test_it_is_made_once_and_stays(tmp_path: Path) -> None:
    first = local_secret(tmp_path / "config")
    assert len(first) == 32
    assert local_secret(tmp_path / "config") == first
    assert local_secret(tmp_path / "other") != first
    assert [path.name for path in (tmp_path / "config").iterdir()] == [FILE_NAME]


@pytest.mark.skipif(sys.platform == "win32", reason="no such rights on Windows")
def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    local_secret(tmp_path)
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600


def test_a_damaged_one_is_said_and_not_replaced(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"short")
    with pytest.raises(ExamError, match="bring it back from a backup"):
        local_secret(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == b"short"
