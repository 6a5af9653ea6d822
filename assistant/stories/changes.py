"""What changed in a library since a moment: what came, what it took the place of, what is gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Final

from assistant.articles.corrections import correction_notes
from assistant.articles.showable import lead_of
from assistant.articles.versions import difference
from assistant.examining import examined
from assistant.library.library import Library
from assistant.library.listing import has_come
from assistant.library.schema import outlet_key
from assistant.news import (
    Arrived,
    ArrivedStory,
    ChangesSince,
    Gone,
    Killed,
    Moved,
    Noted,
    Revised,
    Rewording,
)
from assistant.stopping import check_stopped
from assistant.stories.figures import make_figures
from assistant.telling import Quantity, Standing, Story
from assistant.types import (
    QUOTED,
    Article,
    ArticleSummary,
    Citation,
    CorrectionKind,
    Filters,
    Statement,
    day_of,
    headline,
    quoted,
)
from assistant.versions import Edit, Later, Version

_MOST: Final = 400
"""New articles that are read, the newest."""
_FIGURES: Final = 60
"""Articles of one story that are read for figures, the newest."""
_MENDED: Final = frozenset(
    {
        CorrectionKind.RETRACTION,
        CorrectionKind.CORRECTION,
        CorrectionKind.CLARIFICATION,
        CorrectionKind.EDITORS_NOTE,
    }
)
"""What an article says of itself that others have to know."""
_GONE: Final = frozenset({Later.CHANGED, Later.WITHDRAWN, Later.KILLED})


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for.

    Attributes:
        since: from when on.
        today: the present day: what is dated later is new only when it was added.
        topic: what it is about, empty for everything.
        terms: the topic's words as the library's index has them.
        about: the articles (ids) about the topic; None for all.
        filters: outlets, and the last day.
        only: the articles (ids) that alone are asked about, withdrawn ones too; None for all.
    """

    since: datetime
    today: date
    topic: str = ""
    terms: AbstractSet[str] = frozenset()
    about: AbstractSet[str] | None = None
    filters: Filters = Filters()
    only: AbstractSet[str] | None = None

    def came(self, moment: datetime | None) -> bool:
        """Whether a moment is within what is asked about."""
        if moment is None or moment < self.since:
            return False
        return self.filters.last is None or day_of(moment) <= self.filters.last

    def holds(self, article: ArticleSummary) -> bool:
        """Whether an article was published by the last day, and is one of those asked about."""
        last, published = self.filters.last, article.published
        if self.only is not None and article.id not in self.only:
            return False
        return last is None or (published is not None and day_of(published) <= last)

    def finds_new(self, article: ArticleSummary) -> bool:
        """Whether an article came since, of whatever outlet."""
        return has_come(article, self.since, today=self.today, last=self.filters.last)


@dataclass(frozen=True, slots=True)
class _Read:
    """An article as it is now, and the version that was the newest at the moment asked about."""

    summary: ArticleSummary
    article: Article
    before: Version | None = None


