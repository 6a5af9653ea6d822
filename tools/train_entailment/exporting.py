"""From PyTorch to the shipped file, as the reader's (``tools/train_reader/exporting.py``)."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

from tools.train_entailment.network import EntailmentNetwork


class _OnePair(nn.Module):  # type: ignore[misc]  # PyTorch is not installed where types are checked
    """The network for one pair at a time: there is no padding, so nothing has to be masked."""

    def __init__(self, network: EntailmentNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, input_ids: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """As ``EntailmentNetwork``."""
        support, doubt = self.network(input_ids, None, token_type_ids)
        return support, doubt


def export(network: EntailmentNetwork, path: Path) -> None:
    """Writes ``network`` in single precision as ONNX, for one pair at a time.

    Inputs are ``input_ids`` and ``token_type_ids``, int64 [1, sequence]; outputs ``support``
    [1] and ``doubt`` [1, sequence].
    """
    network = network.eval().cpu().float()
    network.body.set_attn_implementation("eager")  # what others trace to is slower
    example = torch.full((1, 8), 1000)
    types = torch.tensor([[0, 0, 0, 0, 1, 1, 1, 1]])
    names = ["input_ids", "token_type_ids"]
    torch.onnx.export(
        _OnePair(network),
        (example, types),
        str(path),
        input_names=names,
        output_names=["support", "doubt"],
        dynamic_axes={name: {1: "sequence"} for name in (*names, "doubt")},
        opset_version=17,
        dynamo=False,
    )
