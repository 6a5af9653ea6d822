"""Material: which sentences of an article can stand in a summary.

A web page's text holds more than prose: bylines, captions, headings, "Read more". Those
are no material, nor are questions and sentences that stop inside a quotation, which would
put a speaker's words into the summary's own mouth. Corrections are kept apart: they are
reported whatever the summary says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.language.words import count_words
from assistant.summarising.furniture import is_furniture
from assistant.types import Article

FEWEST_WORDS: Final = 4
"""Words below which a sentence is a fragment."""


@dataclass(frozen=True, slots=True)
class Material:
    """A sentence that can stand in a summary.

    Attributes:
        order: number of its article among those to be summarised.
        article: the article it stands in.
        index: its number among the article's sentences.
        text: the sentence on one line, without the dateline before it.
        words: how many words ``text`` has.
        rank: its number among the article's material; 0 is the lead.
        leans: whether it is understood only with the sentence before it ("He said …").
    """

    order: int
    article: Article
    index: int
    text: str
    words: int
    rank: int
    leans: bool


_CLOSERS: Final = "\"'”’»)\\]"
_FINISHED: Final = re.compile(rf"[.!?…。！？।؟۔][{_CLOSERS}]*$")
_QUESTION: Final = re.compile(rf"[?？؟][{_CLOSERS}]*$")
_LIST_ITEM: Final = re.compile(r"(?:[-*•‣◦·▪●–—]|\(?\d{1,3}[.)])\s")
_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATELINE: Final = re.compile(
    # PORT HALVEN, March 3 (Meridian Wire) — | London (AP) - | (Reuters) - | Washington CNN —
    r"(?:[A-Z][A-Z.’'-]+(?:[ /][A-Z][A-Z.’'-]+){0,3}(?:, [A-Z][A-Za-z.]+(?: [A-Z][A-Za-z.]+)?)?"
    rf"(?:, {_MONTH} \d{{1,2}}(?:, \d{{4}})?)?(?: ?\([^()]{{2,40}}\))?"
    r"|[A-Z][\w.’'-]+(?:,? [A-Z][\w.’'-]+){0,3} (?:\([A-Z][\w .]{1,30}\)|CNN)"
    r"|\([A-Z][\w .]{1,30}\)) ?(?:—|–|--|-) ?(?=[A-Z\d“\"‘'])"
)
_QUOTATION: Final = re.compile(r"“[^“”]*”|\"[^\"]*\"|«[^«»]*»")
_FEWEST_OUTSIDE_QUOTATION: Final = 2
_SHORT_NOTICE: Final = 6
"""Words up to which a correction is a mere heading of the line that follows."""

_CORRECTION: Final = re.compile(
    r"(?:correction|corrections|clarification|corrects|corrected|erratum)\b(?=[^.!?]{0,60}:)"
    r"|(?:an? )?(?:earlier|previous|prior|original) version of this (?:article|story|report)\b"
    r"|this (?:article|story|report|headline) (?:has been|was) (?:corrected|amended)\b"
    r"|\([^)]{0,40}\bcorrects\b",
    re.IGNORECASE,
)
_LEANING_START: Final = re.compile(
    r"[\"“‘'(]?(?:he|she|it|they|his|her|hers|their|its|this|that|these|those|such|but|and|so|yet"
    r"|or|nor|however|meanwhile|instead|also|still|then|both|another|others|nevertheless|moreover"
    r"|furthermore|in addition|as a result|for example|for instance|by contrast|in contrast"
    r"|on the other hand|similarly|likewise|therefore|thus|indeed|even so|the latter|the former"
    r"|neither|either|because of (?:this|that)|i|we|my|our|you|your|here|there,"
    r"|(?:one|some|most|all|none) of them|the (?:pair|two|trio|duo))\b(?![-’']\w{3})",
    re.IGNORECASE,
)
_LEANING_SPEAKER: Final = re.compile(
    r"[,.!?][\"”’]? (?:(?:he|she|they|it) (?:\w+ly )?(?:said|says|added|adds|told|wrote|warned|"
    r"argued|explained|continued|noted|insisted|recalled|posted|claimed)"
    r"|(?:said|says|added|wrote) (?:he|she|they))\b"
)


def collect_material(articles: Sequence[Article]) -> tuple[Material, ...]:
    """What can stand in a summary of ``articles``, article by article, in reading order.

    An article that has nothing fit (all headings, all questions) gives what is no
    furniture, or else whatever has a word in it.
    """
    found: list[Material] = []
    for order, article in enumerate(articles):
        found += _of_article(article, order=order)
    return tuple(found)


def corrections_of(article: Article) -> tuple[int, ...]:
    """The sentences of ``article`` that say it, or an earlier version, was wrong.

    A correction goes on to the end of its line; a bare "Correction:" takes in the next.
    """
    return tuple(_corrections(article, _lines(article)))


def one_line(text: str) -> str:
    """``text`` with every run of white space as a single space."""
    return " ".join(text.split())


def _lines(article: Article) -> list[str]:
    return [one_line(article.sentence_text(i)) for i in range(len(article.sentences))]


def _of_article(article: Article, *, order: int) -> Iterator[Material]:
    texts = [_DATELINE.sub("", line, count=1) for line in _lines(article)]
    counts = [count_words(text) for text in texts]
    corrections = _corrections(article, texts)
    prose = [i for i, t in enumerate(texts) if i not in corrections and not is_furniture(t)]
    fit = [i for i in prose if counts[i] >= FEWEST_WORDS and _is_statement(texts[i])]
    finished = [i for i in fit if _FINISHED.search(texts[i])]
    if len(finished) >= len(fit) / 2:
        # Where sentences are punctuated, what is not is a heading or a caption.
        fit = finished
    cut_off = _inside_quotations(article)
    fit = [i for i in fit if i not in cut_off]
    chosen = fit or [i for i in prose if counts[i]] or [i for i, n in enumerate(counts) if n]
    for rank, i in enumerate(chosen):
        yield Material(
            order=order,
            article=article,
            index=i,
            text=texts[i],
            words=counts[i],
            rank=rank,
            leans=leans(texts[i]),
        )


def leans(text: str) -> bool:
    """Whether a sentence needs the one before it to be understood."""
    return bool(_LEANING_START.match(text) or _LEANING_SPEAKER.search(text))


def _corrections(article: Article, texts: Sequence[str]) -> frozenset[int]:
    found: set[int] = set()
    going_on = False
    for i, text in enumerate(texts):
        begins_line = i == 0 or "\n" in _gap(article, i)
        heading = i - 1 in found and count_words(texts[i - 1]) <= _SHORT_NOTICE
        going_on = _CORRECTION.match(text) is not None or (going_on and not begins_line) or heading
        if going_on:
            found.add(i)
    return frozenset(found)


def _gap(article: Article, index: int) -> str:
    """What stands between sentence ``index`` and the one before it."""
    return article.text[article.sentences[index - 1].end : article.sentences[index].start]


def _is_statement(text: str) -> bool:
    if _QUESTION.search(text) or _LIST_ITEM.match(text) or text.endswith(":"):
        return False
    # A quotation needs at least the name of the speaker and "said".
    return count_words(_QUOTATION.sub(" ", text)) >= _FEWEST_OUTSIDE_QUOTATION


def _inside_quotations(article: Article) -> frozenset[int]:
    """Sentences that begin or end inside a quotation of several sentences.

    Quotations end with their line: a mark that is missing spoils no more than that.
    """
    inside: set[int] = set()
    is_open = False
    for sentence in article.sentences:
        if sentence.index and "\n" in _gap(article, sentence.index):
            is_open = False
        began_open = is_open
        for mark in article.sentence_text(sentence.index):
            if mark == '"':
                is_open = not is_open
            elif mark in "“„«":
                is_open = True
            elif mark in "”»":
                if not is_open:
                    inside.add(sentence.index)
                is_open = False
        if began_open or is_open:
            inside.add(sentence.index)
    return frozenset(inside)
