"""The words that the program looks for, taken from its own lists and patterns, and its samples."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from types import ModuleType
from typing import Final

import assistant.language
import assistant.summarising
import assistant.verifying
from assistant.language.sentences import split_sentences

_ROOMS: Final = (assistant.language, assistant.verifying, assistant.summarising)
_WORD: Final = re.compile(r"[^\W\d_][\w’'-]+(?: [a-z]+)*")
_LONGEST: Final = 30


def modules_of(package: ModuleType) -> Iterator[ModuleType]:
    """The modules of a package, in the order of their names."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


def _strings(value: object, *, depth: int = 3) -> Iterator[str]:
    if type(value) is str:
        yield value
    elif isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield from _WORD.findall(value.pattern)
    elif isinstance(value, Mapping) and depth:
        for key, held in value.items():
            yield from _strings(key, depth=depth - 1)
            yield from _strings(held, depth=depth - 1)
    elif isinstance(value, tuple | list | set | frozenset) and depth:
        for one in value:
            yield from _strings(one, depth=depth - 1)


def _words() -> Iterator[str]:
    for package in _ROOMS:
        for module in modules_of(package):
            for name, value in vars(module).items():
                if not name.startswith("__"):
                    yield from (word for word in _strings(value) if 0 < len(word) <= _LONGEST)


def _sentences() -> Iterator[str]:
    for path in sorted(files("assistant").joinpath("samples").iterdir(), key=lambda one: one.name):
        text = path.read_text("utf-8") if path.name.endswith(".md") else ""
        yield from (text[one.start : one.end] for one in split_sentences(text))


_FIGURES: Final = ("1.5 million", "$1,200", "14", "3,5", "10:30 a.m.", "12.30 Uhr", "2024-02-30")
_DAYS: Final = ("March 3, 2025", "31 February", "on Monday", "in 0000", "year 9999", "1/2/25", "½")
_LABELS: Final = ("Correction:", "CORRECTED-", "Editor's note:", "KILL", "(Refiles to fix", "wrong")
_MARKS: Final = (
    ".",
    "!",
    "?",
    "…",
    ":",
    ";",
    ",",
    "—",
    "-",
    "“",
    "”",
    '"',
    "‘",
    "’",
    "'",
    "(",
    ")",
)
_CITED: Final = (
    "[1]",
    "[3, 5]",
    "[2-4]",
    "【6】",
    "[^2]",
    "**",
    "- ",
    "# ",
    "> ",
    "1. ",
    "<think>",
)

WORDS: Final = (
    *sorted(set(_words())),
    *((*_FIGURES, *_DAYS, *_LABELS, *_MARKS, *_CITED) * 12),
)
"""Words of the program's own lists, and a good share of figures, days, labels and marks."""
SENTENCES: Final = tuple(_sentences())
"""The sentences of the invented articles."""
