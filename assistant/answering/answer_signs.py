"""What shows, on the face of it, that the sentences found answer a question.

Every sign is larger where more speaks for an answer, so that a model over them whose
weights are all positive can be read. None of them knows what a sentence means: a question
made to look answerable by changing one word passes most of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from assistant.answering.answer_shape import answer_shape_score
from assistant.answering.named import figures_in, names_in
from assistant.answering.question_kinds import question_kind
from assistant.answering.sentences import Question, RankedSentence, Weights
from assistant.language.words import content_terms
from assistant.library.preparation import heading
from assistant.types import Hit

Analyse = Callable[[str], Sequence[str]]
"""Gives the stemmed words of a text, as ``Question.terms`` has them."""

_ENOUGH_PAIRS: Final = 6
"""Neighbouring words that a sentence has to share with a question, however long that is."""

_WORD: Final = re.compile(r"[^\W_]++")
FITTED: Final = Weights(read=2.0, dated=0.0, fits=0.0, turned=0.0)
"""The weights of the ranking that the gate was fitted with: its ``score`` is by them."""

_TURNED: Final = 3
"""Sentences of which one may say the opposite of what is asked."""

_NEGATION: Final = re.compile(
    r"\b(?:not|never|no longer|neither|nor|without|except|unlike|besides|cannot)\b|n[’']t\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AnswerSigns:
    """What speaks for the best sentence's answering, each from 0 to 1 unless it says otherwise.

    ``score`` is what the weights ``FITTED`` give it (usually 0 to 2). ``covered`` is the share of
    the question's words, by inverse document frequency, that its article holds with title,
    outlet and date; ``order`` the share of the question's neighbouring pairs of words (of six
    at most) that stand together in it. ``answer`` says how far it holds the kind of thing asked for
    beyond the words of the question. ``figures`` is the share of the question's figures
    that stand in it, its neighbours or the heading of an article found; 1 where there are
    none. ``affirmed``
    is 0 where the question denies and it does not, else 1. ``read`` are the reader's log-odds
    of its answering, on a scale from 0 to 1; None where there is no reader.
    """

    score: float
    covered: float
    order: float
    answer: float
    figures: float
    affirmed: float
    read: float | None = None


@dataclass(frozen=True, slots=True)
class RelevanceSigns:
    """What speaks for the library's having anything about a question.

    ``meaning`` is the best cosine of a passage, from -1; ``words`` the best share of the
    question's words, by inverse document frequency, that one passage holds with its
    heading; ``named`` the share of the words of the question's names that any of them
    holds, 1 where it names nothing.
    """

    meaning: float
    words: float
    named: float


def relevance_signs(
    question: Question, hits: Sequence[Hit], *, analyse: Analyse
) -> RelevanceSigns | None:
    """The signs of ``hits``, None where there is not one."""
    if not hits:
        return None
    wanted = set(question.terms)
    held = [wanted.intersection(analyse(heading(hit.article) + hit.text)) for hit in hits]
    return RelevanceSigns(
        meaning=max(hit.similarity or 0.0 for hit in hits),
        words=max(_share(question, terms) for terms in held),
        named=_held(
            wanted.intersection(analyse(" ".join(name.text for name in names_in(question.text)))),
            set().union(*held),
        ),
    )


def answer_signs(
    question: Question, ranked: Sequence[RankedSentence], *, analyse: Analyse
) -> AnswerSigns | None:
    """The signs of the best of ``ranked`` sentences, None where there is not one."""
    if not ranked:
        return None
    best = ranked[0]
    article = best.article
    text = article.sentence_text(best.index)
    head = heading(article)
    around = head + " ".join(
        article.sentence_text(index)
        for index in range(max(0, best.index - 1), min(best.index + 2, len(article.sentences)))
    )
    articles = {one.article.id: one.article for one in ranked}.values()
    headings = "\n".join(map(heading, articles))
    wanted = set(question.terms)
    # What says the opposite shows as well that the question is one the article answers.
    about = (one for one in ranked[1:_TURNED] if one.signs.turned > best.signs.turned)
    read = [one.reading.share for one in (best, *about) if one.reading is not None]
    return AnswerSigns(
        score=FITTED.score(best.signs),
        covered=_share(question, wanted.intersection(analyse(head + article.text))),
        order=_order(analyse(question.text), analyse(text)),
        answer=answer_shape_score(
            "".join(_without(text, wanted, analyse=analyse)), question_kind(question.text)
        ),
        figures=_held(figures_in(question.text), set(content_terms(around + headings))),
        affirmed=float(not _NEGATION.search(question.text) or bool(_NEGATION.search(text))),
        read=max(read) if read else None,
    )


def _share(question: Question, terms: Set[str]) -> float:
    weight = sum(question.terms.values())
    return sum(question.terms[term] for term in terms) / weight if weight > 0 else 0.0


def _held(asked: Set[str], there: Set[str]) -> float:
    return len(asked & there) / len(asked) if asked else 1.0


def _order(asked: Sequence[str], said: Sequence[str]) -> float:
    pairs = set(pairwise(asked))
    shared = len(pairs & set(pairwise(said)))
    return min(shared / min(len(pairs), _ENOUGH_PAIRS), 1.0) if pairs else 0.0


def _without(text: str, terms: Set[str], *, analyse: Analyse) -> Iterator[str]:
    """``text`` in pieces, the words among ``terms`` blanked: what they name answers nothing."""
    end = 0
    for match in _WORD.finditer(text):
        yield text[end : match.start()]
        yield match[0] if terms.isdisjoint(analyse(match[0])) else "_"
        end = match.end()
    yield text[end:]
