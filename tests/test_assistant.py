"""The Assistant as people use it from Python, over the sample articles."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant
from assistant.errors import (
    ArticleNotFoundError,
    ConfigurationError,
    LibraryFormatError,
    ModelError,
    ModelUnreachableError,
    UsageError,
)
from assistant.keeping import SAMPLES
from assistant.library.library import Library
from assistant.reports import AddedKind, Progress
from assistant.settings import load_settings
from assistant.types import (
    AbstentionKind,
    Answer,
    Article,
    Filters,
    Statement,
    Turn,
    VerdictKind,
)
from tests.openai_server import OpenAIServer

RESCUED = "How many people were rescued from the Saint Orla?"
ARTICLES = 28


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant over a library that nobody changes."""
    home = tmp_path_factory.mktemp("samples")
    with _assistant(home) as assistant:
        assert assistant.add_samples().count(AddedKind.ADDED) == ARTICLES
        yield assistant


def _assistant(home: Path, **settings: object) -> Assistant:
    chosen = load_settings(home=home, **{"engine": "extractive", **settings})
    return Assistant(settings=chosen, today=lambda: date(2025, 12, 1))


def _assert_cited(assistant: Assistant, statements: tuple[Statement, ...]) -> None:
    assert statements
    for statement in statements:
        assert statement.citations
        for citation in statement.citations:
            article = assistant.article(citation.article_id)
            assert article.text[citation.start : citation.end] == citation.quote
            assert article.sentence_text(citation.sentence_index) == citation.quote
            assert citation.title == article.title


# -- questions ---------------------------------------------------------------------


def test_an_answer_quotes_and_cites(samples: Assistant) -> None:
    answer = samples.ask(RESCUED)
    assert not answer.abstained
    assert "164" in answer.text
    assert answer.engine == "extractive"
    assert all(s.verdict.kind is VerdictKind.SUPPORTED for s in answer.statements)
    assert all(s.text == s.citations[0].quote for s in answer.statements)
    _assert_cited(samples, answer.statements)
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
    with _assistant(tmp_path) as assistant:
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
        ("What was reported about the ferry in January 2024?", Filters(), SPAN),
    ],
)
def test_limits_that_leave_nothing_are_told(
    samples: Assistant, question: str, filters: Filters, told: str
) -> None:
    answer = samples.ask(question, filters=filters)
    assert answer.abstention
    assert answer.abstention.kind is AbstentionKind.OUTSIDE_DATES
    assert told in answer.abstention.message


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
        "?",
        '"',
        "a AND (b",
        "\x00\x1b[31m",
        "ßÄ ½ 漢字 🦜",
        "💥" * 500,
        "title:x^9 [1 TO 2]",
        "the of",
    ],
)
def test_odd_questions_never_break(samples: Assistant, question: str) -> None:
    answer = samples.ask(question)
    assert answer.abstained != bool(answer.statements)


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


# -- the library -------------------------------------------------------------------


