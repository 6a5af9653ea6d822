"""An article with its versions as HTML: one of them to read, or what changed between two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from assistant.articles.versions import became_of, difference
from assistant.rendering.html import render
from assistant.rendering.html.articles import badges, source_html
from assistant.rendering.html.changes import changes_html
from assistant.rendering.later import became_in_words, older_in_words, version_in_words
from assistant.rendering.wording import sentences_in_words
from assistant.types import Article, CorrectionNote, cite
from assistant.versions import Version


class Face(StrEnum):
    """What of a version is shown: its text, what it changed, or what has changed since."""

    TEXT = "text"
    CHANGES = "changes"
    SINCE = "since"


@dataclass(frozen=True, slots=True)
class Cited:
    """What was clicked: the cited version's id, the sentences meant, and others cited of it."""

    article_id: str
    focus: tuple[int, ...] = ()
    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """An article of the library that is being read.

    ``versions`` are all of it, oldest first; ``place`` is that of the one that is shown.
    ``cited`` is what it was opened at, where that was a citation.
    """

    versions: tuple[Version, ...]
    place: int
    face: Face = Face.TEXT
    cited: Cited | None = None

    @property
    def version(self) -> Version:
        """The version that is shown."""
        return self.versions[self.place]


@dataclass(frozen=True, slots=True)
class _Button:
    """A button that shows another version, or another face of this one.

    ``name`` is what it is found again by when the page has changed. It cannot be pressed
    where there is no version at ``place``.
    """

    name: str
    words: str
    label: str
    place: int
    article_id: str
    face: Face
    pressed: bool | None = None


def opened_html(opened: Opened, *, corrections: Sequence[CorrectionNote] = ()) -> Markup:
    """An article of the library to read, with its versions where there are several.

    Args:
        opened: the article, and what of it is shown.
        corrections: what its newest version says of itself.
    """
    cited = opened.cited
    article = opened.version.article
    focus = _followed(opened, article, cited.focus if cited else ())
    return source_html(
        article,
        focus=focus,
        also=_followed(opened, article, cited.also if cited else ()),
        ask=cited is None and opened.version.withdrawn is None,
        story="" if opened.versions[-1].withdrawn else opened.versions[-1].article.id,
        place=_place(opened, focus) if cited else "",
        corrections=tuple(badges(corrections)),
        older=_older(opened),
        versions=_versions_html(opened) if len(opened.versions) > 1 else None,
        changes=_changes_html(opened),
    )


def _versions_html(opened: Opened) -> Markup:
    """Which version is shown, and the way to the others."""
    cited = opened.cited or Cited("")
    return render(
        "versions",
        said=version_in_words(opened.versions, opened.place),
        steps=_steps(opened),
        faces=_faces(opened),
        cited=cited.article_id,
        focus=",".join(map(str, cited.focus)),
        also=",".join(map(str, cited.also)),
    )


def _steps(opened: Opened) -> Iterator[_Button]:
    last, at = len(opened.versions) - 1, opened.place
    for name, words, place in (
        ("older", "← Older", at - 1),
        ("newer", "Newer →", at + 1),
        ("newest", "Newest", last if at < last else last + 1),
    ):
        there = 0 <= place <= last
        key = opened.versions[place].article.id if there else ""
        yield _Button(name, words, f"{name.capitalize()} version", place, key, opened.face)


def _faces(opened: Opened) -> Iterator[_Button]:
    """What can be shown of this version; the first changed nothing, nor anything the newest."""
    at, key = opened.place, opened.version.article.id
    before = "What changed from the version before to this one"
    since = "What changed since, up to the newest version"
    for face, words, label, there in (
        (Face.TEXT, "Text", "Text of this version", True),
        (Face.CHANGES, "What changed", before, at > 0),
        (Face.SINCE, "Changed since", since, at < len(opened.versions) - 1),
    ):
        if there or face is opened.face:
            yield _Button(face.value, words, label, at, key, face, face is opened.face)


# -- what was cited --------------------------------------------------------------------


def _cited_place(opened: Opened) -> int | None:
    """Which version was cited; of one that came back, its last time."""
    cited = opened.cited
    places = reversed(range(len(opened.versions)))
    return next(
        (n for n in places if cited and opened.versions[n].article.id == cited.article_id), None
    )


def _followed(opened: Opened, article: Article, indices: Sequence[int]) -> tuple[int, ...]:
    """Where sentences of the cited version stand in another one, changed or not."""
    place = _cited_place(opened)
    if place is None or not indices:
        return ()
    own = opened.versions[place].article
    if own.id == article.id:
        return tuple(indices)
    wanted = set(indices)
    return tuple(
        edit.after
        for edit in difference(own, article).sentences
        if edit.before in wanted and edit.after is not None
    )


def _place(opened: Opened, focus: Sequence[int]) -> str:
    """Where in the version that is shown the sentences are that were clicked."""
    place, shown = _cited_place(opened), opened.version.article
    present = [index for index in focus if index < len(shown.sentences)]
    where = sentences_in_words(present) if present else ""
    if place is None or opened.versions[place].article.id == shown.id:
        return f"Cited: {where}" if where else ""
    cited_from = f"Cited from version {place + 1}"
    return f"{cited_from}, here {where}" if where else f"{cited_from}, not in this one"


def _older(opened: Opened) -> str:
    """That this is an older version, and what became of the sentences that were clicked."""
    older, became = older_in_words(opened.version), _became(opened)
    return f"{older}. Since then: {became}" if became else older


def _became(opened: Opened) -> str:
    version, cited = opened.version, opened.cited
    if cited is None or version.newest or version.article.id != cited.article_id:
        return ""
    article, newest = version.article, opened.versions[-1].article
    indices = [index for index in cited.focus if index < len(article.sentences)]
    since = became_of([cite(article, index) for index in indices], cited=article, newest=newest)
    return became_in_words({index: since[article.id, index] for index in indices})


# -- what changed ----------------------------------------------------------------------


def _changes_html(opened: Opened) -> Markup | None:
    """What changed from the version before, or until the newest; None for the text alone."""
    last, at = len(opened.versions) - 1, opened.place
    if opened.face is Face.TEXT or not last:
        return None
    old, new = (at - 1, at) if opened.face is Face.CHANGES else (at, last)
    if old < 0:
        return changes_html("This is the first version that is kept: there is none before it.")
    if old == new:
        return changes_html("This is the newest version: nothing has changed since.")
    before, after = opened.versions[old].article, opened.versions[new].article
    focus = opened.cited.focus if opened.cited else ()
    return changes_html(
        f"From version {old + 1} to version {new + 1}",
        difference(before, after),
        was=_followed(opened, before, focus),
        now=_followed(opened, after, focus),
        language=after.language,
    )
