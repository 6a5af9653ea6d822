"""Articles, their lists, versions and passages as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import AliasPath, Field

from assistant import types, versions
from assistant.rendering.json import Document, Form, Probability, Time
from assistant.rendering.json.answers import Notice
from assistant.reports import ArticlePage
from assistant.versions import Edit


class _Described(Form):
    document_id: str = Field(validation_alias="id")
    document_title: str = Field(validation_alias="title")
    source: str | None
    url: str | None
    authors: list[str]
    published: Time | None


class ListedArticle(_Described):
    """An article of a list, without its text."""

    added: Time
    origin: str
    sentences: int
    characters: int
    older_versions: int = Field(validation_alias="older")
    withdrawn: bool


class Listing(Form):
    """The articles of a library."""

    articles: list[ListedArticle]


class Snippet(Form):
    """The sentence of an article where words that were looked for stand, and their places."""

    sentence_index: int = Field(validation_alias="index")
    start_char_index: int = Field(validation_alias="start")
    end_char_index: int = Field(validation_alias="end")
    text: str
    words: list[tuple[int, int]]


class FoundArticle(ListedArticle):
    """An article of a list that was found by its text; null where the headline alone has it."""

    snippet: Snippet | None


class FoundListing(Form):
    """The articles of a library that have some words, best first."""

    articles: list[FoundArticle]


class Cluster(Form):
    """A story that several articles carry."""

    head: ListedArticle
    copies: list[ListedArticle]


class Clusters(Form):
    """The stories of a library that several articles carry."""

    clusters: list[Cluster]


class Collection(Form):
    """A named set of articles: how many it has, and when it was made and last changed."""

    collection_id: str = Field(validation_alias="id")
    name: str
    made: Time
    changed: Time
    articles: int


class Collections(Form):
    """The collections, the one that was last changed first."""

    collections: list[Collection]


class CollectionShown(Form):
    """A collection, and its articles, newest first."""

    collection: Collection
    articles: list[ListedArticle]


class CarriedArticle(Form):
    """An article as it is taken elsewhere, and read there again."""

    id: str
    title: str
    source: str | None
    url: str | None
    authors: list[str]
    published: Time | None
    updated: Time | None
    language: str
    text: str


class Removal(Form):
    """The articles that were taken out of a library."""

    removed: list[ListedArticle]


class Pruned(Removal):
    """The articles that were removed, or would be, because they are from before a day."""

    before: Time
    dry_run: bool = Field(validation_alias="dry")


class Sentence(Form):
    """A sentence of an article."""

    sentence_index: int = Field(validation_alias="index")
    start_char_index: int = Field(validation_alias="start")
    end_char_index: int = Field(validation_alias="end")
    text: str


class Article(_Described):
    """A whole article with its sentences."""

    updated: Time | None
    added: Time | None
    language: str
    declared_language: str | None = Field(validation_alias="declared")
    origin: str
    text: str
    sentences: list[Sentence]


class _Standing(Form):
    newest: bool
    replaced: Time | None
    replaced_by: str | None
    withdrawn: Notice | None


class ShownArticle(_Standing, Article):
    """A whole version of an article, with what took its place."""


class _Dated(_Described):
    updated: Time | None
    added: Time
    origin: str


class HistoricVersion(_Standing, _Dated):
    """A version of an article, without its text."""

    older_when_added: bool = Field(validation_alias="late")
    sentences: int
    characters: int


class SentenceEdit(Form):
    """A sentence before and after."""

    edit: Edit
    before_index: int | None = Field(validation_alias="before")
    after_index: int | None = Field(validation_alias="after")
    old: list[versions.Marked]
    new: list[versions.Marked]


class Difference(Form):
    """What changed between two versions; sentences in both are counted and not listed."""

    before: str
    after: str
    counts: dict[Edit, int]
    about: list[versions.MetadataEdit]
    sentences: list[SentenceEdit]


class History(Form):
    """The versions of an article, oldest first, and what changed."""

    document_id: str
    versions: list[HistoricVersion]
    notices: list[Notice]
    differences: list[Difference]


class Hit(Form):
    """A passage that was found."""

    rank: int
    score: float
    similarity: float | None
    bm25: float | None
    read: Probability | None
    document_id: str = Field(validation_alias=AliasPath("article", "id"))
    document_title: str = Field(validation_alias=AliasPath("article", "title"))
    source: str | None = Field(validation_alias=AliasPath("article", "source"))
    published: Time | None = Field(validation_alias=AliasPath("article", "published"))
    url: str | None = Field(validation_alias=AliasPath("article", "url"))
    passage_index: int = Field(validation_alias=AliasPath("passage", "index"))
    first_sentence_index: int = Field(validation_alias=AliasPath("passage", "first"))
    last_sentence_index: int = Field(validation_alias=AliasPath("passage", "last"))
    start_char_index: int = Field(validation_alias=AliasPath("passage", "start"))
    end_char_index: int = Field(validation_alias=AliasPath("passage", "end"))
    text: str
    also_in: list[str]
    also_outlets: list[str]


class Search(Form):
    """The passages found for a query, best first."""

    query: str
    hits: list[Hit]


def found_document(page: ArticlePage) -> Document:
    """The articles that a text search found, each with the sentence where the words stand."""
    found = [FoundArticle.of(one, snippet=page.snippets.get(one.id)) for one in page.articles]
    return FoundListing(articles=found).document()


def search_document(query: str, hits: Sequence[types.Hit]) -> Document:
    """The passages found for ``query``, best first."""
    ranked = [Hit.of(hit, rank=rank) for rank, hit in enumerate(hits, start=1)]
    return Search(query=query, hits=ranked).document()


def version_document(version: versions.Version) -> Document:
    """A whole version of an article, with what took its place."""
    article = version.article
    sentences = [
        Sentence.of(one, text=article.sentence_text(one.index)) for one in article.sentences
    ]
    return ShownArticle.of(article, **_told(version), sentences=sentences).document()


def history_document(history: versions.History) -> Document:
    """The versions of an article, and what changed from each to the next."""
    return History.of(
        history,
        document_id=history.newest.article.id,
        versions=[
            HistoricVersion.of(
                version.article,
                **_told(version),
                late=version.late,
                sentences=len(version.article.sentences),
                characters=len(version.article.text),
            )
            for version in history.versions
        ],
        differences=[
            Difference.of(
                change,
                counts={edit: change.count(edit) for edit in Edit},
                sentences=[one for one in change.sentences if one.edit is not Edit.KEPT],
            )
            for change in history.differences
        ],
    ).document()


def _told(version: versions.Version) -> Document:
    names = ("added", "newest", "replaced", "replaced_by", "withdrawn")
    return {name: getattr(version, name) for name in names}
