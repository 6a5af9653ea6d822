"""Timelines, statements and figures made by hand, for the tests of how they are shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Final

from assistant.rendering.telling import Telling
from assistant.telling import (
    Carried,
    Carrier,
    Carrying,
    Coverage,
    Dating,
    Entry,
    Fact,
    Figures,
    Precision,
    Quantity,
    Quotes,
    Reported,
    Said,
    Speaker,
    Standing,
    Timeline,
    Wording,
)
from assistant.types import QUOTED, Statement, cite, headline
from tests.rendering.made import HOSTILE, article

HARBOUR = article(
    "The ferry sank off Skarn on Tuesday.",
    "Nineteen people died, the coastguard said.",
    "“The ferry will sail again in May,” Mayor Maria Lund told the council.",
    "The bridge was closed for the first week of March.",
    title="Ferry sinks off Skarn",
)
LEDGER = article(
    "At least 21 people died when the ferry sank.",
    "Lund said on Thursday that the ferry would never sail again.",
    title="Toll rises",
    number=2,
    source="The Ledger",
    published=date(2031, 3, 6),
    url=None,
)
RADIO = article(
    "The toll stands at 27.",
    title="27 dead",
    number=3,
    source="Skarn Radio",
    published=date(2031, 3, 8),
    url="https://radio.example/27?a=1&b=2",
)


def quoted(made: object, index: int, *others: tuple[object, int]) -> Statement:
    """The statement of a sentence, cited from there and from others."""
    from assistant.types import Article

    assert isinstance(made, Article)
    citations = [cite(made, index)]
    for other, place in others:
        assert isinstance(other, Article)
        citations.append(cite(other, place))
    return Statement(made.sentence_text(index), tuple(citations), QUOTED)


SUNK, DIED, PROMISED, CLOSED = (quoted(HARBOUR, index) for index in range(4))
TIMELINE: Final = Timeline(
    "the ferry",
    (
        Entry(date(2031, 3, 3), date(2031, 3, 9), Precision.WEEK, Dating.SAID, (CLOSED,)),
        Entry(
            *(date(2031, 3, 4), date(2031, 3, 4), Precision.DAY, Dating.SAID),
            (quoted(HARBOUR, 0, (LEDGER, 0)), DIED),
        ),
        Entry(
            *(date(2031, 3, 8), date(2031, 3, 8), Precision.DAY, Dating.PUBLISHED),
            (quoted(RADIO, 0),),
        ),
    ),
    read=3,
    notes=("One article could not be examined",),
)
QUOTES: Final = Quotes(
    "the ferry",
    (
        Speaker(
            "Maria Lund",
            ("Lund", "Mayor Maria Lund"),
            (
                Said(
                    "“The ferry will sail again in May,”",
                    *(Wording.QUOTED, PROMISED, "the council", "the mayor"),
                ),
                Said(
                    "the ferry would never sail again",
                    *(Wording.REPORTED, quoted(LEDGER, 1)),
                    against=(0,),
                ),
            ),
        ),
    ),
    read=2,
)
FIGURES: Final = Figures(
    "the ferry",
    (
        Quantity(
            "dead",
            "",
            (
                Reported(Fraction(19), "Nineteen", DIED, HARBOUR.published, Standing.CORRECTED),
                Reported(
                    *(Fraction(21), "at least 21", quoted(LEDGER, 0), LEDGER.published),
                    Standing.EARLIER,
                ),
                Reported(Fraction(27), "27", quoted(RADIO, 0), RADIO.published, Standing.NEWEST),
            ),
        ),
    ),
    read=3,
)
_WHOLE, _PARTLY, _NOT = Carried
COVERAGE: Final = Coverage(
    "the ferry",
    (
        Carrier("The Harbour Post", (headline(HARBOUR),)),
        Carrier("The Ledger", (headline(LEDGER),)),
        Carrier("Skarn Radio", (headline(RADIO),), copy_of="The Ledger"),
    ),
    (
        Fact(
            quoted(HARBOUR, 0, (LEDGER, 0)),
            (
                Carrying(_WHOLE, cite(HARBOUR, 0)),
                Carrying(_WHOLE, cite(LEDGER, 0)),
                Carrying(_NOT),
            ),
            2,
        ),
        Fact(
            DIED,
            (
                Carrying(_WHOLE, cite(HARBOUR, 1)),
                Carrying(_PARTLY, cite(LEDGER, 0), ("Nineteen", "At least 21")),
                Carrying(_PARTLY, cite(RADIO, 0)),
            ),
            1,
        ),
    ),
    (
        Fact(
            PROMISED,
            (Carrying(_WHOLE, cite(HARBOUR, 2)), Carrying(_NOT), Carrying(_NOT)),
            1,
        ),
    ),
    read=3,
)
NOTHING: Final = (
    Timeline("the ferry", (), 4),
    Quotes("", (), 1),
    Figures("x", (), 0),
    Coverage("x", (), (), (), 0),
)
TOLD: Final[tuple[Telling, ...]] = (TIMELINE, QUOTES, FIGURES, COVERAGE, *NOTHING)


def hostile(words: str) -> tuple[Telling, ...]:
    """One of each kind in which all text is ``words``."""
    made = article(words or "x", title=words, source=words, url=f"https://x.example/{words}")
    said = quoted(made, 0)
    day = date(2031, 3, 4)
    entry = Entry(day, day, Precision.DAY, Dating.PUBLISHED, (said,))
    spoken = Said(words, Wording.QUOTED, said, words, words)
    speaker = Speaker(words, (words,), (spoken, replace(spoken, against=(0,))))
    carrying = Carrying(_PARTLY, cite(made, 0), (words, words))
    reported = [Reported(Fraction(n, 3), words, said, None, Standing.DISPUTED) for n in (-7, 0, 5)]
    return (
        Timeline(words, (entry,), 1, (words,)),
        Quotes(words, (speaker,), 1, (words,)),
        Figures(words, (Quantity(words, words, tuple(reported)),), 1, (words,)),
        Coverage(
            words,
            (Carrier(words, (headline(made),)), Carrier(words, (headline(made),), words)),
            (Fact(said, (Carrying(_WHOLE, cite(made, 0)), carrying), 1),),
            (Fact(said, (Carrying(_WHOLE, cite(made, 0)), Carrying(_NOT)), 1),),
            1,
            (words,),
        ),
    )


UGLY: Final = (
    HOSTILE,
    '=HYPERLINK("https://x.example","a")',
    "<script>alert(1)</script> & </w:t> ]]> {{ x }} [^1]: | a | **b** `c` \\ &amp;",
    "\u05d4\u05de\u05e2\u05d1\u05d5\u05e8\u05ea \u05d8\u05d1\u05e2\u05d4; =1+1\ttab\nline",
    "W" * 300,
    "- + @ ; -1",
)
