"""What several outlets share is said once, and cited from all that bear it out."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from assistant.articles.copies import newness
from assistant.language.words import content_terms
from assistant.summarising.material import collect_material
from assistant.summarising.repetition import SentenceCluster, cluster_sentences
from tests.summarising.articles_to_try import article

WIRE = "The ferry Saint Orla capsized off Morrow Head late on Sunday with 199 people aboard."


def clusters(
    *texts: str, days: tuple[int, ...] = (), stories: tuple[int, ...] | None = None
) -> tuple[SentenceCluster, ...]:
    """What articles say, published on the days of March given, else on the same day."""
    articles = [
        article(
            text, source=f"Outlet {number}", published=date(2025, 3, days[number] if days else 1)
        )
        for number, text in enumerate(texts)
    ]
    material = collect_material(articles)
    return cluster_sentences(
        material, terms=[content_terms(one.text) for one in material], stories=stories
    )


def test_copies_are_told_once_with_every_outlet() -> None:
    found = clusters(WIRE, WIRE, f"Other news came first on Sunday. {WIRE}")
    assert [one.material.text for one in found if "capsized" in one.material.text] == [WIRE]
    (one,) = (one for one in found if "capsized" in one.material.text)
    assert one.copies == 3
    assert {one.material.order, *(other.order for other in one.seconded)} == {0, 1, 2}


def test_copies_of_one_story_are_one_witness() -> None:
    (one,) = clusters(WIRE, WIRE, WIRE, WIRE, days=(4, 3, 2, 1), stories=(0, 0, 2, 0))
    assert one.copies == 2
    assert [other.order for other in one.seconded] == [2]
    assert [other.order for other in one.carried] == [1, 3]
    (alone,) = clusters(WIRE, WIRE, WIRE, WIRE, days=(4, 3, 2, 1))
    assert (alone.copies, alone.carried) == (4, ())


def test_an_outlet_that_says_more_bears_it_out_and_one_that_says_less_does_not() -> None:
    more = "The ferry Saint Orla capsized off Morrow Head late on Sunday with 199 people aboard it."
    less = "The ferry Saint Orla capsized off Morrow Head late on Sunday with people aboard."
    (one,) = clusters(more, WIRE, less, days=(1, 9, 1))
    assert one.material.text == WIRE
    assert [other.order for other in one.seconded] == [0]


def test_a_negation_is_no_repetition_to_cite() -> None:
    (one,) = clusters(
        "The ministry did not excuse the bow door of the ferry from repair last year.",
        "The ministry did excuse the bow door of the ferry from repair last year.",
        days=(1, 2),
    )
    assert one.seconded == ()


def test_of_changing_figures_the_newest_is_told_and_the_others_are_named() -> None:
    found = clusters(
        "The death toll from the capsizing of the ferry rose to 19, the coast guard said.",
        "The death toll from the capsizing of the ferry rose to 23, the coast guard said.",
        days=(4, 5),
    )
    (one,) = found
    assert "rose to 23" in one.material.text
    assert one.seconded == ()
    assert [other.text for other in one.disputed] == [
        "The death toll from the capsizing of the ferry rose to 19, the coast guard said."
    ]


def test_the_same_words_in_another_order_are_another_claim() -> None:
    assert len(clusters("Calloway beat Harte on Sunday.", "Harte beat Calloway on Sunday.")) == 2


def test_a_repetition_within_an_article_is_no_second_source() -> None:
    (one,) = clusters(f"{WIRE}\n\n{WIRE}")
    assert one.copies == 2
    assert one.seconded == ()
    assert one.material.rank == 0


@given(
    st.lists(
        st.lists(
            st.sampled_from(["storm", "ferry", "toll", "is", "it", "mayor", "19", "not", "a"]),
            max_size=8,
        ),
        max_size=12,
    )
)
def test_everything_is_told_and_nothing_twice(sentences: list[list[str]]) -> None:
    text = " ".join(f"{' '.join(['Yes', *words])}." for words in sentences) or "Yes."
    material = collect_material([article(text, source="A"), article(text, source="B")])
    found = cluster_sentences(material, terms=[content_terms(one.text) for one in material])
    assert sum(one.copies for one in found) == len(material)
    places = [(one.material.order, one.material.index) for one in found]
    assert places == sorted(set(places))
    for one in found:
        orders = [one.material.order, *(other.order for other in one.seconded)]
        assert len(orders) == len(set(orders))


def test_a_day_without_a_time_is_its_first_moment() -> None:
    day = newness(article("x", published=date(2025, 3, 1)))
    noon = newness(article("x", published=datetime(2025, 3, 1, 12, tzinfo=UTC)))
    assert newness(article("x")) < day < noon < newness(article("x", published=date(2025, 3, 2)))
