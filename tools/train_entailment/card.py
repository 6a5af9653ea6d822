"""The model card: what the shipped entailment model is, and what it was made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from tools.train_entailment.cases import SOURCES
from tools.train_entailment.plans import MIX, RECIPE, Recipe

_MADE: Final = (
    ("statements made of questions", "SQuAD 1.1, training part", "CC BY-SA 4.0"),
    ("statements made of questions", "SquadShifts, New Wikipedia", "CC BY 4.0"),
    ("statements made of questions", "OneStopQA", "CC BY-SA 4.0"),
    ("statements made of questions", "TyDi QA, English", "Apache-2.0"),
    (
        "sentences of news articles, reworded or with an error by rule",
        "the articles of realtimeqa/realtimeqa_public of March and April 2025",
        "none stated: the texts are their publishers'",
    ),
    ("composed sentences", "`tools/train_entailment/composed.py`", "ours"),
)
"""What is made by rule, of what, and the licence of that as stated."""

_LEFT_OUT: Final = (
    "rte", "attributionbench", "dnc", "covidfact", "healthver", "climate-fever", "synthetic-news",
)  # fmt: skip
"""Data sets that state no licence."""


READER_BEGUN: Final = "the shipped reader (`reader-int8`)"
"""What training begins with, where nothing else is told."""


@dataclass(frozen=True, slots=True)
class Facts:
    """How the shipped file came about.

    ``counts`` are each data set's claims that are trained on, chosen by and reported on;
    ``made`` says where the training ran, and how long, ``begun`` with which weights;
    ``figures`` are the tables of ``python -m eval entailment``, in Markdown, empty where it
    was not measured yet.
    """

    counts: Mapping[str, tuple[int, int, int]]
    size: int
    checksum: str
    made: str
    begun: str = READER_BEGUN
    figures: str = ""


def card(facts: Facts) -> str:
    """The card, in Markdown."""
    return "\n".join(
        [
            "# The entailment model, int8 ONNX",
            "",
            "Says of a claim and sentences of articles whether these support it, and which of its",
            "words they do not bear out. Made by `python -m tools.train_entailment`, which also",
            "wrote this card.",
            "",
            *_rows(facts),
            "",
            "## Training",
            "",
            f"{MIX.told[:1].upper()}{MIX.told[1:]}; {_settings(RECIPE)}.",
            "",
            "## Data",
            "",
            "| data | trained on | chosen by | reported on | origin | licence as stated |",
            "|---|---|---|---|---|---|",
            *(
                f"| {one.name} | {' | '.join(f'{count:,}' for count in facts.counts[one.name])} "
                f"| {one.origin} | {one.licence} |"
                for one in SOURCES
            ),
            "",
            "| made by rule | of | licence of that, as stated |",
            "|---|---|---|",
            *(f"| {' | '.join(row)} |" for row in _MADE),
            "",
            "None of their text is in the repository. Half of the articles of DeFacto, FIB, BUMP",
            "and SummEdits report and were not trained on, in whichever data set they stand.",
            f"Left out: {', '.join(_LEFT_OUT)}, which state no",
            "licence, and anli (not for commercial use).",
            "",
            "## Figures",
            "",
            facts.figures.strip() or "Not measured yet: `python -m eval entailment`.",
            "",
            "## Limits",
            "",
            "English alone. It reads 96 tokens of a claim and 256 of the sentences. Whether a",
            "sentence is true it cannot know. Arithmetic and dates reckoned from the day of",
            "publication are beyond it: the exact checks beside it compare figures and dates.",
            "",
        ]
    )


def _rows(facts: Facts) -> Sequence[str]:
    rows = {
        "network": "BERT, 6 layers, 384 wide; each token of the claim looks once more at the "
        "tokens behind it and is judged by itself, what it looked at and their product; the claim "
        "is judged as a whole and by the worst of its tokens",
        "begun from": f"{facts.begun}, and so sentence-transformers/all-MiniLM-L6-v2, Apache-2.0",
        "file": f"`model.onnx`, {facts.size / 1e6:.1f} MB, sha256 `{facts.checksum}`",
        "weights": "int8, 7 bits, one scale a channel, as the embedder's",
        "inputs": "`input_ids`, `token_type_ids`: int64 [1, sequence], one pair at a time: "
        "`[CLS] claim [SEP] heading [SEP] evidence [SEP]`, the claim of type 0 and the rest of "
        "type 1; the layout is `assistant/models/pairs.py`",
        "outputs": "`support` [1], the logit that the claim is supported; `doubt` [1, sequence], "
        "of each token of the claim the logit that it is not borne out",
        "calibration": "`calibration.json`, made by `python -m eval entailment --fit`: a logistic "
        "model of the two logits, and two thresholds",
        "licence": "Apache-2.0 for what is ours; the data's licences are below",
        "made": facts.made,
    }
    return ["| fact | value |", "|---|---|", *(f"| {k} | {v} |" for k, v in rows.items())]


def _settings(recipe: Recipe) -> str:
    return ", ".join(f"{k} {v}" for k, v in asdict(recipe).items() if v is not None)
