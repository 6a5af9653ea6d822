"""What can stand in a summary, and what belongs to the page."""

from __future__ import annotations

import pytest

from assistant.articles.boilerplate import is_boilerplate
from assistant.summarising.material import collect_material, is_anaphoric
from tests.summarising.articles_to_try import FERRY, article, ferry


def texts(text: str) -> list[str]:
    return [one.text for one in collect_material([article(text)])]


@pytest.mark.parametrize(
    "line",
    [
        "Read more: How the route became the busiest",
        "Click here for the latest from the coast.",
        "Sign up for our morning newsletter.",
        "By Ilka Brandvold",
        "By Ilka Brandvold, Staff Writer",
        "By Ilka Brandvold and Anton Grieve",
        "Photo: The quay at dawn.",
        "The quay at dawn. (Photo by Anton Grieve)",
        "Relatives wait on the quay. Oskar Denholm/AFP via Getty Images",
        "Reporting by Ilka Brandvold; editing by Anton Grieve.",
        "Additional reporting by Anton Grieve.",
        "This story was originally published on Monday.",
        "Updated: 14 March 2025",
        "Follow us on every channel.",
        "© 2025 Meridian Wire. All rights reserved.",
    ],
)
def test_boilerplate_is_recognised(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "By the end of the day the toll had risen to 19.",
        "By Tuesday the ministry had changed its mind.",
        "The photographer said the quay was empty.",
        "Watchers on the pier saw the lights go out.",
        "Related companies were fined 40,000 crowns.",
        "Readers of the Ledger wrote more than 400 letters.",
        "Published figures show a deficit of 4.8 per cent.",
        "This report by the ministry blames the operator.",
        "The video shows the ship leaning to the left.",
        "Copyrights on the song expired last year.",
    ],
)
def test_prose_is_no_boilerplate(line: str) -> None:
    assert not is_boilerplate(line)


def test_datelines_are_left_out_of_the_text_and_nothing_else_is() -> None:
    first, *_ = collect_material([ferry()])
    assert first.text.startswith("A ferry with 199 people aboard capsized")
    assert first.rank == 0
    assert first.text in " ".join(FERRY.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LONDON — The mayor resigned on Monday.", "The mayor resigned on Monday."),
        ("(Meridian) - The mayor resigned on Monday.", "The mayor resigned on Monday."),
        ("Port Halven (MW) — The mayor resigned.", "The mayor resigned."),
        ("CORVENNE, Thorrenia, Jan. 4 — The mayor resigned.", "The mayor resigned."),
        (
            "The capital is in the U.S. — The mayor said so.",
            "The capital is in the U.S. — The mayor said so.",
        ),
        ("The mayor - Ada Merrin - resigned on Monday.", None),
        ("COVID-19 cases rose on Monday in the city.", None),
        ("US–China trade fell by a third last year.", None),
    ],
)
def test_datelines(text: str, expected: str | None) -> None:
    found = collect_material([article(text)])
    assert " ".join(one.text for one in found) == (expected or text)


def test_links_questions_headings_and_fragments_are_no_material() -> None:
    found = texts(FERRY + "\nWhat happened next\n\nNo word yet.\n\n- Boats kept in harbour.\n")
    assert not any("Read more" in text or text.endswith("?") for text in found)
    assert "What happened next" not in found
    assert "No word yet." not in found
    assert not any(text.startswith("-") for text in found)


def test_text_without_full_stops_is_still_material() -> None:
    lines = ["The mayor of Corvenne has resigned", "The council meets on Tuesday to elect another"]
    assert texts("\n\n".join(lines)) == lines


def test_words_that_nobody_is_named_for_are_not_quoted() -> None:
    found = texts(
        "The union met on Monday in Port Halven. “The ministry has lied to all of us.” "
        "“We will strike,” said Oskar Denholm, its leader."
    )
    assert found == [
        "The union met on Monday in Port Halven.",
        "“We will strike,” said Oskar Denholm, its leader.",
    ]


def test_a_sentence_inside_a_long_quotation_is_no_material() -> None:
    middle = "The ministry has lied to the families of everyone aboard. "
    found = texts(f"Denholm was angry on Monday evening. “We will strike. {middle * 8}We must.”")
    assert found == ["Denholm was angry on Monday evening."]


def test_a_note_of_the_house_goes_on_to_the_end_of_its_line() -> None:
    found = texts(
        "Editor’s note: Ada Merrin is a judge. She has sat on the court since 1999.\n\n"
        "The court ruled on Monday that the dam must close."
    )
    assert found == ["The court ruled on Monday that the dam must close."]


def test_an_article_without_anything_better_gives_what_it_has() -> None:
    assert texts("Who won?") == ["Who won?"]
    assert texts("By Ilka Brandvold") == ["By Ilka Brandvold"]


@pytest.mark.parametrize(
    "text",
    [
        "He said the road would stay closed.",
        "But the ministry disagreed.",
        "“It was dark,” she said.",
        "The road will stay closed, he added.",
        "That was not the end of it.",
        "However, the ministry disagreed.",
    ],
)
def test_sentences_that_need_the_one_before(text: str) -> None:
    assert is_anaphoric(text)


@pytest.mark.parametrize(
    "text",
    [
        "The ministry disagreed.",
        "Hedda Norling said the road would stay closed.",
        "Italy won on Monday.",
        "Thatcher Lane will stay closed.",
        "Sotheby’s said it had sold the painting.",
    ],
)
def test_sentences_that_stand_alone(text: str) -> None:
    assert not is_anaphoric(text)
