"""Versions, what changed between them, and what became of cited sentences, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from assistant.examining import UNEXAMINED
from assistant.rendering.sourcing import CitedSource
from assistant.rendering.wording import long_date, sentences_in_words, short_id
from assistant.types import Citation, Notice
from assistant.versions import Changes, Difference, Edit, Later, Since, Version

_SAID = {
    Later.STANDS: "still there word for word",
    Later.CHANGED: "changed to",
    Later.WITHDRAWN: "withdrawn",
    Later.REMOVED: "removed from the library",
    Later.KILLED: "withdrawn by its provider",
    Later.NOT_EXAMINED: UNEXAMINED,
}


def changes_in_words(source: CitedSource, changes: Changes) -> str:
    """What became of the sentences that are cited of an article; empty where nothing has.

    ``changed since, now 77aa0b1c2d: sentence 2 still there word for word; sentence 4 withdrawn``
    """
    found = {
        citation.sentence_index: since
        for citation in source.citations
        if (since := since_of(citation, changes)) is not None
    }
    if not found:
        return ""
    if all(since.later is Later.REMOVED for since in found.values()):
        return "removed from the library since"
    killed = next((since for since in found.values() if since.later is Later.KILLED), None)
    if killed is not None:
        newer = f"; a later version is {short_id(killed.newest)}" if killed.newest else ""
        return f"{since_in_words(killed)} since; it must not be used{newer}"
    newest = next((since.newest for since in found.values() if since.newest), "")
    return f"changed since, now {short_id(newest)}: {became_in_words(found)}"


def became_in_words(found: Mapping[int, Since]) -> str:
    """``sentence 2 still there word for word; sentence 4 withdrawn``, by index from 0."""
    said: list[str] = []
    standing = [index for index, since in found.items() if since.later is Later.STANDS]
    if standing:
        said.append(f"{sentences_in_words(standing)} {_SAID[Later.STANDS]}")
    said += [
        f"{sentences_in_words([index])} {since_in_words(since)}"
        for index, since in found.items()
        if since.later is not Later.STANDS
    ]
    return "; ".join(said)


def difference_in_words(change: Difference) -> str:
    """``1 changed, 2 added, 14 as before``: how many sentences fared how."""
    told = ((Edit.CHANGED, "changed"), (Edit.ADDED, "added"), (Edit.REMOVED, "removed"))
    parts = [f"{number} {word}" for edit, word in told if (number := change.count(edit))]
    if not parts:
        return "no sentence differs"
    return f"{', '.join(parts)}, {change.count(Edit.KEPT)} as before"


def version_in_words(versions: Sequence[Version], place: int) -> str:
    """``Version 2 of 3, changed 26 November 2026, 14:05 UTC``: ``place`` counts from 0.

    When it changed the article says itself, else it is when the library found it changed.
    """
    version, before = versions[place], versions[place - 1] if place else None
    said = version.article.updated or version.article.published
    if before is None or (version.late and said is None):
        came = f"added {moment_in_words(version.added)}"
    elif said is not None and said != (before.article.updated or before.article.published):
        came = f"changed {moment_in_words(said)}"
    else:
        came = f"found changed {moment_in_words(version.added)}"
    return f"Version {place + 1} of {len(versions)}, {came}"


def older_in_words(version: Version) -> str:
    """That a version is an older one and when it was replaced, and what withdraws it.

    Empty for the newest that stands.
    """
    withdrawn = (
        f"withdrawn by its provider ({notice_in_words(version.withdrawn)})"
        if version.withdrawn
        else ""
    )
    if version.replaced is None:
        if not withdrawn:
            return ""
        return f"This article was {withdrawn}; it must not be used, and is not searched"
    if version.late:
        said = "This is an older version; it was older than the newest when it was added"
    else:
        said = f"This is an older version, replaced on {moment_in_words(version.replaced)}"
    return f"{said}. It was {withdrawn}; it must not be used" if withdrawn else said


def notice_in_words(notice: Notice) -> str:
    """``cancelled by urn:wire:ferry, version 2, on 7 March 2025, 14:05 UTC: “KILL: …”``."""
    came = f", on {moment_in_words(notice.came)}" if notice.came else ""
    words = f": “{notice.words}”" if notice.words else ""
    return f"{notice.status} by {notice.item}{came}{words}"


def moment_in_words(at: date) -> str:
    """``7 March 2025, 14:05 UTC``; the day alone where no time is known."""
    if not isinstance(at, datetime):
        return long_date(at)
    return f"{long_date(at)}, {at:%H:%M} {at.tzname() or ''}".rstrip()


def since_in_words(since: Since) -> str:
    """``changed to: “Eleven people died.”``, ``withdrawn``."""
    said = _SAID[since.later]
    if since.notice is not None:
        return f"{said} ({notice_in_words(since.notice)})"
    return f"{said}: “{since.text}”" if since.text is not None else said


def since_of(citation: Citation, changes: Changes) -> Since | None:
    """What became of a cited sentence; None where its version is the newest still."""
    return changes.get((citation.article_id, citation.sentence_index))
