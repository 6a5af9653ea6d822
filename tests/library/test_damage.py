"""Whatever befalls the indexes, the catalogue gives them back; readers go on or are told."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.library.index_files import Sums
from tests.library.damaging import DAMAGES, small_steps
from tests.library.killing import Killer, killing
from tests.library.made import article, library, prepared
from tests.tiers import tiered

_BOTH = (0, 1)
"""Damages of each kind in every run: one to the vectors, one to the words."""


@pytest.fixture(scope="module")
def child() -> Iterator[Killer]:
    """The process whose children read and mend what is damaged."""
    with killing("tests.library.damaging") as process:
        yield process


@pytest.fixture(scope="module")
def sound(child: Killer, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """The folder of a library with several segments in both indexes; what is found in it."""
    home = tmp_path_factory.mktemp("sound") / "home"
    with pytest.MonkeyPatch.context() as patched:
        small_steps(patched.setitem)
        opened = library(home)
        for first in range(0, 30, 6):
            with opened.writing("testing"):
                opened.upsert([prepared(article(one)) for one in range(first, first + 6)])
        opened.close()
    assert list(home.rglob("data_level0.bin")), "no segment of Chroma's has been written"
    hits = _done(child, "read", home)["hits"]
    assert all(hits)
    return home, hits


def _done(child: Killer, task: str, home: Path) -> dict[str, Any]:
    assert child.killed(task, home) == 0
    found: dict[str, Any] = json.loads((home / "found.json").read_text())
    return found


def _damaged(sound: Path, home: Path, kind: str, seed: int) -> Path:
    shutil.copytree(sound, home)
    (home / "found.json").unlink()
    (index,) = (home / "indexes").iterdir()
    DAMAGES[kind](index / ("vectors", "words")[seed % 2], random.Random(f"{kind} {seed}"))
    return home


@pytest.mark.parametrize("seed", tiered(range(7), always=_BOTH))
@pytest.mark.parametrize("kind", DAMAGES)
def test_reindex_comes_back_from_any_damage(
    child: Killer, sound: tuple[Path, Any], tmp_path: Path, kind: str, seed: int
) -> None:
    home, hits = sound
    found = _done(child, "reindex", _damaged(home, tmp_path / "home", kind, seed))
    assert found == {"hits": hits, "problems": [], "folders": 1}


@pytest.mark.parametrize("task", ["read", "read-busy"])
@pytest.mark.parametrize("kind", DAMAGES)
def test_a_reader_of_damaged_indexes_finds_what_it_did(
    child: Killer, sound: tuple[Path, Any], tmp_path: Path, kind: str, task: str
) -> None:
    home, hits = sound
    seed = int(task == "read") + 2 * len(kind)
    found = _done(child, task, _damaged(home, tmp_path / "home", kind, seed))
    assert found.get("hits") == hits or "assistant reindex" in found["error"]


def test_what_is_sound_is_not_made_anew(
    child: Killer, sound: tuple[Path, Any], tmp_path: Path
) -> None:
    home, hits = sound
    shutil.copytree(home, tmp_path / "home")
    before = {path.name for path in (home / "indexes").iterdir()}
    for _ in range(2):
        assert _done(child, "read", tmp_path / "home")["hits"] == hits
    assert {path.name for path in (tmp_path / "home" / "indexes").iterdir()} == before


def test_what_chroma_has_not_written_yet_is_not_made_anew(child: Killer, tmp_path: Path) -> None:
    """It writes such files whenever it opens them, with whatever was in memory there."""
    home = tmp_path / "home"
    opened = library(home)
    with opened.writing("testing"):
        opened.upsert([prepared(article(one)) for one in range(3)])
    opened.close()
    before = [path.name for path in (home / "indexes").iterdir()]
    for _ in range(2):
        for changed in home.glob("indexes/*/vectors/*/length.bin"):
            changed.write_bytes(b"anything" + changed.read_bytes()[8:])
        assert any(_done(child, "read", home)["hits"])
    assert [path.name for path in (home / "indexes").iterdir()] == before


_FLIPS = 8
"""Files in which bytes are flipped, each in a copy of its own; in 24 more rounds by make slow."""


@pytest.mark.parametrize("round_", tiered(range(25), always=(0,)))
def test_flipped_bytes_end_no_reader(
    child: Killer, sound: tuple[Path, Any], tmp_path: Path, round_: int
) -> None:
    """Not even where native code would follow them; and it finds what it did."""
    home, hits = sound
    (index,) = (home / "indexes").iterdir()
    # Those that Chroma's native code believes, and one of each ending of tantivy's.
    files = {
        path.suffix if path.parent.name == "words" else path.name: path.relative_to(home)
        for path in sorted(index.rglob("*"))
        if path.is_file() and path.stat().st_size
    }
    choice = random.Random(round_)
    chosen = sorted(files.values())
    for path in choice.sample(chosen, _FLIPS):
        copy = tmp_path / str(path).replace("/", "-")
        shutil.copytree(home, copy)
        held = bytearray((copy / path).read_bytes())
        for _ in range(choice.choice((1, 8, 64))):
            held[choice.randrange(len(held))] ^= 1 << choice.randrange(8)
        (copy / path).write_bytes(held)
        found = _done(child, choice.choice(("read", "read-busy")), copy)
        assert found.get("hits") == hits or "assistant reindex" in found["error"], path
        shutil.rmtree(copy)


@pytest.mark.parametrize("place", ["indexes", "indexes/x", "vectors", "words/y"])
def test_remains_are_removed_by_the_next_writer(
    sound: tuple[Path, Any], tmp_path: Path, place: str
) -> None:
    home = tmp_path / "home"
    shutil.copytree(sound[0], home)
    if place == "indexes":
        shutil.rmtree(home / place)
        (home / place).write_text("no folder")
    else:
        (home / place).mkdir(parents=True)
        (home / place / "file").write_text("left by a process that was killed")
        (home / place).chmod(0)
    opened = library(home)
    with opened.writing("testing"):
        opened.upsert([prepared(article(99))])
    assert opened.indexes.disagreements() == []
    opened.close()
    assert len(list((home / "indexes").iterdir())) == 1
    assert not (home / "vectors").exists()
    assert not (home / "words").exists()


def test_segments_of_no_collection_are_removed_by_the_next_writer(
    sound: tuple[Path, Any], tmp_path: Path
) -> None:
    """And the vectors are not rebuilt for it: what an older program left is in the sums."""
    home = tmp_path / "home"
    shutil.copytree(sound[0], home)
    (index,) = (home / "indexes").iterdir()
    (segment,) = (index / "vectors").glob("*-*-*-*-*")
    remains = segment.with_name("0" * 8 + segment.name[8:])
    shutil.copytree(segment, remains)
    Sums(index).record()
    notices: list[str] = []
    opened = library(home, on_notice=notices.append)
    with opened.writing("testing"):
        assert list((index / "vectors").glob("*-*-*-*-*")) == [segment]
        opened.upsert([prepared(article(99))])
    opened.close()
    opened = library(home, on_notice=notices.append)
    with opened.writing("testing again"):
        assert opened.indexes.disagreements() == []
    opened.close()
    assert notices == []
    assert list((home / "indexes").iterdir()) == [index]
