"""Timelines, statements and figures in every format that is text."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.rendering.json.telling import Figures, Quotes, Timeline
from assistant.rendering.renderers import Terms, text_of
from assistant.rendering.safety import one_line
from assistant.rendering.tables import cell
from assistant.rendering.telling import (
    Telling,
    bars,
    nothing_in_words,
    said_parts,
    statements_of,
    when_in_words,
)
from assistant.telling import Dating, Entry, Precision, Quantity, Reported, Speaker, Standing
from assistant.types import QUOTED, Statement
from tests.rendering.made import ABSTAINED, CHECKED
from tests.rendering.printing import COLOURS
from tests.rendering.test_html import Reader
from tests.rendering.test_safety import steers, ugly_text
from tests.rendering.told import (
    COVERAGE,
    FIGURES,
    HARBOUR,
    LEDGER,
    NOTHING,
    QUOTES,
    RADIO,
    TIMELINE,
    TOLD,
    UGLY,
    hostile,
)

DAY = date(2031, 3, 4)
FORMULAS = ("=", "+", "-", "@")


@pytest.mark.parametrize(
    ("first", "last", "precision", "said"),
    [
        (DAY, DAY, Precision.DAY, "4 March 2031"),
        (DAY, date(2031, 3, 6), Precision.DAY, "4–6 March 2031"),
        (date(2031, 2, 28), date(2031, 3, 2), Precision.DAY, "28 February – 2 March 2031"),
        (date(2030, 12, 31), date(2031, 1, 2), Precision.DAY, "31 December 2030 – 2 January 2031"),
        (date(2031, 3, 3), date(2031, 3, 9), Precision.WEEK, "week of 3 March 2031"),
        (date(2031, 3, 3), date(2031, 3, 23), Precision.WEEK, "3–23 March 2031"),
        (date(2031, 2, 1), date(2031, 2, 28), Precision.MONTH, "February 2031"),
        (date(2031, 3, 1), date(2031, 5, 31), Precision.MONTH, "March–May 2031"),
        (date(2030, 12, 1), date(2031, 1, 31), Precision.MONTH, "December 2030 – January 2031"),
        (date(2031, 3, 1), date(2031, 3, 10), Precision.MONTH, "1–10 March 2031"),
        (date(2031, 1, 1), date(2031, 12, 31), Precision.YEAR, "2031"),
        (date(2029, 1, 1), date(2031, 12, 31), Precision.YEAR, "2029–2031"),
        (date(2031, 6, 1), date(2031, 8, 31), Precision.YEAR, "June–August 2031"),
        (date.max, date.max, Precision.DAY, "31 December 9999"),
        (date(9999, 1, 1), date.max, Precision.YEAR, "9999"),
    ],
)
def test_no_day_is_told_more_exactly_than_it_is_known(
    first: date, last: date, precision: Precision, said: str
) -> None:
    assert when_in_words(Entry(first, last, precision, Dating.SAID, ())) == said


def test_a_timeline_on_a_pipe() -> None:
    assert text_of(TIMELINE, "text", Terms()) == (
        "Timeline: the ferry\n"
        "Quoted word for word; 3 articles read.\n"
        "\n"
        "week of 3 March 2031  The bridge was closed for the first week of March. [1 §4]\n"
        "4 March 2031          The ferry sank off Skarn on Tuesday. [1 §1] [2 §1]"
        " Nineteen people died, the coastguard said. [1 §2]\n"
        "8 March 2031*         The toll stands at 27. [3 §1]\n"
        "\n"
        "* day of publication: the sentence itself names no day\n"
        "\n"
        "Sources\n"
        "  [1] Ferry sinks off Skarn\n"
        "      Vessmark Wire · 4 March 2031 · https://wire.example/ferry\n"
        "      id 1111111111 · sentences 1–2, 4\n"
        "  [2] Toll rises\n"
        "      The Ledger · 6 March 2031\n"
        "      id 2222222222 · sentence 1\n"
        "  [3] 27 dead\n"
        "      Skarn Radio · 8 March 2031 · https://radio.example/27?a=1&b=2\n"
        "      id 3333333333 · sentence 1\n"
        "\n"
        "Note: One article could not be examined\n"
    )


def test_who_said_what_on_a_pipe() -> None:
    shown = text_of(QUOTES, "text", Terms())
    assert shown.partition("\nSources")[0] == (
        "Who said what: the ferry\n"
        "Quoted word for word; 2 articles read.\n"
        "\n"
        "Maria Lund (also: Lund, Mayor Maria Lund) · 2 statements\n"
        "  4 March 2031 · Vessmark Wire · the mayor · to the council\n"
        "    “The ferry will sail again in May,” Mayor Maria Lund told the council. [1 §3]\n"
        "  6 March 2031 · The Ledger · paraphrased\n"
        "    Lund said on Thursday that the ferry would never sail again. [2 §2]\n"
        "    Differs from what was said on 4 March 2031: “The ferry will sail again in May”\n"
    )


def test_figures_on_a_pipe_with_their_rise_and_their_sentences() -> None:
    shown = text_of(FIGURES, "text", Terms())
    assert shown.partition("\nSources")[0] == (
        "Figures: the ferry\n"
        "Quoted word for word; 3 articles read.\n"
        "\n"
        "Dead\n"
        "  4 March 2031  Nineteen     ████████▌     Vessmark Wire · corrected since [1 §2]\n"
        "  6 March 2031  at least 21  █████████▍    The Ledger · earlier [2 §1]\n"
        "  8 March 2031  27           ████████████  Skarn Radio · newest [3 §1]\n"
    )
    assert "      §1 At least 21 people died when the ferry sank.\n" in shown
    assert "§1 At least" not in text_of(FIGURES, "text", Terms(quotes=False))
    (dead,) = FIGURES.quantities
    two = Quantity(dead.label, "%", dead.reported[1:])
    plain = text_of(type(FIGURES)("", (two,), 2), "text", Terms())
    assert "█" not in plain, "two figures need no plot"
    assert "\nDead (%)\n" in plain


@pytest.mark.parametrize("columns", [24, 50, 63, 64, 80, 100])
@pytest.mark.parametrize("told", TOLD)
def test_a_terminal_is_never_too_narrow(told: Telling, columns: int) -> None:
    shown = text_of(told, "text", Terms(columns=columns))
    assert shown != COLOURS.sub("", shown), "a terminal has colours"
    for line in COLOURS.sub("", shown).splitlines():
        assert len(line) <= max(columns, 42) or " " not in line.strip()
    if columns >= 64 and told is TIMELINE:
        assert "\n4 March 2031          The ferry sank" in COLOURS.sub("", shown)


@pytest.mark.parametrize("told", NOTHING)
@pytest.mark.parametrize("name", ["text", "markdown", "html"])
def test_nothing_is_told_in_words(told: Telling, name: str) -> None:
    shown = text_of(told, name, Terms())
    assert "found" in nothing_in_words(told)
    assert nothing_in_words(told).replace('"', "&#34;") in shown
    assert "Sources" not in shown


@given(st.one_of(st.sampled_from(UGLY), ugly_text))
def test_hostile_words_steer_nothing(words: str) -> None:
    for told in hostile(words):
        for name in ("text", "markdown", "csv", "html", "json"):
            shown = text_of(told, name, Terms())
            assert not any(steers(character) for character in shown), name
            shown.encode("utf-8")


@given(st.one_of(st.sampled_from(UGLY), ugly_text))
def test_markdown_is_what_was_written_and_no_more(words: str) -> None:
    reader = MarkdownIt("commonmark").enable(["strikethrough", "table"])
    for told in hostile(words):
        tokens = reader.parse(text_of(told, "markdown", Terms()).replace("[^", "[\\^"))
        assert {token.tag for token in tokens} <= {
            *("h1", "h2", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "")
        }
        inner = [child for token in tokens for child in token.children or ()]
        assert {child.type for child in inner} <= {
            *("text", "text_special", "strong_open", "strong_close", "em_open", "em_close"),
            *("hardbreak", "softbreak", "link_open", "link_close"),
        }
        links = [str(child.attrs["href"]) for child in inner if child.type == "link_open"]
        assert all(link.startswith("https://x.example/") for link in links)


# -- HTML ----------------------------------------------------------------------------------

PAGE = {
    *("html", "head", "meta", "title", "style", "body", "main", "section", "h1", "h2", "p"),
    *("ol", "li", "div", "span", "time", "strong", "a"),
    *("table", "thead", "tbody", "tr", "th", "td", "svg", "desc", "text", "rect"),
}
ATTRIBUTES = re.compile(
    r"lang|charset|name|content|http-equiv|dir|class|id|datetime|title|href|rel|scope|tabindex|aria-hidden"
    r"|aria-label|aria-labelledby|role|viewbox|x|y|width|height"
)


class Page(Reader):
    """A page, with the elements that are never closed."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag == "meta":
            self.handle_endtag(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)


