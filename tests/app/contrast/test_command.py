"""`minamo contrast` refuses panels that cannot be meant, in words and before anything is read."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from app.__main__ import BAD_INPUT, CANCELLED, USAGE, main
from inference.contrast import cine

OUTSIDE = ["--contrast-panel", "0,0,9999,9999"]
TWICE = ["--contrast-panel", "0,0,240,120", "--bmode-panel", "0,0,120,120"]
B_MODE_ALONE = ["--bmode-panel", "0,0,120,120"]


@pytest.mark.parametrize(
    ("panels", "said"), [(OUTSIDE, "outside the picture"), (TWICE, "overlap"), (B_MODE_ALONE, "--contrast-panel too")]
)
def test_panels_that_do_not_fit_are_refused(
    tmp_path: Path,
    panels: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(cine, "picture_size", lambda _path: (240, 120))
    assert main(["contrast", str(tmp_path / "study.mkv"), "--out", str(tmp_path / "out"), *panels]) == BAD_INPUT
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_folder_takes_no_panel(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cv2.imwrite(str(tmp_path / "frame_001.png"), np.zeros((80, 100, 3), np.uint8))
    given = ["contrast", str(tmp_path), "--out", str(tmp_path / "out"), "--contrast-panel", "0,0,50,50"]
    assert main(given) == BAD_INPUT
    assert "are the contrast panel" in capsys.readouterr().err


def test_what_is_no_rectangle_is_said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["contrast", "study.mkv", "--out", "out", "--contrast-panel", "5,5,2,2"])
    assert left.value.code == USAGE
    assert "is not left,top,right,bottom" in capsys.readouterr().err


def test_a_command_that_is_cancelled_while_it_loads_leaves_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def cancelled(_name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("importlib.import_module", cancelled)
    assert main(["contrast", "study.mkv", "--out", "out"]) == CANCELLED
