"""`minamo demo`: the demo cine or the contrast demo in the window, or the former analysed without one."""

import argparse
import sys
from pathlib import Path

from app import network
from app.commands.analyse import analyse_files
from app.demo import demo_file
from app.settings import load_settings

USAGE = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--contrast", action="store_true", help="the contrast demo instead, in the window")
    parser.add_argument("--headless", action="store_true", help="analyse it without a window")
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder for the results (with --headless)")


def run(args: argparse.Namespace) -> int:
    """Open the window on the demo, or write its annotated video and its lines.

    Raises:
        CaptureError: The demo is missing, or the results cannot be written.
        ModelError: The network cannot be loaded.
        SettingsError: The settings file is wrong (without a window).
    """
    if not args.headless:
        from app.commands.window import open_window

        return open_window(demo=not args.contrast, contrast_demo=args.contrast)
    if args.contrast:
        print("minamo demo: --contrast is for the window; without one use `minamo contrast`", file=sys.stderr)
        return USAGE
    if args.out is None:
        print("minamo demo: --headless needs --out DIR, the folder for the results", file=sys.stderr)
        return USAGE
    return analyse_files([demo_file()], args.out, load_settings(), load=network.load_network, video=True)
