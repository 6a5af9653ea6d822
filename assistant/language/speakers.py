"""Says who a speaker is: pronouns and descriptions resolved in their article."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import Final

from assistant.language.attributions import Attribution, attributions_between
from assistant.language.people import PRONOUNS, meant_by
from assistant.language.quotations import find_quotations
from assistant.language.speaker_names import Name, name_in
from assistant.language.word_lists import word_lists
from assistant.language.words import folded
from assistant.types import Article

# Descriptions that an article gives to one person at a time.
_ROLES: Final = word_lists("names.toml").words("roles")
_FARTHEST: Final = 12  # sentences back to which a pronoun or a quotation is followed


@dataclass(frozen=True, slots=True, eq=False)
class ByText:
    """An article as a key for what is remembered: hashing all its sentences would cost too much."""

    article: Article

    def __hash__(self) -> int:
        return hash((self.article.id, self.article.text))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByText) and (
            self.article is other.article or self.article == other.article
        )


def resolved(article: Article, index: int, attribution: Attribution) -> Name | None:
    """Who the speaker of an attribution in sentence ``index`` is; None where it is not sure."""
    return _resolved(ByText(article), index, attribution)


@lru_cache(maxsize=8192)
def _resolved(key: ByText, index: int, attribution: Attribution) -> Name | None:
    article, speaker = key.article, attribution.speaker
    if speaker is None:
        return None
    phrase = article.text[speaker.start : speaker.end]
    pronoun = folded(phrase)
    if pronoun not in PRONOUNS:
        return resolved_phrase(article, phrase)
    return meant_by(article, index, pronoun)


def resolved_phrase(article: Article, phrase: str) -> Name | None:
    """Who ``phrase`` names in the light of the article; None for pronouns."""
    name = name_in(phrase, around=article.text)
    if name is not None:
        return name
    described = re.split(r"[,;]", folded(phrase), maxsplit=1)[0].split()
    if described and described[0] in {"the", "its"} and described[-1] in _ROLES:
        return _introduced(article.text, described[-1])
    return None


@lru_cache(maxsize=1024)
def _introduced(text: str, role: str) -> Name | None:
    word = re.escape(role)
    name = r"((?:[A-Z][\w’'-]{1,20} ?){1,3})"
    before = re.compile(rf"(?i:\b{word}),? {name}")
    after = re.compile(rf"{name}, (?:(?:who|[a-z]\w{{1,12}}) ){{1,4}}(?i:{word})\b")
    found: dict[str, Name] = {}
    for pattern in (before, after):
        for match in pattern.finditer(text):
            named = name_in(match[1].strip())
            if named is not None:
                found.setdefault(named.key, named)
    return next(iter(found.values())) if len(found) == 1 else None


def speakers_at(article: Article, place: int) -> tuple[Name, ...]:
    """Who says the words at ``place`` of the article, which stand in a quotation or not.

    Several where one reports the other, the nearest first; none where not all are sure. A
    quotation that fills its sentence is given to the speaker of the quotation before it in its
    paragraph; one that runs on over paragraphs to the speaker of any of its parts.
    """
    return _speakers_at(ByText(article), place)


@lru_cache(maxsize=8192)
def _speakers_at(key: ByText, place: int) -> tuple[Name, ...]:
    article = key.article
    for near in _parts(article, place):
        index = max(0, bisect_right(article.sentences, near, key=lambda one: one.start) - 1)
        said = _said_in(article, index, near)
        quotation = find_quotations(article.text).at(article.sentences[index].start)
        fills = quotation and quotation.outer_end >= article.sentences[index].end - 1
        if said is None and fills:
            said = _said_before(article, index)
        if said is not None:
            return said
    return ()


def _parts(article: Article, place: int) -> list[int]:
    """``place``, and places in the other parts of a quotation that runs on."""
    quotations = find_quotations(article.text)
    quotation = quotations.at(place)
    if quotation is None:
        return [place]
    index = bisect_right(quotations.outer, place, key=lambda one: one.outer_start) - 1
    first, outer = max(0, index - _FARTHEST), quotations.outer
    before = takewhile(lambda one: one.goes_on, reversed(outer[first:index]))
    follows = takewhile(
        lambda pair: pair[0].goes_on, pairwise(outer[index : index + _FARTHEST + 1])
    )
    return [place, *(part.end - 1 for part in (*before, *(after for _, after in follows)))]


def _said_in(article: Article, index: int, place: int) -> tuple[Name, ...] | None:
    sentence = article.sentences[index]
    found = attributions_between(article.text, sentence.start, sentence.end)
    covering = [attribution for attribution in found if attribution.covers(place)]
    return _said(article, index, sorted(covering, key=lambda one: abs(one.cue.start - place)))


def _said(article: Article, index: int, found: Sequence[Attribution]) -> tuple[Name, ...] | None:
    """Who speaks by these attributions of a sentence; None where none of them says who."""
    names = [resolved(article, index, one) for one in found if one.speaker is not None]
    if not names:
        return None
    sure = tuple(name for name in names if name is not None)
    return sure if len(sure) == len(names) else ()


def _said_before(article: Article, index: int) -> tuple[Name, ...] | None:
    """Who speaks in the last sentence before, in the same paragraph, that says who does."""
    for earlier in range(index - 1, max(-1, index - 1 - _FARTHEST), -1):
        here, following = article.sentences[earlier], article.sentences[earlier + 1]
        if "\n\n" in article.text[here.end : following.start]:
            return None
        between = find_quotations(article.text).between
        quoted = [
            one
            for one in attributions_between(article.text, here.start, here.end)
            if any(between(extent.start, extent.end) for extent in one.extents)
        ]
        said = _said(article, earlier, quoted)
        if said is not None:
            return said if len({name.key for name in said}) == 1 else ()
    return None
