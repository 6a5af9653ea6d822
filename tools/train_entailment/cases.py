"""Claims with their evidence, read from public data: what the network learns from.

What each data set is, where it comes from and its licence stand in ``SOURCES``, from which
the model card is made. Articles are kept apart whole: a claim about an article of the
reporting half is never trained on, in whichever data set it stands.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from assistant.language.sentences import split_sentences
from assistant.language.words import content_terms

REPORTED: Final = 0.5
"""Share of the articles with natural errors that report and are not trained on."""

CALIBRATING: Final = 0.03
"""Share of all articles on which checkpoints and thresholds are chosen."""

_NATURAL: Final = frozenset({"defacto", "fib", "bump", "summedits"})
"""Sets of errors that people found or put in, of which half report."""

_BEGINNING: Final = 60
"""Letters and digits of an article's beginning by which it is known in several data sets."""

_MOST_CHOSEN: Final = 5
"""Sentences of a long text that are put before the network, at most, but for neighbours."""

_LONGEST: Final = 1200
"""Characters beyond which a text is a page and no claim."""

_SHORT: Final = 6
"""Sentences up to which a text is put before the network whole."""


@dataclass(frozen=True, slots=True)
class Source:
    """A data set: its name, files, origin and licence as stated."""

    name: str
    files: tuple[str, ...]
    origin: str
    licence: str


SOURCES: Final = tuple(
    Source(name, (f"entailment/{name}.jsonl.gz",), origin, licence)
    for name, origin, licence in (
        ("factcg-docs", "derenlei/FactCG", "MIT"),
        ("defacto", "microsoft/DeFacto", "MIT"),
        ("bump", "dataminr-ai/BUMP", "MIT"),
        ("fib", "r-three/fib", "CC BY 4.0"),
        ("summedits", "salesforce/factualNLG", "Apache-2.0"),
        ("negation-nli", "mosharafhossain/negation-and-nli", "MIT"),
        ("conjnli", "swarnaHub/ConjNLI", "MIT"),
        (
            "fever-dev",
            "FEVER development claims, by way of asaakyan/covidfact",
            "CC BY-SA 3.0 (FEVER's own; the copy states none)",
        ),
        ("fm2", "google-research/fool-me-twice", "Apache-2.0"),
        ("factcheck-gpt", "yuxiaw/Factcheck-GPT", "Apache-2.0"),
        ("wice-tokens", "ryokamoi/wice", "ODC-BY"),
    )
)


@dataclass(frozen=True, slots=True)
class Case:
    """A claim and the sentences that are to support it.

    ``chosen`` are the indices of the sentences that are put before the network, rising;
    ``wrong`` are half-open character ranges of the claim that are known not to be borne out,
    None where it is not known which are (and where the claim is supported).
    """

    source: str
    group: str
    claim: str
    sentences: tuple[str, ...]
    chosen: tuple[int, ...]
    supported: bool
    kind: str = ""
    heading: str = ""
    wrong: tuple[tuple[int, int], ...] | None = None

    @property
    def evidence(self) -> str:
        """The chosen sentences in one text."""
        return " ".join(self.sentences[index] for index in self.chosen)


@dataclass(slots=True)
class Parted:
    """Cases by what they are for."""

    training: list[Case] = field(default_factory=list)
    calibrating: list[Case] = field(default_factory=list)
    reporting: list[Case] = field(default_factory=list)


def parted(folder: Path) -> Parted:
    """All data sets of ``SOURCES``, split by article."""
    found = Parted()
    cases = [case for source in SOURCES for case in cases_of(source.name, folder)]
    natural = {case.group for case in cases if case.source in _NATURAL}
    for case in cases:
        share = _place(case.group)
        if case.group in natural and share < REPORTED:
            found.reporting.append(case)
        elif share >= 1 - CALIBRATING:
            found.calibrating.append(case)
        else:
            found.training.append(case)
    return found


def cases_of(name: str, folder: Path) -> Iterator[Case]:
    """The cases of one data set, in the order of its file."""
    cut: dict[str, tuple[str, ...]] = {}
    with gzip.open(folder / "entailment" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            entry: dict[str, Any] = json.loads(line)
            given = entry["evidence"]
            whole = given if isinstance(given, str) else "\n".join(given)
            if isinstance(given, str) and whole not in cut:
                cut[whole] = sentences_of(whole)
            sentences = cut[whole] if isinstance(given, str) else tuple(given)
            claim = " ".join(entry["claim"].split())
            if not claim or not sentences or len(claim) > _LONGEST:
                continue
            yield Case(
                source=name,
                group=_article(entry["group"], whole),
                claim=claim,
                sentences=sentences,
                chosen=likeliest(claim, sentences),
                supported=entry["label"] == 1,
                kind=entry["kind"],
            )


def sentences_of(text: str) -> tuple[str, ...]:
    """The sentences of a text, each in one line."""
    return tuple(" ".join(text[one.start : one.end].split()) for one in split_sentences(text))


def likeliest(claim: str, sentences: Sequence[str], *, most: int = _MOST_CHOSEN) -> tuple[int, ...]:
    """The sentences that hold the claim's words, the rarest first, each for what it adds.

    All of a short text; of a long one up to ``most``, and the one before the first of them.
    The sums are exact: the order of a set's words, which differs from run to run, decides
    nothing.
    """
    if len(sentences) <= _SHORT:
        return tuple(range(len(sentences)))
    wanted = set(content_terms(claim))
    held = [wanted & set(content_terms(sentence)) for sentence in sentences]
    weight = {term: 1.0 / (1 + sum(term in terms for terms in held)) for term in wanted}
    chosen: list[int] = []
    missing = set(wanted)
    while len(chosen) < most:
        scores = [
            math.fsum(weight[term] for term in terms & missing)
            + 0.2 * math.fsum(weight[term] for term in terms)
            if index not in chosen
            else -1.0
            for index, terms in enumerate(held)
        ]
        best = max(range(len(sentences)), key=scores.__getitem__)
        if scores[best] <= 0:
            break
        chosen.append(best)
        missing -= held[best]
    if not chosen:
        chosen = [0]
    beside = {max(0, chosen[0] - 1), *chosen}
    return tuple(sorted(beside))


def _article(group: str, text: str) -> str:
    """What an article is known by in whichever data set: its first letters and digits."""
    plain = re.sub(r"[^a-z0-9]+", "", text[:400].lower())
    return plain[:_BEGINNING] if len(plain) >= _BEGINNING else group


def _place(group: str) -> float:
    """Where a group falls between 0 and 1: by its hash, the same every time."""
    digest = hashlib.sha256(group.encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32
