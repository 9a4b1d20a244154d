"""Numbers, dates, names, places and sizes as a report says them."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from app.document_words import DocumentWords
from app.exam.content.lesion import Category, Descriptor, Place, TermSystem
from app.exam.content.person import PersonName
from app.exam.report.data.report_data import NOT_ASSESSED, NOTHING_MARKED, RESEARCH_USE, PatientData, SizeData
from app.exam.window.term_texts import TITLES, WORDS, terms_of
from app.window_words import WindowWords

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
PACKAGE = "app.exam.report.wording"


class ReportWords(DocumentWords):
    """Says a report's values in one language; words that the window has too are the window's."""

    def __init__(self, language: str) -> None:
        """Speak `language`: "en" or "ja"."""
        super().__init__(PACKAGE, language)
        self.window = WindowWords(language)

    @property
    def research_use(self) -> str:
        """The sentence on every page."""
        return self.window("Window", RESEARCH_USE)

    @property
    def not_assessed(self) -> str:
        """The fixed sentence of what is not assessed."""
        return self.window("Findings", NOT_ASSESSED)

    @property
    def nothing_marked(self) -> str:
        """The fixed sentence where there is no lesion."""
        return self.window("Findings", NOTHING_MARKED)

    def at(self, when: datetime) -> str:
        """A moment, in the offset it was kept with."""
        return f"{when:%Y-%m-%d %H:%M}"

    def day(self, when: date) -> str:
        """A day."""
        return when.isoformat()

    def person(self, name: PersonName) -> str:
        """A person: kanji with the reading behind, or Latin letters; empty for nobody."""
        alphabetic, ideographic, phonetic = (
            " ".join(re.sub(r"\^+", " ", group).split()) for group in (name.alphabetic, name.ideographic, name.phonetic)
        )
        first = ideographic or alphabetic or phonetic
        others = [each for each in (phonetic, alphabetic) if each and each != first]
        return f"{first} ({', '.join(others)})" if others else first

    def patient(self, patient: PatientData) -> str:
        """Whose exam it is, on one line."""
        told = patient.pseudonym or " ".join((patient.patient_id, self.person(patient.name))).strip()
        return told or self("head.nobody")

    def born(self, born: date, at: datetime) -> str:
        """The date of birth and the age on the day of the exam."""
        years = at.year - born.year - ((at.month, at.day) < (born.month, born.day))
        return self("head.age", born=self.day(born), age=years) if years >= 0 else self.day(born)

    def joined(self, parts: Iterable[str]) -> str:
        """Parts of one line; empty ones are left out."""
        return self("comma").join(part for part in parts if part)

    def place(self, place: Place) -> str:
        """Side, region, clock and distance, as far as they are known."""
        known = [self(f"place.{place.side}")]
        if place.region is not None:
            known.append(self("place.C_tail" if place.region == "C'" else f"place.{place.region}"))
        if place.clock is not None:
            hour, half = divmod(place.clock, 1)
            name = "place.clock_half" if half else "place.clock"
            known.append(self(name, hour=int(hour) or 12))
        if place.distance_mm is not None:
            known.append(self("place.distance", mm=f"{place.distance_mm:.0f}"))
        if len(known) == 1:
            known.append(self("place.only_side"))
        return self.joined(known)

    def depth(self, place: Place) -> str:
        """From the skin to the lesion's upper edge."""
        if place.depth_mm is None:
            return self("none")
        return self("place.depth", mm=self.number(place.depth_mm, 1))

    def diameters(self, size: SizeData) -> str:
        """The diameters without their unit; a dash for one that is not known."""
        known = size.diameters_mm
        last = max((place for place, value in enumerate(known) if value is not None), default=0)
        shown = known[: max(last + 1, 2 if size.one_plane else 3)]
        return self("size.times").join(self.number(value, 1) for value in shown)

    def size(self, size: SizeData) -> str:
        """The size with its unit, whether it rests on one plane, or why it is not known."""
        if size.not_known is not None:
            return self("size.scale_not_known" if size.not_known == "scale not known" else "size.not_measured")
        return self("size.one_plane" if size.one_plane else "size.mm", size=self.diameters(size))

    def size_cell(self, size: SizeData) -> str:
        """The same for a column that names the unit."""
        if size.not_known is not None:
            return self.size(size)
        told = self.diameters(size)
        return f"{told} ({self('summary.one_plane')})" if size.one_plane else told

    def category(self, category: Category | None) -> str:
        """System and value; a dash where none was entered."""
        return self("none") if category is None else f"{category.system.value} {category.value}"

    def change(self, mm: float | None, percent: float | None) -> str:
        """A change of size with its sign."""
        if mm is None or percent is None:
            return self("none")
        signed = [f"{value:+.{digits}f}".replace("-", "\N{MINUS SIGN}") for value, digits in ((mm, 1), (percent, 0))]
        return self("change.told", mm=signed[0], percent=signed[1])

    def feature(self, system: TermSystem, key: str) -> str:
        """What is described."""
        return self.window(terms_of(system).value, TITLES[system].get(key, key))

    def term(self, system: TermSystem, key: str) -> str:
        """A word of a lexicon."""
        return self.window(terms_of(system).value, WORDS[system].get(key, key))

    def measured(self, entry: Descriptor) -> str:
        """What the program measured, as it was shown then: numbers as they stand, words in this language."""
        if entry.measured is None:
            return self.number(entry.measured_value, 2)
        told = []
        for value in entry.measured.split("; "):
            parts = [self._word_again(entry.system, part) for part in value.split(" · ")]
            told.append(" · ".join(parts))
        if entry.measured_value is not None and not any(each.isdigit() for each in entry.measured):
            told[-1] += f" · {self.number(entry.measured_value, 2)}"
        return "; ".join(told)

    def _word_again(self, system: TermSystem, text: str) -> str:
        """A word of the lexicon or of the measurements: its key, or as the window said it in either language."""
        if text in WORDS[system]:
            return self.term(system, text)
        said = self.window.again(terms_of(system).value, text)
        return said if said != text else self.window.again("Descriptor", text)

    def percent(self, share: float) -> str:
        """A share as a number of per cent."""
        return f"{share * 100:.1f}".removesuffix(".0")

    def score(self, value: float | None) -> str:
        """Two decimals, never three."""
        return self.number(value, 2)

    def significant(self, value: float | None) -> str:
        """Three significant digits, very small and very large ones with a power of ten."""
        if value is None:
            return self("none")
        if value != 0 and not 0.001 <= abs(value) < 1e5:
            digits, power = f"{value:.2e}".split("e")
            return f"{digits}×10{str(int(power)).translate(_RAISED)}".replace("-", "\N{MINUS SIGN}")
        text = f"{value:#.3g}" if abs(value) < 1000 else f"{value:.0f}"
        return (text.removesuffix(".") if value else "0").replace("-", "\N{MINUS SIGN}")

    def interval(self, value: float | None, low: float | None, high: float | None) -> str:
        """A value with its interval."""
        if value is None or low is None or high is None:
            return self.significant(value)
        ends = (self.significant(low), self.significant(high))
        return self("contrast.interval", value=self.significant(value), low=ends[0], high=ends[1])
