"""One run: groups in, weights out. Seeded; on a GPU where there is one."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from tools.train_reader.examples import Examples, Group, batches
from tools.train_reader.network import Reader


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a network is trained.

    In one cycle for each of ``rates``, the greatest learning rate of that cycle, with so many
    ``epochs`` each; a cycle begins with the averaged weights of the one before it.
    ``tokens`` a batch, padding included; ``span`` is the weight of the short answer's loss
    beside that of the ranking; the weights that are kept are an exponential moving average
    with ``decay`` a step.
    """

    rates: tuple[float, ...] = (6e-5, 4e-5)
    epochs: int = 2
    tokens: int = 4096
    warmup: float = 0.1
    span: float = 0.5
    decay: float = 0.995


def train(
    network: Reader,
    examples: Examples,
    *,
    recipe: Recipe,
    rate: float,
    seed: int,
    say: Callable[[str], None],
) -> Reader:
    """The network after one cycle with learning rates up to ``rate``: its averaged weights."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network = network.to(device)
    network.body.embeddings.word_embeddings.weight.requires_grad = False
    epochs = [
        list(batches(examples.epoch(rng), tokens=recipe.tokens, rng=rng))
        for _ in range(recipe.epochs)
    ]
    steps = sum(map(len, epochs))
    optimiser = torch.optim.AdamW(_decayed(network), lr=rate)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, rate, total_steps=steps, pct_start=recipe.warmup,
        anneal_strategy="linear", cycle_momentum=False,
    )  # fmt: skip
    average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(recipe.decay))
    done = before = 0
    for epoch in epochs:
        network.train()
        total = torch.zeros(2)
        for batch in epoch:
            with torch.autocast(device.type, dtype=torch.bfloat16):
                relevance, span = network(*tensors(batch, device))
            ranking, answers = losses(batch, relevance.float(), span.float())
            loss = ranking + recipe.span * answers
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad(set_to_none=True)
            average.update_parameters(network)
            total += torch.stack([ranking, answers]).detach().cpu()
            done += 1
            if done % 100 == 0:
                so_far = (total / (done - before)).tolist()
                say(f"step {done}/{steps}, losses of the epoch so far {so_far}")
        before = done
    return _inner(average)


def mean_of(states: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The mean of weights, one by one (a "soup": Wortsman et al., 2022)."""
    return {
        name: torch.stack([state[name].float() for state in states]).mean(0)
        if states[0][name].is_floating_point()
        else states[0][name]
        for name in states[0]
    }


def _inner(average: AveragedModel) -> Reader:
    inner: Any = average.module
    assert isinstance(inner, Reader)
    return inner


def _decayed(network: Reader) -> list[dict[str, Any]]:
    """Weight decay for matrices alone, as usual."""
    trained = [one for one in network.parameters() if one.requires_grad]
    return [
        {"params": [one for one in trained if one.ndim > 1], "weight_decay": 0.01},
        {"params": [one for one in trained if one.ndim <= 1], "weight_decay": 0.0},
    ]


def tensors(groups: Sequence[Group], device: torch.device) -> tuple[torch.Tensor, ...]:
    """Ids, mask and types of all pairs, [pairs, longest], padded with noughts."""
    pairs = [example.pair for group in groups for example in group]
    longest = max(len(pair.ids) for pair in pairs)
    ids = torch.zeros((len(pairs), longest), dtype=torch.long)
    mask, types = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, pair in enumerate(pairs):
        length = len(pair.ids)
        ids[row, :length] = torch.tensor(pair.ids)
        mask[row, :length] = 1
        types[row, :length] = torch.tensor(pair.types)
    return ids.to(device), mask.to(device), types.to(device)


def losses(
    groups: Sequence[Group], relevance: torch.Tensor, span: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """The ranking's loss and the short answers', each a mean."""
    ranking = []
    start = 0
    for group in groups:
        if group[0].right and len(group) > 1:
            scores = relevance[start : start + len(group)]
            ranking.append(functional.cross_entropy(scores[None], scores.new_zeros(1).long()))
        start += len(group)
    examples = [example for group in groups for example in group]
    own = torch.full(span.shape[:2], fill_value=True, device=span.device)
    for row, example in enumerate(examples):
        own[row, 0] = False
        own[row, example.pair.start : example.pair.stop] = False
    chances = functional.log_softmax(span.masked_fill(own.unsqueeze(-1), -1e4), dim=1)
    right, wrong = [], []
    for row, example in enumerate(examples):
        if example.spans is None:
            null = chances[row, 0]
            right.append(-torch.log1p(-null.exp().clamp(max=1 - 1e-6)).mean())
        elif example.spans:
            starts = torch.stack([chances[row, first, 0] for first, _ in example.spans])
            ends = torch.stack([chances[row, last - 1, 1] for _, last in example.spans])
            right.append(-(starts.logsumexp(0) + ends.logsumexp(0)) / 2)
        else:
            wrong.append(-chances[row, 0].mean())
    nought = relevance.sum() * 0
    return (
        torch.stack(ranking).mean() if ranking else nought,
        sum((torch.stack(part).mean() for part in (right, wrong) if part), nought) / 2,
    )
