"""What is said in one article: by whom, in whose words, to whom."""

from __future__ import annotations

import re
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
from assistant.language.word_lists import word_lists
from assistant.language.words import count_words, folded
from assistant.stories.voices import Voice, Voices
from assistant.telling import Wording
from assistant.types import Article

JOIN: Final = " … "
"""What stands between the parts of a statement that its sentence parts."""

_LISTS: Final = word_lists("speech.toml")
_NAMING: Final = _LISTS.words("naming")
_NOBODY: Final = _LISTS.words("told_nobody")
_KINDS: Final = frozenset(
    {CueKind.SAID, CueKind.CLAIMED, CueKind.DENIED, CueKind.PLANNED, CueKind.HEARSAY}
)
_NO_SAYING: Final = _LISTS.words("no_saying")
_WITH_OBJECTS: Final = _LISTS.words("with_objects")
_ASKING: Final = _LISTS.words("asking")
_BESIDE: Final = re.compile(r"\w{2,20}ing\b")
_RELATIVE: Final = re.compile(r"\b(?:which|that|whom|what|whose)\s\Z")
_PARTY: Final = re.compile(r"\(?[RDI]-[A-Z]")
_CALLED_SO: Final = re.compile(r"\s(?:it|him|her|them|that|this)\b")
_VERB_FOLLOWS: Final = re.compile(r" (?:[a-z]{2,9}ly |later |also |then )?[a-z]{2,14}ed\b")
_OPENING: Final = 12
"""Characters within which a name begins that opens a sentence, a title before it or not."""
_NEAR: Final = 12
"""Characters between a verb and what is denied or promised by it."""
_DATELINE: Final = re.compile(
    r"(?:[A-Z][A-Z.’' -]{1,30}(?:, [\w. ]{1,20})?)?(?: ?\([^()\n]{1,30}\))? ?[—–-]{1,2} "
)
_SPEECH_WORDS: Final = 3
_OWNED: Final = frozenset({"’ ", "' "})
"""Before a participle: the ministries’ stated goal."""
_ENDS_SENTENCE: Final = frozenset('.?!…"”’»)]:;')
_ENDS_SPEECH: Final = frozenset(",.?!…—–")
_AROUND: Final = 2
"""Words beside quotations up to which what is said is in the speaker's words alone."""
_FEWEST_REPORTED: Final = 3
_INTERVIEW: Final = re.compile(
    r"\s(?:on \w{3,10}day )?(?:in|during) an? (?:[\w-]{1,20} ){0,3}interview with "
    r"((?:the )?[A-Z][\w’'&.-]{0,20}(?: [A-Z][\w’'&.-]{0,20}){0,3})"
)
_PARAGRAPH: Final = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Uttered:
    """A statement in an article.

    ``first`` and ``last`` are the sentences in which it stands, both included; ``start`` is
    where its words begin in the text, ``kind`` what the cue makes of it.
    """

    article: Article
    voice: Voice
    words: str
    wording: Wording
    first: int
    last: int
    start: int
    kind: CueKind
    to: str | None = None


def _is_saying(cue: str, kind: CueKind) -> bool:
    """Whether a cue is a verb by which somebody says something."""
    noun = cue.endswith(" that") and not cue.startswith("quoted")
    return kind in _KINDS and not noun and cue not in _NO_SAYING


def utterances(article: Article) -> tuple[Uttered, ...]:
    """The statements of ``article`` whose speakers are sure, in their order."""
    return tuple(_Reading(article).utterances())


