"""What fuzzing has found, each as it was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from assistant.language.temporal import find_timexes
from assistant.models.chat_reader import ReplyReader


@dataclass(frozen=True, slots=True)
class Chunk:
    content: object
    response_metadata: object = None
    usage_metadata: object = None


@pytest.mark.parametrize("content", [[None], [1], [["text"]], [None, "It rained."], None, 3])
def test_a_reply_of_blocks_that_are_none(content: object) -> None:
    reader = ReplyReader()
    shown = "".join([*reader.read(Chunk(content)), *reader.rest()])
    assert shown == reader.text
    assert shown in {"", "It rained."}


@pytest.mark.parametrize("details", ["0", 1, ["max_output_tokens"], None])
def test_a_reply_whose_details_are_none(details: object) -> None:
    reader = ReplyReader()
    list(reader.read(Chunk("It rained.", {"status": "stop", "incomplete_details": details})))
    assert reader.finish_reason == "stop"


@pytest.mark.parametrize("usage", [{"input_tokens": None}, {"output_tokens": "9"}, "9", [], 9])
def test_a_reply_whose_usage_is_none(usage: object) -> None:
    reader = ReplyReader()
    list(reader.read(Chunk("It rained.", usage_metadata=usage)))
    assert (reader.input_tokens, reader.output_tokens) == (0, 0)


@pytest.mark.parametrize("text", ["MAR", "It opened in March.", "on Monday", "3 March"])
def test_an_article_published_at_a_moment_dates_as_one_of_the_day(text: str) -> None:
    moment = datetime(2000, 1, 1, 9, 30, tzinfo=UTC)
    assert find_timexes(text, published=moment) == find_timexes(text, published=date(2000, 1, 1))
