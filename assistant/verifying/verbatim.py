"""Looks for quoted words among the words of sources, by bits: one shift for each word.

This is the Shift-And method (Baeza-Yates and Gonnet, 1992) over words instead of letters.
A set of places in a source is an integer with a bit for each word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache, reduce
from itertools import pairwise
from operator import or_
from typing import Final, NamedTuple

from assistant.language.quotations import find_quotations
from assistant.language.words import CJK, folded
from assistant.types import Article
from assistant.verifying.sources import SourceSentence

BRACKET_WORDS: Final = 8  # words of the source that "[he]" may stand for, at most
_TOKEN: Final = re.compile(
    rf"\d++(?:[.,]\d++)*+%?|[{CJK}]|[^\W_{CJK}]++(?:['’][^\W_{CJK}]++)*+|[$€£¥₹%&]"
)
_PIECE: Final = re.compile(
    rf"(?P<gap>[\[(]?(?:…|\.\s?\.\s?\.(?:\s?\.)?)[\])]?)"
    rf"|(?P<bracket>(?P<head>[^\W\d_]{{0,30}})\[(?P<inner>[^\[\]]{{1,80}})\](?P<tail>[^\W\d_]{{0,30}}))"
    rf"|{_TOKEN.pattern}"
)
_BREAK: Final = ""
_FEW_BITS: Final = 8


class Token(NamedTuple):
    """A word as it is compared, and the characters that it stands at."""

    word: str
    start: int
    end: int


def tokens_between(text: str, start: int, end: int) -> Iterator[Token]:
    """The words of ``text[start:end]``, without case, accents, marks and dashes."""
    for match in _TOKEN.finditer(text, start, end):
        yield Token(_normal(match[0]), match.start(), match.end())


def _normal(word: str) -> str:
    word = folded(word).replace("’", "'")
    return word.replace(",", "") if word[0].isdigit() else word


_ALIKE: Final = str.maketrans(
    {**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’", "'"), **dict.fromkeys("–—−", "-")}
)


def restates_whole(statement: str, sources: Sequence[SourceSentence]) -> bool:
    """Whether ``statement`` is a cited sentence, but for the shape of marks and the full stop."""
    own = _typed(statement)
    return any(_typed(source.text) == own for source in sources)


def restates(statement: str, texts: Iterable[str]) -> bool:
    """Whether one of the texts has the statement's words and no others, in their order."""
    own, *others = (
        [token.word for token in tokens_between(text, 0, len(text))] for text in (statement, *texts)
    )
    return own in others


@lru_cache(maxsize=4096)
def _typed(text: str) -> str:
    plain = text.translate(_ALIKE)
    return " ".join(plain.replace("...", "…").split()).rstrip(". ")


class PieceKind(Enum):
    """What a part of a quotation asks of the source."""

    WORD = "word"
    PREFIX = "prefix"
    GAP = "gap"
    ANY = "any"


class Piece(NamedTuple):
    """A part of a quotation: a word, a word's begin, words left out, or words replaced."""

    kind: PieceKind
    word: str = ""


@lru_cache(maxsize=1024)
def pieces_of(quoted: str) -> tuple[Piece, ...]:
    """The parts of a quotation, those left out at its edges not counted."""
    pieces: list[Piece] = []
    for match in _PIECE.finditer(quoted):
        if match["gap"]:
            pieces.append(Piece(PieceKind.GAP))
        elif match["bracket"]:
            pieces += _bracketed(match)
        else:
            pieces.append(Piece(PieceKind.WORD, _normal(match[0])))
    words = [at for at, one in enumerate(pieces) if one.kind in {PieceKind.WORD, PieceKind.PREFIX}]
    return tuple(pieces[words[0] : words[-1] + 1]) if words else ()


