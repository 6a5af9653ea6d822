"""Whether a statement swaps who did what to whom, from and to, or cause and effect.

Exact, and so narrow: two names with one verb of the past between them, active or passive
("A sued B", "B was sued by A"), a way from one name to another ("left A for B", "from A to
B"), and two clauses with a "because" between them. The sources must have the very act, way or
reason the other way round, and none of them as the statement has it. Everything else is the
entailment model's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from assistant.language.name_forms import may_be_same
from assistant.language.names import Name, find_names
from assistant.types import Reason, ReasonCode, VerdictKind
from assistant.verifying.lexical import stem, words_of
from assistant.verifying.sources import SourceSentence

_ASIDE: Final = r"(?:, [^,.;“”\"]{1,60},)?"
_VERB: Final = r"(?P<verb>[a-z]{2,14}(?:ed|id|ook|ade|ent|ght|ld|it|on|aid|oke|ove|ose|eat|ew|ut))"
_ACTIVE: Final = re.compile(
    rf"{_ASIDE} (?:(?:has|have|had|also|then|later|[a-z]{{2,12}}ly) ){{0,2}}{_VERB} (?:the |an? )?"
)
_PASSIVE: Final = re.compile(
    rf"{_ASIDE} (?:was|were|is|are|been|being|(?:has|have|had) been) (?:[a-z]{{2,12}}ly )?"
    r"(?P<verb>[a-z]{2,14}(?:ed|en|ght|ld|it|on|aid|ade|ent|ut|wn)) by (?:the |an? )?"
)
_FROM: Final = re.compile(r"\b(?:from|left) (?:the )?$")
_TO: Final = re.compile(rf"{_ASIDE} (?:to|for) (?:the )?")
_WAY: Final = "\0from-to"
_BECAUSE: Final = re.compile(r"(?P<effect>[^.;:]{3,200}) because (?:of )?(?P<cause>[^.;:,]{3,200})")
_BECAUSE_FIRST: Final = re.compile(
    r"Because (?:of )?(?P<cause>[^.;:,]{3,200}), (?P<effect>[^.;:]{3,200})"
)
_ALIKE: Final = 0.75  # the share of words from which two clauses are the same


@dataclass(frozen=True, slots=True)
class _Act:
    """What ``one`` did to the ``other``, by the stem of its verb; or the way between them."""

    verb: str
    one: Name
    other: Name

    @property
    def span(self) -> tuple[int, int]:
        """The characters from the first of the two to the last."""
        first, last = sorted((self.one, self.other), key=lambda name: name.start)
        return first.start, last.end


def side_reasons(statement: str, sources: Sequence[SourceSentence]) -> tuple[Reason, ...]:
    """A reason for each act, way or cause that the sources have the other way round.

    Args:
        statement: one sentence.
        sources: the sentences that it cites.
    """
    return (*_act_reasons(statement, sources), *_cause_reasons(statement, sources))


def _act_reasons(statement: str, sources: Sequence[SourceSentence]) -> list[Reason]:
    own = list(_acts(statement))
    if not own:
        return []
    held = [act for source in sources for act in _acts(source.text)]
    reasons = []
    for act in own:
        alike = [one for one in held if one.verb == act.verb]
        as_said = any(_same_sides(act, one.one, one.other) for one in alike)
        if not as_said and any(_same_sides(act, one.other, one.one) for one in alike):
            text = f"swaps {act.one.text} and {act.other.text}"
            reasons.append(
                Reason(ReasonCode.SIDES_SWAPPED, text, VerdictKind.UNSUPPORTED, *act.span)
            )
    return reasons


def _same_sides(act: _Act, one: Name, other: Name) -> bool:
    return may_be_same(act.one.words, one.words) and may_be_same(act.other.words, other.words)


def _cause_reasons(statement: str, sources: Sequence[SourceSentence]) -> list[Reason]:
    own = _cause_and_effect(statement)
    held = [found for source in sources if (found := _cause_and_effect(source.text))]
    if own is None or not held:
        return []
    cause, effect = own
    as_said = any(_same_words(cause, c) or _same_words(effect, e) for c, e in held)
    turned = any(_same_words(cause, e) and _same_words(effect, c) for c, e in held)
    if as_said or not turned:
        return []
    text = "turns cause and effect round"
    return [Reason(ReasonCode.SIDES_SWAPPED, text, VerdictKind.UNSUPPORTED)]


def _cause_and_effect(text: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """The words that carry meaning of "effect because cause" or "Because cause, effect"."""
    if found := _BECAUSE.search(text) or _BECAUSE_FIRST.match(text):
        cause, effect = words_of(found["cause"]).bag, words_of(found["effect"]).bag
        if cause and effect:
            return cause, effect
    return None


def _same_words(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _ALIKE * max(len(one), len(other))


def in_other_voice(
    statement: str, sources: Sequence[SourceSentence]
) -> Iterator[tuple[int, int, str]]:
    """The acts that sources tell in the other voice: where each stands, and their words for it."""
    for act in _acts(statement):
        for source in sources:
            for held in _acts(source.text):
                turned = (act.one.start < act.other.start) != (held.one.start < held.other.start)
                same = act.verb == held.verb and _same_sides(act, held.one, held.other)
                if turned and same:
                    yield (*act.span, source.text[slice(*held.span)])


@lru_cache(maxsize=4096)
def _acts(text: str) -> tuple[_Act, ...]:
    acts: list[_Act] = []
    for first, second in pairwise(find_names(text)):
        between = text[first.end : second.start]
        if passive := _PASSIVE.fullmatch(between):
            acts.append(_Act(stem(passive["verb"]), second, first))
        elif active := _ACTIVE.fullmatch(between):
            acts.append(_Act(stem(active["verb"]), first, second))
        elif _TO.fullmatch(between) and _FROM.search(text[: first.start]):
            acts.append(_Act(_WAY, first, second))
    return tuple(acts)
