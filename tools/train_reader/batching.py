"""Groups of pairs as tensors, made on the processor while the network is busy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import torch

from tools.train_reader.examples import Group


@dataclass(frozen=True, slots=True)
class Batch:
    """Groups of pairs, padded with noughts.

    Of the pairs: ``ids``, ``mask`` and ``types`` [pairs, longest]; ``own``, which tokens may
    be a short answer's (those of the sentence, and the first, which means "no answer");
    ``answers`` [pairs, longest, 2], where the known short answers start and end; ``known``
    and ``unknown`` [pairs], whether a pair answers with known or with unknown words.
    Of the groups: ``places`` of their pairs [groups, most], whether a place is ``there``,
    and whether a group is ``ranked``: one right pair before others.
    """

    ids: torch.Tensor
    mask: torch.Tensor
    types: torch.Tensor
    own: torch.Tensor
    answers: torch.Tensor
    known: torch.Tensor
    unknown: torch.Tensor
    places: torch.Tensor
    there: torch.Tensor
    ranked: torch.Tensor

    def to(self, device: torch.device) -> Batch:
        """The same on ``device``."""
        return Batch(
            *(getattr(self, one.name).to(device, non_blocking=True) for one in fields(self))
        )


def batch_of(groups: Sequence[Group]) -> Batch:
    """The tensors of ``groups``."""
    examples = [example for group in groups for example in group]
    longest = max(len(example.pair.ids) for example in examples)
    ids = np.zeros((len(examples), longest), np.int64)
    mask, types = np.zeros_like(ids), np.zeros_like(ids)
    own = np.zeros(ids.shape, bool)
    answers = np.zeros((*ids.shape, 2), bool)
    known, unknown = np.zeros(len(examples), bool), np.zeros(len(examples), bool)
    for row, example in enumerate(examples):
        length = len(example.pair.ids)
        ids[row, :length] = example.pair.ids
        types[row, :length] = example.pair.types
        mask[row, :length] = 1
        own[row, 0] = True
        own[row, example.pair.start : example.pair.stop] = True
        known[row], unknown[row] = bool(example.spans), example.spans is None
        for first, after in example.spans or ():
            answers[row, first, 0] = answers[row, after - 1, 1] = True
    places = np.zeros((len(groups), max(map(len, groups))), np.int64)
    there = np.zeros(places.shape, bool)
    start = 0
    for row, group in enumerate(groups):
        places[row, : len(group)] = np.arange(start, start + len(group))
        there[row, : len(group)] = True
        start += len(group)
    ranked = np.array([group[0].right and len(group) > 1 for group in groups])
    made = (ids, mask, types, own, answers, known, unknown, places, there, ranked)
    return Batch(*(torch.from_numpy(one) for one in made))
