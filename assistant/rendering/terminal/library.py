"""What is in a library, as lines for a terminal: articles, clusters, passages."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from rich.table import Table
from rich.text import Text

from assistant.rendering.safety import one_line, printable
from assistant.rendering.terminal import Line, blank, line, tabbed
from assistant.rendering.wording import (
    also_in_words,
    count,
    iso_date,
    long_date,
    outlet,
    sentences_in_words,
    short_id,
)
from assistant.reports import ArticlePage, Snippet
from assistant.types import Article, ArticleSummary, Cluster, Hit


def article_table(articles: Iterable[ArticleSummary]) -> Table:
    """The articles as a table for a terminal."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Id", style="cyan", no_wrap=True)
    table.add_column("Date", no_wrap=True)
    table.add_column("Outlet", max_width=24)
    table.add_column("Headline", ratio=1)
    table.add_column("Sentences", justify="right", no_wrap=True)
    for article in articles:
        table.add_row(
            short_id(article.id),
            iso_date(article.published),
            Text(one_line(article.source or "-")),
            _headline(article),
            str(article.sentences),
        )
    return table


def article_rows(articles: Iterable[ArticleSummary]) -> str:
    """The articles in lines for a pipe: id, day, outlet, headline, sentences, by tabs.

    One that its provider withdrew has the word ``withdrawn`` besides.
    """
    return tabbed(
        [*_cells(article), str(article.sentences), *_withdrawn(article)] for article in articles
    )


def found_lines(page: ArticlePage) -> list[Line]:
    """The articles that a text search found, each with the sentence where the words stand."""
    lines: list[Line] = []
    for article in page.articles:
        lines += [
            *([blank()] if lines else []),
            line((short_id(article.id), "cyan"), "  ", (article.title, "bold"), hanging=12),
            line(f"{outlet(article.source)} · {long_date(article.published)}", indent=12),
        ]
        if (snippet := page.snippets.get(article.id)) is not None:
            lines.append(line(*_marked(snippet), indent=12))
    return lines


def found_rows(page: ArticlePage) -> str:
    """The same in lines for a pipe: id, day, outlet, headline, sentences, sentence, by tabs."""
    return tabbed(
        [
            *_cells(article),
            str(article.sentences),
            one_line(snippet.text) if (snippet := page.snippets.get(article.id)) else "",
        ]
        for article in page.articles
    )


def _marked(snippet: Snippet) -> Iterator[str | tuple[str, str]]:
    """A sentence with the words that were looked for in bold."""
    end = snippet.start
    for start, stop in snippet.words:
        yield snippet.text[end - snippet.start : start - snippet.start]
        yield snippet.text[start - snippet.start : stop - snippet.start], "bold"
        end = stop
    yield snippet.text[end - snippet.start :]


def cluster_lines(clusters: Sequence[Cluster]) -> list[Line]:
    """The stories that several articles carry: the head of each, its copies below it."""
    lines: list[Line] = []
    for cluster in clusters:
        copies = count(len(cluster.copies), "copy", several="copies")
        lines += [
            *([blank()] if lines else []),
            line(
                (short_id(cluster.head.id), "cyan"),
                "  ",
                (cluster.head.title, "bold"),
                *([(" (withdrawn)", "bold red")] if cluster.head.withdrawn else []),
                (f" ({copies})", "dim"),
                hanging=10,
            ),
            line(f"{outlet(cluster.head.source)} · {long_date(cluster.head.published)}", indent=10),
        ]
        lines += [
            line(
                (short_id(copy.id), "cyan"),
                f"  {outlet(copy.source)} · {long_date(copy.published)} · {copy.title}",
                *([(" (withdrawn)", "bold red")] if copy.withdrawn else []),
                indent=2,
                hanging=10,
            )
            for copy in cluster.copies
        ]
    return lines


def cluster_rows(clusters: Iterable[Cluster]) -> str:
    """The same in lines for a pipe: id of the head, id, day, outlet, headline, by tabs.

    The head is the first of its cluster. One that its provider withdrew has the word
    ``withdrawn`` besides.
    """
    return tabbed(
        [short_id(cluster.head.id), *_cells(article), *_withdrawn(article)]
        for cluster in clusters
        for article in (cluster.head, *cluster.copies)
    )


