"""Words of a question that no article has, held against the library's own for typing errors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from typing import Final

from assistant.answering.retrieval import Retrieval, Retrieved
from assistant.language.detection import ENGLISH, question_language
from assistant.language.name_words import is_common
from assistant.language.word_lists import word_lists
from assistant.language.words import STOP_WORDS
from assistant.library.library import Library
from assistant.models.embedder import Embedder
from assistant.types import Filters, Hit

_WORD: Final = re.compile(r"[^\W\d_]{4,30}")
_PLAIN: Final = word_lists("questions.toml").words("plain")
"""Words that say nothing of what a question is about."""
_LONG: Final = 8
"""Letters of a word from which on two may be wrong."""
_MOST_TERMS: Final = 50_000
_TRIED: Final = 3
"""Stems, the nearest first, of which a written form is looked for."""
_EXAMPLES: Final = 5
"""Passages that are looked into for how a word is written."""

_LONGEST: Final = 48
"""Letters of a word that is compared with others, at most."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """A question with its typing errors put right, and which words those were."""

    text: str
    corrections: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """What is told of the corrections: "“moive” was read as “movie”, …"."""
        return ", ".join(f"“{wrong}” was read as “{right}”" for wrong, right in self.corrections)

    @property
    def telling(self) -> tuple[str, ...]:
        """Those of the words that no article has that are worth naming: "chess", not "much"."""
        return tuple(
            word
            for word in self.unknown
            if word.lower() not in _PLAIN and not is_common(word.lower())
        )


class Spelling:
    """Holds the words of a question against those of a library.

    Args:
        library: whose words count.
        embedder: whose vocabulary says which words are English, and no errors.
    """

    def __init__(self, library: Library, embedder: Embedder) -> None:
        self._library = library
        self._embedder = embedder

    def spelled(self, question: str, *, around: Iterable[Hit]) -> Spelled:
        """``question`` with each word that no article has as the nearest one that they have.

        A word is replaced only where one is near: one letter more, less, other or in another
        place; two in a long word. Stop words and those with figures stay, and so do names that
        are short.

        Args:
            question: as it was typed.
            around: passages that the question's other words led to; of words as near, one of
                theirs is taken.
        """
        return self._library.indexes.searched(
            lambda _vectors, _words: self._spelled(question, around)
        )

    def near(self, question: str) -> tuple[tuple[str, str], ...]:
        """Each word of ``question`` that no article has with the nearest that they have.

        Names are among them; what is near to none is left out.
        """

        def found() -> Iterator[tuple[str, str]]:
            for word in dict.fromkeys(match[0] for match in _WORD.finditer(question)):
                if self._is_unknown(word) and (near := self._nearest(word, frozenset())):
                    yield word, near

        return self._library.indexes.searched(lambda _vectors, _words: tuple(found()))

    def search(
        self, question: str, *, retrieval: Retrieval, filters: Filters
    ) -> tuple[Retrieved, Spelled]:
        """Returns what is found for ``question`` as it was meant, and how it was read.

        Only English questions have their typing errors put right.
        """
        most = retrieval.settings.passages
        words = dict.fromkeys(match[0] for match in _WORD.finditer(question))
        unknown = self._library.indexes.searched(
            lambda _vectors, _words: tuple(word for word in words if self._is_unknown(word))
        )
        if not unknown:
            return retrieval.search(question, k=most, filters=filters), Spelled(question)
        first = retrieval.search(question, k=most, filters=filters, read=False)
        if question_language(question) != ENGLISH:
            return first, Spelled(question, unknown=unknown)
        read = self.spelled(question, around=first.hits)
        return retrieval.search(read.text, k=most, filters=filters), read

    def _spelled(self, question: str, around: Iterable[Hit]) -> Spelled:
        analyse = self._library.words.analyse
        stems: set[str] = set()
        corrections: list[tuple[str, str]] = []
        unknown: list[str] = []
        pieces, at = [], 0
        for match in _WORD.finditer(question):
            word = match[0]
            if not self._is_unknown(word):
                continue
            stems = stems or {stem for hit in around for stem in analyse(hit.text)}
            is_name = match.start() > 0 and word[0].isupper()
            right = (is_name and len(word) < _LONG) or self._is_english(word)
            near = None if right else self._nearest(word, stems)
            if near is None:
                unknown.append(word)
                continue
            corrections.append((word, near))
            pieces += [question[at : match.start()], near]
            at = match.end()
        return Spelled(
            "".join([*pieces, question[at:]]),
            tuple(dict.fromkeys(corrections)),
            tuple(dict.fromkeys(unknown)),
        )

    def _is_unknown(self, word: str) -> bool:
        return word.lower() not in STOP_WORDS and not self._library.words.frequency(word)

    def _is_english(self, word: str) -> bool:
        """Whether it is one of the words that the embedder knows whole."""
        return len(self._embedder.tokenise([word])[0]) == 1

    def _nearest(self, word: str, stems: Set[str]) -> str | None:
        """The library's word that is nearest to one that it has not; None where none is near."""
        terms = self._library.words.analyse(word)
        if not terms:
            return None
        stem = terms[0]
        most = 2 if len(stem) >= _LONG else 1
        found = [
            (edits, term not in stems, -count, term)
            for term, count in self._library.words.beginning_with(stem[:1], most=_MOST_TERMS)
            if abs(len(term) - len(stem)) <= most
            and not any(letter.isdigit() for letter in term)
            and (edits := distance(stem, term, most=most)) <= most
        ]
        for *_, term in sorted(found)[:_TRIED]:
            if written := self._as_written(term, word):
                return written.lower() if word.islower() else written
        return None

    def _as_written(self, stem: str, wrong: str) -> str | None:
        """How an article writes the word with this stem, nearest to what was typed."""
        best: tuple[int, str] | None = None
        keys = self._library.words.holding(stem, most=_EXAMPLES)
        for found in self._library.catalogue.passages.candidates(keys).values():
            text = found.article.text[found.passage.start : found.passage.end]
            for written in {match[0] for match in _WORD.finditer(text)}:
                if self._library.words.analyse(written) == [stem]:
                    edits = distance(wrong.lower(), written.lower(), most=len(wrong))
                    best = min(best or (edits, written), (edits, written))
        return best[1] if best else None


def distance(one: str, other: str, *, most: int) -> int:
    """How many letters are to be put in, taken out, changed or swapped with the next.

    Counting ends above ``most``. What is longer than any word is near to nothing.
    """
    if abs(len(one) - len(other)) > most or max(len(one), len(other)) > _LONGEST:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        new = [i]
        for j, against in enumerate(other, start=1):
            cost = min(row[j] + 1, new[j - 1] + 1, row[j - 1] + (letter != against))
            swapped = i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against
            new.append(min(cost, before[j - 2] + 1) if swapped else cost)
        if min(new) > most:
            return most + 1
        before, row = row, new
    return row[-1]
