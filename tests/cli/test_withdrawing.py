"""Kill notices on the command line."""

from __future__ import annotations

from pathlib import Path

from assistant.rendering.json import articles, tasks
from tests.cli.running import CommandLine
from tests.reading.packing import GUID, news_item

KILL = "<edNote>MANDATORY KILL: libellous</edNote>"


def test_a_kill_notice(empty: CommandLine, tmp_path: Path) -> None:
    story, kill = tmp_path / "1.xml", tmp_path / "2.xml"
    story.write_text(news_item(version=1), encoding="utf-8")
    kill.write_text(
        news_item(version=2, status="stat:canceled", management=KILL, content=""), encoding="utf-8"
    )
    first = empty("add", kill)
    assert first.code == 0
    assert "no article of this id is here" in first.out
    report = empty("add", story, kill, "--json").parsed(tasks.Added)
    assert [one.outcome for one in report.outcomes] == ["withdrawn", "unchanged"]
    key = report.outcomes[0].document_id
    assert key is not None
    listed = empty("list")
    assert listed.out.endswith("\twithdrawn\n")
    shown = empty("show", key)
    told = f"cancelled by {GUID}, version 2, on "
    assert f"This article was withdrawn by its provider ({told}" in shown.out
    assert "“MANDATORY KILL: libellous”" in shown.out
    history = empty("history", key)
    assert f"withdrawn  {told}" in history.out
    refused = empty("summarise", key)
    assert refused.code == 2
    assert "was withdrawn by its provider" in refused.err
    assert empty("search", "ferry terminal", "--json").parsed(articles.Search).hits == []
