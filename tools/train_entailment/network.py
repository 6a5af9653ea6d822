"""The network: MiniLM, and for each word of the claim whether the evidence bears it out.

The layout is ``[CLS] claim [SEP] heading [SEP] evidence [SEP]``; the heading and its ``[SEP]``
are left out where nothing is known of the text. The claim is of token type 0, all that
follows of type 1. Each token of the claim looks at those behind it once more (one head of
attention, no value but the states themselves) and is judged by itself, what it looked at,
and their product; a claim is refuted by the worst of its tokens and by itself as a whole.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import nn
from transformers import BertModel

HIDDEN: Final = 384
_KEYS: Final = 128
_INNER: Final = 192
_NEVER: Final = -1e4
_WORST: Final = "/network/Relu_1_output_0"
"""What the exporter calls the weight of the worst token, which it works out beforehand."""


class EntailmentNetwork(nn.Module):  # type: ignore[misc]  # PyTorch is not installed where types are checked
    """Logits that evidence supports a claim, and that each token of the claim is not borne out."""

    def __init__(self, body: BertModel) -> None:
        super().__init__()
        self.body = body
        self.query = nn.Linear(HIDDEN, _KEYS)
        self.key = nn.Linear(HIDDEN, _KEYS)
        self.inner = nn.Linear(3 * HIDDEN, _INNER)
        self.token = nn.Linear(_INNER, 1)
        self.whole = nn.Linear(2 * HIDDEN, 1)
        self.worst = nn.Parameter(torch.tensor(0.5))

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor | None,
        token_type_ids: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Support [batch], and doubt of each token [batch, sequence].

        The doubt of what is no token of the claim is of no meaning. Without a mask there is
        no padding.
        """
        states = self.body(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        claim = (token_type_ids == 0) & (input_ids != 101) & (input_ids != 102)  # noqa: PLR2004
        if attention_mask is not None:
            claim = claim & (attention_mask == 1)
        behind = token_type_ids == 1
        looks = self.query(states) @ self.key(states).transpose(1, 2) / _KEYS**0.5
        looks = torch.where(behind.unsqueeze(1), looks.float(), torch.tensor(_NEVER))
        seen = torch.softmax(looks, dim=-1).to(states.dtype) @ states
        both = torch.cat([states, seen, states * seen], dim=-1)
        doubt = self.token(torch.relu(self.inner(both))).squeeze(-1).float()
        inside = claim.to(states.dtype).unsqueeze(-1)
        mean = (states * inside).sum(1) / inside.sum(1).clamp(min=1.0)
        whole = self.whole(torch.cat([states[:, 0], mean], dim=-1)).squeeze(-1)
        worst = torch.logsumexp(torch.where(claim, doubt, torch.tensor(_NEVER)), dim=-1)
        return whole.float() - torch.relu(self.worst) * worst, doubt


def from_embedder(folder: str, *, seed: int) -> EntailmentNetwork:
    """A network whose body has the embedder's weights and whose heads are new."""
    torch.manual_seed(seed)
    body: Any = BertModel.from_pretrained(
        folder,
        add_pooling_layer=False,
        attn_implementation="eager",  # on a processor faster to learn with
        # Every example is seen once or twice: there is nothing to be kept from learning by heart.
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    return EntailmentNetwork(body)


def from_reader(folder: str, file: Path, *, seed: int) -> EntailmentNetwork:
    """A network whose body has the shipped reader's weights, which learned to compare two texts.

    The word embeddings are the embedder's, whose they are in the reader too.

    Args:
        folder: the embedder's, in single precision.
        file: the reader's int8 ONNX file.
        seed: of the heads.
    """
    network = from_embedder(folder, seed=seed)
    _take_body(network, _dequantised(file))
    return network


def from_shipped(folder: str, file: Path) -> EntailmentNetwork:
    """The network of a shipped file, to be trained on: as near as int8 weights are.

    Args:
        folder: the embedder's, in single precision.
        file: the int8 ONNX file of an entailment model.
    """
    network = from_embedder(folder, seed=1)
    weights = _dequantised(file)
    _take_body(network, weights)
    with torch.no_grad():
        for name, old in network.named_parameters():
            if not name.startswith("body.") and name != "worst":
                new = torch.tensor(weights[f"network.{name}"])
                assert new.shape == old.shape, name
                old.copy_(new)
        network.worst.fill_(float(weights[_WORST]))
    return network


def _take_body(network: EntailmentNetwork, weights: dict[str, NDArray[np.float32]]) -> None:
    """Puts the weights of a file's body in place, but for the word embeddings."""
    for name, old in network.body.state_dict().items():
        if "word_embeddings" in name or name.endswith(("position_ids", "token_type_ids")):
            continue
        new = torch.tensor(weights[f"network.body.{name}"])
        assert new.shape == old.shape, name
        old.copy_(new)


def _dequantised(file: Path) -> dict[str, NDArray[np.float32]]:
    """The weights of an int8 file by their names in PyTorch, each matrix [outputs, inputs]."""
    graph = onnx.load(str(file)).graph
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    found = {name: value for name, value in stored.items() if name.startswith("network.")}
    if _WORST in stored:
        found[_WORST] = stored[_WORST]
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
