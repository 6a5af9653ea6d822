"""All that is fuzzed: functions of text are found by themselves, the others are by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from hypothesis import strategies as st

import assistant.answering
import assistant.articles
import assistant.language
import assistant.reading
import assistant.rendering
import assistant.stories
import assistant.summarising
import assistant.verifying
from assistant.rendering import documents
from assistant.rendering.markdown import markdown_of
from assistant.rendering.word import word_of
from tests.fuzzing.by_hand import by_hand, shown
from tests.fuzzing.functions import Target, functions_of, target_of

_PACKAGES: Final = (
    assistant.language,
    assistant.articles,
    assistant.verifying,
    assistant.rendering,
    assistant.reading,
    assistant.answering,
    assistant.stories,
    assistant.summarising,
    assistant.stories,
)


_TIED: Final = frozenset(
    {
        "articles.stories.length_of",  # each term has its rarity
        "articles.stories.similarity",
        "articles.stories.weights_of",
        "language.english.english_cuts",  # the cuts come from the splitter
        "language.name_forms.are_initials",  # a name has words
        "language.name_forms.same_name",
        "language.name_forms.shortens",
        "language.passages.cut_passages",  # a length for every sentence
        "language.people.fits",  # a pronoun: "he" or "she"
        "language.people.spoke_on",
        "language.word_lists.numbers_of",  # a data file of the program
        "language.word_lists.rows_of",
        "language.word_lists.word_lists",
        "reading.canonical.title_from",  # a text has words
        "reading.metadata.first_of",  # a thing that records have names for
        "reading.metadata.names_for",
        "reading.xml.attribute_at",  # a path of ours
        "reading.xml.text_at",
        "reading.dates.parse_date",  # by hand: a ValueError is what it answers with
        "answering.duplicates.collapse",  # at least one is kept
        "rendering.html.statements.shown_source",  # a source has a citation
        "rendering.json.dumps",  # by what it is given: numbers are finite
        "rendering.html.filled",  # a template has a name
        "rendering.html.render",
        "rendering.html.stories.telling_html",  # a part of a page has a name
        "rendering.html.stories.untold_html",
        "rendering.html.versions.opened_html",  # by hand: the place is one of the versions'
        "rendering.sourcing.numbers_by_article",  # a source is cited
        "rendering.terminal.answers.statement_lines",  # at least one
        "rendering.terminal.answers.marks",  # a number for every article
        "rendering.terminal.answers.statement_spans",
        "rendering.word.packed",  # a footnote for every mark
    }
)
"""Functions whose arguments fit each other, and that are reached by others that are fuzzed."""


def _discovered() -> Iterator[Target]:
    for room in _PACKAGES:
        for name, function in functions_of(room):
            if name in _TIED:
                continue
            target = target_of(name, function, free=room is not assistant.rendering)
            if target is not None:
                yield _whole(target)


def _whole(target: Target) -> Target:
    """Terminal lines are printed, JSON is read back, and documents are laid out in both ways."""
    show: Callable[[Any], object]
    if target.name.startswith("rendering.") and target.name.endswith("_lines"):
        show = shown
    elif target.name.startswith("rendering.") and target.name.endswith("_document"):
        show = _json
    elif target.name.startswith("rendering.documents.") and ".of_" in target.name:
        show = _laid_out
    else:
        return target
    run = target.run
    return Target(target.name, target.values, lambda given: show(run(given)), target.allowed)


def _json(document: Any) -> None:
    from assistant.rendering.json import dumps

    json.loads(dumps(document))


def _laid_out(document: object) -> tuple[str, bytes]:
    assert isinstance(document, documents.Document)
    return markdown_of(document), word_of(document)


TARGETS: Final[Mapping[str, Target]] = {
    target.name: target for target in (*by_hand(), *_discovered())
}
"""Every target, by name."""
ROOMS: Final = tuple(dict.fromkeys(name.partition(".")[0] for name in TARGETS))
"""What the names of targets begin with."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A target, and a value for it."""

    target: Target
    value: Any


def in_room(room: str) -> st.SearchStrategy[Drawn]:
    """Any target of a room with any value for it."""
    of = [target for name, target in TARGETS.items() if name.startswith(f"{room}.")]
    return st.sampled_from(of).flatmap(lambda one: st.builds(Drawn, st.just(one), one.values))
