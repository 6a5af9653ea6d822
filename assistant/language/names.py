"""Finds names in English newswire by its capitals: people, places, organisations, works.

No model and no gazetteer of people: a name is a run of capitalised words, without titles,
weekdays and months. At the start of a sentence a capital proves little, so a common word
there is none; ``mentions`` decides the rest by the whole article. Cyrillic and Greek work
in the same way; a script without capitals has no names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from assistant.language import name_words as lists
from assistant.language.name_forms import country_of, is_people
from assistant.language.name_words import POSSESSIVE, Word, is_common, proves_nothing, read_words
from assistant.language.punctuation import OPENING
from assistant.language.words import STOP_WORDS

_SPACE: Final = re.compile(r"[^\S\n\r\u2028\u2029]{1,2}")
_ABBREVIATED: Final = re.compile(r"\.[^\S\n\r\u2028\u2029]{1,2}")
_HYPHENS: Final = ("-", "‑", "‐")
_BREAKS: Final = re.compile(rf"[.!?…:;—–\n\r\u2028\u2029•|]|(?!')[{OPENING}(\[]\s?$|\s-\s|--")
_LONGEST_ACRONYM: Final = 6
_LONGEST_NUMBER: Final = 4
# Words of "the Minister of Education, Science and …" that are looked back at.
_LONGEST_OFFICE: Final = 12
_TRAILING: Final = frozenset(lists.PARTICLES | {"of", "for", "and", "the"})
_GENERIC: Final = lists.GENERIC | lists.TITLES | {"of", "the", "and"}


class NameKind(StrEnum):
    """What kind of name it is, as far as its form tells.

    ``PEOPLE`` is a nationality, a faith or a party; ``GENERIC`` is made only of words that are
    written with and without a capital for the same thing ("the Parliament").
    """

    NAME = "name"
    ACRONYM = "acronym"
    PEOPLE = "people"
    GENERIC = "generic"


@dataclass(frozen=True, slots=True)
class Name:
    """A name, ``text`` = ``source[start:end]``.

    ``words`` are its words in lower case without accents, full stops and possessive.
    ``opening`` says that its capital may be due to a sentence's start. ``title`` is the
    last word of the title before it ("mr", "minister"), in lower case; None without one.
    """

    text: str
    start: int
    end: int
    words: tuple[str, ...]
    kind: NameKind = NameKind.NAME
    opening: bool = False
    title: str | None = None

    @property
    def phrase(self) -> str:
        """The words with single spaces."""
        return " ".join(self.words)


def find_names(text: str) -> tuple[Name, ...]:
    """The names in ``text``, in order; none where its capitals prove nothing."""
    return names_among(read_words(text), text)


names_of: Final = lru_cache(maxsize=512)(find_names)  # for texts that are read again and again


def names_among(words: Sequence[Word], text: str) -> tuple[Name, ...]:
    """As ``find_names``, for a text whose ``words`` are known."""
    if proves_nothing(words, text):
        return ()
    found = (_name(piece, text) for run in _runs(words, text) for piece in _pieces(run))
    return tuple(name for name in found if name is not None)


@dataclass(slots=True)
class _Piece:
    words: list[Word]
    opening: bool
    title: str | None = None


def _runs(words: Sequence[Word], text: str) -> Iterator[_Piece]:
    past = 0
    for at, word in enumerate(words):
        named = word.capital or (word.folded in lists.PREFIXES and _is_prefix(words, at, text))
        if at < past or not named:
            continue
        past = at + 1
        while (reach := _joined(words, at, past, text)) > past:
            past = reach
        yield _Piece(list(words[at:past]), opening=_opens(words, at, text))


def _is_prefix(words: Sequence[Word], at: int, text: str) -> bool:
    """Whether a name follows a word behind a hyphen: "al-Assad"."""
    return at + 1 < len(words) and words[at + 1].capital and _gap(words, at + 1, text) in _HYPHENS


def _gap(words: Sequence[Word], at: int, text: str) -> str:
    return text[words[at - 1].end : words[at].start]


def _opens(words: Sequence[Word], at: int, text: str) -> bool:
    if at == 0:
        return True
    gap = _gap(words, at, text)
    abbreviated = words[at - 1].folded in lists.ABBREVIATIONS
    return not ("." in gap and abbreviated and "\n" not in gap) and bool(_BREAKS.search(gap))


def _joined(words: Sequence[Word], first: int, end: int, text: str) -> int:
    """Where the run from ``first`` goes on to from ``end``; ``end`` if it does not."""
    if end >= len(words) or POSSESSIVE.search(words[end - 1].text):
        return end
    gap, before, word = _gap(words, end, text), words[end - 1], words[end]
    if gap in _HYPHENS:
        return end + 1 if word.capital or word.text.isdecimal() else end
    if not _SPACE.fullmatch(gap):
        short = len(before.text) == 1 or before.folded in lists.ABBREVIATIONS
        tied = gap.strip() == "&" or (short and _ABBREVIATED.fullmatch(gap))
        return end + 1 if tied and word.capital and not _is_number(word) else end
    if word.capital or (_is_number(word) and before.folded not in lists.NO_NAMES):
        return end + 1
    return _past_particles(words, first, end, text)


def _is_number(word: Word) -> bool:
    return word.text.isdecimal() and len(word.text) <= _LONGEST_NUMBER


def _past_particles(words: Sequence[Word], first: int, end: int, text: str) -> int:
    """The end after "van der Berg", "of the Interior", "and Human"; ``end`` otherwise."""
    before, word = words[end - 1].folded, words[end].folded
    at = end
    following = words[end + 1].folded if end + 1 < len(words) else ""
    held = before in lists.ORGANISATION_HEADS or (
        before in lists.TITLES and following in lists.TITLE_FIELDS
    )
    if word in {"of", "for"} and held:
        at += 1
        if at < len(words) and words[at].folded == "the":
            at += 1
    elif word == "and":
        begun = words[max(first, end - _LONGEST_OFFICE) : end]
        inside = any(other.folded in {"of", "for"} for other in begun)
        at += 1 if following in lists.FIELDS and (inside or before in lists.FIELDS) else 0
    else:
        while at < len(words) and at < end + 3 and words[at].folded in lists.PARTICLES:
            at += 1
    if at == end or at >= len(words) or not words[at].capital:
        return end
    tied = all(
        _SPACE.fullmatch(gap) or gap in _HYPHENS
        for gap in (_gap(words, index, text) for index in range(end, at + 1))
    )
    return at + 1 if tied else end


def _pieces(run: _Piece) -> Iterator[_Piece]:
    """The run without titles, weekdays and the like, cut where they stood."""
    words = run.words
    piece = _Piece([], run.opening)
    at = 0
    while at < len(words):
        word = words[at].folded
        taken = _title_length(words, at)
        if taken or word in lists.NO_NAMES:
            if piece.words:
                yield from _nationals(piece)
            at += max(1, taken)
            piece = _Piece([], opening=False, title=word if taken else None)
            continue
        if at == 0 and run.opening and _is_no_part(words):
            piece.opening = False
        else:
            piece.words.append(words[at])
        at += 1
    if piece.words:
        yield from _nationals(piece)


def _is_no_part(words: Sequence[Word]) -> bool:
    """Whether the first word at a sentence's start belongs to no name that follows it."""
    word = words[0].folded
    named = word in lists.FIRST_NAMES and len(words) > 1
    return is_common(word) and not named and not country_of(_phrase(words))


