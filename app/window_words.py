"""The window's words in a language that need not be the window's: a report in Japanese from an English window."""

import re
import string
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib.resources import files


class WindowWords:
    """Says what the window says, in one language.

    The translations are read from their source, so that neither an application nor a built file is needed.
    """

    def __init__(self, language: str) -> None:
        """Speak `language`: "en" or "ja"."""
        self._language = language

    def __call__(self, context: str, text: object) -> str:
        """A text of the window's; as it stands where it has no translation."""
        return self._known(context).get(str(text), str(text))

    def filled(self, context: str, text: str) -> str:
        """A text whose places were filled in English already (a reason inside a result)."""
        known = self._known(context)
        if not text or text in known or not known:
            return known.get(text, text)
        for pattern, template in _patterns(self._language, context):
            if (match := pattern.fullmatch(text)) is not None:
                return known[template].format(**match.groupdict())
        return text

    def again(self, context: str, text: str) -> str:
        """A text that was kept as the window said it, in whatever language that was then."""
        for source, translation in _translations("ja").get(context, {}).items():
            if text in (source, translation):
                return self(context, source)
        for pattern, template in _patterns("ja", context, both=True):
            if (match := pattern.fullmatch(text)) is not None:
                return self(context, template).format(**match.groupdict())
        return text

    def _known(self, context: str) -> Mapping[str, str]:
        return {} if self._language == "en" else _translations(self._language).get(context, {})


@cache
def _translations(language: str) -> dict[str, dict[str, str]]:
    """Text to translation, by context."""
    text = (files("resources") / "i18n" / f"minamo_{language}.ts").read_text("utf-8")
    return {
        context.findtext("name") or "": {
            message.findtext("source") or "": message.findtext("translation") or ""
            for message in context.iter("message")
        }
        for context in ElementTree.fromstring(text).iter("context")
    }


@cache
def _patterns(language: str, context: str, *, both: bool = False) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Every template of the context that has places, as a pattern of the text it makes; the longest first.

    Args:
        language: Whose translations are known.
        context: Of the templates.
        both: Also as patterns of the translated text.
    """
    found = []
    known = _translations(language).get(context, {})
    for template in sorted(known, key=len, reverse=True):
        if "!r}" in template or "{" not in template:
            continue
        for form in (template, known[template]) if both else (template,):
            with suppress(re.error, ValueError):  # a place that stands twice is no pattern
                parts = [
                    re.escape(text) + (f"(?P<{name}>.+?)" if name else "")
                    for text, name, _, _ in string.Formatter().parse(form)
                ]
                found.append((re.compile("".join(parts), re.DOTALL), template))
    return tuple(found)
