"""The report's page of HTML, from the shipped templates or the site's own."""

import traceback
from collections.abc import Callable, Mapping
from pathlib import Path

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from app.exam.errors import ExamError
from app.exam.report.figures.book import Figure
from app.exam.report.site import Templates
from app.exam.report.wording.shown import Report

MAIN = "report.html"
PAGE_PX = 680
_KINDS = (".html", ".css")
MOST_CHARACTERS = 20_000_000  # of a page; a template that writes more goes round in circles


class TemplateBroken(ExamError):
    """A template of the site cannot be used; the text names the file, the line and what is wrong."""


def page_of(report: Report, figures: Mapping[str, Figure], templates: Templates) -> str:
    """The page of HTML with its sections.

    Raises:
        TemplateBroken: A template of the site has an error; nothing falls back to the shipped ones by itself.
    """
    loaders: list[jinja2.BaseLoader] = [jinja2.PackageLoader("app.exam.report", "templates")]
    if templates.folder is not None:
        _check_encoding(templates.folder)
        loaders.insert(0, jinja2.FileSystemLoader(templates.folder))
    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.ChoiceLoader(loaders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals = {"figure": _placing(figures), "report": report}
    try:
        page = environment.get_template(MAIN).render()
    except jinja2.TemplateSyntaxError as fault:
        raise _broken(fault.name or MAIN, fault.lineno, fault.message or "", templates) from fault
    except jinja2.TemplateNotFound as fault:
        raise _broken(_where(fault)[0], _where(fault)[1], f"{fault.name} is not there", templates) from fault
    except (
        jinja2.TemplateError,
        ArithmeticError,
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
        OSError,
    ) as fault:
        raise _broken(*_where(fault), str(fault), templates) from fault
    if len(page) > MOST_CHARACTERS:
        raise _broken(MAIN, 1, "the page is too long", templates)
    return page


def _check_encoding(folder: Path) -> None:
    """Jinja names no file when one is not UTF-8.

    Raises:
        TemplateBroken: One of the site's templates is not.
    """
    for path in sorted(folder.glob("*")):
        if path.suffix not in _KINDS or not path.is_file():
            continue
        try:
            path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as fault:
            line = fault.object[: fault.start].count(b"\n") + 1
            raise _broken(path.name, line, "it is not UTF-8", Templates(folder)) from fault


def _placing(figures: Mapping[str, Figure]) -> Callable[..., Markup]:
    """What `figure` does in a template."""

    def figure(name: str, width: float, highest: float | None = None) -> Markup:
        found = figures.get(name)
        if found is None:
            return Markup("")
        width = min(float(width), PAGE_PX)
        if highest is not None:
            width = min(width, highest * found.aspect)
        return Markup('<img src="figure:{}" width="{:.0f}" height="{:.0f}">').format(name, width, width / found.aspect)

    return figure


def _where(fault: BaseException) -> tuple[str, int]:
    """Template and line of an error at run time: jinja gives its frames the names of the templates' files."""
    for frame in reversed(traceback.extract_tb(fault.__traceback__)):
        if frame.filename.endswith(_KINDS) and frame.lineno is not None:
            return Path(frame.filename).name, frame.lineno
    return MAIN, 1


def _broken(name: str, line: int, reason: str, templates: Templates) -> TemplateBroken:
    own = None if templates.folder is None else templates.folder / name
    return TemplateBroken(
        "The report's template {file} has an error in line {line}: {reason}; correct it, or use the shipped templates",
        file=own if own is not None and own.is_file() else name,
        line=line,
        reason=reason,
    )
