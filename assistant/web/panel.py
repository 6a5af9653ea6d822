"""The source beside everything else: an article with its cited sentences highlighted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import gradio as gr

from assistant.errors import ArticleNotFoundError, AssistantError
from assistant.rendering.html.articles import gone_html, source_html
from assistant.rendering.html.versions import Cited, Face, Opened, opened_html
from assistant.types import Article, Citation
from assistant.versions import Version
from assistant.web.acts import Cite, Named, Versioned, clickable
from assistant.web.desk import Desk, told


def panel() -> gr.HTML:
    """The place where sources open; most of its buttons are the page's own script's."""
    return clickable("digest", "story", "version", element="nd-panel")


def cited(
    desk: Desk,
    event: gr.EventData | Cite,
    *,
    own: Mapping[str, Article] | None = None,
    citations: tuple[Citation, ...] = (),
) -> str:
    """An article at the sentences that were clicked, in the version that is cited.

    Args:
        desk: the desk.
        event: the click, or what it told.
        own: articles that need be in no library, by id.
        citations: what is shown of the article where it is gone.
    """
    try:
        act = event if isinstance(event, Cite) else Cite.of(event)
        return _version(desk, act.article, cited=Cited(act.article, act.focus, act.also))
    except ArticleNotFoundError:
        if own and act.article in own:
            return source_html(own[act.article], focus=act.focus, also=act.also)
        return gone_html([citation for citation in citations if citation.article_id == act.article])
    except AssistantError as error:
        return told(error)


def opened(desk: Desk, event: gr.EventData) -> str:
    """An article from its beginning, with the offer to summarise it."""
    try:
        return _version(desk, Named.of(event).article)
    except ArticleNotFoundError:
        return gone_html(())
    except AssistantError as error:
        return told(error)


def turned(desk: Desk, event: gr.EventData) -> str:
    """Another version of the article that is open, or what changed in it."""
    try:
        act = Versioned.of(event)
        cited = Cited(act.cited, act.focus, act.also) if act.cited else None
        return _version(desk, act.article, place=act.place, face=Face(act.face), cited=cited)
    except ArticleNotFoundError:
        return gone_html(())
    except AssistantError as error:
        return told(error)


def _version(
    desk: Desk,
    article_id: str,
    *,
    place: int = -1,
    face: Face = Face.TEXT,
    cited: Cited | None = None,
) -> str:
    """A version of an article: the one at ``place`` where that is it still.

    Raises:
        ArticleNotFoundError: it is not in the library.
    """
    versions = desk.assistant.versions(article_id)
    newest = versions[-1].article.id
    return opened_html(
        Opened(versions, _place_of(article_id, versions, at=place), face, cited),
        corrections=desk.assistant.corrections([newest]).get(newest, ()),
    )


def _place_of(article_id: str, versions: Sequence[Version], *, at: int) -> int:
    """Which of ``versions`` is meant; one that came back has several places, the last counts.

    Between two clicks the article may have got another version.
    """
    places = [n for n, version in enumerate(versions) if version.article.id == article_id]
    return at if at in places else places[-1]
