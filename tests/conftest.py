"""Fixtures shared by every room."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The real data: `MINAMO_DATA`, or `shared/data` beside the repository; the test is skipped without it."""
    folder = Path(os.environ.get("MINAMO_DATA", REPOSITORY.parent / "shared" / "data"))
    if not (folder / "README.md").is_file():
        pytest.skip(f"the real data are not at {folder} (set MINAMO_DATA to their folder)")
    return folder
