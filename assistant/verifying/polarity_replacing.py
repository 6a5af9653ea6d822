"""Whether a statement tells as done, in a verb of its own, what was offered or intended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from assistant.language.polarity_clauses import Word
from assistant.language.polarity_cues import AUXILIARIES
from assistant.language.polarity_words import MODALS, UNCERTAIN, words_of
from assistant.language.stems import VerbForm, stem, verb_form
from assistant.types import Reason, ReasonCode, VerdictKind
from assistant.verifying.polarity_sides import Side

_MEANT: Final = frozenset(
    map(
        stem,
        words_of(
            "offer propose agree promise pledge intend plan seek ask demand hope expect threaten "
            "bid aim vow want prepare consider request recommend urge try attempt mull weigh"
        ),
    )
)
"""Verbs of what is not done yet."""

_DONE: Final = frozenset(
    map(
        stem,
        words_of(
            "pay give hand award grant buy acquire sell sign receive provide deliver build finish "
            "complete win prove show establish secure close seal adopt approve pass introduce "
            "impose ban cut raise take get reach settle clinch achieve found open ship send lend "
            "spend invest transfer fire dismiss arrest charge jail sue beat take end appoint hire "
            "elect merge replace rebuild repay launch install move return increase reduce"
        ),
    )
)
"""Verbs that tell what was done."""

_AGREEMENT: Final = frozenset(
    map(stem, words_of("deal agreement offer proposal plan bid intention pact contract"))
)
_SUBJECTS: Final = words_of("he she it they we i who which")
_TOLD: Final = frozenset({VerbForm.PAST, VerbForm.ANY})
_BEFORE: Final = 4
_AFTER: Final = 5
_LEAST_AFTER: Final = 2
_MOST_CUES: Final = 20
"""Verbs of one source that are looked at."""


def replacing_reasons(said: Side, sources: Sequence[Side]) -> Iterator[Reason]:
    """A reason for each verb of ``said`` that stands where a source has "offered" or the like.

    The words before and after must be the same in both, and the statement must be sure.
    """
    done = tuple(_done(said, sources))
    if not done:
        return
    for source in sources:
        for cue in _meant(said, source):
            for here in done:
                if _stands_for(said, here, source, cue):
                    word = said.words[here]
                    yield Reason(
                        ReasonCode.MODALITY_DROPPED,
                        f"says “{said.written(here)}” as fact, "
                        f"the source says “{_quoted(source, cue)}”",
                        VerdictKind.PARTLY,
                        word.start,
                        word.end,
                    )
                    break


def _done(said: Side, sources: Sequence[Side]) -> Iterator[int]:
    """The verbs in the past that no source has, in clauses that have nothing uncertain."""
    for place, word in enumerate(said.words):
        if word.stem not in _DONE or verb_form(word.word) not in _TOLD:
            continue
        if place in said.denied or place in said.unsure:
            continue
        if any(word.stem in source.places for source in sources):
            continue
        if not any(_is_doubt(other) for other in _near(said, place)):
            yield place


def _near(text: Side, place: int) -> Iterator[Word]:
    clause = text.words[place].clause
    around = text.words[max(0, place - _BEFORE) : place + _AFTER + 1]
    return (word for word in around if word.clause == clause)


def _is_doubt(word: Word) -> bool:
    if word.word in MODALS or word.stem in _AGREEMENT:
        return True
    return word.stem in UNCERTAIN and word.stem not in _DONE


def _meant(said: Side, source: Side) -> Iterator[int]:
    cues = (
        place
        for place, word in enumerate(source.words)
        if word.stem in _MEANT
        and len(said.places.get(word.stem, ())) < len(source.places[word.stem])
        and place not in source.denied
    )
    for place, _ in zip(cues, range(_MOST_CUES), strict=False):
        yield place


def _stands_for(said: Side, here: int, source: Side, cue: int) -> bool:
    before = _before(said, here)
    if not before or before.isdisjoint(_before(source, cue)):
        return False
    starts = [cue + 1]
    if cue + 2 < len(source.words) and source.words[cue + 1].word == "to":
        starts.append(cue + 3)
    after = _after(said, here + 1)
    least = min(_LEAST_AFTER, len(after))
    return least > 0 and any(len(after & _after(source, at)) >= least for at in starts)


def _before(text: Side, place: int) -> frozenset[str]:
    """The stems of what stands before a verb and its auxiliaries, as far as its clause goes."""
    clause = text.words[place].clause
    return frozenset(
        word.stem
        for word in text.words[max(0, place - _BEFORE) : place]
        if word.clause == clause
        and word.word not in AUXILIARIES
        and (word.content or word.word in _SUBJECTS)
    )


def _after(text: Side, start: int) -> frozenset[str]:
    if start >= len(text.words):
        return frozenset()
    words = text.words[start : start + _AFTER]
    return frozenset(word.stem for word in words if word.content)


def _quoted(source: Side, cue: int) -> str:
    words = source.words
    last = cue
    if cue + 2 < len(words) and words[cue + 1].word == "to":
        last = cue + 2
    return source.text[words[cue].start : words[last].end]