def hit_lines(hits: Sequence[Hit]) -> list[Line]:
    """The passages found, best first, with their scores and where these came from."""
    lines: list[Line] = []
    for rank, hit in enumerate(hits, start=1):
        article = hit.article
        place = sentences_in_words(range(hit.passage.first, hit.passage.last + 1))
        lines += [
            *([blank()] if lines else []),
            line((f"{rank:2}. ", "cyan"), (article.title, "bold"), hanging=4),
            line(
                f"{outlet(article.source)} · {long_date(article.published)}"
                f" · id {short_id(article.id)} · {place}",
                indent=4,
            ),
            line((_score(hit), "dim"), indent=4),
            line(hit.text, indent=4),
        ]
    return lines


def article_lines(article: Article) -> list[Line]:
    """A whole article, as it stands, below its metadata."""
    return [*_head(article), *(line(part) for part in printable(article.text).split("\n"))]


def numbered_lines(article: Article, *, marked: Collection[int] = ()) -> list[Line]:
    """An article with its sentences numbered from 1; those ``marked`` (indices) stand out."""
    return [*_head(article), *_sentences(article, range(len(article.sentences)), marked=marked)]


def sentence_lines(article: Article, *, marked: Collection[int], around: int = 2) -> list[Line]:
    """The sentences ``marked`` (indices) of an article, with ``around`` neighbours each side."""
    wanted = {
        near
        for index in marked
        for near in range(index - around, index + around + 1)
        if 0 <= near < len(article.sentences)
    }
    return [*_head(article), *_sentences(article, sorted(wanted), marked=marked)]


def removed_lines(removed: Sequence[ArticleSummary]) -> list[Line]:
    """The articles that were taken out, and how many older versions went with each."""
    return [
        line(
            "removed  ",
            (short_id(article.id), "cyan"),
            "  ",
            (article.title, "bold"),
            *([f" and {count(article.older, 'older version')}"] if article.older else []),
        )
        for article in removed
    ]


def _cells(article: ArticleSummary) -> list[str]:
    source = article.source or "-"
    return [short_id(article.id), iso_date(article.published), source, article.title]


def _withdrawn(article: ArticleSummary) -> list[str]:
    return ["withdrawn"] if article.withdrawn else []


def _headline(article: ArticleSummary) -> Text:
    text = Text(one_line(article.title))
    return text.append(" (withdrawn)", style="bold red") if article.withdrawn else text


def _score(hit: Hit) -> str:
    meaning = "not found" if hit.similarity is None else f"{hit.similarity:.2f} cosine"
    words = "not found" if hit.bm25 is None else f"{hit.bm25:.1f} BM25"
    also = also_in_words(hit.also_in, outlets=hit.also_outlets)
    scored = f"score {hit.score:.4f} · by meaning: {meaning} · by words: {words}"
    return f"{scored} · {also}" if also else scored


def _head(article: Article) -> list[Line]:
    parts = [outlet(article.source), long_date(article.published)]
    if article.updated is not None:
        parts.append(f"updated {long_date(article.updated)}")
    lines = [line((article.title, "bold")), line(" · ".join(parts))]
    if article.authors:
        lines.append(line(f"By {', '.join(article.authors)}"))
    if article.url:
        lines.append(line(article.url))
    return [*lines, line((f"id {short_id(article.id)} · from {article.origin}", "dim")), blank()]


def _sentences(article: Article, indices: Iterable[int], *, marked: Collection[int]) -> list[Line]:
    width = len(str(len(article.sentences)))
    lines: list[Line] = []
    previous: int | None = None
    for index in indices:
        if previous is not None and index != previous + 1:
            lines.append(line(("…", "dim")))
        elif previous is not None and _starts_paragraph(article, index):
            lines.append(blank())
        pointer = ("▶ " if index in marked else "  ") if marked else ""
        margin = f"{pointer}{index + 1:>{width}}  "
        words = one_line(article.sentence_text(index))
        sentence = Text(words, style="bold yellow" if index in marked else "")
        lines.append(Line(Text(margin, style="cyan") + sentence, hanging=len(margin)))
        previous = index
    return lines


def _starts_paragraph(article: Article, index: int) -> bool:
    between = article.text[article.sentences[index - 1].end : article.sentences[index].start]
    return between.count("\n") > 1
