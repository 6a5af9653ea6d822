from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rendering.layout import Line, Page, line, render, render_table
from assistant.rendering.terminal import (
    answer_lines,
    closing_lines,
    provenance_lines,
    statement_lines,
    summary_lines,
    usage_lines,
)
from assistant.rendering.terminal_checking import verification_lines
from assistant.rendering.terminal_library import (
    added_lines,
    article_lines,
    article_rows,
    article_table,
    check_lines,
    cluster_lines,
    cluster_rows,
    failure_lines,
    hit_lines,
    numbered_lines,
    removed_lines,
    sentence_lines,
)
from assistant.reports import AddedKind, AddOutcome, AddReport, Check, CheckState
from assistant.types import Answer, Cluster, VerdictKind, cite
from tests.rendering.made import (
    ABSTAINED,
    CHECKED,
    FERRY,
    HITS,
    HOSTILE,
    LEDGER,
    LISTED,
    QUOTED,
    SUMMARY,
    WRITTEN,
    article,
    doubtful,
    statement,
)
from tests.rendering.test_safety import steers, ugly_text

PIPE = Page(terminal=False)
NARROW = Page(terminal=True, width=40)
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(autouse=True)
def _a_colour_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def piped(lines: list[Line]) -> str:
    return render(lines, page=PIPE)