@dataclass(slots=True)
class _Open:
    """A statement while it is read: whose, and the quotations or spans that are its words."""

    voice: Voice
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
        self._voices = Voices(article)
        self._taken: set[int] = set()

    def utterances(self) -> Iterator[Uttered]:
        found: list[_Open] = []
        for sentence in self._article.sentences:
            index = sentence.index
            inside = self._quotations.at(sentence.start)
            filled = inside is not None and inside.outer_end >= sentence.end - 1
            if not filled:
                for attribution in attributions_between(self._text, sentence.start, sentence.end):
                    one = self._attributed(index, attribution)
                    if one is not None:
                        self._voices.heard(index, one.voice)
                        found.append(one)
            if inside is not None and inside.outer_start not in self._taken:
                self._go_on(index, inside, found)
        for one in sorted(found, key=lambda one: one.parts[0]):
            yield self._made(one)

    def _attributed(self, index: int, attribution: Attribution) -> _Open | None:
        cue = self._text[attribution.cue.start : attribution.cue.end]
        owned = self._text[max(0, attribution.cue.start - 2) : attribution.cue.start]
        if not _is_saying(cue, attribution.kind) or owned in _OWNED:
            return None
        if self._is_led_by(attribution, cue):
            return None
        speaker = attribution.speaker or self._subject(index, cue)
        if speaker is None or self._is_relative(attribution, speaker.start):
            return None
        return self._opened(index, attribution, speaker, cue)

    def _before_party(self, index: int, speaker: Span) -> Span:
        """The name before "R-Ohio", where that is what the speaker is called."""
        if not _PARTY.match(self._text, speaker.start):
            return speaker
        before = [one for one in named_in(self._article, index) if one.end <= speaker.start]
        if before and speaker.start - before[-1].end <= len(", ("):
            return Span(before[-1].start, before[-1].end)
        return speaker

    def _is_relative(self, attribution: Attribution, place: int) -> bool:
        """Whether what is said is what a relative clause at ``place`` goes with."""
        extents = attribution.extents
        if extents and extents[0].start > attribution.cue.start and self._speech(extents[0]):
            return False
        return _RELATIVE.search(self._text, max(0, place - 8), place) is not None

    def _opened(
        self, index: int, attribution: Attribution, speaker: Span, cue: str
    ) -> _Open | None:
        """The statement that an attribution begins; None where the speaker is not sure."""
        quoted = [one for extent in attribution.extents for one in self._speech(extent)]
        voice = self._voices.of(index, self._before_party(index, speaker))
        if voice is None:
            # Whose they are is not known: they are nobody else's.
            self._taken.update(one.outer_start for one in quoted)
            return None
        quoted = [one for one in quoted if one.outer_start not in self._taken]
        self._taken.update(one.outer_start for one in quoted)
        extents = self._said(attribution.extents)
        quoted = [
            one
            for one in quoted
            if any(e.start < one.outer_end and one.outer_start < e.end for e in extents)
        ]
        if quoted and self._besides(extents) <= _AROUND:
            if cue in _NAMING and all(self._words_in(one) < _SPEECH_WORDS for one in quoted):
                return None
            parts = [(one.start, one.end) for one in quoted]
            wording = Wording.QUOTED
        else:
            parts = [self._whole(attribution, one) for one in extents]
            wording = Wording.REPORTED
            clause = parts and has_verb(self._text[parts[0][0] : parts[-1][1]])
            # "…?" Lind said of the plan.
            asked = None if clause else self._asked_before(index)
            if asked is not None:
                parts, wording = [(asked.start, asked.end)], Wording.QUOTED
            elif not parts or not self._reports(index, attribution, cue, parts):
                return None
        first = min(index, self._sentence_at(parts[0][0], index))
        last = max(index, self._sentence_at(parts[-1][1] - 1, index))
        return _Open(voice, parts, wording, attribution.kind, self._told(attribution), first, last)

    def _is_led_by(self, attribution: Attribution, cue: str) -> bool:
        """Whether a verb whose object is what is quoted has no object: "Lind described him as"."""
        before = not attribution.extents or attribution.extents[0].start < attribution.cue.start
        called_so = _CALLED_SO.match(self._text, attribution.cue.end)
        return before and cue in cues.FRAGMENT and called_so is None

    def _subject(self, index: int, cue: str) -> Span | None:
        """The person with whose name a sentence begins, as in "Lind apologised, saying"."""
        if cue not in cues.GERUNDS:
            return None
        named = named_in(self._article, index)
        opens = self._article.sentences[index].start + _OPENING
        if not named or named[0].start > opens or not _VERB_FOLLOWS.match(self._text, named[0].end):
            return None
        return Span(named[0].start, named[0].end)

    def _said(self, extents: Sequence[Span]) -> Sequence[Span]:
        """The extents without what is beside them: …," she said, looking at it."""
        extents = [
            one
            for place, one in enumerate(extents)
            if not place or not _BESIDE.match(self._text, one.start)
        ]
        pure = [one for one in extents if self._speech(one) and self._besides([one]) <= _AROUND]
        return pure or extents

    def _whole(self, attribution: Attribution, extent: Span) -> tuple[int, int]:
        """An extent without a dateline, and with the verb without which it says the opposite."""
        start, cue = extent.start, attribution.cue
        dateline = _DATELINE.match(self._text, start, extent.end)
        if dateline:
            start = dateline.end()
        if attribution.kind is not CueKind.SAID and cue.end <= start <= cue.end + _NEAR:
            start = cue.start
        inside = self._quotations.at(start)
        if inside and inside.start == start and inside.whole:
            start = inside.outer_start
        return start, self._closed(extent.end)

    def _closed(self, end: int) -> int:
        """``end``, or behind the mark of the quotation that ends there."""
        inside = self._quotations.at(end - 1)
        return inside.outer_end if inside and inside.whole and inside.end <= end + 1 else end

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
        if one.last >= index - 1 and (beside or runs_on or led):
            self._taken.add(inside.outer_start)
            last = self._sentence_at(inside.end - 1, index)
            part = (inside.start, inside.end)
            if one.wording is Wording.QUOTED:
                one.parts.append(part)
                one.last = max(one.last, last)
            else:
                found.append(
                    _Open(one.voice, [part], Wording.QUOTED, one.kind, one.to, index, last)
                )

    def _sentence_at(self, place: int, near: int) -> int:
        """The sentence that holds ``place``, looked for from ``near`` on."""
        sentences = self._article.sentences
        while near > 0 and sentences[near].start > place:
            near -= 1
        while near + 1 < len(sentences) and sentences[near + 1].start <= place:
            near += 1
        return near

    def _reports(
        self, index: int, attribution: Attribution, cue: str, parts: Sequence[tuple[int, int]]
    ) -> bool:
        """Whether the parts are what somebody is reported to say."""
        if cue in _ASKING or not self._is_clause(attribution, cue):
            return False
        return not self._says_too_little(index, parts)

    def _is_clause(self, attribution: Attribution, cue: str) -> bool:
        """Whether a verb that may have an object has a clause: no "claimed victory"."""
        if cue not in _WITH_OBJECTS or not attribution.extents:
            return True
        first = attribution.extents[0]
        if first.start < attribution.cue.start:
            return True
        clause = self._text[first.start : first.end].split(",", maxsplit=1)[0]
        return clause.startswith("to ") or has_verb(clause)

    def _says_too_little(self, index: int, parts: Sequence[tuple[int, int]]) -> bool:
        """Whether it is a word or two, or a headline."""
        last = self._article.sentences[self._sentence_at(parts[-1][1] - 1, index)]
        if self._text[last.end - 1] not in _ENDS_SENTENCE:
            return True
        return sum(count_words(self._text[a:b]) for a, b in parts) < _FEWEST_REPORTED

    def _told(self, attribution: Attribution) -> str | None:
        cue = attribution.cue
        if self._text[cue.start : cue.end] in cues.TELLS:
            told = cues.TOLD.match(self._text, cue.end)
            return self._whom(told) if told else None
        interview = _INTERVIEW.match(self._text, cue.end)
        return " ".join(interview[1].split()) if interview else None

    def _whom(self, told: re.Match[str]) -> str | None:
        """Whom somebody tells something; None where that is nobody, or goes on."""
        whom = " ".join(told[0].split())
        words = folded(whom).split()
        goes_on = words[0] in {"a", "an"} and self._text[told.end() : told.end() + 1] == " "
        if goes_on or words[-1].strip(".") in _NOBODY:
            return None
        return whom.rstrip(".,")

    def _made(self, one: _Open) -> Uttered:
        parts = sorted(one.parts)
        joined = [self._text[parts[0][0] : parts[0][1]]]
        for (_, end), (start, stop) in pairwise(parts):
            gap = self._text[end:start]
            joined.append(" " if not re.search(r"\w", gap) else JOIN)
            joined.append(self._text[start:stop])
        return Uttered(
            article=self._article,
            voice=one.voice,
            words=" ".join("".join(joined).split()).rstrip(","),
            wording=one.wording,
            first=one.first,
            last=one.last,
            start=parts[0][0],
            kind=one.kind,
            to=one.to,
        )
