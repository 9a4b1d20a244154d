"""What a site chose for its reports, and what a report is compared with. Imports nothing heavy."""

from dataclasses import dataclass
from pathlib import Path

from app.exam.content.exam import ExamContent
from app.settings import config_folder


@dataclass(frozen=True, slots=True)
class Site:
    """What a site chose.

    Attributes:
        scores: Whether scores stand on reports.
        institution: Its name at the head of a report.
    """

    scores: bool = False
    institution: str = ""


@dataclass(frozen=True, slots=True)
class Templates:
    """Where templates are looked for.

    Attributes:
        folder: The site's own, looked in first; None for the shipped ones alone.
    """

    folder: Path | None

    @staticmethod
    def of_site() -> "Templates":
        """The site's folder, where there is one."""
        folder = templates_folder()
        return Templates(folder if folder.is_dir() else None)


SHIPPED = Templates(None)


def templates_folder() -> Path:
    """Where a site puts its own templates."""
    return config_folder() / "templates" / "report"


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier exam of the same patient.

    Attributes:
        content: What it holds.
        folder: Its files; None where they are not at hand.
    """

    content: ExamContent
    folder: Path | None = None
