"""A minimal pair: a true statement with the sentences it cites, and its false twin."""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum
from functools import cache
from typing import Final

from pydantic import BaseModel, ConfigDict

from eval.gold.loading import DATASETS

PAIRS: Final = DATASETS / "minimal-pairs.jsonl"
VERBATIM: Final = "verbatim"


class Kind(StrEnum):
    """What is wrong with the altered statement."""

    FIGURE = "figure"
    DATE = "date"
    NAME = "name"
    QUOTATION = "quotation"
    SPEAKER = "speaker"
    NEGATION = "negation"
    MODALITY = "modality"
    ATTRIBUTION = "attribution"


class Half(StrEnum):
    """What a pair is for: thresholds are chosen on one half and reported on the other."""

    CHOOSE = "choose"
    REPORT = "report"


class MinimalPair(BaseModel):
    """A statement that its cited sentences carry, and the same with one thing changed.

    Attributes:
        id: the kind and a hash of what the pair says.
        kind: what is wrong with ``altered``.
        article: the file name of the sample article.
        sentences: the indices of the cited sentences, rising.
        twin: the true statement.
        altered: the false or unsupported one.
        was: what of ``twin`` was changed; a part of it.
        became: what stands there in ``altered``; empty where something was dropped.
        alteration: the rule that changed it.
        form: ``verbatim``, or the rewritings that made ``twin`` of the cited sentences, in
            their order, with " + " between them.
        half: which half the article is in.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    kind: Kind
    article: str
    sentences: tuple[int, ...]
    twin: str
    altered: str
    was: str
    became: str
    alteration: str
    form: str
    half: Half

    @property
    def verbatim(self) -> bool:
        """Whether the true statement is word for word a cited sentence."""
        return self.form == VERBATIM


def rank(*parts: object) -> int:
    """A number that looks random and is always the same for the same ``parts``."""
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:8], "big")


@cache
def load_pairs() -> tuple[MinimalPair, ...]:
    """The pairs of the data set, in the order of its file."""
    lines = PAIRS.read_text(encoding="utf-8").splitlines()
    return tuple(MinimalPair.model_validate_json(line) for line in lines)


def as_lines(pairs: tuple[MinimalPair, ...]) -> str:
    """The text of a file that holds ``pairs``, one JSON object a line."""
    lines = (json.dumps(pair.model_dump(mode="json"), ensure_ascii=False) for pair in pairs)
    return "".join(f"{line}\n" for line in lines)