def test_a_quoted_answer() -> None:
    assert piped(answer_lines(QUOTED)) == (
        "Quoted from the articles (extractive engine: it quotes, it does not write).\n"
        "\n"
        "Nineteen people died. [1 §2]\n"
        "The toll is 21, officials said. [2 §1]\n"
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
        "Written by openai:small; each sentence was checked against those that its mark names.\n"
        "\n"
        "Reports differ on the toll. [1 §1] [2 §2–3]\n"
        "\n"
        "The captain fled. [2 §5] (not supported: no source names the captain)\n"
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
    streamed = piped(provenance_lines(answer.engine))
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


def test_clusters_are_shown_with_their_heads_first() -> None:
    clusters = [Cluster(LISTED[0], LISTED[1:])]
    assert piped(cluster_lines(clusters)) == (
        "1111111111  Ferry toll rises to 19 (1 copy)\n"
        "          Vessmark Wire · 4 March 2031\n"
        "  2222222222  The Ledger · 5 March 2031 · Toll disputed\n"
    )
    assert cluster_rows(clusters) == (
        "1111111111\t1111111111\t2031-03-04\tVessmark Wire\tFerry toll rises to 19\n"
        "1111111111\t2222222222\t2031-03-05\tThe Ledger\tToll disputed\n"
    )


def test_search_says_where_the_score_came_from() -> None:
    assert piped(hit_lines(HITS)) == (
        " 1. Ferry toll rises to 19\n"
        "    Vessmark Wire · 4 March 2031 · id 1111111111 · sentences 2–4\n"
        "    score 0.0312 · by meaning: 0.62 cosine · by words: not found"
        " · also in 1 other article\n"
        "    Nineteen people died. The mayor spoke. Divers found the wreck.\n"
        "\n"
        " 2. Toll disputed\n"
        "    The Ledger · 5 March 2031 · id 2222222222 · sentence 1\n"
        "    score 0.0154 · by meaning: not found · by words: 7.2 BM25\n"
        "    The toll is 21, officials said.\n"
    )


def test_an_article_as_it_stands_numbered_and_around_a_sentence() -> None:
    assert piped(article_lines(FERRY)).endswith(f"\n\n{FERRY.text}\n")
    numbered = piped(numbered_lines(FERRY))
    assert "1  The ferry sank on Tuesday.\n2  Nineteen people died.\n\n3  The mayor" in numbered
    near = piped(sentence_lines(FERRY, marked=[0, 4], around=1))
    assert near.endswith(
        "▶ 1  The ferry sank on Tuesday.\n"
        "  2  Nineteen people died.\n"
        "…\n"
        "  4  Divers found the wreck.\n"
        "\n"
        "▶ 5  An inquiry has opened.\n"
    )


def test_a_list_for_a_pipe_and_for_a_terminal() -> None:
    assert article_rows(LISTED) == (
        "1111111111\t2031-03-04\tVessmark Wire\tFerry toll rises to 19\t5\n"
        "2222222222\t2031-03-05\tThe Ledger\tToll disputed\t1\n"
    )
    table = COLOURS.sub("", render_table(article_table(LISTED), page=Page(True, 100)))
    assert re.search(r"2222222222 +2031-03-05 +The Ledger +Toll disputed +1\n", table)


def test_a_tab_in_a_headline_does_not_shift_the_columns() -> None:
    row = article_rows([replace(LISTED[0], title="A\tB\nC", source="X\tY")])
    assert row.split("\t") == ["1111111111", "2031-03-04", "X Y", "A B C", "5\n"]


def test_a_report_tells_added_from_failed() -> None:
    report = AddReport(
        (
            AddOutcome("a.md", AddedKind.ADDED, "1" * 16, "New", 12),
            AddOutcome("b.md", AddedKind.UNCHANGED, "2" * 16, "Old", 3),
            AddOutcome("c.pdf", AddedKind.FAILED, error="It is encrypted", hint="Unlock it"),
        )
    )
    assert piped(added_lines(report, whole=True)) == (
        "added      1111111111  New (12 sentences)\n"
        "unchanged  2222222222  Old (3 sentences)\n"
        "1 added, 1 unchanged, 1 failed\n"
    )
    assert piped(failure_lines(report)) == "c.pdf: It is encrypted\n  Unlock it\n"


def test_a_long_report_is_cut_for_a_person_only() -> None:
    report = AddReport(
        tuple(AddOutcome(str(n), AddedKind.ADDED, f"{n:016x}", f"T{n}", 1) for n in range(50))
    )
    assert len(added_lines(report, whole=True)) == 51
    cut = piped(added_lines(report, whole=False))
    assert "and 30 more\n50 added\n" in cut


def test_checks_and_removals() -> None:
    checks = (
        Check("library", CheckState.OK, "28 articles"),
        Check("models", CheckState.FAILED, "A file is damaged", "Install again"),
    )
    assert piped(check_lines(checks)) == (
        "ok      library: 28 articles\nfailed  models: A file is damaged\n        Install again\n"
    )
    assert piped(removed_lines(LISTED[:1])) == "removed  1111111111  Ferry toll rises to 19\n"


def test_a_terminal_wraps_and_colours_a_pipe_does_neither() -> None:
    long = answer_lines(replace(QUOTED, statements=(statement("word " * 60, cite(FERRY, 1)),)))
    shown = render(long, page=NARROW)
    assert COLOURS.search(shown)
    assert max(len(COLOURS.sub("", part)) for part in shown.splitlines()) <= 40
    assert "\x1b" not in piped(long)
    assert max(map(len, piped(long).splitlines())) > 290


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    shown = render([line(("[1]", "cyan"), ("wrong", "red"))], page=NARROW)
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", shown)


def test_a_pipe_gets_no_colours_even_when_they_are_forced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert render([line(("[1]", "cyan"))], page=PIPE) == "[1]\n"


def test_markup_and_emoji_codes_in_articles_stay_as_they_are() -> None:
    assert render([line("[bold]no[/bold] [red] :smile:")], page=PIPE) == (
        "[bold]no[/bold] [red] :smile:\n"
    )


def hostile_everything(text: str) -> list[Line]:
    """``text`` in every place where an article's words can be shown."""
    bad = replace(
        article(text or "x", "Calm.", title=text, source=text, url=text),
        authors=(text,),
        origin=text,
    )
    cited = statement(text, cite(bad, 0), verdict=doubtful(VerdictKind.PARTLY, text), lead="\n\n")
    answer = replace(WRITTEN, statements=(cited, cited), notes=(text,))
    hit = replace(
        HITS[0], article=bad, passage=replace(HITS[0].passage, start=0, end=len(bad.text))
    )
    report = AddReport(
        (
            AddOutcome(text, AddedKind.ADDED, "1" * 16, text, 2),
            AddOutcome(text, AddedKind.FAILED, error=text, hint=text),
        )
    )
    return [
        *answer_lines(answer),
        *summary_lines(replace(SUMMARY, statements=(cited, cited))),
        *hit_lines([replace(hit)]),
        *article_lines(bad),
        *numbered_lines(bad, marked=[0]),
        *added_lines(report, whole=True),
        *failure_lines(report),
        *check_lines([Check(text, CheckState.FAILED, text, text)]),
    ]


@given(ugly_text)
def test_no_article_can_steer_a_terminal(text: str) -> None:
    lines = hostile_everything(text)
    assert not any(steers(character) for character in render(lines, page=PIPE))
    coloured = render(lines, page=NARROW)
    assert not any(steers(character) for character in COLOURS.sub("", coloured))
    table = render_table(article_table([replace(LISTED[0], title=text, source=text)]), page=NARROW)
    assert not any(steers(character) for character in COLOURS.sub("", table))


def test_the_hostile_sample_is_shown_by_its_words_alone() -> None:
    shown = COLOURS.sub("", render(hostile_everything(HOSTILE), page=Page(True, 300)))
    assert "Calm red title cleared desrever [bold]not bold[/bold] bell" in shown


@given(st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=30))
def test_no_word_is_lost_in_wrapping(word: str) -> None:
    text = f"{word} and {word} again"
    shown = render([line(text, indent=4, hanging=2)], page=NARROW)
    assert "".join(shown.split()) == "".join(text.split())


def test_sources_without_outlet_date_and_address_say_so() -> None:
    bare = replace(LEDGER, source=None, published=None)
    shown = piped(answer_lines(replace(QUOTED, statements=(statement("X.", cite(bare, 0)),))))
    assert "outlet unknown · date unknown\n" in shown
