"""The Assistant as people use it from Python, over the sample articles."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant
from assistant.errors import ArticleNotFoundError, UsageError
from assistant.services.intake import SAMPLES
from assistant.types import AbstentionKind, Answer, Article, Filters, Turn, VerdictKind
from tests.samples import RESCUED, assert_cited, assistant_over


def test_an_answer_quotes_and_cites(samples: Assistant) -> None:
    answer = samples.ask(RESCUED)
    assert not answer.abstained
    assert "164" in answer.text
    assert answer.engine == "extractive"
    assert all(s.verdict.kind is VerdictKind.SUPPORTED for s in answer.statements)
    assert all(s.text == s.citations[0].quote for s in answer.statements)
    assert_cited(samples, answer.statements)
    cited = {c.article_id for s in answer.statements for c in s.citations}
    assert {source.article_id for source in answer.sources} == cited
    assert answer.timing.total > 0


def test_streaming_gives_the_statements_and_then_the_answer(samples: Assistant) -> None:
    *statements, answer = samples.stream(RESCUED)
    assert isinstance(answer, Answer)
    assert tuple(statements) == answer.statements
    assert answer.statements == samples.ask(RESCUED).statements


@pytest.mark.parametrize(
    "question",
    ["Who won the chess championship?", "What is the best recipe for sourdough bread?"],
)
def test_what_the_articles_do_not_hold_is_not_answered(samples: Assistant, question: str) -> None:
    answer = samples.ask(question)
    assert answer.abstention
    assert answer.abstention.kind in {
        AbstentionKind.NOT_IN_EVIDENCE,
        AbstentionKind.NOT_IN_LIBRARY,
    }
    assert answer.abstention.message
    assert answer.statements == ()
    assert answer.text == ""


def test_an_empty_library_says_what_to_do(tmp_path: Path) -> None:
    with assistant_over(tmp_path) as assistant:
        answer = assistant.ask(RESCUED)
    assert answer.abstention
    assert answer.abstention.kind is AbstentionKind.EMPTY_LIBRARY
    assert "assistant add" in answer.abstention.message


def test_filters_limit_the_answer(samples: Assistant) -> None:
    march = Filters(since=date(2025, 3, 6), until=date(2025, 3, 31))
    answer = samples.ask("How many people died on the ferry?", filters=march)
    assert answer.sources
    assert all(source.published and source.published.month == 3 for source in answer.sources)
    one = samples.ask(RESCUED, filters=Filters(sources=("the corvenne ledger",)))
    assert {source.source for source in one.sources} == {"The Corvenne Ledger"}


SPAN = "3 March 2025 to 21 November 2025"


@pytest.mark.parametrize(
    ("question", "filters", "told"),
    [
        (RESCUED, Filters(since=date(2031, 1, 1)), SPAN),
        (RESCUED, Filters(sources=("No Such Outlet",)), "Meridian Wire"),
    ],
)
def test_limits_that_leave_nothing_are_told(
    samples: Assistant, question: str, filters: Filters, told: str
) -> None:
    answer = samples.ask(question, filters=filters)
    assert answer.abstention
    assert answer.abstention.kind is AbstentionKind.OUTSIDE_DATES
    assert told in answer.abstention.message


def test_a_limit_of_the_question_that_leaves_nothing_is_dropped_and_told(
    samples: Assistant,
) -> None:
    answer = samples.ask("What did articles published in January 2024 say about the ferry?")
    assert any("articles of all days were searched" in note for note in answer.notes)
    assert answer.abstention is None or answer.abstention.nearest


def test_days_in_the_question_limit_and_are_told(samples: Assistant) -> None:
    answer = samples.ask("What did articles published in May 2025 say about the Karrow dam?")
    assert any("in May 2025" in note for note in answer.notes)
    for source in answer.sources:
        assert source.published
        assert source.published.month == 5


def test_a_follow_up_is_understood_by_what_was_asked_before(samples: Assistant) -> None:
    history = [Turn("What happened to the ferry Saint Orla?", "It capsized.")]
    answer = samples.ask("How many of them died?", history=history)
    assert "Saint Orla" in answer.asked
    assert answer.question == "How many of them died?"
    assert not answer.abstained


def test_near_copies_count_as_one_source(samples: Assistant) -> None:
    hits = samples.search("death toll rose to 19 divers forward passenger lounge", k=10)
    best = hits[0]
    titles = {samples.article(key).source for key in (best.article.id, *best.also_in)}
    assert {"Meridian Wire", "The Corvenne Ledger"} <= titles
    texts = [hit.text for hit in hits]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("question", ["", "  \n ", "x" * 3000])
def test_questions_that_are_none_are_refused(samples: Assistant, question: str) -> None:
    with pytest.raises(UsageError):
        samples.ask(question)


@pytest.mark.parametrize(
    "question",
    [
        "a AND (b",
        "\x00\x1b[31m",
        "ßÄ ½ 漢字 🦜",
        "title:x^9 [1 TO 2]",
        "the of",
    ],
)
def test_odd_questions_never_break(samples: Assistant, question: str) -> None:
    answer = samples.ask(question)
    assert answer.abstained != bool(answer.statements)


@pytest.mark.parametrize("question", ["?", '"', "💥" * 500])
def test_what_has_no_word_is_wrong_use(samples: Assistant, question: str) -> None:
    with pytest.raises(UsageError, match="no word"):
        samples.ask(question)


def test_the_retriever_works_in_a_chain(samples: Assistant) -> None:
    retriever = samples.as_retriever(k=3, filters=Filters(sources=("Meridian Wire",)))
    documents = (retriever | (lambda found: found[:2])).invoke("hand recount in Marrin")
    assert len(documents) == 2
    for document in documents:
        article = samples.article(document.metadata["article_id"])
        span = slice(document.metadata["start"], document.metadata["end"])
        assert article.text[span] == document.page_content
        assert document.metadata["source"] == "Meridian Wire"


def test_the_vector_store_is_langchains(samples: Assistant) -> None:
    store = samples.as_vector_store()
    document, distance = store.similarity_search_with_score("hand recount in Marrin", k=1)[0]
    assert "recount" in document.page_content.casefold()
    assert 0 <= distance < 1
    article = samples.article(document.metadata["article_id"])
    assert document.page_content in article.text


@pytest.mark.parametrize("words", [40, 80, 150])
def test_a_summary_keeps_to_its_length_and_cites(samples: Assistant, words: int) -> None:
    (article,) = (a for a in samples.articles() if a.title.startswith("Death toll in Thorrenia"))
    summary = samples.summarise(article.id[:12], words=words)
    assert abs(summary.words - words) <= 0.15 * words
    assert_cited(samples, summary.statements)


def test_files_are_summarised_without_a_library(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with assistant_over(home) as assistant:
        summary = assistant.summarise(
            SAMPLES / "03-ferry-toll-19.md", SAMPLES / "04-ferry-toll-ledger.md", words=80
        )
    assert not home.exists()
    texts = [statement.text for statement in summary.statements]
    assert len(texts) == len(set(texts))
    assert abs(summary.words - 80) <= 12


@pytest.mark.parametrize(
    ("sources", "options"),
    [
        ((), {}),
        (("no-such-file.txt",), {}),
        ((str(SAMPLES / "12-rate-rise.md"),), {"style": "sonnet"}),
        ((str(SAMPLES / "12-rate-rise.md"),), {"words": 3}),
        (("feedfacefeed",), {}),
    ],
)
def test_summaries_of_nothing_are_refused(
    tmp_path: Path, sources: tuple[str, ...], options: dict[str, Any]
) -> None:
    with assistant_over(tmp_path) as assistant, pytest.raises((UsageError, ArticleNotFoundError)):
        assistant.summarise(*sources, **options)


def test_a_draft_is_checked_against_the_library_and_against_articles(samples: Assistant) -> None:
    draft = "The number of people rescued stood at 164. The number of people rescued stood at 91."
    for sources in ((), (samples.articles()[0].id, SAMPLES), (_first_with(samples, "164"),)):
        checked = samples.verify(draft, sources)
        kinds = [statement.verdict.kind for statement in checked.statements]
        assert kinds == [VerdictKind.SUPPORTED, VerdictKind.UNSUPPORTED], sources
        assert_cited(samples, checked.statements)
    with pytest.raises(UsageError):
        samples.verify("  ")


def _first_with(assistant: Assistant, words: str) -> Article:
    return next(hit.article for hit in assistant.search(words) if words in hit.article.text)
