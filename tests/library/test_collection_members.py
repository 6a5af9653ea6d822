"""Which articles are in a collection, whatever becomes of them and of their versions."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from itertools import permutations

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import ArticleNotFoundError
from assistant.language.articles import make_article
from assistant.library import versions
from assistant.library.catalogue import Catalogue
from assistant.library.origins import Origins
from assistant.library.withdrawals import Withdrawals
from assistant.types import Article, Document, Notice
from tests.library.kept_collections import AT, IDS, ids, keep
from tests.library.kept_stories import catalogue
from tests.library.made import article, library
from tests.library.test_withdrawals import kill, receive, story
from tests.postgres import Homes
from tests.tiers import EMBEDDED_FIRST


def test_a_later_version_takes_the_place_of_the_earlier_one(kept: Catalogue) -> None:
    kept.collections.make("", "Notes", IDS[:2], at=AT)
    second, third = (article(0, version=version) for version in (2, 3))
    keep(kept, second)
    assert ids(kept, "Notes") == {second.id, IDS[1]}
    keep(kept, third)
    assert ids(kept, "Notes") == {third.id, IDS[1]}
    assert kept.collections.remove("", "Notes", [IDS[0]], at=AT).articles == 1
    kept.collections.add("", "Notes", [second.id], at=AT)
    assert ids(kept, "Notes") == {third.id, IDS[1]}, "an older version means what it became"


def test_what_is_removed_is_out_for_good_and_its_origin_not_kept(kept: Catalogue) -> None:
    kept.collections.make("", "Notes", IDS[:2], at=AT)
    kept.delete([IDS[0]])
    keep(kept, article(0))
    assert ids(kept, "Notes") == {IDS[1]}


@EMBEDDED_FIRST
def test_a_withdrawn_article_is_out_until_it_may_be_used_again_in_any_order(
    homes: Homes,
) -> None:
    """Versions, a kill and a correction after it: whichever comes first, the end is the same."""
    told: tuple[Article | Notice, ...] = (story(1, number=1), story(2, number=3), kill(number=2))
    for number, order in enumerate(permutations(told)):
        opened = library(homes(str(number)))
        made = False
        for one in order:
            receive(opened, one)
            if not made and isinstance(one, Article):
                opened.catalogue.collections.make("", "Notes", [one.id], at=AT)
                made = True
        assert ids(opened.catalogue, "Notes") == {story(2).id}
        receive(opened, kill(number=4))
        assert ids(opened.catalogue, "Notes") == set()
        assert opened.catalogue.collections.one("", "Notes").articles == 0
        (whole,) = opened.catalogue.collections.article_ids("", "Notes", withdrawn=True)
        assert whole == story(2).id
        receive(opened, story(3, number=5))
        assert ids(opened.catalogue, "Notes") == {story(3).id}
        opened.close()


TEXTS, PLACES = range(4), range(3)
_EVENTS = st.lists(
    st.tuples(st.just("come"), st.sampled_from(TEXTS), st.sampled_from(PLACES))
    | st.tuples(st.sampled_from(["put", "take", "remove"]), st.sampled_from(TEXTS), st.just(0))
    | st.tuples(st.just("kill"), st.just(0), st.sampled_from(PLACES)),
    max_size=24,
)


def _at(text: int, place: int) -> Article:
    """A text as it stands at a place: the same text at two places is one article."""
    return make_article(
        Document(
            title=f"Text {text}",
            text=f"The ferry was told of in text {text}. It had a deck.",
            origin=f"/{place}",
        )
    )


@given(events=_EVENTS)
@settings(deadline=None)
def test_what_is_in_a_collection_is_what_stands_at_its_origins(
    events: list[tuple[str, int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Versions, copies at several places, kills and removals against a set of origins."""
    with closing(catalogue(tmp_path_factory.mktemp("model"))) as kept:
        origins, withdrawals = Origins(kept.database), Withdrawals(kept.database)
        kept.collections.make("", "Notes", at=AT)
        places: set[str] = set()

        def of(key: str) -> set[str]:
            """The origins of an article, or of what a text that stands no more became."""
            if own := set(origins.of(key)):
                return own
            older = versions.versions.c
            query = sa.select(older.origin).where(older.article_id == key)
            with kept.database.reading() as connection:
                return set(connection.execute(query).scalars())

        for number, (what, text, place) in enumerate(events):
            key, at = _at(text, place).id, AT + timedelta(seconds=number)
            if what == "come":
                keep(kept, _at(text, place), at=at)
            elif what == "kill":
                kept.withdraw([Notice(origin=f"/{place}", item="kill", status="killed")], at=at)
            elif what == "remove":
                places -= set(origins.of(key))
                kept.delete([key], notices=True)
            elif not of(key):
                with pytest.raises(ArticleNotFoundError):
                    kept.collections.add("", "Notes", [key], at=at)
            elif what == "put":
                places |= of(key)
                kept.collections.add("", "Notes", [key], at=at)
            else:
                places -= of(key)
                kept.collections.remove("", "Notes", [key], at=at)
            there = kept.articles.ids()
            gone = withdrawals.of(there)
            expected = {one for one in there if places & set(origins.of(one)) and one not in gone}
            assert ids(kept, "Notes") == expected
            assert kept.collections.one("", "Notes").articles == len(expected)
            assert {one for one in there if kept.collections.all("", holding=one)} == expected


# -- several at once, and what is killed ---------------------------------------------
