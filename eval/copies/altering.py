"""What outlets do to a wire story, and what only looks like it: texts altered by rule."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Sequence
from typing import Final

from assistant.language.sentences import split_sentences
from assistant.language.words import count_words

FEWEST_WORDS: Final = 80
"""Words that a cut leaves at least."""

DROPPED: Final = 0.1
"""Share of the sentences that another outlet drops."""

LONGEST_INSERT: Final = 60
"""Words of a paragraph that is put in, at most."""

NOTES: Final = (
    (
        "Sign up for our morning briefing and get the day's most important stories, picked by our "
        "editors, straight to your inbox every weekday before breakfast."
    ),
    (
        "This material may not be published, broadcast, rewritten or redistributed without the "
        "written permission of the agency and of the outlets that subscribe to it."
    ),
    (
        "Our journalists follow a code of standards on independence, accuracy and fairness; if you "
        "have seen an error in this report please write to the standards desk."
    ),
    (
        "Reporting by the bureau staff; additional reporting by correspondents in the region; "
        "writing by the night desk; editing by the duty editor and the chief copy editor."
    ),
    (
        "If you or somebody you know needs help, the national helpline can be reached at any hour "
        "by telephone, by text message and over the chat on its own website."
    ),
)
"""Notes as agencies and outlets put them under what they publish; invented."""

_QUOTED: Final = re.compile(r"[“\"][^“”\"]{20,}[”\"]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_STYLE: Final = (
    (re.compile(r"\bper ?cent\b"), "per cent"),
    (re.compile(r"%"), " per cent"),
    (re.compile(r"[“”]"), '"'),
    (re.compile(r"[‘’]"), "'"),
    (re.compile(r"\bon (?=(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)"), ""),
    (re.compile(r"\bU\.S\.(?=\W)"), "US"),
    (re.compile(r"\btoward\b"), "towards"),
    (re.compile(r"\b(\w+)or\b(?<=[lb]or)"), r"\1our"),
    (re.compile(r"\bsaid\b"), "says"),
)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of ``text`` that say something."""
    return [part for part in re.split(r"\n+", text) if count_words(part)]


def cut(text: str, *, choice: random.Random) -> str:
    """The beginning of a story: a third to two thirds of its words, whole paragraphs."""
    return beginning(
        text, words=max(FEWEST_WORDS, choice.uniform(1 / 3, 2 / 3) * count_words(text))
    )


def beginning(text: str, *, words: float) -> str:
    """The first paragraphs of ``text``, as many as have ``words`` words together."""
    kept: list[str] = []
    had = 0
    for part in paragraphs(text):
        if had >= words:
            break
        kept.append(part)
        had += count_words(part)
    return "\n\n".join(kept)


def moved(text: str, *, choice: random.Random) -> str:
    """The paragraphs in another order."""
    parts = paragraphs(text)
    choice.shuffle(parts)
    return "\n\n".join(parts)


def with_another_head(text: str) -> str:
    """Another dateline and byline before the text, and a note of its origin after it."""
    return f"BY OUR STAFF AND AGENCIES\n\nCAPITAL CITY — {text}\n\nThe wire contributed to this."


def with_inserts(text: str, *, other: str, choice: random.Random) -> str:
    """One or two paragraphs of another story put in anywhere, but no more of it than a sixth."""
    most = min(LONGEST_INSERT, count_words(other) / 12)
    foreign = [_shortened(part, words=most) for part in paragraphs(other)]
    return put_in(
        text, choice.sample(foreign, min(len(foreign), choice.choice((1, 2)))), choice=choice
    )


def in_house_style(text: str, *, choice: random.Random) -> str:
    """Marks, spellings and tenses of another outlet, and every tenth sentence dropped."""
    kept = []
    for part in paragraphs(text):
        sentences = [part[s.start : s.end] for s in split_sentences(part, language="en")]
        kept.append(" ".join(one for one in sentences if choice.random() > DROPPED))
    styled = "\n\n".join(part for part in kept if part)
    for pattern, other in _STYLE:
        styled = pattern.sub(other, styled)
    return styled


def quotes(text: str, *, most: int) -> list[str]:
    """The first sentences of ``text`` that quote somebody."""
    found = [text[s.start : s.end] for s in split_sentences(text, language="en")]
    return [one for one in found if _QUOTED.search(one)][:most]


def background(text: str, *, words: float) -> list[str]:
    """The last paragraphs of ``text`` that have no more than ``words`` words together."""
    kept: list[str] = []
    for part in reversed(paragraphs(text)):
        words -= count_words(part)
        if words < 0:
            break
        kept.insert(0, part)
    return kept


def put_in(text: str, parts: Sequence[str], *, choice: random.Random) -> str:
    """``text`` with each of ``parts`` as a paragraph somewhere after the first."""
    own = paragraphs(text)
    for part in parts:
        own.insert(choice.randint(1, len(own)), part)
    return "\n\n".join(own)


def translated(text: str) -> str:
    """``text`` in a language that is none: each word that is no name is always the same other.

    Names, figures, marks and the order of the words stay.
    """
    return _WORD.sub(_foreign, text)


def _foreign(match: re.Match[str]) -> str:
    word = match[0]
    if word[0].isupper():
        return word
    syllables = ("ka", "lo", "mi", "ter", "un", "esch", "vor", "da", "pli", "so", "ren", "gu")
    number = zlib.crc32(word.encode())
    return "".join(syllables[number // 12**place % 12] for place in range(2 + len(word) // 5))


def _shortened(paragraph: str, *, words: float) -> str:
    """The first sentence of a paragraph, and those after it within ``words`` words."""
    kept = ""
    for sentence in split_sentences(paragraph, language="en"):
        if kept and count_words(paragraph[: sentence.end]) > words:
            break
        kept = paragraph[: sentence.end]
    return kept
