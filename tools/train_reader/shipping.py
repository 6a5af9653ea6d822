"""From a trained network to the files that are shipped, with the card that tells of them."""

from __future__ import annotations

import json
import os
import platform
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import torch

from assistant.models.embedder import Embedder
from assistant.models.reader import Calibration, Reader, Sentence
from tools.train_reader.calibration import firsts, fit, fitted
from tools.train_reader.card import Facts, Figures, card
from tools.train_reader.examples import Drawing
from tools.train_reader.exporting import MOST_BYTES, checksum, export, quantise
from tools.train_reader.judging import Asked, Held, Ranked, Read, Reading, held_out, ranked
from tools.train_reader.material import SOURCES, Material
from tools.train_reader.network import Reader as Network
from tools.train_reader.questions import Labelled, labelled
from tools.train_reader.training import Recipe


@dataclass(frozen=True, slots=True)
class Judging:
    """A judging set, with the titles of the candidates' articles before them or without."""

    name: str
    titled: bool


JUDGING: Final = {
    "TREC QA, development half": Judging("trecqa", titled=False),
    "WikiQA, development": Judging("wikiqa", titled=False),
    "WikiQA, development, with titles": Judging("wikiqa", titled=True),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made: from which data, into which folder, and how.

    ``made`` tells how weights came about that are given instead of trained.
    """

    data: Path
    out: Path
    recipe: Recipe
    drawing: Drawing
    made: str = ""


def embedder_reads(embedder: Embedder) -> Read:
    """The embedder as a reader: relevance is the cosine, and there is no short answer."""

    def read(asked: Sequence[Asked]) -> list[Reading]:
        questions = embedder.embed([question for question, _, _ in asked])
        sentences = embedder.embed([known + sentence for _, known, sentence in asked])
        cosines = (questions * sentences).sum(axis=1).tolist()
        return [Reading(cosine, cosine, 0, 0) for cosine in cosines]

    return read


def shipped_reads(reader: Reader) -> Read:
    """The program's own reader."""

    def read(asked: Sequence[Asked]) -> list[Reading]:
        question = asked[0][0]
        readings = reader.read(question, [Sentence(text, known) for _, known, text in asked])
        return [Reading(one.relevance, one.margin, one.start, one.end) for one in readings]

    return read


def judge(read: Read, data: Path, judging: Judging) -> Ranked:
    """How well ``read`` ranks a judging set."""

    def score(asked: Labelled) -> list[float]:
        known = asked.heading if judging.titled else ""
        return [
            one.relevance for one in read([(asked.text, known, text) for text in asked.sentences])
        ]

    return ranked(labelled(data, judging.name), score)


def ship(
    network: Network, found: Material, plan: Plan, *, minutes: float, say: Callable[[str], None]
) -> None:
    """Exports, quantises, calibrates and judges ``network``, and writes its card.

    Raises:
        SystemExit: the file is larger than is shipped.
    """
    single, shipped = plan.out / "single.onnx", plan.out / "model.onnx"
    export(network, single, outputs=("relevance", "span"))
    quantise(single, shipped)
    size = shipped.stat().st_size
    if size > MOST_BYTES:
        raise SystemExit(f"{shipped} has {size:,} bytes, {MOST_BYTES:,} are allowed")
    constants = plan.out / "calibration.json"
    # Until it is fitted: what is read for the fit are the network's own two outputs.
    constants.write_text(json.dumps(asdict(Calibration(relevance=1, margin=0, bias=0))))
    ways = {
        "embedder": embedder_reads(Embedder(threads=2)),
        "the reader it began from": shipped_reads(Reader(threads=2)),
        "this reader": shipped_reads(Reader(threads=2, weights=plan.out)),
    }
    say("calibrating")
    cases = list(firsts(ways["this reader"], found.held, found.held_hard))
    calibration = fitted(cases[::2])
    constants.write_text(json.dumps(asdict(calibration)) + "\n")
    held: dict[str, Held] = {}
    for name, way in ways.items():
        held[name] = held_out(way, found.held, found.held_hard)
        say(f"{name}: {held[name].row()}")
    judged = {
        title: {name: judge(way, plan.data, judging) for name, way in ways.items()}
        for title, judging in JUDGING.items()
    }
    for title, rows in judged.items():
        for name, one in rows.items():
            say(f"{title}, {name}: MAP {one.map:.3f}, MRR {one.mrr:.3f}")
    facts = Facts(
        plan.recipe,
        plan.drawing,
        counts=_counts(found),
        size=size,
        checksum=checksum(shipped),
        made=plan.made or f"in {minutes:.0f} minutes on {_machine()}",
    )
    figures = Figures(held, judged, fit(cases[1::2], calibration))
    (plan.out / "README.md").write_text(card(figures, facts))
    say(f"written to {plan.out}: {calibration}")


def _counts(found: Material) -> dict[str, tuple[int, int]]:
    trained, kept = (Counter(one.source for one in part) for part in (found.questions, found.held))
    return {one.name: (trained[one.name], kept[one.name]) for one in SOURCES}


def _machine() -> str:
    if torch.cuda.is_available():
        return str(torch.cuda.get_device_name())
    return f"{os.cpu_count()} cores ({platform.machine()}), PyTorch {torch.__version__}"
