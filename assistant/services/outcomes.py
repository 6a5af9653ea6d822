"""What became of what was to be added: the outcomes that ``adding`` reports."""

from __future__ import annotations

from assistant.errors import FeedFoundError, ReadingError
from assistant.library.upserting import Change
from assistant.library.withdrawals import Withdrawal
from assistant.reports import AddedKind, AddOutcome
from assistant.types import Article, ArticleSummary, Notice


def article_outcome(
    name: str, article: Article, change: Change | None, notice: Notice | None
) -> AddOutcome:
    """What became of an article.

    Args:
        name: where it was read.
        article: the article.
        change: what keeping it did; None where there was nothing to do.
        notice: what withdraws it, where something does.
    """
    return AddOutcome(
        name=name,
        kind=_kind(change, notice),
        article_id=article.id,
        title=article.title,
        sentences=len(article.sentences),
        replaces=change.replaced if change else None,
        newer=change.newer if change else None,
        notice=notice,
    )


def notice_outcome(name: str, notice: Notice, withdrawal: Withdrawal | None) -> AddOutcome:
    """What became of a notice; None where it came a second time at once."""
    article = withdrawal.article if withdrawal else None
    known = withdrawal is None or not withdrawal.new
    kind = AddedKind.WITHDRAWN if article else AddedKind.NOTED
    newer = None
    if article is not None and withdrawal is not None and withdrawal.standing:
        kind, newer = AddedKind.OLDER, article.id
    return AddOutcome(
        name=name,
        kind=AddedKind.UNCHANGED if known else kind,
        article_id=article.id if article else None,
        title=article.title if article else None,
        sentences=len(article.sentences) if article else 0,
        newer=newer,
        notice=notice,
    )


def unchanged(name: str, kept: ArticleSummary) -> AddOutcome:
    """That an article is as it was when it was last read."""
    return AddOutcome(
        name=name,
        kind=AddedKind.UNCHANGED,
        article_id=kept.id,
        title=kept.title,
        sentences=kept.sentences,
    )


def failure(name: str, error: ReadingError) -> AddOutcome:
    """That something could not be read."""
    return AddOutcome(
        name=name,
        kind=AddedKind.FAILED,
        is_feed=isinstance(error, FeedFoundError),
        error=error.message,
        hint=error.hint,
    )


def _kind(change: Change | None, notice: Notice | None) -> AddedKind:
    if change is None or not change.changed:
        return AddedKind.UNCHANGED
    if change.newer:
        return AddedKind.OLDER
    if notice is not None:
        return AddedKind.WITHDRAWN
    if change.restored and not change.replaced:
        return AddedKind.RESTORED
    return AddedKind.REPLACED if change.replaced else AddedKind.ADDED
