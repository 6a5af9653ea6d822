"""HTML made of templates in which nothing can be anything but text.

Articles and answers are of unknown origin. Every value that a template puts out is freed
of control characters and overrides of the writing direction (``safety.printable``) and
then escaped, by the environment and not by the template's author; only markup that these
templates made themselves passes as it is.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from assistant.rendering.later import notice_in_words
from assistant.rendering.news import brief_in_words
from assistant.rendering.safety import one_line, printable
from assistant.rendering.telling import (
    carrier_in_words,
    carrying_in_words,
    column_heads,
    is_published,
    outlets_in_words,
    quantity_in_words,
    said_parts,
    speaker_in_words,
    standing_in_words,
    statements_of,
    told_apart,
    when_in_words,
)
from assistant.rendering.wording import count, iso_date, long_date, outlet

_WEB: Final = ("http://", "https://")


def render(template: str, **values: object) -> Markup:
    """The HTML that ``templates/<template>.html`` makes of ``values``."""
    return Markup(_environment().get_template(f"{template}.html").render(values))  # noqa: S704 - escaped


def filled(file: str, **values: object) -> str:
    """What ``templates/<file>`` makes of ``values``, where it is no HTML, by the same rules."""
    return _environment().get_template(file).render(values)


def web_link(url: str | None) -> str | None:
    """``url`` where it is an address of the web; None for anything else."""
    return url if url and url.lower().startswith(_WEB) else None


_FILTERS: Final = (
    brief_in_words,
    carrier_in_words,
    carrying_in_words,
    column_heads,
    is_published,
    iso_date,
    long_date,
    one_line,
    outlet,
    outlets_in_words,
    quantity_in_words,
    said_parts,
    speaker_in_words,
    standing_in_words,
    statements_of,
    told_apart,
    web_link,
    when_in_words,
)
"""What templates may call by its name."""


def _text(value: object) -> object:
    """What is put out for ``value``: markup as it is, all else as safe text."""
    if isinstance(value, Markup):
        return value
    return "" if value is None else printable(str(value))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("assistant.rendering"),
        autoescape=True,
        finalize=_text,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"counted": count, "notice": notice_in_words}
    environment.filters |= {function.__name__: function for function in _FILTERS}
    return environment
