"""What a template gets: a report in words. Every field is plain text, which the template escapes.

A field that has nothing to say is empty. A figure is a name for the template's `figure(name, width)`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A label and what is said under it."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Table:
    """Heads of the columns, and rows of as many cells; a row of two cells says the second over all other columns."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A snapshot, plain and with marks.

    Attributes:
        plain, marked: Figures; `plain` is empty where the file is missing, `marked` also where there are no marks.
        caption, marked_caption: Under each.
        wide: More than twice as wide as high, as two panels are: better below each other than side by side.
        missing: Said in the place of both.
        note: The user's.
    """

    plain: str
    marked: str
    caption: str
    marked_caption: str
    wide: bool
    missing: str
    note: str


@dataclass(frozen=True, slots=True)
class Contrast:
    """A contrast study.

    Attributes:
        problem: Why something of it is not shown.
        curve, maps: Figures.
    """

    title: str
    rows: tuple[Row, ...]
    problem: str
    curve: str
    curve_caption: str
    parameters: Table | None
    signs: Table | None
    sign_note: str
    maps: str
    maps_caption: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """A lesion now and in the earlier exam: two figures, with captions; a figure may be empty."""

    title: str
    change: str
    now: str
    now_caption: str
    then: str
    then_caption: str


@dataclass(frozen=True, slots=True)
class Lesion:
    """A lesion.

    Attributes:
        note: Its lines.
        category: As it stands in the heading.
    """

    number: int
    title: str
    place: str
    category: str
    rows: tuple[Row, ...]
    note: tuple[str, ...]
    descriptors_title: str
    descriptors: Table | None
    descriptors_note: str
    pictures: tuple[Picture, ...]
    no_pictures: str
    contrast: tuple[Contrast, ...]
    beside: Beside | None


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a title."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report in one language.

    Attributes:
        language: "en" or "ja".
        status: "unsigned", "draft" or "verified".
        status_word: How that is said.
        research_use: The sentence that stands on every page whatever the template does.
        nothing_marked: Said where there is no lesion.
        summary: The lesions; None without one.
        schema: A figure.
        note: Lines of the exam's note.
        change: Against the earlier exam; None without one.
        pictures: Those that belong to no lesion.
        contrast: Studies that belong to no lesion.
        not_assessed: Sentences.
        closing: How the report was made.
        font_note: Which letters this computer has no font for.
    """

    language: str
    title: str
    institution: str
    status: str
    status_word: str
    research_use: str
    research_note: str
    patient: Group
    exam: Group
    signatures: tuple[Row, ...]
    findings_title: str
    nothing_marked: str
    summary: Table | None
    schema: str
    schema_caption: str
    note_title: str
    note: tuple[str, ...]
    change_title: str
    change: Table | None
    lesions: tuple[Lesion, ...]
    pictures_title: str
    pictures: tuple[Picture, ...]
    contrast: tuple[Contrast, ...]
    not_assessed_title: str
    not_assessed: tuple[str, ...]
    closing: Group
    made: str
    font_note: str = ""
