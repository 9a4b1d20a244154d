"""What the figures of a study have in common: colours, size, and how they are kept."""

from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")  # Okabe-Ito, one a treatment
GREY, BLACK = "#8B949E", "#24292F"
SIZE_IN = (5.2, 5.0)
STEPS = np.linspace(0, 1, 201)


def saved(figure: Figure, path: Path) -> Path:
    """Write the figure as PNG; its path."""
    figure.savefig(path, dpi=150, bbox_inches="tight")
    return path
