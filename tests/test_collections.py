"""Collections over the samples: whatever is asked, listed or told can be limited to one."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant
from assistant.errors import CollectionNotFoundError, UsageError
from assistant.language.drafts import draft_sentences
from assistant.reports import AddedKind
from assistant.types import AbstentionKind, Citation, Filters
from tests.samples import RESCUED, assistant_over, copy

FERRY = ("Ferry toll reaches 27", "Minister says unsecured trucks", "Opinion: Stop asking who")
OWNER = "a secret of a browser's"


@pytest.fixture(scope="module")
def kept(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The samples with a collection of three of them, and one of somebody else; not changed."""
    home = copy(sample_library, tmp_path_factory.mktemp("collections") / "home")
    with assistant_over(home) as assistant:
        named = [one.id for one in assistant.articles() if one.title.startswith(FERRY)]
        assistant.make_collection("Ferry", named)
        assistant.make_collection("Empty")
        others = [one.id for one in assistant.articles() if "recount" in one.title.lower()]
        assistant.make_collection("Ferry", others, owner=OWNER)
        yield assistant


@pytest.fixture(scope="module")
def members(kept: Assistant) -> frozenset[str]:
    found = frozenset(one.id for one in kept.articles(filters=Filters(collection="Ferry")))
    assert len(found) == kept.collection("ferry").articles == len(FERRY)
    return found


ASKED: dict[str, Callable[[Assistant, Filters], Any]] = {
    "search": lambda a, f: a.search("rescued", filters=f),
    "ask": lambda a, f: a.ask("Who is blamed for the sinking?", filters=f),
    "stream": lambda a, f: list(a.stream("What is the news?", filters=f)),
    "as_retriever": lambda a, f: a.as_retriever(filters=f).invoke("rescued"),
    "summarise": lambda a, f: a.summarise(words=40, filters=f),
    "summarise_covered": lambda a, f: a.summarise_covered("the ferry", words=40, filters=f),
    "about": lambda a, f: a.about("the ferry", filters=f),
    "verify": lambda a, f: a.verify("The toll has risen to 27.", filters=f),
    "draft_check": lambda a, f: [
        a.draft_check(filters=f).check(one) for one in draft_sentences("The toll has risen to 27.")
    ],
    "timeline": lambda a, f: a.timeline(filters=f),
    "quotes": lambda a, f: a.quotes("ferry", filters=f),
    "figures": lambda a, f: a.figures(filters=f),
    "coverage": lambda a, f: a.coverage("ferry", filters=f),
    "changed_since": lambda a, f: a.changed_since(datetime(2025, 1, 1, tzinfo=UTC), filters=f),
    "briefing": lambda a, f: a.briefing(filters=f),
    "articles": lambda a, f: a.articles(filters=f),
    "count": lambda a, f: a.count(f),
    "browse": lambda a, f: a.browse(text="ferry", filters=f),
    "browse_collapsed": lambda a, f: a.browse_collapsed(filters=f),
    "clusters": lambda a, f: a.clusters(filters=f),
    "stories": lambda a, f: a.stories(filters=f),
}
WHOLE = {"story", "stories", "clusters"}
"""These show a story whole where one of its articles is within the limits."""


def _articles_in(value: Any) -> Iterator[str]:
    """The ids of all articles that a result is of or cites."""
    if isinstance(value, Citation):
        yield value.article_id
    elif type(value).__name__ in {"Article", "ArticleSummary"}:
        yield value.id
    elif is_dataclass(value):
        for each in fields(value):
            yield from _articles_in(getattr(value, each.name))
    elif isinstance(value, dict):
        for each in value.values():
            yield from _articles_in(each)
    elif isinstance(value, tuple | list | set | frozenset):
        for each in value:
            yield from _articles_in(each)
    elif hasattr(value, "metadata"):
        yield value.metadata["article_id"]


def test_everything_that_takes_limits_is_tried_here() -> None:
    methods = inspect.getmembers(Assistant, inspect.isfunction)
    limited = {name for name, one in methods if "filters" in inspect.signature(one).parameters}
    assert limited - {"story", "within"} == ASKED.keys()


