"""From a document to an article: its id and its sentences."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from assistant.language.detection import article_language
from assistant.language.sentences import split_sentences
from assistant.types import Article, Document


def make_article(document: Document) -> Article:
    """The article that ``document`` is, with its sentences and its id."""
    language = article_language(document.text, declared=document.language)
    return Article(
        id=article_id(document),
        title=document.title,
        text=document.text,
        sentences=split_sentences(document.text, language=language),
        origin=document.origin,
        source=document.source,
        url=document.url,
        authors=document.authors,
        published=document.published,
        updated=document.updated,
        language=language,
        number=document.number,
        declared=None if document.language == language else document.language,
    )


def resplit(article: Article) -> Article:
    """``article`` with its sentences split again, by the rules of this version."""
    return replace(article, sentences=split_sentences(article.text, language=article.language))


def make_document(article: Article) -> Document:
    """The document that ``article`` was made of."""
    return Document(
        title=article.title,
        text=article.text,
        origin=article.origin,
        source=article.source,
        url=article.url,
        authors=article.authors,
        published=article.published,
        updated=article.updated,
        language=article.declared or article.language,
        number=article.number,
    )


def article_id(document: Document) -> str:
    """Sixteen hexadecimal digits of a SHA-256 over what makes the article this article.

    Title, text, outlet and the dates count; where it was read, its URL and its byline do
    not: they vary between copies of the same article.
    """
    identity = [
        document.title,
        document.text,
        document.source,
        document.published.isoformat() if document.published else None,
        document.updated.isoformat() if document.updated else None,
    ]
    canonical = json.dumps(identity, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hashlib.sha256(canonical).hexdigest()[:16]
