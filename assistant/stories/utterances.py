"""What is said in one article: by whom, in whose words, to whom."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from assistant.language import cues
from assistant.language.attributions import Attribution, attributions_between
from assistant.language.cues import CueKind, has_verb
from assistant.language.enclosures import Span
from assistant.language.people import named_in
from assistant.language.quotations import Quotation, find_quotations
from assistant.language.words import count_words
from assistant.stories.speaker_mentions import SpeakerMention
from assistant.stories.speakers import Speakers
from assistant.stories.speech_verbs import addressee, gives_name, has_clause, is_speech
from assistant.telling import Wording
from assistant.types import Article

JOIN: Final = " … "
"""What stands between the parts of a statement that its sentence parts."""

_BESIDE: Final = re.compile(r"\w{2,20}ing\b")
_RELATIVE: Final = re.compile(r"\b(?:which|that|whom|what|whose)\s\Z")
_PARTY: Final = re.compile(r"\(?[RDI]-[A-Z]")
_VERB_FOLLOWS: Final = re.compile(r" (?:[a-z]{2,9}ly |later |also |then )?[a-z]{2,14}ed\b")
_OPENING: Final = 12
"""Characters within which a name begins that opens a sentence, a title before it or not."""
_NEAR: Final = 12
"""Characters between a verb and what is denied or promised by it."""
_DATELINE: Final = re.compile(
    r"(?:[A-Z][A-Z.’' -]{1,30}(?:, [\w. ]{1,20})?)?(?: ?\([^()\n]{1,30}\))? ?[—–-]{1,2} "
)
_SPEECH_WORDS: Final = 3
_ENDS_SENTENCE: Final = frozenset('.?!…"”’»)]:;')
_ENDS_SPEECH: Final = frozenset(",.?!…—–")
_AROUND: Final = 2
"""Words beside quotations up to which what is said is in the speaker's words alone."""
_FEWEST_REPORTED: Final = 3
_PARAGRAPH: Final = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Utterance:
    """A statement in an article.

    ``first`` and ``last`` are the sentences in which it stands, both included; ``kind`` is what
    the cue makes of it, ``to`` whom it is told to.
    """

    article: Article
    speaker: SpeakerMention
    words: str
    wording: Wording
    first: int
    last: int
    kind: CueKind
    to: str | None = None


def utterances(article: Article) -> tuple[Utterance, ...]:
    """The statements of ``article`` whose speakers are sure, in their order."""
    return tuple(_Reading(article).utterances())


@dataclass(slots=True)
class _Open:
    """A statement while it is read: whose, and the quotations or spans that are its words."""

    speaker: SpeakerMention
    parts: list[tuple[int, int]]
    wording: Wording
    kind: CueKind
    to: str | None
    first: int
    last: int


