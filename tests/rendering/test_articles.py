"""Whole articles as text: records that can be added again, and Markdown that only shows them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from assistant.rendering.articles import articles_jsonl, articles_markdown
from tests.rendering.made import HOSTILE
from tests.samples import assistant_over


def test_records_are_added_to_another_library_as_they_were(
    sample_library: Path, tmp_path: Path
) -> None:
    with assistant_over(sample_library) as here, assistant_over(tmp_path / "home") as there:
        articles = [here.article(one.id) for one in here.articles()[:5]]
        file = tmp_path / "articles.jsonl"
        file.write_text(articles_jsonl(articles), encoding="utf-8")
        there.add(file)
        for one in articles:
            other = there.article(one.id)
            assert replace(other, origin="", added=None) == replace(one, origin="", added=None)


def test_an_article_as_markdown_is_only_text(sample_library: Path) -> None:
    with assistant_over(sample_library) as here:
        first, second = (here.article(one.id) for one in here.articles()[:2])
    hostile = replace(
        first,
        title=f"# [click](javascript:alert(1)) {HOSTILE}",
        source="*Wire*",
        url="javascript:alert(1)",
        published=date(2031, 3, 4),
        authors=(),
        text="1. First <img src=x>\n\n---\n- [a](http://leak.example)\n\x1b[31mred",
        sentences=(),
    )
    shown = articles_markdown([hostile, second])
    head, *lines = shown.split("\n\n")
    assert head.startswith("# \\# \\[click\\](javascript:alert(1))")
    assert lines[0] == "*\\*Wire\\* · 4 March 2031*"
    assert lines[1] == "javascript:alert(1)"
    assert lines[2:5] == [
        "1\\. First \\<img src=x\\>",
        "\\---",
        "\\- \\[a\\](http://leak.example)",
    ]
    assert lines[5] == "red"
    assert lines[6:8] == ["---", f"# {second.title}"]
    assert "\x1b" not in shown
