"""Collections: whose they are, what they are called, and which articles are in them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import ArticleNotFoundError, CollectionNotFoundError, UsageError
from assistant.library.catalogue import Catalogue
from assistant.library.collections import LONGEST_NAME, MOST_COLLECTIONS, named
from assistant.rendering.terminal.collections import collection_rows
from assistant.types import Collection
from tests.library.kept_collections import AT, IDS, ids
from tests.rendering.made import HOSTILE
from tests.rendering.test_safety import steers
from tests.tiers import EMBEDDED_FIRST


def test_articles_are_put_in_and_taken_out_and_counted(kept: Catalogue) -> None:
    collections = kept.collections
    made = collections.make("", "Port  strike\n", IDS[:2], at=AT)
    assert (made.name, made.articles, made.made, made.changed) == ("Port strike", 2, AT, AT)
    later = AT + timedelta(hours=1)
    assert collections.add("", "port STRIKE", IDS[:2], at=later) == made, "nothing changed"
    more = collections.add("", made.id, IDS[1:4], at=later)
    assert (more.articles, more.made, more.changed) == (4, AT, later)
    assert collections.remove("", made.id, IDS[5:], at=AT) == more, "nothing changed"
    less = collections.remove("", made.name, IDS[:3], at=later)
    assert (less.articles, ids(kept, made.id)) == (1, {IDS[3]})
    assert collections.all("", holding=IDS[3]) == (less,)
    assert collections.all("", holding=IDS[0]) == ()
    with pytest.raises(ArticleNotFoundError):
        collections.add("", made.id, [IDS[0], "f" * 16], at=later)
    assert ids(kept, made.id) == {IDS[3]}, "all of them or none"
    collections.delete("", made.id)
    assert collections.all("") == ()
    assert kept.articles.ids() == sorted(IDS)


def test_the_last_changed_stands_first(kept: Catalogue) -> None:
    one, other = (kept.collections.make("", name, at=AT) for name in ("One", "Other"))
    kept.collections.rename("", one.id, "Same", at=AT + timedelta(seconds=2))
    assert [each.name for each in kept.collections.all("")] == ["Same", "Other"]
    kept.collections.add("", other.id, IDS[:1], at=AT + timedelta(seconds=3))
    assert [each.name for each in kept.collections.all("")] == ["Other", "Same"]


def test_nobody_sees_or_changes_what_is_somebody_elses(kept: Catalogue) -> None:
    hers = kept.collections.make("secret of Ann", "Notes", IDS[:1], at=AT)
    mine = kept.collections.make("", "notes", at=AT)
    assert kept.collections.all("") == (mine,)
    assert kept.collections.all("secret of Ann") == (hers,)
    for owner in ("", "secret of Bob"):
        for key in (hers.id, "no such"):
            with pytest.raises(CollectionNotFoundError):
                kept.collections.one(owner, key)
            with pytest.raises(CollectionNotFoundError):
                kept.collections.article_ids(owner, key)
            with pytest.raises(CollectionNotFoundError):
                kept.collections.add(owner, key, IDS, at=AT)
            with pytest.raises(CollectionNotFoundError):
                kept.collections.remove(owner, key, IDS, at=AT)
            with pytest.raises(CollectionNotFoundError):
                kept.collections.rename(owner, key, "Mine", at=AT)
            with pytest.raises(CollectionNotFoundError):
                kept.collections.delete(owner, key)
    assert kept.collections.all("secret of Ann") == (hers,)
    assert kept.collections.all("", holding=IDS[0]) == ()


@pytest.mark.parametrize("homes", ["embedded"], indirect=True)
def test_the_file_holds_no_owners_secret(kept: Catalogue, tmp_path: Path) -> None:
    kept.collections.make("secret of Ann", "Notes", at=AT)
    kept.close()
    written = b"".join(file.read_bytes() for file in (tmp_path / "home").iterdir())
    assert b"Notes" in written
    assert b"secret of Ann" not in written


@pytest.mark.parametrize("name", ["", " \n\t", "\x1b\x07", "\u200d", "x" * (LONGEST_NAME + 1)])
def test_what_is_no_name_is_refused(kept: Catalogue, name: str) -> None:
    made = kept.collections.make("", "Notes", at=AT)
    with pytest.raises(UsageError):
        kept.collections.make("", name, at=AT)
    with pytest.raises(UsageError):
        kept.collections.rename("", made.id, name, at=AT)
    assert kept.collections.all("") == (made,)


def test_a_name_is_taken_once(kept: Catalogue) -> None:
    first = kept.collections.make("", "Straße", at=AT)
    second = kept.collections.make("", "Other", at=AT)
    with pytest.raises(UsageError, match="already"):
        kept.collections.make("", "  STRASSE ", at=AT)
    with pytest.raises(UsageError, match="already"):
        kept.collections.rename("", second.id, "strasse", at=AT)
    assert kept.collections.rename("", first.id, "STRASSE", at=AT).name == "STRASSE"
    kept.collections.rename("", second.id, first.id, at=AT)
    assert kept.collections.one("", first.id).name == "STRASSE", "an id goes before a name"


@EMBEDDED_FIRST
def test_there_are_so_many_collections_and_no_more(kept: Catalogue) -> None:
    for number in range(MOST_COLLECTIONS):
        kept.collections.make("", str(number), at=AT)
    with pytest.raises(UsageError, match="the most"):
        kept.collections.make("", "one more", at=AT)
    kept.collections.make("another", "one more", at=AT)


@given(words=st.text(max_size=120) | st.just(HOSTILE))
@settings(deadline=None)
def test_whatever_a_collection_is_called_it_is_found_and_steers_nothing(words: str) -> None:
    try:
        line, key = named(words)
    except UsageError:
        return
    assert named(line) == (line, key), "it stays what it is"
    assert len(line.splitlines()) == 1
    assert 1 <= len(line) <= LONGEST_NAME
    rows = collection_rows([Collection("0" * 16, line, AT, AT, 0)])
    assert not any(steers(one) for one in rows)
    assert rows.count("\n") == 1
    assert rows.count("\t") == 3


# -- membership ----------------------------------------------------------------------
