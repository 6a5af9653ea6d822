"""Targets that are written down, a line each: what takes bytes, or more than a text."""

from __future__ import annotations

import gzip
import io
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from hypothesis import strategies as st

from assistant import errors
from assistant.answering.citations import DraftStatement, StatementAssembler
from assistant.answering.suggestions import suggest
from assistant.configuring import address_of
from assistant.fetching.feeds import content_of, item_document, named_feeds
from assistant.fetching.fetcher import Fetched, Validators
from assistant.fetching.locations import locate
from assistant.fetching.opml import outlines_of
from assistant.fetching.pages import document_of
from assistant.fetching.politeness import rules_of, seconds_asked_for
from assistant.language.articles import make_article
from assistant.library.portable import Header, RowEntry, read_portable, writing_portable
from assistant.models.chat_reader import ReplyReader
from assistant.models.entailment import EntailmentModel
from assistant.models.native import described, kind_of, offered
from assistant.models.thinking import RETRACT
from assistant.reading import Source, read_each
from assistant.reading.dates import parse_date
from assistant.rendering.html.versions import Face, Opened, opened_html
from assistant.rendering.terminal import Page, render
from assistant.rendering.terminal.telling import telling_lines
from assistant.reports import OfferedModel
from assistant.stories.coverage import make_coverage
from assistant.stories.quotes import make_quotes
from assistant.summarising.extractive import summarise_extractively
from assistant.summarising.leaving_out import without_unsound
from assistant.summarising.pipeline import STYLES
from assistant.telling import Story
from assistant.types import Answer, Article, Document
from assistant.verifying.sources import SourceSentence
from assistant.verifying.vectors import SourceVectors
from assistant.verifying.verifier import Verifier
from assistant.versions import Version
from tests.fuzzing.bytes_like import nearly, packed, records
from tests.fuzzing.functions import Target
from tests.fuzzing.values import articles, texts, values_of
from tests.reading.everything import EVERYTHING

NOW: Final = datetime(2025, 5, 14, 12, tzinfo=UTC)
_MOST_BYTES: Final = 1_000_000
_OFFERED_KEYS: Final = (
    *("data", "models", "id", "name", "owned_by", "meta", "n_ctx", "max_model_len", "state"),
    *("default_generation_settings", "parameters", "model_info", "capabilities", "type"),
    *("context_length", "loaded_context_length"),
)


def _read(data: bytes, *, name: str) -> None:
    with tempfile.TemporaryDirectory(dir=_ROOM) as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        for reading in read_each(Source(name, path), max_bytes=_MOST_BYTES, now=NOW):
            if isinstance(reading.outcome, Document):
                make_article(reading.outcome)


_ROOM: Final = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - memory, not disk


def _read_piped(data: bytes) -> None:
    tuple(
        read_each(
            Source("standard input", None),
            max_bytes=_MOST_BYTES,
            stdin=io.BytesIO(data),
            now=NOW,
        )
    )


def _seeds(*endings: str) -> list[bytes | str]:
    return [data for name, data in EVERYTHING.items() if name.endswith(endings)]


_HEADER: Final = Header(
    format="news-desk-library", version=1, made=NOW.isoformat(), model=None, dimension=None
)


def _export() -> bytes:
    with tempfile.TemporaryDirectory(dir=_ROOM) as folder:
        with writing_portable(Path(folder, "a"), header=_HEADER) as writer:
            writer.put(RowEntry(table="feeds", values={"url": "a", "count": 1}, binary=[]))
        return Path(folder, "a").read_bytes()


_exported: Final = nearly([gzip.decompress(_export())]).map(gzip.compress) | nearly([_export()])


def _import(data: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=_ROOM) as file:
        file.write(data)
        file.flush()
        tuple(read_portable(Path(file.name)))


_PAGE: Final = locate("https://www.courier.example/2025/ferry")
_MEDIA: Final = st.sampled_from(
    ["text/html", "application/rss+xml", "application/feed+json", "", "text/plain"]
)


def _fetched(data: bytes, media_type: str, charset: str | None) -> Fetched:
    return Fetched(_PAGE, data, media_type, charset, Validators(_PAGE.address))