@given(st.one_of(st.sampled_from(UGLY), ugly_text))
def test_a_page_is_our_elements_and_asks_nothing_of_anybody(words: str) -> None:
    for told in hostile(words):
        page = Page(text_of(told, "html", Terms()))
        assert set(page.tags) <= PAGE
        for name, value in page.attributes:
            assert ATTRIBUTES.fullmatch(name), name
            if name == "href":
                assert str(value).startswith(("#s", "https://x.example/"))
        assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in page.attributes
        assert re.sub(r"\s+", "", one_line(words)) in re.sub(r"\s+", "", page.text)


@pytest.mark.parametrize("told", [TIMELINE, QUOTES, FIGURES])
def test_every_mark_leads_to_its_sentence(told: Telling) -> None:
    shown = text_of(told, "html", Terms())
    targets = re.findall(r'href="#([^"]+)"', shown)
    places = re.findall(r'id="(s[\d-]+)"', shown)
    assert targets
    assert set(targets) <= set(places)
    assert len(places) == len(set(places))
    assert 'href="https://wire.example/ferry" rel="noopener noreferrer nofollow"' in shown


def test_the_plot_is_told_to_who_does_not_see_it() -> None:
    shown = text_of(FIGURES, "html", Terms())
    assert '<svg viewBox="0 0 340 78" role="img" aria-labelledby="plot1 words1">' in shown
    assert '<title id="plot1">Dead, as reported</title>' in shown
    assert "4 March 2031: Nineteen; 6 March 2031: at least 21; 8 March 2031: 27</desc>" in shown
    assert re.findall(r'class="value"[^>]+>([^<]+)<', shown) == ["Nineteen", "at least 21", "27"]
    widths = [int(width) for width in re.findall(r'<rect [^>]*width="(\d+)"', shown)]
    assert widths == [106, 117, 150], "from zero, so that a bar is as long as its figure"


