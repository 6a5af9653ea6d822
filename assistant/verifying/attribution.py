"""Checks that a statement says whose claim it repeats, as its sources do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from assistant.language.attributions import CueKind, find_attributions
from assistant.language.cues import LOOSE
from assistant.language.quotations import find_quotations
from assistant.language.speaker_names import Name, compared, name_in, named_alike
from assistant.language.speakers import resolved, resolved_phrase, speaker_at
from assistant.language.word_lists import word_lists
from assistant.language.words import count_words, folded
from assistant.types import Reason, ReasonCode, VerdictKind
from assistant.verifying.contents import QUOTED_WORDS, Content, Given, content_between, content_of
from assistant.verifying.lexical import pairs_shared
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
_LONGEST_SHOWN: Final = 60

_CONTESTED: Final = frozenset({CueKind.CLAIMED, CueKind.BELIEVED, CueKind.DENIED, CueKind.HEARSAY})
"""What is not known to be so even where whoever says it is trusted."""

_FOLLOWS: Final = 0.5
"""The share of a statement's pairs of words from which it follows its sources closely."""

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
    bare = _bare_quotation(statement)
    if bare is not None:
        return (bare,)
    contents = [content_of(source) for source in sources]
    if not any(content.given for content in contents):
        return ()
    own = content_between(statement, 0, len(statement))
    changed = _changed(statement, own, sources, contents)
    if changed is not None:
        return (changed,)
    if pairs_shared(statement, sources) < _FOLLOWS:
        return ()
    dropped = _dropped(statement, own, sources, contents)
    return (dropped,) if dropped is not None else ()


def _bare_quotation(statement: str) -> Reason | None:
    """The reason against a quotation that nobody is said to have said."""
    quotations = find_quotations(statement).outer
    quoted = sum(count_words(statement[q.start : q.end]) for q in quotations)
    if quoted < QUOTED_WORDS or quoted < _MOSTLY_QUOTED * count_words(statement):
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
    """Whatever words outside quotations may give the statement to somebody, counted."""
    quotations = find_quotations(statement)
    return Counter(
        match[0].lower()
        for match in LOOSE.finditer(statement)
        if quotations.at(match.start()) is None
    )


def _dropped(
    statement: str,
    own: Content,
    sources: Sequence[SourceSentence],
    contents: Sequence[Content],
) -> Reason | None:
    """The reason against a claim that stands as a fact."""
    plain = frozenset[str]().union(*(content.plain for content in contents))
    claimed = frozenset[str]().union(*(g.terms for content in contents for g in content.given))
    said = own.plain.union(*(given.terms for given in own.given))
    only = (said & claimed) - plain
    if len(only) < _FEWEST:
        return None
    pairs = [
        (source, given)
        for source, content in zip(sources, contents, strict=True)
        for given in content.given
    ]
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


def _restates(given: Given, only: frozenset[str]) -> bool:
    """Whether nearly all of a claim is among the terms that are claimed alone."""
    repeated = len(given.terms & only)
    return repeated >= _FEWEST_RESTATED and repeated >= _RESTATED * len(given.terms)


def _kept(
    statement: str,
    own: Content,
    source: SourceSentence,
    given: Given,
    repeated: frozenset[str],
) -> bool:
    """Whether the statement gives what it repeats to somebody, in whatever words."""
    text = source.article.text
    extents = given.attribution.extents if given.attribution else ()
    # A cue that is part of the claim ("police said he was accused of …") keeps nothing.
    claim = Counter(_words(" ".join(text[e.start : e.end] for e in extents)))
    held = frozenset[str]().union(*(one.terms for one in own.given))
    if len(held & repeated) >= _MOSTLY * len(repeated):
        return True
    return any(count > claim[cue] for cue, count in _loose_cues(statement).items())


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", folded(text))


