"""Puts articles into a prompt as numbered sentences, between tags that no article can close."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.language.marks import neutralised
from assistant.types import Article, EvidenceSentence, day_of


@dataclass(frozen=True, slots=True)
class Line:
    """One numbered sentence as a prompt shows it; ``head`` names its article where it changes."""

    sentence: EvidenceSentence
    head: str
    text: str

    @property
    def written(self) -> str:
        """The line, after the head of its article where there is one."""
        return self.head + self.text


def numbered(sentences: Iterable[EvidenceSentence]) -> tuple[Line, ...]:
    """The sentences as lines of a prompt, such as ``[3] The bridge reopened.``.

    Every run of sentences of one article stands under its headline, outlet and date.
    Nothing an article says can look like a mark, a tag or another line.
    """
    lines: list[Line] = []
    for _, run in groupby(sentences, key=lambda sentence: sentence.article.id):
        for place, sentence in enumerate(run):
            head = head_of(sentence.article) if place == 0 else ""
            text = f"[{sentence.number}] {neutralised(sentence.text)}\n"
            lines.append(Line(sentence, head, text))
    return tuple(lines)


def block(sentences: Iterable[EvidenceSentence]) -> str:
    """The numbered lines of the sentences in one string."""
    return "".join(line.written for line in numbered(sentences)).strip()


def run_on(sentences: Iterable[EvidenceSentence]) -> str:
    """The sentences without numbers, those of one article in one paragraph under its head.

    Where sentences are left out between two of one article stands "…".
    """
    parts: list[str] = []
    before: EvidenceSentence | None = None
    for line in numbered(sentences):
        one = line.sentence
        beside = before is not None and before.sentence.index + 1 == one.sentence.index
        gap = "" if line.head or beside else " …"
        parts.append(f"{line.head}{gap}{'' if line.head else ' '}{neutralised(one.text)}")
        before = one
    return "".join(parts).strip()


def tag_for(*contents: str) -> str:
    """A tag to put ``contents`` between.

    It is a hash of them: to close it, an article would have to hold the hash of itself.
    """
    digest = hashlib.sha256("\0".join(contents).encode(errors="surrogatepass"))
    return f"data-{digest.hexdigest()[:16]}"


def fitting(
    sentences: Sequence[EvidenceSentence], *, budget: int, count: Callable[[str], int]
) -> tuple[EvidenceSentence, ...]:
    """As many of the first sentences as ``budget`` tokens hold, counted by ``count``.

    The order is the rank: the last go first. A sentence that is larger than the whole budget
    is passed over.
    """
    kept: list[EvidenceSentence] = []
    used = 0
    for line in numbered(sentences):
        own = count(line.text)
        if own > budget:
            continue
        # The head is counted wherever the article changes among what is kept.
        changed = not kept or kept[-1].article.id != line.sentence.article.id
        own += count(head_of(line.sentence.article)) if changed else 0
        if used + own > budget:
            break
        used += own
        kept.append(line.sentence)
    return tuple(kept)


def head_of(article: Article) -> str:
    """What stands above the sentences of an article: its headline, outlet and day."""
    published = day_of(article.published).isoformat() if article.published else None
    parts = (article.title, article.source, published)
    return f"\nArticle: {neutralised(' | '.join(part for part in parts if part)) or 'untitled'}\n"
