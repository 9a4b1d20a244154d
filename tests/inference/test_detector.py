"""The networks run alike in both back ends, and never give a score from a failed run or from changed weights."""

from pathlib import Path

import numpy as np
import pytest

from inference.backends.choice import open_backend
from inference.backends.on_openvino import OpenVinoBackend
from inference.backends.on_torch import TorchBackend
from inference.detector import LesionDetector, decode_boxes, load_detector
from inference.errors import ModelError
from inference.findings import Box
from inference.manifest import MODELS_FOLDER, Manifest, read_manifest
from inference.preparation import crop, cut_round, letterbox, scorer_view
from inference.recognition.head import load_head
from tests.inference.made_up import speckle

AGREEMENT = 1e-2  # of probabilities, torch against OpenVINO, both at f32


@pytest.fixture(scope="module")
def release(untrained_models: Path) -> tuple[Path, Manifest]:
    return untrained_models, read_manifest(untrained_models)


def picture(height: int = 300, width: int = 400) -> np.ndarray:
    grey = speckle(np.random.default_rng(1), height, width)
    grey[100:160, 150:260] //= 4
    return np.repeat(grey[..., None], 3, axis=2)


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


@pytest.mark.parametrize("shipped", [False, True], ids=["untrained", "shipped"])
def test_torch_and_openvino_give_the_same_probabilities(release: tuple[Path, Manifest], shipped: bool) -> None:
    folder, manifest = (MODELS_FOLDER, read_manifest()) if shipped else release
    one, other = TorchBackend(manifest, folder, "cpu"), OpenVinoBackend(manifest, folder, "CPU", 1, None)
    rng = np.random.default_rng(2)
    for _ in range(3):
        square = letterbox(speckle(rng, 300, 400), 256)[0][None, None].astype(np.float32) / 255
        found, also_found = one.find(square), other.find(square)
        assert np.abs(sigmoid(found[0]) - sigmoid(also_found[0])).max() < AGREEMENT
        assert np.abs(sigmoid(found[2]) - sigmoid(also_found[2])).max() < AGREEMENT
        assert np.abs(found[1] / also_found[1] - 1).max() < AGREEMENT
        lesion = crop(speckle(rng, 300, 400), Box(100, 100, 180, 160), 192)[None, None].astype(np.float32) / 255
        assert abs(sigmoid(np.array(one.score(lesion))) - sigmoid(np.array(other.score(lesion)))) < AGREEMENT


def test_the_same_picture_gives_the_same_detections(release: tuple[Path, Manifest]) -> None:
    detector = load_detector("cpu", release[0])
    assert detector.detect(picture()) == detector.detect(picture())


def test_boxes_lie_inside_the_picture_and_confidences_fall(release: tuple[Path, Manifest]) -> None:
    found = load_detector("cpu", release[0]).detect(picture(200, 500))
    confidences = [detection.confidence for detection in found]
    assert confidences == sorted(confidences, reverse=True)
    for detection in found:
        assert 0 <= detection.box.left < detection.box.right <= 500
        assert 0 <= detection.box.top < detection.box.bottom <= 200


@pytest.mark.parametrize("size", [(1, 1), (7, 2000), (3000, 9), (17, 17)])
def test_a_picture_of_any_size_is_looked_at(release: tuple[Path, Manifest], size: tuple[int, int]) -> None:
    found = load_detector("cpu", release[0]).detect(np.full((*size, 3), 90, np.uint8))
    assert all(np.isfinite(detection.confidence) for detection in found)


@pytest.mark.parametrize("size", [(1, 1), (7, 2000), (3000, 9), (17, 17)])
def test_an_outline_is_asked_of_a_picture_of_any_size(release: tuple[Path, Manifest], size: tuple[int, int]) -> None:
    height, width = size
    boxes = [Box(0, 0, width, height), Box(-5, -5, 3, 3), Box(width - 1, height - 1, width + 9, height + 9)]
    for outline in load_detector("cpu", release[0]).outlines(np.full(size, 90, np.uint8), boxes):
        assert outline is None or outline.shape == size


