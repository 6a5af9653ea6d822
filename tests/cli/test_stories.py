"""``stories`` and ``story`` over the invented samples."""

from __future__ import annotations

import json

from tests.cli.running import CommandLine, checked

RECOUNT = "recount"


def test_stories_are_listed_and_shown_with_their_articles(library: CommandLine) -> None:
    rows = [row.split("\t") for row in library("stories").out.splitlines()]
    assert sum(int(row[3]) for row in rows) == 29, "every article is in one story"
    assert [row[2] for row in rows] == sorted((row[2] for row in rows), reverse=True)
    (recount,) = [row for row in rows if RECOUNT in row[5].lower()]
    shown = library("story", recount[0]).out
    assert recount[5][:20] in shown
    listed = json.loads(library("--json", "story", recount[0]).out)
    assert [one["document_id"][:10] in shown for one in listed["articles"]] == [True] * int(
        recount[3]
    )
    (first,) = json.loads(library("--json", "stories", "--limit", "1").out)["stories"]
    assert first["story_id"].startswith(rows[0][0])


def test_a_story_is_merged_named_pinned_and_parted(empty: CommandLine) -> None:
    checked(empty("add", "--samples"))
    rows = [row.split("\t") for row in empty("stories").out.splitlines()]
    (one, *_), (other, *_) = rows[0], rows[-1]
    told = empty("--json", "story", one, "--merge", other, "--rename", "Two", "--pin").out
    merged = json.loads(told)
    assert (merged["title"], merged["title_given"], merged["pinned"]) == ("Two", True, True)
    assert len(merged["articles"]) == int(rows[0][3]) + int(rows[-1][3])
    assert empty("stories").out.splitlines()[0].split("\t")[5] == "Two"
    gone = merged["articles"][0]["document_id"]
    parted = json.loads(empty("--json", "story", one, "--part", gone).out)
    assert [article["document_id"] for article in parted["articles"]] == [gone]


def test_what_is_no_story_is_said_with_what_to_do(library: CommandLine) -> None:
    ran = library("story", "zzz")
    assert (ran.code, ran.out) == (2, "")
    assert "There is no story 'zzz'" in ran.err
    assert "assistant stories" in ran.err
    ran = library("story", "zzz", "--part", "a", "--pin")
    assert ran.code == 2
    assert "--part stands alone" in ran.err


def test_an_empty_library_says_what_to_do(empty: CommandLine) -> None:
    ran = empty("stories")
    assert (ran.code, ran.out) == (0, "")
    assert "assistant add" in ran.err
