"""What every evaluation on labelled stills takes."""

import argparse
from pathlib import Path

from inference.backend import DEVICES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The data folder, which lines of it, where the results go, and what runs."""
    parser.add_argument("--data", required=True, type=Path, metavar="DIR", help="folder with labels.csv")
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder for the results")
    parser.add_argument("--where", metavar="COLUMN=VALUE", help="only these lines of labels.csv, as fold5=5")
    parser.add_argument("--allow-seen", action="store_true", help="measure on patients the weights have seen")
    parser.add_argument("--models", type=Path, metavar="DIR", help="weights and manifest (default: the shipped ones)")
    parser.add_argument("--device", choices=DEVICES, default="auto", help="where the networks run (auto)")