def test_adding_a_folder_again_takes_only_what_is_new_or_changed(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("01-ferry-capsizes.md", "12-rate-rise.md"):
        shutil.copy(SAMPLES / name, folder)
    with _assistant(tmp_path / "home") as assistant:
        assert assistant.add(folder).count(AddedKind.ADDED) == 2
        assert assistant.add(folder).count(AddedKind.UNCHANGED) == 2
        changed = folder / "12-rate-rise.md"
        changed.write_text(changed.read_text() + "\nThe bank meets again in June.\n")
        (folder / "new.txt").write_text("A harbour pilot has retired.\nHe was sixty.\n")
        (folder / "bad.pdf").write_bytes(b"%PDF-1.7 broken")
        report = assistant.add(folder)
        kinds = {Path(outcome.name).name: outcome.kind for outcome in report.outcomes}
        assert kinds == {
            "01-ferry-capsizes.md": AddedKind.UNCHANGED,
            "12-rate-rise.md": AddedKind.REPLACED,
            "new.txt": AddedKind.ADDED,
            "bad.pdf": AddedKind.FAILED,
        }
        (failed,) = (o for o in report.outcomes if o.kind is AddedKind.FAILED)
        assert failed.error
        assert failed.hint
        assert len(assistant.articles()) == 3
        assert "June" in assistant.ask("When does the bank meet again?").text


def test_the_same_article_twice_in_one_run_is_added_once(tmp_path: Path) -> None:
    copy = tmp_path / "copy.md"
    shutil.copy(SAMPLES / "12-rate-rise.md", copy)
    with _assistant(tmp_path / "home") as assistant:
        report = assistant.add(SAMPLES / "12-rate-rise.md", copy)
        assert report.count(AddedKind.ADDED) == 1
        assert report.count(AddedKind.UNCHANGED) == 1


def test_progress_ends_where_it_should(tmp_path: Path) -> None:
    told: list[Progress] = []
    with _assistant(tmp_path) as assistant:
        assistant.add(*sorted(SAMPLES.glob("1[0-3]-*.md")), on_progress=told.append)
    assert told[-1].done == told[-1].total == 4
    assert [progress.done for progress in told] == sorted(progress.done for progress in told)


def test_removing_is_all_or_nothing(tmp_path: Path) -> None:
    with _assistant(tmp_path) as assistant:
        assistant.add(*sorted(SAMPLES.glob("1[0-3]-*.md")))
        keys = [article.id for article in assistant.articles()]
        with pytest.raises(ArticleNotFoundError):
            assistant.remove(keys[0], "ffffffffffff")
        assert len(assistant.articles()) == 4
        removed = assistant.remove(keys[0][:10], keys[1])
        assert {article.id for article in removed} == set(keys[:2])
        assert {article.id for article in assistant.articles()} == set(keys[2:])


def test_a_library_of_another_model_is_made_anew_by_reindexing(tmp_path: Path) -> None:
    with _assistant(tmp_path) as assistant:
        assistant.add(SAMPLES / "12-rate-rise.md", SAMPLES / "01-ferry-capsizes.md")
    stranger = Library(tmp_path, model="another", dimension=384, checked=False)
    stranger.catalogue.facts.put("model", "another")
    stranger.close()
    with _assistant(tmp_path) as assistant:
        with pytest.raises(LibraryFormatError) as refused:
            assistant.ask("Anything?")
        assert "assistant reindex" in str(refused.value)
        told: list[Progress] = []
        assert assistant.reindex(on_progress=told.append) == 2
        assert "embedding" in {progress.current for progress in told}
        assert "6.75" in assistant.ask("How high is the key rate now?").text


def test_doctor_finds_everything_in_order(samples: Assistant) -> None:
    checks = {check.name: check for check in samples.doctor()}
    assert [name for name, check in checks.items() if check.state == "failed"] == []
    assert "28 articles" in checks["library"].detail


# -- summaries ---------------------------------------------------------------------


@pytest.mark.parametrize("words", [40, 80, 150])
def test_a_summary_keeps_to_its_length_and_cites(samples: Assistant, words: int) -> None:
    (article,) = (a for a in samples.articles() if a.title.startswith("Death toll in Thorrenia"))
    summary = samples.summarise(article.id[:12], words=words)
    assert abs(summary.words - words) <= 0.15 * words
    _assert_cited(samples, summary.statements)


def test_files_are_summarised_without_a_library(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with _assistant(home) as assistant:
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
    with _assistant(tmp_path) as assistant, pytest.raises((UsageError, ArticleNotFoundError)):
        assistant.summarise(*sources, **options)


# -- a chat model ------------------------------------------------------------------


def _with_model(home: Path, url: str, **settings: object) -> Assistant:
    return _assistant(
        home,
        engine="auto",
        chat_model="openai:test-model",
        openai_base_url=url,
        retries=0,
        **settings,
    )


def test_a_chat_model_answers_with_citations(samples: Assistant) -> None:
    with (
        OpenAIServer() as server,
        _with_model(samples.settings.home, server.base_url) as assistant,
    ):
        assert assistant.engine_name == "chat:openai:test-model"
        answer = assistant.ask(RESCUED)
        assert answer.engine == "chat:openai:test-model"
        assert answer.usage.calls == 1
        assert not answer.abstained
        _assert_cited(samples, answer.statements)
        summary = assistant.summarise(SAMPLES / "12-rate-rise.md", words=60)
        assert summary.engine == "chat:openai:test-model"
        _assert_cited(samples, summary.statements)


def test_a_model_out_of_reach_is_an_error_or_a_fallback(samples: Assistant) -> None:
    with OpenAIServer() as server:
        url = server.base_url
    home = samples.settings.home
    with _with_model(home, url) as assistant, pytest.raises(ModelUnreachableError):
        assistant.ask(RESCUED)
    with _with_model(home, url, fallback="extractive") as assistant:
        answer = assistant.ask(RESCUED)
        assert "164" in answer.text
        assert answer.engine == "extractive (fallback)"
        assert any("quoted instead" in note for note in answer.notes)
        summary = assistant.summarise(SAMPLES / "12-rate-rise.md", words=60)
        assert summary.engine == "extractive (fallback)"


FALSE = "The Saint Orla carried 9,731 llamas to Antarctica [1]."


def test_a_draft_of_which_nothing_holds_is_not_shown(samples: Assistant) -> None:
    with (
        OpenAIServer() as server,
        _with_model(samples.settings.home, server.base_url) as assistant,
    ):
        server.script(FALSE, "1: REMOVE")
        answer = assistant.ask(RESCUED)
        assert answer.abstention is not None
        assert answer.abstention.kind is AbstentionKind.UNSUPPORTED
        assert answer.abstention.nearest
        assert [removed.text for removed in answer.removed] == [FALSE.removesuffix(" [1].") + "."]
        assert answer.usage.calls == 2
        server.script(FALSE, FALSE, "1: REMOVE")
        with pytest.raises(ModelError, match="Nothing that the chat model wrote"):
            assistant.summarise(SAMPLES / "12-rate-rise.md", words=60)
    with (
        OpenAIServer() as server,
        _with_model(samples.settings.home, server.base_url, unsupported="flag") as assistant,
    ):
        server.script(FALSE)
        (statement,) = assistant.ask(RESCUED).statements
        assert statement.verdict.kind is VerdictKind.UNSUPPORTED


def test_nothing_is_asked_of_a_model_about_what_is_not_in_the_library(samples: Assistant) -> None:
    with (
        OpenAIServer() as server,
        _with_model(samples.settings.home, server.base_url) as assistant,
    ):
        answer = assistant.ask("What is the best recipe for sourdough bread?")
        assert answer.abstention is not None
        assert answer.abstention.kind is AbstentionKind.NOT_IN_LIBRARY
        assert server.chats == []


# -- drafts ------------------------------------------------------------------------


def test_a_draft_is_checked_against_the_library_and_against_articles(samples: Assistant) -> None:
    draft = "The number of people rescued stood at 164. The number of people rescued stood at 91."
    for sources in ((), (samples.articles()[0].id, SAMPLES), (_first_with(samples, "164"),)):
        checked = samples.verify(draft, sources)
        kinds = [statement.verdict.kind for statement in checked.statements]
        assert kinds == [VerdictKind.SUPPORTED, VerdictKind.UNSUPPORTED], sources
        _assert_cited(samples, checked.statements)
    with pytest.raises(UsageError):
        samples.verify("  ")


def _first_with(assistant: Assistant, words: str) -> Article:
    return next(hit.article for hit in assistant.search(words) if words in hit.article.text)


def test_the_chat_engine_without_a_model_is_told(tmp_path: Path) -> None:
    with (
        _assistant(tmp_path, engine="chat") as assistant,
        pytest.raises(ConfigurationError) as told,
    ):
        assistant.ask(RESCUED)
    assert "ASSISTANT_CHAT_MODEL" in str(told.value)
