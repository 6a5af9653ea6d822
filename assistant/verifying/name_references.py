"""Whether a cited sentence means a name without naming it: "he", "the company", "we"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from assistant.language.mentions import Mentions, ReadText
from assistant.language.name_words import (
    ORGANISATION_NOUNS,
    PERSON_NOUNS,
    SAYING,
    THING_NOUNS,
    TITLES,
)
from assistant.language.names import Name, NameKind
from assistant.language.speakers import speakers_of
from assistant.language.words import STOP_WORDS
from assistant.language.written_words import Word
from assistant.verifying.name_places import Agreement, Cited, Place, agreement, place_at


class Manner(StrEnum):
    """How a sentence refers to something without its name."""

    HE = "he"
    SHE = "she"
    THEY = "they"
    IT = "it"
    SPEAKER = "speaker"
    PERSON = "person"
    THING = "thing"


@dataclass(frozen=True, slots=True)
class Reference:
    """A pronoun or a definite description; ``noun`` is empty for a pronoun."""

    manner: Manner
    place: Place
    noun: str = ""


_PRONOUNS: Final = {
    word: manner
    for manner, words in {
        Manner.HE: "he him his himself",
        Manner.SHE: "she her hers herself",
        Manner.THEY: "they them their theirs themselves",
        Manner.IT: "it its itself",
        Manner.SPEAKER: "i me my mine myself we us our ours im ive ill id weve were",
    }.items()
    for word in words.split()
}
_DEFINITE: Final = frozenset(
    {"the", "this", "that", "these", "those", "its", "his", "her", "their", "our", "both"}
)
_LONGEST_DESCRIPTION: Final = 4
_AFTER_SAYING: Final = 3
_QUOTED_REACH: Final = 2
_FARTHEST: Final = 12
"""Sentences back to which "he" is followed while nobody else is named."""


def references_in(words: Sequence[Word]) -> Iterator[Reference]:
    """What a sentence refers to without a name, in order."""
    held = tuple(words)
    for at, word in enumerate(held):
        manner = _PRONOUNS.get(word.folded)
        if manner is not None and not _is_were(word):
            yield Reference(manner, place_at(held, at, at + 1))
        if word.folded in _DEFINITE:
            described = _described(held, at)
            if described is not None:
                yield described
        elif word.folded in TITLES and word.folded in PERSON_NOUNS and not _is_named(held, at):
            yield Reference(Manner.PERSON, place_at(held, at, at + 1), word.folded)


@lru_cache(maxsize=4096)
def _references(cited: Cited) -> tuple[Reference, ...]:
    return tuple(references_in(cited.read.words))


def _is_were(word: Word) -> bool:
    return word.text.lower() in {"were", "ill", "id"}


def _is_named(words: Sequence[Word], at: int) -> bool:
    return at + 1 < len(words) and words[at + 1].capital


def _described(words: tuple[Word, ...], at: int) -> Reference | None:
    found = None
    for end in range(at + 1, min(at + 1 + _LONGEST_DESCRIPTION, len(words))):
        word = words[end].folded
        if word in STOP_WORDS:
            break
        manner = None if words[end].capital else _manner(word)
        if manner is not None:
            found = Reference(manner, place_at(words, at, end + 1), word)
        elif found is not None:
            break
    return found


def _manner(noun: str) -> Manner | None:
    for form in (noun, noun.removesuffix("s"), f"{noun.removesuffix('ies')}y"):
        if form in PERSON_NOUNS:
            return Manner.PERSON
        if form in ORGANISATION_NOUNS or form in THING_NOUNS:
            return Manner.THING
    return None


@dataclass(frozen=True, slots=True)
class Aligned:
    """The reference in whose place a name stands, and how well the neighbours agree."""

    reference: Reference
    agreement: Agreement


def reference_at(place: Place, cited: Cited) -> Aligned | None:
    """The reference of the cited sentence whose place a statement's name has taken."""
    best: Aligned | None = None
    for reference in _references(cited):
        shared = agreement(place, reference.place)
        if shared.is_same_place and (best is None or shared.total > best.agreement.total):
            best = Aligned(reference, shared)
    return best


