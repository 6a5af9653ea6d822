"""The source beside everything else: an article with its cited sentences highlighted."""

from __future__ import annotations

from collections.abc import Mapping

import gradio as gr

from assistant.errors import ArticleNotFoundError, AssistantError
from assistant.rendering.html_articles import gone_html, source_html
from assistant.rendering.later import older_in_words
from assistant.types import Article, Citation
from assistant.web.acts import Cite, Named, clickable
from assistant.web.desk import Desk, told


def panel() -> gr.HTML:
    """The place where sources open; its buttons are the page's own script's, but for one."""
    return clickable("digest", element="nd-panel")


def cited(
    desk: Desk,
    event: gr.EventData,
    *,
    own: Mapping[str, Article] | None = None,
    citations: tuple[Citation, ...] = (),
) -> str:
    """An article at the sentences that were clicked.

    Args:
        desk: the desk.
        event: the click.
        own: articles that are in no library, by id.
        citations: what is shown of the article where it is gone.
    """
    try:
        act = Cite.of(event)
    except AssistantError as error:
        return told(error)
    return _source(desk, act, own=own or {}, citations=citations)


def opened(desk: Desk, event: gr.EventData) -> str:
    """An article from its beginning, with the offer to summarise it."""
    try:
        act = Named.of(event)
        version = desk.assistant.version(act.article)
        return source_html(
            version.article, ask=version.withdrawn is None, older=older_in_words(version)
        )
    except ArticleNotFoundError:
        return gone_html(())
    except AssistantError as error:
        return told(error)


def _source(
    desk: Desk, act: Cite, *, own: Mapping[str, Article], citations: tuple[Citation, ...]
) -> str:
    article, older = own.get(act.article), ""
    try:
        if article is None:
            version = desk.assistant.version(act.article)
            article, older = version.article, older_in_words(version)
    except ArticleNotFoundError:
        return gone_html([citation for citation in citations if citation.article_id == act.article])
    except AssistantError as error:
        return told(error)
    return source_html(article, focus=act.focus, also=act.also, older=older)
