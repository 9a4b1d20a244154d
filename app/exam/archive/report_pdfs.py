"""The report as it goes to the archive: made from the exam alone, so that the same exam gives the same file."""

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from app.exam.content.exam import ExamContent
from app.exam.dicom.moment import settled_at
from app.exam.report.site import Earlier, Site, Templates
from app.settings import Settings

Pdfs = Callable[[ExamContent, Path], Iterator[bytes]]

_LANGUAGES = {"none": (), "en": ("en",), "ja": ("ja",), "both": ("ja", "en")}
_UUID = re.compile(rb"uuid:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")
_INFO_DATE = re.compile(rb"(/(?:Creation|Mod)Date \(D(?::|\\072))(\d{14})")
_XMP_DATE = re.compile(rb'(xmp:\w+Date=")(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)')


def pdfs_of(settings: Settings, earlier: Callable[[ExamContent], Earlier | None]) -> Pdfs:
    """Makes the reports of an exam in the languages of the settings.

    Args:
        settings: Of the site.
        earlier: Finds an earlier exam of the same patient.
    """

    def make(content: ExamContent, folder: Path) -> Iterator[bytes]:
        from app.exam.report.make import make_report

        at = settled_at(content)
        for language in _LANGUAGES[settings.archive.report]:
            made = make_report(
                content,
                folder,
                language=language,
                at=at,
                site=Site(settings.report.scores, settings.report.institution),
                earlier=earlier(content),
                templates=Templates.of_site(),
            )
            yield steady(made.pdf, at)

    return make


def steady(pdf: bytes, at: datetime) -> bytes:
    """The same PDF without what Qt puts in anew each time: the time of writing, and a name made by chance.

    Everything is replaced by something as long, so that the places named in the file's own table stay right.
    """
    moment = at.astimezone(UTC)
    pdf = _INFO_DATE.sub(lambda found: found[1] + f"{moment:%Y%m%d%H%M%S}".encode(), pdf)
    pdf = _XMP_DATE.sub(lambda found: found[1] + f"{moment:%Y-%m-%dT%H:%M:%S}".encode(), pdf)
    found = _UUID.search(pdf)
    if found is None:
        return pdf
    by_chance = found[1]
    as_hex = by_chance.hex().encode()
    bare = pdf.replace(by_chance, b"").replace(as_hex, b"").replace(as_hex.upper(), b"")
    digest = hashlib.sha256(bare).hexdigest()
    name = "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:32])).encode()
    pdf = pdf.replace(by_chance, name)
    return pdf.replace(as_hex, name.hex().encode()).replace(as_hex.upper(), name.hex().upper().encode())
