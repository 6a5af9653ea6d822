"""Claims that people judged, with what the choice of support finds for each of their sentences.

The sets with natural errors (``tools/train_entailment``) report on the half of their articles
that nothing was trained on; WiCE's development claims, Rank19 and SummEval, of which nothing
was trained on at all, choose on articles in even places of their file and report on the
others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Final, TypeVar

from assistant.models.embedder import Embedder
from assistant.models.entailment import EntailmentModel
from assistant.types import Verdict
from assistant.verifying.entailment import Entailment, entailment_of
from assistant.verifying.lexical import words_of
from assistant.verifying.sources import SourceSentence
from assistant.verifying.support import choose_support
from assistant.verifying.vectors import SourceVectors
from assistant.verifying.verdicts import severity, uncited, verdict_on
from eval.minimal_pairs import Half, Kind, load_pairs
from eval.verification import sample_articles
from eval.verification_data import (
    PARTLY,
    SUPPORTED,
    VerificationData,
    article_of,
    sentences_of,
)
from tools.train_entailment.cases import Case as Annotated
from tools.train_entailment.cases import parted
from tools.train_entailment.cases import sentences_of as cut

NATURAL: Final = ("defacto", "fib", "bump", "summedits")
Item = TypeVar("Item")

_JUDGED_KINDS: Final = frozenset({Kind.NEGATION, Kind.MODALITY})
_NEWS: Final = "news"
"""SummEdits' domain that counts."""


@dataclass(frozen=True, slots=True)
class Held:
    """A sentence and the sentences that it is held against."""

    text: str
    sources: tuple[SourceSentence, ...]


@dataclass(frozen=True)
class Case:
    """A claim of one or several sentences; it is as good as the worst of them.

    ``name`` is the data set, ``group`` the article, ``kind`` the error or the label in the data,
    ``rating`` the experts' mean where there is one. ``owner`` and ``system`` are the places of
    the pair or summary that it belongs to, and who wrote it.
    """

    name: str
    group: str
    held: tuple[Held, ...]
    supported: bool
    choosing: bool
    model: EntailmentModel
    kind: str = ""
    rating: float = 0.0
    owner: int = 0
    system: str = ""

    @cached_property
    def entailments(self) -> tuple[Entailment, ...]:
        """What the model says of each sentence that has sources."""
        return tuple(
            entailment_of(one.text, one.sources, model=self.model)
            for one in self.held
            if one.sources
        )

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts on its sentences by the whole check."""
        return tuple(
            verdict_on(one.text, one.sources, model=self.model) if one.sources else uncited()
            for one in self.held
        )

    @property
    def worst(self) -> Verdict:
        """The worst verdict."""
        return max(self.verdicts, key=lambda one: (severity(one.kind), -(one.score or 0.0)))

    @cached_property
    def pairs(self) -> float:
        """The baseline: the share of its pairs of neighbouring words that the sources have."""
        shares = [_pairs(one) for one in self.held]
        return sum(shares) / len(shares)


def _pairs(held: Held) -> float:
    own = list(pairwise(words_of(held.text).terms))
    theirs = {pair for one in held.sources for pair in pairwise(words_of(one.text).terms)}
    return sum(pair in theirs for pair in own) / len(own) if own else 0.0


class Finder:
    """Finds support for sentences as the check of drafts does."""

    def __init__(self, *, threads: int = 2) -> None:
        self._vectors = SourceVectors(Embedder(threads=threads))
        self.model = EntailmentModel(threads=threads)

    def held(self, texts: Sequence[str], candidates: Sequence[SourceSentence]) -> tuple[Held, ...]:
        """Each of ``texts`` with what is found for it among ``candidates``."""
        vectors = self._vectors
        made = []
        for text in texts:
            chosen = choose_support(
                text,
                candidates,
                statement_vector=vectors.of_statement(text),
                candidate_vectors=vectors.of_sources(candidates),
            )
            made.append(Held(text, tuple(candidates[index] for index in chosen)))
        return tuple(made)


def natural_cases(folder: Path, finder: Finder, *, most: int, choosing: bool) -> Iterator[Case]:
    """At most ``most`` claims of each set with natural errors: to choose on, or the reported."""
    found = parted(folder)
    cases = found.calibrating if choosing else found.reporting
    for name in NATURAL:
        own = [one for one in cases if one.source == name and _counts(one)]
        for one in _spread(own, most):
            yield Case(
                name=name,
                group=one.group,
                held=finder.held(cut(one.claim), sentences_of(article_of(one.sentences))),
                supported=one.supported,
                choosing=choosing,
                model=finder.model,
                kind=one.kind,
            )


def pair_cases(*, model: EntailmentModel, choosing: bool) -> Iterator[Case]:
    """The minimal pairs whose fault is the model's to see, and all true twins."""
    articles = sample_articles()
    half = Half.CHOOSE if choosing else Half.REPORT
    for pair in load_pairs():
        if pair.half is not half:
            continue
        cited = tuple(SourceSentence(articles[pair.article], index) for index in pair.sentences)
        texts = [(pair.twin, True)]
        if pair.kind in _JUDGED_KINDS:
            texts.append((pair.altered, False))
        for text, supported in texts:
            if verdict_on(text, cited, model=model).score != 1.0:  # is what a source says anyway
                yield Case(
                    name="minimal pairs",
                    group=pair.article,
                    held=(Held(text, cited),),
                    supported=supported,
                    choosing=choosing,
                    model=model,
                    kind=pair.kind.value,
                )


def _counts(case: Annotated) -> bool:
    return case.source != "summedits" or case.kind.startswith(_NEWS)


def _spread(cases: Sequence[Item], most: int) -> list[Item]:
    """At most ``most`` of them, taken evenly over the file."""
    step = max(1.0, len(cases) / most)
    return [cases[int(place * step)] for place in range(min(most, len(cases)))]


def judged_cases(data: VerificationData, finder: Finder, *, most: int) -> Iterator[Case]:
    """WiCE's claims, Rank19's sentences and at most ``most`` of SummEval's summaries."""
    for claim in data.claims:
        yield Case(
            name="wice",
            group=claim.article.id,
            held=finder.held([claim.text], claim.sources),
            supported=claim.label == SUPPORTED,
            choosing=claim.choosing,
            model=finder.model,
            kind="partly" if claim.label == PARTLY else claim.label,
        )
    for owner, pair in enumerate(data.pairs):
        for text, right in ((pair.correct, True), (pair.incorrect, False)):
            yield Case(
                name="rank19",
                group=pair.article.id,
                held=finder.held([text], sentences_of(pair.article)),
                supported=right,
                choosing=pair.choosing,
                model=finder.model,
                owner=owner,
            )
    for owner, summary in enumerate(_spread(data.summaries, most)):
        texts = [text for text in summary.sentences if words_of(text).terms]
        if texts:
            yield Case(
                name="summeval",
                group=summary.article.id,
                held=finder.held(texts, sentences_of(summary.article)),
                supported=summary.consistency >= 5.0,  # noqa: PLR2004 - wholly consistent
                choosing=summary.choosing,
                model=finder.model,
                rating=summary.consistency,
                owner=owner,
                system=summary.system,
            )
