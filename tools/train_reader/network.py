"""The network: MiniLM with a score for relevance and with the ends of a short answer.

A pair is ``[CLS] question [SEP] heading [SEP] sentence [SEP]``; the heading and its ``[SEP]``
are left out where nothing is known of the text. The question is of token type 0, all that
follows it of type 1. The short answer's ends point at tokens of the sentence, or at
``[CLS]`` where the sentence holds no answer (as in Devlin et al., 2019, for SQuAD 2.0).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import torch
from torch import nn
from transformers import BertModel

from tools.train_reader.weights import dequantised, take

HIDDEN: Final = 384


class Reader(nn.Module):  # type: ignore[misc]  # PyTorch is not installed where types are checked
    """Relevance and span logits of pairs of a question and a sentence."""

    def __init__(self, body: BertModel) -> None:
        super().__init__()
        self.body = body
        self.relevance = nn.Linear(2 * HIDDEN, 1)
        self.span = nn.Linear(HIDDEN, 2)

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor | None,
        token_type_ids: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Relevance [batch] and span logits [batch, sequence, 2] (start, end).

        Without a mask there is no padding.
        """
        states = self.body(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        if attention_mask is None:
            mean = states.mean(1)
        else:
            mask = attention_mask.unsqueeze(-1).to(states.dtype)
            mean = (states * mask).sum(1) / mask.sum(1)
        pooled = torch.cat([states[:, 0], mean], dim=-1)
        return self.relevance(pooled).squeeze(-1), self.span(states)


def from_embedder(folder: str, *, seed: int) -> Reader:
    """A reader whose body has the embedder's weights and whose heads are new."""
    torch.manual_seed(seed)
    body: Any = BertModel.from_pretrained(
        folder,
        add_pooling_layer=False,
        attn_implementation="eager",
        # Every pair is seen once: there is nothing to be kept from learning by heart.
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    return Reader(body)


def from_shipped(folder: str, file: Path) -> Reader:
    """The reader of a shipped file, to be trained on: as near as int8 weights are.

    Args:
        folder: the embedder's, in single precision.
        file: the int8 ONNX file of a reader.
    """
    network = from_embedder(folder, seed=1)
    take(network, dequantised(file), heads=True)
    return network