def _feed(fetched: Fetched) -> None:
    feed = content_of(fetched)
    for item in feed.items:
        if item.text is not None:
            item_document(item, feed=feed, found_at=_PAGE)


_RSS: Final = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><title>Courier</title><item>'
    b"<title>One</title><link>https://www.courier.example/1</link><guid>1</guid>"
    b"<pubDate>Wed, 14 May 2025 12:00:00 GMT</pubDate>"
    b"<description>It opened.</description></item></channel></rss>"
)
_ATOM: Final = (
    b'<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title><entry><id>urn:1</id>'
    b'<link href="/1"/><updated>2025-05-14T12:00:00Z</updated><author><name>A</name></author>'
    b'<content type="html">&lt;p&gt;It opened.&lt;/p&gt;</content></entry></feed>'
)
_OPML: Final = (
    b'<opml version="2.0"><body><outline text="News"><outline type="rss" title="Courier" '
    b'xmlUrl="https://a.example/feed"/></outline></body></opml>'
)
_UNREAD: Final = (errors.ReadingError,)
_JSON_FEED: Final = (
    b'{"version": "https://jsonfeed.org/version/1.1", "title": "Courier", "items": [{"id": "1",'
    b'"url": "https://www.courier.example/1", "content_html": "<p>It opened.</p>",'
    b'"date_published": "2025-05-14T12:00:00Z", "authors": [{"name": "A"}]}]}'
)
_fed: Final = st.builds(
    _fetched,
    nearly([_RSS, _ATOM, _JSON_FEED]) | records,
    _MEDIA,
    st.sampled_from([None, "utf-8", "utf-7", "rot13", "x"]),
)
_pages: Final = st.builds(
    _fetched, nearly(_seeds(".html", ".pdf", ".txt")), _MEDIA, st.none() | texts
)


def _assemble(drawn: tuple[str, list[int]]) -> None:
    """Any cutting of a reply gives the same statements."""
    text, cuts = drawn
    edges = [0, *sorted(cut % (len(text) + 1) for cut in cuts), len(text)]
    outcomes: list[list[DraftStatement]] = []
    for bounds in ((0, len(text)), edges):
        assembler = StatementAssembler(known=range(1, 10))
        given = [one for start, end in pairwise(bounds) for one in assembler.feed(text[start:end])]
        outcomes.append(given + assembler.finish())
    assert outcomes[0] == outcomes[1]


@dataclass(frozen=True, slots=True)
class _Chunk:
    content: object
    usage_metadata: object
    response_metadata: object


def _reply(chunks: list[_Chunk]) -> None:
    reader = ReplyReader()
    pieces = [piece for chunk in chunks for piece in reader.read(chunk)] + [*reader.rest()]
    begun = max((at for at, piece in enumerate(pieces, 1) if piece == RETRACT), default=0)
    assert "".join(pieces[begun:]) == reader.text


class _Nowhere:
    """Gives a vector of its own for every text: what a network makes of it is not fuzzed."""

    dimension = 4

    def embed(self, given: Sequence[str]) -> Any:
        made = np.array([[len(text) % 7, text.count("e"), 1.0, 2.0] for text in given], np.float32)
        return made / np.linalg.norm(made, axis=1, keepdims=True)


def shown(lines: Any) -> None:
    """Prints lines on a terminal and into a file."""
    for page in (Page(terminal=True, width=40), Page(terminal=False)):
        render(lines, page=page)


_MODEL: Final = EntailmentModel(threads=1)


def _verify(drawn: tuple[str, list[SourceSentence]]) -> None:
    statement, cited = drawn
    nowhere: Any = _Nowhere()
    known = {(one.article.id, one.index): nowhere.embed([one.text])[0] for one in cited}
    vectors = SourceVectors(nowhere, known=known)
    Verifier(vectors, model=_MODEL).verify(statement, cited[:2], evidence=cited)


def _summarise(drawn: tuple[list[Article], int, Any]) -> None:
    told, words, style = drawn
    kept = without_unsound(list({one.id: one for one in told}.values()), withdrawn={}).articles
    summarise_extractively(kept, words=words, style=style, embedder=_Nowhere())


