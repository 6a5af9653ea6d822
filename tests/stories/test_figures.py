"""Quantities for which several figures were reported: over the samples, and over ugly text."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import assistant
from assistant.language.articles import make_article
from assistant.reading import Source, read_each
from assistant.stories.figures import make_figures
from assistant.telling import Figures, Quantity, Standing
from assistant.types import Article, Document

_SAMPLES = Path(assistant.__file__).parent / "samples"


@pytest.fixture(scope="module")
def samples() -> tuple[Article, ...]:
    read = [
        reading.outcome
        for path in sorted(_SAMPLES.glob("*.md"))
        for reading in read_each(Source(path.name, path), max_bytes=10**6)
    ]
    return tuple(make_article(one) for one in read if isinstance(one, Document))


def article(text: str, *, outlet: str = "Wire", day: date | None = date(2025, 3, 3)) -> Article:
    return make_article(
        Document(title="", text=text, origin=f"{outlet}{day}{text}", source=outlet, published=day)
    )


def table(quantity: Quantity) -> list[tuple[float, Standing]]:
    return [(float(one.value), one.standing) for one in quantity.reported]


def labelled(told: Figures, label: str) -> list[Quantity]:
    return [one for one in told.quantities if one.label == label]


def test_a_toll_rises(samples: tuple[Article, ...]) -> None:
    (dead,) = labelled(make_figures(samples), "dead")
    assert [float(one.value) for one in dead.reported] == [4, 11, 19, 19, 23, 27]
    assert [one.standing for one in dead.reported][-1] is Standing.NEWEST
    assert {one.standing for one in dead.reported[:-1]} == {Standing.EARLIER}
    assert dead.reported[2].outlets == ("The Corvenne Ledger", "Meridian Wire")


def test_a_corrected_figure_is_marked(samples: tuple[Article, ...]) -> None:
    (deficit,) = labelled(make_figures(samples), "deficit")
    assert table(deficit) == [(5.8, Standing.CORRECTED), (4.8, Standing.NEWEST)]
    assert deficit.unit == "%"


def test_a_note_alone_tells_what_was_wrong(samples: tuple[Article, ...]) -> None:
    corrected = [one for one in samples if "more for wards" in one.title]
    (deficit,) = labelled(make_figures(corrected), "deficit")
    assert {(float(one.value), one.standing) for one in deficit.reported} == {
        (5.8, Standing.CORRECTED),
        (4.8, Standing.NEWEST),
    }


def test_a_bid_is_raised(samples: tuple[Article, ...]) -> None:
    (offer,) = labelled(make_figures(samples), "offer per share")
    assert table(offer) == [(31.5, Standing.EARLIER), (34.75, Standing.NEWEST)]


def test_a_time_on_the_clock_is_no_figure(samples: tuple[Article, ...]) -> None:
    marathon = [one for one in samples if "Marathon" in one.text]
    assert make_figures(marathon).quantities == ()


_HARBOUR = "A ferry sank near Port Halven in the Tarrin Sound, killing {} people, police said."


@pytest.mark.parametrize(
    ("first", "second", "standings"),
    [
        ("19", "27", {Standing.DISPUTED}),
        ("at least 19", "27", {Standing.EARLIER, Standing.NEWEST}),
    ],
)
def test_outlets_disagree_at_one_time(first: str, second: str, standings: set[Standing]) -> None:
    told = make_figures(
        [article(_HARBOUR.format(first)), article(_HARBOUR.format(second), outlet="Ledger")]
    )
    assert {one.standing for one in told.quantities[0].reported} == standings


@pytest.mark.parametrize(
    "other",
    [
        "In the 1974 wreck near Port Halven in the Tarrin Sound 41 people died, police said.",
        "Of the dead near Port Halven in the Tarrin Sound, 8 of them were children, police said.",
        "A storm could kill 90 people near Port Halven in the Tarrin Sound, police said.",
        "A bus crashed near Corvenne on the Weir Road, killing 12 people, Dallow said.",
    ],
)
def test_another_quantity_is_not_joined(other: str) -> None:
    told = make_figures([article(_HARBOUR.format(19)), article(other, outlet="Ledger")])
    assert told.quantities == ()


def test_one_figure_is_no_quantity() -> None:
    same = [article(_HARBOUR.format(19), outlet=outlet) for outlet in ("Wire", "Ledger")]
    assert make_figures(same) == Figures("", (), read=2)


def test_the_order_of_articles_does_not_matter(samples: tuple[Article, ...]) -> None:
    assert make_figures(samples) == make_figures(samples[::-1])


def test_every_cell_is_word_for_word(samples: tuple[Article, ...]) -> None:
    by_id = {one.id: one for one in samples}
    told = make_figures(samples)
    assert told.quantities
    for quantity in told.quantities:
        for one in quantity.reported:
            assert one.statement.text == one.statement.citations[0].quote
            assert one.text in " ".join(one.statement.text.split())
            for each in one.statement.citations:
                assert by_id[each.article_id].text[each.start : each.end] == each.quote


_PIECES = st.sampled_from(
    (
        *("killing ", "27 ", "people ", "toll ", "rose to ", "4.8 percent ", "deficit of "),
        *("$5bn ", ", or ", "(", ". ", "\n", "Halven ", "in ", "Correction: ", "½ "),
        *("an earlier version said ", "of the "),
    )
)


@given(st.lists(st.lists(_PIECES, max_size=30).map("".join), max_size=4))
def test_ugly_text_is_read_and_every_value_differs(texts: list[str]) -> None:
    told = make_figures(
        [article(text, outlet=str(n)) for n, text in enumerate(texts) if text.strip()]
    )
    for quantity in told.quantities:
        values = {one.value for one in quantity.reported}
        assert all(isinstance(value, Fraction) for value in values)
        assert len(values) > 1 or any(
            one.standing is Standing.CORRECTED for one in quantity.reported
        )
