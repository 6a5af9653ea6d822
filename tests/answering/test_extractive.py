"""How sentences are ranked and quoted, with vectors and words that the tests make."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.extractive import quote
from assistant.answering.features import Question
from assistant.answering.ranking import RankedSentence, Weights, rank_sentences
from assistant.language.articles import make_article
from assistant.language.words import content_terms
from assistant.types import Article, Document, Hit, Passage

_TEXT = (
    "The harbour of Port Halven was closed on Monday.",
    "A storm had broken its northern gate.",
    "It will cost 40 million crowns to mend.",
    "Three options were discussed:",
    "The mayor, Ines Okafor, asked for patience.",
)


def _article(*sentences: str) -> Article:
    return make_article(Document(title="Harbour", text="\n".join(sentences), origin="/a"))


def _hit(article: Article) -> Hit:
    last = len(article.sentences) - 1
    passage = Passage(0, 0, last, article.sentences[0].start, article.sentences[-1].end)
    return Hit(article, passage, 1.0)


def _ranked(question: str, article: Article, weights: Weights) -> list[RankedSentence]:
    count = len(article.sentences)
    return rank_sentences(
        Question(question, np.eye(4, dtype=np.float32)[0], dict.fromkeys(_terms(question), 1.0)),
        [_hit(article)],
        vectors=[np.zeros((count, 4), np.float32)],
        analyse=_terms,
        weights=weights,
    )


def _terms(text: str) -> tuple[str, ...]:
    return content_terms(text)


BY_WORDS = Weights(0, 1, 0, 0, 0, 0)


def test_the_words_of_the_question_lead_to_the_sentence() -> None:
    best = _ranked("Who broke the northern gate?", _article(*_TEXT), BY_WORDS)[0]
    assert best.index == 1
    assert best.features.words > 0.5


def test_a_sentence_that_leans_on_the_one_before_is_shown_before_it() -> None:
    article = _article(*_TEXT)
    ranked = _ranked("How many million crowns will it cost?", article, BY_WORDS)
    statements = quote(ranked[:1])
    assert [statement.text for statement in statements] == [_TEXT[2], _TEXT[1]]


def test_a_sentence_that_only_leads_on_is_no_answer() -> None:
    ranked = _ranked("Which options were discussed?", _article(*_TEXT), BY_WORDS)
    assert _TEXT[3] not in [s.article.sentence_text(s.index) for s in ranked]


def test_the_best_is_quoted_however_little_it_scores() -> None:
    ranked = _ranked("Who won the chess championship?", _article(*_TEXT), BY_WORDS)
    assert ranked[0].score == 0.0
    assert quote(ranked)
    assert quote([]) == ()


def test_the_same_sentence_of_two_outlets_is_said_once() -> None:
    one, other = _article(*_TEXT), replace(_article(*_TEXT), id="0123456789abcdef")
    ranked = [
        *_ranked("Who broke the northern gate?", one, BY_WORDS)[:1],
        *_ranked("Who broke the northern gate?", other, BY_WORDS)[:1],
    ]
    assert len(quote(ranked)) == 1


@given(st.lists(st.text(min_size=1, max_size=80), min_size=1, max_size=8), st.text(max_size=60))
def test_every_statement_is_a_sentence_that_it_cites(sentences: list[str], question: str) -> None:
    article = _article(*sentences)
    if not article.sentences:
        return
    for statement in quote(_ranked(question, article, Weights())):
        (citation,) = statement.citations
        assert article.text[citation.start : citation.end] == citation.quote == statement.text
