"""What the preview of a report shows at one moment."""

from dataclasses import dataclass
from typing import Literal

from capture.errors import MinamoError


@dataclass(frozen=True, slots=True)
class ReportView:
    """One frozen value for the window.

    Attributes:
        pdf: The pages; None before they were made, or where they cannot be.
        number: Of the making; another one whenever `pdf` is another one.
        busy: Being made anew: the exam, the language or a choice has changed.
        language: "en" or "ja".
        scores: Whether scores are shown.
        status: Of the report that is shown.
        sonographer, physician: Who signed; empty for nobody.
        examiner: Proposed for the sonographer's name.
        can_sign: What is shown is the exam as it stands, and the exam can be changed.
        note: What is to be known of the pages, in their language: letters without a font.
        fault: Why there are no pages.
        template_broken: The fault is a template of the site; the shipped ones can be used.
        shipped: The shipped templates are used on the user's word, though the site has its own.
    """

    pdf: bytes | None = None
    number: int = 0
    busy: bool = False
    language: str = "en"
    scores: bool = False
    status: Literal["unsigned", "draft", "verified"] | None = None
    sonographer: str = ""
    physician: str = ""
    examiner: str = ""
    can_sign: bool = False
    note: str = ""
    fault: MinamoError | None = None
    template_broken: bool = False
    shipped: bool = False
