"""Benchmarks on public data: ``python -m eval benchmark NAME… --data FOLDER``.

Each table has simple baselines beside the program. With ``--write`` the tables replace those
of the same names in a document, with the day and the commit.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from eval.benchmarks import news_quiz, reader, squad2, summeval, wice
from eval.runs.running import commit

TABLES: Final[dict[str, tuple[str, str, Callable[[Path, Path], Iterator[str]]]]] = {
    "news-quiz": ("News quiz 2025: finding the answer", "news-quiz-2025", news_quiz.table),
    "wice": ("WiCE: the supporting sentences", "wice-dev", wice.table),
    "summeval": ("SummEval: summaries", "summaries", summeval.table),
    "reader": ("TREC QA and WikiQA: the reader", "answer-sentences", reader.table),
    "squad2": ("SQuAD 2.0: declining", "squad2-250", squad2.table),
}
"""Title, the folder of the data that is needed, and the rows."""


def section(name: str, data: Path, keep: Path) -> str:
    """The section of a document with the table ``name``."""
    title, _, table = TABLES[name]
    told = datetime.now(UTC).date().isoformat()
    head = f"## {title}\n\n`python -m eval benchmark {name} --data …`, {told}, commit {commit()}. "
    return head + "\n".join(table(data, keep)) + "\n"


def written(document: str, new: str) -> str:
    """``document`` with the section ``new`` in the place of the one of its title, or at the end."""
    title = new.partition("\n")[0]
    pattern = re.compile(rf"^{re.escape(title)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    if pattern.search(document):
        return pattern.sub(lambda _match: new + "\n", document).rstrip("\n") + "\n"
    return document.rstrip("\n") + "\n\n" + new


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m eval benchmark", description=__doc__)
    parser.add_argument(
        "names", nargs="+", choices=tuple(TABLES), metavar="NAME", help=", ".join(TABLES)
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of the data sets")
    parser.add_argument("--keep", type=Path, default=Path(".bench/retrieval"), help="for libraries")
    parser.add_argument("--write", type=Path, help="a document to put the tables into")
    given = parser.parse_args()
    for name in given.names:
        folder = given.data / TABLES[name][1]
        if not folder.is_dir():
            print(f"eval: {folder} is not there", file=sys.stderr)
            return 2
    # All before the first is written: a changed document would make the commit a changed one.
    sections = [section(name, given.data, given.keep) for name in given.names]
    print("\n".join(sections))
    if given.write:
        content = given.write.read_text(encoding="utf-8") if given.write.exists() else ""
        for made in sections:
            content = written(content, made)
        given.write.write_text(content, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
