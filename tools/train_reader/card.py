"""The model card: what the shipped reader is, what it was made of, and how good it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from tools.train_reader.calibration import Fit
from tools.train_reader.examples import Drawing
from tools.train_reader.judging import Held, Ranked
from tools.train_reader.material import SOURCES
from tools.train_reader.training import Recipe


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of a reader.

    ``held`` and ``judged`` are by the name of what ranked: the embedder, the reader that
    training began from, the file that is shipped. ``judged`` is further by judging set.
    """

    held: Mapping[str, Held]
    judged: Mapping[str, Mapping[str, Ranked]]
    fit: Fit


@dataclass(frozen=True, slots=True)
class Facts:
    """How the shipped file came about.

    ``counts`` are the questions trained on and held out, by the data's name; ``made`` says
    where the training ran, and how long.
    """

    recipe: Recipe
    drawing: Drawing
    counts: Mapping[str, tuple[int, int]]
    size: int
    checksum: str
    made: str


def card(figures: Figures, facts: Facts) -> str:
    """The card, in Markdown."""
    return "\n".join(
        [
            "# The reader, int8 ONNX",
            "",
            "Says of a question and a sentence whether the sentence answers, and with which of",
            "its words. Made by `python -m tools.train_reader`, which also wrote this card.",
            "",
            *_rows(facts),
            "",
            "## Data",
            "",
            "| data | questions trained on | held out | origin | licence as stated |",
            "|---|---|---|---|---|",
            *(
                f"| {one.name} | {facts.counts[one.name][0]:,} | {facts.counts[one.name][1]:,} "
                f"| {one.origin} | {one.licence} |"
                for one in SOURCES
            ),
            "",
            "None of their text is in the repository. Hard negatives were mined with BM25;",
            "questions were made false by changing a detail. SQuAD's paragraphs that",
            "`python -m eval.abstention` reports on were left out, others of those articles of",
            "Wikipedia were not. Questions that were drawn more than once are counted so.",
            "",
            "## Figures",
            "",
            "Held out: MAP among the sentences of the question's own text and eight mined ones,",
            "the share of the questions for which one that answers is first in its own text, and",
            "exact match and F1 of the short answers.",
            "",
            *_held(figures.held),
            "",
            "Judging sets, never trained on or chosen by; questions that have both kinds of",
            "candidates:",
            "",
            "| set | what ranks | MAP | MRR |",
            "|---|---|---|---|",
            *(
                f"| {name} | {what} | {ranked.map:.3f} | {ranked.mrr:.3f} |"
                for name, rows in figures.judged.items()
                for what, ranked in rows.items()
            ),
            "",
            "The probability that the first sentence answers, on held-out questions as they are,",
            f"without their answer and with a detail changed ({figures.fit.right:.0%} have one):",
            _fit(figures.fit),
            "",
            "## Limits",
            "",
            "English alone. It was trained on encyclopedia and news sentences and mostly on",
            "questions asked with the text in sight; those that need two sentences, arithmetic or",
            "dates reckoned from the day of publication are beyond it. An altered detail that the",
            "sentence names in other words is often missed. Whether a sentence is true it cannot",
            "know.",
            "",
        ]
    )


def _rows(facts: Facts) -> Sequence[str]:
    settings = asdict(facts.recipe) | asdict(facts.drawing)
    rows = {
        "network": "BERT, 6 layers, 384 wide, with a linear head for relevance over the first and "
        "the mean state, and one for the ends of a short answer",
        "begun from": "the reader before it, and so sentence-transformers/all-MiniLM-L6-v2, "
        "Apache-2.0",
        "file": f"`model.onnx`, {facts.size / 1e6:.1f} MB, sha256 `{facts.checksum}`",
        "weights": "int8, 7 bits, one scale a channel, as the embedder's",
        "inputs": "`input_ids`, `token_type_ids`: int64 [1, sequence], one pair at a time; the "
        "layout is `assistant/models/pairs.py`",
        "outputs": "`relevance` [1]; `span` [1, sequence, 2], logits of start and end",
        "calibration": "`calibration.json`: weights of relevance and margin, and a bias",
        "licence": "Apache-2.0 for what is ours; the data's licences are below",
        "training": ", ".join(f"{k} {v:g}" for k, v in settings.items()),
        "made": facts.made,
    }
    return ["| fact | value |", "|---|---|", *(f"| {k} | {v} |" for k, v in rows.items())]


def _fit(fit: Fit) -> str:
    return (
        f"Brier score {fit.brier:.3f}, expected calibration error {fit.error:.3f}, "
        f"AUC {fit.auc:.3f}."
    )


def _held(held: Mapping[str, Held]) -> Sequence[str]:
    one, *_ = held.values()
    rows = {source: [_of(each, source) for each in held.values()] for source in one.map} | {
        "changed detail seen, AUC": [f"{each.changed:.3f}" for each in held.values()],
        "no answer seen, AUC": [f"{each.none:.3f}" for each in held.values()],
    }
    return [
        f"| | {' | '.join(held)} |",
        "|---" * (1 + len(held)) + "|",
        *(f"| {name} | {' | '.join(cells)} |" for name, cells in rows.items()),
    ]


def _of(held: Held, source: str) -> str:
    cells = [f"{held.map[source]:.3f}", f"{held.first[source]:.3f}"]
    if source in held.f1:
        cells += [f"{held.exact[source]:.3f}", f"{held.f1[source]:.3f}"]
    return ", ".join(cells)
