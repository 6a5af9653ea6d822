"""Answers, drafts and summaries, as a terminal and a pipe see them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.rendering.terminal.answers import (
    answer_lines,
    closing_lines,
    statement_lines,
    summary_lines,
    usage_lines,
    verification_lines,
)
from assistant.rendering.terminal.library import hit_lines
from assistant.types import Answer, VerdictKind, cite
from tests.rendering.made import (
    ABSTAINED,
    CHECKED,
    FERRY,
    HITS,
    LEDGER,
    QUOTED,
    SUMMARY,
    WRITTEN,
    doubtful,
    statement,
)
from tests.rendering.printing import piped


def test_a_quoted_answer() -> None:
    assert piped(answer_lines(QUOTED)) == (
        "Nineteen people died. [1 §2]\n"
        "The toll is 21, officials said. [2 §1]\n"
        "\n"
        "Quoted from the articles (extractive engine: it quotes, it does not write).\n"
        "\n"
        "Sources\n"
        "  [1] Ferry toll rises to 19\n"
        "      Vessmark Wire · 4 March 2031 · https://wire.example/ferry\n"
        "      id 1111111111 · sentence 2\n"
        "  [2] Toll disputed\n"
        "      The Ledger · 5 March 2031\n"
        "      id 2222222222 · sentence 1\n"
    )


def test_a_written_answer_quotes_its_sources_and_shows_doubts() -> None:
    assert piped(answer_lines(WRITTEN)) == (
        "Reports differ on the toll. [1 §1] [2 §2–3]\n"
        "\n"
        "The captain fled. [2 §5] (not supported: no source names the captain)\n"
        "\n"
        "Written by openai:small; each sentence was checked against those that its mark names.\n"
        "\n"
        "Sources\n"
        "  [1] Toll disputed\n"
        "      The Ledger · 5 March 2031\n"
        "      id 2222222222 · sentence 1\n"
        "      §1 The toll is 21, officials said.\n"
        "  [2] Ferry toll rises to 19\n"
        "      Vessmark Wire · 4 March 2031 · https://wire.example/ferry\n"
        "      id 1111111111 · sentences 2–3, 5 · also in 1 other article\n"
        "      §2 Nineteen people died.\n"
        "      §3 The mayor spoke.\n"
        "      §5 An inquiry has opened.\n"
        "\n"
        "1 sentence removed, because its sources do not say this:\n"
        "  The wreck was raised.\n"
        "    not supported: the cited sentences do not say this\n"
        "\n"
        "Note: One citation named no sentence\n"
    )


def test_a_checked_draft_gives_each_sentence_its_verdict() -> None:
    assert piped(verification_lines(CHECKED, quotes=True)) == (
        "3 sentences: 1 supported, 1 not supported, 1 not checked\n"
        "\n"
        "✓ The ferry sank. [1 §1]\n"
        "✗ The captain fled. [1 §5]\n"
        "  not supported: no source names the captain\n"
        "· Who knew?\n"
        "  not checked\n"
        "\n"
        "Sources\n"
        "  [1] Ferry toll rises to 19\n"
        "      Vessmark Wire · 4 March 2031 · https://wire.example/ferry\n"
        "      id 1111111111 · sentences 1, 5\n"
        "      §1 The ferry sank on Tuesday.\n"
        "      §5 An inquiry has opened.\n"
    )


def test_an_answer_of_which_nothing_is_left_shows_what_was_removed() -> None:
    shown = piped(answer_lines(replace(ABSTAINED, removed=WRITTEN.removed * 2)))
    assert "2 sentences removed, because their sources do not say this:\n" in shown
    assert shown.count("The wreck was raised.") == 2


def test_quotes_can_be_asked_for_and_declined() -> None:
    assert "§2 Nineteen people died." in piped(answer_lines(QUOTED, quotes=True))
    assert "§2 Nineteen people died." not in piped(answer_lines(WRITTEN, quotes=False))


def test_an_abstention_names_the_nearest_headlines() -> None:
    assert piped(answer_lines(ABSTAINED)) == (
        "The library does not hold an answer.\n"
        "\n"
        "Nearest headlines\n"
        "  1111111111  4 March 2031 · Vessmark Wire  Ferry toll rises to 19\n"
    )


@pytest.mark.parametrize("answer", [QUOTED, WRITTEN])
def test_streaming_prints_what_the_whole_answer_prints(answer: Answer) -> None:
    streamed = ""
    for end in range(1, len(answer.statements) + 1):
        streamed += piped(statement_lines(answer.statements[:end]))
    assert streamed + piped(closing_lines(answer)) == piped(answer_lines(answer))


def test_a_partly_supported_statement_says_so() -> None:
    partly = statement(
        "Twenty died.", cite(FERRY, 1), verdict=doubtful(VerdictKind.PARTLY, "figure differs")
    )
    shown = piped(statement_lines([partly]))
    assert shown == "Twenty died. [1 §2] (partly supported: figure differs)\n"


@pytest.mark.parametrize(
    ("style", "body"),
    [
        (
            "paragraph",
            (
                "Nineteen people died. [1 §2] Divers found the wreck. [1 §4]\n"
                "\n"
                "The toll is 21, officials said. [2 §1]\n"
            ),
        ),
        (
            "bullets",
            (
                "• Nineteen people died. [1 §2]\n"
                "• Divers found the wreck. [1 §4]\n"
                "• The toll is 21, officials said. [2 §1]\n"
            ),
        ),
    ],
)
def test_summaries_by_style(style: str, body: str) -> None:
    shown = piped(summary_lines(replace(SUMMARY, style=style)))
    above, _, rest = shown.partition("\n\n")
    assert above.startswith("Quoted from the articles")
    assert rest.startswith(body)
    assert "id 1111111111" not in rest  # a file that is in no library has no id to show


def test_usage_is_shown_for_chat_models_alone() -> None:
    assert usage_lines(QUOTED.usage, QUOTED.timing) == []
    assert piped(usage_lines(WRITTEN.usage, WRITTEN.timing)) == (
        "\n2.3 s · 1,200 tokens read · 80 written · $0.0042 · 1 invalid mark left out\n"
    )


def test_the_outlets_that_carry_a_sentence_are_named() -> None:
    def last_line(*outlets: str) -> str:
        hit = replace(HITS[0], also_in=("f" * 16, "e" * 16), also_outlets=outlets)
        return piped(hit_lines([hit])).splitlines()[2].rpartition(" · ")[2]

    assert last_line() == "also in 2 other articles"
    assert last_line("The Ledger") == "also in The Ledger"
    assert last_line("The Ledger", "Radio") == "also in The Ledger and Radio"
    assert last_line("A", "B", "C", "D", "E") == "also in A, B, C and 2 other outlets"
    cited = cite(FERRY, 2, also_in=("f" * 16,), also_outlets=("The Ledger",))
    shown = replace(WRITTEN, statements=(replace(WRITTEN.statements[0], citations=(cited,)),))
    assert "id 1111111111 · sentence 3 · also in The Ledger\n" in piped(answer_lines(shown))


def test_sources_without_outlet_date_and_address_say_so() -> None:
    bare = replace(LEDGER, source=None, published=None)
    shown = piped(answer_lines(replace(QUOTED, statements=(statement("X.", cite(bare, 0)),))))
    assert "outlet unknown · date unknown\n" in shown