@pytest.mark.parametrize("name", ASKED)
def test_whatever_is_asked_stays_within_a_collection(
    kept: Assistant, members: frozenset[str], name: str
) -> None:
    given = ASKED[name](kept, Filters(collection="FERRY"))
    if name == "count":
        assert given == len(members)
        return
    found = set(_articles_in(given))
    if name in WHOLE:  # no two of these three are copies
        assert found & members or (name == "clusters" and not found)
    else:
        assert found
        assert found <= members
    with pytest.raises(CollectionNotFoundError, match="no collection 'None'"):
        ASKED[name](kept, Filters(collection="None"))


def test_a_collection_finds_what_a_library_of_its_articles_would(
    kept: Assistant, members: frozenset[str], tmp_path: Path
) -> None:
    for number, key in enumerate(sorted(members)):
        article = kept.article(key)
        (tmp_path / f"{number}.md").write_text(
            f"---\ntitle: '{article.title}'\nsource: {article.source}\n"
            f"date: {article.published}\n---\n{article.text}\n",
            encoding="utf-8",
        )
    with assistant_over(tmp_path / "home") as alone:
        assert alone.add(tmp_path).count(AddedKind.ADDED) == len(members)
        within = Filters(collection="Ferry")
        for query in (RESCUED, "inquiry judge", "who let her float", "chains on the deck"):
            these = {(one.article.title, one.text) for one in alone.search(query, k=50)}
            found = kept.search(query, k=50, filters=within)
            assert {(one.article.title, one.text) for one in found} == these
            assert found[0].text == alone.search(query, k=1)[0].text


def test_what_the_collection_does_not_hold_is_not_answered(kept: Assistant) -> None:
    within = Filters(collection="Ferry")
    assert kept.ask("Who won the hand recount?").statements
    assert kept.ask("Who won the hand recount?", filters=within).abstention
    nothing = kept.ask(RESCUED, filters=Filters(collection="Empty")).abstention
    assert nothing is not None
    assert nothing.kind is AbstentionKind.OUTSIDE_DATES
    assert "among those that it is asked about" in nothing.message
    with pytest.raises(UsageError, match="No article is within"):
        kept.summarise(filters=Filters(collection="Empty"))


def test_articles_can_be_named_one_by_one_beside_a_collection(
    kept: Assistant, members: frozenset[str]
) -> None:
    one, *_ = sorted(members)
    outside = next(each.id for each in kept.articles() if each.id not in members)
    only = Filters(articles=(one, outside, one))
    assert {each.id for each in kept.articles(filters=only)} == {one, outside}
    assert {hit.article.id for hit in kept.search("ferry", filters=only)} <= {one, outside}
    both = Filters(collection="Ferry", articles=(one, outside))
    assert [each.id for each in kept.articles(filters=both)] == [one]
    assert kept.within(both) == Filters(articles=(one,))
    assert kept.search("ferry", filters=Filters(articles=())) == ()
    assert kept.count(Filters(articles=())) == 0


def test_whose_collection_is_meant_is_said_before_anything_is_asked(
    kept: Assistant, members: frozenset[str]
) -> None:
    theirs = kept.collection("Ferry", owner=OWNER)
    limits = kept.within(Filters(collection=theirs.id), owner=OWNER)
    found = {one.id for one in kept.articles(filters=limits)}
    assert len(found) == theirs.articles
    assert not found & members
    for key in (theirs.id, kept.collection("Ferry").id):
        with pytest.raises(CollectionNotFoundError):
            kept.within(Filters(collection=key), owner="somebody else")
    with pytest.raises(CollectionNotFoundError):
        kept.count(Filters(collection=theirs.id))


def test_a_collection_is_asked_as_it_is_then(kept: Assistant) -> None:
    made = kept.make_collection("Growing")
    retriever = kept.as_retriever(filters=Filters(collection=made.id))
    try:
        assert retriever.invoke("recount") == []
        key = next(one.id for one in kept.articles() if "recount" in one.title.lower())
        assert kept.add_to_collection("growing", [key[:10]]).articles == 1
        assert {one.metadata["article_id"] for one in retriever.invoke("recount")} == {key}
        assert [one.name for one in kept.collections(holding=key[:10])] == ["Growing"]
        assert kept.remove_from_collection("growing", [key]).articles == 0
        assert kept.rename_collection(made.id, "Grown").id == made.id
    finally:
        kept.delete_collection(made.id)
