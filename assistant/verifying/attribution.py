"""Checks that a statement says whose claim it repeats, as its sources do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from assistant.language.attributions import Attribution, attributions_between, find_attributions
from assistant.language.cues import LOOSE, CueKind
from assistant.language.quotations import find_quotations
from assistant.language.speaker_names import Name, compared, name_in, named_alike
from assistant.language.speakers import resolved, resolved_phrase, speakers_at
from assistant.language.word_lists import word_lists
from assistant.language.words import content_terms, count_words, folded
from assistant.types import Reason, ReasonCode, VerdictKind
from assistant.verifying.lexical import pairs_shared, shortened, stem
from assistant.verifying.sources import SourceSentence
from assistant.verifying.verbatim import restates_whole

_MOSTLY: Final = 0.5
_SHARE_OF_STATEMENT: Final = 0.25
_RESTATED: Final = 0.7
_NEARLY_ALL: Final = 0.95
_FEWEST: Final = 2
_FEWEST_RESTATED: Final = 3
_MOSTLY_QUOTED: Final = 0.6
_CLEARLY_GIVEN: Final = 0.6

# What is not known to be so even where whoever says it is trusted.
_CONTESTED: Final = frozenset({CueKind.CLAIMED, CueKind.BELIEVED, CueKind.DENIED, CueKind.HEARSAY})

# The share of a statement's pairs of words from which it follows its sources closely.
_FOLLOWS: Final = 0.5
_OWN: Final = re.compile(r"\s*(?:that )?(?:it|they|its|their|we|our)\b", re.IGNORECASE)
_OWN_PLAN: Final = re.compile(
    r"\s*(?:that )?(?:(?:it|they|he|she|we|i)(?:[’'](?:ll|d)| (?:will|would|plans?|intends?|hopes?"
    r"|aims?|wants?|has no plans|(?:is|are|was|were) (?:going|planning|preparing)))\b|to )",
    re.IGNORECASE,
)
_TEXT: Final = word_lists("attribution.toml").pattern("inscribed")
_TEXT_BEFORE: Final = re.compile(rf"\b{_TEXT}(?: [\w’'-]{{1,20}}){{0,5}}+[,:]? {{0,2}}[“\"‘«„]")
_TEXT_BEHIND: Final = re.compile(rf"[”\"’»][,.]? {_TEXT}\b")
_DENIAL: Final = re.compile(r"\b(?:no|not|never|without|denie[sd])\b|n[’']t\b", re.IGNORECASE)
_QUOTED_WORDS: Final = 4
_PLAIN_MARKS: Final = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


@dataclass(frozen=True, slots=True)
class _Given:
    """What a sentence gives to somebody: its terms; no attribution where it is only quoted."""

    attribution: Attribution | None
    terms: frozenset[str]
    start: int


@dataclass(frozen=True, slots=True)
class _Content:
    """A sentence, parted into what it gives to somebody and what it states itself."""

    given: tuple[_Given, ...]
    plain: frozenset[str]


_Cited = Sequence[tuple[SourceSentence, _Content]]


def _content_of(source: SourceSentence) -> _Content:
    sentence = source.article.sentences[source.index]
    return _content(source.article.text, sentence.start, sentence.end)


@lru_cache(maxsize=4096)
def _content(text: str, start: int, end: int) -> _Content:
    """The content of ``text[start:end]``, a sentence; quotation marks as in all of ``text``."""
    given: list[_Given] = []
    # What is left of the sentence when all that is given to somebody is blanked out.
    rest = list(text[start:end])
    for attribution in attributions_between(text, start, end):
        words = " ".join(text[e.start : e.end] for e in attribution.extents)
        if words:
            given.append(_Given(attribution, _stems(words), attribution.extents[0].start))
        aside = (attribution.cue, *((attribution.speaker,) if attribution.speaker else ()))
        for span in (*attribution.extents, *aside):
            rest[span.start - start : span.end - start] = " " * (span.end - span.start)
    for quotation in find_quotations(text).between(start, end):
        first, last = max(quotation.start, start), min(quotation.end, end)
        words = text[first:last]
        if (
            words.count(" ") + 1 >= _QUOTED_WORDS
            and "".join(rest[first - start : last - start]).strip()
        ):
            given.append(_Given(None, _stems(words), first))
            rest[first - start : last - start] = " " * len(words)
    return _Content(tuple(given), _stems("".join(rest)))


def _stems(text: str) -> frozenset[str]:
    # Without curly marks most sentences are ASCII, which is folded much faster.
    return frozenset(map(stem, content_terms(text.translate(_PLAIN_MARKS))))


def attribution_reasons(statement: str, sources: Sequence[SourceSentence]) -> tuple[Reason, ...]:
    """Whether ``statement`` states as fact what its sources only report, or names another source.

    What is dropped is told of statements that follow their sources closely: where a summary is
    free in its words, people do not count it as an error. Where a claim, belief, denial or
    hearsay becomes a fact the statement is partly supported; that somebody plainly said it is
    a remark beside a supported one (docs/measurements/verification.md). Nothing is said
    against announcements of one's own plans, against claims that another cited sentence states
    itself, and where the article leaves open who speaks.

    Args:
        statement: one sentence of a draft.
        sources: the sentences that it cites.
    """
    if not sources or restates_whole(statement, sources):
        return ()
    reason = _bare_quotation(statement)
    cited = [(source, _content_of(source)) for source in sources]
    if reason is None and any(content.given for _, content in cited):
        own = _content(statement, 0, len(statement))
        reason = _changed(statement, own, cited)
        if reason is None and pairs_shared(statement, sources) >= _FOLLOWS:
            reason = _dropped(statement, own, cited)
    return () if reason is None else (reason,)


def _bare_quotation(statement: str) -> Reason | None:
    """The reason against a quotation that nobody is said to have said."""
    quotations = find_quotations(statement).outer
    quoted = sum(count_words(statement[q.start : q.end]) for q in quotations)
    if quoted < _QUOTED_WORDS or quoted < _MOSTLY_QUOTED * count_words(statement):
        return None
    if find_attributions(statement) or _loose_cues(statement) or _is_text(statement):
        return None
    text = "gives a quotation without saying whose words they are"
    return Reason(ReasonCode.ATTRIBUTION_DROPPED, text, VerdictKind.PARTLY)


def _is_text(statement: str) -> bool:
    """Whether a quotation is said to stand on or in something: "the notice read: “…”"."""
    quotations = find_quotations(statement)
    return any(
        quotations.at(match.start()) is None
        for pattern in (_TEXT_BEFORE, _TEXT_BEHIND)
        for match in pattern.finditer(statement)
    )


def _loose_cues(statement: str) -> Counter[str]:
    quotations = find_quotations(statement)
    return Counter(
        match[0].lower()
        for match in LOOSE.finditer(statement)
        if quotations.at(match.start()) is None
    )


def _dropped(statement: str, own: _Content, cited: _Cited) -> Reason | None:
    pairs = [(source, given) for source, content in cited for given in content.given]
    plain = frozenset[str]().union(*(content.plain for _, content in cited))
    claimed = frozenset[str]().union(*(given.terms for _, given in pairs))
    said = own.plain.union(*(given.terms for given in own.given))
    only = (said & claimed) - plain
    if len(only) < _FEWEST:
        return None
    most = max(len(given.terms & only) for _, given in pairs)
    holding = [(s, g) for s, g in pairs if len(g.terms & only) >= _NEARLY_ALL * most]
    if any(_kept(statement, own, source, given, given.terms & only) for source, given in holding):
        return None
    mostly = len(only) >= _MOSTLY * len(said & (claimed | plain)) and (
        len(only) >= _SHARE_OF_STATEMENT * len(said)
    )
    for source, given in holding:
        if not (mostly or _restates(given, only)) or _own_affair(statement, source, given):
            continue
        contested = given.attribution is not None and given.attribution.kind in _CONTESTED
        if not contested and _loose_cues(statement):
            continue
        kind = VerdictKind.PARTLY if contested else VerdictKind.SUPPORTED
        return Reason(ReasonCode.ATTRIBUTION_DROPPED, _dropped_text(source, given), kind)
    return None


def _restates(given: _Given, only: frozenset[str]) -> bool:
    repeated = len(given.terms & only)
    return repeated >= _FEWEST_RESTATED and repeated >= _RESTATED * len(given.terms)


def _kept(
    statement: str, own: _Content, source: SourceSentence, given: _Given, repeated: frozenset[str]
) -> bool:
    """Whether the statement gives what it repeats to somebody, in whatever words."""
    text = source.article.text
    extents = given.attribution.extents if given.attribution else ()
    # A cue that is part of the claim ("police said he was accused of …") keeps nothing.
    claim = Counter(re.findall(r"\w+", folded(" ".join(text[e.start : e.end] for e in extents))))
    held = frozenset[str]().union(*(one.terms for one in own.given))
    if len(held & repeated) >= _MOSTLY * len(repeated):
        return True
    return any(count > claim[cue] for cue, count in _loose_cues(statement).items())


def _own_affair(statement: str, source: SourceSentence, given: _Given) -> bool:
    """Whether the speaker speaks of what it does or plans itself, and the statement names it."""
    attribution = given.attribution
    if attribution is None or attribution.speaker is None:
        return False
    text = source.article.text
    phrase = text[attribution.speaker.start : attribution.speaker.end]
    extent = text[attribution.extents[0].start : attribution.extents[0].end]
    own = _OWN.match(extent) is not None and not _DENIAL.search(extent)
    planned = attribution.kind is CueKind.PLANNED or _OWN_PLAN.match(extent) is not None
    return (own or planned) and _names(statement, phrase)


def _names(statement: str, phrase: str) -> bool:
    """Whether the statement has the head of a speaker's phrase: its name, or its last noun."""
    words = compared(statement)
    name = name_in(phrase)
    if name is not None:
        return name.key in words
    last = compared(re.split(r"[,;]", phrase, maxsplit=1)[0])
    return bool(last) and last[-1] in words


