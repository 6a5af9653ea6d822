"""Kill notices as an editor meets them: files in, and what answers, lists and summaries say."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.errors import UsageError
from assistant.reports import AddedKind, AddReport
from assistant.services import adding
from assistant.settings import Settings
from assistant.versions import Later
from tests.reading.packing import GUID, news_item, zipped

SANK = ("The ferry Saint Orla sank off Skarn on Tuesday.", "Captain Brekke was drunk, police said.")
RIGHT = (SANK[0], "Captain Brekke was sober, police said.")
QUESTION = "What did police say about Captain Brekke?"
KILL = "<edNote>MANDATORY KILL: the claim about the captain is false</edNote>"

STORY = news_item(version=1, title="Saint Orla sinks", paragraphs=SANK)
KILLED = news_item(version=2, status="stat:canceled", management=KILL, content="")
CORRECTED = news_item(version=3, title="Saint Orla sinks off Skarn", paragraphs=RIGHT)
OTHER = news_item(
    guid="urn:other", title="Rate held", paragraphs=["The central bank held its rate on Monday."]
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Assistant]:
    with Assistant(settings=Settings(home=tmp_path / "home", engine="extractive")) as opened:
        yield opened


def add(desk: Assistant, folder: Path, *texts: str) -> AddReport:
    """Adds texts of the wire, each a member of one archive."""
    path = folder / "wire.zip"
    path.write_bytes(zipped({f"{n}.xml": text for n, text in enumerate(texts)}))
    return desk.add(path)


def kinds(report: AddReport) -> list[str]:
    return [outcome.kind.value for outcome in report.outcomes]


def quoted(desk: Assistant) -> str:
    answer = desk.ask(QUESTION)
    cited = {one.article_id for statement in answer.statements for one in statement.citations}
    assert not any(one.withdrawn for one in desk.listed(cited))
    return " ".join(citation.quote for one in answer.statements for citation in one.citations)


def test_a_killed_story_is_told_and_not_used(desk: Assistant, tmp_path: Path) -> None:
    assert kinds(add(desk, tmp_path, STORY, OTHER)) == ["added", "added"]
    answer = desk.ask(QUESTION)
    assert "drunk" in answer.text
    report = add(desk, tmp_path, KILLED)
    (outcome,) = report.outcomes
    assert (outcome.kind, outcome.title) == (AddedKind.WITHDRAWN, "Saint Orla sinks")
    assert outcome.notice is not None
    assert outcome.notice.words == "MANDATORY KILL: the claim about the captain is false"
    assert "drunk" not in quoted(desk)
    assert all("Orla" not in question for question in desk.suggestions())
    # What was cited says so.
    since = set(desk.changes(answer.statements).values())
    assert {one.later for one in since} == {Later.KILLED}
    key = answer.sources[0].article_id
    assert {one.title: one.withdrawn for one in desk.articles()} == {
        "Saint Orla sinks": True,
        "Rate held": False,
    }
    assert desk.history(key).notices[0].item == f"{GUID}, version 2"
    # It is not summarised, nor is a draft held against it.
    with pytest.raises(UsageError, match="was withdrawn by its provider"):
        desk.summarise(key)
    with pytest.raises(UsageError, match="withdrawn"):
        desk.verify("Captain Brekke was drunk.", [key])
    (other,) = (one.id for one in desk.articles() if not one.withdrawn)
    summary = desk.summarise(key, other, words=20)
    assert "Brekke" not in summary.text
    assert "“Saint Orla sinks” (The Wire), 14 May 2025 was left out" in summary.notes[0]
    # Doing it all again changes nothing.
    assert kinds(add(desk, tmp_path, STORY, KILLED)) == ["unchanged", "unchanged"]
    assert "drunk" not in quoted(desk)
    # A later version stands.
    assert kinds(add(desk, tmp_path, CORRECTED)) == ["replaced"]
    assert "sober" in desk.search("Captain Brekke", k=1)[0].text
    assert [check.name for check in desk.doctor(deep=True) if check.state.value == "failed"] == []


@pytest.mark.parametrize("window", [1, adding._WINDOW_CHARACTERS])
def test_the_order_within_an_archive_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, window: int
) -> None:
    monkeypatch.setattr(adding, "_WINDOW_CHARACTERS", window)
    for number, (texts, stands) in enumerate(
        [
            *((order, False) for order in permutations((STORY, KILLED))),
            ((KILLED, CORRECTED, STORY), True),
        ]
    ):
        home = tmp_path / str(number)
        with Assistant(settings=Settings(home=home, engine="extractive")) as desk:
            report = add(desk, tmp_path, OTHER, *texts)
            assert report.count(AddedKind.FAILED) == 0
            assert ("sober" in quoted(desk)) is stands
            assert "drunk" not in quoted(desk)


def test_a_kill_for_a_story_that_is_not_here_is_told_and_remembered(
    desk: Assistant, tmp_path: Path
) -> None:
    assert kinds(add(desk, tmp_path, KILLED)) == ["noted"]
    assert kinds(add(desk, tmp_path, KILLED)) == ["unchanged"]
    report = add(desk, tmp_path, STORY)
    assert kinds(report) == ["withdrawn"]
    key = report.outcomes[0].article_id
    assert key is not None
    assert desk.version(key).withdrawn is not None
    # Whoever removes it decides about the notice as well.
    desk.remove(key)
    assert kinds(add(desk, tmp_path, STORY)) == ["added"]


def test_a_kill_in_words_alone(desk: Assistant, tmp_path: Path) -> None:
    kill = news_item(version=2, title="MANDATORY KILL", paragraphs=["Editors: kill the story."])
    add(desk, tmp_path, STORY, OTHER)
    assert kinds(add(desk, tmp_path, kill)) == ["withdrawn"]
    assert "drunk" not in quoted(desk)
    assert {one.title for one in desk.articles()} == {"Saint Orla sinks", "Rate held"}


def test_an_answer_that_cites_a_copy_says_that_its_original_was_withdrawn(
    desk: Assistant, tmp_path: Path
) -> None:
    told = [
        *SANK,
        *(f"Deck {n} of the ferry held {n + 11} cars when it turned over." for n in range(9)),
    ]
    story = news_item(version=1, title="Saint Orla sinks", paragraphs=told)
    others = [
        news_item(guid=f"urn:{title}", title=title, paragraphs=[text])
        for title, text in (
            ("Bridge shut", "The bridge at Orm was shut after two lorries collided."),
            ("Mayor resigns", "The mayor of Halven resigned over a letter to builders."),
        )
    ]
    add(desk, tmp_path, story, OTHER, *others)
    paper = tmp_path / "paper.txt"
    paper.write_text("Drunk captain sank the ferry\n\n" + "\n\n".join(told))
    desk.add(paper)
    question = "Was Captain Brekke drunk?"
    assert not any("copy" in note for note in desk.ask(question).notes)
    before = desk.search("Captain Brekke was drunk", k=1)[0]
    add(desk, tmp_path, KILLED)
    after = desk.search("Captain Brekke was drunk", k=1)[0]
    assert after.article.title == "Drunk captain sank the ferry"
    assert after.score < before.score
    answer = desk.ask(question)
    assert [source.title for source in answer.sources] == ["Drunk captain sank the ferry"]
    assert answer.notes[-1] == (
        "“Drunk captain sank the ferry” (outlet unknown) is a copy of an article that its "
        "provider withdrew"
    )
    (cluster,) = desk.clusters()
    assert {one.title for one in (cluster.head, *cluster.copies) if one.withdrawn} == {
        "Saint Orla sinks"
    }


def test_a_library_that_is_carried_elsewhere_keeps_what_was_withdrawn(
    desk: Assistant, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.txt"
    add(desk, tmp_path, STORY, OTHER, KILLED, CORRECTED, news_item(guid="urn:x", status="withheld"))
    report = add(desk, tmp_path, news_item(guid="urn:killed", title="Killed", paragraphs=SANK))
    add(desk, tmp_path, news_item(guid="urn:killed", version=2, status="killed"))
    killed = report.outcomes[0].article_id
    assert killed is not None
    copy.write_text("Copy\n\nThis stands at two places. It is a copy.")
    (tmp_path / "second.txt").write_text(copy.read_text())
    desk.add(copy)
    desk.add(tmp_path / "second.txt")
    for vectors in (True, False):
        file = tmp_path / f"library-{vectors}"
        desk.export(file, vectors=vectors)
        settings = Settings(home=tmp_path / f"home-{vectors}", engine="extractive")
        with Assistant(settings=settings) as other:
            other.import_(file)
            assert {(one.title, one.withdrawn) for one in other.articles()} == {
                (one.title, one.withdrawn) for one in desk.articles()
            }
            assert "drunk" not in quoted(other)
            assert other.history(killed).notices == desk.history(killed).notices
            failed = [one for one in other.doctor(deep=True) if one.state.value == "failed"]
            assert failed == []
            # The kill that came before its story, and the second place, have come along.
            story = news_item(guid="urn:x", version=1, title="Late", paragraphs=["It is late now."])
            assert kinds(add(other, tmp_path, story)) == ["withdrawn"]
            before = copy.read_text()
            copy.write_text("Copy\n\nThis is another text at the first place.")
            assert kinds(other.add(copy)) == ["replaced"]
            copy.write_text(before)
            assert len(other.search("This stands at two places", k=20)) >= 2
            assert other.import_(file).rows == 0
    desk.backup(tmp_path / "backup")
    with Assistant(settings=Settings(home=tmp_path / "backup", engine="extractive")) as kept:
        assert kept.version(killed).withdrawn is not None
        assert "drunk" not in quoted(kept)
        kept.reindex(embed=True)
        assert "drunk" not in quoted(kept)


def test_an_article_that_is_unchanged_at_one_place_stays_when_its_other_is_taken_later(
    desk: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "_WINDOW_CHARACTERS", 1)
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a-monday.txt").write_text("Ferry sinks\n\nThe ferry sank on Monday at Skarn.\n")
    (folder / "z-latest.txt").write_text("Ferry sinks\n\nThe ferry sank on Monday at Skarn.\n")
    desk.add(folder / "z-latest.txt")
    # One window finds it unchanged as Monday's; a later one gives the other place away.
    (folder / "z-latest.txt").write_text("Mayor resigns\n\nThe mayor resigned on Tuesday.\n")
    report = desk.add(folder)
    assert kinds(report) == ["unchanged", "replaced"]
    assert {one.title for one in desk.articles()} == {"Ferry sinks", "Mayor resigns"}
    assert any(hit.article.title == "Ferry sinks" for hit in desk.search("ferry sank", k=5))
    assert kinds(desk.add(folder)) == ["unchanged", "unchanged"]
