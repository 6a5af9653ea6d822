"""Begins a gold set: questions made by rule of articles, for a person to go over."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import yaml

from assistant.answering.made_questions import MadeKind, MadeQuestion, questions_in
from assistant.types import Article

_HEAD: Final = """\
# A gold set, begun by `python -m eval new`. Go over every case before it counts for anything:
# - `question`: word it as people ask, not as the article writes.
# - `answers`: any one of these, as whole words, makes an answer right.
# - `gold`: every sentence that answers, word for word, in whatever article (copies too).
# - Add questions that the articles do NOT answer (no answers, no gold, tag `unanswerable`):
#   a quarter of all is a good share. Also follow-ups (`after`), limits (`since`, `until`).
# Then: python -m eval run --dataset THIS_FILE --articles FOLDER_OR_LIBRARY
"""
_FIGURE: Final = re.compile(r"\$?\d[\d,.]*\d|\d")


def begun(articles: Mapping[str, Article], *, most: int, seed: int = 0) -> str:
    """The text of a file with at most ``most`` questions, one an article as far as that goes."""
    names = {article.id: name for name, article in reversed([*articles.items()])}
    unlike = {article.id: article for article in articles.values()}
    order = sorted(unlike)
    random.Random(seed).shuffle(order)  # noqa: S311 - a choice, no secret
    made = [
        _case(unlike[key], names[key], question, number)
        for number, (key, question) in enumerate(_chosen(unlike, order, most=most), start=1)
    ]
    example = {
        "id": "no-answer-1",
        "question": "Who won the chess championship?",
        "tags": ["unanswerable", "absent-topic"],
    }
    content = {
        "version": 1,
        "description": "Questions over our articles",
        "licence": "ours alone",
        "questions": [*made, example],
    }
    return _HEAD + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000)


def _chosen(
    articles: Mapping[str, Article], order: list[str], *, most: int
) -> Iterator[tuple[str, MadeQuestion]]:
    """One question of each article, then a second one, and so on."""
    left = {key: list(questions_in(articles[key])) for key in order}
    given = 0
    while given < most and any(left.values()):
        for key in order:
            if left[key] and given < most:
                yield key, left[key].pop(0)
                given += 1


def _case(article: Article, name: str, made: MadeQuestion, number: int) -> dict[str, Any]:
    sentence = article.sentence_text(made.sentence)
    figure = _FIGURE.search(sentence)
    return {
        "id": f"draft-{number}",
        "question": made.text,
        "answers": [figure.group() if made.kind is MadeKind.HOW_MANY and figure else sentence],
        "gold": [{"file": name, "sentence": sentence}],
        "tags": ["how-many" if made.kind is MadeKind.HOW_MANY else "quotation"],
    }
