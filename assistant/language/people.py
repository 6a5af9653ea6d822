"""Whom a sentence of an article is about, for "he" and "she" in the sentences after it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from assistant.language.attributions import Attribution, attributions_between
from assistant.language.mentions import Mentions, ReadText, mentions_of
from assistant.language.name_words import ORGANISATION_NOUNS, PERSON_NOUNS, TITLES
from assistant.language.names import Name as Mention
from assistant.language.quotations import find_quotations
from assistant.language.speaker_names import Name, compared, folded, name_in
from assistant.types import Article

PRONOUNS: Final = frozenset({"he", "she"})
"""The pronouns that are followed."""

_LEADS: Final = frozenset(
    {"the", "but", "and", "yet", "still", "when", "as", "while", "after", "former", "mr", "of"}
)
"""Words before a name with which a sentence begins, its title aside."""

_APPOSED: Final = re.compile(
    r"[“\"‘]?(?:The|A|An|One|Another|Its|His|Her|Their|Our)(?: [\w’'&.-]{1,30}){1,8}, "
    r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Sir|Capt|Col|Gen|Rev)\.? )?"
)
"""What stands before the name of "The shopkeeper, Marion Lind, keeps …"."""

_UNNAMED: Final = re.compile(
    r"[“\"‘]?(?:(?:But|And|Yet|Still|When|As|While|After) )?(?:The|the|A|a|An|an|One|one|Another)"
    r"((?: [a-z][\w’'-]{1,30}){1,4})"
)
_AFTER_SUBJECT: Final = re.compile(r"(?:,| \(| [a-z])")
_IN_CAPITALS: Final = re.compile(r" [^\W\d_a-z]")
_DETERMINERS: Final = frozenset({"a", "an", "one", "another", "the", "his", "her", "its"})
_PLURALS: Final = ("s", "people", "police", "men", "women", "children")


@dataclass(frozen=True)
class People:
    """The people of a sentence, ``text[start:start + len(read.text)]``, outside quotations."""

    text: str
    start: int
    read: ReadText
    mentions: Mentions

    def leading(self, pronoun: str) -> tuple[Name, ...]:
        """The subject and the named speakers whom ``pronoun`` fits."""
        found = [*((self._subject,) if self._subject else ()), *self._speakers]
        return merged(
            Name(name.text, words[-1], words)
            for name in found
            if self._fits(name, pronoun) and (words := compared(name.text))
        )

    @cached_property
    def unnamed(self) -> tuple[str, ...]:
        """What it calls single persons who speak or act, and whom it does not name."""
        return tuple(self._unnamed_speakers()) or tuple(self._unnamed_subject())

    def goes_on(self, pronoun: str) -> bool:
        """Whether ``pronoun`` is its subject, or speaks in it."""
        if self.read.words and self.read.words[0].folded == pronoun:
            return True
        return any(folded(phrase) == pronoun for phrase in self._phrases)

    def names_somebody(self, pronoun: str) -> bool:
        """Whether it names anybody for whom ``pronoun`` may stand."""
        return any(
            self._fits(name, pronoun) and (len(name.words) > 1 or self.mentions.is_person(name))
            for name in self._names
        )

    def _fits(self, name: Mention, pronoun: str) -> bool:
        """Whether ``pronoun`` may stand for ``name``, by its form and by the article."""
        return self.mentions.may_be_person(name) and (
            self.mentions.is_woman(name) is not (pronoun == "he")
        )

    @cached_property
    def _names(self) -> Sequence[Mention]:
        quotations = find_quotations(self.text)
        if not quotations.spans:
            return self.read.names
        return [name for name in self.read.names if quotations.at(self.start + name.start) is None]

    @cached_property
    def _subject(self) -> Mention | None:
        """The name with which it begins, or that stands beside its first noun."""
        for name in self._names:
            if _AFTER_SUBJECT.match(self.read.text, name.end):
                return name if self._leads(name) else None
            if not _IN_CAPITALS.match(self.read.text, name.end):
                break
        return None

    def _leads(self, name: Mention) -> bool:
        """Whether only titles and the like stand before a person's name."""
        if not self.mentions.may_be_person(name):
            return False
        apposed = _APPOSED.match(self.read.text, 0, name.start)
        if apposed and apposed.end() == name.start:
            return True
        before = [word for word in self.read.words if word.end <= name.start]
        if not all(word.capital or word.folded in _LEADS for word in before):
            return False
        titled = name.title is not None or all(
            word.folded in TITLES or word.folded in _LEADS for word in before
        )
        return titled and (len(name.words) > 1 or self.mentions.is_person(name))

    @cached_property
    def _attributions(self) -> tuple[Attribution, ...]:
        return attributions_between(self.text, self.start, self.start + len(self.read.text))

    @cached_property
    def _phrases(self) -> tuple[str, ...]:
        """What it calls those who speak."""
        return tuple(
            self.text[one.speaker.start : one.speaker.end]
            for one in self._attributions
            if one.speaker is not None
        )

    @cached_property
    def _speakers(self) -> tuple[Mention, ...]:
        """The names of those who speak."""
        return tuple(
            found
            for one in self._attributions
            if one.speaker is not None
            and (found := self._named_in(one.speaker.start, one.speaker.end)) is not None
        )

    def _named_in(self, start: int, end: int) -> Mention | None:
        """Its name for the speaker who stands at ``text[start:end]``."""
        named = name_in(self.text[start:end], around=self.text)
        if named is None:
            return None
        for name in self.read.names:
            inside = start <= self.start + name.start and self.start + name.end <= end
            if inside and compared(name.text)[-1:] == (named.key,):
                return name
        return None

    def _unnamed_speakers(self) -> Iterator[str]:
        for phrase in self._phrases:
            if _is_single_person(phrase) and name_in(phrase, around=self.text) is None:
                yield phrase

    def _unnamed_subject(self) -> Iterator[str]:
        opening = _UNNAMED.match(self.read.text)
        if opening is None or self._subject is not None:
            return
        words = opening[1].split()
        nouns = [at for at, word in enumerate(words) if word in PERSON_NOUNS]
        if nouns:
            last = nouns[0]
            while last + 1 in nouns:
                last += 1
            yield f"the {' '.join(words[: last + 1])}"


def merged(names: Iterable[Name]) -> tuple[Name, ...]:
    """The names without those that have the last word of one before them."""
    found: dict[str, Name] = {}
    for name in names:
        found.setdefault(name.key, name)
    return tuple(found.values())


def people_in(article: Article, index: int) -> People:
    """The people of sentence ``index``; kept for the sentences asked about last."""
    return _people(mentions_of(article), article.text, article.sentences[index].start, index)


@lru_cache(maxsize=8192)
def _people(mentions: Mentions, text: str, start: int, index: int) -> People:
    return People(text, start, mentions.sentences[index], mentions)


def _is_single_person(phrase: str) -> bool:
    """Whether a phrase without a name is for one person: "a teacher", "one of the drivers"."""
    determiner, *rest = folded(phrase.split(",", 1)[0]).split() or [""]
    if not rest or determiner not in _DETERMINERS:
        return False
    if determiner == "one":
        return True
    return rest[-1] not in ORGANISATION_NOUNS and not rest[-1].endswith(_PLURALS)
