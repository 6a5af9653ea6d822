from __future__ import annotations

import time

import pytest
from hypothesis import given

from assistant.language.name_forms import country_of, same_people
from assistant.language.names import Name, NameKind, find_names
from tests.language.ugly import ugly_text


def named(text: str) -> list[str]:
    return [name.text for name in find_names(text)]


def only(text: str) -> Name:
    (name,) = find_names(text)
    return name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The mayor, Tova Lind, met Per Aker in Oslo.", ["Tova Lind", "Per Aker", "Oslo"]),
        ("Prime Minister Tova Lind spoke.", ["Tova Lind"]),
        (
            "They met Ursula van der Berg and Omar bin Salim.",
            ["Ursula van der Berg", "Omar bin Salim"],
        ),
        (
            "She runs the Department of Health and Human Services.",
            ["Department of Health and Human Services"],
        ),
        ("He saw Lind's boat and the Linds’ house.", ["Lind", "Linds"]),
        ("It was said by Jean-Luc O’Brien of al-Qaeda.", ["Jean-Luc O’Brien", "al-Qaeda"]),
        ("We saw sales of the iPhone and on eBay.", ["iPhone", "eBay"]),
        ("A Boeing 737 carried COVID-19 tests.", ["Boeing 737", "COVID-19"]),
        ("On Monday in March, Lind left.", ["Lind"]),
        ("The Oslo-based firm sued AT&T.", ["Oslo", "AT&T"]),
        ("Mr. Aker met Dr. Lind.", ["Aker", "Lind"]),
        ("He moved to St. Louis.", ["St. Louis"]),
        ("Secretary of State Jon Berg left.", ["Jon Berg"]),
        ("He works for General Motors.", ["General Motors"]),
        ("“They lied,” she said. “We did not.”", []),
        ("However, it rained.", []),
        ("The President and the Senator met.", []),
        ("Вчера Това Линд прибыла в Киев.", ["Вчера Това Линд", "Киев"]),
        ("他来了。", []),
        ("هذا نص عربي.", []),
        ("", []),
    ],
)
def test_names_are_found(text: str, names: list[str]) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    "text",
    ["MINISTER QUITS AFTER FERRY DEATHS", "Minister Quits After Ferry Deaths in Skarn"],
)
def test_capitals_prove_nothing_in_headlines(text: str) -> None:
    assert named(text) == []


def test_a_name_knows_its_place_and_words() -> None:
    text = "Then Zoë Müller's aide left."
    name = only(text)
    assert text[name.start : name.end] == name.text == "Zoë Müller"
    assert name.words == ("zoe", "muller")
    assert name.phrase == "zoe muller"
    assert not name.opening


def test_the_title_is_kept_apart() -> None:
    name = only("They asked Mrs. Lind.")
    assert (name.words, name.title) == (("lind",), "mrs")


def test_titles_that_are_surnames_stay() -> None:
    assert named("They met Stephen King.") == ["Stephen King"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("It was NATO.", NameKind.ACRONYM),
        ("It was French.", NameKind.PEOPLE),
        ("It was South Korean.", NameKind.PEOPLE),
        ("It was the Supreme Court.", NameKind.GENERIC),
        ("It was Lind.", NameKind.NAME),
        ("It was the U.S. again.", NameKind.NAME),
    ],
)
def test_kinds(text: str, kind: NameKind) -> None:
    assert only(text).kind is kind


@pytest.mark.parametrize("text", ["Rescuers came.", "Lind came.", "It sank. Lind came."])
def test_a_sentence_start_is_marked(text: str) -> None:
    assert only(text).opening


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("france", "french"),
        ("britain", "british"),
        ("britain", "uk"),
        ("netherlands", "dutch"),
        ("usa", "america"),
        ("usa", "united states"),
        ("eu", "european union"),
        ("ukraine", "ukrainians"),
        ("chicago", "chicagoan"),
        ("the netherlands", "holland"),
    ],
)
def test_a_place_and_its_people(one: str, other: str) -> None:
    assert same_people(one, other)


def test_other_places_have_other_people() -> None:
    assert not same_people("sweden", "danish")
    assert not same_people("austria", "australian")
    assert not same_people("niger", "nigerian")
    assert country_of("skarn") is None


ARTICLE = (
    "SKARN (AP) — Harbour master Tova Lind said the ferry Saint Orla had sunk. "
    "The Skarn Harbour Authority blamed Per Aker. Lind said so. "
    "The Safety Investigation Board (SIB) was told by Saint Orla's owner, Norrvik Corp., "
    "and by the Ministry of Transport. French and American divers came. Rescuers wept. "
    "All the rescuers were tired."
)


@given(ugly_text)
def test_no_text_breaks_it(text: str) -> None:
    for name in find_names(text):
        assert text[name.start : name.end] == name.text
        assert name.words
        assert all(name.words)


@pytest.mark.parametrize(
    "piece", ["A.", "Lind ", "de la ", "Lind of ", "O’", "A-", "a", "Lind\n", "(", "\ud800 Ab "]
)
def test_long_rubbish_is_read_in_linear_time(piece: str) -> None:
    text = piece * (10_000 // len(piece))
    begin = time.process_time()
    find_names(text)
    assert time.process_time() - begin < 4
