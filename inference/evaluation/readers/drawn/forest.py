"""Differences of two treatments by reader, with the whole study below: a forest plot."""

from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from inference.evaluation.readers.drawn.style import BLACK, COLOURS, GREY, Say, lettered, saved

MOST_PAIRS = 3


@lettered
def draw_forest(result: dict[str, Any], path: Path, say: Say) -> Path | None:
    """Draw up to three pairs of treatments side by side; None where there is one treatment or one reader.

    Args:
        result: Of the analysis.
        path: Of the PNG.
        say: Texts in the report's language.
    """
    whole = result["random_readers_random_cases"] or result["fixed_readers"]
    if whole is None or len(result["readers"]) == 1:
        return None
    pairs = whole["pairs"][:MOST_PAIRS]
    rows = len(result["readers"]) + 1
    figure = Figure(figsize=(1.2 + 3.6 * len(pairs), 1.3 + 0.3 * rows))
    panels = figure.subplots(1, len(pairs), squeeze=False, sharey=True)[0]
    for axes, pair in zip(panels, pairs, strict=True):
        own = {
            of["reader"]: of
            for of in result["difference_by_reader"]
            if (of["first"], of["second"]) == (pair["first"], pair["second"])
        }
        for place, reader in enumerate(result["readers"]):
            if reader in own:
                _row(axes, own[reader], place, COLOURS[0], "o")
        _row(axes, pair, rows - 1, BLACK, "D")
        axes.axvline(0, color=GREY, linewidth=0.8, linestyle=":")
        axes.set_yticks(range(rows), [*result["readers"], say("figures.all_readers")])
        axes.set(xlabel=say("figures.minus", first=pair["first"], second=pair["second"]), ylim=(rows - 0.4, -0.6))
    figure.suptitle(say("figures.difference", figure=say(result["figure_of_merit"])), fontsize=11)
    figure.tight_layout()
    return saved(figure, path)


def _row(axes: Any, of: dict[str, Any], place: int, colour: str, sign: str) -> None:
    if of["low"] is not None:
        axes.plot([of["low"], of["high"]], [place, place], color=colour, linewidth=1.4)
    axes.plot(of["difference"], place, sign, color=colour, markersize=6)
