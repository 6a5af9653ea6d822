"""What programs can ask for: by Gradio's interface, and as tools of a model (MCP).

The functions below are both; their docstrings are what the callers get to read.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, Literal, ParamSpec

import anyio
import anyio.to_thread
from gradio.events import api
from gradio.exceptions import Error
from mcp.server.fastmcp import FastMCP
from mcp.server.fastmcp.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings

from assistant.assistant import Assistant
from assistant.errors import AssistantError
from assistant.rendering.json import Document
from assistant.rendering.json.articles import search_document
from assistant.rendering.json.results import json_document
from assistant.web.story_tools import limits_of, story_functions

Given = ParamSpec("Given")
_Function = Callable[..., Document]

_MOST_PASSAGES: Final = 50
_AT_ONCE: Final = 8


def functions(assistant: Assistant) -> tuple[_Function, ...]:
    """``ask``, ``summarise``, ``search`` and what is told of stories, over one assistant."""

    def ask(  # noqa: PLR0917 - each is a field of the tool
        question: str,
        outlets: list[str] | None = None,
        since: str = "",
        until: str = "",
        as_of: str = "",
        collection: str = "",
    ) -> dict[str, Any]:
        """Answers a question from the news articles of the library, every sentence cited.

        Args:
            question: what is asked, in words.
            outlets: only these outlets; none means all.
            since: only articles published on or after this day: 2025-03-01, 2025-03 or 2025.
            until: only articles published on or before this day, likewise.
            as_of: as if it were this day: nothing published or updated later.
            collection: only the articles of the collection of this name; none means all.

        Returns:
            The answer as a JSON document: its statements with their citations and verdicts,
            or why there is no answer.
        """
        filters = limits_of(outlets, since, until, as_of, collection)
        return json_document(assistant.ask(question, filters=filters))

    def summarise(
        articles: list[str],
        words: int = 120,
        style: Literal["paragraph", "bullets", "headline"] = "paragraph",
        collection: str = "",
    ) -> dict[str, Any]:
        """Summarises one article of the library, or several together, every sentence cited.

        Args:
            articles: ids of the articles: document_id in what search and ask give; none where
                a collection is named.
            words: how long the summary is to be, to within 15 per cent.
            style: paragraph, bullets or headline.
            collection: the name of a collection whose articles are summarised.

        Returns:
            The summary as a JSON document: its statements with their citations and verdicts.
        """
        found = [assistant.article(key) for key in articles]
        filters = limits_of(None, "", "", "", collection)
        summary = assistant.summarise(*found, words=words, style=style, filters=filters)
        return json_document(summary)

    def search(  # noqa: PLR0917 - each is a field of the tool
        query: str,
        limit: int = 10,
        outlets: list[str] | None = None,
        since: str = "",
        until: str = "",
        as_of: str = "",
        collection: str = "",
    ) -> dict[str, Any]:
        """Finds the passages of the news articles that fit a query best.

        Args:
            query: what to look for, in any words.
            limit: how many passages at most, up to 50.
            outlets: only these outlets; none means all.
            since: only articles published on or after this day: 2025-03-01, 2025-03 or 2025.
            until: only articles published on or before this day, likewise.
            as_of: as if it were this day: nothing published or updated later.
            collection: only the articles of the collection of this name; none means all.

        Returns:
            The passages as a JSON document, best first, with their articles.
        """
        filters = limits_of(outlets, since, until, as_of, collection)
        hits = assistant.search(query, k=min(limit, _MOST_PASSAGES), filters=filters)
        return search_document(query, hits)

    return (ask, summarise, search, *story_functions(assistant))


def expose(assistant: Assistant) -> None:
    """Adds the functions to Gradio's interface; to be called within the Blocks."""
    for function in functions(assistant):
        api(_for_gradio(function), api_name=function.__name__, concurrency_limit=_AT_ONCE)


def tool_server(assistant: Assistant) -> FastMCP:
    """The functions as tools of a model, at ``/mcp``; one request, one answer, no state.

    Which names the app is asked by, and by whom, is the guard's affair.
    """
    server = FastMCP(
        "News desk assistant",
        instructions="Answers and summaries of news articles, every sentence with the exact "
        "sentences that it rests on. Search first for the ids of articles to summarise. stories "
        "lists what is going on, brief tells of it; timeline, quotes, figures, coverage and "
        "changes tell of a topic or story.",
        stateless_http=True,
        json_response=True,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    for function in functions(assistant):
        server.add_tool(_for_models(function))
    return server


def _for_gradio(function: Callable[Given, Document]) -> Callable[Given, Document]:
    """``function`` with its errors as those that Gradio passes on to who called."""

    @wraps(function)
    def called(*given: Given.args, **named: Given.kwargs) -> Document:
        try:
            return function(*given, **named)
        except AssistantError as error:
            raise Error(str(error), print_exception=False) from error

    return called


def _for_models(function: Callable[Given, Document]) -> Callable[Given, Any]:
    """``function`` in a thread of its own, with its errors as a tool's.

    Models take no threads from the pages.
    """
    threads = anyio.CapacityLimiter(_AT_ONCE)

    @wraps(function)
    async def called(*given: Given.args, **named: Given.kwargs) -> Document:
        try:
            return await anyio.to_thread.run_sync(
                lambda: function(*given, **named), limiter=threads
            )
        except AssistantError as error:
            raise ToolError(str(error)) from error

    return called
