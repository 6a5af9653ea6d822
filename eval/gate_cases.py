"""Questions with what the gate sees of them, over every library that it is measured on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from assistant.answering.extractive import quote
from assistant.answering.gate_features import (
    AnswerFeatures,
    RelevanceFeatures,
    answer_features,
    relevance_features,
)
from assistant.answering.mentions import unmentioned
from assistant.answering.retrieval import Retrieval, RetrievalSettings, Retrieved
from assistant.language.dates import limits_in_question
from assistant.library.preparation import PASSAGE_TOKENS
from assistant.models.embedder import Embedder
from assistant.models.reader import Reader
from assistant.types import Article, Filters, Hit
from eval.questions import (
    Asked,
    library_of,
    quiz_articles,
    quiz_questions,
    sample_articles,
    sample_questions,
)
from eval.unanswerable import QuestionSet, multihop, squad, xquad_untrained

ANSWERABLE: Final = "answerable"
STRANGER: Final = "stranger"
REMOVED: Final = "answer taken away"
_PASSAGES: Final = RetrievalSettings().passages
SEVERAL: Final = 4
"""How many times as many passages are sought where some are taken away again."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question asked of a library.

    ``half`` is 0 for choosing, 1 for reporting. ``found`` says that a passage found holds
    the answer, ``right`` that what would be quoted does; ``score`` is the best sentence's.
    ``outside`` says that the days which the question names leave no article, ``worded``
    that a passage shares a word with it, ``missing`` that it names what no article found
    mentions.
    """

    data: str
    kind: str
    half: int
    question: str
    found: bool = False
    right: bool = False
    outside: bool = False
    worded: bool = False
    missing: bool = False
    score: float = 0.0
    about: RelevanceFeatures | None = None
    answer: AnswerFeatures | None = None

    @property
    def answerable(self) -> bool:
        """Whether the articles hold an answer."""
        return self.kind == ANSWERABLE


def every_case(data: Path, *, keep: Path, reader: Reader | None) -> Iterator[Case]:
    """The cases of every data set that there is in the folder ``data``."""
    embedder = Embedder()
    own = sample_questions()
    samples = Asking("samples", [*sample_articles()], embedder, keep, reader=reader)
    yield from samples.cases(own)
    yield from samples.cases([asked for asked in own if asked.answerable], kind=REMOVED)
    if (data / "news-quiz-2025").is_dir():
        questions = quiz_questions(data)
        quiz = Asking("news quiz", [*quiz_articles(data)], embedder, keep, reader=reader)
        yield from quiz.cases(questions)
        yield from quiz.cases(questions, kind=REMOVED)
        yield from quiz.cases(own, kind=STRANGER)
        yield from samples.cases(questions, kind=STRANGER)
    for name, (folder, load) in _PUBLIC.items():
        if (data / folder).is_dir():
            loaded = load(data)
            asking = Asking(name, loaded.articles, embedder, keep, reader=reader)
            yield from asking.cases(loaded.questions)
            if name == XQUAD:
                yield from asking.cases(loaded.questions, kind=REMOVED)


SQUAD: Final = "SQuAD 2.0"
XQUAD: Final = "XQuAD, held out"
MULTIHOP: Final = "MultiHop-RAG"
_PUBLIC: Final[dict[str, tuple[str, Callable[[Path], QuestionSet]]]] = {
    SQUAD: ("squad2-250", squad),
    MULTIHOP: ("multihop-500", multihop),
    XQUAD: ("answer-sentences", xquad_untrained),
}


class Asking:
    """One library, and what is asked of it."""

    def __init__(
        self,
        name: str,
        articles: Sequence[Article],
        embedder: Embedder,
        keep: Path,
        *,
        reader: Reader | None,
    ) -> None:
        self._name = name
        self._library = library_of(
            articles, embedder=embedder, passage_tokens=PASSAGE_TOKENS, keep=keep
        )
        self._retrieval = Retrieval(self._library, embedder=embedder, reader=reader)

    def cases(self, questions: Sequence[Asked], *, kind: str | None = None) -> Iterator[Case]:
        """A case for each question, all of ``kind`` where that is given.

        The halves go by the place among the questions of one kind, so each has all kinds.
        """
        places: Counter[str] = Counter()
        for asked in questions:
            own = kind or (ANSWERABLE if asked.answerable else asked.tags[1])
            case = self._case(asked, kind=own, half=places[own] % 2)
            places[own] += 1
            if case is not None:
                yield case

    def _case(self, asked: Asked, *, kind: str, half: int) -> Case | None:
        """The case, None where nothing is left when the answer is taken away."""
        empty = Case(self._name, kind, half, asked.question)
        limits = limits_in_question(asked.question, today=asked.today)
        filters = Filters((), limits.since, limits.until)
        if filters.active and not self._library.catalogue.listing.count(filters):
            return replace(empty, outside=True)
        removing = kind == REMOVED
        found = self._retrieval.search(
            asked.question, k=_PASSAGES * (SEVERAL if removing else 1), filters=filters
        )
        if removing:
            left = [hit for hit in found.hits if not _holds_answer(hit.article, asked)]
            found = Retrieved(tuple(left[:_PASSAGES]), found.question)
        if not found.hits:
            return None if removing else empty
        words = self._library.words
        question = found.question
        ranked = self._retrieval.sentences(found)
        return replace(
            empty,
            found=kind == ANSWERABLE and any(_holds(hit, asked) for hit in found.hits),
            right=kind == ANSWERABLE and any(_is_right(s.text, asked) for s in quote(ranked)),
            worded=any(hit.bm25 for hit in found.hits),
            missing=bool(unmentioned(asked.question, [hit.article for hit in found.hits])),
            score=ranked[0].score if ranked else 0.0,
            about=relevance_features(question, found.hits, analyse=words.analyse),
            answer=answer_features(question, ranked, analyse=words.analyse),
        )


def _holds(hit: Hit, asked: Asked) -> bool:
    if asked.gold:
        return any(sentence in hit.text for sentence in asked.gold)
    return asked.answered_by(hit.text)


def _is_right(sentence: str, asked: Asked) -> bool:
    return sentence in asked.gold if asked.gold else asked.answered_by(sentence)


def _holds_answer(article: Article, asked: Asked) -> bool:
    if asked.gold:
        return any(sentence in article.text for sentence in asked.gold)
    return asked.answered_by(article.text)
