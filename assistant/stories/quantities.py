"""What a figure of a sentence measures: of what it is, in which words, and of which sort.

A figure is read where its sentence says plainly what it is of: by what became of those it
counts ("killing 27 people", "a death toll of 27"), by the noun that it counts ("331 confirmed
cases"), or by a noun that it is said to be the size of ("a deficit of 4.8 percent", "a
$50 million fine"). What is a part of another figure, a change, what another is compared with,
a forecast or a look back is not read: none of those is what the newest figure is of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from assistant.language.figures import Figure, FigureKind
from assistant.language.figures_words import singular
from assistant.language.word_lists import word_lists
from assistant.language.words import STOP_WORDS, content_terms
from assistant.verifying.figures_context import Placed, family, placed_figures

_LISTS: Final = word_lists("quantities.toml")
_FATES: Final[Mapping[str, str]] = {
    **{
        word: fate
        for word, fate in word_lists("figures.toml").keys("fates").items()
        if fate != "displaced" and word not in {"lives", "toll"}
    },
    **_LISTS.keys("became"),
}
_ANYBODY: Final = _LISTS.words("anybody")
_MEASURED: Final = _LISTS.words("measured")
_NUMBERS: Final = _LISTS.words("numbers")
_SAME: Final = _LISTS.keys("same")
_SINGLE: Final = _LISTS.words("single")
_UNCOUNTED: Final = _LISTS.words("uncounted")
_LINKS: Final = _LISTS.words("links")
_FILLERS: Final = _LISTS.words("fillers")
_COMPARED: Final = _LISTS.words("compared")
_PART_BEFORE: Final = _LISTS.words("part_before")
_PART_AFTER: Final = _LISTS.words("part_after")
_CHANGED_BEFORE: Final = _LISTS.words("changed_before")
_CHANGED_AFTER: Final = _LISTS.words("changed_after")
_UNREAL: Final = _LISTS.words("unreal")
_PER: Final = _LISTS.words("per")

_REACH: Final = 110
"""Characters on each side of a figure that are read."""
_BACK: Final = 10
"""Words before a figure among which the noun that it is the size of is looked for."""
_NEAR: Final = 6
"""Words before a figure in which a word of what is not so makes it a forecast."""
_AHEAD: Final = 9
"""Words behind a figure among which is looked for what became of those it counts."""
_WORD: Final = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*+|[^\w\s]")
_BESIDE: Final = (["or"], ["to"], ["("])
"""What stands between two figures of the same."""
_MOST_BETWEEN: Final = 5
_SO_FAR: Final = frozenset({"has", "have", "are", "is", "dead"})
_PASSIVE: Final = frozenset({"was", "were", "been", "being", "be", "is", "are", "and"})
_LIVES: Final = frozenset({"claimed", "claiming", "claims", "loss", "lost", "took", "taking"})
_KINDS: Final = frozenset(
    {FigureKind.COUNT, FigureKind.PERCENT, FigureKind.MONEY, FigureKind.MEASURE}
)
_LABELS: Final = {"killed": "dead", "hurt": "injured"}


@dataclass(frozen=True, slots=True)
class Measured:
    """What a figure is of.

    ``key`` is the same for figures that may be of the same: what became of those it counts, or
    the noun, and what it is per; ``dimension`` is that of its unit. ``modifiers`` are the words
    that say more of it. ``bare`` is whether ``key`` alone tells what is counted, so that
    figures of one event with it need not share more words.
    """

    key: str
    dimension: str
    label: str
    modifiers: frozenset[str] = frozenset()
    bare: bool = False
    growing: bool = False
    so_far: bool = False
    single: bool = False


def measured(placed: Placed) -> Measured | None:
    """What ``placed`` is of; None where it is not said plainly, or it is no whole and no level."""
    figure = placed.figure
    if figure.kind not in _KINDS or figure.soft or not figure.values:
        return None
    before, after = _before(placed), _after(placed)
    if _is_aside(figure, before, after):
        return None
    return _fate(figure, before, after) or _sized(placed, before, after) or _counted(placed, after)


def _before(placed: Placed) -> list[str]:
    """The words before a figure, back to the one before it, in lower case, marks among them.

    What says the same in another unit, or was it before, stands beside it: "40.4 billion crowns,
    or 4.8 percent", "from 412 to 163", "raised by 10 percent to $34.75".
    """
    lead = placed.figure.lead
    words = _words(placed.text[max(placed.after, lead - _REACH) : lead])
    if not placed.after or len(words) > _MOST_BETWEEN:
        return words
    other = next(one for one in placed_figures(placed.text) if one.figure.end == placed.after)
    between = [word for word in words if word != "," and singular(word) != other.figure.noun]
    if between in _BESIDE:
        start = other.figure.lead
        further = _words(placed.text[max(other.after, start - _REACH) : start])
        return [*further, "to"] if between == ["to"] else further
    return words


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _after(placed: Placed) -> list[str]:
    """The words behind a figure, up to the one behind it."""
    end = placed.figure.end
    text = placed.text[end : max(end, min(placed.before, end + _REACH))]
    return _words(text)


def _is_aside(figure: Figure, before: list[str], after: list[str]) -> bool:
    """Whether a figure is a part, a change, what is compared with, or what is not so."""
    last = before[-1] if before else ""
    if last in _COMPARED or last in _PART_BEFORE or last in {"no", "not", "nor"}:
        return True
    if before[-2:] == ["of", "the"]:
        return True
    head = [word for word in after if word != "-"][:3]
    first = head[0] if head else ""
    if figure.kind is FigureKind.COUNT:
        if first in _PART_AFTER or (len(head) > 1 and head[1] in {"others", "more", "each"}):
            return True
    elif last in _CHANGED_BEFORE or first in _CHANGED_AFTER:
        return True
    clause = _clause(before)[-_NEAR:]
    return not _UNREAL.isdisjoint(clause) or "alone" in after[:6]


def _clause(words: list[str]) -> list[str]:
    """The words since the last mark that parts clauses."""
    for place in range(len(words) - 1, -1, -1):
        if words[place] in {",", ";", ":", "—", "–", "(", "“", "”", '"'}:
            return words[place + 1 :]
    return words


def _fate(figure: Figure, before: list[str], after: list[str]) -> Measured | None:
    """What became of those that a figure counts, where it stands right beside it."""
    if family(figure) != "count":
        return None
    noun = figure.noun if figure.noun not in _ANYBODY else None
    growing = False
    if fate := _fate_before(before, figure):
        so_far = before[-2:-1] in (["has"], ["have"])
    elif fate := _fate_of_toll(before):
        if noun is not None:
            return None
        growing = so_far = True
    elif fate := _fate_after(after):
        so_far = not _SO_FAR.isdisjoint(after[:_AHEAD])
    else:
        return None
    if noun is None or noun in _FATES:
        return Measured(
            fate, "count", _LABELS.get(fate, fate), bare=True, growing=growing, so_far=so_far
        )
    label = f"{_plural(noun)} {fate}"
    return Measured(f"{fate} {noun}", "count", label, bare=True, so_far=so_far)


def _plural(noun: str) -> str:
    return noun if noun.endswith("s") else f"{noun}s"


def _fate_before(before: list[str], figure: Figure) -> str | None:
    """The fate of "Killing 27", "killed 27", "claimed 27 lives"; not "those killed, 27 …"."""
    if before[-3:] == ["the", "lives", "of"]:
        return "killed"
    words = before[:-3] if before[-3:] == ["a", "total", "of"] else before
    last = words[-1] if words else ""
    if figure.noun == "life":
        return "killed" if {last, *words[-2:]} & _LIVES else None
    further = words[-2] if len(words) > 1 else ""
    return _FATES.get(last) if further not in _PASSIVE else None


def _fate_of_toll(before: list[str]) -> str | None:
    """The fate of "death toll rose to" and of "number of missing stood at"."""
    clause = _clause(before)
    for place in range(len(clause) - 1, max(-1, len(clause) - 1 - 2 * _BACK), -1):
        word = clause[place]
        if word == "toll":
            return "killed" if _linked(clause[place + 1 :]) else None
        if word == "number" and clause[place + 1 : place + 2] == ["of"]:
            rest = clause[place + 2 :]
            fates = [_FATES[one] for one in rest[:_AHEAD] if one in _FATES]
            return fates[0] if fates and _linked(rest) else None
    return None


def _linked(words: list[str]) -> bool:
    """Whether what stands between a noun and a figure ends by tying them together."""
    return bool(words) and words[-1] in _LINKS


def _fate_after(after: list[str]) -> str | None:
    """The fate of "27 dead", "27 people were killed": nothing but fillers between."""
    for place, word in enumerate(after[:_AHEAD]):
        if word in _FATES:
            return _FATES[word]
        if word not in _FILLERS and not (place == 0 and word not in STOP_WORDS):
            if place == 1 and singular(word) != word and word not in STOP_WORDS:
                continue
            return None
    return None


def _sized(placed: Placed, before: list[str], after: list[str]) -> Measured | None:
    """The noun that a figure is said to be the size of, before it or behind it."""
    figure = placed.figure
    words = [word for word in after if word != "-"]
    per = ""
    if len(words) > 1 and words[0] in {"a", "an", "per", "each"} and words[1] in _PER:
        per, words = words[1], words[2:]
    found: tuple[str, list[str]] | None = None
    for place, word in enumerate(words[:2]):
        noun = _named(word)
        if noun is not None and not per:
            found = (noun, [*words[:place], *_complement(words[place + 1 :])])
            break
        if word in STOP_WORDS or not word[0].isalpha():
            break
    found = found or _noun_before(before)
    if found is None:
        return None
    noun, more = found
    if figure.kind is FigureKind.COUNT and noun not in _NUMBERS:
        return None
    dimension = figure.unit or "money" if figure.kind is FigureKind.MONEY else family(figure)
    key = f"{noun} {dimension} {per}".strip()
    terms = frozenset(
        singular(one)
        for one in more
        if one not in STOP_WORDS and one not in _LINKS and one[0].isalpha()
    )
    label = f"{noun} per {per}" if per else noun
    return Measured(key, dimension, label, terms, single=noun in _SINGLE)


def _noun_before(before: list[str]) -> tuple[str, list[str]] | None:
    clause = _clause(before)[-_BACK:]
    if not clause:
        return None
    for place in range(len(clause) - 1, -1, -1):
        noun = _named(clause[place])
        if noun is not None:
            rest = clause[place + 1 :]
            if rest and not _linked(rest):
                return None
            own = [one for one in clause[max(0, place - 2) : place] if one not in STOP_WORDS]
            return noun, own if noun in _SINGLE else [*own, *rest]
    return None


def _named(word: str) -> str | None:
    """The noun of a size that ``word`` names, or None."""
    if word in _SAME:
        return _SAME[word]
    noun = word if word in _MEASURED else singular(word)
    return noun if noun in _MEASURED else None


def _complement(words: list[str]) -> list[str]:
    """The words of "on Chinese goods", "for the crash": up to four, behind a preposition."""
    if words[:1] and words[0] in {"on", "of", "for", "against", "in", "to", "from", "over"}:
        taken = []
        for word in words[1:5]:
            if not word[0].isalpha():
                break
            taken.append(word)
        return taken
    return []


def _counted(placed: Placed, after: list[str]) -> Measured | None:
    """The noun that a count or a share is of."""
    figure = placed.figure
    noun = figure.noun
    if figure.kind not in {FigureKind.COUNT, FigureKind.PERCENT} or noun is None:
        return None
    if noun in _UNCOUNTED or noun in _ANYBODY or noun in _FATES or noun in STOP_WORDS:
        return None
    own = placed.text[figure.end : figure.reach]
    terms = frozenset(singular(one) for one in content_terms(own)) - {noun}
    taken = _complement(after[len(_WORD.findall(own)) :])
    terms |= {singular(one) for one in taken if one not in STOP_WORDS}
    sort = family(figure)
    label = " ".join(own.split()).lower() if sort == "count" else f"of {_plural(noun)}"
    return Measured(f"{noun} {sort}", sort, label, terms)
