"""What is told of a story, a topic or chosen articles, in words: the same in every format."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from string import ascii_uppercase
from typing import Final, TypeAlias

from assistant.language.punctuation import CLOSING, OPENING
from assistant.rendering.sourcing import Part
from assistant.rendering.wording import count, long_date, outlet
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
    SummaryCoverage,
    Timeline,
    Wording,
)
from assistant.types import day_of

Telling: TypeAlias = Timeline | Quotes | Figures | Coverage
"""What ``Assistant.timeline``, ``quotes``, ``figures`` and ``coverage`` give."""

PUBLISHED: Final = "day of publication: the sentence itself names no day"
"""What marks an entry whose day is that of its article."""

_NAMES: Final[dict[type[Telling], tuple[str, str]]] = {
    Timeline: ("Timeline", "sentence that says when something happened"),
    Quotes: ("Who said what", "statement of somebody who is named"),
    Figures: ("Figures", "quantity for which several figures are reported"),
    Coverage: ("Coverage", "fact that can be quoted"),
}
_STANDING: Final = {
    Standing.NEWEST: "newest",
    Standing.EARLIER: "earlier",
    Standing.DISPUTED: "disputed",
    Standing.CORRECTED: "corrected since",
}
MARKS: Final = {Carried.WHOLE: "●", Carried.PARTLY: "◐", Carried.NOT: "·"}
"""How much of a fact is carried, for who has no colours."""
CARRIED: Final = {
    Carried.WHOLE: "says much the same",
    Carried.PARTLY: "says something like it",
    Carried.NOT: "nothing like it found",
}
_SEVERAL: Final = 2
_SHORT: Final = 4
"""Letters of an outlet's name at the head of a column."""
_PLOTTED: Final = 3
"""Figures of a quantity from which on a plot shows how they rose or fell."""
_WORD: Final = re.compile(r"[^\W_]+")
_WEEK: Final = 7
_GAP: Final = " … "
"""Stands in what was said for what the sentence has between its parts."""
_DECEMBER: Final = 12


def heading_of(told: Telling) -> str:
    """``Timeline: the ferry``; the kind alone where articles were chosen."""
    name = _NAMES[type(told)][0]
    return f"{name}: {told.topic}" if told.topic else name


def read_in_words(told: Telling) -> str:
    """``Quoted word for word; 12 articles read``: how it was made."""
    return f"Quoted word for word; {count(told.read, 'article')} read"


def nothing_in_words(told: Telling) -> str:
    """That nothing is told, and what was looked through; empty where something is."""
    if told.statements:
        return ""
    about = f" about “{told.topic}”" if told.topic else ""
    if not told.read:
        return f"No article{about} was found"
    looked = "the article" if told.read == 1 else f"the {count(told.read, 'article')}"
    return f"No {_NAMES[type(told)][1]} was found in {looked}{about}"


def when_in_words(entry: Entry) -> str:
    """When it happened, no more exactly than is known.

    ``3 March 2025``, ``3–5 March 2025``, ``week of 3 March 2025``, ``March 2025``, ``2025``.
    """
    first, last = day_of(entry.first), day_of(entry.last)
    if entry.precision is Precision.WEEK and (last - first).days < _WEEK:
        return f"week of {long_date(first)}"
    from_first = first.day == 1
    to_last = last.day == monthrange(last.year, last.month)[1]
    if entry.precision is Precision.YEAR and from_first and to_last:
        if first.month == 1 and last.month == _DECEMBER:
            years = f"{first.year}", f"{last.year}"
            return years[0] if first.year == last.year else "–".join(years)
        return _months(first, last)
    if entry.precision is Precision.MONTH and from_first and to_last:
        return _months(first, last)
    return days_in_words(first, last)