def _phrase(words: Sequence[Word]) -> str:
    return " ".join(word.folded for word in words)


def _title_length(words: Sequence[Word], at: int) -> int:
    word = words[at].folded
    if word not in lists.TITLES:
        return 0
    if at + 1 == len(words):
        before = words[at - 1].folded if at else "the"
        return 1 if before in lists.TITLES or before in STOP_WORDS else 0
    following = words[at + 1].folded
    if following in lists.GENERATIONS or following in lists.ORGANISATION_WORDS - lists.TITLES:
        return 0
    field = words[at + 2].folded if at + 2 < len(words) else ""
    if following == "of" and field in lists.TITLE_FIELDS:
        return 3
    return 2 if following in {"of", "for"} else 1


def _nationals(piece: _Piece) -> Iterator[_Piece]:
    """The names "French" and "Marie Durand", where they stand side by side."""
    words = piece.words
    for length in (2, 1):
        rest = words[length:]
        if (
            is_people(_phrase(words[:length]))
            and len(rest) > 1
            and not any(word.folded in lists.ORGANISATION_WORDS for word in rest)
        ):
            yield _Piece(words[:length], piece.opening)
            yield _Piece(rest, opening=False)
            return
    yield piece


def _name(piece: _Piece, text: str) -> Name | None:
    first, last = 0, len(piece.words)
    while last and piece.words[last - 1].folded in _TRAILING and not piece.words[last - 1].capital:
        last -= 1
    while first + 1 < last and piece.words[first].folded in {"the", "of"}:
        first += 1
    words = piece.words[first:last]
    lettered = len(words) > 1 and all(word.text.isupper() for word in words)  # "AT&T"
    if not words or (all(map(_is_empty, words)) and not lettered):
        return None
    if piece.opening and len(words) == 1 and words[0].folded in lists.GENERIC:
        return None
    start, end = words[0].start, words[-1].end
    end -= len(words[-1].text) - len(POSSESSIVE.sub("", words[-1].text))
    return Name(
        text=text[start:end],
        start=start,
        end=end,
        words=tuple(word.folded for word in words),
        kind=_kind(words),
        opening=piece.opening,
        title=piece.title,
    )


def _is_empty(word: Word) -> bool:
    """Whether a word alone names nothing: a letter, a number, a word without meaning."""
    nothing = word.folded in STOP_WORDS or word.folded in lists.NO_NAMES
    return len(word.folded) == 1 or word.text.isdecimal() or nothing


def _kind(words: Sequence[Word]) -> NameKind:
    phrase = _phrase(words)
    if is_people(phrase):
        return NameKind.PEOPLE
    if country_of(phrase):
        return NameKind.NAME
    if all(word.folded in _GENERIC for word in words):
        return NameKind.GENERIC
    single = words[0].text.replace(".", "")
    if len(words) == 1 and 1 < len(single) <= _LONGEST_ACRONYM and single.isupper():
        return NameKind.ACRONYM
    return NameKind.NAME
