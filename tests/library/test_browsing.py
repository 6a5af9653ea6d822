from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.errors import UsageError
from assistant.reports import Order
from assistant.settings import load_settings
from assistant.types import Filters, day_of
from tests.samples import assistant_over

STORIES = (
    ("Zoo opens", "Ärger Post", "2025-03-04", 3),
    ("Äpfel sind teuer", "Wire", "2025-03-01", 1),
    ("100% of votes counted", "Wire", None, 2),
    ("A_b test", None, "2024-12-31", 5),
    ("apples are dear", "Courier", "2025-03-04T08:00:00+00:00", 4),
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("browsing")
    for number, (title, source, day, sentences) in enumerate(STORIES):
        head = [f"title: '{title}'"]
        head += [f"source: {source}"] if source else []
        head += [f"date: {day}"] if day else []
        text = " ".join(f"Sentence {n} of it is here." for n in range(sentences))
        (folder / f"{number}.md").write_text(
            "---\n" + "\n".join(head) + f"\n---\n{text}\n", encoding="utf-8"
        )
    made = Assistant(settings=load_settings(home=folder / "home", engine="extractive"))
    made.add(folder)
    return made


def _titles(assistant: Assistant, **how: object) -> list[str]:
    return [each.title for each in assistant.browse(**how).articles]  # type: ignore[arg-type]


def test_words_are_found_whatever_their_case_and_accents_stay(assistant: Assistant) -> None:
    assert _titles(assistant, matching="ÄPFEL") == ["Äpfel sind teuer"]
    assert _titles(assistant, matching="ärger zoo") == ["Zoo opens"]
    assert _titles(assistant, matching="zoo wire") == []
    assert len(_titles(assistant, matching="  ")) == 5


def test_nothing_typed_is_a_wildcard(assistant: Assistant) -> None:
    assert _titles(assistant, matching="100%") == ["100% of votes counted"]
    assert _titles(assistant, matching="%") == ["100% of votes counted"]
    assert _titles(assistant, matching="a_b") == ["A_b test"]
    assert _titles(assistant, matching="_") == ["A_b test"]
    assert _titles(assistant, matching="'\"); drop table articles") == []


def test_orders_with_what_is_unknown_last_in_both_directions(assistant: Assistant) -> None:
    def by(order: Order, descending: bool) -> list[str]:
        return [title[0] for title in _titles(assistant, order=order, descending=descending)]

    assert by(Order.HEADLINE, False) == ["1", "A", "a", "Z", "Ä"]
    assert by(Order.HEADLINE, True) == ["Ä", "Z", "a", "A", "1"]
    assert by(Order.DATE, True)[-1] == by(Order.DATE, False)[-1] == "1"
    assert by(Order.DATE, False)[0] == "A"
    assert by(Order.OUTLET, True)[-1] == by(Order.OUTLET, False)[-1] == "A"
    assert by(Order.SENTENCES, True) == ["A", "a", "Z", "1", "Ä"]


def test_pages_follow_each_other_without_gap_or_overlap(assistant: Assistant) -> None:
    pages = [assistant.browse(limit=2, offset=offset) for offset in (0, 2, 4, 6)]
    assert [page.total for page in pages] == [5] * 4
    ids = [article.id for page in pages for article in page.articles]
    assert len(ids) == len(set(ids)) == 5


def test_what_the_library_holds(assistant: Assistant) -> None:
    assert assistant.count() == 5
    assert assistant.days() == (date(2024, 12, 31), date(2025, 3, 4))
    assert assistant.outlets() == ("Courier", "Wire", "Ärger Post")
    some = assistant.browse(limit=2).articles
    keys = [some[1].id, "f" * 16, some[0].id, some[1].id]
    assert assistant.listed(keys) == (some[1], some[0])


# -- in the text -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def samples(sample_library: Path) -> Iterator[Assistant]:
    with assistant_over(sample_library) as opened:
        yield opened


def _stems(assistant: Assistant, text: str) -> set[str]:
    return set(assistant._resources.library.words.analyse(text))


@pytest.mark.parametrize(
    "text", ["rescued", "Orla RESCUE", "unsecured trucks", "judge inquiry ferry", "recounts"]
)
def test_a_text_is_found_where_all_its_words_stand_in_any_form(
    samples: Assistant, text: str
) -> None:
    page = samples.browse(text=text, limit=100)
    wanted = _stems(samples, text)
    whole = {
        one.id
        for one in samples.articles()
        if wanted <= _stems(samples, f"{one.title} {one.source} {samples.article(one.id).text}")
    }
    assert page.total == len(page.articles) == len(whole)
    assert {one.id for one in page.articles} == whole
    assert whole
    for one in page.articles:
        snippet, article = page.snippets[one.id], samples.article(one.id)
        assert article.text[snippet.start : snippet.end] == snippet.text
        assert article.sentence_text(snippet.index) == snippet.text
        for start, end in snippet.words:
            assert snippet.start <= start < end <= snippet.end
            assert _stems(samples, article.text[start:end]) <= wanted


def test_what_fits_best_comes_first_and_pages_follow_each_other(samples: Assistant) -> None:
    whole = samples.browse(text="ferry", limit=100)
    assert whole.total > 4
    pages = [samples.browse(text="ferry", limit=2, offset=start) for start in (0, 2, 4)]
    assert [page.total for page in pages] == [whole.total] * 3
    assert [each for page in pages for each in page.articles] == list(whole.articles[:6])
    assert samples.browse(text="ferry", descending=False, limit=1).articles == whole.articles[-1:]
    dated = samples.browse(text="ferry", order=Order.DATE, limit=100)
    assert set(dated.articles) == set(whole.articles)
    days = [each.published for each in dated.articles]
    assert [day_of(day) for day in days if day] == sorted(
        (day_of(day) for day in days if day), reverse=True
    )


def test_all_limits_hold_together(samples: Assistant) -> None:
    outlet = "Northline Radio"
    story = samples.story(samples.browse(text="ferry").articles[0].id)
    members = tuple(one.id for one in story.articles)
    for filters in (
        Filters(sources=(outlet,)),
        Filters(since=date(2025, 3, 5), until=date(2025, 3, 12)),
        Filters(articles=members),
        Filters(sources=(outlet,), since=date(2025, 3, 4), articles=members),
    ):
        within = {one.id for one in samples.articles(filters=filters)}
        found = {one.id for one in samples.browse(text="ferry", limit=100).articles} & within
        page = samples.browse(text="ferry", filters=filters, limit=100)
        assert {one.id for one in page.articles} == found
        assert page.total == len(found)
        collapsed = samples.browse_collapsed(text="ferry", filters=filters, limit=100)
        shown = [one.id for each in collapsed.clusters for one in (each.head, *each.copies)]
        assert found <= set(shown) <= within
        assert (collapsed.total, collapsed.articles) == (len(collapsed.clusters), len(found))
        titled = samples.browse(text="ferry", matching="orla", filters=filters, limit=100)
        assert {one.id for one in titled.articles} == {
            one.id for one in page.articles if "orla" in one.title.lower()
        }
    best = samples.browse(text="ferry").articles[0].id
    heads = samples.browse_collapsed(text="ferry").clusters
    assert best in {one.id for one in (heads[0].head, *heads[0].copies)}


@pytest.mark.parametrize(
    "text", ["of the", "?!", "zzzzunheard", 'ferry AND "zzzzunheard"', "\ud800"]
)
def test_what_no_article_has_is_not_found(samples: Assistant, text: str) -> None:
    for page in (samples.browse(text=text), samples.browse_collapsed(text=text)):
        assert (page.total, page.snippets) == (0, {})


def test_a_blank_text_is_no_limit_and_orders_nothing(samples: Assistant) -> None:
    assert samples.browse(text=" \n").total == samples.count()
    with pytest.raises(UsageError, match="words to look for"):
        samples.browse(order=Order.MATCH)
    with pytest.raises(UsageError, match="words to look for"):
        samples.browse_collapsed(order=Order.MATCH)


def test_words_of_the_headline_alone_have_no_sentence(assistant: Assistant) -> None:
    page = assistant.browse(text="apple")
    assert [one.title for one in page.articles] == ["apples are dear"]
    assert page.snippets == {}
    assert assistant.browse(text="Äpfeln").total == 0, "stems are those of each text's language"
