"""From a chat model's stream of text to statements with the sentences they cite.

The text comes in pieces cut anywhere. A sentence is given out as soon as the text after it
has begun, because its marks may follow the full stop. Where to look for the end of a sentence
depends on the text alone, never on how it was cut, so any cutting gives the same statements.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate

from assistant.language.marks import LIST, RUN_IN_TEXT, cited_numbers, neutralised
from assistant.language.sentences import split_sentences
from assistant.models.thinking import RETRACT
from assistant.types import (
    QUOTED,
    EvidenceSentence,
    Sentence,
    Statement,
    Verdict,
    VerdictKind,
    cite,
)

_STOPS = ".!?…。！？"
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_LOWERED = str.maketrans(_RAISED + "⸴˒‚", "0123456789,,,")
_UNIT = re.compile(r"(?:^|[^A-Za-z])(?:[kcdm]?m|ft|in|mi|yd|s)$|(?:^|\D)10$")
_EMPHASIS = re.compile(r"[*_`]{0,6}")
_NO_DIGITS = re.compile(r"\A[^0-9]+")
_FENCE = re.compile(r"\s*```+[\w+-]{0,20}\s*")
_FOOTNOTE = re.compile(r"\s*\[\^[0-9]{1,4}\]:")
# A place to decide at: a stop, what may close after it, its marks, and the next word in full.
# (The word does not open a bracket: it could be the first half of a mark.)
_DECISION = re.compile(
    rf"[{_STOPS}][\"'”’»)\]*_]{{0,5}}(?:[ \t\u00a0\u202f]{{0,2}}{RUN_IN_TEXT})?[^\S\n]{{1,8}}"
    r"(?:[^\s\[【(]\S{39}|[^\s\[【(]\S{0,38}(?=\s))"
    r"|\n"
)
# Marks, with the space that would be left before punctuation; and Markdown's emphasis.
_REMOVED = re.compile(
    rf"(?P<marks>{RUN_IN_TEXT})(?:[ \t]{{1,2}}(?=[.,;:!?…]))?"
    # What may be a mark, if its numbers are there and the model marks nothing otherwise.
    rf"|(?P<loose>[(（]{LIST}[)）](?=[\s*_]{{0,4}}(?:[{_STOPS},;(（]|\Z))"
    rf"|(?<=[{_STOPS}] )[(（]{LIST}[)）]"
    rf"|{{{{?{LIST}}}}}?|(?<=[^\W\d])[{_RAISED}]{{1,3}}(?:[,⸴˒‚]?[{_RAISED}]{{1,3}}){{0,5}}"
    rf"|(?<=[\d{_STOPS}\"”'’)])[{_RAISED}]{{1,3}})"
    rf"|(?P<led>\b(?:[Aa]ccording to|[Aa]s (?:stated|reported|noted|described) in|[Pp]er) (?:the )?"
    rf"(?:numbered )?(?:sentences?|sources?) {LIST},?[ \t]{{0,2}})"
    r"|\*{2,}|__|`+|[ \t]?\[[nm]\]"  # the last as the prompts write "a number"
    r"|(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])"
    r"|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)"
)
_LINE_START = re.compile(
    r"[^\S\n]{0,20}(?:>[ \t]{0,4}){0,3}(?:#{1,6}[ \t]+|(?:[-*•·‣–—+]|[0-9]{1,2}[.)])(?:[ \t]+|$))?"
)
_MARK_CUT_OFF = re.compile(r"[\[【][\^#S]?[0-9 ,;–—-]*\Z")
_TIGHT = frozenset(".,;:!?…)]}»”’\"'")
_WORD = re.compile(r"\w")
_SPACES = re.compile(r"\s")
# Characters beyond which a failed attempt to find an end is not repeated at every next place.
_LONG = 200


@dataclass(frozen=True, slots=True)
class DraftStatement:
    """A sentence as the model wrote it: without marks, with the existing numbers it cites."""

    text: str
    numbers: tuple[int, ...]
    lead: str


RETRACTED = DraftStatement("", (), "")
"""Stands in the place of all sentences before it: they turned out to be thinking."""


@dataclass(frozen=True, slots=True)
class _Mark:
    position: int
    """Character of the clean text that the mark stood before."""
    text: str


@dataclass(frozen=True, slots=True)
class _Clean:
    """Text without marks and emphasis, where the marks were, and the way back."""

    text: str
    marks: tuple[_Mark, ...]
    clean_starts: tuple[int, ...]
    raw_starts: tuple[int, ...]

    def raw_position(self, position: int) -> int:
        piece = max(0, bisect_right(self.clean_starts, position) - 1)
        return self.raw_starts[piece] + position - self.clean_starts[piece]


class StatementAssembler:
    """Puts statements together from pieces of streamed text.

    ``known`` are the numbers that may be cited. ``dropped`` counts those cited that are not
    among them. Numbers count once per statement.
    """

    def __init__(self, *, known: Collection[int], language: str = "en") -> None:
        self.dropped = 0
        self._known = frozenset(known)
        self._language = language
        self._unread: list[str] = []
        self._raw = ""  # what has been read and belongs to no statement yet
        self._scan = 0  # no place to decide at begins before
        self._retry_at = 0  # do not cut sentences again before the line is as long
        self._line_start = True
        self._breaks = 0
        self._started = False
        self._held: DraftStatement | None = None  # the next line may bring marks for it
        self._carried: tuple[int, ...] = ()
        self._bracketed = False  # whether the model has marked with brackets

    def feed(self, chunk: str) -> list[DraftStatement]:
        """Take in more text and give out the statements that are now complete.

        Of ``RETRACT``, which takes all before it back, ``RETRACTED`` comes.
        """
        if chunk == RETRACT:
            self.__dict__.update(vars(type(self)(known=self._known, language=self._language)))
            return [RETRACTED]
        self._unread.append(chunk)
        if not _SPACES.search(chunk):
            return []
        self._read()
        return list(self._advance())

    def finish(self) -> list[DraftStatement]:
        """Give out what is left: the text has ended."""
        self._read()
        self._raw = _MARK_CUT_OFF.sub("", self._raw)
        complete = list(self._advance())
        complete += self._end_line(self._raw)
        self._raw = ""
        complete += self._release()
        return complete

    def _read(self) -> None:
        self._raw += "".join(self._unread)
        self._unread.clear()

    def _advance(self) -> Iterator[DraftStatement]:
        while place := _DECISION.search(self._raw, self._scan):
            if place[0] == "\n":
                yield from self._end_line(self._raw[: place.start()])
                self._raw = self._raw[place.end() :]
                self._scan = self._retry_at = 0
                self._line_start = True
                self._breaks += 1
            else:
                yield from self._decide(place)
        self._scan = self._earliest_place()
        opening = self._raw.lstrip()[:1]
        if self._line_start and opening and opening not in "[【(":
            yield from self._release()

    def _earliest_place(self) -> int:
        """Where a place to decide at can begin that more text would complete.

        Only the word that ends a place can hold another stop, and a word ends at white space:
        so it is the last stop before the last white space, or after that.
        """
        spaces = range(len(self._raw) - 1, self._scan - 1, -1)
        last = next((at for at in spaces if self._raw[at].isspace()), self._scan)
        stop = max(self._raw.rfind(stop, self._scan, last) for stop in _STOPS)
        return stop if stop >= 0 else last

    def _decide(self, place: re.Match[str]) -> Iterator[DraftStatement]:
        """Give out the sentences before the word that ``place`` ends with, if any do end."""
        self._scan = place.start() + 1
        if place.end() < self._retry_at:
            return
        clean = self._cleaned(self._raw[: place.end()])
        sentences = self._sentences(clean.text)
        if len(sentences) < 2:  # noqa: PLR2004 - a sentence, and the start of the next
            self._retry_at = place.end() * 5 // 4 if place.end() > _LONG else 0
            return
        for statement in self._statements(clean, sentences[:-1], until=sentences[-1].start):
            yield from self._release()
            self._held = statement
        yield from self._release()
        begins = clean.raw_position(sentences[-1].start)
        self._raw = self._raw[begins:]
        self._scan = max(0, self._scan - begins)
        self._retry_at = 0
        self._line_start = False

    def _end_line(self, line: str) -> Iterator[DraftStatement]:
        """Give out the sentences of the rest of a line, but hold the last for its marks."""
        if self._line_start and (_FENCE.fullmatch(line) or _FOOTNOTE.match(line)):
            return
        clean = self._cleaned(line)
        sentences = self._sentences(clean.text)
        if not sentences:
            numbers = self._numbers(clean.marks)
            if self._held and self._line_start and line.lstrip()[:1] in tuple("[【("):
                self._held = replace(self._held, numbers=_once(self._held.numbers + numbers))
            else:
                if line.strip():  # a stray "!" parts the held sentence from marks further on
                    yield from self._release()
                self._carried += numbers
            return
        for statement in self._statements(clean, sentences, until=len(clean.text)):
            yield from self._release()
            self._held = statement

    def _release(self) -> Iterator[DraftStatement]:
        if self._held:
            held, self._held = self._held, None
            yield held

    def _statements(
        self, clean: _Clean, sentences: list[Sentence], *, until: int
    ) -> Iterator[DraftStatement]:
        """The sentences with their marks: those after a sentence's start, up to the next's."""
        starts = [sentence.start for sentence in sentences]
        marks: list[list[_Mark]] = [[] for _ in sentences]
        for mark in clean.marks:
            if mark.position <= until:
                marks[max(0, bisect_left(starts, mark.position) - 1)].append(mark)
        for sentence, own in zip(sentences, marks, strict=True):
            numbers = _once(self._carried + self._numbers(own))
            self._carried = ()
            text = " ".join(clean.text[sentence.start : sentence.end].split())
            yield DraftStatement(text, numbers, self._lead())

    def _lead(self) -> str:
        lead = (" ", "\n", "\n\n")[min(self._breaks, 2)] if self._started else ""
        self._started = True
        self._breaks = 0
        return lead

    def _numbers(self, marks: Iterable[_Mark]) -> tuple[int, ...]:
        written = " ".join(mark.text for mark in marks)
        self._bracketed = self._bracketed or "[" in written
        cited = cited_numbers(written, known=self._known)
        self.dropped += cited.unknown
        return cited.numbers

    def _cleaned(self, raw: str) -> _Clean:
        return _cleaned(raw, line_start=self._line_start, loose=self._is_mark)

    def _is_mark(self, text: str, before: str) -> bool:
        """Whether what stands after ``before`` cites, rather than belongs to the text."""
        if self._bracketed or (text[0] in _RAISED and _UNIT.search(before)):
            return False
        cited = cited_numbers(_bracketed(text), known=self._known)
        return bool(cited.numbers) and not cited.unknown

    def _sentences(self, text: str) -> list[Sentence]:
        if not _WORD.search(text):
            return []
        sentences = split_sentences(text, language=self._language)
        return [one for one in sentences if _WORD.search(text[one.start : one.end])]


def _bracketed(loose: str) -> str:
    """What may be a mark, as one that cannot be mistaken; ``【`` tells it from the model's own."""
    return f"【{loose.strip('(){}（） ').translate(_LOWERED)}】"


