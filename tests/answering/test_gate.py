"""When the gate answers, with vectors and words that the tests make."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.features import Question
from assistant.answering.gate import (
    ANSWERS,
    RELEVANT,
    Answerability,
    GateModel,
    GateSettings,
    answerability,
    declined,
    finds_nothing,
)
from assistant.answering.gate_features import (
    AnswerFeatures,
    RelevanceFeatures,
    answer_features,
    relevance_features,
)
from assistant.answering.mentions import figures_in, names_in, unmentioned
from assistant.answering.ranking import RankedSentence, rank_sentences
from assistant.language.articles import make_article
from assistant.language.words import content_terms
from assistant.types import AbstentionKind, Article, Document, Hit, Passage
from tests.language.ugly import ugly_text

_TEXT = (
    "The harbour of Port Halven was closed on Monday after a storm broke its northern gate.",
    "Mending the gate will cost 40 million crowns, the mayor, Ines Okafor, said.",
    "The last such storm, in 1987, did no harm.",
)
_STRANGE = "Who won the chess championship of Velmar?"


def _article(*sentences: str, title: str = "Storm closes harbour") -> Article:
    return make_article(
        Document(
            title=title,
            text="\n".join(sentences),
            origin="/a",
            source="The Ledger",
            published=date(2025, 3, 3),
        )
    )


def _hit(article: Article, *, similarity: float = 0.5) -> Hit:
    last = len(article.sentences) - 1
    passage = Passage(0, 0, last, article.sentences[0].start, article.sentences[-1].end)
    return Hit(article, passage, 1.0, similarity=similarity, bm25=1.0)


def _question(text: str) -> Question:
    return Question(text, np.eye(4, dtype=np.float32)[0], dict.fromkeys(content_terms(text), 1.0))


def _ranked(question: Question, hit: Hit) -> list[RankedSentence]:
    vectors = np.zeros((len(hit.article.sentences), 4), np.float32)
    return rank_sentences(question, [hit], vectors=[vectors], analyse=content_terms)


def _features(text: str, *sentences: str) -> AnswerFeatures:
    question = _question(text)
    features = answer_features(
        question, _ranked(question, _hit(_article(*sentences or _TEXT))), analyse=content_terms
    )
    assert features
    return features


def _about(text: str, *, similarity: float = 0.5) -> RelevanceFeatures:
    hits = [_hit(_article(*_TEXT), similarity=similarity)]
    about = relevance_features(_question(text), hits, analyse=content_terms)
    assert about
    return about


def _gate(text: str, *, similarity: float = 0.5) -> Answerability:
    question, hit = _question(text), _hit(_article(*_TEXT), similarity=similarity)
    return answerability(question, _ranked(question, hit), [hit], analyse=content_terms)


def test_words_and_their_order_are_counted() -> None:
    features = _features("Will mending the gate cost crowns?")
    assert features.covered == pytest.approx(1.0)
    assert features.order == pytest.approx(2 / 3)
    assert _features("Will crowns cost the gate mending?").order == 0.0
    assert _features("What will chess cost?").covered == pytest.approx(0.5)


def test_a_long_question_need_not_be_in_order_all_through() -> None:
    asked = "mending gate cost million crowns mayor ines okafor"
    text = "Mending the gate will cost a million crowns, the mayor, Ines Okafor, said."
    assert _features(f"{asked} while nobody had ever reckoned so", text).order == 1.0


def test_what_the_question_says_itself_answers_nothing() -> None:
    asked = "How much did the 40 million crowns for mending buy?"
    assert _features(asked).answer < _features("How much will mending the gate cost?").answer


def test_a_year_that_stands_nowhere_near_counts_against() -> None:
    assert _features("What did the last such storm do in 1987?").figures == 1.0
    assert _features("What did the last such storm do in 1988?").figures == 0.0
    assert _features("What did the last such storm do?").figures == 1.0


def test_the_day_of_the_article_counts_as_said() -> None:
    assert _features("What closed the harbour of Port Halven on 3 March 2025?").figures == 1.0


@pytest.mark.parametrize(
    ("question", "affirmed"),
    [
        ("What did the last such storm, in 1987, not do?", 0.0),
        ("What didn’t the last such storm do in 1987?", 0.0),
        ("What did the last such storm do in 1987?", 1.0),
    ],
)
def test_a_denial_has_to_be_met(question: str, affirmed: float) -> None:
    assert _features(question).affirmed == affirmed


def test_names_that_no_passage_holds_make_a_question_less_relevant() -> None:
    assert _about("Who is Ines Okafor?").named == 1.0
    assert _about("Is she Tova Lindqvist?").named == 0.0
    assert _about("Who is she?").named == 1.0


def test_something_near_is_relevant_and_something_strange_is_not() -> None:
    near, far = _gate("How much will mending the gate cost?"), _gate(_STRANGE, similarity=0.1)
    assert near.relevance > far.relevance
    assert declined(far) is AbstentionKind.NOT_IN_LIBRARY
    assert declined(near) is not AbstentionKind.NOT_IN_LIBRARY


def test_what_is_relevant_and_not_answered_is_not_in_the_evidence() -> None:
    settings = GateSettings(relevance=0.0, answer=1.0)
    assert declined(_gate("Who mends it?"), settings=settings) is AbstentionKind.NOT_IN_EVIDENCE
    assert declined(_gate("Who mends it?"), settings=GateSettings(0.0, 0.0)) is None


def test_nothing_found_is_not_in_the_library() -> None:
    found = answerability(_question("Who mends the gate?"), [], [], analyse=content_terms)
    assert found == Answerability(0.0, 0.0)
    assert declined(found) is AbstentionKind.NOT_IN_LIBRARY


def test_before_a_chat_model_only_what_has_nothing_in_common_is_stopped() -> None:
    far = [_hit(_article(*_TEXT), similarity=0.1)]
    assert finds_nothing(_question(_STRANGE), far, analyse=content_terms)
    assert finds_nothing(_question(_STRANGE), [], analyse=content_terms)
    near = [_hit(_article(*_TEXT), similarity=0.3)]
    assert not finds_nothing(_question(_STRANGE), near, analyse=content_terms)
    assert not finds_nothing(_question("Who mends the gate?"), far, analyse=content_terms)


@pytest.mark.parametrize(
    ("model", "features"), [(ANSWERS, AnswerFeatures), (RELEVANT, RelevanceFeatures)]
)
def test_every_feature_that_counts_exists_and_speaks_for(
    model: GateModel, features: type[AnswerFeatures] | type[RelevanceFeatures]
) -> None:
    assert model.weights
    assert set(model.weights) <= {field.name for field in fields(features)}
    assert all(weight > 0 for weight in model.weights.values())


def test_chances_stay_within_bounds() -> None:
    about = RelevanceFeatures(1.0, 1.0, 1.0)
    assert GateModel({"meaning": 1e6}, 0.0).probability(about) <= 1.0
    assert GateModel({"meaning": -1e6}, 0.0).probability(about) >= 0.0


def test_names_and_figures_of_a_question() -> None:
    question = "Did Ines Okafor of Port Halven pay 1,200 crowns on 2025-03-01, or 3.5 million?"
    assert [name.text for name in names_in(question)] == ["Ines Okafor", "Port Halven"]
    assert figures_in(question) == {"1200", "3.5"}


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("What did Tova Lindqvist say of Ines Okafor?", ("Tova Lindqvist",)),
        ("What did Okafors say?", ()),
        ("What did the NATO spokesman say?", ()),
        ("What did France say?", ()),
        ("What did Ann Lee say?", ()),
        ("Considering Velmar Kestrin's views, what next?", ()),
        ("what did tova lindqvist say?", ()),
        ("WHAT DID TOVA LINDQVIST SAY?", ()),
    ],
)
def test_only_what_is_surely_not_mentioned_is_listed(
    question: str, missing: tuple[str, ...]
) -> None:
    assert unmentioned(question, [_article(*_TEXT)]) == missing


@given(ugly_text, st.lists(ugly_text, min_size=1, max_size=3), ugly_text)
def test_ugly_text_never_crashes_and_gives_shares(
    question: str, sentences: list[str], title: str
) -> None:
    article = _article(*sentences, title=title)
    if not article.sentences:
        return
    asked, hit = _question(question), _hit(article)
    found = answerability(asked, _ranked(asked, hit), [hit], analyse=content_terms)
    assert 0.0 <= found.probability <= 1.0
    assert 0.0 <= found.relevance <= 1.0
    for name in ("covered", "order", "answer", "figures", "affirmed"):
        assert found.answer is None or 0.0 <= getattr(found.answer, name) <= 1.0 + 1e-9
    assert all(name in " ".join(question.split()) for name in unmentioned(question, [article]))


@pytest.mark.parametrize("text", ["\ud800 lone", "word " * 20_000, "“" * 5_000, "A. " * 20_000])
def test_long_and_broken_questions(text: str) -> None:
    found = _gate(text)
    assert 0.0 <= found.probability <= 1.0
