"""The index of words: each text by its own language's stems, and what an older version has made."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import tantivy

from assistant.language.words import STOP_WORDS
from assistant.library.schema import PassageEntry
from assistant.library.words import WordIndex
from assistant.types import Article, Filters, Passage
from tests.library.made import article, library, prepared

_TEXTS = {
    "en": "The bridges over the river were closed while engineers examined them.",
    "de": "Die Häuser am Flussufer wurden geräumt; die Behörden warnten vor Überschwemmungen.",
    "fr": "Les députés européens ont adopté les nouvelles directives.",
    "ru": "Жители затопленных деревень вернулись в свои дома.",
    "es": "Los bomberos apagaron los incendios forestales.",
    "sv": "Polisen söker efter flickorna som försvann i skogarna.",
    "pl": "Mieszkańcy wrócili do domów po powodzi.",
    "zh-CN": "市长 宣布 桥梁 重新 开放",
}


def _entry(language: str, text: str) -> PassageEntry:
    article = Article(language, "", text, (), "", language=language)
    return PassageEntry(article, Passage(0, 0, 0, 0, len(text)), np.zeros(1, np.float32))


def _index(folder: Path, *languages: str) -> WordIndex:
    made = WordIndex(folder)
    made.create()
    made.update([_entry(one, _TEXTS[one]) for one in languages], delete=[])
    return made


def _found(index: WordIndex, query: str) -> list[str]:
    return [found.id.partition(":")[0] for found in index.search(query, k=9, filters=Filters())]


@pytest.mark.parametrize(
    ("query", "language"),
    [
        ("closing a bridge", "en"),
        ("Welches Haus wurde geräumt?", "de"),
        ("Behorde Uberschwemmung", "de"),  # typed without umlauts
        ("La directive sur un député européen", "fr"),
        ("затопленная деревня", "ru"),
        ("¿El incendio forestal?", "es"),
        ("flickan i skogen", "sv"),
        ("powodzi", "pl"),
        ("桥梁", "zh-CN"),
    ],
)
def test_a_word_is_found_in_another_form(tmp_path: Path, query: str, language: str) -> None:
    assert _found(_index(tmp_path / "words", *_TEXTS), query)[0] == language


def test_a_name_is_as_rare_as_it_is_in_the_whole_library(tmp_path: Path) -> None:
    index = WordIndex(tmp_path / "words")
    index.create()
    texts = [("en", f"Merkel spoke on day {n} of the talks.") for n in range(20)]
    texts += [("de", "Merkel sprach gestern über das Wetter.")]
    index.update([_entry(*one) for one in texts], delete=[])
    assert index.weights("Merkel") == {"merkel": pytest.approx(0.0235, abs=0.001)}
    assert _found(index, "Merkel talks")[0] == "en"


def test_function_words_of_each_language_find_nothing(tmp_path: Path) -> None:
    index = _index(tmp_path / "words", "de", "fr")
    assert _found(index, "die am vor") == []
    assert _found(index, "les ont") == []


@pytest.mark.parametrize(
    "query", ["a_b", "c++ (x) AND [y TO z]", "'s \"", "\x00", "हिन्दी", "e\u0301té", "x" * 5000]
)
def test_any_query_can_be_asked(tmp_path: Path, query: str) -> None:
    assert _found(_index(tmp_path / "words", *_TEXTS), query) == []


def _as_older_versions_made(folder: Path) -> None:
    """An index as versions before languages made it: English for every text, no language noted."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("article_id", "outlet"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("day", indexed=True, fast=True)
    for name in ("heading", "text"):
        builder.add_text_field(name, tokenizer_name="news_en", index_option="freq")
    folder.mkdir()
    index = tantivy.Index(builder.build(), path=str(folder), reuse=False)
    english = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for part in (
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
        tantivy.Filter.custom_stopword(sorted(STOP_WORDS)),
        tantivy.Filter.stemmer("english"),
    ):
        english = english.filter(part)
    index.register_tokenizer("news_en", english.build())


def test_what_an_older_version_made_is_used_and_written_to(tmp_path: Path) -> None:
    _as_older_versions_made(tmp_path / "words")
    index = WordIndex(tmp_path / "words")
    index.update([_entry(one, text) for one, text in _TEXTS.items()], delete=[])
    assert _found(index, "closing a bridge") == ["en"]
    assert _found(index, "Häuser") == ["de"]
    assert index.weights("bridge").keys() == {"bridg"}
    index.update([], delete=["de"])
    assert index.count() == len(_TEXTS) - 1


def test_making_the_indexes_anew_brings_an_older_one_over(tmp_path: Path) -> None:
    opened = library(tmp_path)
    made = article(1)
    with opened.writing("testing"):
        opened.upsert([prepared(made)])
    older = opened.words.folder
    opened.close()
    shutil.rmtree(older)
    _as_older_versions_made(older)
    WordIndex(older).update(prepared(made).entries(), delete=[])
    opened = library(tmp_path)
    with opened.writing("testing"):
        assert opened.words.folder == older  # it agrees, and is not made anew by itself
        opened.upsert([prepared(article(2))])
    assert opened.words.search("fact 2001", k=1, filters=Filters())[0].id.startswith(article(2).id)
    with opened.rebuilding("testing"):
        opened.indexes.rebuild()
    assert '"language"' in (opened.words.folder / "meta.json").read_text()
    assert opened.words.search("fact 1001", k=1, filters=Filters())[0].id == f"{made.id}:0"
    opened.close()
