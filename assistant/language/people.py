"""Whom "he" and "she" stand for: the person named last before, where the text leaves no choice."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from assistant.language import name_words as lists
from assistant.language.names import Name as Mention
from assistant.language.names import NameKind, names_of
from assistant.language.quotations import find_quotations
from assistant.language.speaker_names import Name, compared
from assistant.types import Article

PRONOUNS: Final = frozenset({"he", "she"})
"""The pronouns that are followed."""

_SEX: Final = {
    "he": (lists.MALE_NAMES, lists.MASCULINE_TITLES),
    "she": (lists.FEMALE_NAMES, lists.FEMININE_TITLES),
}
_AFTER_PERSON: Final = re.compile(
    r", \d\d,|,? (?:said|says|told|tells|added|adds|wrote|who|whose|testified|recalled|asked|"
    r"thinks|believes|smiled|laughed|died|was born|runs|leads|owns|heads|works|lives|argued|"
    r"argues)\b|, (?:an? |the |his |her |its |their )?[a-z]"
)
_AGED: Final = re.compile(r", \d\d,")
_BEFORE_PERSON: Final = re.compile(
    r"\b(?:said|says|told|by|named|called) \Z|[a-z]+(?:er|or|ist|man|ant), \Z"
)
"""What stands beside the name of a person, and seldom beside another."""

_FARTHEST: Final = 12
"""Sentences back to which a pronoun is followed."""

_OPENING: Final = 12
"""Characters within which a name begins that opens a sentence, a title before it or not."""

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


def _people(article: Article, index: int, pronoun: str) -> tuple[Name, ...]:
    """The persons of a sentence whom ``pronoun`` fits."""
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
        and _fits(name, pronoun, article.text)
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
    """The last words of the full names of persons in a text."""
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


def _fits(name: Mention, pronoun: str, text: str) -> bool:
    """Whether no first name or title of the person in the text is of the other sex."""
    other = "she" if pronoun == "he" else "he"
    first_names, titles = _SEX[other]
    called = [one for one in names_of(text) if one.words[-1] == name.words[-1]] or [name]
    signs = {one.words[0] for one in called if len(one.words) > 1} | {one.title for one in called}
    own_names, own_titles = _SEX[pronoun]
    if signs & (own_names | own_titles):
        return True
    return not signs & (first_names | titles)


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
