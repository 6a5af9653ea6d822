"""From the data to the shipped file: ``python -m tools.train_reader --data FOLDER``.

Needs ``requirements-train.txt``. Mines hard negatives, trains, exports to ONNX, quantises,
calibrates, judges, and writes ``model.onnx``, ``calibration.json`` and the model card into
``--out``. Seeded. With a GPU five teachers and their pupil are trained, without one a network
alone, in under two hours on two cores.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path

import torch

from assistant.models.embedder import WEIGHTS
from assistant.models.networks import open_tokenizer
from tools.train_reader.base import base_folder
from tools.train_reader.examples import Examples
from tools.train_reader.judging import held_out
from tools.train_reader.material import Material, material
from tools.train_reader.network import Reader as Network
from tools.train_reader.network import from_embedder
from tools.train_reader.plans import ON_GPU, ON_PROCESSOR, Cycle, Schooling
from tools.train_reader.reading import reads
from tools.train_reader.shipping import Plan, ship
from tools.train_reader.training import Recipe, train


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of answer-sentences")
    parser.add_argument("--out", type=Path, default=Path("build/reader"), help="for the model")
    parser.add_argument(
        "--plan",
        choices=["gpu", "processor"],
        default="gpu" if torch.cuda.is_available() else "processor",
        help="with teachers or without; by default as there is a GPU or not",
    )
    parser.add_argument("--weights", type=Path, help="export these instead of training")
    parser.add_argument("--made", default="", help="how --weights were made, for the card")
    parser.add_argument("--trial", action="store_true", help="train and give held-out figures only")
    given = parser.parse_args()
    threads = os.cpu_count() or 1
    torch.set_num_threads(threads)
    began = time.monotonic()

    def say(text: str) -> None:
        print(f"{(time.monotonic() - began) / 60:6.1f} min  {text}", flush=True)

    plan = Plan(
        data=given.data,
        out=given.out,
        recipe=Recipe(),
        schooling=ON_GPU if given.plan == "gpu" else ON_PROCESSOR,
        made=given.made,
    )
    plan.out.mkdir(parents=True, exist_ok=True)
    found = material(plan.data, threads=threads)
    say(f"{len(found.questions):,} questions to train on, {len(found.held):,} held out")
    if given.weights is None:
        network = Trainer(found, plan, say=say).schooled(plan.schooling)
    else:
        network = from_embedder(str(base_folder()), seed=1)
        network.load_state_dict(torch.load(given.weights, weights_only=True))
    minutes = (time.monotonic() - began) / 60
    if not given.trial:
        ship(network, found, plan, minutes=minutes, say=say)


class Trainer:
    """Trains networks on the material; the weights of each are kept in the plan's folder."""

    def __init__(self, found: Material, plan: Plan, *, say: Callable[[str], None]) -> None:
        self._found = found
        self._plan = plan
        self._say = say
        self._tokenizer = open_tokenizer(WEIGHTS / "tokenizer.json")

    def schooled(self, schooling: Schooling) -> Network:
        """The network that is shipped: the pupil of the teachers."""
        teachers = [
            self._trained(f"teacher-{place}", _fresh(cycle.seed), cycle)
            for place, cycle in enumerate(schooling.teachers, start=1)
        ]
        pupil = _fresh(schooling.cycles[0].seed)
        if teachers:
            pupil.load_state_dict(teachers[0].state_dict())
        for place, cycle in enumerate(schooling.cycles, start=1):
            pupil = self._trained(f"pupil-{place}", pupil, cycle, *teachers)
        return pupil

    def _trained(self, name: str, network: Network, cycle: Cycle, *teachers: Network) -> Network:
        found = self._found
        self._say(f"{name} begins")
        network = train(
            network,
            Examples(
                found.questions,
                hard=found.hard,
                pool=found.pool,
                tokenizer=self._tokenizer,
                drawing=cycle.drawing,
            ),
            recipe=self._plan.recipe,
            cycle=cycle,
            say=self._say,
            teachers=teachers,
        )
        torch.save(network.state_dict(), self._plan.out / f"{name}.pt")
        held = held_out(reads(network, self._tokenizer), found.held, found.held_hard)
        self._say(f"{name}: {held.row()}")
        return network


def _fresh(seed: int) -> Network:
    return from_embedder(str(base_folder()), seed=seed)


if __name__ == "__main__":
    main()
