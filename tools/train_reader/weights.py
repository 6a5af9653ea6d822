"""The weights of a shipped int8 file, to be trained on: as near as its rounding lets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

Weights = dict[str, NDArray[np.float32]]
"""Weights by their names in PyTorch, each matrix [outputs, inputs]."""


def dequantised(file: Path, *also: str) -> Weights:
    """The weights of an int8 file, and the constants that its graph calls as in ``also``."""
    graph = onnx.load(str(file)).graph
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    found = {
        name: value for name, value in stored.items() if name.startswith("network.") or name in also
    }
    for name in [name for name in stored if name.endswith("_quantized")]:
        plain = name.removesuffix("_quantized")
        scale, nought = stored[f"{plain}_scale"], stored[f"{plain}_zero_point"]
        value = (stored[name].astype(np.float32) - nought.astype(np.float32)) * scale
        found[plain] = value.astype(np.float32)
    # A matrix has no name of its own: it is known by the bias that is added to its product.
    made = {output: node for node in graph.node for output in node.output}
    for node in graph.node:
        if node.op_type != "Add":
            continue
        bias = next((name for name in node.input if name.endswith(".bias")), None)
        other = next((name for name in node.input if name != bias), None)
        while bias and other in made and made[other].op_type in ("Mul", "Cast"):
            other = made[other].input[0]
        if bias and other in made and made[other].op_type == "MatMulInteger":
            matrix = made[other].input[1].removesuffix("_quantized")
            found[bias.removesuffix("bias") + "weight"] = np.ascontiguousarray(found[matrix].T)
    return found


def take(network: Any, weights: Weights, *, heads: bool) -> None:
    """Puts ``weights`` in place: those of the body and, with ``heads``, of what is upon it.

    The word embeddings stay the embedder's, whose they are in the file too. Heads of which
    the file has none by that name stay as they are.
    """
    with torch.no_grad():
        for name, old in network.named_parameters():
            new = weights.get(f"network.{name}")
            inside = name.startswith("body.")
            if "word_embeddings" in name or not (inside or (heads and new is not None)):
                continue
            assert new is not None, name
            assert new.shape == tuple(old.shape), name
            old.copy_(torch.tensor(new))