@given(st.lists(st.fractions(-(10**12), 10**12), max_size=6))
def test_bars_lie_within_the_plot(values: list[Fraction]) -> None:
    statement = Statement("x", (), QUOTED)
    quantity = Quantity(
        "x", "", tuple(Reported(v, "x", statement, None, Standing.EARLIER) for v in values)
    )
    for value, (begin, end) in zip(values, bars(quantity), strict=True):
        assert 0 <= begin <= end <= 1
        assert (begin == end) == (value == 0)


# -- JSON and CSV --------------------------------------------------------------------------


def test_the_documents_have_the_promised_form() -> None:
    timeline = Timeline.model_validate_json(text_of(TIMELINE, "json", Terms()))
    assert (timeline.topic, timeline.articles_read, len(timeline.sources)) == ("the ferry", 3, 3)
    first = timeline.entries[0]
    assert (first.first, first.last, first.precision) == ("2031-03-03", "2031-03-09", "week")
    cited = first.statements[0].citations[0]
    assert HARBOUR.text[cited.start_char_index : cited.end_char_index] == cited.cited_text

    quotes = Quotes.model_validate_json(text_of(QUOTES, "json", Terms()))
    promised, never = quotes.speakers[0].said
    assert (promised.to, promised.role, promised.day) == ("the council", "the mayor", "2031-03-04")
    assert (never.wording, never.against) == ("reported", [0])

    figures = Figures.model_validate_json(text_of(FIGURES, "json", Terms()))
    values = [(one.value, one.standing) for one in figures.quantities[0].reported]
    assert values == [(19, "corrected"), (21, "earlier"), (27, "newest")]
    document = json.loads(text_of(hostile("x")[2], "json", Terms()))
    assert document["quantities"][0]["reported"][0]["value"] == pytest.approx(-7 / 3)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_table_has_a_row_an_entry_with_all_that_it_cites() -> None:
    _, second, third = rows_of(text_of(TIMELINE, "csv", Terms()))
    assert (second["first"], second["last"], second["dating"]) == ("2031-03-04",) * 2 + ("said",)
    assert second["article_id"].split("\n") == [HARBOUR.id, LEDGER.id, HARBOUR.id]
    assert second["url"].split("\n") == [HARBOUR.url, "", HARBOUR.url]
    assert second["cited_text"].split("\n")[1] == LEDGER.sentence_text(0)
    assert second["sentence"].split("\n") == ["1", "1", "2"]
    assert (third["dating"], third["outlet"], third["url"]) == (
        *("published", RADIO.source),
        RADIO.url,
    )