class _Reading:
    """Reads one article from its first sentence to its last."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._text = article.text
        self._quotations = find_quotations(article.text)
        self._speakers = Speakers(article)
        self._taken: set[int] = set()
        """Where the quotations begin that are somebody's, or nobody's who is sure."""

    def utterances(self) -> Iterator[Utterance]:
        found: list[_Open] = []
        for sentence in self._article.sentences:
            index = sentence.index
            inside = self._quotations.at(sentence.start)
            filled = inside is not None and inside.outer_end >= sentence.end - 1
            if not filled:
                for attribution in attributions_between(self._text, sentence.start, sentence.end):
                    one = self._attributed(index, attribution)
                    if one is not None:
                        self._speakers.heard(index, one.speaker)
                        found.append(one)
            if inside is not None and inside.outer_start not in self._taken:
                self._go_on(index, inside, found)
        for one in sorted(found, key=lambda one: one.parts[0]):
            yield self._made(one)

    def _attributed(self, index: int, attribution: Attribution) -> _Open | None:
        """The statement that an attribution begins; None where the speaker is not sure."""
        if not is_speech(self._text, attribution):
            return None
        phrase = attribution.speaker or self._subject(index, attribution.cue)
        if phrase is None or self._is_relative(attribution, phrase.start):
            return None
        quoted = [one for extent in attribution.extents for one in self._speech(extent)]
        speaker = self._speakers.of(index, self._before_party(index, phrase))
        free = [one for one in quoted if one.outer_start not in self._taken]
        # Whoever is not sure: what is quoted is nobody else's.
        self._taken.update(one.outer_start for one in quoted)
        if speaker is None:
            return None
        said = self._said(attribution)
        quoted = [
            one
            for one in free
            if any(e.start < one.outer_end and one.outer_start < e.end for e in said)
        ]
        wording = Wording.QUOTED
        if quoted and self._besides(said) <= _AROUND:
            if gives_name(self._text, attribution) and all(
                self._words_in(one) < _SPEECH_WORDS for one in quoted
            ):
                return None
            parts = [(one.start, one.end) for one in quoted]
        else:
            parts = [self._whole(attribution, one) for one in said]
            clause = parts and has_verb(self._text[parts[0][0] : parts[-1][1]])
            # "…?" Lind said of the plan.
            asked = None if clause else self._asked_before(index)
            if asked is not None:
                parts = [(asked.start, asked.end)]
            elif not parts or not has_clause(self._text, attribution) or self._is_scrap(parts):
                return None
            else:
                wording = Wording.REPORTED
        first = min(index, self._sentence_at(parts[0][0]))
        last = max(index, self._sentence_at(parts[-1][1] - 1))
        to = addressee(self._text, attribution)
        return _Open(speaker, parts, wording, attribution.kind, to, first, last)

    def _subject(self, index: int, cue: Span) -> Span | None:
        """The person with whose name a sentence begins, as in "Lind apologised, saying"."""
        if self._text[cue.start : cue.end] not in cues.GERUNDS:
            return None
        named = named_in(self._article, index)
        opens = self._article.sentences[index].start + _OPENING
        if not named or named[0].start > opens or not _VERB_FOLLOWS.match(self._text, named[0].end):
            return None
        return Span(named[0].start, named[0].end)

    def _is_relative(self, attribution: Attribution, place: int) -> bool:
        """Whether what is said is what a relative clause at ``place`` goes with."""
        extents = attribution.extents
        if extents and extents[0].start > attribution.cue.start and self._speech(extents[0]):
            return False
        return _RELATIVE.search(self._text, max(0, place - 8), place) is not None

    def _before_party(self, index: int, speaker: Span) -> Span:
        """The name before "R-Ohio", where that is what the speaker is called."""
        if not _PARTY.match(self._text, speaker.start):
            return speaker
        before = [one for one in named_in(self._article, index) if one.end <= speaker.start]
        if before and speaker.start - before[-1].end <= len(", ("):
            return Span(before[-1].start, before[-1].end)
        return speaker

    def _said(self, attribution: Attribution) -> Sequence[Span]:
        """The extents without what is beside them: …," she said, looking at it."""
        extents = [
            one
            for place, one in enumerate(attribution.extents)
            if not place or not _BESIDE.match(self._text, one.start)
        ]
        pure = [one for one in extents if self._speech(one) and self._besides([one]) <= _AROUND]
        return pure or extents

    def _whole(self, attribution: Attribution, extent: Span) -> tuple[int, int]:
        """An extent without a dateline, and with the verb without which it says the opposite."""
        start, end, cue = extent.start, extent.end, attribution.cue
        dateline = _DATELINE.match(self._text, start, end)
        if dateline:
            start = dateline.end()
        if attribution.kind is not CueKind.SAID and cue.end <= start <= cue.end + _NEAR:
            start = cue.start
        inside = self._quotations.at(start)
        if inside and inside.start == start and inside.whole:
            start = inside.outer_start
        inside = self._quotations.at(end - 1)
        if inside and inside.whole and inside.end <= end + 1:
            end = inside.outer_end
        return start, end

    def _asked_before(self, index: int) -> Quotation | None:
        """The quotation that ends with the sentence before, where this one goes on from it."""
        if not index:
            return None
        before, here = self._article.sentences[index - 1 : index + 1]
        inside = self._quotations.at(before.end - 1)
        if inside is None or self._text[inside.end - 1] not in "?!":
            return None
        if "\n" in self._text[before.end : here.start] or inside.outer_start in self._taken:
            return None
        self._taken.add(inside.outer_start)
        return inside

    def _speech(self, extent: Span) -> list[Quotation]:
        """The quotations in an extent that may be speech."""
        return [
            one
            for one in self._quotations.between(extent.start, extent.end)
            if self._words_in(one) >= _SPEECH_WORDS or self._text[one.end - 1] in _ENDS_SPEECH
        ]

    def _words_in(self, quotation: Quotation) -> int:
        return count_words(self._text[quotation.start : quotation.end])

    def _besides(self, extents: Sequence[Span]) -> int:
        """How many words of the extents stand in no quotation that may be speech."""
        count = 0
        for extent in extents:
            place = extent.start
            for one in self._speech(extent):
                count += count_words(self._text[place : max(place, one.outer_start)])
                place = max(place, one.outer_end)
            count += count_words(self._text[place : max(place, extent.end)])
        return count

    def _is_scrap(self, parts: Sequence[tuple[int, int]]) -> bool:
        """Whether what is reported is a word or two, or a headline."""
        last = self._article.sentences[self._sentence_at(parts[-1][1] - 1)]
        if self._text[last.end - 1] not in _ENDS_SENTENCE:
            return True
        return sum(count_words(self._text[a:b]) for a, b in parts) < _FEWEST_REPORTED

    def _go_on(self, index: int, inside: Quotation, found: list[_Open]) -> None:
        """Adds a quotation that fills sentences to the statement that it goes on."""
        if not found:
            return
        one = found[-1]
        for other in found[:-4:-1]:
            # "…," Lind said, according to the Courier. "…"
            if other.wording is Wording.QUOTED and other.last == one.last:
                one = other
                break
        here, before = self._article.sentences[index], self._article.sentences[one.last]
        between = self._text[before.end : here.start]
        beside = one.last == index - 1 and not _PARAGRAPH.search(between)
        runs_on = any(
            other.goes_on and other.outer_start in self._taken
            for other in self._quotations.between(max(0, before.end - 2), before.end)
        )
        led = self._text[before.start : before.end].rstrip().endswith(":")
        if one.last < index - 1 or not (beside or runs_on or led):
            return
        self._taken.add(inside.outer_start)
        last = self._sentence_at(inside.end - 1)
        part = (inside.start, inside.end)
        if one.wording is Wording.QUOTED:
            one.parts.append(part)
            one.last = max(one.last, last)
        else:
            found.append(_Open(one.speaker, [part], Wording.QUOTED, one.kind, one.to, index, last))

    def _sentence_at(self, place: int) -> int:
        """The sentence that holds ``place``, or stands last before it."""
        found = bisect_right(self._article.sentences, place, key=lambda one: one.start)
        return max(0, found - 1)

    def _made(self, one: _Open) -> Utterance:
        parts = sorted(one.parts)
        joined = [self._text[parts[0][0] : parts[0][1]]]
        for (_, end), (start, stop) in pairwise(parts):
            gap = self._text[end:start]
            joined.append(" " if not re.search(r"\w", gap) else JOIN)
            joined.append(self._text[start:stop])
        return Utterance(
            article=self._article,
            speaker=one.speaker,
            words=" ".join("".join(joined).split()).rstrip(","),
            wording=one.wording,
            first=one.first,
            last=one.last,
            kind=one.kind,
            to=one.to,
        )
