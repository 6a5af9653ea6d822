"""Backing up: the copy is a library of its own, or there is none."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.errors import LibraryError, UsageError
from assistant.library.conversations import Conversations
from assistant.library.exchange import back_up
from assistant.library.library import Library
from tests.library.carried import held
from tests.library.made import library


def test_a_backup_is_a_library_of_its_own(filled: Library, tmp_path: Path) -> None:
    kept = Conversations(filled.home)
    told = kept.start("somebody", at=datetime(2025, 3, 1, tzinfo=UTC))
    kept.close()
    report = back_up(filled, tmp_path / "copies" / "monday")
    assert report.files == ("catalogue.sqlite", "conversations.sqlite")
    with pytest.raises(UsageError):
        back_up(filled, tmp_path / "copies" / "monday")
    assert [one.name for one in (tmp_path / "copies").iterdir()] == ["monday"]
    copy = library(tmp_path / "copies" / "monday")
    copy.indexes.sync()
    assert copy.indexes.disagreements() == []
    assert held(copy) == held(filled)
    copy.close()
    again = Conversations(tmp_path / "copies" / "monday")
    assert again.get("somebody", told.id).id == told.id
    again.close()


def test_a_damaged_catalogue_is_not_backed_up(filled: Library, tmp_path: Path) -> None:
    with pytest.raises(LibraryError):
        filled.catalogue.database.copy_to(tmp_path)
    assert not (tmp_path / "copy").exists()
