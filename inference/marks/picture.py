"""The kinds of arrays that the finding of marks works on."""

import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]  # (h, w)
Mask = npt.NDArray[np.bool_]  # (h, w)
Floats = npt.NDArray[np.float32]
