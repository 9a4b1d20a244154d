"""`minamo analyse` with a network that finds what is bright, and what it wrote. Tests only."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app import network
from app.__main__ import main
from app.settings import AnalysisSettings
from inference.detector import Detector
from tests.app.bright_spot import BrightSpotDetector

Run = Callable[..., int]


@pytest.fixture
def detector() -> BrightSpotDetector:
    return BrightSpotDetector()


@pytest.fixture
def minamo(detector: BrightSpotDetector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line, with a network that finds what is bright."""
    monkeypatch.setenv("MINAMO_CONFIG_DIR", str(tmp_path / "config"))
    asked: list[AnalysisSettings] = []

    def load(settings: AnalysisSettings) -> Detector:
        asked.append(settings)
        return detector

    monkeypatch.setattr(network, "load_network", load)

    def run(*arguments: object) -> int:
        code = main([str(argument) for argument in arguments])
        run.asked = asked  # type: ignore[attr-defined]
        return code

    return run


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def summary(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content
