"""The head reads what it wrote, is not thrown by one strange feature, and says so when its file is not one."""

from pathlib import Path

import numpy as np
import pytest

from inference.errors import ModelError
from inference.recognition.head import BreastHead, load_head, save_head


def head(features: int = 5) -> BreastHead:
    chance = np.random.default_rng(1)
    weights = chance.normal(size=features).astype(np.float32)
    return BreastHead(
        np.zeros(features, np.float32), np.ones(features, np.float32), weights, np.array([0.5], np.float32)
    )


def test_a_head_is_the_same_after_it_was_kept(tmp_path: Path):
    save_head(head(), tmp_path / "head.safetensors")
    features = np.random.default_rng(2).normal(size=5).astype(np.float32)
    assert load_head(tmp_path / "head.safetensors").log_odds(features) == head().log_odds(features)


def test_one_strange_feature_does_not_decide_alone():
    strange = np.zeros(5, np.float32)
    strange[2] = 1e9
    assert abs(head().log_odds(strange)) < 10


@pytest.mark.parametrize("content", [b"", b"not weights", None])
def test_a_file_that_is_no_head_is_an_error_that_says_what_to_do(tmp_path: Path, content: bytes | None):
    path = tmp_path / "head.safetensors"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelError, match="Install Minamo again"):
        load_head(path)
