"""A library's files are its owner's alone, and one that cannot be written to can be read."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.errors import LibraryError, LibraryReadOnlyError
from assistant.library.conversations import Conversations
from assistant.reports import CheckState
from tests.library.made import article, library, prepared

_NOBODY = 65534

_MAKING = """
import os, sys
os.umask(int(sys.argv[1], 8))
from pathlib import Path
from assistant.assistant import Assistant
home = Path(sys.argv[2])
with Assistant(home=home) as assistant:
    assistant.add_samples()
    assistant.ask("How many people were rescued?")
    assistant.conversations.start("me", at=__import__("datetime").datetime.now())
    assistant.backup(home.parent / "copies" / "backup")
    assistant.export(home.parent / "copies" / "all.gz")
    assistant.reindex()
    # While they are open: the files that SQLite has beside a database.
    open_to_others = [
        (str(path), oct(path.lstat().st_mode))
        for folder in (home, home.parent / "copies" / "backup")
        for path in (folder, *folder.iterdir())
        if path.lstat().st_mode & 0o077
    ]
    assert (home / "catalogue.sqlite-wal").exists()
assert not open_to_others, open_to_others
assert not (home.parent / "copies" / "all.gz").stat().st_mode & 0o077
"""


@pytest.mark.parametrize("umask", ["000", "022"])
def test_nobody_else_can_read_what_is_kept(tmp_path: Path, umask: str) -> None:
    subprocess.run(
        [sys.executable, "-c", _MAKING, umask, str(tmp_path / "above" / "home")], check=True
    )


def test_what_an_older_program_left_open_is_closed(tmp_path: Path) -> None:
    home = tmp_path / "home"
    library(home).close()
    Conversations(home).close()
    (home / "vectors").mkdir()
    for path in (home, *home.iterdir()):
        path.chmod(0o777 if path.is_dir() else 0o666)
    library(home).close()
    assert [path.name for path in (home, *home.iterdir()) if path.stat().st_mode & 0o077] == []


def test_a_folder_that_holds_other_things_is_left_as_it_is(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "letter.txt").write_text("not the library's")
    for path in (home, home / "letter.txt"):
        path.chmod(0o755)
    library(home).close()
    assert (home.stat().st_mode & 0o777, (home / "letter.txt").stat().st_mode & 0o777) == (
        0o755,
        0o755,
    )
    assert (home / "catalogue.sqlite").stat().st_mode & 0o777 == 0o600


def _use(home: Path, letter: Path, *, damaged: bool) -> None:
    """Everything that reads, and what is told to everything that writes."""
    with Assistant(home=home) as assistant:
        listed = assistant.articles()
        assert len(listed) == 28
        assert assistant.article(listed[0].id).text
        assert "164" in " ".join(
            one.text for one in assistant.ask("How many people were rescued?").statements
        )
        assert assistant.as_retriever().invoke("rescue at sea")
        checks = assistant.doctor(deep=True)
        failed = [check for check in checks if check.state is CheckState.FAILED]
        assert bool(failed) == damaged
        assert all("assistant reindex" in str(check.hint) for check in failed)
        for write in (
            lambda: assistant.remove(listed[0].id),
            lambda: assistant.add(letter),
            assistant.reindex,
            lambda: assistant.reindex(embed=True),
            lambda: assistant.prune("1d"),
        ):
            with pytest.raises(LibraryReadOnlyError, match="is read-only"):
                write()


def _use_as_nobody(home: Path, own: Path, state: str) -> None:
    """Uses a library which this process may only read, from now on."""
    for path in (home, *home.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    # Nobody's settings are their own, and not in a folder of whoever runs the tests.
    os.environ["XDG_CONFIG_HOME"] = str(own)
    # Whoever is nobody may not import from everywhere: all is imported before.
    shutil.copytree(home, own / "warm")
    for path in (own / "warm", *(own / "warm").rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
    letter = own / "letter.txt"
    letter.write_text("A ferry was late on Monday. Nobody was hurt.")
    letter.chmod(0o644)
    with Assistant(home=own / "warm") as assistant:
        assistant.add(letter)
        assistant.ask("How many people were rescued?")
        assistant.as_retriever().invoke("rescue at sea")
        assistant.doctor(deep=True)
    if os.geteuid() == 0:
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)
    assert not os.access(home, os.W_OK)
    _use(home, letter, damaged=state == "damaged")


if __name__ == "__main__":
    _use_as_nobody(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])


@pytest.mark.parametrize("state", ["closed", "killed", "unindexed", "backup", "damaged"])
def test_a_library_that_cannot_be_written_to_can_be_read(tmp_path: Path, state: str) -> None:
    tmp_path.chmod(0o755)
    for above in tmp_path.parents[: len(tmp_path.parents) - 2]:
        if above.stat().st_uid == os.geteuid():
            above.chmod(above.stat().st_mode | 0o011)
    home = tmp_path / "home"
    script = f"""
