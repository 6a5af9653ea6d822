"""How likely the cited sentences support a statement, and which of its words they do not.

The entailment model reads the statement with all cited sentences together. Its logit and its
doubt of the worst word make one probability, by a logistic model.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from assistant.language.passages import passage_header
from assistant.models.entailment import WEIGHTS, Claim, EntailmentModel, Judgement
from assistant.models.networks import existing
from assistant.verifying.lexical import words_of
from assistant.verifying.notation import as_cited
from assistant.verifying.references import as_named
from assistant.verifying.sources import SourceSentence
from assistant.verifying.support import is_anaphoric

# Sentences that are read together: beyond, those that share most words with the statement.
_MOST_TOGETHER: Final = 8
_WORD: Final = re.compile(r"\S+")
_AT_ONCE: Final = 60
# Words of a statement that the model reads at once, and of these those that it reads again.
_OVERLAP: Final = 10
_DOUBTED: Final = 0.0  # the logit from which a word counts as not borne out


@dataclass(frozen=True, slots=True)
class Entailment:
    """The probability, 0 to 1, that sentences support a statement, and how it came about.

    ``logit`` is the model's, ``doubt`` its logit that the worst word is not borne out.
    ``doubted`` are half-open character ranges of the statement that the sentences do not bear
    out, in order.
    """

    probability: float
    logit: float
    doubt: float
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
    unsupported: float
    partly: float

    def probability(self, *, logit: float, doubt: float) -> float:
        """The probability that it is supported."""
        odds = self.bias + self.logit * logit + self.doubt * doubt
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


@cache
def calibration() -> Calibration:
    """The shipped calibration.

    Raises:
        ConfigurationError: its file is missing.
    """
    return Calibration(**json.loads(existing(WEIGHTS / "calibration.json").read_text()))


def entailment_of(
    statement: str, sources: Sequence[SourceSentence], *, model: EntailmentModel
) -> Entailment:
    """What ``model`` says of ``statement`` and ``sources``, of which there is at least one."""
    shown = as_cited(statement, sources)
    nearest = _nearest(shown, sources)[:_MOST_TOGETHER]
    chosen = sorted(nearest, key=lambda one: (one.article.id, one.index))
    parts = _parts(shown)
    judged = model.judge([_claim(shown[start:end], shown, chosen) for start, end in parts])
    logit = min(one.logit for one in judged)
    worst = max((doubt.logit for one in judged for doubt in one.doubts), default=0.0)
    runs = [
        (start + first, start + last)
        for (start, end), one in zip(parts, judged, strict=True)
        for first, last in _runs(shown[start:end], one)
    ]
    probability = calibration().probability(logit=logit, doubt=worst)
    return Entailment(probability, logit, worst, _found_again(statement, shown, runs))


def _parts(statement: str) -> list[tuple[int, int]]:
    """The statement in stretches that the model reads whole, each a little into the next."""
    words = [found.span() for found in _WORD.finditer(statement)]
    if len(words) <= _AT_ONCE:
        return [(0, len(statement))]
    starts = range(0, len(words) - _OVERLAP, _AT_ONCE - _OVERLAP)
    return [(words[at][0], words[min(at + _AT_ONCE, len(words)) - 1][1]) for at in starts]


def _claim(text: str, statement: str, sources: Sequence[SourceSentence]) -> Claim:
    article = sources[0].article
    alone = all(source.article.id == article.id for source in sources)
    header = passage_header(article.title, source=None, published=article.published)
    cited = {(source.article.id, source.index) for source in sources}
    texts: list[str] = []
    for source in sources:
        # "He said …": who that is stands in the sentence before.
        if is_anaphoric(source.text) and (source.article.id, source.index - 1) not in cited:
            texts += source.before(1)
        texts.append(as_named(source, statement))
    return Claim(text, " ".join(" ".join(texts).split()), header if alone else "")


def _nearest(statement: str, sources: Sequence[SourceSentence]) -> list[SourceSentence]:
    own = words_of(statement).bag
    once = list(dict.fromkeys(sources))
    return sorted(once, key=lambda one: -len(own & words_of(one.text).bag))


def _found_again(
    statement: str, shown: str, runs: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """Where words of a statement that was written anew stand in it; those that it has once."""
    if shown == statement:
        return tuple(runs)
    found = (shown[start:end] for start, end in runs)
    once = [(statement.index(words), len(words)) for words in found if statement.count(words) == 1]
    return tuple((start, start + length) for start, length in once)


def _runs(statement: str, judgement: Judgement) -> tuple[tuple[int, int], ...]:
    runs: list[tuple[int, int]] = []
    for doubt in judgement.doubts:
        if doubt.logit < _DOUBTED or not statement[doubt.start : doubt.end].strip(".,;:!?"):
            continue
        if runs and not statement[runs[-1][1] : doubt.start].strip():
            runs[-1] = (runs[-1][0], doubt.end)
        else:
            runs.append((doubt.start, doubt.end))
    return tuple(runs)
