"""A statement laid along its sources, word by word: what it took over, and where it cut.

A statement that shortens a sentence stays true when it leaves out an aside, and becomes false
when it joins the beginning of one clause to the end of another. Where the cuts are tells them
apart, without knowing any grammar beyond the small words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import Final, NamedTuple

from assistant.language.words import STOP_WORDS
from assistant.verifying.lexical import stem, word_set

_LONGEST: Final = 4_000
_CACHED: Final = 4_096
_TOKEN: Final = re.compile(
    r"\d++(?:[.,:]\d++)*+|[^\W\d_]++(?:['’][^\W\d_]++)?+|[,.;:!?()\[\]\"“”–—-]"
)
_CLITICS: Final = word_set("s re ve ll d m t")
_UNCONTRACTED: Final = {"can": "can", "won": "will", "shan": "shall"}
_DETERMINERS: Final = word_set("a an the this that these those his her its their our my")
_PREPOSITIONS: Final = word_set(
    "of in on at by for from with to into onto over under about after against among before "
    "behind between beyond during inside near off outside per than through toward towards "
    "upon via within without across as"
)
_JOINING: Final = word_set(
    "and or but nor yet so because although though while when where who which that if whether "
    "since until how why what whom whose"
)
_AUXILIARIES: Final = word_set("has have had would could may might must shall should not")
_SMALL: Final = STOP_WORDS | _PREPOSITIONS | _JOINING | _AUXILIARIES | _CLITICS
_OPEN: Final = _PREPOSITIONS | _DETERMINERS | _JOINING
"""Words that promise another: what stands after them belongs to them."""

_NEGATIONS: Final = word_set("not never no nor neither hardly barely")

_MISSING: Final = 1.0
_MISSING_SMALL: Final = 0.6
_FORWARD: Final = 0.55
_ACROSS_MARKS: Final = 0.1
_BACKWARD: Final = 1.1
_FAR: Final = 0.004
_FARTHEST: Final = 250
_TIE: Final = 1e-9
_MOST_PLACES: Final = 12
_MOST_STATES: Final = 24
_MODIFIERS: Final = 2
"""Words that may be left out between a small word and a noun as its adjectives."""


class Kind(Enum):
    """What sort of token it is."""

    CONTENT = auto()
    SMALL = auto()
    MARK = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or a mark of punctuation, in lower case, and its stem."""

    text: str
    stem: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Alignment:
    """What a statement took from its sources; counts of words unless said otherwise.

    Attributes:
        words: how many words the statement has.
        cost: of the cheapest way to lay it along the sources; 0 for a run of them.
        new: content words that the sources do not have.
        repeated: words that stand twice where the sources have one.
        backward: jumps back, which change the order.
        cuts: places where something is left out, articles and marks aside.
        beheaded: cuts after which a noun has lost what followed it.
        reattached: cuts after a small word that now governs something else.
        negations: cuts that left out a "not".
        mid_phrase: whether it begins in the middle of a phrase.
        broken_off: whether it ends in one.
        dangling: whether its last word is a small one.
    """

    words: int
    cost: float = 0.0
    new: int = 0
    repeated: int = 0
    backward: int = 0
    cuts: int = 0
    beheaded: int = 0
    reattached: int = 0
    negations: int = 0
    mid_phrase: bool = False
    broken_off: bool = False
    dangling: bool = False


def align(statement: str, sources: Sequence[str]) -> Alignment:
    """Lays ``statement`` along ``sources``, one after the other.

    What lies beyond 4,000 characters of a text is not looked at.
    """
    own = [token for token in tokens(statement) if token.kind is not Kind.MARK]
    theirs = [token for source in sources for token in (*tokens(source), _END)]
    if not own:
        return Alignment(words=0)
    places, cost = _cheapest(own, theirs)
    return _counted(own, theirs, places, cost)


def tokens(text: str) -> tuple[Token, ...]:
    """The words and marks of ``text``; "n't" is "not", a genitive's "'s" nothing."""
    return _tokens(text[:_LONGEST])


_END: Final = Token(".", "", Kind.MARK)


@lru_cache(maxsize=_CACHED)
def _tokens(text: str) -> tuple[Token, ...]:
    found: list[Token] = []
    for match in _TOKEN.finditer(text.lower().replace("’", "'")):
        token = match[0]
        if not token[0].isalnum():
            found.append(Token(token, "", Kind.MARK))
            continue
        word, _, clitic = token.partition("'")
        if clitic == "t" and word.endswith("n"):
            found += (_word(_UNCONTRACTED.get(word, word[:-1] or "not")), _word("not"))
        elif clitic and clitic not in _CLITICS:
            found += (_word(word), _word(clitic))
        else:
            found.append(_word(word))
    return tuple(found)


def _word(text: str) -> Token:
    return Token(text, stem(text), Kind.SMALL if text in _SMALL else Kind.CONTENT)


class _State(NamedTuple):
    """The cheapest way to where the last word that was found stands, at ``at`` (-1: none yet).

    ``cost`` is beside that of finding no word at all, ``word`` the place of that word in the
    statement. A bare tuple: hundreds are made for one statement.
    """

    cost: float
    at: int
    word: int
    before: _State | None


