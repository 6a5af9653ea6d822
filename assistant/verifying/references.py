"""A source with its pronouns and short names as the statement names them.

"He said …" is Lind's word where the article says so. The names a statement gives are checked
exactly; the entailment model need not work out again whom a source refers to, and is given
"Tova Lind said …" for it.
"""

from __future__ import annotations

import re
from typing import Final

from assistant.language.name_forms import may_be_same, same_name, shortens
from assistant.language.names import Name, NameKind, find_names, names_of
from assistant.language.people import meant_by
from assistant.language.punctuation import OPENING
from assistant.language.quotations import find_quotations
from assistant.language.speakers import speakers_at
from assistant.verifying.sources import SourceSentence

_PRONOUN: Final = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")
_OPENS: Final = tuple(OPENING)
_MOST: Final = 8  # names of a statement that are looked for


def as_named(source: SourceSentence, statement: str) -> str:
    """The text of ``source`` with those whom it refers to named as ``statement`` names them."""
    text = source.text
    people = [name for name in names_of(statement) if name.kind is NameKind.NAME]
    for name in people[:_MOST]:
        if name.text in text:
            continue
        text = _lengthened(text, name, source) or _pronoun_named(text, name, source) or text
    return text


def _lengthened(text: str, name: Name, source: SourceSentence) -> str | None:
    """With a longer form in the place of a short one, where the article has both.

    Not where the short one may be somebody else's as well: two Linds.
    """
    called = names_of(source.article.text)
    if not any(same_name(name.words, one.words) for one in called):
        return None
    short = [own for own in find_names(text) if shortens(own.words, name.words)]
    others = [one for one in called if not may_be_same(name.words, one.words)]
    if not short or any(shortens(own.words, one.words) for own in short for one in others):
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
        if meant is not None and may_be_same(name.words, meant.own):
            return text[: found.start()] + name.text + text[found.end() :]
        return None
    if text.startswith(_OPENS):
        place = source.article.sentences[source.index].start + 1
        if any(may_be_same(name.words, one.own) for one in speakers_at(source.article, place)):
            return f"{text} {name.text} said."
    return None
