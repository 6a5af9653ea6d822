"""What keeping a library in order has done, as JSON documents."""

from __future__ import annotations

from assistant.rendering.structured import Document, removal_document
from assistant.reports import BackupReport, ExportReport, ImportReport, PruneReport


def export_document(report: ExportReport) -> Document:
    """An exported file and what it holds."""
    return {
        "path": report.path,
        "articles": report.articles,
        "versions": report.versions,
        "rows": report.rows,
        "model": report.model,
        "bytes": report.size,
    }


def import_document(report: ImportReport) -> Document:
    """What became of the articles of an imported file."""
    return {
        "path": report.path,
        "added": report.added,
        "replaced": report.replaced,
        "older": report.older,
        "unchanged": report.unchanged,
        "versions": report.versions,
        "rows": report.rows,
        "vectors_taken": report.vectors,
    }


def backup_document(report: BackupReport) -> Document:
    """A backup."""
    return {"path": report.path, "files": list(report.files), "bytes": report.size}


def prune_document(report: PruneReport) -> Document:
    """The articles that were removed, or would be."""
    return {
        **removal_document(report.articles),
        "before": report.before.isoformat(),
        "dry_run": report.dry,
    }
