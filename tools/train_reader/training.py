"""One run: groups in, weights out. Seeded; on a GPU where there is one."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

import torch
from torch import nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from tools.train_reader.batching import Batch, batch_of
from tools.train_reader.examples import Examples, batches
from tools.train_reader.network import Reader
from tools.train_reader.plans import Cycle
from tools.train_reader.rounding import as_exported

_AHEAD: Final = 8
"""Batches that are made ahead."""
_NEVER: Final = -1e4
"""A logit of what cannot be."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What all trainings have in common.

    ``tokens`` a batch, padding included; ``warmup`` is the share of the steps in which the
    learning rate rises; ``span`` is the weight of the short answer's loss beside that of the
    ranking; ``taught`` is the share of the loss that is the difference from the teachers,
    where there are any; the weights that are kept are an exponential moving average with
    ``decay`` a step.
    """

    tokens: int = 8192
    warmup: float = 0.1
    span: float = 0.5
    taught: float = 0.7
    decay: float = 0.995


def train(
    network: Reader,
    examples: Examples,
    *,
    recipe: Recipe,
    cycle: Cycle,
    say: Callable[[str], None],
    teachers: Sequence[Reader] = (),
) -> Reader:
    """The network after one cycle: its averaged weights.

    Args:
        network: where to begin.
        examples: what groups are drawn from.
        recipe: how all are trained.
        cycle: how this one is.
        say: is told how it goes.
        teachers: networks whose mean opinion is learned beside the labels.
    """
    rng = random.Random(cycle.seed)
    torch.manual_seed(cycle.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network = network.to(device)
    network.body.embeddings.word_embeddings.weight.requires_grad = False
    teachers = [teacher.to(device).eval() for teacher in teachers]
    epochs = [
        list(batches(examples.epoch(rng), tokens=recipe.tokens, rng=rng))
        for _ in range(cycle.epochs)
    ]
    steps = sum(map(len, epochs))
    optimiser = torch.optim.AdamW(_decayed(network), lr=cycle.rate, fused=device.type == "cuda")
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, cycle.rate, total_steps=steps, pct_start=recipe.warmup,
        anneal_strategy="linear", cycle_momentum=False,
    )  # fmt: skip
    average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(recipe.decay))
    done = before = 0
    with ThreadPoolExecutor(1) as maker, as_exported(network, active=cycle.rounded):
        for epoch in epochs:
            network.train()
            total = torch.zeros(2, device=device)
            # The next batch is made while this one is learned.
            coming = [maker.submit(batch_of, groups) for groups in epoch[:_AHEAD]]
            for place in range(len(epoch)):
                batch = coming.pop(0).result().to(device)
                if place + _AHEAD < len(epoch):
                    coming.append(maker.submit(batch_of, epoch[place + _AHEAD]))
                with torch.autocast(device.type, dtype=torch.bfloat16):
                    said = network(batch.ids, batch.mask, batch.types)
                ranking, answers = losses(batch, *(part.float() for part in said))
                loss = ranking + recipe.span * answers
                if teachers:
                    opinion = _opinion(teachers, batch, device)
                    far = differences(batch, *(part.float() for part in said), opinion=opinion)
                    soft = far[0] + recipe.span * far[1]
                    loss = recipe.taught * soft + (1 - recipe.taught) * loss
                loss.backward()
                nn.utils.clip_grad_norm_(network.parameters(), 1.0)
                optimiser.step()
                schedule.step()
                optimiser.zero_grad(set_to_none=True)
                average.update_parameters(network)
                total += torch.stack([ranking, answers]).detach()
                done += 1
                if done % 200 == 0:
                    so_far = [round(one, 3) for one in (total / (done - before)).tolist()]
                    say(f"step {done}/{steps}, losses of the epoch so far {so_far}")
            before = done
    return _inner(average)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What teachers say on the mean: relevance [pairs], and chances [pairs, tokens, 2]."""

    relevance: torch.Tensor
    chances: torch.Tensor


def _opinion(teachers: Sequence[Reader], batch: Batch, device: torch.device) -> Opinion:
    with torch.no_grad(), torch.autocast(device.type, dtype=torch.bfloat16):
        said = [teacher(batch.ids, batch.mask, batch.types) for teacher in teachers]
    return Opinion(
        torch.stack([relevance.float() for relevance, _ in said]).mean(0),
        torch.stack([_chances(batch, span.float()).exp() for _, span in said]).mean(0),
    )


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


def losses(
    batch: Batch, relevance: torch.Tensor, span: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """The ranking's loss and the short answers', each a mean."""
    scores = _by_group(batch, relevance)[batch.ranked]
    nought = relevance.sum() * 0
    ranking = nought
    if len(scores):
        ranking = functional.cross_entropy(scores, torch.zeros_like(scores[:, 0]).long())
    chances = _chances(batch, span)
    null = chances[:, 0]
    known, unknown, wrong = batch.known, batch.unknown, ~(batch.known | batch.unknown)
    ends = chances.masked_fill(~batch.answers, _NEVER).logsumexp(dim=1)
    right = torch.where(
        unknown.unsqueeze(-1), torch.log1p(-null.exp().clamp(max=1 - 1e-6)), ends
    ).mean(-1)
    either = known | unknown
    parts = (-right[either], -null.mean(-1)[wrong])
    return ranking, sum((part.mean() for part in parts if len(part)), nought) / 2


def differences(
    batch: Batch, relevance: torch.Tensor, span: torch.Tensor, *, opinion: Opinion
) -> tuple[torch.Tensor, torch.Tensor]:
    """How far a network is from its teachers (Hinton et al., 2015): ranking, short answers.

    Kullback-Leibler divergences, among the sentences of a group and among the tokens of a
    pair.
    """
    ranking = functional.kl_div(
        functional.log_softmax(_by_group(batch, relevance), dim=1),
        functional.log_softmax(_by_group(batch, opinion.relevance), dim=1),
        log_target=True,
        reduction="batchmean",
    )
    answers = functional.kl_div(_chances(batch, span), opinion.chances, reduction="none")
    return ranking, answers.sum(dim=1).mean()


def _by_group(batch: Batch, relevance: torch.Tensor) -> torch.Tensor:
    """Relevance [groups, most in a group], ``_NEVER`` where a group has fewer."""
    return relevance[batch.places].masked_fill(~batch.there, _NEVER)


def _chances(batch: Batch, span: torch.Tensor) -> torch.Tensor:
    """Log chances of starts and ends, of the sentence's tokens and "no answer" alone."""
    return functional.log_softmax(span.masked_fill(~batch.own.unsqueeze(-1), _NEVER), dim=1)
