"""What is in the library, as a terminal and a pipe see it."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.rendering.terminal import Page, render_table
from assistant.rendering.terminal.library import (
    article_lines,
    article_rows,
    article_table,
    cluster_lines,
    cluster_rows,
    hit_lines,
    numbered_lines,
    removed_lines,
    sentence_lines,
)
from assistant.rendering.terminal.tasks import added_lines, check_lines, failure_lines
from assistant.reports import AddedKind, AddOutcome, AddReport, Check, CheckState
from assistant.types import Cluster
from tests.rendering.made import FERRY, HITS, LISTED
from tests.rendering.printing import COLOURS, piped


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
