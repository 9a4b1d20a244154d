"""When the graphics card fails, the CPU goes on with the same picture, and the badge says so."""

from pathlib import Path

import numpy as np
import pytest

from app.session.health import health_of
from capture.source import SourceCounts
from inference.backends import choice
from inference.backends.choice import open_backend
from inference.backends.fall_back import CARD_FAILED, MEMORY_RAN_OUT, FallBack
from inference.backends.on_openvino import OpenVinoBackend
from inference.detector import LesionDetector
from inference.errors import DeviceFailed, ModelError
from inference.manifest import Manifest, read_manifest
from tests.inference.made_up import speckle

OUT_OF_MEMORY = "CUDA out of memory. Tried to allocate 20.00 MiB. GPU 0 has a total capacity of 8.00 GiB"
LOST = "CUDA error: device-side assert triggered"
FAILED = "The network failed on {device}: {problem}. Choose another device in the settings."


class Card:
    """A graphics card that runs the networks well until it is told to fail."""

    device, name, precision, fell_back = "CUDA", "torch", "f32", None

    def __init__(self, behind: OpenVinoBackend) -> None:
        self._behind = behind
        self.fault: str | None = None
        self.runs = 0

    def find(self, image: np.ndarray) -> tuple[np.ndarray, ...]:
        self._work()
        return self._behind.find(image)

    def score(self, image: np.ndarray) -> float:
        self._work()
        return self._behind.score(image)

    def _work(self) -> None:
        self.runs += 1
        if self.fault is not None:
            raise DeviceFailed(FAILED, device="CUDA", problem=self.fault) from RuntimeError(self.fault)


@pytest.fixture(scope="module")
def release(untrained_models: Path) -> tuple[Path, Manifest]:
    return untrained_models, read_manifest(untrained_models)


@pytest.fixture(scope="module")
def cpu(release: tuple[Path, Manifest]) -> OpenVinoBackend:
    return OpenVinoBackend(release[1], release[0], "CPU", 1, None)


def picture() -> np.ndarray:
    grey = speckle(np.random.default_rng(1), 300, 400)
    grey[100:160, 150:260] //= 4
    return np.repeat(grey[..., None], 3, axis=2)


@pytest.mark.parametrize(("fault", "said"), [(OUT_OF_MEMORY, MEMORY_RAN_OUT), (LOST, CARD_FAILED)])
def test_the_cpu_goes_on_with_the_very_picture_and_the_badge_says_why(
    release: tuple[Path, Manifest], cpu: OpenVinoBackend, fault: str, said: str
) -> None:
    card = Card(cpu)

    def open_cpu(reason: str) -> OpenVinoBackend:
        return OpenVinoBackend(release[1], release[0], "CPU", 1, reason)

    detector = LesionDetector(release[1], FallBack(card, open_cpu))
    before = detector.detect(picture())
    assert (detector.info.device, detector.info.fell_back) == ("CUDA", None)
    card.fault = fault
    assert detector.detect(picture()) == before  # the same picture, from the CPU: no frame without an answer
    badge = health_of("simulated", SourceCounts(), detector.info)
    assert (badge.device, badge.precision, badge.fell_back) == ("CPU · OpenVINO", "f32", said)
    runs = card.runs
    detector.detect(picture())
    assert card.runs == runs  # the card is left alone


def test_a_failure_between_finding_and_scoring_gives_no_score_of_the_card(
    release: tuple[Path, Manifest], cpu: OpenVinoBackend
) -> None:
    card = Card(cpu)
    backend = FallBack(card, lambda reason: OpenVinoBackend(release[1], release[0], "CPU", 1, reason))
    view = np.zeros((1, 1, 192, 192), np.float32)
    card.fault = LOST
    assert backend.score(view) == cpu.score(view)
    assert backend.device == "CPU"


def test_when_the_cpu_fails_too_the_fault_is_told(release: tuple[Path, Manifest], cpu: OpenVinoBackend) -> None:
    card, other = Card(cpu), Card(cpu)
    card.fault = other.fault = LOST
    detector = LesionDetector(release[1], FallBack(card, lambda _: other))
    for _ in range(2):
        with pytest.raises(DeviceFailed, match="device-side assert"):
            detector.detect(picture())


def test_no_numbers_are_no_reason_to_fall_back_but_an_error(
    release: tuple[Path, Manifest], cpu: OpenVinoBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = Card(cpu)
    monkeypatch.setattr(card, "score", lambda _: float("nan"))
    detector = LesionDetector(release[1], FallBack(card, lambda _: pytest.fail("the CPU was opened")))
    with pytest.raises(ModelError, match="no numbers"):
        detector.view_logit(np.zeros((192, 192), np.float32))


@pytest.mark.parametrize(("fault", "said"), [(OUT_OF_MEMORY, MEMORY_RAN_OUT), (LOST, CARD_FAILED)])
def test_a_card_that_is_full_from_the_start_leaves_it_to_the_cpu(
    release: tuple[Path, Manifest], monkeypatch: pytest.MonkeyPatch, fault: str, said: str
) -> None:
    def full(*_: object) -> None:
        raise DeviceFailed(FAILED, device="cuda", problem=fault) from RuntimeError(fault)

    monkeypatch.setattr(choice, "_why_not", lambda _: None)
    monkeypatch.setattr(choice, "TorchBackend", full)
    backend = open_backend(release[1], release[0], "cuda", 1)
    assert (backend.device, backend.name, backend.fell_back) == ("CPU", "OpenVINO", said)


def test_wrong_weights_are_no_reason_to_fall_back(
    release: tuple[Path, Manifest], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choice, "_why_not", lambda _: None)
    with pytest.raises(ModelError, match="cannot be read"):
        open_backend(release[1], tmp_path, "cuda", 1)


def test_torchs_own_fault_is_a_failed_device(release: tuple[Path, Manifest], monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    from inference.backends.on_torch import TorchBackend

    backend = TorchBackend(release[1], release[0], "cpu")

    def out_of_memory(_: np.ndarray) -> list[np.ndarray]:
        raise torch.OutOfMemoryError(OUT_OF_MEMORY)

    monkeypatch.setattr(backend, "_finder", out_of_memory)
    with pytest.raises(DeviceFailed, match="out of memory"):
        backend.find(np.zeros((1, 1, 256, 256), np.float32))


def test_a_graph_on_cuda_gives_what_the_cpu_gives(release: tuple[Path, Manifest], cpu: OpenVinoBackend) -> None:
    import torch

    if not torch.cuda.is_available():
        pytest.skip("this machine has no CUDA")
    from inference.backends.on_torch import TorchBackend

    backend = TorchBackend(release[1], release[0], "cuda")
    rng = np.random.default_rng(2)
    for _ in range(3):  # a graph reuses its memory: what was given before must not show
        square, view = rng.random((1, 1, 256, 256), np.float32), rng.random((1, 1, 192, 192), np.float32)
        for one, other in zip(backend.find(square), cpu.find(square), strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-2, atol=1e-2)
        assert backend.score(view) == pytest.approx(cpu.score(view), abs=1e-2)
