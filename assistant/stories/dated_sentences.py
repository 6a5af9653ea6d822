"""What the sentences of articles tell, each with the time at which it happened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import groupby
from typing import Final

from assistant.examining import examined
from assistant.language.words import content_terms
from assistant.stories.dating import When, on_publication, tells_past, times_said
from assistant.summarising.material import Material, collect_material
from assistant.telling import Dating
from assistant.types import Article, day_of

_NOT_NEW: Final = re.compile(r"\b(?:had (?!to\b|an?\b|the\b|no\b)[a-z]|will\b)|[’']ll\b", re.I)
"""What shows that a sentence without a time tells of another one: "had left", "will leave"."""
_PERSON: Final = re.compile(r"\b(?:he|she|I|we|you)\b", re.IGNORECASE)
_NEAR: Final = timedelta(days=7)
"""Days from publication within which a report with the topic in its title is about it."""
_LEAD: Final = 3
"""Sentences at the beginning of an article that report what is new."""


@dataclass(frozen=True, slots=True)
class DatedSentence:
    """A sentence, and one of the times that it speaks of.

    Attributes:
        material: the sentence.
        terms: its content terms.
        when: when it happened.
        published: the day of its article, None where that is unknown.
        about: whether it is about the topic.
        reported: whether it is told as what happened, and at this time.
        place: how many times its sentence names before this one.
    """

    material: Material
    terms: frozenset[str]
    when: When
    published: date | None
    about: bool
    reported: bool
    place: int = 0

    @property
    def said(self) -> bool:
        """Whether the sentence itself names the time."""
        return self.when.dating is Dating.SAID


def dated_sentences(articles: Sequence[Article], *, topic: str) -> tuple[DatedSentence, ...]:
    """What ``articles`` tell, in their order: a sentence once for each time that it names.

    One that names none is taken to report what happened on the day of publication.
    """
    subject = _subject(topic)
    found: list[DatedSentence] = []
    for _, own in groupby(collect_material(articles), key=lambda one: one.order):
        material = tuple(own)
        article = material[0].article
        dated = partial(_of_article, article, material, subject)
        found += examined(article.id, "what happened when", dated, otherwise=())
    return tuple(found)


def _subject(topic: str) -> frozenset[str]:
    """The terms of which a sentence about a topic has one: of a name its last word.

    Without any, every sentence is about it.
    """
    words = topic.split()
    terms = content_terms(topic)
    named = len(words) > 1 and all(word[0].isupper() for word in words)
    return frozenset(terms[-1:] if named else terms)


def _of_article(
    article: Article, material: Sequence[Material], subject: frozenset[str]
) -> list[DatedSentence]:
    published = None if article.published is None else day_of(article.published)
    titled = not subject or not subject.isdisjoint(content_terms(article.title))
    found: list[DatedSentence] = []
    times = times_said([one.text for one in material], published=published)
    looks_back = False
    for one, said in zip(material, times, strict=True):
        terms = frozenset(content_terms(one.text))
        named = not subject or not subject.isdisjoint(terms)
        stands = titled and _PERSON.search(one.text) is None
        whens = said
        if not said and published is not None and not (looks_back and one.rank < _LEAD):
            whens = (on_publication(published),)
        for place, when in enumerate(whens):
            near = published is not None and abs(published - when.first) <= _NEAR
            about = named or (titled and one.rank < _LEAD) or (stands and near and bool(said))
            reported = not when.planned if said else _is_new(one)
            found.append(DatedSentence(one, terms, when, published, about, reported, place))
        if one.rank < _LEAD and said and published is not None:
            looks_back = all(when.first < published for when in said)
    return found


def _is_new(one: Material) -> bool:
    """Whether a sentence that names no time reports what happened on the day of publication."""
    return one.rank < _LEAD and not _NOT_NEW.search(one.text) and tells_past(one.text)
