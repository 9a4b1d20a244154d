"""Texts of documents, which stand beside their code as one TOML file a language."""

import tomllib
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "ja")


@cache
def texts(package: str, language: str) -> dict[str, str]:
    """Every text of `language`.toml in this package, by its name; those of a section with the section before a dot."""
    tree = tomllib.loads((files(package) / f"{language}.toml").read_text("utf-8"))
    return {
        key if name == "common" else f"{name}.{key}": text
        for name, table in tree.items()
        for key, text in table.items()
    }


class DocumentWords:
    """Says things in one language."""

    def __init__(self, package: str, language: str) -> None:
        """Speak `language`, "en" or "ja", with the texts of this package."""
        self.language = language
        self._texts = texts(package, language)

    def __call__(self, name: str, /, **values: object) -> str:
        """A text with its values."""
        return self._texts[name].format(**values)

    def known(self, section: str, name: str) -> str:
        """A name of the data in this language where it has one; as it stands where it has none."""
        return self._texts.get(f"{section}.{name}", name)

    def number(self, value: float | None, digits: int = 3) -> str:
        """A number with so many decimals, or a dash."""
        return self("none") if value is None else f"{value:.{digits}f}".replace("-", "\N{MINUS SIGN}")
