"""From the data to the shipped file: ``python -m tools.train_reader --data FOLDER``.

Needs ``requirements-train.txt``. Mines hard negatives, trains the shipped reader on in one
pass, exports to ONNX, quantises, calibrates, judges, and writes ``model.onnx``,
``calibration.json`` and the model card into ``--out``. Seeded.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import torch

from assistant.models.embedder import WEIGHTS
from assistant.models.networks import open_tokenizer
from assistant.models.reader import WEIGHTS as SHIPPED
from tools.train_reader.base import base_folder
from tools.train_reader.examples import Drawing, Examples, Group, size_of
from tools.train_reader.judging import held_out
from tools.train_reader.material import Material, material
from tools.train_reader.network import Reader, from_embedder, from_shipped
from tools.train_reader.reading import reads
from tools.train_reader.shipping import Plan, ship
from tools.train_reader.training import Recipe, train

_JUDGED: Final = 150
"""Held-out questions by which weights are judged in passing."""

_MOST_TOKENS: Final = 12_000_000
_DRAWN: Final = 17


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--out", type=Path, default=Path("build/reader"), help="for the model")
    parser.add_argument("--weights", type=Path, help="export these instead of training")
    parser.add_argument("--made", default="", help="how --weights were made, for the card")
    parser.add_argument("--tokens", type=int, default=_MOST_TOKENS, help="that are learned from")
    parser.add_argument("--questions", type=int, help="so many alone, for a trial")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    began = time.monotonic()

    def say(text: str) -> None:
        print(f"{(time.monotonic() - began) / 60:6.1f} min  {text}", flush=True)

    plan = Plan(given.data, given.out, Recipe(), Drawing(), made=given.made)
    plan.out.mkdir(parents=True, exist_ok=True)
    found = material(plan.data, most=given.questions)
    say(f"{len(found.questions):,} questions to train on, {len(found.held):,} held out")
    if given.weights is None:
        network = _trained(found, plan, tokens=given.tokens, say=say)
    else:
        network = from_embedder(str(base_folder()), seed=1)
        network.load_state_dict(torch.load(given.weights, weights_only=True))
    ship(network, found, plan, minutes=(time.monotonic() - began) / 60, say=say)


def _trained(found: Material, plan: Plan, *, tokens: int, say: Callable[[str], None]) -> Reader:
    tokenizer = open_tokenizer(WEIGHTS / "tokenizer.json")
    examples = Examples(
        found.questions,
        hard=found.hard,
        pool=found.pool,
        tokenizer=tokenizer,
        drawing=plan.drawing,
    )
    groups = cut(examples.groups(random.Random(_DRAWN)), tokens)
    size = sum(map(size_of, groups))
    say(f"{len(groups):,} groups of {sum(map(len, groups)):,} pairs, {size:,} tokens")
    few = random.Random(_DRAWN).sample(range(len(found.held)), min(_JUDGED, len(found.held)))

    def judged(network: Reader) -> str:
        held = [found.held[place] for place in few]
        hard = [found.held_hard[place] for place in few]
        return held_out(reads(network, tokenizer), held, hard, fewest=1).row()

    network = from_shipped(str(base_folder()), SHIPPED / "model.onnx")
    return train(
        network,
        groups,
        recipe=plan.recipe,
        checkpoint=plan.out / "reader.pt",
        say=say,
        judged=judged,
    )


def cut(groups: Iterable[Group], tokens: int) -> list[Group]:
    """The first of ``groups`` that have ``tokens`` together."""
    kept = []
    for group in groups:
        tokens -= size_of(group)
        if tokens < 0:
            break
        kept.append(group)
    return kept


if __name__ == "__main__":
    main()
