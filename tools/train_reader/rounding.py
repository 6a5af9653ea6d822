"""Training with the rounding of the exported file, so that it costs less (Jacob et al., 2018).

The exported file rounds the weights of each matrix to whole numbers from -64 to 64, with one
scale for each output, and what goes into it to 0 to 255, with one scale for each text. Here
both are rounded the same way on the way forward, and gradients pass as if they were not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import torch
from torch import nn
from torch.nn import functional

from tools.train_reader.network import Reader

_WEIGHT_STEPS: Final = 64
_INPUT_STEPS: Final = 255


@contextmanager
def as_exported(network: Reader, *, active: bool) -> Iterator[None]:
    """While it lasts, the matrices of ``network`` compute as the exported file's do.

    Not ``active`` it changes nothing.
    """
    layers = [one for one in network.body.modules() if active and isinstance(one, nn.Linear)]
    for layer in layers:
        layer.forward = _rounded(layer)
    try:
        yield
    finally:
        for layer in layers:
            del layer.forward  # that of the class is there again


def _rounded(layer: nn.Linear) -> Callable[[torch.Tensor], torch.Tensor]:
    def forward(states: torch.Tensor) -> torch.Tensor:
        return functional.linear(rounded_inputs(states), rounded_weights(layer.weight), layer.bias)

    return forward


def rounded_weights(weights: torch.Tensor) -> torch.Tensor:
    """Weights [outputs, inputs] as the exported file has them."""
    scale = weights.detach().abs().amax(dim=1, keepdim=True).clamp(min=1e-12) / _WEIGHT_STEPS
    return _straight(weights, torch.round(weights / scale) * scale)


def rounded_inputs(states: torch.Tensor) -> torch.Tensor:
    """States [texts, tokens, width] as the exported file rounds them, each text by itself."""
    inside = states.detach().float()
    low = inside.amin(dim=(1, 2), keepdim=True).clamp(max=0)
    high = inside.amax(dim=(1, 2), keepdim=True).clamp(min=0)
    scale = ((high - low) / _INPUT_STEPS).clamp(min=1e-12)
    nought = torch.round(-low / scale)
    steps = (torch.round(inside / scale) + nought).clamp(0, _INPUT_STEPS)
    return _straight(states, ((steps - nought) * scale).to(states.dtype))


def _straight(value: torch.Tensor, rounded: torch.Tensor) -> torch.Tensor:
    """``rounded``, with the gradient of ``value`` (a straight-through estimator)."""
    return value + (rounded - value).detach()
