"""Quotations altered: a word replaced, a word dropped, a "not" put in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from eval.minimal_pairs.alterations import Alteration, altered, some
from eval.minimal_pairs.drafts import Draft, words_of
from eval.minimal_pairs.pairs import Kind

_WORD: Final = re.compile(r"[a-z]+(?:[’'][a-z]+)?")
_TAKES_NOT: Final = frozenset(
    {"is", "are", "was", "were", "am", "has", "have", "had"}
    | {"will", "would", "should", "can", "could", "must"}
)
_NO_NOT: Final = re.compile(
    r" (?:not|no|never|to|what|too|yet|ever|an?|its|that|another)\b|[,.;:!?”]"
)
_DENIED: Final = re.compile(r"\b(?:nobody|neither|never|no)\b", re.IGNORECASE)
_BEFORE_AUXILIARY: Final = re.compile(r"[’'](?:ve|d|s|re|m) $|\bso $")
_NUMBER: Final = "number"
_DROPPABLE: Final = "droppable"


def quotations_altered(draft: Draft) -> Iterator[Alteration]:
    """The statement with something in its quotation changed: in each way that there is."""
    for rule in (_replaced, _dropped, _denied):
        yield from rule(draft)


def _words(draft: Draft) -> Iterator[re.Match[str]]:
    for start, end in draft.quotations():
        yield from _WORD.finditer(draft.text, start + 1, end - 1)


def _replaced(draft: Draft) -> Iterator[Alteration]:
    """A word replaced by one of the same form that the article holds elsewhere."""
    article = draft.sample.words
    here = words_of(f"{draft.source} {draft.text}")
    for found in _words(draft):
        options = [
            word
            for form, words in draft.sample.cast.words.items()
            if form != _DROPPABLE and found[0] in words
            for word in words
            if _begins_alike(word, found[0])
            and word not in here
            and (form == _NUMBER or word in article)
        ]
        if options:
            yield altered(
                draft,
                Kind.QUOTATION,
                start=found.start(),
                end=found.end(),
                became=some(options, "quotation", draft.text, found.start()),
                rule="word replaced",
            )


def _dropped(draft: Draft) -> Iterator[Alteration]:
    for found in _words(draft):
        after = draft.text[found.end() :]
        if found[0] in draft.sample.cast.words[_DROPPABLE] and re.match(r" [a-z]", after):
            yield altered(
                draft,
                Kind.QUOTATION,
                start=found.start(),
                end=found.end() + 1,
                became="",
                rule="word dropped",
            )


def _denied(draft: Draft) -> Iterator[Alteration]:
    for found in _words(draft):
        after = draft.text[found.end() :]
        before = draft.text[: found.start()]
        if found[0] not in _TAKES_NOT or _NO_NOT.match(after) or _DENIED.search(draft.text):
            continue
        if not _BEFORE_AUXILIARY.search(before):
            yield altered(
                draft,
                Kind.QUOTATION,
                start=found.start(),
                end=found.end(),
                became=f"{found[0]} not",
                rule="not put in",
            )


def _begins_alike(one: str, other: str) -> bool:
    """Whether "a" or "an" before one word is right before the other, too."""
    return (one[0] in "aeiou") == (other[0] in "aeiou")
