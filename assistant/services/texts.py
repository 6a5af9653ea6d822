"""Texts made of articles, or held against them: summaries, checked drafts, and what they read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, BinaryIO, Final, TypeAlias

from assistant.characters import in_one_line, well_formed
from assistant.errors import ReadingError, UsageError
from assistant.rendering.wording import count
from assistant.reports import Progress, ReadArticles, ignore_progress
from assistant.services.browsing import Browsing
from assistant.services.resources import Resources
from assistant.stopping import check_stopped
from assistant.telling import SummaryCoverage
from assistant.types import Article, Document, Filters, LeftOut, Summary, Verification

if TYPE_CHECKING:
    from assistant.answering.drafts import DraftCheck
    from assistant.reading import PastedText, Upload

Material: TypeAlias = "str | Path | Upload | PastedText | Article"
"""What articles can be read from: see ``Texts.read``."""
LEAST_WORDS: Final = 10
"""Fewest words of a summary."""
_MOST: Final = 100
"""Articles that are summarised together where limits alone say which."""

_NO_TOPIC: Final = re.compile(r"[/\\*?\[]|\.\w{1,5}$|^-$")
"""What shows that a path, an address or a pattern is meant."""
_ARTICLE_ID: Final = re.compile(r"[0-9a-fA-F]{4,16}")


class Texts:
    """Reads articles, wherever they are, summarises them and checks drafts against them."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._browsing = Browsing(resources)

    def summarise(
        self,
        *sources: Material,
        words: int | None = None,
        style: str = "paragraph",
        filters: Filters = Filters(),
        stdin: BinaryIO | None = None,
    ) -> Summary:
        """Summarises one article, or several together, every sentence cited.

        Args:
            sources: what ``read`` takes. A file is not added. Words that no file is called by
                ("the ferry sinking") are a topic: the articles of the library about it.
            words: length to keep to within 15 %, never cutting a sentence; by default as the
                settings say (``summary_words``).
            style: ``paragraph``, ``bullets`` or ``headline``.
            filters: what limits the articles about a topic; without ``sources``, the articles
                within them are summarised, the newest 100.
            stdin: what ``"-"`` reads.

        Articles that are retracted, or that their providers withdrew, are left out where there
        are others, and notes say so.

        Raises:
            UsageError: no source, an unknown style, fewer than ten words, nothing but what was
                withdrawn, or limits beside something that is no topic.
            ReadingError: a file cannot be read.
            ModelError: the chat model failed, and ``fallback`` is ``none``, or a part was given.
        """
        return self._summarised(sources, words=words, style=style, filters=filters, stdin=stdin)[0]

    def summarise_covered(
        self,
        *sources: Material,
        words: int | None = None,
        style: str = "paragraph",
        filters: Filters = Filters(),
        stdin: BinaryIO | None = None,
    ) -> SummaryCoverage:
        """Summarises as ``summarise``, and tells which facts of the sources the summary carries.

        Those are the facts that at least two outlets report; where there are none, the main
        points of the articles.
        """
        summary, articles = self._summarised(
            sources, words=words, style=style, filters=filters, stdin=stdin
        )
        return self.cover(summary, articles)

    def cover(self, summary: Summary, articles: Sequence[Article]) -> SummaryCoverage:
        """Tells which facts of ``articles``, which a summary was made of, it carries.

        As in ``summarise_covered``; articles that were withdrawn give no facts.
        """
        from assistant.stories.coverage import cover_summary
        from assistant.verifying.vectors import library_vectors

        resources = self._resources
        withdrawn = resources.withdrawn(articles)
        told = [one for one in articles if one.id not in withdrawn]
        vectors = library_vectors(told, library=resources.library, embedder=resources.embedder)
        return cover_summary(summary, told, vectors=vectors, embedder=resources.embedder)

    def _summarised(
        self,
        sources: Sequence[Material],
        *,
        words: int | None,
        style: str,
        filters: Filters,
        stdin: BinaryIO | None,
    ) -> tuple[Summary, tuple[Article, ...]]:
        """A summary and the articles that it was to be made of, without those withdrawn."""
        from assistant.summarising.pipeline import STYLES, summarise

        filters = self._resources.within(filters)
        if not sources and not filters.active:
            raise UsageError("Nothing to summarise", hint="Name files, ids or - for standard input")
        if style not in STYLES:
            raise UsageError(f"There is no style {style!r}", hint=f"Styles: {', '.join(STYLES)}")
        words = self._resources.settings.summary_words if words is None else words
        if words < LEAST_WORDS:
            raise UsageError(f"A summary has at least {LEAST_WORDS} words")
        started = perf_counter()
        notes: list[str] = []
        named: list[Material] = [] if sources else [*self._newest(filters, notes)]
        for source in sources:
            about = self._about(source, filters)
            if filters.active and not about:
                raise UsageError(
                    "Nothing within the limits is about the topic, or it is none",
                    hint="Limits are for topics; files and ids are summarised without any",
                )
            named += about or (source,)
            if about:
                told = count(len(about), "article")
                notes.append(f"“{source}” is no file, but a topic: {told} about it")
        material = self.read_whole(*named, stdin=stdin)
        withdrawn = self._resources.withdrawn(material.articles)
        summary = summarise(
            material.articles,
            words=words,
            style=style,
            embedder=self._resources.embedder,
            chat=self._resources.chat_model,
            settings=self._resources.settings,
            read_seconds=perf_counter() - started,
            withdrawn=withdrawn,
        )
        summary = replace(summary, notes=(*notes, *summary.notes), left_out=material.left_out)
        return summary, tuple(one for one in material.articles if one.id not in withdrawn)

    def _newest(self, filters: Filters, notes: list[str]) -> Sequence[Article]:
        """The newest articles within limits, with a note where there are more.

        Raises:
            UsageError: there is none.
        """
        ids = [one.id for one in self._browsing.articles(filters=filters) if not one.withdrawn]
        if not ids:
            raise UsageError("No article is within the limits", hint="See them: assistant list")
        if len(ids) > _MOST:
            notes.append(f"Only the newest {_MOST} of {count(len(ids), 'article')} are summarised")
        found = self._resources.library.catalogue.articles.by_id(ids[:_MOST])
        return list(found.values())

    def _about(self, source: Material, filters: Filters) -> tuple[Article, ...]:
        """The articles about a topic, where ``source`` names one and no file; else none."""
        if not isinstance(source, str) or _NO_TOPIC.search(source) or _is_id(source):
            return ()
        return () if Path(source).exists() else self.about(source, filters=filters)

    def about(self, topic: str, *, filters: Filters = Filters()) -> tuple[Article, ...]:
        """Returns the articles of the library that a topic is best told by; none where none is.

        Args:
            topic: in words, "the ferry sinking".
            filters: what limits them.
        """
        filters = self._resources.within(filters)
        if not topic.strip() or not self._browsing.count():
            return ()
        from assistant.answering.requests import Request, RequestKind
        from assistant.answering.topics import Topics

        request = Request(RequestKind.OVERVIEW, in_one_line(topic))
        topics = Topics(self._resources.library, self._resources.retrieval)
        found, _ = topics.overview(request, filters=filters)
        return found.articles if found else ()

    def verify(
        self,
        draft: str,
        sources: Sequence[Material] = (),
        *,
        filters: Filters = Filters(),
        stdin: BinaryIO | None = None,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Verification:
        """Checks every sentence of a draft against articles, finding what supports it.

        No chat model is asked. What a sentence says is compared with the sentences that come
        nearest to it: figures and dates, names, quotations and who said them, attribution,
        negation, and its meaning as a whole.

        Args:
            draft: the text, whoever wrote it.
            sources: what ``read`` takes; none means the whole library.
            filters: limits to outlets and days, where the whole library is meant.
            stdin: what ``"-"`` reads.
            on_progress: told of every sentence.

        Raises:
            UsageError: the draft is blank, the library that is meant is empty, or all that it
                is to be held against was withdrawn by its provider.
            ReadingError: a file cannot be read.
        """
        from assistant.answering.drafts import verify_draft

        if not draft.strip():
            raise UsageError("The draft is empty", hint="Give the text that is to be checked")
        material = self.read_whole(*sources, stdin=stdin)
        check = self._check(material.articles if sources else None, filters)
        verification = verify_draft(
            well_formed(draft), check, on_progress=on_progress or ignore_progress
        )
        return replace(verification, left_out=material.left_out)

    def draft_check(
        self, sources: Sequence[Material] = (), *, filters: Filters = Filters()
    ) -> DraftCheck:
        """Returns what checks the sentences of a draft one at a time; arguments as ``verify``.

        The sentences of a text are what ``assistant.language.drafts.draft_sentences`` finds.

        Raises:
            UsageError: the library that is meant is empty, or all that the draft is to be held
                against was withdrawn by its provider.
            ReadingError: a file cannot be read.
        """
        articles = self.read_whole(*sources).articles if sources else None
        return self._check(articles, filters)

    def _check(self, articles: Sequence[Article] | None, filters: Filters) -> DraftCheck:
        """What checks against ``articles``, or the library within ``filters``."""
        from assistant.answering.drafts import DraftCheck, evidence_in, evidence_in_library
        from assistant.summarising.leaving_out import without_withdrawn
        from assistant.verifying.vectors import SourceVectors, library_vectors

        resources = self._resources
        embedder, model = resources.embedder, resources.entailment
        if articles is None:
            evidence_for = evidence_in_library(
                resources.library,
                resources.retrieval,
                embedder=embedder,
                filters=resources.within(filters),
            )
            return DraftCheck(evidence_for, model=model)
        told = without_withdrawn(articles, withdrawn=resources.withdrawn(articles))
        kept = [one for one in told.articles if one.added is not None]
        vectors = (
            library_vectors(kept, library=resources.library, embedder=embedder)
            if kept
            else SourceVectors(embedder)
        )
        evidence_for = evidence_in(told.articles, vectors=vectors)
        return DraftCheck(evidence_for, model=model, notes=told.notes)

    def draft(self, source: str | Path | Upload, *, stdin: BinaryIO | None = None) -> str:
        """Returns the text of a file that is to be verified, its headline included.

        Raises:
            UsageError: there is nothing at ``source``.
            ReadingError: it cannot be read.
        """
        from assistant.reading.documents import whole_text

        documents = self._documents(source, stdin=stdin)
        return "\n\n".join(whole_text(document) for _name, document in documents)

    def read(self, *sources: Material, stdin: BinaryIO | None = None) -> tuple[Article, ...]:
        """Returns the articles that ``sources`` name, each once, in the order given.

        Args:
            sources: files, folders, patterns, uploads, web addresses, pasted text, ``"-"`` for
                ``stdin``, ids of articles of the library (their beginning is enough), or
                articles.
            stdin: what ``"-"`` reads.

        Raises:
            UsageError: there is nothing at a path.
            ReadingError: a file cannot be read.
        """
        return self.read_whole(*sources, stdin=stdin).articles

    def read_whole(self, *sources: Material, stdin: BinaryIO | None = None) -> ReadArticles:
        """Reads as ``read``, and returns what of the sources could not be read as well."""
        found: dict[str, Article] = {}
        left_out: list[LeftOut] = []
        for source in sources:
            check_stopped()
            for article, missing in self._read(source, stdin=stdin):
                found[article.id] = article
                if missing.parts:
                    left_out.append(missing)
        return ReadArticles(tuple(found.values()), tuple(dict.fromkeys(left_out)))

    def _read(
        self, source: Material, *, stdin: BinaryIO | None
    ) -> Iterator[tuple[Article, LeftOut]]:
        from assistant.language.articles import make_article
        from assistant.reading import PastedText, read_text

        if isinstance(source, Article):
            yield source, LeftOut(source.title, ())
        elif isinstance(source, PastedText):
            article = make_article(read_text(source.text, metadata=source.metadata))
            yield article, LeftOut(article.title, ())
        elif _is_id(source):
            article = self._browsing.article(str(source))
            yield article, LeftOut(article.title, ())
        else:
            for name, document in self._documents(source, stdin=stdin):
                yield make_article(document), LeftOut(name, document.left_out)

    def _documents(
        self, source: str | Path | Upload, *, stdin: BinaryIO | None
    ) -> Iterator[tuple[str, Document]]:
        """The documents of a source, each with the name that it is told by."""
        from assistant.reading import expand, read_each

        for opened in expand([source]):
            check_stopped()
            if opened.url is None:
                most = self._resources.max_bytes
                for reading in read_each(opened, max_bytes=most, stdin=stdin):
                    if isinstance(reading.outcome, ReadingError):
                        raise reading.outcome
                    yield reading.name, reading.outcome
            else:
                from assistant.fetching.pagination import whole_document

                fetcher = self._resources.fetcher
                yield opened.name, whole_document(fetcher.fetch(opened.url), fetch=fetcher.fetch)


def _is_id(source: object) -> bool:
    """Whether this names an article of the library, and no file."""
    return (
        isinstance(source, str)
        and _ARTICLE_ID.fullmatch(source) is not None
        and not Path(source).exists()
    )
