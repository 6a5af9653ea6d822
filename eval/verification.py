"""Measures the check of statements: minimal pairs, and what it costs.

    python -m eval verification

The minimal pairs (``eval/minimal_pairs``) are sentences of the sample articles, as they stand
or truthfully rewritten, and the same with one thing changed. ``python -m eval entailment`` has
claims that people judged, ``python -m eval support`` the choice of supporting sentences.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

from assistant.answering.evidence import whole_evidence
from assistant.language.articles import make_article
from assistant.models.embedder import Embedder
from assistant.models.entailment import Claim, EntailmentModel
from assistant.reading import expand, read
from assistant.services.intake import SAMPLES
from assistant.types import Article, ReasonCode, Verdict, VerdictKind
from assistant.verifying.sources import SourceSentence
from assistant.verifying.vectors import SourceVectors
from assistant.verifying.verdicts import verdict_on
from assistant.verifying.verifier import Verifier
from eval.minimal_pairs import Half, Kind, MinimalPair, load_pairs

_MOST_BYTES: Final = 50_000_000
_STATEMENTS: Final = 10
_ROUNDS: Final = 40

CODES: Final[Mapping[Kind, frozenset[ReasonCode]]] = {
    Kind.FIGURE: frozenset(
        {
            ReasonCode.FIGURE_CONTRADICTED,
            ReasonCode.FIGURE_MISSING,
            ReasonCode.DATE_CONTRADICTED,
            ReasonCode.DATE_MISSING,
        }
    ),
    Kind.DATE: frozenset(
        {
            ReasonCode.DATE_CONTRADICTED,
            ReasonCode.DATE_MISSING,
            ReasonCode.FIGURE_CONTRADICTED,
            ReasonCode.FIGURE_MISSING,
        }
    ),
    Kind.NAME: frozenset({ReasonCode.NAME_MISSING}),
    Kind.QUOTATION: frozenset({ReasonCode.QUOTATION_ALTERED}),
    Kind.SPEAKER: frozenset({ReasonCode.QUOTATION_SPEAKER, ReasonCode.ATTRIBUTION_CHANGED}),
    Kind.NEGATION: frozenset({ReasonCode.MEANING_UNSUPPORTED, ReasonCode.MEANING_PARTLY}),
    Kind.MODALITY: frozenset({ReasonCode.MEANING_UNSUPPORTED, ReasonCode.MEANING_PARTLY}),
    Kind.ATTRIBUTION: frozenset({ReasonCode.ATTRIBUTION_DROPPED, ReasonCode.ATTRIBUTION_CHANGED}),
}
"""What a check that sees the very fault of a pair says."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A pair with the verdicts on both of its statements."""

    pair: MinimalPair
    twin: Verdict
    altered: Verdict

    @property
    def detected(self) -> bool:
        """Whether the altered statement does not pass as supported."""
        return self.altered.kind is not VerdictKind.SUPPORTED

    @property
    def named(self) -> bool:
        """Whether a reason names the very fault."""
        return any(reason.code in CODES[self.pair.kind] for reason in self.altered.reasons)

    @property
    def alarmed(self) -> bool:
        """Whether the true statement does not pass as supported."""
        return self.twin.kind is not VerdictKind.SUPPORTED


def sample_articles() -> dict[str, Article]:
    """The sample articles by file name."""
    return {
        Path(source.name).name: make_article(document)
        for source in expand([SAMPLES])
        for document in read(source, max_bytes=_MOST_BYTES)
    }


def outcomes(pairs: Sequence[MinimalPair], *, model: EntailmentModel) -> tuple[Outcome, ...]:
    """The verdicts on both statements of every pair, against its cited sentences."""
    articles = sample_articles()

    def verdict(text: str, pair: MinimalPair) -> Verdict:
        cited = [SourceSentence(articles[pair.article], index) for index in pair.sentences]
        return verdict_on(text, cited, model=model)

    return tuple(
        Outcome(pair, verdict(pair.twin, pair), verdict(pair.altered, pair)) for pair in pairs
    )


def pair_table(found: Sequence[Outcome]) -> Iterator[str]:
    """Detection by kind and half."""
    yield "| kind | half | pairs | detected | its own fault named | not supported |"
    yield "|---|---|---|---|---|---|"
    for half in Half:
        for kind in (*Kind, None):
            own = [one for one in found if one.pair.half is half and kind in (one.pair.kind, None)]
            wholly = [one.altered.kind is VerdictKind.UNSUPPORTED for one in own]
            yield (
                f"| {kind.value if kind else 'all'} | {half.value} | {len(own)} "
                f"| {_share([one.detected for one in own])} "
                f"| {_share([one.named for one in own])} | {_share(wholly)} |"
            )


