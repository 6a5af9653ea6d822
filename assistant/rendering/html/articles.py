"""An article as HTML, its cited sentences highlighted, and what it says of itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assistant.rendering.html import render
from assistant.rendering.wording import long_date, mark_in_words, outlet, sentences_in_words
from assistant.types import Article, Citation, CorrectionKind, CorrectionNote


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of an article's text: sentence ``index``, or what stands between two (None).

    ``state`` is ``focus`` for the sentences that were asked for, ``cited`` for others that
    the same text cites, else empty.
    """

    text: str
    index: int | None = None
    state: str = ""


def source_html(
    article: Article,
    *,
    focus: Sequence[int] = (),
    also: Sequence[int] = (),
    ask: bool = False,
    story: str = "",
    place: str | None = None,
    older: str = "",
    corrections: Sequence[Badge] = (),
    versions: Markup | None = None,
    changes: Markup | None = None,
) -> Markup:
    """An article to read, with sentences marked.

    Args:
        article: the article.
        focus: the sentences that are to be seen: highlighted and scrolled to.
        also: other sentences to highlight, more quietly.
        ask: whether to offer a summary of it.
        story: the id by which its story is to be offered; empty for none.
        place: where the sentences are, in words; by default their numbers.
        older: what to say where it is an older version.
        corrections: what it says of itself.
        versions: which of its versions it is, and the way to the others.
        changes: what changed between two versions, in place of the text.
    """
    wanted, others = set(focus), set(also)
    within = set(range(len(article.sentences)))
    marked = sorted(wanted & within)
    if place is None:
        place = f"Cited: {sentences_in_words(marked)}" if marked else ""
    return render(
        "source",
        article=article,
        where=f"{outlet(article.source)} · {long_date(article.published)}",
        paragraphs=tuple(_paragraphs(article, focus=wanted, also=others)),
        place=place,
        sentences=marked,
        cited=len((wanted | others) & within),
        ask=ask,
        story=story,
        older=older,
        corrections=corrections,
        versions=versions,
        changes=changes,
    )


def gone_html(citations: Sequence[Citation], *, title: str | None = None) -> Markup:
    """In place of an article that is no longer there: what was quoted from it."""
    first = citations[0] if citations else None
    return render(
        "gone",
        article_id=first.article_id if first else "",
        sentences=[citation.sentence_index for citation in citations],
        title=first.title if first else title or "The article is gone",
        where=f"{outlet(first.source)} · {long_date(first.published)}" if first else "",
        citations=citations,
    )


def _paragraphs(
    article: Article, *, focus: Collection[int], also: Collection[int]
) -> Iterator[tuple[Piece, ...]]:
    """The article's whole text, paragraph by paragraph; every line is one."""
    paragraph: list[Piece] = []
    for piece in _pieces(article, focus=focus, also=also):
        first, *later = piece.text.split("\n")
        if first:
            paragraph.append(Piece(first, piece.index, piece.state))
        for line in later:
            if paragraph:
                yield tuple(paragraph)
            paragraph = [Piece(line, piece.index, piece.state)] if line else []
    if paragraph:
        yield tuple(paragraph)


def _pieces(article: Article, *, focus: Collection[int], also: Collection[int]) -> Iterator[Piece]:
    end = 0
    for sentence in article.sentences:
        if sentence.start > end:
            yield Piece(article.text[end : sentence.start])
        state = "focus" if sentence.index in focus else "cited" if sentence.index in also else ""
        yield Piece(article.text[sentence.start : sentence.end], sentence.index, state)
        end = sentence.end
    if end < len(article.text):
        yield Piece(article.text[end:])


@dataclass(frozen=True, slots=True)
class Badge:
    """A mark of an article: what it says of itself in a word, and in full."""

    kind: str
    words: str
    told: str


def badges(notes: Sequence[CorrectionNote]) -> Iterator[Badge]:
    """A mark for each kind of note, the gravest first."""
    for kind in CorrectionKind:
        said = [note.text for note in notes if note.kind is kind]
        if said:
            yield Badge(kind.value, mark_in_words(kind), " ".join(said))
