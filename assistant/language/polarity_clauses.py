"""Cuts a sentence into words and clauses, roughly: enough to see what belongs together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from assistant.language.polarity_words import AFTER_COMMA, BREAKERS, words_of
from assistant.language.stems import stem
from assistant.language.words import STOP_WORDS

MOST_PLACES: Final = 8
"""How many places of one stem are looked at."""

_PIECE: Final = re.compile(
    r"(?P<word>(?:[A-Za-z]\.){2,9}+|\d++(?:[.,]\d++)*+[^\W_]*+"
    r"|[^\W_](?:[^\W_]|[\u0300-\u036f])*+(?:['’‐‑-](?:[^\W_]|[\u0300-\u036f])++)*+)"
    r"|(?P<border>[.;:!?…—–()\[\]{}]|--|,['\"”’]|,\s?[\"“‘]|\s-\s)|(?P<comma>,)"
    r"|(?P<clitic>['’](?:ll|re|ve|d|m)\b)"
)
_CONTRACTED: Final = re.compile(r"(.{1,20}?)(?:(n't)|'(ll|s|re|ve|d|m))")
_WRITTEN_OUT: Final = {"'ll": "will"}
_LONGEST_KNOWN: Final = 40
"""Characters up to which what was found out of a word is kept."""

_LONGEST_CLAUSE: Final = 80
"""Words after which a clause is ended by force, so that comparing two stays cheap."""

_NO_CONTENT: Final = STOP_WORDS | words_of(
    "n't may might must shall also yet even upon cannot 's 're 've 'd 'm us mr mrs ms near across "
    "along among amid around behind beside besides beyond despite inside like onto outside per "
    "since toward towards underneath unlike within via throughout however though although whether "
    "unless whereas according someone somebody something anyone anybody anything everyone "
    "everybody everything"
)
_NO_CONTEXT: Final = frozenset(map(stem, words_of("say tell add be have do get go new")))
_BEFORE_BUT: Final = frozenset({"nothing", "anything", "all", "none"})
_NAMES: Final = frozenset({"May", "Will", "Might"})


class Word(NamedTuple):
    """A word of a text, ``text[start:end]``.

    ``word`` is in lower case with straight apostrophes; of a contraction each part is a
    word ("n't", "will" for "'ll"). ``clause`` and ``segment`` number the clause and the
    stretch between commas that it stands in. ``content`` says that it carries meaning.
    ``name`` marks "May" and the like written as names. A tuple, because a hundred of them
    are made for every statement.
    """

    word: str
    start: int
    end: int
    stem: str
    clause: int
    segment: int
    content: bool
    name: bool


@dataclass(frozen=True, slots=True)
class WordsInClauses:
    """The words of a text.

    ``stems`` are, for each clause, the stems that tell what it is about. ``places`` are the
    indices of the words of each stem, the first ``MOST_PLACES`` alone.
    """

    words: tuple[Word, ...]
    stems: tuple[frozenset[str], ...]
    places: Mapping[str, tuple[int, ...]]


def read_clauses(text: str) -> WordsInClauses:
    """The words and clauses of ``text``; time is linear in it."""
    words = tuple(_read(text))
    stems: list[set[str]] = [set() for _ in range(words[-1].clause + 1 if words else 0)]
    places: dict[str, list[int]] = {}
    for index, word in enumerate(words):
        if word.content and word.stem not in _NO_CONTEXT:
            stems[word.clause].add(word.stem)
        found = places.setdefault(word.stem, [])
        if len(found) < MOST_PLACES:
            found.append(index)
    return WordsInClauses(
        words=words,
        stems=tuple(map(frozenset, stems)),
        places={name: tuple(found) for name, found in places.items()},
    )


def _read(text: str) -> Iterator[Word]:
    clause = segment = length = 0
    before = ""
    after_comma = pending = False
    for match in _PIECE.finditer(text):
        kind = match.lastgroup
        if kind == "border":
            pending = True
            continue
        if kind == "comma":
            after_comma = True
            continue
        written = match[0]
        parts = _parts(written) if len(written) <= _LONGEST_KNOWN else _new_parts(written)
        first = parts[0].word
        begins = first in BREAKERS or (after_comma and first in AFTER_COMMA)
        if first == "but" and before in _BEFORE_BUT:
            begins = False
        before = parts[-1].word
        if length and (pending or begins or length >= _LONGEST_CLAUSE):
            clause, segment, length = clause + 1, segment + 1, 0
        elif after_comma:
            segment += 1
        pending = after_comma = False
        length += len(parts)
        at = match.start()
        for part in parts:
            start, end = at + part.start, at + part.end
            yield Word(part.word, start, end, part.stem, clause, segment, part.content, part.name)


@dataclass(frozen=True, slots=True)
class _Part:
    """A word without its surroundings; places are counted from the begin of what is written."""

    word: str
    start: int
    end: int
    stem: str
    content: bool
    name: bool


def _new_parts(written: str) -> tuple[_Part, ...]:
    """The word, or the two of a contraction; the "s" of a genitive is left out."""
    word, end = written.lower().replace("’", "'"), len(written)
    if word[0] == "'":
        return (_part(_WRITTEN_OUT.get(word, word), written, 0, end),)
    if word == "cannot":
        return (_part("can", written, 0, 3), _part("not", written, 3, end))
    contracted = _CONTRACTED.fullmatch(word) if "'" in word else None
    # Lower case may be longer than what was written: then the places do not fit.
    if contracted is None or len(word) != end:
        return (_part(word, written, 0, end),)
    cut = contracted.end(1)
    stump = _part(contracted[1], written, 0, cut)
    if contracted[3] == "s":
        return (stump,)
    clitic = word[cut:]
    return (stump, _part(_WRITTEN_OUT.get(clitic, clitic), written, cut, end))


_parts = lru_cache(maxsize=32768)(_new_parts)


def _part(word: str, written: str, start: int, end: int) -> _Part:
    return _Part(
        word=word,
        start=start,
        end=end,
        stem=stem(word),
        content=word not in _NO_CONTENT and (len(word) > 1 or word.isdigit()),
        name=written in _NAMES,
    )