def alarm_table(found: Sequence[Outcome]) -> Iterator[str]:
    """False alarms on the true statements, each counted once."""
    yield "| true statements | half | how many | called not or partly supported | not supported |"
    yield "|---|---|---|---|---|"
    once = {(one.pair.article, one.pair.twin): one for one in found}.values()
    for half in Half:
        for name, verbatim in (("word for word", True), ("rewritten", False)):
            own = [one for one in once if one.pair.half is half and one.pair.verbatim is verbatim]
            wholly = [one.twin.kind is VerdictKind.UNSUPPORTED for one in own]
            yield (
                f"| {name} | {half.value} | {len(own)} | {_share([one.alarmed for one in own])} "
                f"| {_share(wholly)} |"
            )


def misses(found: Sequence[Outcome], half: Half) -> Iterator[str]:
    """Every pair of ``half`` that went wrong, for reading."""
    for one in found:
        if one.pair.half is not half:
            continue
        if not one.detected:
            score = f"{one.altered.score:.2f}" if one.altered.score is not None else "-"
            yield f"MISSED {one.pair.kind.value} {score} {one.pair.alteration}: {one.pair.altered}"
            yield f"    {one.pair.was!r} became {one.pair.became!r}; twin: {one.pair.twin}"
        if one.alarmed:
            reasons = "; ".join(f"{r.code.value}: {r.text}" for r in one.twin.reasons)
            yield f"ALARM {one.pair.form}: {one.pair.twin}"
            yield f"    {reasons} (score {one.twin.score})"


def cost_table(embedder: Embedder, *, threads: int = 2) -> Iterator[str]:
    """Milliseconds for the check of a ten-sentence answer, each sentence citing what it may.

    As in answering: the evidence is two whole articles, whose sentences' vectors the library
    has, and the statements come one after the other.
    """
    articles = sample_articles()
    pairs = [pair for pair in load_pairs() if not pair.verbatim]
    names = sorted(
        {pair.article for pair in pairs},
        key=lambda name: -sum(pair.article == name for pair in pairs),
    )
    yield "| a ten-sentence answer | median | 95th percentile |"
    yield "|---|---|---|"
    for what in ("all true", "five false, with the search for other support"):
        taken = []
        for turn in range(_ROUNDS):
            name = names[turn % 8]
            own = [pair for pair in pairs if pair.article == name]
            chosen = [own[(turn * 7 + place) % len(own)] for place in range(_STATEMENTS)]
            evidence = whole_evidence([articles[name], articles[names[(turn + 1) % 8]]])
            sources = [SourceSentence(s.article, s.sentence.index) for s in evidence.sentences]
            vectors = SourceVectors(embedder)
            vectors.of_sources(sources)
            # A new model each time: it remembers what it has judged.
            verifier = Verifier(vectors, model=_fresh(threads))
            started = perf_counter()
            for place, pair in enumerate(chosen):
                false = what != "all true" and place % 2
                cited = [SourceSentence(articles[name], index) for index in pair.sentences]
                verifier.verify(pair.altered if false else pair.twin, cited, evidence=sources)
            taken.append(1000 * (perf_counter() - started))
        worst = statistics.quantiles(taken, n=20)[-1]
        yield f"| {what} | {statistics.median(taken):.0f} ms | {worst:.0f} ms |"


def _fresh(threads: int) -> EntailmentModel:
    """A model that remembers nothing, but has been used."""
    model = EntailmentModel(threads=threads)
    model.judge([Claim("The ferry sank.", "A ferry went down on Monday.")])
    return model


def _share(hits: Sequence[bool]) -> str:
    return f"{sum(hits) / len(hits):.3f}" if hits else "-"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--misses", choices=[half.value for half in Half], help="list what went wrong in a half"
    )
    given = parser.parse_args()
    embedder = Embedder()
    found = outcomes(load_pairs(), model=EntailmentModel())
    if given.misses:
        for line in misses(found, Half(given.misses)):
            print(line)
        return
    for title, lines in (
        ("Minimal pairs: is the fault seen?", pair_table(found)),
        ("Minimal pairs: false alarms", alarm_table(found)),
        ("Cost", cost_table(embedder)),
    ):
        print(f"## {title}\n", flush=True)
        for line in lines:
            print(line, flush=True)
        print()


if __name__ == "__main__":
    main()
