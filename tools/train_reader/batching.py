"""Groups of pairs as tensors: pairs of like length together, so that little is padding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from tools.train_reader.examples import Example, Group


@dataclass(frozen=True, slots=True)
class Rows:
    """Pairs of like length, padded with noughts.

    ``ids``, ``mask`` and ``types`` are [pairs, longest]; ``own`` tells which tokens may be a
    short answer's (those of the sentence, and the first, which means "no answer");
    ``answers`` [pairs, longest, 2] where the known short answers start and end; ``known`` and
    ``unknown`` [pairs] whether a pair answers with known or with unknown words.
    """

    ids: torch.Tensor
    mask: torch.Tensor
    types: torch.Tensor
    own: torch.Tensor
    answers: torch.Tensor
    known: torch.Tensor
    unknown: torch.Tensor


@dataclass(frozen=True, slots=True)
class Batch:
    """Groups of pairs, in ``parts`` of like length.

    Of all pairs, in the order of the parts: ``right`` [pairs] tells whether each answers.
    Of the groups: ``places`` of their pairs [groups, most], whether a place is ``there``,
    and whether a group is ``ranked``: one right pair before others.
    """

    parts: tuple[Rows, ...]
    right: torch.Tensor
    places: torch.Tensor
    there: torch.Tensor
    ranked: torch.Tensor


def batch_of(groups: Sequence[Group], *, parts: int = 3) -> Batch:
    """The tensors of ``groups``, their pairs in about ``parts`` of as many tokens each."""
    examples = [example for group in groups for example in group]
    order = sorted(range(len(examples)), key=lambda place: len(examples[place].pair.ids))
    most = sum(len(one.pair.ids) for one in examples) / parts
    cut: list[list[int]] = [[]]
    for place in order:
        if (len(cut[-1]) + 1) * len(examples[place].pair.ids) > most and cut[-1]:
            cut.append([])
        cut[-1].append(place)
    at = {place: row for row, place in enumerate(order)}
    places = np.zeros((len(groups), max(map(len, groups))), np.int64)
    there = np.zeros(places.shape, bool)
    start = 0
    for row, group in enumerate(groups):
        places[row, : len(group)] = [at[start + one] for one in range(len(group))]
        there[row, : len(group)] = True
        start += len(group)
    return Batch(
        parts=tuple(rows_of([examples[place] for place in part]) for part in cut),
        right=torch.tensor([float(examples[place].right) for place in order]),
        places=torch.from_numpy(places),
        there=torch.from_numpy(there),
        ranked=torch.tensor([group[0].right and len(group) > 1 for group in groups]),
    )


def rows_of(examples: Sequence[Example]) -> Rows:
    """The tensors of ``examples``."""
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
    return Rows(*map(torch.from_numpy, (ids, mask, types, own, answers, known, unknown)))
