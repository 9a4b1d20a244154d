"""What another program reads out of a PDF that we made."""

import re
import shutil
import subprocess
import unicodedata
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtPdf import QPdfDocument


def pages_by_pypdf(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def pages_by_pdfium(pdf: bytes) -> list[str]:
    data = QByteArray(pdf)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    return [document.getAllText(number).text() for number in range(document.pageCount())]


def pages_by_poppler(pdf: bytes, folder: Path) -> list[str] | None:
    """None where poppler's tools are not installed."""
    if shutil.which("pdftotext") is None:
        return None
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True).stdout
    return told.decode("utf-8").split("\f")[:-1]


def visible(text: str) -> set[str]:
    """Characters that leave ink."""
    return {each for each in text if unicodedata.category(each) not in {"Cc", "Cf", "Zs", "Zl", "Zp"}}


def squeezed(text: str) -> str:
    """Without white space, which every reader places as it likes."""
    return re.sub(r"\s", "", text)
