"""Names in a speaker's phrase, and whether two of them may be one speaker's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from assistant.language.name_words import FIRST_NAMES, NO_NAMES, NUMBERS, TITLES, read_words
from assistant.language.word_lists import word_lists
from assistant.language.words import folded


@dataclass(frozen=True, slots=True)
class Name:
    """Who a phrase names.

    ``shown`` is the name as it is written, ``key`` its last word and ``words`` all words of
    the phrase that are names, as ``compared`` has them.
    """

    shown: str
    key: str
    words: tuple[str, ...]

    @property
    def own(self) -> tuple[str, ...]:
        """The words of ``shown`` as those of ``names.Name``, hyphenated ones in their parts."""
        return tuple(word.folded for word in read_words(self.shown))


_LISTS: Final = word_lists("names.toml")
_NAME_WORD: Final = re.compile(r"[^\W\d_](?:[\w’'&.‑‐-]{0,30}\w)?\.?")
_HEAD: Final = re.compile(
    r",| who | which | whose | whom | that |[;:(]| citing | in an? | on [A-Z]"
)
_LINK: Final = re.compile(r"\s(?:of|for|at|from|in|with|to|on|by|and|the)(?: the)?\s")
_ELIDED: Final = re.compile(r"[a-z]{1,2}[’'](?=[^\W\d_a-z])")  # the begin of "d’Arc"
_SHORTER: Final = {"usa": "us"}
_POSSESSIVES: Final = ("'s", "’s")
# Words that name no speaker, in whatever case; "April" and "May" speak as first names only.
_NEVER: Final = (NO_NAMES - _LISTS.words("speaking_names")) | NUMBERS
_NOT_NAMES: Final = _LISTS.words("spoken_for")
_INTRODUCING: Final = re.compile(_LISTS.pattern("introducing"))
_AROUND: Final = 110
_ENDS_APPOSITION: Final = re.compile(r"[.;”\"]|\b(?:said|says|told)\b")


def compared(text: str) -> tuple[str, ...]:
    """The words of ``text`` as names are compared: "O’Brien-Lind’s" is "obrienlind"."""
    written = ("".join(part.folded for part in read_words(word)) for word in text.split())
    words = (word.replace(".", "") for word in written)
    return tuple(_SHORTER.get(word, word) for word in words if word)


@lru_cache(maxsize=8192)
def name_in(phrase: str, *, around: str = "") -> Name | None:
    """The name in a speaker's ``phrase`` ("Aker spokesman Peter Hale"), or None.

    A first word that ``around`` also has in lower case is no name.
    """
    cut = _HEAD.search(phrase, 1)
    head = phrase[: cut.start()] if cut else phrase
    runs = list(_runs(head, around))
    if not runs and cut and cut[0] == ",":
        # "Its chief executive, Roland Lind" and "Lind's lawyer, Marion Hale".
        head = phrase[cut.end() :].split(",", maxsplit=1)[0]
        runs = list(_runs(head, around))
    if not runs:
        return None
    chosen = runs[0]
    for before, after in pairwise(runs):
        if _LINK.match(head, before.end):
            break
        chosen = after
    words = tuple(word for run in runs for word in run.words)
    return Name(chosen.shown, chosen.words[-1], words)


@dataclass(frozen=True, slots=True)
class _Run:
    shown: str
    words: tuple[str, ...]
    end: int


def _runs(head: str, around: str) -> Iterator[_Run]:
    run: list[re.Match[str]] = []
    for match in _NAME_WORD.finditer(head):
        if run and head[run[-1].end() : match.start()].strip():
            yield _run(head, run)
            run = []
        after = run[-1][0] if run else ""
        if _is_possessor(match[0], head[match.end() : match.end() + 1]):
            run = []  # "Ines Lind's lawyer" is not Ines Lind.
        elif _is_name(match[0], after=after, first=not match.start(), around=around):
            run.append(match)
        elif run:
            yield _run(head, run)
            run = []
    if run:
        yield _run(head, run)


def _is_possessor(word: str, following: str) -> bool:
    plural = word.endswith("s") and following in {"'", "’"}
    return word[0].isupper() and (word.endswith(_POSSESSIVES) or plural)


def _run(head: str, run: list[re.Match[str]]) -> _Run:
    shown = head[run[0].start() : run[-1].end()].rstrip(".")
    words = tuple(word for match in run for word in compared(match[0]))
    return _Run(shown, words, run[-1].end())


def _is_name(word: str, *, after: str, first: bool, around: str) -> bool:
    if not (word[0].isupper() or _ELIDED.match(word)):
        return False
    low = folded(word).strip(".")
    if low in TITLES or low in _NEVER:
        # "Stephen King", "Elizabeth May"; but "Mayor Lind", and no "CEO".
        return folded(after) in FIRST_NAMES and not word.isupper()
    if word.isupper() and len(low) > 1:
        return True
    ordinary = first and len(word) > 1 and f" {word.lower()} " in around
    return not ordinary and _NOT_NAMES.isdisjoint({low, re.split("[’']", low, maxsplit=1)[0]})


def named_alike(one: Name, other: Name, *, around: str) -> bool:
    """Whether two names may be one speaker's, by the names and by the article ``around``.

    They share their last word, or one is among the other's words (an office and who speaks
    for it), or is its initials, or ``around`` introduces one by the other.
    """
    return (
        one.key in other.words
        or other.key in one.words
        or _initials(one) == other.key
        or _initials(other) == one.key
        or _introduced_by(one, other, around)
        or _introduced_by(other, one, around)
    )


def _initials(name: Name) -> str:
    return "".join(word[0] for word in name.words) if len(name.words) > 1 else ""


@lru_cache(maxsize=4096)
def _introduced_by(person: Name, body: Name, around: str) -> bool:
    """Whether ``around`` has the person beside the body and a word for what they are to it."""
    last, other = person.shown.split()[-1], body.shown.split()[-1]
    for found in re.finditer(rf"(?<![^\W_]){re.escape(last)}(?![^\W_])", around):
        place = found.start()
        first = max(around.rfind(". ", 0, place) + 1, place - _AROUND // 2)
        before = around[first:place]
        after = around[place + len(last) : place + len(last) + _AROUND]
        after = _ENDS_APPOSITION.split(after, maxsplit=1)[0]
        after = after if after.startswith((",", " of ", " from ", " (")) else ""
        for stretch in (before.rsplit(",", 1)[-1], after):
            if other in stretch and _INTRODUCING.search(stretch):
                return True
    return False
