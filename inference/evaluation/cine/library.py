"""The stills that clips may be made from: of the right patients, without the examiner's marks."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from inference.evaluation.cine.making.print_removal import without_print
from inference.evaluation.cine.recipe import Part
from inference.training.cases import Case, is_test, lesion_boxes, load_picture, read_cases, validation_patients
from inference.training.errors import DataError

SETS = ("bus-bra", "bus-uclm")
# Shares of a picture cut off (left, top, right, bottom): scales and grey bars; in BUS-UCLM the body mark.
CROPS = {"bus-bra": (0.06, 0.02, 0.08, 0.04), "bus-uclm": (0.03, 0.03, 0.03, 0.15)}
LARGEST_LESION = (0.62, 0.5)  # of the still's (width, height): room for tissue round it
SMALLEST_LESION = 0.06  # of its width

WHITE_GREY = 245
MOST_WHITE = 0.008  # of the picture; in whiter ones the examiner's text cannot be told from tissue

Grey = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class CineStill:
    """A still made ready.

    Attributes:
        key: "set/id".
        patient: "set/patient".
        label: "normal", "benign" or "malignant".
        grey: Shape (h, w), without print.
        mask: Shape (h, w), 0 or 255.
    """

    key: str
    patient: str
    label: str
    grey: Grey
    mask: Grey


class Library:
    """Stills by key; those of the other part are refused."""

    def __init__(self, data: Path, part: Part) -> None:
        """Read the tables of both sets.

        Args:
            data: Folder with `bus-bra` and `bus-uclm`.
            part: Test patients (BUS-BRA fold 5, BUS-UCLM test), or for development the validation patients among the
                others.

        Raises:
            DataError: A set is missing or contradicts itself, or holds no still that fits.
        """
        every = [case for name in SETS for case in read_cases(data / name)]
        others = [case for case in every if not is_test(case)]
        kept = validation_patients(others)
        self.part = part
        self._every = {_key(case): case for case in every}
        self._cases = {
            _key(case): case
            for case in every
            if (is_test(case) if part is Part.TEST else not is_test(case) and case.patient_key in kept)
        }
        self._lesions = self._fit_lesions()
        if not self._lesions or not self.tissue():
            raise DataError(
                "{data} holds no still with one outlined lesion, or no normal one, for {part} clips; give the folder "
                "that holds bus-bra and bus-uclm",
                data=data,
                part=part.value,
            )

    def lesions(self) -> list[Case]:
        """Cases with one lesion that has tissue round it, one a patient, in an order that means nothing."""
        return list(self._lesions)

    def _fit_lesions(self) -> list[Case]:
        fit = [case for case in self._cases.values() if case.label != "normal" and _is_fit(case)]
        first: dict[str, Case] = {}
        for case in sorted(fit, key=_shuffled):
            first.setdefault(case.patient_key, case)
        return list(first.values())

    def tissue(self) -> list[Case]:
        """Normal cases without marks, in an order that means nothing."""
        normal = [
            case
            for case in self._cases.values()
            if case.label == "normal" and case.row.get("marks") == case.row.get("doppler") == "No"
        ]
        return sorted(normal, key=_shuffled)

    def case(self, key: str) -> Case:
        """The case of a key.

        Raises:
            DataError: It belongs to a patient whom this part may not show, or is not there.
        """
        case = self._cases.get(key)
        if case is None:
            if key in self._every:
                raise DataError(
                    "{key} shows a patient who may not stand in {part} clips; choose another still",
                    key=key,
                    part=self.part.value,
                )
            raise DataError("{key} is not in the data; clips are made from the stills of BUS-BRA and BUS-UCLM", key=key)
        return case

    def still(self, key: str, height_px: int) -> CineStill:
        """A still at the height of the tissue beneath the probe.

        Raises:
            DataError: It belongs to a patient whom this part may not show, or cannot be read.
        """
        case = self.case(key)
        picture = load_picture(case, 1 << 30)
        left, top, right, bottom = _inside(case, picture.grey.shape[1], picture.grey.shape[0])
        grey = without_print(np.ascontiguousarray(picture.grey[top:bottom, left:right]))
        mask = np.ascontiguousarray(picture.mask[top:bottom, left:right])
        scale = height_px / grey.shape[0]
        size = (max(1, round(grey.shape[1] * scale)), height_px)
        method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        return CineStill(
            key,
            case.patient_key,
            case.label,
            np.asarray(cv2.resize(grey, size, interpolation=method), np.uint8),
            np.asarray((cv2.resize(mask, size, interpolation=cv2.INTER_LINEAR) > 127) * np.uint8(255), np.uint8),
        )


def _key(case: Case) -> str:
    return f"{case.dataset}/{case.id}"


def _shuffled(case: Case) -> bytes:
    return hashlib.sha256(f"minamo cine {_key(case)}".encode()).digest()


def _inside(case: Case, width: int, height: int) -> tuple[int, int, int, int]:
    left, top, right, bottom = CROPS[case.dataset]
    return round(left * width), round(top * height), width - round(right * width), height - round(bottom * height)


def _is_fit(case: Case) -> bool:
    """Told from the mask alone."""
    if case.mask is None or case.row.get("doppler") == "Yes" or case.row.get("combined") == "Yes":
        return False
    mask = cv2.imread(str(case.mask), cv2.IMREAD_GRAYSCALE)
    if mask is None:
        return False
    boxes = lesion_boxes(np.asarray(mask, np.uint8))
    if len(boxes) != 1:
        return False
    box = boxes[0]
    left, top, right, bottom = _inside(case, mask.shape[1], mask.shape[0])
    room = 0.03 * mask.shape[1]
    whole = box.left >= left + room and box.right <= right - room and box.top >= top + 4 and box.bottom <= bottom - 4
    width, height = right - left, bottom - top
    picture = cv2.imread(str(case.image), cv2.IMREAD_GRAYSCALE)
    if picture is None or np.count_nonzero(picture >= WHITE_GREY) > MOST_WHITE * picture.size:
        return False
    not_large = box.width <= LARGEST_LESION[0] * width and box.height <= LARGEST_LESION[1] * height
    return whole and not_large and box.width >= SMALLEST_LESION * width and box.height >= SMALLEST_LESION * height