@pytest.mark.parametrize(
    ("box", "sides", "expected"),
    [
        (Box(180, 140, 220, 160), 2.0, (slice(110, 190), slice(160, 240))),  # a square of twice the longer side
        (Box(0, 0, 40, 20), 2.0, (slice(0, 80), slice(0, 80))),  # moved into the picture
        (Box(380, 290, 400, 300), 3.0, (slice(240, 300), slice(340, 400))),
        (Box(195, 145, 205, 155), 2.0, (slice(126, 174), slice(176, 224))),  # never smaller than 48 px
        (Box(100, 50, 300, 250), 3.0, (slice(0, 300), slice(0, 400))),  # never larger than the picture
    ],
)
def test_a_cut_is_a_square_round_the_box_inside_the_picture(
    box: Box, sides: float, expected: tuple[slice, slice]
) -> None:
    assert cut_round((300, 400), box, sides) == expected


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((30, 40, 3), np.uint16),
        np.zeros((30, 40, 3), np.float32),
        np.zeros((30, 40, 4), np.uint8),
        np.zeros((30, 40, 1), np.uint8),
        np.zeros((0, 40, 3), np.uint8),
        np.zeros(30, np.uint8),
    ],
    ids=["16 bit", "float", "four channels", "one channel", "empty", "a row"],
)
def test_pixels_of_another_depth_or_channel_count_are_refused_and_not_scored(
    release: tuple[Path, Manifest], pixels: np.ndarray
) -> None:
    with pytest.raises(ValueError, match=r"pixels must be uint8, \(h, w\) or \(h, w, 3\)"):
        LesionDetector(release[1], _BrokenBackend()).detect(pixels)


def test_one_changed_byte_in_the_weights_is_noticed(release: tuple[Path, Manifest], tmp_path: Path) -> None:
    for name in ("finder.bin", "scorer.xml", "finder.safetensors"):
        folder = tmp_path / name
        folder.mkdir()
        for file in release[0].iterdir():
            (folder / file.name).write_bytes(file.read_bytes())
        changed = bytearray((folder / name).read_bytes())
        changed[len(changed) // 2] ^= 1
        (folder / name).write_bytes(changed)
        with pytest.raises(ModelError, match="changed or damaged"):
            load_detector("cpu", folder)


def test_changed_safetensors_are_noticed_where_torch_runs(release: tuple[Path, Manifest], tmp_path: Path) -> None:
    for file in release[0].iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    with (tmp_path / "scorer.safetensors").open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"\x7f")
    with pytest.raises(ModelError, match="changed or damaged"):
        TorchBackend(release[1], tmp_path, "cpu")


def test_missing_weights_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="minamo train"):
        load_detector("cpu", tmp_path)


def test_a_damaged_manifest_says_so(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"format": 1, "nmae": "x"}')
    with pytest.raises(ModelError, match="damaged"):
        read_manifest(tmp_path)


class _BrokenBackend:
    """Gives no numbers in one of its outputs."""

    device, name, precision, fell_back = "CPU", "OpenVINO", "f32", None

    def __init__(self, broken: str = "centre") -> None:
        self._broken = broken

    def find(self, image: np.ndarray) -> tuple[np.ndarray, ...]:
        centre = np.full((32, 32), -9, np.float32)
        centre[16, 16] = 3
        outputs = {
            "centre": centre,
            "sides": np.full((4, 32, 32), 16, np.float32),
            "outline": np.zeros((64, 64), np.float32),
            "summary": np.zeros(736, np.float32),
        }
        if self._broken in outputs:
            outputs[self._broken].flat[7] = np.nan
        return tuple(outputs.values())

    def score(self, image: np.ndarray) -> float:
        return float("nan")


