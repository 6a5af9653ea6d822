from __future__ import annotations

from datetime import date

import pytest

from assistant import Assistant
from assistant.reports import Order
from assistant.settings import load_settings

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
