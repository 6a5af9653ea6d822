"""From PyTorch to the shipped file: ONNX with 7-bit weights, one scale a channel."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import Final

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from tools.train_reader.network import Reader

MOST_BYTES: Final = 24_117_248
"""The largest file that is shipped: 23 MiB."""


def export(network: Reader, path: Path) -> None:
    """Writes ``network`` in single precision as ONNX.

    Inputs are ``input_ids``, ``attention_mask`` and ``token_type_ids``, int64 [batch,
    sequence]; outputs ``relevance`` [batch] and ``span`` [batch, sequence, 2].
    """
    network = network.eval().cpu().float()
    example = torch.ones((2, 8), dtype=torch.long)
    names = ["input_ids", "attention_mask", "token_type_ids"]
    axes = {name: {0: "batch", 1: "sequence"} for name in (*names, "span")}
    torch.onnx.export(
        network,
        (example, torch.ones_like(example), torch.zeros_like(example)),
        str(path),
        input_names=names,
        output_names=["relevance", "span"],
        dynamic_axes={**axes, "relevance": {0: "batch"}},
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
