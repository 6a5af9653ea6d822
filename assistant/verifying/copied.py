"""How closely a statement follows its sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.verifying.lexical import words_of
from assistant.verifying.sources import SourceSentence
from assistant.verifying.verbatim import tokens_between


def pairs_shared(statement: str, sources: Sequence[SourceSentence]) -> float:
    """The share of a statement's pairs of neighbouring words that sources have, 0 to 1.

    Of its words, where it has too few for a pair.
    """
    own = words_of(statement)
    theirs = [words_of(source.text) for source in sources]
    if own.pairs:
        return len(own.pairs & frozenset().union(*(one.pairs for one in theirs))) / len(own.pairs)
    held = frozenset().union(*(one.bag for one in theirs))
    return len(own.bag & held) / len(own.bag) if own.bag else 0.0


def restates(statement: str, texts: Iterable[str]) -> bool:
    """Whether one of the texts has the statement's words and no others, in their order."""
    own = _in_order(statement)
    return any(own == _in_order(text) for text in texts)


def _in_order(text: str) -> list[str]:
    return [token.word for token in tokens_between(text, 0, len(text))]