def _cheapest(own: Sequence[Token], theirs: Sequence[Token]) -> tuple[list[int], float]:
    """The place of each of ``own`` among ``theirs``, -1 for none; and what that costs.

    A beam over the places where a word occurs (Viterbi): a word that goes on where the last
    one stood is free. Costs are kept beside that of finding nothing, so that a word which
    occurs nowhere changes no state.
    """
    occurrences: dict[str, list[int]] = {}
    for place, token in enumerate(theirs):
        if token.kind is not Kind.MARK:
            occurrences.setdefault(token.stem, []).append(place)
    states = [_State(0.0, -1, -1, None)]
    nothing = 0.0
    for word, token in enumerate(own):
        missing = _MISSING if token.kind is Kind.CONTENT else _MISSING_SMALL
        nothing += missing
        places = occurrences.get(token.stem)
        if places is None:
            continue
        cheapest = {state.at: state for state in states}
        for place in places[:_MOST_PLACES]:
            best, before = math.inf, states[0]
            for state in states:
                if state.cost >= best:
                    break  # they are in the order of their cost, and a step costs something
                cost = state.cost + _step(state.at, place, theirs)
                if cost < best - _TIE:  # of two as cheap, the later cut
                    best, before = cost, state
            best -= missing
            if place not in cheapest or best < cheapest[place].cost:
                cheapest[place] = _State(best, place, word, before)
        states = sorted(cheapest.values(), key=_COST)[:_MOST_STATES]
    return _traced(states[0], len(own)), nothing + states[0].cost


_COST: Final = itemgetter(0)


def _traced(last: _State, words: int) -> list[int]:
    places = [-1] * words
    state: _State = last
    while state.before is not None:
        places[state.word] = state.at
        state = state.before
    return places


def _step(last: int, place: int, theirs: Sequence[Token]) -> float:
    """What it costs to go on at ``place`` after ``last``."""
    if place == last + 1:
        return 0.0
    if last < 0:
        return _ACROSS_MARKS
    if place <= last:
        return _BACKWARD
    distance = place - last
    if distance <= 3 and all(t.kind is Kind.MARK for t in theirs[last + 1 : place]):  # noqa: PLR2004 - closing marks
        return _ACROSS_MARKS
    return _FORWARD + _FAR * min(distance, _FARTHEST)


def _counted(
    own: Sequence[Token], theirs: Sequence[Token], places: Sequence[int], cost: float
) -> Alignment:
    found = [place for place in places if place >= 0]
    cuts = [
        _Cut(first, second, tuple(theirs[start + 1 : end]))
        for (first, start), (second, end) in pairwise(zip(own, places, strict=True))
        if 0 <= start < end - 1
    ]
    cuts = [cut for cut in cuts if cut.says_something]
    last = places[-1]
    return Alignment(
        words=len(own),
        cost=cost,
        new=sum(
            place < 0 and token.kind is Kind.CONTENT
            for token, place in zip(own, places, strict=True)
        ),
        repeated=len(found)
        - len(set(found))
        + sum(first.stem == second.stem for first, second in pairwise(own)),
        backward=sum(0 <= second < first for first, second in pairwise(places)),
        cuts=len(cuts),
        beheaded=sum(cut.beheads for cut in cuts),
        reattached=sum(cut.reattaches for cut in cuts),
        negations=sum(cut.negates for cut in cuts),
        mid_phrase=places[0] > 0 and _is_within_phrase(theirs[places[0] - 1]),
        broken_off=0 <= last < len(theirs) - 1 and theirs[last + 1].kind is Kind.CONTENT,
        dangling=own[-1].kind is Kind.SMALL,
    )


def _is_within_phrase(before: Token) -> bool:
    """Whether what follows ``before`` belongs to it; an article alone does not say so."""
    return before.kind is Kind.CONTENT or before.text in _PREPOSITIONS


@dataclass(frozen=True, slots=True)
class _Cut:
    """Two neighbours of the statement, and what stands between them in the source."""

    first: Token
    second: Token
    between: tuple[Token, ...]

    @property
    def _words(self) -> tuple[Token, ...]:
        return tuple(token for token in self.between if token.kind is not Kind.MARK)

    @property
    def says_something(self) -> bool:
        return any(token.text not in _DETERMINERS for token in self._words)

    @property
    def negates(self) -> bool:
        return any(token.text in _NEGATIONS for token in self._words)

    @property
    def reattaches(self) -> bool:
        if self.first.text not in _OPEN:
            return False
        return not self._only_modifiers

    @property
    def _only_modifiers(self) -> bool:
        return len(self.between) <= _MODIFIERS and all(
            token.kind is Kind.CONTENT for token in self.between
        )

    @property
    def beheads(self) -> bool:
        if self.first.kind is not Kind.CONTENT or self.between[0].kind is not Kind.CONTENT:
            return False
        modifies = self.second.kind is Kind.CONTENT and self._only_modifiers
        return not modifies