import os
from assistant.assistant import Assistant
assistant = Assistant(home={str(home)!r})
assistant.add_samples()
if {state!r} == "killed":
    os._exit(0)
if {state!r} == "unindexed":
    keys = [one.id for one in assistant.articles()[:2]]
    from assistant.library.index_notes import mark_unindexed
    with assistant._resources.library.catalogue.database.transaction() as connection:
        for key in keys:
            mark_unindexed(connection, key)
if {state!r} == "backup":
    assistant.backup({str(tmp_path / "copy")!r})
assistant.close()
"""
    subprocess.run([sys.executable, "-c", script], check=True)
    if state == "killed":
        assert (home / "catalogue.sqlite-wal").stat().st_size
    if state == "damaged":
        (index,) = (home / "indexes").iterdir()
        (index / "words" / "meta.json").write_bytes(b"{")
        (index / "vectors" / "chroma.sqlite3").write_bytes(b"")
    if state == "backup":
        home = tmp_path / "copy"
    own = tmp_path / "own"
    own.mkdir()
    own.chmod(0o777)
    done = subprocess.run(
        [sys.executable, "-m", "tests.library.test_private", str(home), str(own), state],
        env={**os.environ, "TMPDIR": str(own), "HOME": str(own)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_a_read_only_folder_without_a_library_is_told(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "x").symlink_to(home)
    if os.geteuid() == 0:
        home = Path("/proc/1")  # which not even root may write to
    else:
        home.chmod(0o555)
    with pytest.raises(LibraryError, match="read-only"):
        library(home)


def test_a_fresh_backup_is_sound_and_answers_at_once(tmp_path: Path) -> None:
    with Assistant(home=tmp_path / "home") as assistant:
        assistant.add_samples()
        assistant.backup(tmp_path / "copy")
    with Assistant(home=tmp_path / "copy") as copy:
        for _ in range(2):
            states = {check.name: check.state.value for check in copy.doctor(deep=True)}
            assert "failed" not in states.values()
            answer = copy.ask("How many people were rescued?")
            assert "164" in " ".join(one.text for one in answer.statements)
        assert states["indexes"] == "ok"


def test_older_indexes_beside_the_catalogue_are_used_until_made_anew(tmp_path: Path) -> None:
    opened = library(tmp_path)
    with opened.writing("testing"):
        opened.keep([prepared(article(1))])
    opened.close()
    (index,) = (tmp_path / "indexes").iterdir()
    for name in ("vectors", "words"):
        shutil.move(index / name, tmp_path / name)
    opened.catalogue.facts.put("indexes", "")
    opened.close()
    shutil.rmtree(tmp_path / "indexes")
    opened = library(tmp_path)
    with opened.writing("testing"):
        opened.keep([prepared(article(2))])
    assert opened.vectors.folder == tmp_path / "vectors"
    assert opened.indexes.disagreements() == []
    with opened.rebuilding("testing"):
        opened.indexes.rebuild()
    assert opened.indexes.disagreements() == []
    opened.close()
    assert not (tmp_path / "vectors").exists()
