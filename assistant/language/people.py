"""Whom "he" and "she" stand for: the person named last before, where the text leaves no choice."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice, takewhile
from typing import Final

from assistant.language import name_words as lists
from assistant.language.name_forms import country_of
from assistant.language.names import Name as Mention
from assistant.language.names import NameKind, names_of
from assistant.language.quotations import find_quotations
from assistant.language.speaker_names import Name, compared
from assistant.types import Article

PRONOUNS: Final = frozenset({"he", "she"})  # the pronouns that are followed
_SEX: Final = {
    "he": lists.MALE_NAMES | lists.MASCULINE_TITLES,
    "she": lists.FEMALE_NAMES | lists.FEMININE_TITLES,
}
_AFTER_PERSON: Final = re.compile(
    r", \d\d,|,? (?:said|says|told|tells|added|adds|wrote|who|whose|testified|recalled|asked|"
    r"thinks|believes|smiled|laughed|died|was born|runs|leads|owns|heads|works|lives|argued|"
    r"argues)\b|, (?:an? |the |his |her |its |their )?[a-z]"
)
_AGED: Final = re.compile(r", \d\d,")
# What stands beside the name of a person, and seldom beside another.
_BEFORE_PERSON: Final = re.compile(
    r"\b(?:said|says|told|by|named|called) \Z|[a-z]+(?:er|or|ist|man|ant), \Z"
)
_ORGANISED: Final = lists.ORGANISATION_WORDS - lists.FIRST_NAMES
_FARTHEST: Final = 12  # sentences back to which a pronoun is followed

# Characters within which a name begins that opens a sentence, a title before it or not.
_OPENING: Final = 12
_UNNAMED: Final = re.compile(
    r"[“\"‘]?(?:(?:But|And|Yet|Still|When|As|While|After) )?(?:The|the|A|a|An|an|One|one|Another)"
    r"((?: [a-z][\w’'-]{1,30}){1,4})"
)


def meant_by(article: Article, index: int, pronoun: str) -> Name | None:
    """The person for whom ``pronoun`` in sentence ``index`` stands; None where it is not sure."""
    for earlier in range(index - 1, max(-1, index - 1 - _FARTHEST), -1):
        people = _people(article, earlier, pronoun)
        if len(people) == 1:
            return people[0]
        text = article.sentence_text(earlier)
        if people or _unnamed(text) or _led_by_unknown(text):
            return None
    return None


def spoke_on(article: Article, first: int, index: int, *, key: str, pronoun: str) -> bool:
    """Whether ``pronoun`` in sentence ``index`` can only be who spoke in sentence ``first``.

    ``key`` is the speaker's last word. Nobody else is named after ``first``, nor is a sentence
    there about somebody who has no name.
    """
    if index - first > _FARTHEST or not fits((key,), pronoun, article.text):
        return False
    return not any(
        _unnamed(article.sentence_text(place))
        or any(one.words[-1] != key for one in named_in(article, place))
        for place in range(first + 1, index)
    )


def led_by(article: Article, index: int, pronoun: str) -> Name | None:
    """The one person named in sentence ``index``, where the sentence begins with them.

    It is a full name that the article also has shortened to its last word, or with a title.
    """
    named = named_in(article, index)
    first = named[0] if named else None
    late = first is None or first.start - article.sentences[index].start >= _OPENING
    if first is None or late or len(first.words) == 1:
        return None
    alone = any(one.words == first.words[-1:] for one in names_of(article.text))
    titled = first.title in lists.PERSONAL_TITLES
    if any(one.words[-1] != first.words[-1] for one in named) or not (alone or titled):
        return None
    words = compared(first.text)
    return Name(first.text, words[-1], words) if fits(words, pronoun, article.text) else None


def named_in(article: Article, index: int) -> tuple[Mention, ...]:
    """The names of a sentence that may be persons', outside quotations.

    A single word is one where the article has a full name that ends in it. The places are
    those of the article's text.
    """
    sentence = article.sentences[index]
    quotations = find_quotations(article.text)
    named = _may_be_persons(article.text)
    first = bisect_left(named, sentence.start, key=lambda one: one.start)
    within = takewhile(lambda one: one.start < sentence.end, islice(named, first, None))
    return tuple(name for name in within if quotations.at(name.start) is None)


@lru_cache(maxsize=256)
def _may_be_persons(text: str) -> tuple[Mention, ...]:
    last = {name.words[-1] for name in names_of(text) if len(name.words) > 1}
    return tuple(
        name
        for name in names_of(text)
        if name.kind is NameKind.NAME
        and _ORGANISED.isdisjoint(name.words)
        and country_of(name.phrase) is None
        and (len(name.words) > 1 or name.words[0] in last)
    )


def _people(article: Article, index: int, pronoun: str) -> tuple[Name, ...]:
    sentence = article.sentences[index]
    quotations = find_quotations(article.text)
    surnames = _surnames(article.text)
    named = [
        name
        for name in names_of(article.sentence_text(index))
        if quotations.at(sentence.start + name.start) is None
        and name.kind is NameKind.NAME
        and lists.ORGANISATION_WORDS.isdisjoint(name.words)
    ]
    fitting = [
        name
        for name in named
        if (_may_be_person(name, surnames) or _AGED.match(article.text, sentence.start + name.end))
        and fits(name.words, pronoun, article.text)
    ]
    # "Tova Lind was late, Aker said": nobody knows what Tova Lind is.
    unknown = [one for one in named[:1] if len(one.words) > 1 and not _may_be_person(one, surnames)]
    if fitting and unknown:
        fitting = unknown + fitting
    found: dict[str, Name] = {}
    for name in fitting:
        words = compared(name.text)
        if words:
            found.setdefault(words[-1], Name(name.text, words[-1], words))
    return tuple(found.values())


def _may_be_person(name: Mention, surnames: frozenset[str]) -> bool:
    return (
        name.words[0] in lists.FIRST_NAMES
        or (name.title is not None and name.title in lists.PERSONAL_TITLES)
        or name.words[-1] in surnames
    )


@lru_cache(maxsize=256)
def _surnames(text: str) -> frozenset[str]:
    return frozenset(
        name.words[-1]
        for name in names_of(text)
        if len(name.words) > 1
        and (
            name.words[0] in lists.FIRST_NAMES
            or name.title in lists.PERSONAL_TITLES
            or _AFTER_PERSON.match(text, name.end)
            or _BEFORE_PERSON.search(text[max(0, name.start - 20) : name.start])
        )
    )


def fits(words: Sequence[str], pronoun: str, text: str) -> bool:
    """Whether no first name or title of the person in the text is of the other sex.

    ``words`` are those of the name, in lower case and without accents.
    """
    called = [one for one in names_of(text) if one.words[-1] == words[-1]]
    signs = {one.words[0] for one in called if len(one.words) > 1} | {one.title for one in called}
    signs |= {words[0]} if len(words) > 1 else set()
    other = "she" if pronoun == "he" else "he"
    return bool(signs & _SEX[pronoun]) or not signs & _SEX[other]


def _unnamed(sentence: str) -> bool:
    """Whether a sentence begins with somebody whom it does not name: "The driver …"."""
    opening = _UNNAMED.match(sentence)
    return opening is not None and not lists.PERSON_NOUNS.isdisjoint(opening[1].split())


def _led_by_unknown(sentence: str) -> bool:
    """Whether a sentence begins with a full name of which nobody knows whose it is."""
    first = next(iter(names_of(sentence)), None)
    return (
        first is not None
        and first.start < _OPENING
        and len(first.words) > 1
        and first.words[0] not in lists.FIRST_NAMES
        and lists.ORGANISATION_WORDS.isdisjoint(first.words)
    )