def means(name: Name, cited: Cited, *, stated: Sequence[Name], at: Reference | None) -> bool:
    """Whether the cited sentence plausibly means ``name`` by a reference.

    Args:
        name: a name that the cited sentence has not.
        cited: the sentence.
        stated: all names of the statement.
        at: the reference in whose place the name stands; None if that is not known.
    """
    if _in_quotation(name, cited) or _speaks(name, cited):
        return True
    if at is not None:
        return _suits(at, name, cited) and _is_antecedent(at, name, cited)
    return any(
        _suits(reference, name, cited)
        and _is_antecedent(reference, name, cited)
        and not _other_before(reference, name, cited, stated)
        for reference in _references(cited)
    )


def _suits(reference: Reference, name: Name, cited: Cited) -> bool:
    mentions, manner = cited.mentions, reference.manner
    if name.kind is NameKind.PEOPLE:
        return manner in {Manner.THEY, Manner.PERSON, Manner.IT, Manner.THING}
    if manner in {Manner.HE, Manner.SHE}:
        woman = mentions.is_woman(name)
        return mentions.may_be_person(name) and woman is not (manner is Manner.HE)
    if manner is Manner.PERSON:
        return mentions.may_be_person(name)
    if manner in {Manner.IT, Manner.THING}:
        return not mentions.is_person(name)
    return True


def _is_antecedent(reference: Reference, name: Name, cited: Cited) -> bool:
    if reference.manner in {Manner.HE, Manner.SHE}:
        return _is_last_person(reference, name, cited)
    if _names(cited.mentions.title, name, cited.mentions):
        return True
    near = cited.before
    if reference.manner is Manner.SPEAKER:
        near = (*near[:_QUOTED_REACH], *_following(cited))
    return any(_names(read, name, cited.mentions) for read in near)


def _following(cited: Cited) -> tuple[ReadText, ...]:
    after = cited.source.index + 1
    return cited.mentions.sentences[after : after + 1]


def _names(read: ReadText, name: Name, mentions: Mentions) -> bool:
    return read.says(name.words) or any(
        mentions.same(name.words, other.words) for other in read.names
    )


def _is_last_person(reference: Reference, name: Name, cited: Cited) -> bool:
    """Whether ``name`` is among the last persons named whom the pronoun fits."""
    if _said_by_other(reference, cited):
        return False
    mentions = cited.mentions
    before = mentions.sentences[max(0, cited.source.index - _FARTHEST) : cited.source.index]
    for read in reversed(before):
        if _names(read, name, mentions):
            return True
        if any(
            mentions.is_person(other) and _fits(reference, other, mentions) for other in read.names
        ):
            break
    return _names(mentions.title, name, mentions)


def _fits(reference: Reference, name: Name, mentions: Mentions) -> bool:
    return mentions.is_woman(name) is not (reference.manner is Manner.HE)


def _said_by_other(reference: Reference, cited: Cited) -> bool:
    """Whether it is the "he" of "Aker said he", who is Aker."""
    first = reference.place.first
    for where in cited.places:
        between = [word.folded for word in cited.read.words[where.end : first]]
        if where.end <= first <= where.end + _AFTER_SAYING and between and between[0] in SAYING:
            return True
    return False


def _in_quotation(name: Name, cited: Cited) -> bool:
    """Whether the sentence is a quotation whose speaker the sentences around it name."""
    text = cited.read.text.lstrip()
    if text[:1] not in {"“", '"', "‘", "'"} or not cited.mentions.may_be_person(name):
        return False
    if any(cited.mentions.is_person(other) for other in cited.read.names):
        return False
    near = (*cited.before[:_QUOTED_REACH], *_following(cited))
    return any(_names(read, name, cited.mentions) for read in near)


def _speaks(name: Name, cited: Cited) -> bool:
    """Whether the words of the sentence are those of ``name``, by the article around it."""
    same = cited.mentions.same
    return cited.mentions.may_be_person(name) and any(
        same(name.words, speaker.own) or same(speaker.own, name.words)
        for speaker in speakers_of(cited.source.article, cited.source.index)
    )


def _other_before(reference: Reference, name: Name, cited: Cited, stated: Sequence[Name]) -> bool:
    """Whether another, whom the statement leaves out, stands before the reference."""
    mentions = cited.mentions
    person = mentions.is_person(name)
    return any(
        where.end <= reference.place.first
        and mentions.is_person(other) == person
        and other.kind is not NameKind.PEOPLE
        and not any(mentions.same(ours.words, other.words) for ours in stated)
        for other, where in zip(cited.read.names, cited.places, strict=True)
    )
