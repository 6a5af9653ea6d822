"""Arguments to sources."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.errors import ReadingError, UsageError
from assistant.reading import Source, expand, read, read_each


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of files to read and not to read, which is also where we are."""
    for name in (
        *("b.txt", "a.md", "C.HTML", "picture.png", "no_suffix", ".hidden.txt"),
        *("sub/d.jsonl", "sub/.secret/e.txt", "sub/deep/f.pdf", ".git/g.txt", "other/h.xlsx"),
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(arguments: Sequence[str | Path]) -> list[str]:
    return [source.name for source in expand(arguments)]


@pytest.mark.usefixtures("folder")
def test_files_keep_the_order_they_are_given_in() -> None:
    assert names(["b.txt", "a.md", Path("sub/d.jsonl")]) == ["b.txt", "a.md", "sub/d.jsonl"]


@pytest.mark.usefixtures("folder")
def test_a_file_given_by_name_need_not_have_a_known_suffix() -> None:
    assert names(["no_suffix", ".hidden.txt", "picture.png"]) == [
        *("no_suffix", ".hidden.txt", "picture.png"),
    ]


@pytest.mark.usefixtures("folder")
def test_a_folder_gives_what_can_be_read_in_it_and_below() -> None:
    assert names(["."]) == ["C.HTML", "a.md", "b.txt", "sub/d.jsonl", "sub/deep/f.pdf"]


@pytest.mark.usefixtures("folder")
def test_patterns() -> None:
    assert names(["*.txt"]) == ["b.txt"]
    assert names(["[ab].*"]) == ["a.md", "b.txt"]
    assert names(["**/*.pdf"]) == ["sub/deep/f.pdf"]
    assert names(["su?"]) == ["sub/d.jsonl", "sub/deep/f.pdf"]


def test_a_file_whose_name_looks_like_a_pattern(folder: Path) -> None:
    (folder / "a[1].txt").write_text("x")
    assert names(["a[1].txt"]) == ["a[1].txt"]


def test_each_source_comes_once_under_its_first_name(folder: Path) -> None:
    (folder / "link.txt").symlink_to("b.txt")
    given: list[str | Path] = [
        "sub/../b.txt",
        "b.txt",
        folder / "b.txt",
        "link.txt",
        "-",
        "a.md",
        "-",
    ]
    assert names(given) == ["sub/../b.txt", "standard input", "a.md"]


def test_standard_input_has_no_path() -> None:
    assert expand(["-"]) == (Source("standard input", None),)


def test_nothing_gives_nothing() -> None:
    assert expand([]) == ()


def test_links_to_folders_are_not_followed_round_in_circles(folder: Path) -> None:
    (folder / "sub" / "loop").symlink_to(folder)
    (folder / "sub" / "self.txt").symlink_to("self.txt")
    assert names(["sub"]) == ["sub/d.jsonl", "sub/deep/f.pdf", "sub/self.txt"]


def test_names_that_are_not_unicode_can_be_shown(folder: Path) -> None:
    bad = folder / "caf\udce9.txt"
    try:
        bad.write_text("x")
    except OSError:
        pytest.skip("this file system takes Unicode names alone")
    (source,) = expand([bad])
    assert source.path == bad
    assert source.name.endswith("caf\ufffd.txt")


@pytest.mark.parametrize(
    ("argument", "message", "hint"),
    [
        ("missing.txt", "there is no file or folder 'missing.txt'", "spelling"),
        ("", "there is no file or folder ''", "spelling"),
        ("*.xyz", "nothing matches '*.xyz'", "pattern"),
        ("other", "nothing to read in the folder 'other'", ".txt, "),
        ("a\0b", "there is no file", "spelling"),
        ("word " * 2000, "there is no file", "standard input"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_is_not_there_is_a_wrong_use(argument: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        expand([argument])
    assert message in caught.value.message
    assert hint in str(caught.value.hint)
    assert len(str(caught.value)) < 300


@pytest.mark.usefixtures("folder")
def test_web_addresses_are_sources_of_their_own() -> None:
    address = "https://example.org/a?b=*"
    first, second, third = expand([address, "b.txt", "HTTP://example.org/", address])
    assert (first.url, first.path) == (address, None)
    assert (second.url, second.name) == (None, "b.txt")
    assert third.url == "HTTP://example.org/"


def test_nothing_is_fetched_in_the_reading_room() -> None:
    (source,) = expand(["https://example.org/a"])
    with pytest.raises(ReadingError, match="is a web address"):
        read(source, max_bytes=1_000)


def test_a_folder_on_disk_gives_its_archives_too(tmp_path: Path) -> None:
    for name in ("a.zip", "b.warc.gz", "c.tar.gz", "d.gz", "e.eml", "f.docx", "g.xml"):
        (tmp_path / name).write_bytes(b"x")
    names = [Path(source.name).name for source in expand([tmp_path])]
    assert names == ["a.zip", "b.warc.gz", "e.eml", "f.docx", "g.xml"]


def test_one_that_is_not_there_does_not_stop_the_others(folder: Path) -> None:
    good = folder / "good.txt"
    good.write_text("The harbour of Ostvik closed on Monday, the port said.")
    (folder / "bare").mkdir()
    sources = expand([str(good), "/nowhere/ferry.txt", f"{folder}/*.none", folder / "bare"])
    assert sources[0].missing is None
    outcomes = [one.outcome for source in sources for one in read_each(source, max_bytes=1000)]
    assert [getattr(outcome, "message", None) for outcome in outcomes] == [
        None,
        "there is no file or folder '/nowhere/ferry.txt'",
        f"nothing matches '{folder}/*.none'",
        f"there is nothing to read in the folder '{folder}/bare'",
    ]


def test_what_is_not_there_is_named_in_letters_that_can_be_written() -> None:
    with pytest.raises(UsageError) as caught:
        expand(["caf\udce9.txt"])
    assert caught.value.message == "there is no file or folder 'caf\ufffd.txt'"
