"""Questions made by rule from the sentences of an article.

Two kinds, each only where the sentence has a form that leaves no doubt: how many, from a
figure that is the subject ("164 people were rescued from the Saint Orla" gives "How many
people were rescued from the Saint Orla?"); and what somebody said, from an attribution whose
speaker is named in full, about what the headline is about where that is known. What does not
stand alone (a pronoun, "the company") gives none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from typing import Final

from assistant.language.attributions import find_attributions
from assistant.language.names import Name, NameKind, find_names
from assistant.language.word_lists import word_lists
from assistant.types import Article

LONGEST: Final = 90
"""Characters of a question."""
_READ: Final = 12_000
"""Characters of an article that questions are made of: each name is looked for in all of them."""


class MadeKind(StrEnum):
    """What a made question asks for."""

    HOW_MANY = "how many"
    WHAT_SAID = "what somebody said"


@dataclass(frozen=True, slots=True)
class MadeQuestion:
    """A question, and the sentence of the article that it was made from."""

    text: str
    kind: MadeKind
    sentence: int


_NUMBER: Final = (
    r"(?:\d{1,3}(?:,\d{3})+|\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|"
    r"sixty|seventy|eighty|ninety)(?:-\w+)?|dozens|hundreds|thousands)"
)
_COUNTED: Final = re.compile(
    rf"(?:^|(?<=[—–:] ))(?:(?:at least|about|around|nearly|almost|some|more than|over|as many as|"
    rf"up to|another|all)\s+)?{_NUMBER}\s+(?:of\s+)?"
    r"(?P<noun>(?:[a-z][a-z-]+\s+){0,2}[a-z-]{3,}s|people|men|women|children)\s+"
    r"(?P<verb>(?:were|are|have been|had been|will be)\s+"
    r"(?:\w+ly\s+)?(?P<done>[a-z]+(?:ed|en|wn|ught|ured|led|lost|hurt|shot|found|held|sold|cut|"
    r"built|left|dead|missing|sent|made|paid|put|taken|born)))\b"
    r"(?P<rest>[^.;:!?—–()\"“”]*)",
    re.IGNORECASE,
)
_NO_NOUN: Final = re.compile(r"(?:the|million|billion|trillion|percent|per cent)\b")
_VAGUE: Final = re.compile(
    r"\b(?:last|next|ago|week|month|year|between|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
)
_BODY: Final = re.compile(rf"\b{word_lists('questions.toml').pattern('body')}\b")
_ENDS: Final = re.compile(
    r",|\s(?:after|because|while|when|who|which|that|as|according|and|but|including|with|since|"
    r"before|although|though|so|where|if|unless|by then|compared|from \d)\b"
)
_LEANS: Final = re.compile(
    r"\b(?:he|she|it|they|his|her|its|their|him|them|this|that|these|those|here|there|then|"
    r"yesterday|today|tomorrow|i|we|you|my|our|your|such|same|other|another|others)\b",
    re.IGNORECASE,
)
_WEEKDAY: Final = re.compile(
    r"\s+(?:on|late|early|by|since|last|until)?\s*(?:on\s+)?"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:\s+(?:morning|afternoon|evening|night))?$"
)
_HEAD: Final = (
    r"(?:[’']s\b|[,.;:]|\s+(?:was|is|has|had|were|and|in|on|at|to|from|for|would|will)\b)"
)
"""What follows a noun that stands for itself and not before another."""
_SHAPE: Final = re.compile(r"[A-Z][\w ,.'’&-]+\?", re.UNICODE)
_ADDRESS: Final = re.compile(r"\w\.\w|www|https?")


@dataclass(frozen=True, slots=True, eq=False)
class _ByText:
    """An article as a key for what is remembered: hashing all its sentences would cost too much."""

    article: Article

    def __hash__(self) -> int:
        return hash((self.article.id, self.article.text))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByText) and (
            self.article is other.article or self.article == other.article
        )


def questions_in(article: Article) -> tuple[MadeQuestion, ...]:
    """The questions that the first sentences of an article give, in their order.

    Only for articles in English. What stands after the first 12,000 characters is not read.
    They are made once: those of the articles that were asked about last are remembered.
    """
    if not article.language.startswith("en"):
        return ()
    read = tuple(one for one in islice(article.sentences, _READ) if one.end <= _READ)
    return _questions(_ByText(replace(article, text=article.text[:_READ], sentences=read)))


@lru_cache(maxsize=256)
def _questions(key: _ByText) -> tuple[MadeQuestion, ...]:
    return tuple(_made(key.article))


def _made(article: Article) -> Iterator[MadeQuestion]:
    topic = _topic(article)
    for sentence in article.sentences:
        text = article.text[sentence.start : sentence.end]
        if "\n" in text:
            continue
        for kind, question in (
            (MadeKind.HOW_MANY, _how_many(text)),
            (MadeKind.WHAT_SAID, _what_said(text, article=article, topic=topic)),
        ):
            if question is not None and _is_clean(question):
                yield MadeQuestion(question, kind, sentence.index)


def _how_many(text: str) -> str | None:
    found = _COUNTED.search(text)
    if found is None:
        return None
    rest = _ENDS.split(found["rest"], maxsplit=1)[0].rstrip()
    rest = _WEEKDAY.sub("", rest)
    after = text[found.end() :].lstrip()
    if after.startswith(".") and len(after) > len(".”’\"'"):
        return None  # cut off at an abbreviation
    if _NO_NOUN.match(found["noun"]) or _VAGUE.search(rest):
        return None
    # Without a name it could be about anything.
    if not any(name.kind is NameKind.NAME for name in find_names(f"They{rest}.")):
        return None
    noun = found["noun"].lower()
    return f"How many {noun} {found['verb']}{rest}?"


def _what_said(text: str, *, article: Article, topic: str | None) -> str | None:
    for attribution in find_attributions(text):
        if attribution.speaker is None:
            continue
        phrase = text[attribution.speaker.start : attribution.speaker.end]
        # At the start of the sentence its first capital proves nothing.
        speakers = [
            name
            for name in find_names(phrase)
            if _is_full(replace(name, opening=name.opening and attribution.speaker.start == 0))
        ]
        if len(speakers) != 1 or not _is_person(speakers[0], article):
            continue
        about = f" about {topic}" if topic else ""
        return f"What did {speakers[0].text} say{about}?"
    return None


def _topic(article: Article) -> str | None:
    """What the headline is about: a name of two words, else a thing the article tells of."""
    for name in find_names(article.title):
        if _is_full(name) and not _is_person(name, article):
            return f"{_the(name, article)}{name.text}"
    told = {
        word: len(re.findall(rf"\b[Tt]he {word}\b{_HEAD}", article.text))
        for word in re.findall(r"(?<![\w’'-])[a-z]{3,}(?![\w’'-])", article.title)
    }
    word = max(told, key=lambda each: told[each], default=None)
    return f"the {word}" if word is not None and told[word] > 1 else None


def _is_person(name: Name, article: Article) -> bool:
    """Whether a name is a person's: the article goes on with the last word of it alone."""
    if _BODY.search(name.phrase) or " of " in name.text or "&" in name.text:
        return False
    before, _, last = name.text.rpartition(" ")
    if not before:
        return False
    not_after = rf"(?<!{re.escape(before.split()[-1])} )(?<![A-Z]\. )"
    alone = rf"{not_after}\b{re.escape(last)}(?:[’']s)?\b(?! [A-Z])"
    return re.search(alone, article.text) is not None


def _the(name: Name, article: Article) -> str:
    """``the`` where the article mostly has it before the name, standing for itself."""
    alone = re.findall(rf"(\b[Tt]he )?(?<!\w){re.escape(name.text)}{_HEAD}", article.text)
    return "the " if alone and 2 * sum(map(bool, alone)) > len(alone) else ""


def _is_full(name: Name) -> bool:
    """Whether a name names one thing without more: two words or more, none of them doubtful."""
    return name.kind is NameKind.NAME and len(name.words) > 1 and not name.opening


def _is_clean(question: str) -> bool:
    """Whether a question is plain words that stand alone."""
    return (
        len(question) <= LONGEST
        and _SHAPE.fullmatch(question) is not None
        and _ADDRESS.search(question) is None
        and _LEANS.search(question) is None
    )
