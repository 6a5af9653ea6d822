"""How sentences are ranked with what a reader says, and passages by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assistant.answering.extractive import ExtractiveSettings, quote
from assistant.answering.features import Question
from assistant.answering.ranking import (
    RankedSentence,
    RankingSettings,
    rank_sentences,
    read_sentences,
)
from assistant.answering.retrieval import reordered
from assistant.language.articles import make_article
from assistant.language.words import content_terms
from assistant.models.reader import Reader, Reading
from assistant.types import Article, Document, Hit, Passage, ShortAnswer

_TEXTS = (
    "The harbour of Port Halven was closed on Monday.",
    "Ines Okafor, the mayor, spoke to the press in the evening.",
    "She asked for patience.",
    "It will cost 40.5 million crowns to mend the gate.",
    "Fishermen went out from Karrow instead.",
)
_ARTICLE = make_article(Document(title="Harbour", text="\n".join(_TEXTS), origin="/a"))


def _question(text: str) -> Question:
    return Question(text, np.eye(4, dtype=np.float32)[0], dict.fromkeys(content_terms(text), 1.0))


def _passage(article: Article, first: int, last: int, *, index: int = 0) -> Passage:
    return Passage(index, first, last, article.sentences[first].start, article.sentences[last].end)


def _ranked(question: str, article: Article = _ARTICLE) -> list[RankedSentence]:
    hit = Hit(article, _passage(article, 0, len(article.sentences) - 1), 1.0)
    vectors = [np.zeros((len(article.sentences), 4), np.float32)]
    return rank_sentences(_question(question), [hit], vectors=vectors, analyse=content_terms)


def _read(
    ranked: Sequence[RankedSentence], log_odds: dict[int, float], *, span: tuple[int, int] = (0, 0)
) -> list[RankedSentence]:
    """As if a reader had said this of the sentences with these indices."""
    read = []
    for one in ranked:
        if one.index in log_odds:
            reading = Reading(log_odds[one.index], 0.0, 1.0, *span)
            features = replace(one.features, read=reading.share)
            score = RankingSettings().then.score(features)
            read.append(replace(one, reading=reading, features=features, score=score))
    return sorted(read, key=lambda one: -one.score)


def test_the_reader_brings_the_answer_to_the_front() -> None:
    question = "What will the repair set the town back?"
    ranked = _ranked(question)
    read = read_sentences(_question(question), ranked, reader=Reader())
    assert read[0].index == 3
    assert read[0].reading is not None
    assert {one.index for one in read} == {one.index for one in ranked}


def test_what_was_not_read_comes_after_what_was() -> None:
    ranked = _ranked("Who went out from Karrow?")
    read = read_sentences(
        _question("Who went out from Karrow?"),
        ranked,
        reader=Reader(),
        settings=RankingSettings(read=2),
    )
    assert [one.reading is not None for one in read] == [True, True, False, False, False]
    assert [one.index for one in read[2:]] == [one.index for one in ranked[2:]]


def test_passages_follow_their_best_sentence() -> None:
    one = Hit(_ARTICLE, _passage(_ARTICLE, 0, 1), 1.0)
    other = Hit(_ARTICLE, _passage(_ARTICLE, 2, 4, index=1), 0.6)
    read = _read(_ranked("What does it cost?"), {0: -9.0, 3: 8.0})
    assert reordered([one, other], read, weight=0.0)[0].passage == one.passage
    first, second = reordered([one, other], read, weight=0.8)
    assert (first.passage, second.passage) == (other.passage, one.passage)
    assert first.read is not None
    assert second.read is not None
    assert first.read > 0.9 > second.read
    (unread,) = reordered([replace(one, article=replace(_ARTICLE, id="0" * 16))], read, weight=0.5)
    assert unread.read is None


def test_a_sentence_of_little_chance_is_not_shown_beside_a_sure_one() -> None:
    ranked = _ranked("And then?")
    both = quote(_read(ranked, {3: 6.0, 4: 5.5}))
    assert [one.text for one in both] == [_TEXTS[3], _TEXTS[2], _TEXTS[4]]
    one = quote(_read(ranked, {3: 6.0, 4: -3.0}))
    assert [said.text for said in one] == [_TEXTS[3], _TEXTS[2]]


def test_who_spoke_is_said_after_what_was_said() -> None:
    statements = quote(_read(_ranked("What did the mayor ask for?"), {2: 6.0}))
    assert [statement.text for statement in statements] == [_TEXTS[2], _TEXTS[1]]
    assert statements[1].short_answer is None, "it is not the one that answers"


def test_sentences_lean_on_each_other_no_further_than_one_back() -> None:
    texts = ("Ines Okafor is mayor.", *["She said so."] * 5)
    article = make_article(Document(title="", text="\n".join(texts), origin="/b"))
    statements = quote(_read(_ranked("What did she say?", article), {5: 6.0}))
    assert [one.citations[0].sentence_index for one in statements] == [5, 4]


def test_the_short_answer_is_whole_words_within_its_sentence() -> None:
    text = _TEXTS[3]
    cut = text.index("0.5 mil"), text.index("0.5 mil") + len("0.5 mil")
    last = quote(_read(_ranked("What does it cost?"), {3: 6.0}, span=cut))[0]
    assert last.short_answer is not None
    assert last.text[last.short_answer.start : last.short_answer.end] == "40.5 million"


def test_no_short_answer_where_it_is_unsure_empty_or_the_whole_sentence() -> None:
    ranked = _ranked("What does it cost?")
    whole = quote(_read(ranked, {3: 6.0}, span=(0, len(_TEXTS[3]))))[0]
    nothing = quote(_read(ranked, {3: 6.0}, span=(2, 2)))[0]
    unsure = quote(_read(ranked, {3: 6.0}, span=(0, 7)), settings=ExtractiveSettings(margin=2.0))[0]
    assert [one.short_answer for one in (whole, nothing, unsure)] == [None, None, None]
    sure = quote(_read(ranked, {3: 6.0}, span=(0, 7)))[0]
    assert sure.short_answer == ShortAnswer(0, 7)
