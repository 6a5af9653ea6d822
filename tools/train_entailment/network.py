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

import torch
from torch import nn
from transformers import BertModel

from tools.train_reader.weights import dequantised, take

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
    take(network, dequantised(file), heads=False)
    return network


def from_shipped(folder: str, file: Path) -> EntailmentNetwork:
    """The network of a shipped file, to be trained on: as near as int8 weights are.

    Args:
        folder: the embedder's, in single precision.
        file: the int8 ONNX file of an entailment model.
    """
    network = from_embedder(folder, seed=1)
    weights = dequantised(file, _WORST)
    take(network, weights, heads=True)
    with torch.no_grad():
        network.worst.fill_(float(weights[_WORST]))
    return network
