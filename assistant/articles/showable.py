"""Which sentences of an article can stand as an answer.

A web page's text holds more than prose. A heading, a question, a caption, a byline, a
dateline, a link to another article or a list of them says nothing that could be quoted as an
answer; the items of a list do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

from assistant.articles.boilerplate import is_boilerplate, opens_note
from assistant.examining import examined
from assistant.language.punctuation import ASKED, FINISHED
from assistant.language.words import count_words
from assistant.types import Article

_CACHED: Final = 2048
_FEWEST_FINISHED: Final = 0.25
"""Share of the sentences that end in a mark from which on one that does not is a heading."""
_FEWEST_WORDS: Final = 7
"""Words of a sentence that can stand for an article."""
_ITEM: Final = re.compile(r"(?:[-*•‣◦·▪●–—]|\(?\d{1,3}[.)])\s")
_LEADS_ON: Final = re.compile(r":[\"”’]?$")
_TEASER: Final = re.compile(
    r"(?:more|also|related|watch|listen|live updates?|live|gallery|photos?|video|opinion|exclusive"
    r"|explainer|fact check|don[’']t miss|must read|trending|what to know|here[’']s what to know"
    r"|contributing)\s*[:|»]|(?:read|see|view|watch|find)\s(?:more|also|next|it|the|our|all)\b"
    r"[^.]*[:»>|]|.{3,200}\|\s*[A-Z]|[^.]{0,60}>>|here(?:['’]s| is| are)\b",
    re.IGNORECASE,
)
_SIGNED: Final = re.compile(r"[-–—−]\s?[A-Z][\w.’'-]+(?:[ ,][\w.’'& -]+){0,4}$")
_PLACE_OR_OUTLET: Final = re.compile(
    r"(?:[A-Z][\w.’' ]{1,40}\s)?[(]?[A-Z][\w. ]{1,30}[)]?\s?[—–-]+$"
)


class Showable:
    """The indices of the sentences of an article that can stand as an answer, in order.

    Each is looked at when it is asked for: of a long article few are. All of them where none
    can, or one cannot be examined.
    """

    def __init__(self, article: Article) -> None:
        self._article = article
        self._texts = [" ".join(article.sentence_text(s.index).split()) for s in article.sentences]
        self._finished = [FINISHED.search(text) is not None for text in self._texts]
        self._punctuated = sum(self._finished) >= _FEWEST_FINISHED * len(self._texts)
        self._in_note: list[bool] = []  # a note of the house goes on to the end of its line
        for index, text in enumerate(self._texts):
            goes_on = index > 0 and self._in_note[-1] and not _begins_line(article, index)
            self._in_note.append(goes_on or opens_note(text))
        self._known: dict[int, bool] = {}

    def __contains__(self, index: int) -> bool:
        return 0 <= index < len(self._texts) and (self._fits(index) or not self._any)

    def __iter__(self) -> Iterator[int]:
        return (index for index in range(len(self._texts)) if index in self)

    @cached_property
    def _any(self) -> bool:
        return any(map(self._fits, range(len(self._texts))))

    def _fits(self, index: int) -> bool:
        if index not in self._known:
            self._known[index] = examined(
                self._article.id, "what can be shown", lambda: self._stands(index), otherwise=True
            )
        return self._known[index]

    def _stands(self, index: int) -> bool:
        text = self._texts[index]
        if self._in_note[index] or not count_words(text):
            return False
        if is_boilerplate(text) or _is_around(text):
            return False
        if not self._punctuated or not self._is_heading(index):
            return True
        beside = any(
            0 <= place < len(self._texts) and self._is_heading(place)
            for place in (index - 1, index + 1)
        )
        leads = index > 0 and leads_on(self._texts[index - 1])
        return _ITEM.match(text) is not None or leads or (beside and count_words(text) > 1)

    def _is_heading(self, index: int) -> bool:
        """Whether it is a line of its own without a mark at its end: a heading, or an item."""
        return not self._finished[index] and _has_its_own_line(self._article, index)


@dataclass(frozen=True, slots=True)
class _Known:
    """An article as it is remembered: an id stands for its text."""

    id: str
    article: Article = field(compare=False)


def showable(article: Article) -> Showable:
    """The sentences of ``article`` that can stand as an answer."""
    return _showable(_Known(article.id, article))


@lru_cache(_CACHED)
def _showable(known: _Known) -> Showable:
    return Showable(known.article)


def lead_of(article: Article) -> int:
    """The index of the first sentence that says what an article is about."""
    fit = list(showable(article))
    for index in fit:
        text = article.sentence_text(index)
        if count_words(text) >= _FEWEST_WORDS and not leads_on(text):
            return index
    return fit[0] if fit else 0


def leads_on(text: str) -> bool:
    """Whether a sentence only leads to what follows it: "Six golfers have won it:"."""
    return _LEADS_ON.search(text) is not None


def list_after(article: Article, index: int, *, most: int) -> tuple[int, ...]:
    """The items of the list that sentence ``index`` leads to, ``most`` of them; or none."""
    if not leads_on(" ".join(article.sentence_text(index).split())):
        return ()
    fit = showable(article)
    items: list[int] = []
    for place in range(index + 1, len(article.sentences)):
        text = " ".join(article.sentence_text(place).split())
        goes_on = bool(items) and article.sentence_text(items[-1]).rstrip().endswith((";", ","))
        is_item = goes_on or _ITEM.match(text) or not FINISHED.search(text)
        if len(items) == most or not is_item or not _begins_line(article, place):
            break
        if place in fit:
            items.append(place)
    return tuple(items)


def _is_around(text: str) -> bool:
    """Whether it is a question, or leads elsewhere, or is a signature or a dateline alone."""
    return bool(
        ASKED.search(text)
        or _TEASER.match(text)
        or _SIGNED.fullmatch(text)
        or _PLACE_OR_OUTLET.fullmatch(text)
    )


def _begins_line(article: Article, index: int) -> bool:
    before = article.sentences[index - 1].end if index else 0
    return index == 0 or "\n" in article.text[before : article.sentences[index].start]


def _has_its_own_line(article: Article, index: int) -> bool:
    last = index == len(article.sentences) - 1
    return _begins_line(article, index) and (last or _begins_line(article, index + 1))
