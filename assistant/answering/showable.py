"""Which sentences of an article can stand as an answer.

A web page's text holds more than prose. A heading, a question, a caption, a byline, a
dateline, a link to another article or a list of them says nothing that could be quoted as an
answer; the items of a list do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from assistant.articles.furniture import is_furniture, is_note
from assistant.examining import examined
from assistant.language.words import count_words
from assistant.types import Article

_CACHED: Final = 2048
_FEWEST_FINISHED: Final = 0.25
"""Share of the sentences that end in a mark from which on one that does not is a heading."""
_CLOSERS: Final = "\"'”’»)\\]"
_FINISHED: Final = re.compile(rf"[.!?…。！？।؟۔][{_CLOSERS}]*$")
_QUESTION: Final = re.compile(rf"[?？؟][{_CLOSERS}]*$")
_ITEM: Final = re.compile(r"(?:[-*•‣◦·▪●–—]|\(?\d{1,3}[.)])\s")
_LEADS_ON: Final = re.compile(r":[\"”’]?$")
_TEASER: Final = re.compile(
    r"(?:more|also|related|watch|listen|live updates?|live|gallery|photos?|video|opinion|exclusive"
    r"|explainer|fact check|don[’']t miss|must read|trending|what to know|here[’']s what to know"
    r"|contributing)\s*[:|»]|(?:read|see|view|watch|find)\s(?:more|also|next|it|the|our|all)\b"
    r"[^.]*[:»>|]|.{3,200}\|\s*[A-Z]|[^.]{0,60}>>",
    re.IGNORECASE,
)
_SIGNED: Final = re.compile(r"[-–—−]\s?[A-Z][\w.’'-]+(?:[ ,][\w.’'& -]+){0,4}$")
_PLACE_OR_OUTLET: Final = re.compile(
    r"(?:[A-Z][\w.’' ]{1,40}\s)?[(]?[A-Z][\w. ]{1,30}[)]?\s?[—–-]+$"
)


@dataclass(frozen=True, slots=True)
class _Known:
    """An article as it is remembered: an id stands for its text."""

    id: str
    article: Article = field(compare=False)


def showable(article: Article) -> frozenset[int]:
    """The indices of the sentences of ``article`` that can stand as an answer.

    All of them where none can, or the article cannot be examined.
    """
    return _showable(_Known(article.id, article))


@lru_cache(_CACHED)
def _showable(known: _Known) -> frozenset[int]:
    article = known.article
    every = frozenset(range(len(article.sentences)))
    found = examined(article.id, "what can be shown", lambda: _of(article), otherwise=every)
    return found or every


def _of(article: Article) -> frozenset[int]:
    texts = [" ".join(article.sentence_text(s.index).split()) for s in article.sentences]
    own_line = [_has_its_own_line(article, index) for index in range(len(texts))]
    finished = [bool(_FINISHED.search(text)) for text in texts]
    punctuated = sum(finished) >= _FEWEST_FINISHED * len(texts)
    kept: set[int] = set()
    in_note = False
    for index, text in enumerate(texts):
        in_note = (in_note and not _begins_line(article, index)) or is_note(text)
        if in_note or not count_words(text) or is_furniture(text) or _is_around(text):
            continue
        if punctuated and not finished[index] and own_line[index]:
            beside = [
                place
                for place in (index - 1, index + 1)
                if 0 <= place < len(texts) and own_line[place] and not finished[place]
            ]
            leads = index > 0 and _LEADS_ON.search(texts[index - 1]) is not None
            if not (_ITEM.match(text) or leads or (beside and count_words(text) > 1)):
                continue
        kept.add(index)
    return frozenset(kept)


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
        is_item = goes_on or _ITEM.match(text) or not _FINISHED.search(text)
        if len(items) == most or not is_item or not _begins_line(article, place):
            break
        if place in fit:
            items.append(place)
    return tuple(items)


def _is_around(text: str) -> bool:
    """Whether it is a question, or leads elsewhere, or is a signature or a dateline alone."""
    return bool(
        _QUESTION.search(text)
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
