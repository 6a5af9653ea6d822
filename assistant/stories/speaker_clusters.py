"""Speakers across articles: which of their mentions are one speaker's.

Persons are joined by first and last name, with nicknames and whatever stands between them;
bodies by their names and their initials. A surname alone is joined where only one person of
all articles has it. A body without a name of its own ("the ministry") is the same in articles
whose leads share names. Who may be two stays two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeAlias

from assistant.language import name_words as lists
from assistant.language.name_forms import SMALL_WORDS, bare, country_of
from assistant.language.names import NameKind, names_of
from assistant.stories.utterances import Utterance
from assistant.types import Article

_Key: TypeAlias = tuple[str, ...]
_LEAD: Final = 3
"""Sentences of an article's lead."""
_SHARED: Final = 2
"""Names that the leads of two articles share whose "ministry" is one."""
_FIRST: Final = {bare((one,))[-1] for one in lists.FIRST_NAMES}
_PLACE_OF_FIRST: Final = 2
"""Where the first name stands in the key of a person."""
_FEWEST_INITIALS: Final = 3


@dataclass(frozen=True, slots=True)
class SpeakerCluster:
    """One speaker: the fullest name, the other names used, and all that was said."""

    name: str
    also: tuple[str, ...]
    said: tuple[Utterance, ...]


def cluster_speakers(said: Sequence[Utterance], *, topical: bool) -> tuple[SpeakerCluster, ...]:
    """The speakers of ``said``, each with what they said, in the order given.

    Args:
        said: statements of any number of articles.
        topical: whether all articles are about one topic; then one shared name in their
            leads joins bodies without a name.
    """
    keys = _Keys(said, needed=1 if topical else _SHARED)
    clusters: dict[_Key, list[Utterance]] = {}
    for one in said:
        clusters.setdefault(keys.of(one), []).append(one)
    return tuple(map(_cluster, clusters.values()))


def _cluster(said: Sequence[Utterance]) -> SpeakerCluster:
    names = Counter(one.speaker.name for one in said)
    name = max(names, key=lambda one: (len(one.split()), names[one], one))
    forms = Counter(one.speaker.form for one in said) + names
    known = {name.casefold()}
    also: list[str] = []
    for form, _ in forms.most_common():
        if form.casefold() not in known:
            known.add(form.casefold())
            also.append(form)
    return SpeakerCluster(name, tuple(also), tuple(said))


class _Keys:
    """By what the mentions of one speaker are joined."""

    def __init__(self, said: Sequence[Utterance], *, needed: int) -> None:
        own = {one.speaker.words for one in said if one.speaker.named}
        self._middles = _middles(own)
        full = {self._full(words) for words in own if len(bare(words)) > 1}
        self._surnames = _index((key[-1], key) for key in full if key[0] == "person")
        self._initials = _index((_initials(key), key) for key in full if key[0] == "body")
        self._bodies = _Described(needed)

    def of(self, one: Utterance) -> _Key:
        speaker = one.speaker
        if not speaker.named:
            return self._bodies.of(one)
        words = bare(speaker.words)
        if len(words) > 1:
            return self._full(speaker.words)
        word = words[0]
        if not country_of(word):
            for index in (self._surnames, self._initials):
                known: set[_Key] = index.get(word, set())
                only = next(iter(known)) if len(known) == 1 else None
                if only and (only[0] == "body" or only[_PLACE_OF_FIRST] in _FIRST):
                    return only
        return ("body", word)

    def _full(self, words: tuple[str, ...]) -> _Key:
        """The key of a name of several words; persons of one name are told apart by initials."""
        parts = bare(words)
        if len(parts) == 1 or not (lists.ORGANISATION_WORDS - lists.FIRST_NAMES).isdisjoint(words):
            return ("body", *parts)
        ends = (parts[0], parts[-1])
        middle = _middle(words) if len(self._middles.get(ends, ())) > 1 else ""
        return ("person", middle, *ends)


def _middle(words: tuple[str, ...]) -> str:
    """The initials that stand between first and last name."""
    return "".join(word[0] for word in words[1:-1] if len(word.strip(".")) == 1)


def _middles(names: Iterable[tuple[str, ...]]) -> Mapping[_Key, set[str]]:
    found: dict[_Key, set[str]] = {}
    for words in names:
        parts = bare(words)
        if len(parts) > 1 and _middle(words):
            found.setdefault((parts[0], parts[-1]), set()).add(_middle(words))
    return found


def _initials(key: _Key) -> str:
    letters = "".join(word[0] for word in key[1:] if word not in SMALL_WORDS)
    return letters if len(letters) >= _FEWEST_INITIALS else ""


def _index(pairs: Iterable[tuple[str, _Key]]) -> dict[str, set[_Key]]:
    found: dict[str, set[_Key]] = {}
    for word, key in pairs:
        if word:
            found.setdefault(word, set()).add(key)
    return found


class _Described:
    """Bodies without a name of their own, told apart by the leads of their articles."""

    def __init__(self, needed: int) -> None:
        self._needed = needed
        self._leads: dict[str, frozenset[str]] = {}
        self._known: dict[tuple[_Key, str], _Key] = {}
        self._by_name: dict[tuple[_Key, str], _Key] = {}

    def of(self, one: Utterance) -> _Key:
        words, article = one.speaker.words, one.article
        place = (words, article.id)
        if place not in self._known:
            lead = self._lead(article)
            shared = Counter(
                self._by_name[words, name] for name in lead if (words, name) in self._by_name
            )
            best = max(shared.items(), key=lambda item: (item[1], item[0]), default=None)
            own = ("described", *words, article.id)
            key = best[0] if best and best[1] >= self._needed else own
            self._known[place] = key
            for name in lead:
                self._by_name.setdefault((words, name), key)
        return self._known[place]

    def _lead(self, article: Article) -> frozenset[str]:
        if article.id not in self._leads:
            first = islice(article.sentences, _LEAD)
            texts = [article.title, *(article.sentence_text(one.index) for one in first)]
            self._leads[article.id] = frozenset(
                name.words[-1]
                for text in texts
                for name in names_of(text)
                if name.kind is NameKind.NAME and not country_of(name.phrase)
            )
        return self._leads[article.id]