def _cleaned(raw: str, *, line_start: bool, loose: Callable[[str, str], bool]) -> _Clean:
    """``raw`` (no line breaks) without list signs, marks and emphasis, its spacing repaired."""
    opening = _LINE_START.match(raw) if line_start else None
    done = opening.end() if opening else 0
    pieces: list[tuple[str, int]] = []  # text that stays, and where it begins in ``raw``
    marks: list[tuple[int, str]] = []  # the number of pieces before a mark, and the mark
    capital = False
    for match in _REMOVED.finditer(raw, done):
        if match["loose"] and not loose(
            match["loose"], raw[max(0, match.start() - 4) : match.start()]
        ):
            continue
        if match.start() > done:
            pieces.append((_capital(raw[done : match.start()], now=capital), done))
            capital = False
        done = match.end()
        if match["led"]:
            capital = not pieces or pieces[-1][0].rstrip().endswith(tuple(_STOPS))
            marks.append((len(pieces), _bracketed(_NO_DIGITS.sub("", match["led"].strip(" \t,")))))
            continue
        mark = match["marks"] or (_bracketed(match["loose"]) if match["loose"] else None)
        if not mark:
            continue
        _strip_end(pieces)
        marks.append((len(pieces), mark))
        emphasis = _EMPHASIS.match(raw, done)
        at = emphasis.end() if emphasis else done
        following = raw[at : at + 1]
        if following == "." and pieces and pieces[-1][0].endswith(tuple(_STOPS)):
            done = at + 1  # "gas. [3]." has one full stop too many
        elif following and following not in _TIGHT and not following.isspace():
            pieces.append((" ", done))
    pieces.append((_capital(raw[done:], now=capital), done))
    starts = list(accumulate((len(text) for text, _ in pieces), initial=0))
    return _Clean(
        text="".join(text for text, _ in pieces),
        marks=tuple(_Mark(starts[before], mark) for before, mark in marks),
        clean_starts=tuple(starts[:-1]),
        raw_starts=tuple(begins for _, begins in pieces),
    )


def _capital(text: str, *, now: bool) -> str:
    """``text``, beginning as a sentence does if ``now``; its length stays."""
    first = text[:1].upper()
    return first + text[1:] if now and len(first) == 1 else text


def _strip_end(pieces: list[tuple[str, int]]) -> None:
    while pieces:
        text, begins = pieces.pop()
        if bare := text.rstrip():
            pieces.append((bare, begins))
            return


def _once(numbers: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(numbers))


def resolve(draft: DraftStatement, evidence: Mapping[int, EvidenceSentence]) -> Statement:
    """The statement with its citations, and what is known of it without checking its meaning.

    It is supported if it is, word for word, a sentence that it cites; else unchecked.
    """
    cited = [evidence[number] for number in draft.numbers]
    if any(neutralised(draft.text) == neutralised(sentence.text) for sentence in cited):
        verdict = QUOTED
    else:
        verdict = Verdict(VerdictKind.UNCHECKED)
    citations = tuple(
        cite(
            sentence.article,
            sentence.sentence.index,
            also_in=sentence.also_in,
            also_outlets=sentence.also_outlets,
        )
        for sentence in cited
    )
    return Statement(draft.text, citations, verdict, draft.lead)
