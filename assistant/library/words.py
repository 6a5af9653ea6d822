"""Indexes the words of passages: BM25 by tantivy, stemmed by the language of the article."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assistant.caching import Once
from assistant.language.words import STOP_WORDS
from assistant.library.folder import make_folder
from assistant.library.index_files import changed_files, translated
from assistant.library.preparation import heading
from assistant.library.schema import PassageEntry, day_number, day_range, outlet_key, outlet_keys
from assistant.types import Filters, article_of

if TYPE_CHECKING:
    import tantivy

HEADING_BOOST: Final = 1.0
"""Weight of a word in title, outlet and date against one in the passage itself."""

_ENGLISH: Final = "english"
_STEMMERS: Final = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "es": "spanish",
    "fi": "finnish", "fr": "french", "hu": "hungarian", "it": "italian", "nb": "norwegian",
    "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sv": "swedish", "ta": "tamil", "tr": "turkish",
}  # fmt: skip
"""tantivy's stemmers by the code of a language; texts in any other go by the English one."""
_WITHOUT_STOP_WORDS: Final = frozenset({"arabic", "greek", "romanian", "tamil", "turkish"})
"""Stemmers for whose language tantivy has no list of stop words."""

_ENGLISH_ALONE: Final = "news_en"
"""The analyser that indexes made by older versions name: it is English for every text."""
_STEMMED: Final = "whitespace"
"""The analyser of texts that have been stemmed already."""
_MOST_WORDS: Final = 64


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that an index found; ``score`` is BM25 here, the cosine for vectors."""

    id: str
    score: float


class WordIndex:
    """The word index in one folder. Thread-safe, for many readers beside one writer.

    It is there when ``create`` has made it: using one that is not is a ``LibraryError``.
    A passage is stemmed by its article's language before it is handed over, and all stems are
    in one field, so that a word is as rare as it is in the whole library. A word that is looked
    for is stemmed by each language that the index holds. One that an older version has made
    goes on being stemmed as English until it is rebuilt.
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
        """Returns the ``k`` passages with the best BM25 scores for the words of ``query``.

        Nothing in ``query`` is read as an operator. Stop words alone find nothing.
        """
        import tantivy

        if filters.only == ():
            return []
        with self._translated():
            index = self._index
            index.reload()
            searcher = index.searcher()
            # A word that stands there twice counts once.
            stems_of = dict(self._stems(query, searcher=searcher))
            words = [stems for stems in stems_of.values() if stems]
            if not words:
                return []
            asked = tantivy.Query.boolean_query(
                [(tantivy.Occur.Should, self._in_any(stems)) for stems in words[:_MOST_WORDS]]
            )
            if filters.active:
                wanted = (
                    tantivy.Occur.Must,
                    tantivy.Query.const_score_query(self._filter(filters), 0.0),
                )
                asked = tantivy.Query.boolean_query([(tantivy.Occur.Must, asked), wanted])
            hits = searcher.search(asked, k, count=False).hits
            return [
                Found(str(searcher.doc(address).get_first("id")), float(score))
                for score, address in hits
            ]

    def articles(self, query: str) -> list[str]:
        """Returns the ids of the articles that hold all the words of ``query``, best first.

        A word may stand anywhere in an article, its headline or its outlet. What orders them is
        the BM25 score of their best passage for all the words. Stop words are passed over; alone
        they find nothing.
        """
        import tantivy

        with self._translated():
            self._index.reload()
            searcher = self._index.searcher()
            stems_of = dict(self._stems(query, searcher=searcher))
            words = [self._in_any(stems) for stems in stems_of.values() if stems][:_MOST_WORDS]
            # Each word among the articles that have the rarer ones.
            words.sort(key=lambda word: _number(word, searcher))
            either = tantivy.Query.boolean_query([(tantivy.Occur.Should, word) for word in words])
            found: list[str] = []
            for place, asked in enumerate([*words, either] if words[1:] else words):
                found = self._articles(asked, among=found if place else None, searcher=searcher)
                if not found:
                    break
            return found

    def forms(self, query: str) -> dict[frozenset[str], float]:
        """Returns the stems of each word of ``query``, with its inverse document frequency."""
        with self._translated():
            searcher = self._index.searcher()
            found = (stems for _word, stems in self._stems(query, searcher=searcher) if stems)
            return {frozenset(stems): _rarity(stems, searcher) for stems in found}

    def stemmer(self, language: str) -> Callable[[str], frozenset[str]]:
        """Returns what gives the stems of a word of an article in a language."""
        analyser = _analyser(_stemmed_as(language) if self._knows_languages else _ENGLISH)
        return cache(lambda word: frozenset(analyser.analyze(word)))

    def _articles(
        self,
        asked: tantivy.Query,
        *,
        among: Sequence[str] | None,
        searcher: tantivy.Searcher,
    ) -> list[str]:
        """Returns the ids of the articles that a query finds, by the order of their best passage.

        Only those ``among`` some, unless that is None.
        """
        from tantivy import Occur, Query

        if among is not None:
            these = Query.term_set_query(self._index.schema, "article_id", list(among))
            within = (Occur.Must, Query.const_score_query(these, 0.0))
            asked = Query.boolean_query([(Occur.Must, asked), within])
        hits = searcher.search(asked, max(1, int(searcher.num_docs)), count=False).hits
        passages = (str(searcher.doc(address).get_first("id")) for _score, address in hits)
        return list(dict.fromkeys(article_of(key) for key in passages))

    def analyse(self, text: str) -> list[str]:
        """Returns the stems of an English text, folded and without stop words."""
        return list(_analyser(_ENGLISH).analyze(text))

    def weights(self, text: str) -> dict[str, float]:
        """Returns the words of a text, as by ``analyse``, with their inverse document frequencies.

        They are BM25's; a word of another language is counted by that language's stem as well.
        """
        with self._translated():
            self._index.reload()
            searcher = self._index.searcher()
            return {
                key: _rarity(stems, searcher)
                for word, stems in self._stems(text, searcher=searcher)
                for key in self.analyse(word)
            }

    def frequency(self, text: str) -> int:
        """Returns how many passages hold the rarest word of ``text``, headings counted."""
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
        """Returns the ``most`` frequent stems that begin so, each with its number of passages."""
        with self._translated():
            found = self._index.searcher().terms_with_prefix("text", prefix, limit=most)
            return [(str(term), int(count)) for term, count in found]

    def holding(self, stem: str, *, most: int) -> list[str]:
        """Returns the ids of ``most`` passages whose text holds a stem."""
        import tantivy

        with self._translated():
            searcher = self._index.searcher()
            query = tantivy.Query.term_query(self._index.schema, "text", stem)
            hits = searcher.search(query, most, count=False).hits
            return [str(searcher.doc(address).get_first("id")) for _score, address in hits]

    def update(self, entries: Iterable[PassageEntry], *, delete: Iterable[str]) -> None:
        """Deletes the passages of the articles ``delete`` (ids), then inserts ``entries``.

        All of it is there afterwards or, when the process dies before the end, nothing.
        """
        with self._translated():
            writer = self._index.writer(heap_size=64_000_000, num_threads=1)
            # What a killed process had written but not committed: a file of the same name
            # would make the next commit fail.
            writer.garbage_collect_files()
            for article_id in delete:
                writer.delete_documents_by_term("article_id", article_id)
            for entry in entries:
                writer.add_document(self._document(entry))
            writer.commit()
            writer.wait_merging_threads()

    def count(self) -> int:
        """Returns the number of passages."""
        with self._translated():
            self._index.reload()
            return int(self._index.searcher().num_docs)

    def ids(self) -> set[str]:
        """Returns the ids of all passages."""
        import tantivy

        if not (size := self.count()):
            return set()
        with self._translated():
            searcher = self._index.searcher()
            hits = searcher.search(tantivy.Query.all_query(), size, count=False).hits
            return {str(searcher.doc(address).get_first("id")) for _score, address in hits}

    @Once
    def _index(self) -> tantivy.Index:
        import tantivy

        with self._translated():
            if changed := changed_files(self.folder):
                raise OSError(f"not as they were written: {', '.join(changed)}")
            index = tantivy.Index.open(str(self.folder))
            index.register_tokenizer(_ENGLISH_ALONE, _analyser(_ENGLISH))
            return index

    @Once
    def _knows_languages(self) -> bool:
        """Whether it notes the languages of its passages, as those of older versions do not."""
        described = json.loads((self.folder / "meta.json").read_bytes())
        return any(field["name"] == "language" for field in described["schema"])

    def _document(self, entry: PassageEntry) -> tantivy.Document:
        import tantivy

        article = entry.article
        texts = {"heading": heading(article), "text": entry.text}
        document = tantivy.Document()
        if self._knows_languages:
            language = _stemmed_as(article.language)
            analyser = _analyser(language)
            texts = {field: " ".join(analyser.analyze(text)) for field, text in texts.items()}
            document.add_text("language", language)
        ids = {"id": entry.id, "article_id": article.id, "outlet": outlet_key(article.source)}
        for field, text in (ids | texts).items():
            document.add_text(field, text)
        document.add_unsigned("day", day_number(article.published))
        return document

    def _stems(self, text: str, *, searcher: tantivy.Searcher) -> list[tuple[str, tuple[str, ...]]]:
        """Returns the words of ``text``, each with its stems in the index's languages."""
        analysers = [_analyser(_ENGLISH)]
        if self._knows_languages:
            others = sorted(set(_STEMMERS.values()))
            analysers += [_analyser(one) for one in others if searcher.doc_freq("language", one)]
        return [
            (word, tuple(dict.fromkeys(stem for one in analysers for stem in one.analyze(word))))
            for word in _words().analyze(text)
        ]

    def _in_any(self, stems: Iterable[str]) -> tantivy.Query:
        """Returns the query for any of these stems, in a heading or in a passage."""
        from tantivy import Occur, Query

        schema = self._index.schema
        parts = [
            part
            for stem in stems
            for part in (
                Query.boost_query(Query.term_query(schema, "heading", stem), HEADING_BOOST),
                Query.term_query(schema, "text", stem),
            )
        ]
        return Query.boolean_query([(Occur.Should, part) for part in parts])

    def _translated(self) -> AbstractContextManager[None]:
        return translated("word", ValueError, folder=self.folder)

    def _filter(self, filters: Filters) -> tantivy.Query:
        from tantivy import FieldType, Occur, Query

        parts: list[tuple[Occur, Query]] = []
        schema = self._index.schema
        if filters.sources:
            outlets = Query.term_set_query(schema, "outlet", outlet_keys(filters))
            parts.append((Occur.Must, outlets))
        if (only := filters.only) is not None:
            articles = Query.term_set_query(schema, "article_id", list(only))
            parts.append((Occur.Must, articles))
        if days := day_range(filters):
            ranges = [days, (0, 0)] if filters.lets_undated_in else [days]
            within = [Query.range_query(schema, "day", FieldType.Unsigned, *one) for one in ranges]
            parts.append((Occur.Must, Query.boolean_query([(Occur.Should, one) for one in within])))
        return Query.boolean_query(parts)