def _bracketed(match: re.Match[str]) -> list[Piece]:
    head, inner, tail = match["head"], match["inner"], match["tail"]
    if tail and len(inner) == 1:  # "[r]esigned"
        return [Piece(PieceKind.WORD, _normal(head + inner + tail))]
    if head:  # "resign[ed]"
        return [Piece(PieceKind.PREFIX, _normal(head)[:-1] or _normal(head))]
    return [Piece(PieceKind.ANY)]


@dataclass(frozen=True)
class Words:
    """The words of cited sentences of one text, in order, with breaks where some are left out.

    ``quoted`` has the bit of every word that stands in quotation marks; ``unsure`` is whether
    marks are missing around some of them.
    """

    tokens: tuple[Token, ...]
    quoted: int
    unsure: bool

    @cached_property
    def _places(self) -> dict[str, int]:
        indices: dict[str, list[int]] = {}
        for index, token in enumerate(self.tokens):
            indices.setdefault(token.word, []).append(index)
        return {word: _bits_at(found) for word, found in indices.items()}

    @cached_property
    def speech(self) -> Words:
        """The quoted words alone, as if "…," she said, "…" were one quotation."""
        tokens = tuple(t for i, t in enumerate(self.tokens) if self.quoted >> i & 1)
        return Words(tokens, (1 << len(tokens)) - 1, self.unsure)

    def ends(self, pieces: Sequence[Piece], *, within: int | None = None) -> int:
        """The places right behind the words that match ``pieces``, as bits; 0 for none.

        Only words whose bit is in ``within`` count, where it is given.
        """
        here = full = (1 << len(self.tokens)) - 1
        allowed = full if within is None else within
        breaks = self._places.get(_BREAK, 0)
        for piece in pieces:
            if piece.kind is PieceKind.GAP:
                lowest = here & -here
                here = full & ~(lowest - 1) if lowest else 0
            elif piece.kind is PieceKind.ANY:
                for _ in range(BRACKET_WORDS):
                    here |= (here & ~breaks) << 1
            else:
                here = (here & self._found(piece) & allowed) << 1
            if not here:
                break
        return here

    def _found(self, piece: Piece) -> int:
        if piece.kind is PieceKind.WORD:
            return self._places.get(piece.word, 0)
        begun = (places for word, places in self._places.items() if word.startswith(piece.word))
        return reduce(or_, begun, 0)


class Stream(NamedTuple):
    """The words of the cited sentences of one article."""

    article: Article
    words: Words


def streams_of(sources: Sequence[SourceSentence]) -> tuple[Stream, ...]:
    """The words of the cited sentences, an article's together."""
    streams = []
    for article in {source.article.id: source.article for source in sources}.values():
        indices = sorted({one.index for one in sources if one.article.id == article.id})
        spans = tuple((article.sentences[i].start, article.sentences[i].end) for i in indices)
        joined = tuple(after == before + 1 for before, after in pairwise(indices))
        streams.append(Stream(article, _read(article.text, spans, (True, *joined))))
    return tuple(streams)


@lru_cache(maxsize=1024)
def _read(text: str, spans: tuple[tuple[int, int], ...], joined: tuple[bool, ...]) -> Words:
    """The words of these stretches of a text, with a break before those not ``joined``."""
    quotations = find_quotations(text)
    tokens: list[Token] = []
    quoted: list[int] = []
    unsure = False
    for (start, end), follows in zip(spans, joined, strict=True):
        if not follows:
            tokens.append(Token(_BREAK, start, start))
        unsure = unsure or not all(span.whole for span in quotations.between(start, end))
        for token in tokens_between(text, start, end):
            span = quotations.at(token.start)
            if span is not None and span.start <= token.start < span.end:
                quoted.append(len(tokens))
            tokens.append(token)
    return Words(tuple(tokens), _bits_at(quoted), unsure)


def _bits_at(indices: Sequence[int]) -> int:
    """The integer with just these bits, given in rising order."""
    if len(indices) < _FEW_BITS:
        return sum(1 << index for index in indices)
    held = bytearray(indices[-1] // 8 + 1)
    for index in indices:
        held[index // 8] |= 1 << index % 8
    return int.from_bytes(held, "little")
