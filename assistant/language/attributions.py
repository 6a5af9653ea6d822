"""Finds who is said to have said what, by the wording of English newswire."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Final

from assistant.language import cues
from assistant.language.cues import Clauses, CueKind, Verb, clauses_of, has_verb
from assistant.language.enclosures import Span
from assistant.language.punctuation import CLOSING
from assistant.language.quotations import find_quotations
from assistant.language.sentences import LONGEST_SENTENCE, split_sentences


@dataclass(frozen=True, slots=True)
class Attribution:
    """That something is given to somebody.

    ``cue`` is the verb or phrase that says so, ``speaker`` who it is given to (None where
    nobody is named, as after "allegedly"), ``extents`` what is given, in order.
    """

    cue: Span
    kind: CueKind
    speaker: Span | None
    extents: tuple[Span, ...]

    def covers(self, place: int) -> bool:
        """Whether the character at ``place`` is part of what is given."""
        return any(extent.start <= place < extent.end for extent in self.extents)


_Range = tuple[int, int]

_SEVERAL: Final = re.compile(rf"[.!?…][{CLOSING})\]]{{0,3}}\s|\n")
_WORD: Final = re.compile(r"(?<![\w’'-])[a-z]{3,13}(?![\w’'-])")
_NEARBY_WORDS: Final = 6
_LONGEST_WORD: Final = 20
_SAYING: Final = frozenset({*cues.VERBS, *cues.GERUNDS})
_MOST_CUES: Final = 12  # cues of a kind that are looked at in a sentence: no real one has more


@lru_cache(maxsize=512)
def find_attributions(text: str) -> tuple[Attribution, ...]:
    """Who is said to have said what in ``text``, by the place of the cues.

    Words inside longer quotations are the speaker's own and are not looked into.
    """
    if _SEVERAL.search(text.rstrip()) or len(text) > LONGEST_SENTENCE:
        bounds = [(sentence.start, sentence.end) for sentence in split_sentences(text)]
    else:
        bounds = [(0, len(text))]
    return tuple(found for start, end in bounds for found in attributions_between(text, start, end))


@lru_cache(maxsize=4096)
def attributions_between(text: str, start: int, end: int) -> tuple[Attribution, ...]:
    """The same for one sentence, ``text[start:end]``, read with the quotations of ``text``."""
    if end - start > LONGEST_SENTENCE:
        return tuple(
            found
            for piece in split_sentences(text[start:end])
            for found in attributions_between(text, start + piece.start, start + piece.end)
        )
    sentence = _Sentence(clauses_of(text, start, end, find_quotations(text)))
    found = sorted(sentence.attributions(), key=lambda found: found.cue.start)
    for index in range(1, len(found)):
        if text[found[index].cue.start : found[index].cue.end] in cues.GERUNDS:
            found[index] = replace(found[index], speaker=found[index - 1].speaker)
    return tuple(found)


class _Sentence:
    def __init__(self, clauses: Clauses) -> None:
        self._clauses = clauses
        self._masked = clauses.masked

    def attributions(self) -> Iterator[Attribution]:
        masked = self._masked
        claimed: list[_Range] = []
        for match in islice(cues.HEARSAY.finditer(masked), _MOST_CUES):
            claimed.append(match.span())
            yield self._hearsay(match)
        for match in islice(cues.NOMINAL.finditer(masked), _MOST_CUES):
            claimed.append(match.span())
            owner = cues.POSSESSOR.search(masked, max(0, match.start() - 90), match.start())
            extent = (match.end(), self._clauses.turn_after(match.end()))
            speaker = owner.span() if owner else None
            yield self._made(match.span(), CueKind.CLAIMED, speaker, [extent])
        for match in islice(cues.ACCORDING.finditer(masked), _MOST_CUES):
            yield self._according(match)
        said = False
        words = (match for match in _WORD.finditer(masked) if match[0] in _SAYING)
        for match in islice(words, _MOST_CUES):
            word = match[0]
            cue = match.span()
            if any(start < cue[1] and cue[0] < end for start, end in claimed):
                continue
            found = self._verb(cue, cues.VERBS[word]) if word in cues.VERBS else self._gerund(cue)
            if found is not None:
                said = True
                yield found
        colon = None if said else cues.COLON.match(masked)
        if colon and cues.FINITE.search(colon[0]) is None:
            end = colon.end()
            yield self._made((end, end + 1), CueKind.SAID, colon.span(), self._quoted(end))

    def _made(
        self, cue: _Range, kind: CueKind, speaker: _Range | None, extents: list[_Range]
    ) -> Attribution:
        base = self._clauses.start
        trimmed = [self._trim(*extent) for extent in extents]
        named = self._trim(*speaker) if speaker else None
        if named and named[1] == len(self._masked.rstrip()):
            named = named[0], named[0] + len(self._masked[slice(*named)].rstrip(".!? "))
        at = [Span(base + start, base + end) for start, end in sorted(filter(None, trimmed))]
        speaks = named is not None and named[0] < named[1]
        who = Span(base + named[0], base + named[1]) if named and speaks else None
        return Attribution(Span(base + cue[0], base + cue[1]), kind, who, tuple(at))

    def _trim(self, start: int, end: int) -> _Range | None:
        part = self._masked[start:end]
        inner = part.strip(' ,;:"—–-')
        if not inner:
            return None
        first = start + part.index(inner[0])
        return first, first + len(inner)

    def _quoted(self, start: int) -> list[_Range]:
        hidden = re.finditer(f"{cues.HIDDEN}+", self._masked)
        return [match.span() for match in hidden if match.end() > start]

    def _verb(self, cue: _Range, verb: Verb) -> Attribution | None:
        masked, clauses = self._masked, self._clauses
        before = masked[max(0, cue[0] - _LONGEST_WORD) : cue[0]]
        last = before.split()[-1] if before.strip() and before.endswith(" ") else ""
        word = masked[cue[0] : cue[1]]
        if last in cues.NEVER or last.endswith(("n't", "n’t")):
            return None
        if last in cues.PASSIVE:
            return self._front(cue, verb, None) if word in cues.TELLS else None
        boundary = clauses.boundary_before(cue[0])
        chunk = masked[boundary[1] : cue[0]]
        if not chunk.strip() and boundary[1] > 0:
            return self._without_chunk(cue, verb, boundary)
        speaker = self._subject(boundary[1], cue[0])
        if speaker and masked[speaker[0] : speaker[1]].strip().lower() in cues.SPEAKING_SELF:
            return None
        if self._stands_behind(cue, boundary, chunk):
            return self._behind(cue, verb, speaker, boundary)
        return self._front(cue, verb, speaker)

    def _without_chunk(self, cue: _Range, verb: Verb, boundary: _Range) -> Attribution | None:
        """A verb right behind a comma or a quotation: "…," said Lind; Lind, the mayor, said."""
        masked = self._masked
        word = masked[cue[0] : cue[1]]
        right = self._clauses.boundary_after(cue[1])
        rest = masked[cue[1] : right[0]]
        cut = cues.RELATIVE_CUT.search(rest)
        phrase = rest[: cut.start()] if cut else rest
        speech = self._clauses.speech_before(boundary)
        inverts = (
            word in cues.INVERTING
            and cues.NOUN_PHRASE.match(rest)
            and cues.FINITE.search(phrase) is None
        )
        if inverts and (speech or any(map(has_verb, masked[: boundary[0]].split(",")))):
            extents = [(0, boundary[0]), *self._quoted(right[0])]
            end = cue[1] + len(phrase)
            nameless = cues.NAMELESS.fullmatch(phrase)
            apposed = cues.APPOSED_NAME.match(masked, end) if nameless else None
            speaker = (cue[1], apposed.end() if apposed else end)
            return self._made(cue, verb.kind, speaker, extents)
        if speech:
            return self._made(cue, verb.kind, None, [(0, boundary[0])])
        start = self._apposition_start(boundary)
        speaker = self._subject(start, boundary[0]) or (start, boundary[0])
        earlier = self._clauses.boundary_before(start)
        if self._stands_behind(cue, earlier, masked[start : cue[0]]):
            return self._behind(cue, verb, speaker, earlier)
        return self._front(cue, verb, speaker)

    def _apposition_start(self, boundary: _Range) -> int:
        """Where the subject begins whose last apposition ends at ``boundary``."""
        place = boundary[0]
        for _ in range(4):
            earlier = self._clauses.boundary_before(place)
            segment = self._masked[earlier[1] : place]
            if earlier[1] == 0 or self._clauses.speech_before(earlier):
                return earlier[1]
            verbless = cues.FINITE.search(segment) is None or cues.APPOSITION.match(segment)
            following = self._masked[self._clauses.boundary_before(earlier[0])[1] : earlier[0]]
            if not verbless or cues.FINITE.search(following):
                return earlier[1]
            place = earlier[0]
        return place

    def _subject(self, start: int, end: int) -> _Range | None:
        """The speaker in a stretch before the verb: without what leads up to it."""
        chunk = self._masked[start:end]
        lead = cues.LEADING.match(chunk.lstrip())
        offset = len(chunk) - len(chunk.lstrip()) + (lead.end() if lead else 0)
        body = chunk[offset:]
        if cues.FINITE.search(body):
            ends = [word.end() for word in cues.CLAUSE_WORD.finditer(body)]
            if not ends or cues.FINITE.search(body, ends[-1]):
                return None
            offset += ends[-1]
        if not chunk[offset:].strip() or chunk.rstrip().endswith((" who", " which", " that")):
            return None
        return start + offset, end

    def _stands_behind(self, cue: _Range, boundary: _Range, chunk: str) -> bool:
        """Whether what is said stands before its speaker: X, Lind said on Monday."""
        masked = self._masked
        that = self._that(self._past_hearer(cue))
        if boundary[1] == 0 or that or cues.RELATIVE_START.match(chunk.strip()):
            return False
        if self._clauses.speech_before(boundary):
            return True
        rest = masked[cue[1] : self._clauses.boundary_after(cue[1])[0]]
        introduces = cues.INTRODUCES.match(masked, cue[1]) is not None
        if not rest.strip(" .!?") or cues.WHEN.match(rest):
            return not introduces
        beside = masked[cue[0] : cue[1]] in cues.TELLS or cues.BESIDE.match(rest)
        return bool(beside) and not introduces and not has_verb(rest)

    def _past_hearer(self, cue: _Range) -> int:
        """The place behind the cue, and behind whom it tells."""
        tells = self._masked[cue[0] : cue[1]] in cues.TELLS
        told = cues.TOLD.match(self._masked, cue[1]) if tells else None
        return told.end() if told else cue[1]

    def _that(self, place: int) -> re.Match[str] | None:
        return cues.THAT.match(self._masked, place) or cues.LATE_THAT.match(self._masked, place)

    def _behind(
        self, cue: _Range, verb: Verb, speaker: _Range | None, boundary: _Range
    ) -> Attribution:
        right = self._clauses.boundary_after(cue[1])
        extents = [(0, boundary[0])]
        rest = self._masked[right[1] :]
        tells = self._masked[cue[0] : cue[1]] in cues.TELLS
        apposed = tells and cues.APPOSITION.match(rest)
        if self._masked[right[0] : right[1]] in {",", ""} and not apposed:
            extents.append((right[1], self._clauses.turn_after(right[1])))
        else:
            extents += self._quoted(right[0])
        return self._made(cue, verb.kind, speaker, extents)

    def _front(self, cue: _Range, verb: Verb, speaker: _Range | None) -> Attribution | None:
        """What is said stands behind its speaker: Lind said (that) X."""
        masked = self._masked
        place = self._past_hearer(cue)
        if masked[cue[0] : cue[1]] in cues.FRAGMENT:
            quoted = self._quoted(place)[:1]
            return self._made(cue, verb.kind, speaker, quoted) if quoted else None
        adjunct = cues.ADJUNCT.match(masked, place)
        place = adjunct.end() if adjunct else place
        that = self._that(place)
        if that:
            place = that.end()
        elif verb.weak and not self._clause_follows(place, speaker, verb.kind):
            return None
        end = self._clauses.turn_after(place)
        lead = cues.RELATIVE_START.match(masked, self._clauses.boundary_before(cue[0])[1] + 1)
        if lead:
            end = min(end, self._clauses.boundary_after(place)[0])
        return self._made(cue, verb.kind, speaker, [(place, end)])

    def _clause_follows(self, place: int, speaker: _Range | None, kind: CueKind) -> bool:
        masked = self._masked
        if cues.INTRODUCES.match(masked, place):
            return True
        rest = masked[place : self._clauses.boundary_after(place)[0]]
        if kind is CueKind.FOUND:
            study = speaker is not None and cues.STUDIES.search(masked, *speaker)
            return bool(study) and has_verb(rest)
        if kind is CueKind.DENIED:
            return cues.DENIABLE.match(rest) is not None or has_verb(rest)
        if kind in {CueKind.BELIEVED, CueKind.PLANNED}:
            return speaker is not None and bool(rest.strip(" ."))
        return has_verb(" ".join(rest.split()[:_NEARBY_WORDS]))

    def _gerund(self, cue: _Range) -> Attribution | None:
        masked = self._masked
        boundary = self._clauses.boundary_before(cue[0])
        if boundary[1] == 0 or masked[boundary[1] : cue[0]].strip():
            return None
        that = cues.THAT.match(masked, cue[1])
        rest = masked[cue[1] : self._clauses.boundary_after(cue[1])[0]]
        if not that and not cues.INTRODUCES.match(masked, cue[1]) and not has_verb(rest):
            return None
        start = that.end() if that else cue[1]
        kind = cues.GERUNDS[masked[cue[0] : cue[1]]]
        return self._made(cue, kind, None, [(start, self._clauses.turn_after(start))])

    def _hearsay(self, match: re.Match[str]) -> Attribution:
        masked, clauses = self._masked, self._clauses
        if match[0].lower().startswith("it ") or match[0].startswith("quoted as"):
            end = clauses.turn_after(match.end())
            speaker = None
            if match[0].startswith("quoted"):
                passive = masked.rstrip().rfind(" ", 0, match.start() - 1)
                speaker = self._subject(clauses.boundary_before(match.start())[1], passive)
            return self._made(match.span(), CueKind.HEARSAY, speaker, [(match.end(), end)])
        left = clauses.boundary_before(match.start())[1]
        for word in cues.CLAUSE_WORD.finditer(masked, left, match.start()):
            left = word.end()
        right = clauses.boundary_after(match.end())[0]
        extents = [(left, match.start()), (match.end(), right)]
        return self._made(match.span(), CueKind.HEARSAY, None, extents)

    def _according(self, match: re.Match[str]) -> Attribution:
        masked, clauses = self._masked, self._clauses
        right = clauses.boundary_after(match.end())
        speaker = (match.end(), right[0])
        rest = masked[right[1] :]
        before = clauses.boundary_before(match.start())
        if not masked[: match.start()].strip(' "'):
            start = right[1]
            second = clauses.boundary_after(right[1])
            if cues.APPOSITION.match(rest) and not has_verb(masked[right[1] : second[0]]):
                start = second[1]
            return self._made(match.span(), CueKind.SAID, speaker, [(start, len(masked))])
        extents = [(0, match.start())]
        if masked[before[1] : match.start()].strip() == "" and not cues.APPOSITION.match(rest):
            extents.append((right[1], clauses.turn_after(right[1])))
        return self._made(match.span(), CueKind.SAID, speaker, extents)
