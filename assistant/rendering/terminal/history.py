"""The versions of an article, and what changed between them, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.rendering.later import (
    difference_in_words,
    moment_in_words,
    notice_in_words,
    older_in_words,
)
from assistant.rendering.terminal import Line, Span, blank, line
from assistant.rendering.wording import count, long_date, outlet, short_id
from assistant.versions import Difference, Edit, History, Marked, SentenceEdit, Version


def history_lines(history: History, *, marks: bool) -> list[Line]:
    """A history: the versions, oldest first, then what changed from each to the next.

    Args:
        history: the versions.
        marks: whether changed words are put into ``[-…-]`` and ``{+…+}``, for a page without
            colours; else they stand out by colour.
    """
    newest = history.newest.article
    head = f"{count(len(history.versions), 'version')} of "
    lines = [line(head, (newest.title, "bold")), blank()]
    lines += [_version_line(version) for version in history.versions]
    lines += [
        line(("withdrawn", "bold red"), f"  {notice_in_words(notice)}", indent=2, hanging=2)
        for notice in history.notices
    ]
    for change in history.differences:
        lines += [blank(), *_difference_lines(change, marks=marks)]
    return lines


def older_lines(version: Version) -> list[Line]:
    """That a version is an older one or withdrawn, and how to see more; nothing for others."""
    if not (said := older_in_words(version)):
        return []
    command = f"assistant history {short_id(version.article.id)}"
    return [line((f"{said}. What changed: {command}", "yellow")), blank()]


def _version_line(version: Version) -> Line:
    article = version.article
    stated = article.updated or article.published
    dated = f"{'updated' if article.updated else 'published'} {long_date(stated)}"
    parts = [
        outlet(article.source),
        *([dated] if stated else []),
        f"added {moment_in_words(version.added)}",
    ]
    if version.withdrawn:
        parts.append("withdrawn")
    if version.newest:
        parts.append("the newest")
    elif version.late:
        parts.append("older than the newest when it was added")
    else:
        parts.append(f"replaced by {short_id(version.replaced_by or '')}")
    return line((short_id(article.id), "cyan"), "  ", " · ".join(parts), indent=2, hanging=2)


def _difference_lines(change: Difference, *, marks: bool) -> Iterator[Line]:
    yield line(
        "From ",
        (short_id(change.before), "cyan"),
        " to ",
        (short_id(change.after), "cyan"),
        f": {difference_in_words(change)}",
    )
    for about in change.about:
        yield line(f"{about.name}: {about.old or '–'} → {about.new or '–'}", indent=2, hanging=2)
    kept = 0
    for edit in change.sentences:
        if edit.edit is Edit.KEPT:
            kept += 1
            continue
        if kept:
            yield _kept_line(kept)
        kept = 0
        yield from _edit_lines(edit, marks=marks)
    if kept and kept < len(change.sentences):
        yield _kept_line(kept)


def _kept_line(number: int) -> Line:
    return line((f"… {count(number, 'sentence')} as before", "dim"), indent=2)


def _edit_lines(edit: SentenceEdit, *, marks: bool) -> Iterator[Line]:
    whole = edit.edit is not Edit.CHANGED
    if edit.before is not None:
        spans = _spans(edit.old, "[-", "-]", "red", marks=marks and not whole)
        yield line(("- ", "red"), (f"§{edit.before + 1} ", "dim"), *spans, indent=2, hanging=2)
    if edit.after is not None:
        spans = _spans(edit.new, "{+", "+}", "green", marks=marks and not whole)
        yield line(("+ ", "green"), (f"§{edit.after + 1} ", "dim"), *spans, indent=2, hanging=2)


def _spans(
    words: tuple[Marked, ...], opening: str, closing: str, colour: str, *, marks: bool
) -> Iterator[Span]:
    for each in words:
        if not each.changed:
            yield each.text
        elif marks:
            yield f"{opening}{each.text}{closing}"
        else:
            yield (each.text, f"bold {colour}")
