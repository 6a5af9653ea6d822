"""One run: examples in, weights out. Seeded; on a GPU where there is one."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from assistant.memory import give_back
from tools.train_entailment.examples import Example
from tools.train_entailment.network import EntailmentNetwork
from tools.train_entailment.plans import Recipe
from tools.train_reader.rounding import as_exported
from tools.train_reader.training import halved

_POOL: Final = 4096
"""Examples that are sorted by length at a time, so that batches hold little padding."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs, padded with noughts.

    ``ids``, ``mask``, ``types`` and ``wrong`` are [pairs, longest], the last -1 where it is not
    known whether a token is borne out; ``supported`` is [pairs].
    """

    ids: torch.Tensor
    mask: torch.Tensor
    types: torch.Tensor
    wrong: torch.Tensor
    supported: torch.Tensor


def batch_of(examples: Sequence[Example]) -> Batch:
    """The tensors of ``examples``."""
    longest = max(len(one.pair.ids) for one in examples)
    ids = np.zeros((len(examples), longest), np.int64)
    mask, types = np.zeros_like(ids), np.zeros_like(ids)
    wrong = np.full(ids.shape, -1, np.int64)
    for row, one in enumerate(examples):
        length = len(one.pair.ids)
        ids[row, :length] = one.pair.ids
        types[row, :length] = one.pair.types
        mask[row, :length] = 1
        wrong[row, 1 : 1 + len(one.wrong)] = one.wrong
    supported = np.array([one.supported for one in examples], np.float32)
    return Batch(*map(torch.from_numpy, (ids, mask, types, wrong, supported)))


def batches(
    examples: Sequence[Example], *, tokens: int, rng: random.Random
) -> Iterator[list[Example]]:
    """The examples once, in random order, those of like length together."""
    order = list(examples)
    rng.shuffle(order)
    for start in range(0, len(order), _POOL):
        pool = sorted(order[start : start + _POOL], key=lambda one: len(one.pair.ids))
        made: list[list[Example]] = []
        batch: list[Example] = []
        for one in pool:
            if batch and len(one.pair.ids) * (len(batch) + 1) > tokens:
                made.append(batch)
                batch = []
            batch.append(one)
        made.append(batch)
        rng.shuffle(made)
        yield from made


def loss_of(batch: Batch, support: torch.Tensor, doubt: torch.Tensor, *, words: float) -> Any:
    """Of the claims, and of their single words where it is known which are borne out."""
    whole = functional.binary_cross_entropy_with_logits(support, batch.supported)
    known = batch.wrong >= 0
    if not known.any():
        return whole
    # Few words are wrong: both kinds weigh alike.
    target = batch.wrong[known].float()
    weight = torch.where(target > 0, 4.0, 0.7)
    single = functional.binary_cross_entropy_with_logits(doubt[known], target, weight)
    return whole + words * single


def train(
    network: EntailmentNetwork,
    examples: Sequence[Example],
    *,
    recipe: Recipe,
    checkpoint: Path,
    say: Callable[[str], None],
    judged: Callable[[EntailmentNetwork], str],
) -> EntailmentNetwork:
    """The network after all examples were seen: its averaged weights, also in ``checkpoint``.

    Args:
        network: where to begin.
        examples: what is learned.
        recipe: how.
        checkpoint: a file of weights, written anew every few hundred steps.
        say: is told how it goes.
        judged: says in a line how good weights are, when a checkpoint is written.
    """
    rng = random.Random(recipe.seed)
    torch.manual_seed(recipe.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    in_half = halved(device)
    network = network.to(device)
    begun = {name: value.detach().clone() for name, value in network.named_parameters()}
    network.body.set_attn_implementation("sdpa" if device.type == "cuda" else "eager")
    network.body.embeddings.requires_grad_(requires_grad=False)
    network.body.encoder.layer[: recipe.frozen].requires_grad_(requires_grad=False)
    plan = list(batches(examples, tokens=recipe.tokens, rng=rng))
    trained = [one for one in network.parameters() if one.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=recipe.rate, weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, recipe.rate, total_steps=len(plan), pct_start=recipe.warmup,
        anneal_strategy="linear", cycle_momentum=False,
    )  # fmt: skip
    steps = len(plan)
    cut = int(steps * (1 - recipe.rounded))
    average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(recipe.decay))
    total, read = 0.0, 0
    for rounded in (False, True):
        part = plan[cut:] if rounded else plan[:cut]
        with as_exported(network, active=rounded):
            for place, chosen in enumerate(part, cut + 1 if rounded else 1):
                network.train()
                batch = batch_of(chosen)
                with torch.autocast(device.type, dtype=torch.bfloat16, enabled=in_half):
                    support, doubt = network(
                        batch.ids.to(device), batch.mask.to(device), batch.types.to(device)
                    )
                loss = loss_of(batch, support.cpu(), doubt.cpu(), words=recipe.words)
                loss.backward()
                nn.utils.clip_grad_norm_(trained, 1.0)
                optimiser.step()
                schedule.step()
                optimiser.zero_grad(set_to_none=True)
                average.update_parameters(network)
                total += float(loss.detach())
                read += batch.ids.numel()
                if place % 50 == 0:
                    say(f"step {place}/{len(plan)}, loss {total / 50:.3f}, {read} tokens")
                    total = 0.0
                if place % 25 == 0:
                    give_back()  # the heap fragments: batches differ in shape
                if place % 150 == 0 or place == steps:
                    inner: Any = average.module
                    torch.save(inner.state_dict(), checkpoint)
                if place % 600 == 0 or place == steps:
                    say(judged(inner))
    kept: Any = average.module
    with torch.no_grad():
        for name, value in kept.named_parameters():
            value.lerp_(begun[name], 1.0 - recipe.trained)
    torch.save(kept.state_dict(), checkpoint)
    kept.body.set_attn_implementation("eager")  # what is exported
    assert isinstance(kept, EntailmentNetwork)
    return kept
