"""Checks that what a statement quotes is quoted so by its sources, and by the same speaker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from assistant.language.attributions import find_attributions
from assistant.language.quotations import Quotation, find_quotations
from assistant.language.speaker_names import named_alike
from assistant.language.speakers import resolved_phrase, speakers_at
from assistant.types import Reason, ReasonCode, VerdictKind
from assistant.verifying.lexical import shortened
from assistant.verifying.sources import SourceSentence
from assistant.verifying.verbatim import (
    Piece,
    PieceKind,
    Stream,
    Token,
    pieces_of,
    restates_whole,
    streams_of,
    tokens_between,
)

_SCARE_WORDS: Final = 3  # quotations of so few words may quote a term, a title or a name
_LONGEST_COMPARED: Final = 120
# The share of a quotation's words, in order, that a near match has in common with it.
_NEAR: Final = 0.6
_MOST_COMPARED: Final = 20


def quotation_reasons(statement: str, sources: Sequence[SourceSentence]) -> tuple[Reason, ...]:
    """What is wrong with the quotations of ``statement``; nothing where it has none.

    Each is to be found word for word in a cited sentence, or in cited sentences one after the
    other; case, marks, spaces, dashes and punctuation do not count, words may be left out
    at an ellipsis, and brackets may replace or alter words. More than a few words are to stand in
    quotation marks there, too, and be the words of the speaker whom the statement names.

    Args:
        statement: one sentence of a draft.
        sources: the sentences that it cites.
    """
    quotations = find_quotations(statement)
    if not sources or (not quotations.spans and quotations.balanced):
        return ()
    if restates_whole(statement, sources):
        return ()
    reasons: list[Reason] = []
    if not quotations.balanced:
        text = "a quotation mark is missing or stands alone"
        reasons.append(Reason(ReasonCode.QUOTATION_UNBALANCED, text, VerdictKind.SUPPORTED))
    streams = streams_of(sources)
    for quotation in quotations.outer:
        if quotation.whole:
            # Differences cost more than matches: with so many, the first of them tell enough.
            compare = len(reasons) < _MOST_COMPARED
            reasons += _checked(statement, quotation, streams, compare=compare)
    return tuple(reasons)


def _checked(
    statement: str, quotation: Quotation, streams: Sequence[Stream], *, compare: bool
) -> Iterator[Reason]:
    quoted = statement[quotation.start : quotation.end]
    pieces = pieces_of(quoted)
    if not pieces:
        return
    start, end = quotation.outer_start, quotation.outer_end
    matching = [s for s in streams if s.words.ends(pieces) or s.words.speech.ends(pieces)]
    if not matching:
        difference = _difference(quoted, streams) if compare else None
        text = difference or (f"the quotation “{shortened(quoted)}” is not in the cited sentences")
        yield Reason(ReasonCode.QUOTATION_ALTERED, text, VerdictKind.UNSUPPORTED, start, end)
        return
    if len(pieces) > _SCARE_WORDS and not any(_is_quoted(s, quoted, pieces) for s in matching):
        words = shortened(quoted)
        text = f"puts quotation marks round words that the source does not quote: “{words}”"
        yield Reason(ReasonCode.QUOTATION_ALTERED, text, VerdictKind.PARTLY, start, end)
        return
    other = _other_speaker(statement, quotation, pieces, matching)
    if other is not None:
        yield Reason(ReasonCode.QUOTATION_SPEAKER, other, VerdictKind.UNSUPPORTED, start, end)


def _is_quoted(stream: Stream, quoted: str, pieces: Sequence[Piece]) -> bool:
    """Whether the source has the words in quotation marks, too, or they are a title."""
    words = [word for word in quoted.split() if len(word) > _SCARE_WORDS]
    titled = bool(words) and all(word.lstrip("([")[:1].isupper() for word in words)
    marked = stream.words.unsure or stream.words.ends(pieces, within=stream.words.quoted)
    return titled or bool(marked or stream.words.speech.ends(pieces))


def _other_speaker(
    statement: str, quotation: Quotation, pieces: Sequence[Piece], streams: Sequence[Stream]
) -> str | None:
    """What to say where each source gives the quotation to somebody else; None where not."""
    phrase = _speaker_phrase(statement, quotation)
    if phrase is None:
        return None
    text = None
    for stream in streams:
        given = resolved_phrase(stream.article, phrase)
        for place in _places(stream, pieces):
            names = speakers_at(stream.article, place)
            around = stream.article.text
            if (
                given is None
                or not names
                or any(named_alike(given, name, around=around) for name in names)
            ):
                return None
            text = f"gives the quotation to {given.shown}; the source gives it to {names[0].shown}"
    return text


def _speaker_phrase(statement: str, quotation: Quotation) -> str | None:
    covering = [
        (min(abs(cue.start - quotation.outer_end), abs(quotation.outer_start - cue.end)), speaker)
        for found in find_attributions(statement)
        if (speaker := found.speaker) is not None and found.covers(quotation.start)
        for cue in [found.cue]
    ]
    if not covering:
        return None
    _, nearest = min(covering, key=lambda pair: pair[0])
    return statement[nearest.start : nearest.end]


def _places(stream: Stream, pieces: Sequence[Piece]) -> Iterator[int]:
    """Where in the article the last words of each match of ``pieces`` stand."""
    for one in (stream.words, stream.words.speech):
        ends = one.ends(pieces)
        while ends:
            lowest = ends & -ends
            yield one.tokens[lowest.bit_length() - 2].start
            ends ^= lowest


def _difference(quoted: str, streams: Sequence[Stream]) -> str | None:
    own = list(tokens_between(quoted, 0, len(quoted)))
    if not _SCARE_WORDS <= len(own) <= _LONGEST_COMPARED:
        return None
    if any(piece.kind in {PieceKind.GAP, PieceKind.ANY} for piece in pieces_of(quoted)):
        return None
    words = [token.word for token in own]
    for stream in streams:
        window = _window(words, stream)
        matcher = SequenceMatcher(None, words, [t.word for t in window], autojunk=False)
        codes = matcher.get_opcodes()
        same = sum(last - first for tag, first, last, _, _ in codes if tag == "equal")
        if same < _NEAR * len(own):
            continue
        for tag, first, last, left, right in codes:
            if tag == "equal" or (tag == "insert" and first in {0, len(own)}):
                continue
            said = shortened(_text_of(own[first:last], quoted))
            # What is beyond the edges of the quotation is no part of the comparison.
            width = last - first if first == 0 or last == len(own) else right - left
            cut = window[right - width : right] if first == 0 else window[left : left + width]
            has = shortened(_text_of(cut, stream.article.text))
            if tag == "insert":
                return f"the quotation leaves out words of the source: “{has}”"
            if tag == "delete":
                return f"the quotation has words that the source has not: “{said}”"
            return f"the quotation differs from the source: “{said}” where the source has “{has}”"
    return None


def _window(words: Sequence[str], stream: Stream) -> Sequence[Token]:
    """The words of the stream beside the longest run that it shares with the quotation."""
    matcher = SequenceMatcher(None, words, [t.word for t in stream.words.tokens], autojunk=False)
    match = matcher.find_longest_match()
    first = max(0, match.b - match.a - 2)
    return stream.words.tokens[first : match.b + len(words) - match.a + 2]


def _text_of(tokens: Sequence[Token], text: str) -> str:
    return text[tokens[0].start : tokens[-1].end] if tokens else ""
