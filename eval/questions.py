"""The questions that are measured on, and the libraries that they are asked of."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from assistant.language.articles import make_article
from assistant.library.library import Library
from assistant.library.preparation import prepare
from assistant.models.embedder import Embedder
from assistant.reading import expand, read
from assistant.services.intake import SAMPLES
from assistant.types import Article
from eval.gold.loading import SAMPLE_SETS, AskCase, load

_MOST_BYTES: Final = 500_000_000
_WINDOW: Final = 32


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what would answer it.

    ``gold`` are whole sentences, where they are known; ``answers`` are strings of which
    one has to occur. Neither means that there is no answer in the articles.
    """

    id: str
    question: str
    answers: tuple[str, ...]
    gold: frozenset[str]
    tags: tuple[str, ...]
    today: date

    @property
    def answerable(self) -> bool:
        """Whether the articles hold an answer."""
        return bool(self.answers)

    def answered_by(self, text: str) -> bool:
        """Whether one of the answers stands in ``text`` as whole words."""
        return any(holds(text, answer) for answer in self.answers)


def sample_questions() -> tuple[Asked, ...]:
    """The first questions over the sample articles, which the program's settings were chosen by."""
    questions = (case for case in load((SAMPLE_SETS[0],)).cases if isinstance(case, AskCase))
    return tuple(
        Asked(
            id=case.id,
            question=case.asked.question,
            answers=case.asked.answers,
            gold=frozenset(gold.sentence for gold in case.asked.gold),
            tags=case.tags,
            today=case.today,
        )
        for case in questions
    )


def sample_articles() -> Iterator[Article]:
    """The sample articles."""
    yield from _articles(SAMPLES)


def quiz_questions(data: Path) -> tuple[Asked, ...]:
    """The news quiz: every question whose answer stands in some article of the quiz."""
    texts = [f" {' '.join(_plain(article.text))} " for article in quiz_articles(data)]
    found = []
    lines = (data / "news-quiz-2025" / "questions.jsonl").read_text(encoding="utf-8")
    for line in filter(None, lines.split("\n")):
        item = json.loads(line)
        asked = Asked(
            id=item["id"],
            question=item["question"],
            answers=tuple(item["answer"]),
            gold=frozenset(),
            tags=(),
            today=date.fromisoformat(item["asked"].replace("/", "-")),
        )
        if any(
            f" {' '.join(_plain(answer))} " in f" {text} "
            for answer in asked.answers
            for text in texts
        ):
            found.append(asked)
    return tuple(found)


def quiz_articles(data: Path) -> Iterator[Article]:
    """The articles of the news quiz."""
    yield from _articles(data / "news-quiz-2025" / "articles.jsonl")


def _articles(path: Path) -> Iterator[Article]:
    for source in expand([path]):
        for document in read(source, max_bytes=_MOST_BYTES):
            yield make_article(document)


def library_of(
    articles: Sequence[Article], *, embedder: Embedder, passage_tokens: int, keep: Path
) -> Library:
    """A library of ``articles``, made once and kept in the folder ``keep``."""
    mark = hashlib.sha256(" ".join(sorted(article.id for article in articles)).encode())
    home = keep / f"{mark.hexdigest()[:12]}-{passage_tokens}"
    library = Library(home, model=embedder.name, dimension=embedder.dimension)
    for start in range(0, len(articles), _WINDOW):
        window = articles[start : start + _WINDOW]
        known = library.catalogue.articles.has([article.id for article in window])
        fresh = {article.id: article for article in window if article.id not in known}
        if fresh:
            prepared = prepare(fresh.values(), embedder=embedder, passage_tokens=passage_tokens)
            with library.writing("making a library to measure on"):
                library.upsert(list(prepared))
    return library


def holds(text: str, answer: str) -> bool:
    """Whether ``answer`` stands in ``text`` as whole words, case and marks apart."""
    return f" {' '.join(_plain(answer))} " in f" {' '.join(_plain(text))} "


def _plain(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold().replace("’", "'").replace("'", ""))