def _cover(told: list[Article]) -> None:
    nowhere: Any = _Nowhere()
    known = {
        (one.id, sentence.index): nowhere.embed([one.sentence_text(sentence.index)])[0]
        for one in told
        for sentence in one.sentences
    }
    covered = make_coverage(told, vectors=SourceVectors(nowhere, known=known), embedder=nowhere)
    shown(telling_lines(covered))


def _suggest(told: list[Article]) -> None:
    suggest(
        [Story("s", told[0].title, ())],
        count=4,
        articles=lambda _: told,
        ask=lambda question: Answer(question, question, (), "extractive"),
    )


_opened: Final = st.builds(
    lambda versions, place, face: Opened(versions, place % len(versions), face),
    st.lists(values_of(Version), min_size=1, max_size=3).map(tuple),
    st.integers(0, 9),
    st.sampled_from(Face),
)


def by_hand() -> Iterator[Target]:
    """Yields the targets that are no function of text alone."""
    for name, data in EVERYTHING.items():
        kind = Path(name).name
        ending = kind[kind.index(".") :]
        yield Target(f"reading{ending}", nearly([data]), partial(_read, name=f"a{ending}"))
    yield Target("reading.records", records, partial(_read, name="a.json"))
    yield Target("reading.packed", packed, partial(_read, name="a.zip"))
    yield Target("reading.unnamed", nearly(_seeds("")) | st.binary(max_size=400), _read_piped)
    yield Target("fetching.feeds", _fed, _feed, (errors.ReadingError,))
    yield Target("fetching.pages", _pages, document_of, (errors.FetchError,))
    yield Target("fetching.named_feeds", _pages, named_feeds, (errors.FetchError,))
    yield Target("fetching.opml", nearly([_OPML]), partial(outlines_of, name="a.opml"), _UNREAD)
    yield Target("fetching.locate", texts, locate, (errors.FetchError,))
    yield Target("fetching.politeness", st.binary(max_size=200) | texts.map(str.encode), _robots)
    yield Target("reading.parse_date", values_of(object), parse_date, (ValueError,))
    yield Target("rendering.opened_html", _opened, opened_html)
    yield Target("fetching.retry_after", texts, partial(seconds_asked_for, now=NOW))
    yield Target("library.portable", _exported, _import, (errors.AssistantError,))
    yield Target("verifying.verifier", st.tuples(texts, values_of(list[SourceSentence])), _verify)
    some = st.lists(articles, min_size=1, max_size=4)
    shape = st.tuples(some, st.integers(10, 150), st.sampled_from(STYLES))
    yield Target("summarising.extractive", shape, _summarise)
    yield Target("answering.suggestions", some, _suggest)
    yield Target("stories.quotes", some, make_quotes)
    yield Target("stories.coverage", some, _cover)
    yield Target(
        "replies.cut", st.tuples(texts, st.lists(st.integers(0, 9_999), max_size=8)), _assemble
    )
    yield Target("replies.chunks", _chunks, _reply)
    yield Target("replies.models", _SENT, _offered)
    yield Target("settings.address", texts, address_of, (errors.UsageError,))


_SENT: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda within: (
        st.lists(within, max_size=4)
        | st.dictionaries(st.sampled_from(_OFFERED_KEYS) | texts, within, max_size=6)
    ),
    max_leaves=20,
)
"""What a server may send for the list of its models, and for all else that it is asked."""


def _offered(sent: object) -> None:
    models = offered(sent)
    described(models or [OfferedModel("any")], kind_of(sent), lambda _path, _body: sent)


def _robots(data: bytes) -> None:
    from protego import Protego

    Protego.parse(rules_of(data)).can_fetch("/a", "news-desk-assistant")


_facts: Final = st.none() | st.dictionaries(
    st.sampled_from(
        [
            *("finish_reason", "stop_reason", "done_reason", "status", "incomplete_details"),
            *("input_tokens", "output_tokens", "reason"),
        ]
    ),
    st.none() | st.integers() | texts | st.dictionaries(st.just("reason"), texts, max_size=1),
    max_size=4,
)
_blocks: Final = st.lists(
    st.none() | texts | st.dictionaries(st.sampled_from(["type", "text"]), st.just("text") | texts),
    max_size=4,
)
_chunks: Final = st.lists(
    st.builds(_Chunk, st.none() | texts | texts | _blocks, _facts, _facts), max_size=6
)
