"""From the data to the shipped file: ``python -m tools.train_entailment --data FOLDER``.

Needs ``requirements-train.txt``. Makes the training cases, trains, exports to ONNX, quantises,
and writes ``model.onnx`` and the model card into ``--out``. Seeded. Takes under an hour on two
cores that compute in bfloat16, and 8 GB of memory.

The calibration is fitted to the file afterwards, with it in its place:

    cp OUT/model.onnx OUT/README.md assistant/models/weights/entailment-int8
    python -m eval entailment --data FOLDER --fit OUT/calibration.json
    cp OUT/calibration.json assistant/models/weights/entailment-int8
    python -m eval entailment --data FOLDER > figures.md

and ``--weights OUT/weights.pt --figures figures.md`` writes the card anew, with the figures.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch

from assistant.models.embedder import WEIGHTS
from assistant.models.networks import open_tokenizer
from assistant.models.reader import WEIGHTS as READER
from tools.train_entailment.card import READER_BEGUN, Facts, card
from tools.train_entailment.cases import SOURCES, Parted, parted
from tools.train_entailment.composed import composed
from tools.train_entailment.examples import examples_of
from tools.train_entailment.judging import told
from tools.train_entailment.mixing import cut, mixed
from tools.train_entailment.network import (
    EntailmentNetwork,
    from_embedder,
    from_reader,
    from_shipped,
)
from tools.train_entailment.plans import MIX, RECIPE
from tools.train_entailment.training import train
from tools.train_reader.base import base_folder
from tools.train_reader.exporting import MOST_BYTES, checksum, export, quantise

_JUDGED: Final = 700
"""Held-out cases by which weights are judged on the way."""

_JUDGED_PAIRS: Final = 150
_JUDGED_SEED: Final = 99
"""Composed pairs by which they are judged besides, and their seed, trained with nowhere."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made: from which data, into which folder, of how many tokens at most."""

    data: Path
    out: Path
    tokens: int | None


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--out", type=Path, default=Path("build/entailment"), help="for the model")
    parser.add_argument("--begin", type=Path, help="an int8 file of such a network to train on")
    parser.add_argument("--weights", type=Path, help="export these instead of training")
    parser.add_argument("--made", default="", help="how --weights were made, for the card")
    parser.add_argument("--begun", help="what --weights or --begin began with, for the card")
    parser.add_argument("--figures", type=Path, help="what was measured, in Markdown, for the card")
    parser.add_argument("--tokens", type=int, help="at most, for a trial")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    began = time.monotonic()

    def say(text: str) -> None:
        print(f"{(time.monotonic() - began) / 60:6.1f} min  {text}", flush=True)

    order = Order(given.data, given.out, given.tokens)
    order.out.mkdir(parents=True, exist_ok=True)
    sets = parted(order.data)
    say(f"{len(sets.training):,} cases of data sets to train on, {len(sets.reporting):,} not")
    if given.weights is None:
        base = str(base_folder())
        network = (
            from_shipped(base, given.begin)
            if given.begin
            else from_reader(base, READER / "model.onnx", seed=1)
        )
        network = _trained(network, order, sets, say=say)
    else:
        network = from_embedder(str(base_folder()), seed=1)
        network.load_state_dict(torch.load(given.weights, weights_only=True))
    minutes = (time.monotonic() - began) / 60
    file = _shipped(network, order.out)
    facts = Facts(
        counts=_counts(sets),
        size=file.stat().st_size,
        checksum=checksum(file),
        made=given.made or f"in {minutes:.0f} minutes on {_machine()}",
        begun=given.begun or READER_BEGUN,
        figures=given.figures.read_text(encoding="utf-8") if given.figures else "",
    )
    (order.out / "README.md").write_text(card(facts), encoding="utf-8")
    say(f"written to {order.out}: sha256 {facts.checksum}")


def _trained(
    network: EntailmentNetwork, order: Order, sets: Parted, *, say: Say
) -> EntailmentNetwork:
    """The network after training; its weights are also written beside the model."""
    tokenizer = open_tokenizer(WEIGHTS / "tokenizer.json")
    cases = mixed(MIX, sets, order.data)
    held = [*sets.calibrating, *cases.held]
    random.Random(_JUDGED_SEED).shuffle(held)
    judging = examples_of([*held[:_JUDGED], *composed(_JUDGED_PAIRS, seed=_JUDGED_SEED)], tokenizer)
    examples = cut(examples_of(cases.training, tokenizer), order.tokens)
    size = sum(len(one.pair.ids) for one in examples)
    say(f"begins: {len(examples):,} examples, {size:,} tokens")
    return train(
        network,
        examples,
        recipe=RECIPE,
        checkpoint=order.out / "weights.pt",
        say=say,
        judged=lambda found: told(found, judging),
    )


def _shipped(network: EntailmentNetwork, out: Path) -> Path:
    """The file that is shipped.

    Raises:
        SystemExit: it is larger than is shipped.
    """
    single, shipped = out / "single.onnx", out / "model.onnx"
    export(network, single, outputs=("support", "doubt"))
    quantise(single, shipped)
    size = shipped.stat().st_size
    if size > MOST_BYTES:
        raise SystemExit(f"{shipped} has {size:,} bytes, {MOST_BYTES:,} are allowed")
    return shipped


def _counts(sets: Parted) -> dict[str, tuple[int, int, int]]:
    trained, chosen, reported = (
        Counter(case.source for case in part)
        for part in (sets.training, sets.calibrating, sets.reporting)
    )
    return {one.name: (trained[one.name], chosen[one.name], reported[one.name]) for one in SOURCES}


def _machine() -> str:
    if torch.cuda.is_available():
        return str(torch.cuda.get_device_name())
    return f"{os.cpu_count()} cores ({platform.machine()}), PyTorch {torch.__version__}"


if __name__ == "__main__":
    main()
