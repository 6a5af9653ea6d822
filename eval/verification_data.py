"""Human judgements of support: WiCE's claims, Rank19's pairs, SummEval's summaries.

Each has a choosing and a reporting half, fixed by the parity of the article's place in its
file, so that no article is in both.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from assistant.models.embedder import Embedder
from assistant.types import Article, Sentence
from assistant.verifying.sources import SourceSentence
from assistant.verifying.vectors import SentenceKey, SourceVectors

SUPPORTED: Final = "supported"
PARTLY: Final = "partially_supported"
NOT_SUPPORTED: Final = "not_supported"

_META: Final = "(meta data) "
_TITLE: Final = "TITLE: "
_SENTENCE_END: Final = re.compile(r"(?<= [.!?]) ")
_SPACED: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"`` ?| ?''"), '"'),
    (re.compile(r" ([.,;:?!%)\]])"), r"\1"),
    (re.compile(r"([(\[$£#]) "), r"\1"),
    (re.compile(r" ('s|'re|'ve|'ll|'d|'m|n't)\b"), r"\1"),
)
"""The data's text is spaced for a tokeniser: "team 's" and "Sunday ." are set right."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim of WiCE: ``sets`` are sets of sentences of ``article`` that support it."""

    text: str
    article: Article
    sets: tuple[frozenset[int], ...]
    label: str
    choosing: bool

    @property
    def annotated(self) -> frozenset[int]:
        """Every sentence that is in one of the sets."""
        return frozenset().union(*self.sets)

    @property
    def sources(self) -> tuple[SourceSentence, ...]:
        """Every sentence of the article."""
        return sentences_of(self.article)


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair of Rank19: two short versions of a text, one of which is right."""

    article: Article
    correct: str
    incorrect: str
    choosing: bool


@dataclass(frozen=True, slots=True)
class JudgedSummary:
    """A system's summary in SummEval; ``consistency`` is the experts' mean, 1 to 5."""

    article: Article
    system: str
    sentences: tuple[str, ...]
    consistency: float
    choosing: bool


@dataclass(frozen=True, slots=True)
class VerificationData:
    """All judgements."""

    claims: tuple[Claim, ...]
    pairs: tuple[Pair, ...]
    summaries: tuple[JudgedSummary, ...]