@pytest.mark.parametrize("broken", ["centre", "sides", "outline", "score"])
def test_no_score_comes_from_a_run_that_gave_no_numbers(release: tuple[Path, Manifest], broken: str) -> None:
    detector = LesionDetector(release[1], _BrokenBackend(broken))
    with pytest.raises(ModelError, match="no numbers"):
        detector.detect(picture())
    with pytest.raises(ModelError, match="no numbers"):
        detector.score(picture()[..., 0], Box(10, 10, 60, 60))


def test_no_outline_and_no_word_on_the_kind_of_picture_come_from_a_run_that_gave_no_numbers(
    release: tuple[Path, Manifest],
) -> None:
    with pytest.raises(ModelError, match="no numbers"):
        LesionDetector(release[1], _BrokenBackend("outline")).outlines(picture()[..., 0], [Box(10, 10, 60, 60)])
    head = load_head(MODELS_FOLDER / "recogniser.safetensors")
    with pytest.raises(ModelError, match="no numbers"):
        LesionDetector(release[1], _BrokenBackend("summary"), head).look(picture())


class _LooseBackend:
    """Draws a box of 40 px round a lesion of 24, in a picture of 256, and keeps what it is asked to score."""

    device, name, precision, fell_back = "CPU", "OpenVINO", "f32", None

    def __init__(self) -> None:
        self.scored: list[np.ndarray] = []

    def find(self, image: np.ndarray) -> tuple[np.ndarray, ...]:
        centre, outline = np.full((32, 32), -9, np.float32), np.full((64, 64), -9, np.float32)
        centre[16, 16] = 3
        outline[30:36, 30:36] = 9  # 120 to 144 px, round the middle of that cell
        return centre, np.full((4, 32, 32), 20, np.float32), outline, np.zeros(736, np.float32)

    def score(self, image: np.ndarray) -> float:
        self.scored.append(image)
        return 0.0


def test_a_small_box_is_shown_as_outlined_and_scored_as_drawn(release: tuple[Path, Manifest]) -> None:
    grey = np.random.default_rng(1).integers(0, 255, (256, 256), np.uint8)
    backend = _LooseBackend()
    (found,) = LesionDetector(release[1], backend).detect(np.repeat(grey[..., None], 3, 2))
    assert found.box.iou(Box(120, 120, 144, 144)) > 0.8
    drawn = Box(112, 112, 152, 152)
    (scored,) = backend.scored
    assert np.array_equal(scored[0, 0], scorer_view(grey, drawn).astype(np.float32) / np.float32(255))


def test_a_missing_accelerator_falls_back_to_the_cpu_and_says_so(release: tuple[Path, Manifest]) -> None:
    import torch

    if torch.cuda.is_available():
        pytest.skip("this machine has CUDA; there is nothing to fall back from")
    backend = open_backend(release[1], release[0], "cuda")
    assert backend.device == "CPU"
    assert backend.fell_back is not None


def test_peaks_become_boxes_in_the_pixels_of_the_picture() -> None:
    centre, sides = np.full((32, 32), -9, np.float32), np.full((4, 32, 32), 16, np.float32)
    centre[16, 16] = 3
    _, placed = letterbox(np.zeros((512, 512), np.uint8), 256)
    ((box, confidence),) = decode_boxes(centre, sides, placed, (512, 512), 0.1)
    assert box == Box(232, 232, 296, 296)
    assert confidence == pytest.approx(1 / (1 + np.exp(-3)))


def test_two_peaks_on_one_lesion_are_one_box() -> None:
    centre, sides = np.full((32, 32), -9, np.float32), np.full((4, 32, 32), 40, np.float32)
    centre[16, 16], centre[16, 18] = 3, 2
    _, placed = letterbox(np.zeros((256, 256), np.uint8), 256)
    assert len(decode_boxes(centre, sides, placed, (256, 256), 0.1)) == 1


def test_a_crop_at_the_edge_is_black_outside_the_picture() -> None:
    grey = np.full((100, 100), 200, np.uint8)
    seen = crop(grey, Box(0, 0, 40, 40), 192)
    assert seen.shape == (192, 192)
    assert seen[:20, :20].max() == 0
    assert seen[96, 96] == 200
