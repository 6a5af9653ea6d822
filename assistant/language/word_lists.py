"""Word lists, which are data files of the program (``assistant/data``) and read once each.

In a file a list is a text, its words parted by white space, in TOML; a ``_`` stands for the blank
inside a phrase. Tables of lists group words by what they mean.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

_FOLDER: Final = Path(__file__).parent.parent / "data"


def word_set(words: str) -> frozenset[str]:
    """The words of a list that is written as one text."""
    return frozenset(words.split())


def any_of(words: str) -> str:
    """A regular expression for any of the words, themselves expressions, of one text."""
    return f"(?:{'|'.join(words.split())})"


class WordLists:
    """The lists of a data file, or of a table in one.

    Raises:
        ValueError: what is asked for is missing, or no text (no table).
    """

    def __init__(self, file: str, table: Mapping[str, Any]) -> None:
        self._file = file
        self._table = table

    def in_order(self, name: str) -> tuple[str, ...]:
        """The words and phrases of a list, as the file has them."""
        return tuple(word.replace("_", " ") for word in self._typed(name, str).split())

    def words(self, name: str) -> frozenset[str]:
        """The words and phrases of a list."""
        return frozenset(self.in_order(name))

    def lines(self, name: str) -> tuple[str, ...]:
        """The lines of a list that are not empty."""
        return tuple(line for line in self._typed(name, str).splitlines() if line.strip())

    def pattern(self, *names: str) -> str:
        r"""A regular expression for any word of the lists, the longest first.

        A ``*`` stands for up to four more letters, and ``'`` for the curly apostrophe, too.
        """
        words = {word for name in names for word in self.in_order(name)}
        rising = sorted(words, key=lambda word: (-len(word), word))
        escaped = (re.escape(word).replace("'", "['’]") for word in rising)
        return f"(?:{'|'.join(escaped)})".replace(r"\*", r"\w{0,4}")

    def table(self, name: str) -> WordLists:
        """A table of lists."""
        return WordLists(f"{self._file} {name}", self._typed(name, dict))

    def keys(self, name: str) -> dict[str, str]:
        """The words of all lists of a table, each with the name of its list."""
        table = self.table(name)
        return {word: key for key in table.names for word in table.in_order(key)}

    def numbers(self, name: str) -> dict[str, int]:
        """The same for a table whose lists are named by whole numbers."""
        return {word: int(number) for word, number in self.keys(name).items()}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the lists, in order."""
        return tuple(self._table)

    def has(self, name: str) -> bool:
        """Whether there is such a list, table or mark (a mark counts where it is true)."""
        return bool(self._table.get(name))

    def _typed(self, name: str, kind: type) -> Any:
        found = self._table.get(name)
        if not isinstance(found, kind):
            raise ValueError(f"{self._file} has no {name} that is a {kind.__name__}")  # noqa: TRY004
        return found


@cache
def word_lists(file: str) -> WordLists:
    """The lists of a TOML file of ``assistant/data``, read the first time.

    Raises:
        ValueError: the file is no TOML.
    """
    return WordLists(file, tomllib.loads((_FOLDER / file).read_text(encoding="utf-8")))


def rows_of(file: str) -> tuple[str, ...]:
    """The lines of a plain text file, without those that are empty or begin with ``#``."""
    lines = (_FOLDER / file).read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line.strip() and not line.startswith("#"))


def numbers_of(file: str) -> dict[str, float]:
    """The numbers of a TOML file that has nothing else, by their names."""
    text = (_FOLDER / file).read_text(encoding="utf-8")
    return {name: float(number) for name, number in tomllib.loads(text).items()}
