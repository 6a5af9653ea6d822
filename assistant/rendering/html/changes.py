"""What changed between two versions of an article as HTML, sentence by sentence.

What came stands in ``ins`` and what went in ``del``, and words say so too: neither colour nor
line alone tells it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Final

from markupsafe import Markup

from assistant.rendering.html import render
from assistant.rendering.later import difference_in_words, moment_in_words
from assistant.rendering.wording import count, sentences_in_words
from assistant.versions import Difference, Edit, Marked, MetadataEdit, SentenceEdit

_WORDS: Final = {
    Edit.KEPT: "as before",
    Edit.CHANGED: "changed",
    Edit.ADDED: "added",
    Edit.REMOVED: "removed",
}
_ABOUT: Final = {
    "headline": "Headline",
    "outlet": "Outlet",
    "by": "Byline",
    "published": "Date of publication",
    "updated": "Date of the update",
    "comparison": "Comparison",
}
_DATES: Final = frozenset({"published", "updated"})


@dataclass(frozen=True, slots=True)
class _ShownEdit:
    """A sentence and what became of it; without a kind, a run of sentences all as before."""

    kind: str
    words: str
    old: tuple[Marked, ...]
    new: tuple[Marked, ...]
    cited: bool = False


def changes_html(
    heading: str,
    change: Difference | None = None,
    *,
    was: Collection[int] = (),
    now: Collection[int] = (),
    language: str = "",
) -> Markup:
    """What changed, below a heading; sentences all as before are folded.

    Args:
        heading: between which versions, or why there is nothing to show.
        change: the difference, where there is one.
        was: sentences of the earlier version that are cited.
        now: sentences of the later version that are.
        language: that of the article.
    """
    return render(
        "changes",
        heading=heading,
        language=language,
        tally=difference_in_words(change) if change else "",
        about=tuple(map(_about, change.about)) if change else (),
        edits=tuple(_shown_edits(change, was=was, now=now)) if change else (),
    )


def _about(edit: MetadataEdit) -> MetadataEdit:
    """A change of what is not text, named and dated as a person would."""
    name = _ABOUT[edit.name]
    if edit.name in _DATES:
        return MetadataEdit(name, _day_in_words(edit.old), _day_in_words(edit.new))
    return MetadataEdit(name, edit.old, edit.new)


def _day_in_words(stated: str) -> str:
    if not stated:
        return ""
    read = datetime.fromisoformat if "T" in stated else date.fromisoformat
    return moment_in_words(read(stated))


def _shown_edits(
    change: Difference, *, was: Collection[int], now: Collection[int]
) -> Iterator[_ShownEdit]:
    """The edits in their order; what neither changed nor is cited is put together."""

    def cited(edit: SentenceEdit) -> bool:
        return edit.before in was or edit.after in now

    def quiet(edit: SentenceEdit) -> bool:
        return edit.edit is Edit.KEPT and not cited(edit)

    for together, edits in groupby(change.sentences, key=quiet):
        if together:
            run = [words for edit in edits for words in (*edit.new, Marked(" "))]
            number = len(run) // 2
            yield _ShownEdit("", f"{count(number, 'sentence')} as before", (), tuple(run))
        else:
            for edit in edits:
                said = _edit_in_words(edit)
                yield _ShownEdit(edit.edit.value, said, edit.old, edit.new, cited(edit))


def _edit_in_words(edit: SentenceEdit) -> str:
    """``Sentence 2 changed``, with its new number where it has another."""
    index = edit.before if edit.before is not None else edit.after
    said = f"{sentences_in_words([index or 0]).capitalize()} {_WORDS[edit.edit]}"
    moved = None not in (edit.before, edit.after) and edit.before != edit.after
    return f"{said}, now {sentences_in_words([edit.after or 0])}" if moved else said
