"""Material: which sentences of an article can stand in a summary.

A web page's text holds more than prose: bylines, captions, headings, "Read more". Those
are no material, nor are questions and sentences that stop inside a quotation, which would
put a speaker's words into the summary's own mouth. Corrections are kept apart: they are
reported whatever the summary says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from assistant.articles.boilerplate import is_boilerplate, opens_note
from assistant.articles.corrections import gap_before
from assistant.articles.versions import lines_of
from assistant.examining import examined
from assistant.language.punctuation import ASKED, FINISHED
from assistant.language.words import count_words
from assistant.summarising.corrections import correcting_sentences
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
        anaphoric: whether it is understood only with the sentence before it ("He said …").
    """

    order: int
    article: Article
    index: int
    text: str
    words: int
    rank: int
    anaphoric: bool


_LIST_ITEM: Final = re.compile(r"(?:[-*•‣◦·▪●–—]|\(?\d{1,3}[.)])\s")
_MONTH: Final = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATELINE: Final = re.compile(
    # PORT HALVEN, March 3 (Meridian Wire) — | London (AP) - | (Reuters) - | Washington CNN —
    r"\A(?:[A-Z][A-Z.’'-]+(?:[ /][A-Z][A-Z.’'-]+){0,3}(?:, [A-Z][A-Za-z.]+(?: [A-Z][A-Za-z.]+)?)?"
    rf"(?:, {_MONTH} \d{{1,2}}(?:, \d{{4}})?)?(?: ?\([^()]{{2,40}}\))?"
    r"|[A-Z][\w.’'-]+(?:,? [A-Z][\w.’'-]+){0,3} (?:\([A-Z][\w .]{1,30}\)|CNN)"
    r"|\([A-Z][\w .]{1,30}\))(?: ?(?:—|--) ?| [–-] )(?=[A-Z\d“\"‘'])"
)
_CLOSED_BY: Final = {'"': '"', "“": "”", "„": "“”", "«": "»"}
_MARKS: Final = frozenset('"“”„«»')
_QUOTATION_MARK: Final = re.compile("[" + "".join(sorted(_MARKS)) + "]")
_QUOTATION: Final = re.compile(r"[“„][^“”]*[”“]|\"[^\"]*\"|«[^«»]*»")
_FEWEST_OUTSIDE_QUOTATION: Final = 2
_ANAPHORIC_START: Final = re.compile(
    r"[\"“‘'(]?(?:he|she|it|they|his|her|hers|their|its|this|that|these|those|such|but|and|so|yet"
    r"|or|nor|however|meanwhile|instead|also|still|then|both|another|others|nevertheless|moreover"
    r"|furthermore|in addition|as a result|for example|for instance|by contrast|in contrast"
    r"|on the other hand|similarly|likewise|therefore|thus|hence|consequently|indeed|after all"
    r"|even so|the latter|the former|neither|either|because of (?:this|that)|i|we|my|our|you|your"
    r"|here|there,|(?:one|some|most|all|none) of them|the (?:pair|two|trio|duo))\b(?![-’']\w{3})",
    re.IGNORECASE,
)
_ANAPHORIC_SPEAKER: Final = re.compile(
    r"[,.!?][\"”’]? (?:(?:he|she|they|it) (?:\w+ly )?(?:said|says|added|adds|told|wrote|warned|"
    r"argued|explained|continued|noted|insisted|recalled|posted|claimed)"
    r"|(?:said|says|added|wrote) (?:he|she|they))\b"
)


def collect_material(articles: Sequence[Article]) -> tuple[Material, ...]:
    """What can stand in a summary of ``articles``, article by article, in reading order.

    An article that has nothing fit (all headings, all questions) gives what is no
    boilerplate, or else whatever has a word in it; one that cannot be examined gives nothing.
    """
    found: list[Material] = []
    for order, article in enumerate(articles):
        of_article = partial(_of_article, article, order=order)
        found += examined(article.id, "what can be told", of_article, otherwise=())
    return tuple(found)


def _of_article(article: Article, *, order: int) -> list[Material]:
    lines = lines_of(article)
    texts = [_DATELINE.sub("", line, count=1) for line in lines]
    counts = [count_words(text) for text in texts]
    prose = _prose(article, lines=lines)
    fit = [i for i in prose if counts[i] >= FEWEST_WORDS and _is_statement(texts[i])]
    finished = [i for i in fit if FINISHED.search(texts[i])]
    if len(finished) >= len(fit) / 4:
        # Where sentences are punctuated, what is not is a heading, a caption, an item.
        fit = finished
    cut_off = _inside_quotations(article)
    fit = [i for i in fit if i not in cut_off]
    chosen = fit or [i for i in prose if counts[i]] or [i for i, n in enumerate(counts) if n]
    return [
        Material(
            order=order,
            article=article,
            index=i,
            text=texts[i],
            words=counts[i],
            rank=rank,
            anaphoric=is_anaphoric(texts[i]),
        )
        for rank, i in enumerate(chosen)
    ]


def _prose(article: Article, *, lines: Sequence[str]) -> list[int]:
    corrections = correcting_sentences(article)
    prose: list[int] = []
    in_note = False
    for i, line in enumerate(lines):
        goes_on = in_note and "\n" not in gap_before(article, i)
        in_note = goes_on or opens_note(line)
        if not in_note and i not in corrections and not is_boilerplate(_DATELINE.sub("", line)):
            prose.append(i)
    return prose


def is_anaphoric(text: str) -> bool:
    """Whether a sentence needs the one before it to be understood."""
    return bool(_ANAPHORIC_START.match(text) or _ANAPHORIC_SPEAKER.search(text))


def _is_statement(text: str) -> bool:
    if ASKED.search(text) or _LIST_ITEM.match(text) or text.endswith(":"):
        return False
    # A quotation needs at least the name of the speaker and "said".
    return (
        text[0] not in _MARKS or count_words(_QUOTATION.sub(" ", text)) >= _FEWEST_OUTSIDE_QUOTATION
    )


def _inside_quotations(article: Article) -> frozenset[int]:
    """Sentences that begin or end inside a quotation of several sentences.

    Quotations end with their line: a mark that is missing spoils no more than that.
    """
    inside: set[int] = set()
    opened = ""
    for sentence in article.sentences:
        if sentence.index and "\n" in gap_before(article, sentence.index):
            opened = ""
        began_open = bool(opened)
        for mark in _QUOTATION_MARK.findall(article.sentence_text(sentence.index)):
            if opened and mark in _CLOSED_BY[opened]:
                opened = ""
            elif mark in _CLOSED_BY:
                opened = mark
            else:
                inside.add(sentence.index)
        if began_open or opened:
            inside.add(sentence.index)
    return frozenset(inside)
