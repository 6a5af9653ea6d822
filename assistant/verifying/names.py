"""Whether the cited sentences name everybody and everything that a statement names.

A name is named where a cited sentence, the article's headline or its outlet has it, in one of
its forms: shorter or longer, its initials, a country's people. Where a cited sentence only
refers to somebody ("she", "the company"), the few sentences before it count as well. Who did
what to whom is not looked at here: the entailment model judges that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from assistant.language.name_forms import (
    are_initials,
    bare,
    country_of,
    may_be_same,
    same_people,
    shortens,
)
from assistant.language.name_words import FIRST_NAMES, looks_common
from assistant.language.names import Name, NameKind, find_names, names_of
from assistant.language.punctuation import OPENING
from assistant.language.word_lists import word_lists
from assistant.language.words import content_terms
from assistant.types import Reason, ReasonCode, VerdictKind
from assistant.verifying.sources import SourceSentence

_LISTS: Final = word_lists("names.toml")
_REFERS: Final = re.compile(
    rf"\b(?:{_LISTS.pattern('referring')}"
    rf"|the (?:{_LISTS.pattern('referred_to')}|[a-z]+ist|[a-z]+er|[a-z]+or))\b",
    re.IGNORECASE,
)
_QUOTES: Final = tuple(OPENING)
_REACH: Final = 4  # sentences before a cited one that say whom it refers to
_REACH_OF_SPEECH: Final = 8  # the same before one that is somebody's words

# What is measured by somebody's name.
_UNITS: Final = frozenset({("fahrenheit",), ("celsius",), ("kelvin",), ("richter",)})
_MOST_REASONS: Final = 20


def name_reasons(statement: str, sources: Sequence[SourceSentence]) -> tuple[Reason, ...]:
    """A reason for each name of ``statement`` that no cited sentence names or refers to.

    Args:
        statement: one sentence.
        sources: the sentences that it cites, of one article or several; without any,
            there is nothing to hold it against, and no reason.
    """
    if not sources:
        return ()
    articles = {source.article.id: source.article for source in sources}.values()
    said = [name for name in find_names(statement) if not _is_none(name)]
    reads = [text for source in sources for text in _read(source, said)]
    texts = (*reads, *(one.title for one in articles))
    known = [name for text in texts for name in names_of(text)]
    short = {name.words for name in known}
    # Who "Lind" is, the article says elsewhere.
    known += [
        name
        for one in articles
        for name in names_of(one.text)
        if any(shortens(words, name.words) or are_initials(words, name.words) for words in short)
    ]
    titles = (f"{one.title} {one.source or ''}" for one in articles)
    around = f" {' '.join(map(_folded, (*reads, *titles)))} "
    reasons: list[Reason] = []
    for name in said:
        words = _folded(name.text)
        stands = not words or f" {words} " in around  # in lower case, too
        kind = VerdictKind.SUPPORTED if stands else _kind(name, known)
        if kind is not VerdictKind.SUPPORTED:
            text = f"the cited sentences do not name {name.text}"
            if kind is VerdictKind.PARTLY:
                text = f"the article does not give {name.text} this full name"
            reasons.append(Reason(ReasonCode.NAME_MISSING, text, kind, name.start, name.end))
        if len(reasons) == _MOST_REASONS:
            break
    return tuple(reasons)


def _is_none(name: Name) -> bool:
    """Whether it names nobody: "the Parliament", or a common word that opens the sentence."""
    return (
        name.kind is NameKind.GENERIC
        or name.words in _UNITS
        or (name.opening and len(name.words) == 1 and looks_common(name.words[0]))
    )


def _read(source: SourceSentence, said: Sequence[Name]) -> tuple[str, ...]:
    """A cited sentence, and those before it that say whom it refers to.

    It refers to nobody whom the statement names where it names somebody else: who stands in
    a name's place is not who was meant.
    """
    own = names_of(source.text)
    other = any(not any(_denotes(name, one) for one in said) for name in own if not _is_none(name))
    refers = _REFERS.search(source.text) or source.text[:1] in _QUOTES
    reach = _REACH_OF_SPEECH if source.text[:1] in _QUOTES else _REACH
    return (*(source.before(reach) if refers and not other else ()), source.text)


def _kind(name: Name, known: Sequence[Name]) -> VerdictKind:
    """Whether a name is among those that are known, a shorter form of it, or none."""
    meant = [other for other in known if _denotes(name, other)]
    if any(len(other.words) >= len(name.words) for other in meant):
        return VerdictKind.SUPPORTED
    # "Jon Aker" is not the "Aker" whom the article calls Per.
    another = any(
        len(other.words) > 1 and other.words[-1] == name.words[-1] and other not in meant
        for other in known
    )
    if not meant or another:
        return VerdictKind.UNSUPPORTED
    person = len(name.words) > 1 and name.words[0] in FIRST_NAMES
    return VerdictKind.PARTLY if person else VerdictKind.SUPPORTED


def _denotes(name: Name, other: Name) -> bool:
    a, b = name.words, other.words
    first, second = country_of(name.phrase), country_of(other.phrase)
    if first is not None or second is not None:
        return first == second or same_people(name.phrase, other.phrase)
    turned = len(bare(a)) > 1 and set(bare(a)) == set(bare(b))
    return turned or may_be_same(a, b) or are_initials(a, b)


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return " ".join(content_terms(text))
