"""From PyTorch to the shipped file: ONNX with 7-bit weights, one scale a channel."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import Any, Final

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import nn

MOST_BYTES: Final = 24_117_248
"""The largest file that is shipped: 23 MiB."""


class _OnePair(nn.Module):  # type: ignore[misc]  # PyTorch is not installed where types are checked
    """A network for one pair at a time: there is no padding, so nothing has to be masked."""

    def __init__(self, network: Any) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, input_ids: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """As the network."""
        whole, tokens = self.network(input_ids, None, token_type_ids)
        return whole, tokens


def export(network: Any, path: Path, *, outputs: tuple[str, str]) -> None:
    """Writes a network of two outputs in single precision as ONNX, for one pair at a time.

    Inputs are ``input_ids`` and ``token_type_ids``, int64 [1, sequence]; ``outputs`` name
    what it says of a pair [1], and of its tokens [1, sequence, …].
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
        output_names=[*outputs],
        dynamic_axes={name: {1: "sequence"} for name in (*names, outputs[1])},
        opset_version=17,
        dynamo=False,
    )


def quantise(single: Path, path: Path) -> None:
    """Writes the file ``single`` with int8 weights of 7 bits, as the embedder's are.

    Seven bits, so that processors without VNNI do not saturate.
    """
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(single), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(
            str(prepared),
            str(path),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
        )


def checksum(path: Path) -> str:
    """Its SHA-256, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
