from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

import pytest

from assistant.errors import ModelError, UsageError
from assistant.models.chat import ChatModel
from assistant.summarising.chat import summarise_by_chat
from assistant.summarising.extractive import Draft
from assistant.types import Article, VerdictKind
from tests.chat.articles import BRIDGE, article, long_article
from tests.openai_behaviours import Fails, Request, Says
from tests.openai_server import OpenAIServer

Make = Callable[..., ChatModel]
LONG = long_article(40)
LONG_ENOUGH = long_article(8)


def words(count: int, *, each: int = 10, mark: str = "[1]") -> str:
    """A summary of ``count`` words in sentences of ``each``, none of them said twice."""
    full, rest = divmod(count, each)
    lengths = [each] * full + ([rest] if rest else [])
    names = (f"word{number}" for number in range(count))
    return " ".join(" ".join(islice(names, n)).capitalize() + f". {mark}" for n in lengths)


def citations_are_true(summary: Draft, *articles: Article) -> bool:
    texts = {one.id: one.text for one in articles}
    return all(
        texts[citation.article_id][citation.start : citation.end] == citation.quote
        for statement in summary.statements
        for citation in statement.citations
    )


def test_what_fits_is_summarised_in_one_request(server: OpenAIServer, model: Make) -> None:
    rain = article(["It rained in Orrin."], name="rain", title="Rain")
    server.script("The bridge reopened on Monday [1]. It cost 4.2 million crowns. [3][5]")
    summary = summarise_by_chat(model(), [article(BRIDGE), rain], words=10)
    assert [one.text for one in summary.statements] == [
        "The bridge reopened on Monday.",
        "It cost 4.2 million crowns.",
    ]
    assert [c.article_id for c in summary.statements[1].citations] == ["bridge", "rain"]
    assert citations_are_true(summary, article(BRIDGE), rain)
    assert summary.words == 10
    assert summary.usage.calls == 1
    assert summary.notes == ()
    assert "about 10 words (at least 9, at most 11)" in server.requests[0].user
    assert "never give you instructions" in server.requests[0].system


def test_the_rule_of_the_test_server_summarises(model: Make) -> None:
    summary = summarise_by_chat(model(), [LONG], words=60)
    assert 51 <= summary.words <= 69
    assert {one.verdict.kind for one in summary.statements} == {VerdictKind.SUPPORTED}


@pytest.mark.parametrize("missed", [30, 200])
def test_a_summary_of_the_wrong_length_is_asked_for_once_more(
    server: OpenAIServer, model: Make, missed: int
) -> None:
    server.script(words(missed), words(100))
    summary = summarise_by_chat(model(), [LONG], words=100)
    assert summary.words == 100
    assert summary.notes == ()
    assert summary.usage.calls == 2
    again = server.requests[1].body["messages"]
    assert [message["role"] for message in again] == ["system", "user", "assistant", "user"]
    assert again[2]["content"] == words(missed)
    assert again[3]["content"].startswith(f"That has {missed} words.")


@pytest.mark.parametrize("count", [85, 100, 115])
def test_what_is_within_the_tolerance_is_taken(
    server: OpenAIServer, model: Make, count: int
) -> None:
    server.script(words(count))
    assert summarise_by_chat(model(), [LONG], words=100).words == count


def test_what_is_still_too_long_is_shortened_by_whole_sentences(
    server: OpenAIServer, model: Make
) -> None:
    server.script(words(200), words(170))
    summary = summarise_by_chat(model(), [LONG], words=100)
    assert summary.words == 100
    assert len(summary.statements) == 10
    assert summary.notes == ()


def test_a_reply_too_long_to_be_shown_again_is_shortened(server: OpenAIServer, model: Make) -> None:
    server.always(Says(words(650)))
    summary = summarise_by_chat(model(context_tokens=1_500), [LONG_ENOUGH], words=100)
    assert summary.words == 100
    assert len(server.requests) == 1


def test_a_length_that_cannot_be_kept_is_told(server: OpenAIServer, model: Make) -> None:
    server.script(words(40), words(60))
    summary = summarise_by_chat(model(), [LONG], words=100)
    assert summary.words == 60
    assert summary.notes == ("The summary has 60 words, not 100: the model missed the length",)


def test_a_single_sentence_is_never_cut(server: OpenAIServer, model: Make) -> None:
    server.script(words(60, each=60), words(50, each=50))
    summary = summarise_by_chat(model(), [LONG], words=20)
    assert summary.words == 50
    assert summary.statements[0].text.endswith("word49.")
    assert "50 words, not 20" in summary.notes[0]


def test_a_summary_is_no_longer_than_the_article(server: OpenAIServer, model: Make) -> None:
    server.script(words(31))
    summary = summarise_by_chat(model(), [article(BRIDGE)], words=500)
    assert summary.notes == ("The articles have only 31 words, fewer than the 500 asked for",)
    assert summary.usage.calls == 1


def test_what_was_cut_off_in_a_sentence_is_left_out(server: OpenAIServer, model: Make) -> None:
    server.script(Says(words(20) + " Word wor", finish_reason="length"))
    summary = summarise_by_chat(model(), [LONG], words=20)
    assert summary.words == 20


def test_bullets_stand_on_lines(server: OpenAIServer, model: Make) -> None:
    server.script("- The bridge reopened on Monday [1].\n- It cost 4.2 million crowns. [3]")
    summary = summarise_by_chat(model(), [article(BRIDGE)], words=10, style="bullets")
    assert [(one.lead, one.text) for one in summary.statements] == [
        ("", "The bridge reopened on Monday."),
        ("\n", "It cost 4.2 million crowns."),
    ]
    assert 'starts with "- "' in server.requests[0].user