def days_in_words(first: date, last: date) -> str:
    """``3–5 March 2025``, ``28 February – 2 March 2025``: two days, what they share said once."""
    first, last = day_of(first), day_of(last)
    if first == last:
        return long_date(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{long_date(last)}"
    if first.year == last.year:
        return f"{first.day} {month_name[first.month]} – {long_date(last)}"
    return f"{long_date(first)} – {long_date(last)}"


def _months(first: date, last: date) -> str:
    begin, end = (f"{month_name[one.month]} {one.year}" for one in (first, last))
    if begin == end:
        return end
    if first.year == last.year:
        return f"{month_name[first.month]}–{end}"
    return f"{begin} – {end}"


def is_published(entry: Entry) -> bool:
    """Whether its day is only that on which its article was published."""
    return entry.dating is Dating.PUBLISHED


def speaker_in_words(speaker: Speaker) -> str:
    """``Maria Lund (also: Lund)``: the fullest name, and the others."""
    others = [one for one in speaker.also if one != speaker.name]
    return f"{speaker.name} (also: {', '.join(others)})" if others else speaker.name


def statements_of(speaker: Speaker) -> Iterator[tuple[Said, str, tuple[str, ...]]]:
    """What somebody said, what is known around it, and what was said otherwise before.

    Around it is ``4 March 2031 · The Ledger · the mayor · to reporters``: the role where it is
    another one than that of the statement before.
    """
    befores = (None, *(one.role for one in speaker.said))
    for said, before in zip(speaker.said, befores, strict=False):
        parts = (
            long_date(said.day),
            ", ".join(dict.fromkeys(outlet(one.source) for one in said.statement.citations)),
            said.role if said.role != before else "",
            f"to {said.to}" if said.to else "",
            "paraphrased" if said.wording is Wording.REPORTED else "",
        )
        against = (
            f"Differs from what was said on {long_date(one.day)}: “{_bare(one.words)}”"
            for one in earlier_of(said, speaker)
        )
        yield said, " · ".join(part for part in parts if part), tuple(against)


def said_parts(said: Said) -> tuple[Part, ...]:
    """The sentence, the speaker's own words in it strong.

    What was said and is not in the sentence stands before it.
    """
    text, own = said.statement.text, said.wording is Wording.QUOTED
    pieces = [piece for piece in said.words.split(_GAP) if piece.strip()]
    parts: list[Part] = []
    end = 0
    for piece in pieces:
        start = text.find(piece, end)
        if start < 0:
            return (Part(said.words, strong=own), Part(f" — {text}", strong=False))
        parts += [Part(text[end:start], strong=False), Part(piece, strong=own)]
        end = start + len(piece)
    parts.append(Part(text[end:], strong=False))
    return tuple(part for part in parts if part.text)


def earlier_of(said: Said, speaker: Speaker) -> tuple[Said, ...]:
    """What the same speaker said before that this contradicts."""
    return tuple(speaker.said[place] for place in said.against if 0 <= place < len(speaker.said))


def _bare(words: str) -> str:
    return words.strip(f" ,{OPENING}{CLOSING}")


def quantity_in_words(quantity: Quantity) -> str:
    """``Dead``, ``Turnout (%)``."""
    label = quantity.label or quantity.unit or "figure"
    named = f"{label} ({quantity.unit})" if quantity.unit and quantity.label else label
    return named[:1].upper() + named[1:]


def standing_in_words(reported: Reported) -> str:
    """``newest``, ``earlier``, ``disputed`` or ``corrected since``."""
    return _STANDING[reported.standing]


def outlets_in_words(reported: Reported) -> str:
    """Who reports it; that nobody is known to, where that is so."""
    return ", ".join(reported.outlets) or outlet(None)


def is_plotted(quantity: Quantity) -> bool:
    """Whether a plot is worth its room: three figures, not all the same."""
    values = [one.value for one in quantity.reported]
    return len(values) >= _PLOTTED and len(set(values)) > 1


def bars(quantity: Quantity) -> tuple[tuple[Fraction, Fraction], ...]:
    """Where each figure's bar begins and ends, as parts of the whole width; zero is shown."""
    values = [one.value for one in quantity.reported]
    none = Fraction(0)
    lowest, highest = min((none, *values)), max((none, *values))
    whole = highest - lowest
    if not whole:
        return tuple((none, none) for _ in values)
    return tuple(
        ((min(none, value) - lowest) / whole, (max(none, value) - lowest) / whole)
        for value in values
    )


def plot_in_words(quantity: Quantity) -> str:
    """The plot for who does not see it: ``4 March 2031: 19; 5 March 2031: 21``."""
    return "; ".join(f"{long_date(one.day)}: {one.text}" for one in quantity.reported)


def _carrier_noun(coverage: Coverage) -> str:
    """What the carriers are: ``outlet``, or ``article`` where one of them is no outlet."""
    named = all(each.source == one.name for one in coverage.carriers for each in one.articles)
    return "outlet" if named else "article"


def column_heads(coverage: Coverage) -> tuple[str, ...]:
    """A short head for each carrier, no two alike: ``NYT``, ``Guar``; letters for articles."""
    if _carrier_noun(coverage) == "article":
        return tuple(map(_lettered, range(len(coverage.carriers))))
    heads: list[str] = []
    for carrier in coverage.carriers:
        words = [word for word in _WORD.findall(carrier.name) if word.lower() != "the"]
        initials = "".join(word[0] for word in words[:_SHORT])
        head = initials.upper() if len(words) > 1 else "".join(words)[:_SHORT]
        tries = (f"{head[: _SHORT - 1]}{number}" for number in range(2, len(heads) + 3))
        heads.append(next(one for one in (head, *tries) if one and one not in heads))
    return tuple(heads)


def _lettered(number: int) -> str:
    """``A`` to ``Z``, then ``AA``: sources have numbers."""
    rest, letter = divmod(number, len(ascii_uppercase))
    return (_lettered(rest - 1) if rest else "") + ascii_uppercase[letter]


def carrier_in_words(carrier: Carrier) -> str:
    """``The Ledger, 3 articles``, ``The Herald (copy of The Ledger)``."""
    copied = f" (copy of {carrier.copy_of})" if carrier.copy_of else ""
    several = count(len(carrier.articles), "article") if len(carrier.articles) > 1 else ""
    return f"{carrier.name}{f', {several}' if several else ''}{copied}"


def legend_in_words() -> str:
    """``● says much the same   ◐ says something like it   · nothing like it found``."""
    return "   ".join(f"{MARKS[kind]} {words}" for kind, words in CARRIED.items())


def carrying_in_words(carrying: Carrying) -> str:
    """How much is carried; the other figure where one is given."""
    if carrying.differs:
        return f"differs: {carrying.differs[1]}"
    return CARRIED[carrying.carried]


def differing_in_words(fact: Fact, heads: Sequence[str]) -> tuple[str, ...]:
    """``Ledg: 27, not 19``: the figures that others give for the same."""
    return tuple(
        f"{head}: “{one.differs[1]}”, here “{one.differs[0]}”"
        for head, one in zip(heads, fact.carrying, strict=False)
        if one.differs
    )


def told_apart(coverage: Coverage) -> tuple[tuple[str, tuple[Fact, ...]], ...]:
    """The facts under headings: those that several have, and those that only one has."""
    noun = _carrier_noun(coverage)
    single = len(coverage.carriers) == 1
    parts = (
        (
            "Main points" if single else f"What several {noun}s have",
            tuple(one for one in coverage.facts if single or one.reports >= _SEVERAL),
        ),
        (
            f"One {noun} has this, others something like it",
            tuple(one for one in coverage.facts if not single and one.reports < _SEVERAL),
        ),
        (f"Only one {noun} has this; nothing like it was found in the others", coverage.alone),
    )
    return tuple(part for part in parts if part[1])


def summary_coverage_in_words(covered: SummaryCoverage) -> str:
    """``Carries 7 of the 12 facts that at least two of its sources report, 2 more in part``."""
    if not covered.facts:
        return "No fact was found in the sources that the summary could be held against"
    what = "facts that at least two of its sources report" if covered.shared else "main points"
    kinds = [kind for _, kind in covered.facts]
    whole, partly = kinds.count(Carried.WHOLE), kinds.count(Carried.PARTLY)
    more = f", {partly:,} more in part" if partly else ""
    return f"Carries {whole:,} of the {len(covered.facts):,} {what}{more}"
