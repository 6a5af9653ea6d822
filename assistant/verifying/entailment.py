"""How likely the cited sentences support a statement, and which of its words they do not.

The entailment model reads the statement with all cited sentences together. Its logit, its
doubt of the worst word, and whether the sentences have all of the statement's pairs of words,
make one probability, by a logistic model.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from assistant.language.passages import passage_header
from assistant.models.entailment import WEIGHTS, Claim, EntailmentModel, Judgement
from assistant.models.networks import there
from assistant.verifying.lexical import pairs_shared, words_of
from assistant.verifying.notation import as_cited
from assistant.verifying.sources import SourceSentence
from assistant.verifying.support_signs import leans

_MOST_TOGETHER: Final = 8
"""Sentences that are read together: beyond, those that share most words with the statement."""

_ALL: Final = 0.999
_DOUBTED: Final = 0.0
"""The logit from which a word counts as not borne out."""


@dataclass(frozen=True, slots=True)
class Entailment:
    """The probability, 0 to 1, that sentences support a statement, and how it came about.

    ``logit`` is the model's, ``doubt`` its logit that the worst word is not borne out;
    ``copied`` says that they have every pair of the statement's neighbouring words that carry
    meaning. ``doubted`` are half-open character ranges of the statement that the
    sentences do not bear out, in order.
    """

    probability: float
    logit: float
    doubt: float
    copied: bool
    doubted: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model of what is known of a statement (Platt, 1999), and its thresholds.

    Fitted by ``python -m eval entailment --fit`` on articles that the model was not trained on.
    Below ``unsupported`` a statement is not supported, below ``partly`` only in part.
    """

    bias: float
    logit: float
    doubt: float
    copied: float
    unsupported: float
    partly: float

    def probability(self, *, logit: float, doubt: float, copied: bool) -> float:
        """The probability that it is supported."""
        odds = self.bias + self.logit * logit + self.doubt * doubt + self.copied * copied
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


@cache
def calibration(weights: Path = WEIGHTS) -> Calibration:
    """The shipped calibration.

    Raises:
        ConfigurationError: its file is missing.
    """
    return Calibration(**json.loads(there(weights / "calibration.json").read_text()))


def entailment_of(
    statement: str, sources: Sequence[SourceSentence], *, model: EntailmentModel
) -> Entailment:
    """What ``model`` says of ``statement`` and ``sources``, of which there is at least one."""
    shown = as_cited(statement, sources)
    nearest = _nearest(shown, sources)[:_MOST_TOGETHER]
    chosen = sorted(nearest, key=lambda one: (one.article.id, one.index))
    (judgement,) = model.judge([_claim(shown, chosen)])
    worst = max((doubt.logit for doubt in judgement.doubts), default=0.0)
    copied = pairs_shared(shown, sources) >= _ALL
    return Entailment(
        probability=calibration().probability(logit=judgement.logit, doubt=worst, copied=copied),
        logit=judgement.logit,
        doubt=worst,
        copied=copied,
        # Of a statement that was written anew the places are not its own.
        doubted=_runs(statement, judgement) if shown == statement else (),
    )


def _claim(statement: str, sources: Sequence[SourceSentence]) -> Claim:
    articles = {source.article.id: source.article for source in sources}
    heading = ""
    if len(articles) == 1:
        (article,) = articles.values()
        heading = passage_header(article.title, source=None, published=article.published)
    cited = {(source.article.id, source.index) for source in sources}
    texts: list[str] = []
    for source in sources:
        # "He said …": who that is stands in the sentence before.
        if leans(source.text) and (source.article.id, source.index - 1) not in cited:
            texts += source.before(1)
        texts.append(source.text)
    return Claim(statement, " ".join(" ".join(text.split()) for text in texts), heading)


def _nearest(statement: str, sources: Sequence[SourceSentence]) -> list[SourceSentence]:
    own = words_of(statement).bag
    once = list(dict.fromkeys(sources))
    return sorted(once, key=lambda one: -len(own & words_of(one.text).bag))


def _runs(statement: str, judgement: Judgement) -> tuple[tuple[int, int], ...]:
    """The doubted words, those that follow each other as one range."""
    runs: list[tuple[int, int]] = []
    for doubt in judgement.doubts:
        if doubt.logit < _DOUBTED or not statement[doubt.start : doubt.end].strip(".,;:!?"):
            continue
        if runs and not statement[runs[-1][1] : doubt.start].strip():
            runs[-1] = (runs[-1][0], doubt.end)
        else:
            runs.append((doubt.start, doubt.end))
    return tuple(runs)