def _dropped_text(source: SourceSentence, given: _Given) -> str:
    attribution = given.attribution
    text = source.article.text
    if attribution is None:
        said = speakers_at(source.article, given.start)
        if said:
            return f"drops that {said[0].shown} said it"
        return "states as a fact what the source only quotes"
    cue = " ".join(text[attribution.cue.start : attribution.cue.end].split())
    if attribution.speaker is None or attribution.kind is CueKind.HEARSAY:
        return f"drops “{cue}”"
    phrase = text[attribution.speaker.start : attribution.speaker.end]
    speaker = shortened(phrase.split(",", 1)[0].strip().rstrip("."))
    if cue.lower() == "according to":
        return f"drops that this is according to {speaker}"
    if " " in cue:
        return f"drops “{speaker} {cue}”"
    name = name_in(speaker, around=text)
    first = attribution.speaker.start == source.article.sentences[source.index].start
    if first and (name is None or compared(speaker)[:1] != name.words[:1]):
        speaker = speaker[0].lower() + speaker[1:]
    return f"drops that {speaker} {cue} it"


def _changed(statement: str, own: _Content, cited: _Cited) -> Reason | None:
    for one in own.given:
        if one.attribution is None or one.attribution.speaker is None or len(one.terms) < _FEWEST:
            continue
        if any(g.attribution.covers(one.attribution.cue.start) for g in own.given if g.attribution):
            continue
        speaker = one.attribution.speaker
        phrase = statement[speaker.start : speaker.end]
        other = _another(phrase, one.terms, cited)
        if other is not None:
            text = f"gives to {other[0].shown} what the source gives to {other[1].shown}"
            code, kind = ReasonCode.ATTRIBUTION_CHANGED, VerdictKind.UNSUPPORTED
            return Reason(code, text, kind, speaker.start, speaker.end)
    return None


def _another(phrase: str, terms: frozenset[str], cited: _Cited) -> tuple[Name, Name] | None:
    """The statement's speaker and the sources' other one, where all of them are sure."""
    found: tuple[Name, Name] | None = None
    for source, content in cited:
        if len(terms & content.plain) >= _CLEARLY_GIVEN * len(terms):
            return None
        named = resolved_phrase(source.article, phrase)
        most = max((len(terms & given.terms) for given in content.given), default=0)
        for given in content.given:
            common = len(terms & given.terms)
            if common < _CLEARLY_GIVEN * len(terms) or common < _NEARLY_ALL * most:
                continue
            if given.attribution is None:
                actual = next(iter(speakers_at(source.article, given.start)), None)
            elif given.attribution.speaker is None:
                continue
            else:
                actual = resolved(source.article, source.index, given.attribution)
            if named is None or actual is None:
                return None
            if named_alike(named, actual, around=source.article.text):
                return None
            found = (named, actual)
    return found
