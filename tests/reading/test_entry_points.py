"""Formats that other distributions have read, by entry points."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from assistant.reading.formats import ENTRY_POINTS
from assistant.reading.workers import INLINE
from tests.packages import installed as installed_package

ROOT = Path(__file__).parents[2]
DOCUMENTED = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
READ = """
import json, sys
from assistant.errors import ReadingError
from assistant.reading import expand, read_each
for source in expand([sys.argv[1]]):
    for reading in read_each(source, max_bytes=10_000_000):
        made = reading.outcome
        failed = isinstance(made, ReadingError)
        print(json.dumps(made.message if failed else [made.title, made.text, made.origin]))
"""


def block(kind: str) -> str:
    """The only piece of the documentation in a language."""
    (found,) = re.findall(rf"```{kind}\n(.*?)```", DOCUMENTED, re.DOTALL)
    return str(found)


def installed(folder: Path, *, code: str = block("python")) -> Path:
    """A folder in which the documented distribution is installed."""
    points = tomllib.loads(block("toml"))["project"]["entry-points"]
    (module,) = {value.partition(":")[0] for value in points[ENTRY_POINTS].values()}
    lines = {
        group: "".join(f"{name} = {value}\n" for name, value in points[group].items())
        for group in points
    }
    return installed_package(folder, modules={module: code}, points=lines)


def read(path: Path, *, site: Path) -> list[object]:
    """What another process makes of the files in a folder."""
    start = f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(site)!r}]\n{READ}"
    done = subprocess.run(
        [sys.executable, "-c", start, str(path)], capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("rows", [2, INLINE // 20])
def test_the_documented_reader_reads_files_of_a_folder(tmp_path: Path, rows: int) -> None:
    lines = ["title,text", *(f"T{number},The ferry sank {number} times." for number in range(rows))]
    table = tmp_path / "news" / "a.csv"
    table.parent.mkdir()
    table.write_text("\n".join(lines), encoding="utf-8")
    found = read(table.parent, site=installed(tmp_path))
    assert len(found) == rows
    assert found[1] == ["T1", "The ferry sank 1 times.", f"{table}#T1"]


@pytest.mark.parametrize(
    "code", ["def read(part, terms):\n    return iter([1 / 0])\n", "import nothing_like_it"]
)
def test_a_reader_that_fails_costs_its_file_alone(tmp_path: Path, code: str) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.csv").write_text("title,text\n", encoding="utf-8")
    (news / "b.txt").write_text("The ferry sank.", encoding="utf-8")
    failed, made = read(news, site=installed(tmp_path, code=code))
    assert re.search(r"a\.csv cannot be read: the reader desk_tables:read fails \(", str(failed))
    assert isinstance(made, list)


def test_the_programs_own_formats_stay_its_own(tmp_path: Path) -> None:
    site = installed(tmp_path)
    points = next(site.glob("*.dist-info")) / "entry_points.txt"
    points.write_text(points.read_text().replace("csv", "txt"))
    (tmp_path / "b.txt").write_text("The ferry sank.", encoding="utf-8")
    assert read(tmp_path / "b.txt", site=site) == [
        ["The ferry sank", "The ferry sank.", str(tmp_path / "b.txt")]
    ]
