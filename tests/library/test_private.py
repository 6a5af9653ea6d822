"""A library's files are its owner's alone, and one that cannot be written to can be read."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.errors import LibraryError, LibraryReadOnlyError
from assistant.library.conversations import Conversations
from assistant.library.index_notes import mark_unindexed
from assistant.reports import CheckState
from tests.library.made import article, folder_indexes, library, prepared, record
from tests.samples import copy

_NOBODY = 65534

_MAKING = """
import os, sys
os.umask(0)
from pathlib import Path
from assistant.assistant import Assistant
from assistant.services.intake import SAMPLES
home = Path(sys.argv[1])
with Assistant(home=home) as assistant:
    assistant.add(SAMPLES / "01-ferry-capsizes.md")
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


def test_nobody_else_can_read_what_is_kept(tmp_path: Path) -> None:
    """Where the umask takes nothing away from what others may."""
    subprocess.run([sys.executable, "-c", _MAKING, str(tmp_path / "above" / "home")], check=True)


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


def _use_as_nobody(own: Path, homes: Path) -> None:
    """Uses libraries which this process may only read, from now on; says how each went."""
    for path in (homes, *homes.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    # Nobody's settings are their own, and not in a folder of whoever runs the tests.
    os.environ["XDG_CONFIG_HOME"] = str(own)
    letter = own / "letter.txt"
    letter.write_text("A ferry was late on Monday. Nobody was hurt.")
    letter.chmod(0o644)
    # Whoever is nobody may not import from everywhere: all is imported before.
    with Assistant(home=own / "warm") as assistant:
        assistant.add(letter)
        assistant.ask("How many people were rescued?")
        assistant.as_retriever().invoke("rescue at sea")
        assistant.doctor(deep=True)
    if os.geteuid() == 0:
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)
    told = {}
    for home in sorted(homes.iterdir()):
        assert not os.access(home, os.W_OK)
        try:
            _use(home, letter, damaged=home.name == "damaged")
        except Exception:  # noqa: BLE001 - told to the test of this library
            told[home.name] = traceback.format_exc()
        else:
            told[home.name] = "used"
    print(json.dumps(told))


if __name__ == "__main__":
    _use_as_nobody(Path(sys.argv[1]), Path(sys.argv[2]))


_KILLED = """
import os, sys
from assistant.assistant import Assistant
assistant = Assistant(home=sys.argv[1])
assistant.remove(assistant.articles()[0].id)
assistant.add_samples()
os._exit(0)
"""


@pytest.fixture(scope="module")
def used(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """How it went to use libraries that cannot be written to, each left in another state."""
    folder = tmp_path_factory.mktemp("read-only")
    folder.chmod(0o755)
    for above in folder.parents[: len(folder.parents) - 2]:
        if above.stat().st_uid == os.geteuid():
            above.chmod(above.stat().st_mode | 0o011)
    homes, own = folder / "homes", folder / "own"
    homes.mkdir()
    own.mkdir()
    own.chmod(0o777)
    for state in ("closed", "killed", "unindexed", "damaged"):
        copy(sample_library, homes / state)
    subprocess.run([sys.executable, "-c", _KILLED, str(homes / "killed")], check=True)
    assert (homes / "killed" / "catalogue.sqlite-wal").stat().st_size
    with Assistant(home=homes / "unindexed") as assistant:
        assistant.backup(homes / "backup")
        keys = [one.id for one in assistant.articles()[:2]]
        with assistant._resources.library.catalogue.database.transaction() as connection:
            for key in keys:
                mark_unindexed(connection, key)
    (index,) = (homes / "damaged" / "indexes").iterdir()
    (index / "words" / "meta.json").write_bytes(b"{")
    (index / "vectors" / "chroma.sqlite3").write_bytes(b"")
    done = subprocess.run(
        [sys.executable, "-m", "tests.library.test_private", str(own), str(homes)],
        env={**os.environ, "TMPDIR": str(own), "HOME": str(own)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, str] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("state", ["closed", "killed", "unindexed", "backup", "damaged"])
def test_a_library_that_cannot_be_written_to_can_be_read(used: dict[str, str], state: str) -> None:
    assert used[state] == "used"


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


def test_a_fresh_backup_is_sound_and_answers_at_once(sample_library: Path, tmp_path: Path) -> None:
    with Assistant(home=copy(sample_library, tmp_path / "home")) as assistant:
        assistant.backup(tmp_path / "copy")
    with Assistant(home=tmp_path / "copy") as saved:
        for _ in range(2):
            states = {check.name: check.state.value for check in saved.doctor(deep=True)}
            assert "failed" not in states.values()
            answer = saved.ask("How many people were rescued?")
            assert "164" in " ".join(one.text for one in answer.statements)
        assert states["indexes"] == "ok"


def test_older_indexes_beside_the_catalogue_are_used_until_made_anew(tmp_path: Path) -> None:
    opened = library(tmp_path)
    with opened.writing("testing"):
        opened.upsert([prepared(article(1))])
    opened.close()
    (index,) = (tmp_path / "indexes").iterdir()
    for name in ("vectors", "words"):
        shutil.move(index / name, tmp_path / name)
    record(opened, "indexes", "")
    opened.close()
    shutil.rmtree(tmp_path / "indexes")
    opened = library(tmp_path)
    with opened.writing("testing"):
        opened.upsert([prepared(article(2))])
    assert folder_indexes(opened).vectors.folder == tmp_path / "vectors"
    assert opened.indexes.disagreements() == []
    with opened.rebuilding("testing"):
        opened.indexes.rebuild()
    assert opened.indexes.disagreements() == []
    opened.close()
    assert not (tmp_path / "vectors").exists()