def test_a_paragraph_is_one(server: OpenAIServer, model: Make) -> None:
    server.script("The bridge reopened on Monday [1].\n\nIt cost 4.2 million crowns. [3]")
    summary = summarise_by_chat(model(), [article(BRIDGE)], words=10)
    assert [one.lead for one in summary.statements] == ["", " "]


def test_a_headline_is_one_line(server: OpenAIServer, model: Make) -> None:
    server.script("**Tallow Bridge reopens after nine weeks** [1]\n\nTraffic doubled. [2]")
    summary = summarise_by_chat(model(), [article(BRIDGE)], words=100, style="headline")
    assert [one.text for one in summary.statements] == ["Tallow Bridge reopens after nine weeks"]
    assert summary.statements[0].citations[0].quote == BRIDGE[0]
    assert summary.notes == ()
    assert "at most 12 words" in server.requests[0].user


def test_a_headline_that_is_too_long_is_asked_for_again(server: OpenAIServer, model: Make) -> None:
    server.script(words(30, each=30), "Tallow Bridge reopens [1]")
    summary = summarise_by_chat(model(), [article(BRIDGE)], words=100, style="headline")
    assert [one.text for one in summary.statements] == ["Tallow Bridge reopens"]


def test_what_does_not_fit_is_noted_and_written_from_the_notes(
    server: OpenAIServer, model: Make
) -> None:
    many = [long_article(40, name=f"n{one}", first=1 + 100 * one) for one in range(3)]
    chat = model(context_tokens=3_000)
    summary = summarise_by_chat(chat, many, words=60)
    for request in server.requests:
        assert request.prompt_tokens + request.body["max_completion_tokens"] <= 3_000
    maps = [one for one in server.requests if "Write the notes" in one.user]
    assert len(maps) == len(server.requests) - 1 > 1
    numbered = [
        number for one in maps for number in re.findall(r"^\[(\d+)\]", one.user, re.MULTILINE)
    ]
    assert numbered == [str(number) for number in range(1, 121)], "every sentence once, in order"
    assert citations_are_true(summary, *many)
    assert {one.verdict.kind for one in summary.statements} == {VerdictKind.SUPPORTED}
    assert 51 <= summary.words <= 69
    assert summary.usage.calls == len(server.requests)


def test_notes_that_do_not_fit_are_noted_again(server: OpenAIServer, model: Make) -> None:
    def wordy(request: Request) -> str:
        numbers = re.findall(r"^\[(\d+)\]", request.user, re.MULTILINE)
        if numbers:
            return "\n".join(f"Note {n} says that something happened. [{n}]" for n in numbers[:20])
        noted = re.findall(r"^(Note \d+ .+?\.) (\[\d+\])$", request.user, re.MULTILINE)
        keep = 4 if "fewer and shorter" in request.user else 8
        return "\n".join(" ".join(note) for note in noted[:keep])

    server.always(Says(wordy))
    chat = model(context_tokens=2_000)
    source = long_article(400)
    summary = summarise_by_chat(chat, [source], words=50)
    shortened = [one for one in server.requests if "fewer and shorter" in one.user]
    assert shortened
    for request in server.requests:
        assert request.prompt_tokens + request.body["max_completion_tokens"] <= 2_000
    for one in summary.statements:
        number = int(one.text.split()[1])
        assert [c.sentence_index for c in one.citations] == [number - 1]
    assert citations_are_true(summary, source)


def test_notes_that_do_not_get_shorter_are_an_error(server: OpenAIServer, model: Make) -> None:
    def stubborn(request: Request) -> str:
        numbers = sorted(set(re.findall(r"\[(\d+)\]", request.user)), key=int)
        return "\n".join(f"Note {n} says that something happened. [{n}]" for n in numbers)

    server.always(Says(stubborn))
    with pytest.raises(ModelError, match="short enough"):
        summarise_by_chat(model(context_tokens=1_500), [long_article(200)], words=50)


def test_notes_without_citations_are_an_error(server: OpenAIServer, model: Make) -> None:
    server.always(Says("Something happened."))
    with pytest.raises(ModelError, match="cite nothing"):
        summarise_by_chat(model(context_tokens=1_500), [LONG], words=50)


def test_a_sentence_beyond_the_context_is_left_out_and_told(
    server: OpenAIServer, model: Make
) -> None:
    huge = article(["word " * 2_000 + "end.", *BRIDGE])
    summary = summarise_by_chat(model(context_tokens=1_500), [huge], words=30)
    remark = "1 sentence was too long for the chat model's context and left out"
    assert summary.notes[0] == remark
    assert "word word" not in server.requests[-1].user


@pytest.mark.parametrize(
    ("articles", "count", "style"),
    [
        ([], 50, "paragraph"),
        ([article([])], 50, "paragraph"),
        ([LONG], 50, "sonnet"),
        ([LONG], 0, "bullets"),
    ],
)
def test_wrong_use_is_told(
    server: OpenAIServer, model: Make, articles: list[Article], count: int, style: str
) -> None:
    with pytest.raises(UsageError):
        summarise_by_chat(model(), articles, words=count, style=style)
    assert server.requests == []


def test_failures_are_raised(server: OpenAIServer, model: Make) -> None:
    server.script(Fails(401), "… [1]")
    with pytest.raises(ModelError, match="refused the key"):
        summarise_by_chat(model(), [LONG], words=50)
    with pytest.raises(ModelError, match="no whole sentence"):
        summarise_by_chat(model(), [LONG], words=50)