def _own_affair(statement: str, source: SourceSentence, given: Given) -> bool:
    """Whether the speaker speaks of what it does or plans itself, and the statement names it."""
    attribution = given.attribution
    if attribution is None or attribution.speaker is None:
        return False
    text = source.article.text
    phrase = text[attribution.speaker.start : attribution.speaker.end]
    if not _names(statement, phrase):
        return False
    if attribution.kind is CueKind.PLANNED:
        return True
    extent = text[attribution.extents[0].start : attribution.extents[0].end]
    if _OWN_PLAN.match(extent):
        return True
    return _OWN.match(extent) is not None and not _DENIAL.search(extent)


def _names(statement: str, phrase: str) -> bool:
    """Whether the statement has the head of a speaker's phrase: its name, or its last noun."""
    words = compared(statement)
    name = name_in(phrase)
    if name is not None:
        return name.key in words
    last = compared(re.split(r"[,;]", phrase, maxsplit=1)[0])
    return bool(last) and last[-1] in words


def _dropped_text(source: SourceSentence, given: Given) -> str:
    attribution = given.attribution
    text = source.article.text
    if attribution is None:
        said = speaker_at(source.article, given.start)
        if said.names:
            return f"drops that {said.names[0].shown} said it"
        return "states as a fact what the source only quotes"
    cue = " ".join(text[attribution.cue.start : attribution.cue.end].split())
    if attribution.speaker is None or attribution.kind is CueKind.HEARSAY:
        return f"drops “{cue}”"
    speaker = _shown(text[attribution.speaker.start : attribution.speaker.end])
    if cue.lower() == "according to":
        return f"drops that this is according to {speaker}"
    if " " in cue:
        return f"drops “{speaker} {cue}”"
    name = name_in(speaker, around=text)
    first = attribution.speaker.start == source.article.sentences[source.index].start
    if first and (name is None or compared(speaker)[:1] != name.words[:1]):
        speaker = speaker[0].lower() + speaker[1:]
    return f"drops that {speaker} {cue} it"


def _shown(speaker: str) -> str:
    head = " ".join(speaker.split(",", 1)[0].split()).rstrip(".")
    return head if len(head) <= _LONGEST_SHOWN else head[: _LONGEST_SHOWN - 1].rstrip() + "…"


def _changed(
    statement: str,
    own: Content,
    sources: Sequence[SourceSentence],
    contents: Sequence[Content],
) -> Reason | None:
    """The reason against a claim that is given to another named speaker."""
    for one in own.given:
        if one.attribution is None or one.attribution.speaker is None or len(one.terms) < _FEWEST:
            continue
        if any(g.attribution.covers(one.attribution.cue.start) for g in own.given if g.attribution):
            continue
        speaker = one.attribution.speaker
        phrase = statement[speaker.start : speaker.end]
        other = _another(phrase, one.terms, sources, contents)
        if other is not None:
            text = f"gives to {other[0].shown} what the source gives to {other[1].shown}"
            return Reason(
                ReasonCode.ATTRIBUTION_CHANGED,
                text,
                VerdictKind.UNSUPPORTED,
                speaker.start,
                speaker.end,
            )
    return None


def _another(
    phrase: str,
    terms: frozenset[str],
    sources: Sequence[SourceSentence],
    contents: Sequence[Content],
) -> tuple[Name, Name] | None:
    """The statement's speaker and the sources' other one, where all of them are sure."""
    found: tuple[Name, Name] | None = None
    for source, content in zip(sources, contents, strict=True):
        if len(terms & content.plain) >= _CLEARLY_GIVEN * len(terms):
            return None
        named = resolved_phrase(source.article, phrase)
        most = max((len(terms & given.terms) for given in content.given), default=0)
        for given in content.given:
            common = len(terms & given.terms)
            if common < _CLEARLY_GIVEN * len(terms) or common < _NEARLY_ALL * most:
                continue
            if given.attribution is None:
                actual = next(iter(speaker_at(source.article, given.start).names), None)
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
