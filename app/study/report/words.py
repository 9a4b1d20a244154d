"""Texts and numbers of the report in its language; the fixed words are those of the window."""

from typing import Any

from app.document_words import DocumentWords

PACKAGE = "app.study.report"


class Words(DocumentWords):
    """Says things in one language."""

    def __init__(self, language: str) -> None:
        """Speak `language`: "en" or "ja"."""
        super().__init__(PACKAGE, language)

    def missing(self, section: dict[str, Any]) -> str:
        """Why a section is not told."""
        return self("missing", names=self("or").join(self.known("needs", name) for name in section["missing"]))

    def interval(self, of: dict[str, Any], digits: int = 3) -> str:
        """The two ends of an interval in brackets, or a dash."""
        if of.get("low") is None or of.get("high") is None:
            return self("none")
        return f"[{self.number(of['low'], digits)}, {self.number(of['high'], digits)}]"

    def p(self, value: float | None) -> str:
        """A p value with four decimals."""
        if value is None:
            return self("none")
        return "< 0.0001" if value < 0.0001 else f"{value:.4f}"

    def p_told(self, value: float | None) -> str:
        """The same in a sentence, with its sign."""
        told = self.p(value)
        return told if told.startswith("<") else f"= {told}"

    def within(self, of: dict[str, Any], digits: int = 3) -> str:
        """The interval of an area or share, cut at 0 and 1."""
        if of.get("low") is None:
            return self("none")
        return self.interval({"low": max(of["low"], 0.0), "high": min(of["high"], 1.0)}, digits)

    def area(self, value: float | None, of: dict[str, Any], digits: int = 2) -> str:
        """An area or share with its interval, if there is one."""
        interval = self.within(of, digits)
        return self.number(value) + ("" if interval == self("none") else f" {interval}")

    def share(self, of: dict[str, Any]) -> str:
        """A count, its whole, the share and its interval, if there is one."""
        if not of["of"]:
            return self("none")
        told = f"{of['count']} / {of['of']} ({of['share']:.0%})"
        return told if of["low"] is None else f"{told} {self.interval(of, 2)}"
