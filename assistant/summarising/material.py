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
        text: the sentence on one line: white space is single spaces.
        words: how many words it has.
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
_CORRECTION: Final = re.compile(
    r"(?:correction|corrections|clarification|corrects|corrected|erratum)\b(?=[^.!?]{0,60}:)"
    r"|(?:an? )?(?:earlier|previous|prior|original) version of this (?:article|story|report)\b"
    r"|this (?:article|story|report|headline) (?:has been|was) (?:corrected|amended)\b"
    r"|\([^)]{0,40}\bcorrects\b",
    re.IGNORECASE,
)
_FURNITURE: Final = re.compile(
    r"(?:read|see) (?:more|also|next|the full)\b|also read\b|more (?:on|from|about) this\b"
    r"|related(?: \w+)?:|(?:watch|listen|photos?|photograph|pictured?|image|video|graphic)\s?:"
    r"|click (?:here|on)\b|sign up\b|subscribe\b|follow (?:us|@|\w+ on (?:x|twitter|facebook))\b"
    r"|share this\b|scroll down\b|advertisement\b|(?:get|download) (?:the|our)\b[^.]*"
    r"(?:app|newsletter|inbox)|join our\b|stay (?:up to date|informed|tuned)\b|support our\b"
    r"|(?:copyright\b|©)|all rights reserved|editor[’']?s[’']? note\b|(?:last )?(?:updated|published|"
    r"posted)(?: (?:on|at))?:?\s+(?:\w+ )?\d|(?:(?:additional )?(?:reporting|writing|editing)"
    r"(?: and \w+)?|compiled|edited) by [A-Z]|this (?:article|story|report|material|page) (?:is|was|"
    r"may|first|originally|contains|appeared|has been updated)\b|the views expressed\b"
    r"|file photo\b|file ?[-–—]+ |above:|from left\b|this content\b|your browser\b",
    re.IGNORECASE,
)
_CREDIT: Final = re.compile(
    r"\((?:photo|image|video|picture|ap photo|credit|file)\b[^)]*\)?$|\bvia (?:getty|ap|reuters)\b"
    r"|\bgetty images\b|\bphotograph:|\b(?:photo|image|picture)s? (?:by|credit|courtesy)\b"
    r"|/(?:afp|reuters|ap|getty)\b|all rights reserved|\bfile photo\b",
    re.IGNORECASE,
)
_BYLINE: Final = re.compile(
    r"(?:by|from|story by|words by) (?:[A-Z][\w.’'-]*\s?){2,5}(?:(?:,|\band\b|&)[^.!?]*)?$"
    r"|by [A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){1,3}[^.!?]*\b(?:staff|correspondent|reporter|editor)\b",
    re.IGNORECASE,
)
_LEANING_START: Final = re.compile(
    r"[\"“‘'(]?(?:he|she|it|they|his|her|hers|their|its|this|that|these|those|such|but|and|so|yet"
    r"|or|nor|however|meanwhile|instead|also|still|then|both|another|others|nevertheless|moreover"
    r"|furthermore|in addition|as a result|for example|for instance|by contrast|in contrast"
    r"|on the other hand|similarly|likewise|therefore|thus|indeed|even so|the latter|the former"
    r"|neither|either|because of (?:this|that)|i|we|my|our|you|your|here|there,|one of them"
    r"|some of them|most of them|all of them|none of them|the (?:pair|two|trio|duo))\b(?![-’']\w{3})",
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
    """The sentences of ``article`` that say it, or an earlier version, was wrong."""
    return tuple(
        sentence.index
        for sentence in article.sentences
        if _is_correction(article.sentence_text(sentence.index))
    )


def one_line(text: str) -> str:
    """``text`` with every run of white space as a single space."""
    return " ".join(text.split())


def _of_article(article: Article, *, order: int) -> Iterator[Material]:
    texts = [one_line(article.sentence_text(i)) for i in range(len(article.sentences))]
    counts = [count_words(text) for text in texts]
    prose = [i for i, text in enumerate(texts) if not _is_furniture(text)]
    fit = [i for i in prose if counts[i] >= FEWEST_WORDS and _is_statement(texts[i])]
    if sum(_FINISHED.search(texts[i]) is not None for i in fit) >= len(fit) / 2:
        # Where sentences are punctuated, what is not is a heading or a caption.
        fit = [i for i in fit if _FINISHED.search(texts[i])]
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


def _is_correction(text: str) -> bool:
    return _CORRECTION.match(text) is not None


def _is_furniture(text: str) -> bool:
    """Whether ``text`` belongs to the page rather than to the report."""
    return bool(
        _is_correction(text)
        or _FURNITURE.match(text)
        or _BYLINE.match(text)
        or _CREDIT.search(text)
    )


def _is_statement(text: str) -> bool:
    return not (_QUESTION.search(text) or _LIST_ITEM.match(text) or text.endswith(":"))


def _inside_quotations(article: Article) -> frozenset[int]:
    """Sentences that begin or end inside a quotation of several sentences.

    Quotations end with their line: a mark that is missing spoils no more than that.
    """
    inside: set[int] = set()
    depth_open = False
    end = 0
    for sentence in article.sentences:
        if "\n" in article.text[end : sentence.start]:
            depth_open = False
        end = sentence.end
        began_open = depth_open
        for mark in article.sentence_text(sentence.index):
            if mark == '"':
                depth_open = not depth_open
            elif mark in "“„«":
                depth_open = True
            elif mark in "”»":
                if not depth_open:
                    inside.add(sentence.index)
                depth_open = False
        if began_open or depth_open:
            inside.add(sentence.index)
    return frozenset(inside)
