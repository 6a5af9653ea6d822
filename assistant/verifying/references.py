"""A source with its pronouns and short names as the statement names them.

"He said …" is Lind's word where the article says so. The names a statement gives are checked
exactly; the entailment model need not work out again whom a source refers to, and is given
"Tova Lind said …" for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from assistant.language.name_forms import same_name, shortens
from assistant.language.names import Name, NameKind, find_names
from assistant.language.people import meant_by
from assistant.language.quotations import find_quotations
from assistant.language.speakers import speaker_at
from assistant.verifying.sources import SourceSentence

_PRONOUN: Final = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")
_OPENS: Final = ("“", '"')
_MOST: Final = 8
"""Names of a statement that are looked for."""


def as_named(source: SourceSentence, statement: str) -> str:
    """The text of ``source`` with those whom it refers to named as ``statement`` names them."""
    text = source.text
    for name in _people(statement)[:_MOST]:
        if name.text in text:
            continue
        text = _lengthened(text, name, source) or _pronoun_named(text, name, source) or text
    return text


@lru_cache(maxsize=1024)
def _people(text: str) -> Sequence[Name]:
    return [name for name in find_names(text) if name.kind is NameKind.NAME]


@lru_cache(maxsize=256)
def _called(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(name.words for name in find_names(text))


def _lengthened(text: str, name: Name, source: SourceSentence) -> str | None:
    """With a longer form in the place of a short one, where the article has both."""
    if not any(same_name(name.words, words) for words in _called(source.article.text)):
        return None
    short = [own for own in find_names(text) if shortens(own.words, name.words)]
    if not short:
        return None
    for own in reversed(short):
        text = text[: own.start] + name.text + text[own.end :]
    return text


def _pronoun_named(text: str, name: Name, source: SourceSentence) -> str | None:
    """With the name in the place of the first pronoun that stands for it."""
    quoted = find_quotations(text)
    for found in _PRONOUN.finditer(text):
        if quoted.at(found.start()) is not None:
            continue
        meant = meant_by(source.article, source.index, found[0].lower())
        if meant is not None and _alike(name, meant.own):
            return text[: found.start()] + name.text + text[found.end() :]
        return None
    if text.startswith(_OPENS):
        place = source.article.sentences[source.index].start + 1
        if any(_alike(name, one.own) for one in speaker_at(source.article, place).names):
            return f"{text} {name.text} said."
    return None


def _alike(name: Name, words: tuple[str, ...]) -> bool:
    one = name.words
    return same_name(one, words) or shortens(one, words) or shortens(words, one)
