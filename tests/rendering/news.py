"""What is new in a library, made by hand, for the tests of how it is shown."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

from assistant.news import (
    Arrived,
    ArrivedStory,
    Brief,
    Briefing,
    ChangesSince,
    Gone,
    Killed,
    Moved,
    Noted,
    Revised,
    Rewording,
)
from assistant.telling import Reported, Standing
from assistant.types import (
    Article,
    ArticleSummary,
    CorrectionKind,
    CorrectionNote,
    Notice,
    headline,
)
from assistant.versions import Later, MetadataEdit, Since
from tests.rendering.made import article
from tests.rendering.told import HARBOUR, LEDGER, RADIO, quoted

CAME = datetime(2031, 3, 8, 9, 5, tzinfo=UTC)


def summary(made: Article) -> ArticleSummary:
    """What a list shows of an article."""
    return ArticleSummary(
        made.id,
        made.title,
        made.source,
        made.url,
        made.authors,
        made.published,
        CAME,
        made.origin,
        len(made.sentences),
        len(made.text),
    )


def arrived(made: Article) -> Arrived:
    """A new article with its first sentence."""
    return Arrived(summary(made), quoted(made, 0))


def changes_of(first: Article, second: Article, third: Article, *, words: str) -> ChangesSince:
    """One of each kind of change; ``words`` stand wherever text does."""
    notice = Notice(origin=words, item=words, status="killed", words=words, came=CAME)
    figures = [
        Reported(Fraction(n), words, quoted(one, 0), one.published, Standing.NEWEST)
        for n, one in ((19, first), (27, third))
    ]
    note = CorrectionNote(second.id, CorrectionKind.CORRECTION, words, 0, 0)
    return ChangesSince(
        topic=words,
        since=CAME,
        until=None,
        stories=(ArrivedStory(third.id, words, (arrived(third), arrived(second)), 1),),
        revised=(
            Revised(
                summary(second),
                first.id,
                CAME,
                (MetadataEdit("headline", words, words),),
                (
                    Rewording(quoted(first, 0), quoted(second, 0)),
                    Rewording(None, quoted(second, 0)),
                    Rewording(quoted(first, 0), None),
                ),
            ),
        ),
        corrected=(Noted(headline(second), note, (quoted(second, 0),)),),
        killed=(Killed(headline(third), notice),),
        gone=(
            Gone(quoted(first, 0), Since(Later.CHANGED, text=words, newest=second.id)),
            Gone(quoted(first, 0), Since(Later.KILLED, notice=notice)),
        ),
        moved=(Moved(words, words, words, *figures),),
        read=3,
        notes=(words,),
    )


CHANGES = changes_of(HARBOUR, LEDGER, RADIO, words="the ferry")


def hostile_changes(words: str) -> ChangesSince:
    """Changes in which all text is ``words``."""
    made = article(words or "x", title=words, source=words, url=f"https://x.example/{words}")
    return changes_of(made, made, made, words=words)


def briefing_of(first: Article, second: Article, third: Article, *, words: str) -> Briefing:
    """A briefing of two stories; ``words`` stand wherever text does."""
    told = (quoted(first, 0), quoted(second, 0))
    followed = Brief(
        "a" * 16, words, told, (quoted(third, 0),), 2, 3, (words, words), headline(third), words
    )
    other = Brief("b" * 16, words, told[:1], (), 1, 0, (words,), headline(first), pinned=True)
    return Briefing(CAME.date(), CAME, (followed, other), 1, 3, (words,))


BRIEFING = briefing_of(HARBOUR, LEDGER, RADIO, words="the ferry")


def hostile_briefing(words: str) -> Briefing:
    """A briefing in which all text is ``words``."""
    made = article(words or "x", title=words, source=words, url=f"https://x.example/{words}")
    return briefing_of(made, made, made, words=words)