class Changes:
    """Tells what changed in a library.

    Args:
        library: it.
    """

    def __init__(self, library: Library) -> None:
        self._library = library

    def told(self, asked: Asked, *, cited: Iterable[Citation] = ()) -> ChangesSince:
        """What changed since, each sentence cited.

        Args:
            asked: what is looked for.
            cited: what kept answers cite.
        """
        found = self._library.catalogue.listing.came_since(
            asked.since, asked.filters, today=asked.today
        )
        found = [one for one in found if asked.about is None or one.id in asked.about]
        fit = [one for one in found if not one.withdrawn]
        read = self._read(fit[:_MOST], asked)
        new = [one for one in read if one.before is None]
        note = f"Only the newest {_MOST} of {len(fit):,} new articles were read"
        stories, moved = self._stories(new, read, asked)
        return ChangesSince(
            topic=asked.topic,
            since=asked.since,
            until=asked.filters.last,
            stories=stories,
            revised=tuple(_revised(one) for one in read if one.before is not None),
            corrected=tuple(noted for one in read for noted in _noted(one)),
            killed=self._killed(asked),
            gone=self._gone(asked, cited),
            moved=moved,
            read=len(read),
            notes=(note,) if len(fit) > _MOST else (),
        )

    def _read(self, summaries: Sequence[ArticleSummary], asked: Asked) -> list[_Read]:
        """The new articles, of later versions with the one that stood before."""
        known = self._library.catalogue.articles.by_id([one.id for one in summaries])
        found = []
        for one in summaries:
            check_stopped()
            if one.id not in known:
                continue
            before = None
            if one.older:
                versions = self._library.catalogue.versions.every(one.id)
                before = _standing_at(versions, asked.since)
                if before is not None and before.article.id == one.id:
                    before = None
            found.append(_Read(one, known[one.id], before))
        return found

    def _stories(
        self, new: Sequence[_Read], read: Sequence[_Read], asked: Asked
    ) -> tuple[tuple[ArrivedStory, ...], tuple[Moved, ...]]:
        """New articles by their stories, and the figures that moved by what came."""
        fresh = {one.summary.id: one for one in new}
        came = {one.summary.id: one for one in read}
        arrived: list[tuple[bool, ArrivedStory]] = []
        moved: list[Moved] = []
        for story in self._library.catalogue.stories.of(came, asked.filters):
            check_stopped()
            own = [one for one in story.articles if one.id in fresh]
            members = [one for one in story.articles if asked.holds(one)]
            later = came.keys() | {one.id for one in members if asked.finds_new(one)}
            moved += self._moved(story, members[:_FIGURES], came, later)
            if own:
                told = tuple(
                    Arrived(fresh[one.id].summary, lead_statement(fresh[one.id].article))
                    for one in own
                )
                known = sum(one.id not in later for one in members)
                arrived.append((story.pinned, ArrivedStory(story.id, story.title, told, known)))
        arrived.sort(key=lambda one: (not one[0], -len(one[1].outlets), -len(one[1].arrived)))
        return tuple(one for _, one in arrived), tuple(moved)

    def _moved(
        self,
        story: Story,
        members: Sequence[ArticleSummary],
        came: Mapping[str, _Read],
        later: AbstractSet[str],
    ) -> list[Moved]:
        """The figures of a story for which what came gives another one than what was known.

        ``later`` are all articles of the story (ids) that came since, also of other outlets.
        """
        olds = [came[one.id].before for one in members if one.id in came]
        before = [one.article for one in olds if one is not None]
        if not before and all(one.id in later for one in members):
            return []
        known = self._library.catalogue.articles.by_id([one.id for one in members])
        articles = [known[one.id] for one in members if one.id in known]
        figures = make_figures([*articles, *before])
        pairs = (_figure_moved(story.title, one, later) for one in figures.quantities)
        return [one for one in pairs if one is not None]

    def _killed(self, asked: Asked) -> tuple[Killed, ...]:
        found = []
        for key, notice in self._library.withdrawals.since(asked.since):
            version = self._library.catalogue.versions.version(key)
            if version is None or not asked.came(notice.came):
                continue
            article = version.article
            if self._concerns(asked, key, article.source, f"{article.title} {article.text}"):
                found.append(Killed(headline(article), notice))
        return tuple(found)

    def _gone(self, asked: Asked, cited: Iterable[Citation]) -> tuple[Gone, ...]:
        """The cited sentences of which something became since."""
        versions = self._library.catalogue.versions
        by_sentence = {(one.article_id, one.sentence_index): one for one in cited}
        found = []
        for key, since in versions.since(by_sentence.values()).items():
            citation = by_sentence[key]
            if since.later not in _GONE:
                continue
            if since.notice is not None:
                when = since.notice.came
            else:
                version = versions.version(citation.article_id)
                when = version.replaced if version else None
            text = f"{citation.title} {citation.quote}"
            if asked.came(when) and self._concerns(
                asked, citation.article_id, citation.source, text
            ):
                statement = Statement(citation.quote, (citation,), QUOTED)
                found.append(Gone(statement, since))
        return tuple(found)

    def _concerns(self, asked: Asked, version: str, source: str | None, text: str) -> bool:
        """Whether what no search finds any more is of the outlets, articles and topic."""
        if asked.only is not None:
            versions = self._library.catalogue.versions.every(version)
            if not versions or versions[-1].article.id not in asked.only:
                return False
        outlets = {outlet_key(one) for one in asked.filters.sources}
        if outlets and outlet_key(source) not in outlets:
            return False
        return asked.terms <= set(self._library.words.analyse(text))


def _standing_at(versions: Sequence[Version], moment: datetime) -> Version | None:
    """The version that was the newest in the library just before ``moment``; None: none was."""
    standing = None
    for one in versions:
        if not one.late and one.added < moment and (one.replaced is None or one.replaced >= moment):
            standing = one
    return standing


def lead_statement(article: Article) -> Statement | None:
    """The sentence that says what an article is about; None where it has no sentence."""
    if not article.sentences:
        return None
    index = examined(article.id, "lead", partial(lead_of, article), otherwise=0)
    return quoted(article, index)


def _revised(read: _Read) -> Revised:
    if read.before is None:
        raise AssertionError("a new version stands in the place of another")
    old, new = read.before.article, read.article
    change = difference(old, new)
    sentences = tuple(
        Rewording(
            None if one.before is None else quoted(old, one.before),
            None if one.after is None else quoted(new, one.after),
        )
        for one in change.sentences
        if one.edit is not Edit.KEPT
    )
    return Revised(read.summary, old.id, read.summary.added, change.about, sentences)


def _noted(read: _Read) -> list[Noted]:
    """The corrections that an article did not carry before."""
    old = correction_notes(read.before.article) if read.before else ()
    known = {note.text for note in old}
    found = []
    for note in correction_notes(read.article):
        if note.kind not in _MENDED or note.text in known:
            continue
        sentences = range(0)
        if note.first is not None and note.last is not None:
            sentences = range(note.first, note.last + 1)
        quotes = tuple(quoted(read.article, index) for index in sentences)
        found.append(Noted(headline(read.article), note, quotes))
    return found


def _figure_moved(title: str, quantity: Quantity, came: AbstractSet[str]) -> Moved | None:
    """The last figure of what was known and the newest of what came, where these differ."""

    def is_new(statement: Statement) -> bool:
        return all(one.article_id in came for one in statement.citations)

    olds = [one for one in quantity.reported if not is_new(one.statement)]
    news = [
        one
        for one in quantity.reported
        if is_new(one.statement) and one.standing is not Standing.CORRECTED
    ]
    if not olds or not news:
        return None
    before, after = olds[-1], news[-1]
    later = before.day is None or after.day is None or after.day >= before.day
    if not later or before.value == after.value:
        return None
    return Moved(title, quantity.label, quantity.unit, before, after)
