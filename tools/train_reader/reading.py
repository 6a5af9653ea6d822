"""A network in training, asked as the program will ask it: for held-out figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch

from assistant.models.pairs import SENTENCE_TOKENS, as_asked, best_span, pair_of
from tools.train_reader.batching import rows_of
from tools.train_reader.examples import Example
from tools.train_reader.judging import Asked, Read, Reading
from tools.train_reader.network import Reader
from tools.train_reader.training import halved

if TYPE_CHECKING:
    from tokenizers import Tokenizer


def reads(network: Reader, tokenizer: Tokenizer) -> Read:
    """What ``network`` says of pairs."""
    network.eval()
    device = next(network.parameters()).device

    def read(asked: Sequence[Asked]) -> list[Reading]:
        encoded = [
            tuple(
                tokenizer.encode(part, add_special_tokens=False)
                for part in (as_asked(question), heading, text)
            )
            for question, heading, text in asked
        ]
        pairs = [pair_of(*(part.ids for part in one)) for one in encoded]
        group = [Example(pair, right=False, spans=()) for pair in pairs]
        half = torch.autocast(device.type, dtype=torch.bfloat16, enabled=halved(device))
        with torch.inference_mode(), half:
            rows = rows_of(group)
            relevance, span = network(
                rows.ids.to(device), rows.mask.to(device), rows.types.to(device)
            )
        logits = span.float().cpu().numpy()
        scores = relevance.float().cpu().tolist()
        readings = []
        for row, (pair, parts) in enumerate(zip(pairs, encoded, strict=True)):
            offsets = parts[2].offsets[:SENTENCE_TOKENS]
            found = best_span(logits[row], pair)
            inside = (offsets[found.first][0], offsets[found.last][1]) if offsets else (0, 0)
            readings.append(Reading(scores[row], found.margin, *inside))
        return readings

    return read