class Vectors:
    """Vectors of sentences in their articles and of texts alone, each computed once.

    Args:
        embedder: the embedder.
        keep: a NumPy file that they are read from and, by ``save``, written to.
    """

    def __init__(self, embedder: Embedder, *, keep: Path | None = None) -> None:
        self._embedder = embedder
        self._keep = keep
        self._texts: dict[str, NDArray[np.float32]] = {}
        self._articles: dict[SentenceKey, NDArray[np.float32]] = {}
        if keep is not None and keep.is_file():
            with np.load(keep) as kept:
                self._texts.update(zip(kept["texts"].tolist(), kept["text_vectors"], strict=True))
                for name, index, vector in zip(
                    kept["articles"].tolist(), kept["indices"], kept["vectors"], strict=True
                ):
                    self._articles[name, int(index)] = vector
        self._sources = SourceVectors(embedder, known=self._articles)

    def of_sources(self, sources: Sequence[SourceSentence]) -> NDArray[np.float32]:
        """Unit vectors of ``sources`` in their articles, [n, dimension]."""
        vectors = self._sources.of_sources(sources)
        for source, vector in zip(sources, vectors, strict=True):
            self._articles.setdefault((source.article.id, source.index), vector)
        return vectors

    def of_texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of ``texts``, each alone, [n, dimension]."""
        new = [text for text in dict.fromkeys(texts) if _key(text) not in self._texts]
        self._texts.update(zip(map(_key, new), self._embedder.embed(new), strict=True))
        rows = [self._texts[_key(text)] for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self._embedder.dimension), np.float32)

    def of_text(self, text: str) -> NDArray[np.float32]:
        """The unit vector of ``text`` alone, [dimension]."""
        return np.asarray(self.of_texts([text])[0], np.float32)

    def save(self) -> None:
        """Writes what there is to the file, if there is one."""
        if self._keep is not None:
            np.savez(
                self._keep,
                texts=np.array(list(self._texts)),
                text_vectors=np.stack(list(self._texts.values())),
                articles=np.array([name for name, _ in self._articles]),
                indices=np.array([index for _, index in self._articles]),
                vectors=np.stack(list(self._articles.values())),
            )


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def load(data: Path) -> VerificationData:
    """Everything, from the folder that holds ``wice-dev`` and ``summaries``."""
    return VerificationData(
        claims=tuple(load_claims(data / "wice-dev" / "claims.jsonl")),
        pairs=tuple(load_pairs(data / "summaries" / "rank19.json")),
        summaries=tuple(load_summaries(data / "summaries" / "summeval.json")),
    )


def load_claims(path: Path) -> Iterator[Claim]:
    """WiCE's claims in the order of the file, with the file's own sentences."""
    halves = _Halves()
    for line in path.read_text("utf-8").splitlines():
        record: dict[str, Any] = json.loads(line)
        evidence = [text.removeprefix(_META) for text in record["evidence"]]
        titles = [text.removeprefix(_TITLE) for text in evidence if text.startswith(_TITLE)]
        article = article_of(
            [text.removeprefix(_TITLE) for text in evidence], title=titles[0] if titles else ""
        )
        yield Claim(
            text=record["claim"],
            article=article,
            sets=tuple(frozenset(found) for found in record["supporting_sentences"] if found),
            label=record["label"],
            choosing=halves.choosing(article),
        )


def load_pairs(path: Path) -> Iterator[Pair]:
    """Rank19's pairs in the order of the file, without those that are the same twice."""
    halves = _Halves()
    for record in json.loads(path.read_text("utf-8")).values():
        article = article_of(plain_sentences(record["src"]))
        correct, incorrect = (
            " ".join(plain_sentences(record["sys_summs"][name]["sys_summ"]))
            for name in ("correct", "incorrect")
        )
        choosing = halves.choosing(article)
        if correct != incorrect:
            yield Pair(article, correct, incorrect, choosing)


def load_summaries(path: Path) -> Iterator[JudgedSummary]:
    """SummEval's summaries by article, in the order of the file."""
    halves = _Halves()
    for record in json.loads(path.read_text("utf-8")).values():
        article = article_of(plain_sentences(record["src"]))
        choosing = halves.choosing(article)
        for system, summary in record["sys_summs"].items():
            yield JudgedSummary(
                article=article,
                system=system,
                sentences=tuple(plain_sentences(summary["sys_summ"])),
                consistency=float(summary["scores"]["consistency"]),
                choosing=choosing,
            )


def plain_sentences(text: str) -> list[str]:
    """The sentences of a text that is spaced for a tokeniser, set as people write.

    Those without a word are left out.
    """
    found: list[str] = []
    for sentence in _SENTENCE_END.split(text):
        for pattern, replacement in _SPACED:
            sentence = pattern.sub(replacement, sentence)  # noqa: PLW2901 - the patterns build up
        if any(character.isalnum() for character in sentence):
            found.append(sentence.strip())
    return found


def article_of(sentences: Sequence[str], *, title: str = "") -> Article:
    """An article of these very sentences, one to a line; its id is a hash of its text."""
    text = "\n".join(sentences)
    starts = itertools.accumulate((len(sentence) + 1 for sentence in sentences), initial=0)
    return Article(
        id=_key(text),
        title=title,
        text=text,
        sentences=tuple(
            Sentence(index, start, start + len(sentence))
            for index, (sentence, start) in enumerate(zip(sentences, starts, strict=False))
        ),
        origin=_key(text),
    )


def sentences_of(article: Article) -> tuple[SourceSentence, ...]:
    """Every sentence of ``article``."""
    return tuple(SourceSentence(article, sentence.index) for sentence in article.sentences)


class _Halves:
    """Gives each article its half: those of even places in their file choose."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def choosing(self, article: Article) -> bool:
        return self._places.setdefault(article.id, len(self._places)) % 2 == 0
