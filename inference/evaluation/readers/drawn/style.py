"""What the figures of a study have in common: colours, size, letters, words, and how they are kept."""

from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar

import numpy as np
from matplotlib import font_manager, rc_context
from matplotlib.figure import Figure

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")  # Okabe-Ito, one a treatment
GREY, BLACK = "#8B949E", "#24292F"
SIZE_IN = (5.2, 5.0)
STEPS = np.linspace(0, 1, 201)
FONTS = ("DejaVu Sans", "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic", "Meiryo", "MS Gothic", "Noto Serif CJK JP")

Given = ParamSpec("Given")
Made = TypeVar("Made")


class Say(Protocol):
    """Texts of the figures in the report's language, by the names `figures.*`."""

    def __call__(self, name: str, /, **values: object) -> str:
        """A text with its values."""


def lettered(draw: Callable[Given, Made]) -> Callable[Given, Made]:
    """The function, its letters taken from the first of `FONTS` that has them."""

    @wraps(draw)
    def drawn(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        with rc_context({"font.family": _fonts()}):
            return draw(*args, **kwargs)

    return drawn


@cache
def _fonts() -> list[str]:
    """Those that are installed: names of readers and treatments may be Japanese in a report of either language."""
    installed = set(font_manager.get_font_names())
    return [font for font in FONTS if font in installed]


def saved(figure: Figure, path: Path) -> Path:
    """Write the figure as PNG; its path."""
    figure.savefig(path, dpi=150, bbox_inches="tight")
    return path
