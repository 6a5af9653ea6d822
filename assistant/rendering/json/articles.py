"""Articles, their lists, versions, passages and stories as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import AliasPath, Field

from assistant import types, versions
from assistant.rendering.json import Document, Form, Joined, Probability, Time
from assistant.rendering.json.answers import Notice
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

    @classmethod
    def _attributes(cls, value: Any) -> object:
        found = [Joined(one, snippet=value.snippets.get(one.id)) for one in value.articles]
        return Joined(articles=found)


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


class ShownArticle(_Described):
    """A whole version of an article, with what took its place."""

    updated: Time | None
    added: Time | None
    language: str
    declared_language: str | None = Field(validation_alias="declared")
    origin: str
    text: str
    sentences: list[Sentence]
    newest: bool
    replaced: Time | None
    replaced_by: str | None
    withdrawn: Notice | None

    @classmethod
    def _attributes(cls, value: Any) -> object:
        article = value.article
        sentences = [
            Joined(one, text=article.sentence_text(one.index)) for one in article.sentences
        ]
        return Joined(value, article, sentences=sentences)


class HistoricVersion(_Described):
    """A version of an article, without its text."""

    updated: Time | None
    added: Time
    origin: str
    newest: bool
    replaced: Time | None
    replaced_by: str | None
    withdrawn: Notice | None
    older_when_added: bool = Field(validation_alias="late")
    sentences: int
    characters: int

    @classmethod
    def _attributes(cls, value: Any) -> object:
        article = value.article
        counts = {"sentences": len(article.sentences), "characters": len(article.text)}
        return Joined(value, article, **counts)


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

    @classmethod
    def _attributes(cls, value: Any) -> object:
        counts = {edit: value.count(edit) for edit in Edit}
        changed = [one for one in value.sentences if one.edit is not Edit.KEPT]
        return Joined(value, counts=counts, sentences=changed)


class History(Form):
    """The versions of an article, oldest first, and what changed."""

    document_id: str = Field(validation_alias=AliasPath("newest", "article", "id"))
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
    document_id: str = Field(validation_alias="id")
    document_title: str = Field(validation_alias="title")
    source: str | None
    published: Time | None
    url: str | None
    passage_index: int = Field(validation_alias="index")
    first_sentence_index: int = Field(validation_alias="first")
    last_sentence_index: int = Field(validation_alias="last")
    start_char_index: int = Field(validation_alias="start")
    end_char_index: int = Field(validation_alias="end")
    text: str
    also_in: list[str]
    also_outlets: list[str]

    @classmethod
    def _attributes(cls, value: Any) -> object:
        return Joined(value, value.passage, value.article)


class Search(Form):
    """The passages found for a query, best first."""

    query: str
    hits: list[Hit]


class Story(Form):
    """Articles of one run of events, newest first."""

    story_id: str = Field(validation_alias="id")
    title: str
    title_given: bool = Field(validation_alias="named")
    pinned: bool
    names: list[str]
    outlets: list[str]
    days: list[Time] | None
    articles: list[ListedArticle]


class Stories(Form):
    """The stories of a library, pinned ones first, then the newest."""

    stories: list[Story]


def search_document(query: str, hits: Sequence[types.Hit]) -> Document:
    """The passages found for ``query``, best first."""
    ranked = [Hit.of(hit, rank=rank) for rank, hit in enumerate(hits, start=1)]
    return Search(query=query, hits=ranked).document()
