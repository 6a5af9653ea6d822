"""Which names of an article denote the same person, place or organisation."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from assistant.language.countries import country_of
from assistant.language.name_forms import (
    SMALL_WORDS,
    are_initials,
    bare,
    only_describes,
    same_name,
    shortens,
)
from assistant.language.name_words import (
    FEMALE_NAMES,
    FEMININE_TITLES,
    FIRST_NAMES,
    MALE_NAMES,
    MASCULINE_TITLES,
    ORGANISATION_WORDS,
    PERSONAL_TITLES,
)
from assistant.language.names import (
    Name,
    NameKind,
    names_among,
)
from assistant.language.written_words import Word, looks_common, proves_nothing, read_words
from assistant.types import Article

_LONGEST_PERSON: Final = 4
_DATELINE: Final = 80
_DASHES: Final = ("—", "–", "--", " - ")


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text's words and names; ``plain`` is its folded words with a space around each."""

    text: str
    words: tuple[Word, ...]
    names: tuple[Name, ...]
    plain: str
    capitals_count: bool

    def says(self, words: Sequence[str]) -> bool:
        """Whether these folded words stand in it side by side."""
        return f" {' '.join(words)} " in self.plain


def read_text(text: str) -> ReadText:
    """``text`` with its words and names."""
    words = read_words(text)
    return ReadText(
        text=text,
        words=words,
        names=names_among(words, text),
        plain=f" {' '.join(word.folded for word in words)} ",
        capitals_count=not proves_nothing(words, text),
    )


@dataclass(frozen=True, eq=False)
class Mentions:
    """The names of one article.

    ``sentences`` go by the sentence's index. In them, an opening word that the article
    writes small elsewhere, and never large inside a sentence, is no name.
    """

    sentences: tuple[ReadText, ...]
    title: ReadText
    outlet: ReadText
    dateline: str

    @cached_property
    def plain(self) -> str:
        """The folded words of text, headline and outlet, each with spaces around it."""
        parts = [*(read.plain for read in self.sentences), self.title.plain, self.outlet.plain]
        return "|".join(parts)

    @cached_property
    def known(self) -> Mapping[tuple[str, ...], int]:
        """How often each name stands in the text and the headline, by its words."""
        return Counter(name.words for read in (*self.sentences, self.title) for name in read.names)

    @cached_property
    def inside(self) -> frozenset[str]:
        """Words that stand with a capital where no sentence begins, as part of a name."""
        return frozenset(
            word
            for read in (*self.sentences, self.title)
            for name in read.names
            for word in (name.words[1:] if name.opening else name.words)
        )

    @cached_property
    def personal(self) -> frozenset[str]:
        """Last words of the names that are persons', as far as the article shows."""
        found = set()
        for read in (*self.sentences, self.title):
            for name in read.names:
                if name.title in PERSONAL_TITLES or self._has_form_of_person(name.words):
                    found.add(name.words[-1])
        return frozenset(found)

    @cached_property
    def _by_last(self) -> Mapping[str, frozenset[tuple[str, ...]]]:
        """The longer names by their last word."""
        found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for words in self.known:
            if len(words) > 1:
                found[bare(words)[-1]].add(words)
        return {last: frozenset(names) for last, names in found.items()}

    @cached_property
    def _titles(self) -> Mapping[tuple[str, ...], frozenset[str]]:
        """The titles that each name is given."""
        found: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for read in self.sentences:
            for name in read.names:
                if name.title:
                    found[name.words].add(name.title)
        return {words: frozenset(titles) for words, titles in found.items()}

    @cached_property
    def _bracketed(self) -> frozenset[tuple[tuple[str, ...], tuple[str, ...]]]:
        """Names with the acronym that follows them in brackets."""
        return frozenset(
            (name.words, following.words)
            for read in self.sentences
            for name, following in zip(read.names, read.names[1:], strict=False)
            if read.text[name.end : following.start].strip() == "("
        )

    def _has_form_of_person(self, words: tuple[str, ...]) -> bool:
        if not 1 < len(words) <= _LONGEST_PERSON or not ORGANISATION_WORDS.isdisjoint(words):
            return False
        return words[0] in FIRST_NAMES or (
            (words[-1],) in self.known and not country_of(words[-1]) and len(words) == 2  # noqa: PLR2004
        )

    def says(self, words: Sequence[str]) -> bool:
        """Whether the folded words stand side by side in text, headline or outlet."""
        return f" {' '.join(words)} " in self.plain

    def is_person(self, name: Name) -> bool:
        """Whether a name is a person's, as far as its form and the article show."""
        return self.may_be_person(name) and (
            name.title in PERSONAL_TITLES
            or self._has_form_of_person(name.words)
            or name.words[-1] in self.personal
        )

    def may_be_person(self, name: Name) -> bool:
        """Whether nothing shows that a name is not a person's."""
        return (
            name.kind is NameKind.NAME
            and len(name.words) <= _LONGEST_PERSON
            and ORGANISATION_WORDS.isdisjoint(name.words)
            and not country_of(name.phrase)
            and not any(word in SMALL_WORDS or word.isdecimal() for word in name.words)
        )

    def is_woman(self, name: Name) -> bool | None:
        """Whether a person is a woman; None where title and first name do not tell."""
        fuller = self._by_last.get(name.words[-1], frozenset()) if len(name.words) == 1 else ()
        firsts = {name.words[0], *(words[0] for words in fuller)}
        titles = {name.title, *self._titles.get(name.words, ())}
        if titles & FEMININE_TITLES or (firsts & FEMALE_NAMES and not firsts & MALE_NAMES):
            return True
        if titles & MASCULINE_TITLES or (firsts & MALE_NAMES and not firsts & FEMALE_NAMES):
            return False
        return None

    def invents_first_name(self, words: tuple[str, ...]) -> bool:
        """Whether the article knows this person's surname, and no first name to it at all."""
        return (
            1 < len(words) <= _LONGEST_PERSON
            and not self.says(words)
            and (words[-1],) in self.known
            and not self._by_last.get(words[-1])
        )

    def same(self, name: tuple[str, ...], cited: tuple[str, ...]) -> bool:
        """Whether two names denote the same one, the second being the article's.

        The article has to use the first, too, where it tells more than the second does.
        """
        return name == cited or _denote_the_same(self, name, cited)

    def decide(self, a: tuple[str, ...], b: tuple[str, ...]) -> bool:
        """As ``same``, without remembering what was found."""
        if same_name(a, b) or (a, b) in self._bracketed or (b, a) in self._bracketed:
            return True
        if (len(a) == 1) != (len(b) == 1) and are_initials(a, b):
            return True
        a, b = bare(a), bare(b)
        return shortens(b, a) and (only_describes(b, a) or self._uses(a))

    def _uses(self, words: tuple[str, ...]) -> bool:
        return self.says(words) or any(
            bare(known) == words for known in self._by_last.get(words[-1], ())
        )


