"""One measured property of a lesion."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]  # (h, w)
Mask = npt.NDArray[np.bool_]  # (h, w)

NO_OUTLINE = "The lesion has no outline"
AT_EDGE = "The lesion touches the edge of the picture"
TOO_SHALLOW = "Too little of the picture lies below the lesion"
NO_TISSUE = "Too little tissue lies beside the lesion at its depth"


@dataclass(frozen=True, slots=True)
class Descriptor:
    """A property and what it was measured as.

    Attributes:
        name: What was measured.
        value: The number; None where it cannot be measured.
        unit: Of the number; "" for a ratio, "grey" for grey levels of the picture, which follow the echo's decibels
            only as far as the scanner's own curve does.
        category: The word that the value falls under; None without a value, or where no limit is set.
        low, high: Limits between the words; None where there is none.
        reason: Why there is no value, or None.
    """

    name: str
    value: float | None
    unit: str = ""
    category: str | None = None
    low: float | None = None
    high: float | None = None
    reason: str | None = None
