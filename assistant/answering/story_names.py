"""What a story is called in a question: a few words of its headlines, as its articles write them.

A headline is a sentence, and none can be asked for the latest on a sentence. A name that several
headlines have is one; else the words that they share and that stand in the articles as a noun
does, behind "the", "in" or "of"; else a name of the title, or the one that its articles begin with.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from assistant.language.names import Name, NameKind, find_names
from assistant.language.words import STOP_WORDS, words_in
from assistant.telling import Story
from assistant.types import Article

_LONGEST: Final = 5
"""Words of what a story is called."""
_READ: Final = 12_000
"""Characters of an article in which it is looked for."""
_BEGINNING: Final = 3_000
"""Characters of its beginning whose names count where no headline has one."""
_AGAIN: Final = 3
"""How often it is named there, in all, at least."""
_MOST: Final = 60
"""Words of a headline that are looked at."""
_WITHIN: Final = frozenset({"of", "the", "in", "for", "on"})
_AFTER: Final = r"the|a|an|in|on|of|about|for|with|from|by|at|over|into"
_AFTER_ANY: Final = r"\w+"
"""What stands before a noun, and before a name."""
_WORD: Final = re.compile(r"\w[\w.’'-]*\w|\w")


def short_name(story: Story, articles: Sequence[Article]) -> str:
    """What ``story`` is called in a question; empty where nothing short says it.

    Args:
        story: the story.
        articles: some of its articles, the newest first; only English ones give a name.
    """
    if story.named and len(_WORD.findall(story.title)) <= _LONGEST and story.title.isprintable():
        return story.title.rstrip(" ?!.")
    texts = [one.text[:_READ] for one in articles if one.language.startswith("en")]
    if not texts:
        return ""
    own = [one.text for one in find_names(story.title) if one.kind is NameKind.NAME]
    tried = (
        (_several_words(story.names), _AFTER_ANY),
        (_phrases(story), _AFTER),
        (_several_words(own), _AFTER_ANY),
        (_told(texts, but=story.outlets), _AFTER_ANY),
    )
    written = (_written(one, texts, after=after) for words, after in tried for one in words)
    return next(filter(None, written), "")


def _told(texts: Sequence[str], *, but: Collection[str]) -> list[str]:
    """The names that the beginnings of all texts have, those that they name most often first."""
    named = [
        Counter(one.text for one in find_names(text[:_BEGINNING]) if _names_one_thing(one))
        for text in texts
    ]
    total = Counter(one for names in named for one in names.elements() if one not in but)
    common = [one for one in total if total[one] >= _AGAIN and all(one in names for names in named)]
    return _several_words(sorted(common, key=lambda one: -total[one]))


def _names_one_thing(name: Name) -> bool:
    return name.kind is NameKind.NAME and not name.opening


def _several_words(names: Iterable[str]) -> list[str]:
    return [one for one in names if 1 < len(one.split()) <= _LONGEST]


def _phrases(story: Story) -> list[str]:
    """Runs of the words of a title that another headline has, the longest first."""
    title = _WORD.findall(story.title)[:_MOST]
    headlines = [f" {' '.join(words_in(one.title))} " for one in story.articles]
    counted: dict[str, tuple[int, int]] = {}  # their words, and headlines with them
    for first in range(len(title)):
        for length in range(2, _LONGEST + 1):
            run = title[first : first + length]
            if len(run) == length and _may_name(run):
                phrase = " ".join(run)
                shared = sum(f" {' '.join(words_in(phrase))} " in one for one in headlines)
                counted[phrase] = (length, shared)
    least = min(2, len(headlines))
    shared_by_some = (one for one in counted if counted[one][1] >= least)
    return sorted(shared_by_some, key=counted.__getitem__, reverse=True)


def _may_name(run: Sequence[str]) -> bool:
    folded = [one.casefold() for one in run]
    inner = all(one not in STOP_WORDS or one in _WITHIN for one in folded[1:-1])
    return inner and not any(
        one in STOP_WORDS or not any(map(str.isalpha, one)) for one in (folded[0], folded[-1])
    )


def _written(phrase: str, texts: Sequence[str], *, after: str) -> str:
    """``phrase`` as most of ``texts`` write it, with its "the" where it mostly has one."""
    words = r"\s".join(map(re.escape, phrase.split()))
    pattern = re.compile(rf"\b(?P<before>{after})\s(?P<said>{words})(?![\w’'-])", re.IGNORECASE)
    said: Counter[str] = Counter()
    definite = 0
    for text in texts:
        for found in pattern.finditer(text):
            said[" ".join(found["said"].split())] += 1
            definite += found["before"].casefold() == "the"
    if not said:
        return ""
    written = said.most_common(1)[0][0]
    return f"the {written}" if 2 * definite > said.total() else written
