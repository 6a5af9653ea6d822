"""The extractive summariser: verbatim, cited, in order, in length, said once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from assistant.errors import UsageError
from assistant.language.articles import make_article
from assistant.language.words import count_words
from assistant.models.embedder import Embedder
from assistant.reading import expand, read
from assistant.services.intake import SAMPLES
from assistant.summarising.extractive import Draft, Style, summarise_extractively
from assistant.summarising.headlines import HEADLINE_WORDS, headline_in
from assistant.summarising.material import collect_material
from assistant.types import QUOTED, Article, cited, joined
from tests.language.stories import cut, story
from tests.summarising.articles_to_try import WordVectors, article, ferry

WORDS = WordVectors()


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return Embedder(threads=2)


def check_promises(draft: Draft, articles: list[Article]) -> None:
    """What holds for every summary: verbatim, cited, counted, nothing twice."""
    by_id = {one.id: one for one in articles}
    for statement in draft.statements:
        assert statement.verdict == QUOTED
        assert statement.text.removesuffix("…") in " ".join(statement.citations[0].quote.split())
        assert "\n" not in statement.text
        ids = [citation.article_id for citation in statement.citations]
        assert len(ids) == len(set(ids))
        for citation in statement.citations:
            source = by_id[citation.article_id]
            assert source.text[citation.start : citation.end] == citation.quote
            assert source.sentence_text(citation.sentence_index) == citation.quote
    assert draft.words == sum(count_words(statement.text) for statement in draft.statements)
    first = [(one.citations[0].article_id, one.citations[0].start) for one in draft.statements]
    assert len(first) == len(set(first))


def test_copies_of_one_story_are_named_and_not_cited() -> None:
    outlets = {"Wire": story(1), "Ledger": story(1), "Brief": cut(story(1)), "Radio": story(2)}
    articles = [
        article(text, source=source, published=date(2025, 3, 5 - day))
        for day, (source, text) in enumerate(outlets.items())
    ]
    draft = summarise_extractively(articles, words=60, style="paragraph", embedder=WORDS)
    check_promises(draft, articles)
    first = [one.citations[0] for one in draft.statements if one.citations[0].source == "Wire"]
    assert first
    assert all(len(one.citations) == 1 for one in draft.statements)
    assert {"Ledger"} <= {name for citation in first for name in citation.also_outlets}
    assert all(len(citation.also_in) == len(citation.also_outlets) for citation in first)


UGLY = st.text(
    st.one_of(
        st.sampled_from('aB 9.!?,:;-—"“”‘’()\n\r\t\u00a0\u200b\u2028é字।'),
        st.characters(codec="utf-8"),
    ),
    max_size=200,
)
PLAIN_SENTENCE = st.lists(
    st.sampled_from(["ferry", "storm", "toll", "mayor", "dam", "19", "crowns", "rose", "said"]),
    min_size=2,
    max_size=20,
).map(lambda words: " ".join(["Officials", *words]) + ".")
PLAIN_TEXT = st.lists(PLAIN_SENTENCE, min_size=1, max_size=12).map(" ".join)
STYLES: tuple[Style, ...] = ("paragraph", "bullets", "headline")


@given(st.lists(UGLY, min_size=1, max_size=3), st.integers(1, 80), st.sampled_from(STYLES))
def test_ugly_text_is_quoted_exactly_or_not_at_all(
    texts: list[str], words: int, style: Style
) -> None:
    articles = [article(text, source=str(number)) for number, text in enumerate(texts)]
    draft = summarise_extractively(articles, words=words, style=style, embedder=WORDS)
    check_promises(draft, articles)
    assert bool(draft.statements) == any(count_words(text) for text in texts)


@given(
    st.lists(st.tuples(PLAIN_TEXT, st.none() | st.integers(1, 9)), min_size=1, max_size=4),
    st.integers(5, 150),
)
def test_the_length_is_kept_wherever_it_can_be(
    given_articles: list[tuple[str, int | None]], words: int
) -> None:
    articles = [
        article(text, source=str(number), published=date(2025, 3, day) if day else None)
        for number, (text, day) in enumerate(given_articles)
    ]
    draft = summarise_extractively(articles, words=words, style="paragraph", embedder=WORDS)
    check_promises(draft, articles)
    low, high = -(-words * 85 // 100), words * 115 // 100
    if low <= draft.words <= high:
        assert not any("only" in note or "nearest" in note for note in draft.notes)
    else:
        assert any("only" in note or "nearest" in note for note in draft.notes)


@given(st.lists(st.integers(4, 40), min_size=1, max_size=9), st.integers(4, 150))
def test_the_length_is_met_exactly_where_whole_sentences_add_up_to_it(
    lengths: list[int], words: int
) -> None:
    sentences = [
        " ".join(["Sentence", *(f"w{number}x{word}" for word in range(length - 1))]) + "."
        for number, length in enumerate(lengths)
    ]
    one = article(" ".join(sentences))
    draft = summarise_extractively([one], words=words, style="paragraph", embedder=WORDS)
    low, high = -(-words * 85 // 100), words * 115 // 100
    sums = {sum(part) for size in range(10) for part in combinations(lengths, size)}
    assert (low <= draft.words <= high) == any(low <= total <= high for total in sums)


@given(st.lists(st.tuples(PLAIN_TEXT, st.integers(1, 9)), min_size=1, max_size=4))
def test_the_oldest_is_read_first_and_each_article_in_its_own_order(
    given_articles: list[tuple[str, int]],
) -> None:
    articles = [
        article(text, source=str(number), published=date(2025, 3, day))
        for number, (text, day) in enumerate(given_articles)
    ]
    draft = summarise_extractively(articles, words=60, style="paragraph", embedder=WORDS)
    order = [
        (one.citations[0].published, one.citations[0].article_id, one.citations[0].start)
        for one in draft.statements
    ]
    assert [day for day, _, _ in order] == sorted(day for day, _, _ in order if day)
    for _, one, _ in order:
        starts = [start for _, other, start in order if other == one]
        assert starts == sorted(starts)


@given(PLAIN_TEXT, st.integers(1, 40))
def test_a_headline_is_one_sentence_or_its_beginning_and_short(text: str, words: int) -> None:
    one = article(text)
    draft = summarise_extractively([one], words=words, style="headline", embedder=WORDS)
    (statement,) = draft.statements
    assert count_words(statement.text) <= min(words, HEADLINE_WORDS)
    check_promises(draft, [one])


@pytest.mark.parametrize(
    ("sentence", "headline"),
    [
        ("The tramway to Ostrel reopened on Monday.", "The tramway to Ostrel reopened on Monday"),
        (
            "The tramway to Ostrel reopened on Monday, nine years after a landslide had buried it.",
            "The tramway to Ostrel reopened on Monday…",
        ),
        (
            "Harte won the governor's race in Marrin when the recount had ended late on Friday.",
            "Harte won the governor's race in Marrin…",
        ),
        # What is left out would say whose word it is, take it back, or depend on something.
        ("The toll of the ferry Saint Orla rose to nineteen late on Monday, police said.", ""),
        ("The mine at Ostrel will be closed in March, unless its owners pay what they owe.", ""),
        (
            "The board of Castrel accepted the offer on Monday, but withdrew from it a day later.",
            "",
        ),
        ("The minister wasn't just warned of the leak in March, she was told in February.", ""),
        # What leads up to a clause is none.
        ("When the dam above the valley had cracked on Monday, thousands of people left it.", ""),
    ],
)
def test_a_sentence_is_cut_for_a_headline_only_where_that_is_honest(
    sentence: str, headline: str
) -> None:
    assert headline_in(sentence) == headline


def test_the_same_articles_give_the_same_summary_in_any_order() -> None:
    older = article(
        "The dam cracked on Monday. The valley was emptied by noon.",
        source="A",
        published=date(2025, 5, 12),
    )
    newer = article(
        "The dam broke at dawn on Wednesday. Nobody was in the valley.",
        source="B",
        published=datetime(2025, 5, 14, 6, tzinfo=UTC),
    )
    one = summarise_extractively([older, newer], words=12, style="paragraph", embedder=WORDS)
    other = summarise_extractively(
        [newer, older, newer], words=12, style="paragraph", embedder=WORDS
    )
    assert one == other


def test_styles_differ_in_how_statements_are_joined() -> None:
    paragraph = summarise_extractively([ferry()], words=60, style="paragraph", embedder=WORDS)
    bullets = summarise_extractively([ferry()], words=60, style="bullets", embedder=WORDS)
    assert [one.text for one in paragraph.statements] == [one.text for one in bullets.statements]
    assert len(bullets.statements) > 1
    assert joined(bullets.statements).splitlines() == [one.text for one in bullets.statements]
    assert "\n" not in joined(paragraph.statements)
    assert paragraph.statements[0].lead == bullets.statements[0].lead == ""


def test_a_report_is_summarised_from_its_lead(embedder: Embedder) -> None:
    draft = summarise_extractively([ferry()], words=60, style="paragraph", embedder=embedder)
    assert draft.statements[0].text.startswith("A ferry with 199 people aboard capsized")
    assert 51 <= draft.words <= 69
    assert draft.notes == ()
    text = joined(draft.statements)
    assert "Read more" not in text
    assert "?" not in text


def test_several_outlets_are_not_repeated_and_all_are_cited(embedder: Embedder) -> None:
    shared = (
        "The death toll from the capsizing of the ferry Saint Orla rose to 19 on Tuesday after "
        "divers reached the forward passenger lounge, the coast guard said."
    )
    wire = article(
        f"PORT HALVEN, March 4 (Meridian Wire) — {shared} The wreck lies in 31 meters of water.",
        source="Meridian Wire",
        published=date(2025, 3, 4),
    )
    copy = article(
        f"PORT HALVEN — {shared} Prosecutors opened a criminal investigation on Tuesday.",
        source="The Corvenne Ledger",
        published=date(2025, 3, 4),
    )
    draft = summarise_extractively([wire, copy], words=35, style="paragraph", embedder=embedder)
    check_promises(draft, [wire, copy])
    said = [one for one in draft.statements if "death toll" in one.text]
    assert len(said) == 1
    assert said[0].text == shared
    assert {citation.source for citation in said[0].citations} == {
        "Meridian Wire",
        "The Corvenne Ledger",
    }


def test_other_figures_in_an_older_report_are_pointed_out(embedder: Embedder) -> None:
    text = "The death toll from the capsizing of the ferry rose to {} on Tuesday, officials said."
    older = article(text.format(17), title="Toll 17", source="A", published=date(2025, 3, 4))
    newer = article(text.format(19), title="Toll 19", source="B", published=date(2025, 3, 5))
    draft = summarise_extractively([newer, older], words=15, style="bullets", embedder=embedder)
    assert [one.text for one in draft.statements] == [text.format(19)]
    assert draft.notes == (f"“Toll 17” (A), 4 March 2025 gives other figures: “{text.format(17)}”",)


def test_what_a_correction_takes_back_is_not_quoted(embedder: Embedder) -> None:
    wrong = article(
        "The budget deficit will be 5.8 percent of gross domestic product, the minister said. "
        "Total spending was put at 412 billion crowns.",
        source="Kestrel Business Daily",
        published=date(2025, 3, 18),
    )
    corrected = article(
        "The budget deficit will be 4.8 per cent of gross domestic product. Hospitals receive "
        "9.2 billion crowns.\n\nCorrection: An earlier version of this article said that the "
        "budget deficit would be 5.8 per cent of gross domestic product.",
        title="Tolland’s budget",
        source="The Corvenne Ledger",
        published=date(2025, 3, 19),
    )
    for style in STYLES:
        draft = summarise_extractively([wrong, corrected], words=30, style=style, embedder=embedder)
        assert "5.8" not in joined(draft.statements)
        told = any("Tolland’s budget” (The Corvenne Ledger)" in note for note in draft.notes)
        quoted = corrected.id in {source.article_id for source in cited(draft.statements)}
        assert told is not quoted, "with its source, or else in a note"


def test_a_pronoun_does_not_begin_a_summary_where_a_name_can(embedder: Embedder) -> None:
    one = article(
        "A crack the width of a thumb has been found in the spillway of the Karrow Dam, and the "
        "three towns below it were emptied within hours, officials said late on Monday evening. "
        "He told reporters that the dam would be closed for good within a year. "
        "Desmond Achterberg told reporters that the dam would be closed within a year. "
    )
    draft = summarise_extractively([one], words=13, style="paragraph", embedder=embedder)
    assert draft.statements[0].text.startswith("Desmond Achterberg")


def test_a_short_article_is_given_whole_with_a_note() -> None:
    draft = summarise_extractively([ferry()], words=600, style="paragraph", embedder=WORDS)
    assert len(draft.statements) == len(collect_material([ferry()]))
    total = count_words(ferry().text)
    assert draft.notes == (f"The article has only {total} words",)


def test_an_article_with_little_fit_to_quote_says_so() -> None:
    one = article("The mayor of Corvenne resigned on Monday. " + "Who will follow her? " * 20)
    draft = summarise_extractively([one], words=60, style="paragraph", embedder=WORDS)
    assert [statement.text for statement in draft.statements] == [
        "The mayor of Corvenne resigned on Monday."
    ]
    assert draft.notes == ("The article has only 7 words in sentences that can stand in a summary",)


def test_sentences_that_are_all_too_long_give_the_nearest_and_a_note() -> None:
    long = "The mayor " + "of the city and of the harbour " * 6 + "resigned."
    one = article(f"{long} {long.replace('mayor', 'entire council')}")
    draft = summarise_extractively([one], words=20, style="paragraph", embedder=WORDS)
    assert [statement.text for statement in draft.statements] == [long]
    assert draft.notes == (
        "No whole sentences add up to about 20 words; the nearest that do have 45",
    )


def test_a_headline_comes_from_the_newest_article(embedder: Embedder) -> None:
    articles = [
        article(
            f"Engineers found a crack in the Karrow Dam on {day}, officials said. "
            "The valley below was emptied.",
            title="Crack in Karrow Dam",
            source=day,
            published=date(2025, 5, number),
        )
        for number, day in enumerate(("Monday", "Wednesday"), start=12)
    ]
    draft = summarise_extractively(articles, words=25, style="headline", embedder=embedder)
    (statement,) = draft.statements
    assert "Wednesday" in statement.text
    assert statement.citations[0].published == date(2025, 5, 13)


def test_a_headline_follows_the_title(embedder: Embedder) -> None:
    one = article(
        "It was raining in Marrin on Wednesday, and the streets were empty until the evening "
        "came and with it a crowd that nobody had expected to see in the capital that night. "
        "Vendors sold umbrellas and hot chestnuts outside the stadium. "
        "Ines Calloway won the governor's race by 412 votes.",
        title="Calloway wins governor's race in Marrin by 412 votes",
    )
    draft = summarise_extractively([one], words=25, style="headline", embedder=embedder)
    assert draft.statements[0].text == "Ines Calloway won the governor's race by 412 votes"


def test_a_long_text_is_embedded_in_part() -> None:
    class Counting(WordVectors):
        asked = 0

        def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
            self.asked += len(texts)
            return super().embed(texts)

    sentences = [
        f"Officials in district {n} counted {n * n} ballots on Monday." for n in range(900)
    ]
    counting = Counting()
    draft = summarise_extractively(
        [article(" ".join(sentences))], words=60, style="paragraph", embedder=counting
    )
    assert 51 <= draft.words <= 69
    assert 0 < counting.asked <= 250


@pytest.mark.parametrize(("count", "words"), [(0, 60), (1, 0), (1, -5)])
def test_wrong_use_is_refused(count: int, words: int) -> None:
    with pytest.raises(UsageError):
        summarise_extractively([ferry()] * count, words=words, style="paragraph", embedder=WORDS)


@pytest.mark.parametrize("backwards", [False, True])
def test_a_running_story_is_told_to_its_last_state(embedder: Embedder, backwards: bool) -> None:
    """Whoever won in the end is in the summary of three reports, however it went before."""
    names = ("24-marrin-too-close", "25-marrin-machine-recount", "26-marrin-hand-recount")
    reports = [
        make_article(document)
        for name in names
        for source in expand([SAMPLES / f"{name}.md"])
        for document in read(source, max_bytes=1_000_000)
    ]
    if backwards:
        reports.reverse()
    draft = summarise_extractively(reports, words=90, style="paragraph", embedder=embedder)
    text = joined(draft.statements)
    assert "declared the winner" in text
    assert "38 votes" in text