def _schema() -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("article_id", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("outlet", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("day", indexed=True, fast=True)
    builder.add_text_field("language", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("heading", tokenizer_name=_STEMMED, index_option="freq")
    builder.add_text_field("text", tokenizer_name=_STEMMED, index_option="freq")
    return builder.build()


def _number(asked: tantivy.Query, searcher: tantivy.Searcher) -> int:
    """Returns how many passages a query finds."""
    return int(getattr(searcher.search(asked, 1), "count", 0))


def _rarity(stems: Iterable[str], searcher: tantivy.Searcher) -> float:
    """Returns BM25's inverse document frequency of a word with these stems."""
    total = int(searcher.num_docs)
    count = min(total, sum(int(searcher.doc_freq("text", stem)) for stem in stems))
    return math.log(1 + (total - count + 0.5) / (count + 0.5))


def _stemmed_as(language: str) -> str:
    """Returns the language by whose stemmer texts in another, by its code, are stemmed."""
    return _STEMMERS.get(language.partition("-")[0].lower(), _ENGLISH)


@cache
def _analyser(language: str) -> tantivy.TextAnalyzer:
    """Returns the analyser that stems texts in a language, by tantivy's name in lower case."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.simple())
    builder = builder.filter(Filter.remove_long(64)).filter(Filter.lowercase())
    if language == _ENGLISH:
        builder = builder.filter(Filter.ascii_fold())
        # tantivy's own list keeps "who", "which", "did": the words that questions are made of.
        builder = builder.filter(Filter.custom_stopword(sorted(STOP_WORDS)))
        return builder.filter(Filter.stemmer(language)).build()
    if language not in _WITHOUT_STOP_WORDS:
        builder = builder.filter(Filter.stopword(language))
    # Accents go last: the lists and the stemmers know the words by them.
    return builder.filter(Filter.stemmer(language)).filter(Filter.ascii_fold()).build()


@cache
def _words() -> tantivy.TextAnalyzer:
    """Returns the analyser that splits a text into its words."""
    from tantivy import TextAnalyzerBuilder, Tokenizer

    return TextAnalyzerBuilder(Tokenizer.simple()).build()
