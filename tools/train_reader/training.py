"""One pass: groups in, weights out. Seeded; on a GPU where there is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import torch
from torch import nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from assistant.memory import give_back
from tools.train_reader.batching import Batch, Rows, batch_of
from tools.train_reader.examples import Group, batches
from tools.train_reader.network import Reader
from tools.train_reader.rounding import as_exported

_NEVER: Final = -1e4
"""A logit of what cannot be."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the network is trained.

    ``tokens`` a batch; ``warmup`` is the share of the steps in which the learning rate
    rises; ``single`` is the weight of the loss of each pair by itself (does it answer?)
    beside that of the ranking, ``span`` that of the short answers; the embeddings and the
    ``frozen`` lowest layers stay as they are; ``rounded`` is the share of the steps, the
    last ones, in which weights and activations are rounded as the exported file's are; the
    weights that are kept are an exponential moving average with ``decay`` a step.
    """

    rate: float = 1e-4
    tokens: int = 3072
    warmup: float = 0.05
    single: float = 0.7
    span: float = 0.7
    frozen: int = 2
    rounded: float = 0.15
    decay: float = 0.995
    seed: int = 1


def halved(device: torch.device) -> bool:
    """Whether bfloat16 is faster than single precision there: not where it is only imitated."""
    if device.type == "cuda":
        return True
    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())  # noqa: SLF001 - no other way to ask


def train(
    network: Reader,
    groups: Sequence[Group],
    *,
    recipe: Recipe,
    checkpoint: Path,
    say: Callable[[str], None],
    judged: Callable[[Reader], str],
) -> Reader:
    """The network after all groups were seen: its averaged weights, also in ``checkpoint``.

    Args:
        network: where to begin.
        groups: what is learned.
        recipe: how.
        checkpoint: a file of weights, written anew every few hundred steps.
        say: is told how it goes.
        judged: says in a line how good weights are, now and then and at the end.
    """
    torch.manual_seed(recipe.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    in_half = halved(device)
    network = network.to(device)
    network.body.embeddings.requires_grad_(requires_grad=False)
    network.body.encoder.layer[: recipe.frozen].requires_grad_(requires_grad=False)
    plan = list(batches(groups, tokens=recipe.tokens))
    trained = [one for one in network.parameters() if one.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=recipe.rate, weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, recipe.rate, total_steps=len(plan), pct_start=recipe.warmup,
        anneal_strategy="linear", cycle_momentum=False,
    )  # fmt: skip
    cut = int(len(plan) * (1 - recipe.rounded))
    average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(recipe.decay))
    inner: Any = average.module
    total, read = torch.zeros(3), 0
    for rounded in (False, True):
        with as_exported(network, active=rounded):
            for place in range(cut, len(plan)) if rounded else range(cut):
                network.train()
                batch = batch_of(plan[place])
                relevance, spans = _said(network, batch, device=device, in_half=in_half)
                parts = losses(batch, relevance, spans)
                (parts @ torch.tensor([1.0, recipe.single, recipe.span])).backward()
                nn.utils.clip_grad_norm_(trained, 1.0)
                optimiser.step()
                schedule.step()
                optimiser.zero_grad(set_to_none=True)
                average.update_parameters(network)
                total += parts.detach()
                read += sum(rows.ids.numel() for rows in batch.parts)
                done = place + 1
                if done % 25 == 0:
                    so_far = [round(one, 3) for one in (total / 25).tolist()]
                    say(f"step {done}/{len(plan)}, losses {so_far}, {read} tokens")
                    total.zero_()
                if done % 25 == 0:
                    give_back()  # the heap fragments: batches differ in shape
                if done % 200 == 0 or done == len(plan):
                    torch.save(inner.state_dict(), checkpoint)
                if done % 2000 == 0 or done == len(plan):
                    say(judged(inner))
    assert isinstance(inner, Reader)
    return inner


def _said(
    network: Reader, batch: Batch, *, device: torch.device, in_half: bool
) -> tuple[torch.Tensor, list[torch.Tensor]]:
    """Relevance of all pairs, and the span logits of each part."""
    relevance, spans = [], []
    for rows in batch.parts:
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=in_half):
            score, span = network(rows.ids.to(device), rows.mask.to(device), rows.types.to(device))
        relevance.append(score.float().cpu())
        spans.append(span.float().cpu())
    return torch.cat(relevance), spans


def losses(batch: Batch, relevance: torch.Tensor, spans: Sequence[torch.Tensor]) -> torch.Tensor:
    """Three means: of the rankings, of the pairs by themselves, of the short answers.

    Args:
        batch: what was read.
        relevance: of all pairs, in the order of the batch's parts.
        spans: of each part the logits of starts and ends [pairs, longest, 2].
    """
    scores = relevance[batch.places].masked_fill(~batch.there, _NEVER)[batch.ranked]
    nought = relevance.sum() * 0
    ranking = nought
    if len(scores):
        ranking = functional.cross_entropy(scores, torch.zeros_like(scores[:, 0]).long())
    single = functional.binary_cross_entropy_with_logits(relevance, batch.right)
    found = [_of_answers(rows, span) for rows, span in zip(batch.parts, spans, strict=True)]
    right, wrong = (torch.cat(kind) for kind in zip(*found, strict=True))
    answers = sum((part.mean() for part in (right, wrong) if len(part)), nought) / 2
    return torch.stack([ranking, single, answers])


def _of_answers(rows: Rows, span: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The losses of the ends of short answers, and of there being none where there is none."""
    chances = functional.log_softmax(span.masked_fill(~rows.own.unsqueeze(-1), _NEVER), dim=1)
    null = chances[:, 0]
    ends = chances.masked_fill(~rows.answers, _NEVER).logsumexp(dim=1)
    right = torch.where(
        rows.unknown.unsqueeze(-1), torch.log1p(-null.exp().clamp(max=1 - 1e-6)), ends
    ).mean(-1)
    either = rows.known | rows.unknown
    return -right[either], -null.mean(-1)[~either]
