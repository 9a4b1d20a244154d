"""Programs from outside that check what we write: run where they are installed, and always in CI."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def need_tool(name: str, package: str) -> str:
    """Path of a program; without it the test is skipped, but where CI=true it fails: nothing goes unchecked there.

    Args:
        name: Of the program.
        package: Debian's, which holds it.
    """
    path = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if path is None:
        text = f"{name} is not installed (apt-get install {package})"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(text)
        pytest.skip(text)
    return path


def dciodvfy(path: Path) -> tuple[list[str], list[str]]:
    """What David Clunie's dciodvfy says of a DICOM file: its errors and its warnings."""
    program = need_tool("dciodvfy", "dicom3tools")
    done = subprocess.run([program, "-new", str(path)], capture_output=True, timeout=60, check=False)
    lines = (done.stdout + done.stderr).decode("utf-8", "replace").splitlines()
    errors = [line for line in lines if line.startswith("Error")]
    warnings = [line for line in lines if line.startswith("Warning")]
    if done.returncode and not errors:
        errors.append(f"dciodvfy ended with {done.returncode}: {lines[-1:]}")
    return errors, warnings
