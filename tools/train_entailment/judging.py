"""How well a network in training tells true claims from false ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import torch

from tools.train_entailment.examples import Example
from tools.train_entailment.network import EntailmentNetwork
from tools.train_entailment.training import batch_of
from tools.train_reader.judging import auc
from tools.train_reader.training import halved

_TOGETHER: Final = 32
_FEWEST: Final = 25
"""Examples of a source of which a figure is given."""


def told(network: EntailmentNetwork, examples: Sequence[Example]) -> str:
    """In a line: for each source how often a true claim is above a false one."""
    scores = _scores(network, examples)
    found = []
    for source in sorted({one.source for one in examples}):
        own = [place for place, one in enumerate(examples) if one.source == source]
        if len(own) >= _FEWEST:
            true, false = (
                np.array([scores[place] for place in own if examples[place].supported is side])
                for side in (True, False)
            )
            found.append(f"{source} {auc(true, false):.3f}")
    return f"AUC: {', '.join(found)}"


def _scores(network: EntailmentNetwork, examples: Sequence[Example]) -> list[float]:
    network.eval()
    device = next(network.parameters()).device
    scores = [0.0] * len(examples)
    order = sorted(range(len(examples)), key=lambda place: len(examples[place].pair.ids))
    in_half = torch.autocast(device.type, dtype=torch.bfloat16, enabled=halved(device))
    with torch.inference_mode(), in_half:
        for start in range(0, len(order), _TOGETHER):
            places = order[start : start + _TOGETHER]
            batch = batch_of([examples[place] for place in places])
            support, _ = network(
                batch.ids.to(device), batch.mask.to(device), batch.types.to(device)
            )
            for place, score in zip(places, support.float().tolist(), strict=True):
                scores[place] = score
    return scores
