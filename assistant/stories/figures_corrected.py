"""Figures that an article's own note says were wrong, beside the figure that is right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from assistant.articles.corrections import correction_notes
from assistant.language.words import content_terms
from assistant.stories.figures_groups import Events, Group
from assistant.stories.figures_mentions import Mention
from assistant.types import Article, CorrectionKind, CorrectionNote
from assistant.verifying.figures_context import Placed, family, placed_figures

_KINDS: Final = frozenset({CorrectionKind.CORRECTION, CorrectionKind.CLARIFICATION})
_MOST: Final = 12
"""Figures of a note that are looked at."""
_SAME_STORY: Final = 0.1
"""Likeness of two articles from which on a note of one is about a figure of the other."""
_SHARED: Final = 2
"""Words of a figure's sentence that a note has which is about it, beside the unit."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A figure in a note of correction: in which article, and which sentence of it."""

    article: Article
    index: int
    placed: Placed
    words: frozenset[str]


def noted_in(article: Article) -> tuple[Noted, ...]:
    """The figures in the correction notes of ``article``, right and wrong ones."""
    return tuple(
        Noted(article, index, placed, words)
        for note in correction_notes(article)
        if note.kind in _KINDS and note.first is not None
        for words in (frozenset(content_terms(note.text)),)
        for index, placed in _figures(article, note)
    )


def _figures(article: Article, note: CorrectionNote) -> Iterator[tuple[int, Placed]]:
    left = _MOST
    for index in range(note.first or 0, (note.last or 0) + 1):
        text = " ".join(article.sentence_text(index).split())
        for placed in placed_figures(text)[:left]:
            if placed.figure.values:
                left -= 1
                yield index, placed


def set_right(
    groups: Sequence[Group], noted: Sequence[Noted], events: Events
) -> list[tuple[Group, frozenset[int]]]:
    """The quantities, with the places of those of their figures that a note says were wrong.

    A figure of a note is a wrong one where its article gives another, as what the note is
    about. What other articles of the story give as the same and with that value is wrong as
    well; where none does, the note's own sentence stands for it.
    """
    held = [list(group) for group in groups]
    wrong: list[list[Mention]] = [[] for _ in held]
    for note in noted:
        found = _about(note, held)
        if found is None:
            continue
        place, own = found
        others = _others(note, own, held, events)
        for other, one in others:
            held[other].remove(one)
        told = [one for _, one in others] or [
            replace(own, article=note.article, index=note.index, placed=note.placed)
        ]
        wrong[place] += [one for one in told if one not in wrong[place]]
    made = []
    for group, taken in zip(held, wrong, strict=True):
        ordered = sorted([*group, *taken], key=lambda one: one.order)
        marked = frozenset(n for n, one in enumerate(ordered) if one in taken)
        if ordered:
            made.append((ordered, marked))
    return made


def _about(note: Noted, groups: Sequence[Group]) -> tuple[int, Mention] | None:
    """The quantity that a note is about, and the figure of its article for it, if another."""
    best: tuple[int, int, Mention] | None = None
    for place, group in enumerate(groups):
        for own in group:
            if own.article.id != note.article.id or not _same_unit(note, own):
                continue
            shared = len(own.words & note.words)
            named = own.what.key.split(" ")[0] in note.words or own.what.label in note.words
            if named and shared >= _SHARED and (best is None or shared > best[0]):
                best = (shared, place, own)
    if best is None or best[2].figure.values == note.placed.figure.values:
        return None
    return best[1], best[2]


def _others(
    note: Noted, own: Mention, groups: Sequence[Group], events: Events
) -> list[tuple[int, Mention]]:
    """The same wrong figure where other articles of the story give it."""
    return [
        (place, one)
        for place, group in enumerate(groups)
        if group and group[0].what.key == own.what.key
        for one in group
        if one.figure.values == note.placed.figure.values
        and _same_unit(note, one)
        and events.likeness(one.article, own.article) >= _SAME_STORY
    ]


def _same_unit(note: Noted, one: Mention) -> bool:
    figure = note.placed.figure
    return family(figure) == family(one.figure) and figure.unit == one.figure.unit