@lru_cache(maxsize=65536)
def _denote_the_same(mentions: Mentions, a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return mentions.decide(a, b)


def mentions_of(article: Article) -> Mentions:
    """The names of ``article``; kept for the articles asked about last."""
    return _mentions(ByText(article))


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


@lru_cache(maxsize=256)
def _mentions(key: ByText) -> Mentions:
    article = key.article
    reads = [read_text(article.sentence_text(index)) for index in range(len(article.sentences))]
    title = read_text(article.title)
    inside = {
        word
        for read in (*reads, title)
        for name in read.names
        for word in (name.words[1:] if name.opening else name.words)
    }
    small = {word.folded for read in reads for word in read.words if word.text.islower()}
    return Mentions(
        sentences=tuple(_without_common(read, inside=inside, small=small) for read in reads),
        title=_without_common(title, inside=inside, small=small),
        outlet=read_text(article.source or ""),
        dateline=_dateline(article.text),
    )


def _without_common(read: ReadText, *, inside: set[str], small: set[str]) -> ReadText:
    kept = tuple(
        name
        for name in read.names
        if not (name.opening and len(name.words) == 1 and name.words[0] not in inside)
        or not (name.words[0] in small or looks_common(name.words[0]))
    )
    if len(kept) == len(read.names):
        return read
    return ReadText(read.text, read.words, kept, read.plain, read.capitals_count)


def _dateline(text: str) -> str:
    """The folded words before the dash with which an article begins; blank without one."""
    begin = text[:_DATELINE]
    ends = [begin.find(dash) for dash in _DASHES if dash in begin]
    if not ends:
        return ""
    words = read_words(begin[: min(ends)])
    return f" {' '.join(word.folded for word in words)} " if words and words[0].capital else ""
