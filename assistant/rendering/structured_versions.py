"""Versions and what changed between them, as JSON documents."""

from __future__ import annotations

from assistant.rendering.structured import Document, article_document, notice_document
from assistant.versions import (
    Difference,
    Edit,
    History,
    Marked,
    MetadataEdit,
    SentenceEdit,
    Version,
)


def version_document(version: Version) -> Document:
    """A whole version of an article, with what took its place."""
    return {
        **article_document(version.article),
        "added": version.added.isoformat(),
        "newest": version.newest,
        "replaced": version.replaced.isoformat() if version.replaced else None,
        "replaced_by": version.replaced_by,
        "withdrawn": notice_document(version.withdrawn),
    }


def history_document(history: History) -> Document:
    """The versions of an article, oldest first, without their texts, and what changed.

    Sentences that are in both versions are counted, and not among ``sentences``.
    """
    return {
        "document_id": history.newest.article.id,
        "versions": [_version(version) for version in history.versions],
        "notices": [notice_document(notice) for notice in history.notices],
        "differences": [_difference(change) for change in history.differences],
    }


def _version(version: Version) -> Document:
    whole = version_document(version)
    left_out = {"text", "sentences", "language", "declared_language"}
    return {
        **{name: value for name, value in whole.items() if name not in left_out},
        "older_when_added": version.late,
        "sentences": len(version.article.sentences),
        "characters": len(version.article.text),
    }


def _difference(change: Difference) -> Document:
    return {
        "before": change.before,
        "after": change.after,
        "counts": {edit.value: change.count(edit) for edit in Edit},
        "about": [_about(about) for about in change.about],
        "sentences": [_edit(edit) for edit in change.sentences if edit.edit is not Edit.KEPT],
    }


def _about(about: MetadataEdit) -> Document:
    return {"name": about.name, "old": about.old, "new": about.new}


def _edit(edit: SentenceEdit) -> Document:
    return {
        "edit": edit.edit.value,
        "before_index": edit.before,
        "after_index": edit.after,
        "old": [_marked(words) for words in edit.old],
        "new": [_marked(words) for words in edit.new],
    }


def _marked(words: Marked) -> Document:
    return {"text": words.text, "changed": words.changed}
