"""The words of the passages: BM25 by tantivy, with English stemming."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assistant.language.words import STOP_WORDS
from assistant.library.failures import translated
from assistant.library.folder import make_folder
from assistant.library.schema import day_number, outlet_key
from assistant.library.segments import changed_files
from assistant.once import Once
from assistant.types import Filters

if TYPE_CHECKING:
    import tantivy

HEADING_BOOST: Final = 1.0
"""Weight of a word in title, outlet and date against one in the passage itself."""

_ANALYSER: Final = "news_en"
_LAST_DAY: Final = 99_991_231
_WORD: Final = re.compile(r"\w+", re.UNICODE)
_MOST_WORDS: Final = 64


@dataclass(frozen=True, slots=True)
class WordEntry:
    """A passage as the word index takes it in."""

    id: str
    article_id: str
    heading: str
    text: str
    source: str | None
    day: int


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that an index found; ``score`` is BM25 here, the cosine for vectors."""

    id: str
    score: float


class WordIndex:
    """The word index in one folder. Thread-safe, for many readers beside one writer.

    It is there when ``create`` has made it: using one that is not is a ``LibraryError``.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def create(self) -> None:
        """Makes the index, empty, in a folder that is not there yet."""
        import tantivy

        make_folder(self.folder)
        with self._translated():
            tantivy.Index(_schema(), path=str(self.folder), reuse=False)

    def search(self, query: str, *, k: int, filters: Filters) -> list[Found]:
        """The ``k`` passages with the best BM25 score for the words of ``query``.

        Nothing in ``query`` is read as an operator. Only stop words, no passages.
        """
        import tantivy

        words = [word for word in _WORD.findall(query) if self.analyse(word)][:_MOST_WORDS]
        if not words:
            return []
        with self._translated():
            index = self._index
            index.reload()
            # Only words and spaces are left, quoted, so the grammar has no operators to see.
            asked = index.parse_query(
                " ".join(f'"{word}"' for word in words),
                ["heading", "text"],
                field_boosts={"heading": HEADING_BOOST},
            )
            if filters.active:
                wanted = (
                    tantivy.Occur.Must,
                    tantivy.Query.const_score_query(self._filter(filters), 0.0),
                )
                asked = tantivy.Query.boolean_query([(tantivy.Occur.Must, asked), wanted])
            searcher = index.searcher()
            hits = searcher.search(asked, k, count=False).hits
            return [
                Found(str(searcher.doc(address).get_first("id")), float(score))
                for score, address in hits
            ]

    def analyse(self, text: str) -> list[str]:
        """The words of a text as the index holds them: folded, without stop words, stemmed."""
        return list(self._analyser.analyze(text))

    def weights(self, text: str) -> dict[str, float]:
        """The words of a text, each with its inverse document frequency (BM25's)."""
        with self._translated():
            searcher = self._index.searcher()
            total = int(searcher.num_docs)
            return {
                word: math.log(1 + (total - held + 0.5) / (held + 0.5))
                for word in self.analyse(text)
                for held in [int(searcher.doc_freq("text", word))]
            }

    def frequency(self, text: str) -> int:
        """How many passages hold the rarest of the words of ``text``, headings counted."""
        with self._translated():
            searcher = self._index.searcher()
            return min(
                (
                    int(searcher.doc_freq("text", word) + searcher.doc_freq("heading", word))
                    for word in self.analyse(text)
                ),
                default=0,
            )

    def beginning_with(self, prefix: str, *, most: int) -> list[tuple[str, int]]:
        """The ``most`` frequent stems that begin so, with how many passages hold each."""
        with self._translated():
            found = self._index.searcher().terms_with_prefix("text", prefix, limit=most)
            return [(str(term), int(count)) for term, count in found]

    def holding(self, stem: str, *, most: int) -> list[str]:
        """The ids of ``most`` passages whose text holds a stem."""
        import tantivy

        with self._translated():
            searcher = self._index.searcher()
            query = tantivy.Query.term_query(self._index.schema, "text", stem)
            hits = searcher.search(query, most, count=False).hits
            return [str(searcher.doc(address).get_first("id")) for _score, address in hits]

    def update(self, *, forget: Iterable[str], entries: Iterable[WordEntry]) -> None:
        """Forgets the passages of the articles ``forget``, then takes ``entries`` in.

        All of it is there afterwards or, when the process dies before the end, nothing.
        """
        import tantivy

        with self._translated():
            writer = self._index.writer(heap_size=64_000_000, num_threads=1)
            # What a killed process had written but not committed: a file of the same name
            # would make the next commit fail.
            writer.garbage_collect_files()
            for article_id in forget:
                writer.delete_documents_by_term("article_id", article_id)
            for entry in entries:
                document = tantivy.Document()
                document.add_text("id", entry.id)
                document.add_text("article_id", entry.article_id)
                document.add_text("heading", entry.heading)
                document.add_text("text", entry.text)
                document.add_text("outlet", outlet_key(entry.source))
                document.add_unsigned("day", entry.day)
                writer.add_document(document)
            writer.commit()
            writer.wait_merging_threads()

    def count(self) -> int:
        """How many passages it holds."""
        with self._translated():
            self._index.reload()
            return int(self._index.searcher().num_docs)

    def ids(self) -> set[str]:
        """The ids of all its passages."""
        import tantivy

        if not (size := self.count()):
            return set()
        with self._translated():
            searcher = self._index.searcher()
            hits = searcher.search(tantivy.Query.all_query(), size, count=False).hits
            return {str(searcher.doc(address).get_first("id")) for _score, address in hits}

    @Once
    def _analyser(self) -> tantivy.TextAnalyzer:
        return _new_analyser()

    @Once
    def _index(self) -> tantivy.Index:
        import tantivy

        with self._translated():
            if changed := changed_files(self.folder):
                raise OSError(f"not as they were written: {', '.join(changed)}")
            index = tantivy.Index.open(str(self.folder))
            index.register_tokenizer(_ANALYSER, _new_analyser())
            return index

    def _translated(self) -> AbstractContextManager[None]:
        return translated("word", ValueError, folder=self.folder)

    def _filter(self, filters: Filters) -> tantivy.Query:
        import tantivy

        parts: list[tuple[tantivy.Occur, tantivy.Query]] = []
        schema = self._index.schema
        if filters.sources:
            names = [outlet_key(source) for source in filters.sources]
            outlets = tantivy.Query.term_set_query(schema, "outlet", names)
            parts.append((tantivy.Occur.Must, outlets))
        if filters.since or filters.until:
            days = tantivy.Query.range_query(
                schema,
                "day",
                tantivy.FieldType.Unsigned,
                day_number(filters.since) or 1,
                day_number(filters.until) or _LAST_DAY,
            )
            if filters.undated:
                none = tantivy.Query.range_query(schema, "day", tantivy.FieldType.Unsigned, 0, 0)
                days = tantivy.Query.boolean_query(
                    [(tantivy.Occur.Should, days), (tantivy.Occur.Should, none)]
                )
            parts.append((tantivy.Occur.Must, days))
        return tantivy.Query.boolean_query(parts)


def _schema() -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("article_id", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("outlet", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("day", indexed=True, fast=True)
    builder.add_text_field("heading", tokenizer_name=_ANALYSER, index_option="freq")
    builder.add_text_field("text", tokenizer_name=_ANALYSER, index_option="freq")
    return builder.build()


def _new_analyser() -> tantivy.TextAnalyzer:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.remove_long(64))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
        # tantivy's own list keeps "who", "which", "did": the words that questions are made of.
        .filter(Filter.custom_stopword(sorted(STOP_WORDS)))
        .filter(Filter.stemmer("english"))
        .build()
    )