def test_a_table_has_a_row_a_statement_a_figure_a_sentence() -> None:
    promised, never = rows_of(text_of(QUOTES, "csv", Terms()))
    assert (promised["speaker"], promised["to"]) == ("Maria Lund", "the council")
    assert never["differs_from"] == promised["words"]
    assert never["cited_text"] == LEDGER.sentence_text(1)
    values = [row["value"] for row in rows_of(text_of(FIGURES, "csv", Terms()))]
    assert values == ["19", "21", "27"]
    checked = rows_of(text_of(CHECKED, "csv", Terms()))
    assert [row["verdict"] for row in checked] == ["supported", "unsupported", "unchecked"]
    (abstained,) = rows_of(text_of(ABSTAINED, "csv", Terms()))
    assert (abstained["verdict"], abstained["reasons"]) == ("", "not_in_library")


@given(st.one_of(st.sampled_from(UGLY), ugly_text, st.text("=+-@;'\" ,\t\n\uff1dab", max_size=9)))
def test_no_cell_is_a_formula_wherever_cells_are_parted(words: str) -> None:
    shown = cell(words)
    assert "\n" not in shown
    for part in re.split(";", shown):
        assert not part.lstrip(' "').startswith(FORMULAS)
    assert shown.replace("'", "") == one_line(words).replace("'", "")
    for told in hostile(words):
        text = text_of(told, "csv", Terms())
        for row in rows_of(text):
            for name, value in row.items():
                lines = value.split("\n")
                assert name == "value" or not any(one.startswith(FORMULAS) for one in lines)


def test_the_numbers_of_a_table_stay_numbers() -> None:
    rows = rows_of(text_of(hostile("x")[2], "csv", Terms()))
    assert [float(row["value"]) for row in rows] == pytest.approx([-7 / 3, 0, 5 / 3])


def test_what_was_said_in_parts_is_strong_part_by_part() -> None:
    (speaker,) = QUOTES.speakers
    promised = speaker.said[0]
    parted = replace(promised, words="The ferry will sail … told the council")
    assert [part.text for part in said_parts(parted) if part.strong] == [
        "The ferry will sail",
        "told the council",
    ]
    assert "".join(part.text for part in said_parts(parted)) == promised.statement.text
    other = replace(promised, words="told the council … The ferry")
    assert said_parts(other)[0].text == other.words, "in another order it is not in the sentence"


def test_a_role_is_told_once_until_it_is_another() -> None:
    (speaker,) = QUOTES.speakers
    mayor = speaker.said[0]
    later = replace(mayor, role="the former mayor")
    same = Speaker(speaker.name, (), (mayor, mayor, later))
    where = [words for _, words, _ in statements_of(same)]
    assert [words.count("mayor") for words in where] == [1, 0, 1]


def test_a_fact_stands_in_the_row_of_its_marks_whatever_the_order_of_facts() -> None:
    shown = text_of(replace(COVERAGE, facts=COVERAGE.facts[::-1]), "html", Terms())
    several = shown.partition("What several articles have")[2].partition("</table>")[0]
    assert "The ferry sank off Skarn on" in several
    assert "Nineteen people died" not in several
