"""The application: the page, its interface for programs, its tools for models, its guard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Never

import gradio as gr
from fastapi import FastAPI
from gradio import processing_utils, routes
from gradio.data_classes import FileData

from assistant.errors import AssistantError
from assistant.web.access import LONGEST_FORM, Access
from assistant.web.belongings import Belongings
from assistant.web.bounds import Bounds, Most
from assistant.web.changing import refusing
from assistant.web.exports import PATH, Exports
from assistant.web.forwarded import Forwarded
from assistant.web.guard import USER, Doors, Guard, owner_of, user_of
from assistant.web.page import build
from assistant.web.server import Serving, hosts_of
from assistant.web.sessions import keep_little
from assistant.web.shares import Shares
from assistant.web.theme import head, opening, theme
from assistant.web.tools import tool_server
from assistant.web.uploads import held_bytes

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from assistant.assistant import Assistant

_WAITING: Final = 200
"""Most events that wait for their turn; one more is told that the app is busy."""
_FILES_AT_ONCE: Final = 10
"""An upload of several files may be as large as so many of the largest."""
_UPLOADS_HELD: Final = 4
"""Such uploads that lie on disk at a time, read or not."""
_MESSAGE_BYTES: Final = 8_000_000
"""Most bytes of a request that is no upload: a pasted text, with room to spare."""
_PAGES: Final = 1_000
"""Pages and programs' calls of which Gradio keeps the states, some 10 kB each.

Whoever was there longest ago is forgotten first, and begins with an untouched page.
"""
_LOADER: Final[Any] = routes.templates.env.loader
_SOURCE: Final = _LOADER.get_source
_AT_ONCE: Final = 20
"""Most events of one kind at once, where the event does not say otherwise."""


def application(
    assistant: Assistant, serving: Serving, *, uploads: Path, exported: Path
) -> ASGIApp:
    """Everything, to be run by an ASGI server; what it began ends with it.

    ``uploads`` is the folder that holds what browsers send, until it has been read, and
    ``exported`` that of the files that they are sent, until then.
    """
    refusal = refusing(serving)
    page = build(assistant, owner_of=owner_of, user_of=user_of, refusal=refusal)
    page.blocks.queue(max_size=_WAITING, default_concurrency_limit=_AT_ONCE)
    page.blocks.state_session_capacity = _PAGES
    keep_little()
    tools = tool_server(assistant) if serving.mcp else None

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        warming = asyncio.create_task(asyncio.to_thread(_warm, assistant))
        page.schedule.begin()
        try:
            if tools is None:
                yield
            else:
                async with tools.session_manager.run():
                    yield
        finally:
            page.desk.work.close()
            await asyncio.to_thread(page.schedule.end)
            await warming

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    if tools is not None:
        app.router.routes.extend(tools.streamable_http_app().routes)
    exports = Exports(page.desk, refusal, exported)
    app.add_route(PATH, exports.answer, methods=["GET"])
    upload_bytes = int(assistant.settings.max_file_mb * 1_000_000) * _FILES_AT_ONCE
    gr.mount_gradio_app(
        app,
        page.blocks,
        path="/",
        theme=theme(),
        head=head(),
        root_path=serving.root_path or None,
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
        show_error=False,
        # A single file that is too large is told of in the report, beside the others.
        max_file_size=upload_bytes,
    )
    # Until a page has been launched Gradio takes any file of the machine for an upload, and only
    # its own way of running a page says that it has been.
    page.blocks.has_launched = True
    _fetch_nothing()
    _leave_nothing()
    _open_with(opening())

    def waiting() -> Iterator[str | None]:
        events = page.blocks._queue.event_ids_to_events.values()  # noqa: SLF001 - told nowhere else
        return (event.request.scope.get(USER) for event in events)

    shared = Shares(Belongings(app), waiting=waiting)
    guarded = Guard(shared, access=Access(serving.users), doors=Doors(hosts_of(serving)))
    most = Most(login=LONGEST_FORM, upload=upload_bytes, other=_MESSAGE_BYTES)

    def room() -> int:
        return _UPLOADS_HELD * upload_bytes - held_bytes(uploads)

    return Forwarded(Bounds(guarded, most=most, room=room), trusted=serving.proxies)


def _warm(assistant: Assistant) -> None:
    """Loads what the first page and the first question need, while nobody waits for it."""
    with suppress(AssistantError):  # the page says what is wrong
        assistant.suggestions()


def _open_with(markup: str) -> None:
    """Has the head of Gradio's page begin with ``markup``."""

    def begun(environment: Any, name: str) -> Any:
        source, *others = _SOURCE(environment, name)
        return (source.replace("<head>", f"<head>{markup}", 1), *others)

    # Its type is the template package's, which is adapted elsewhere.
    _LOADER.get_source = begun


def _fetch_nothing() -> None:
    """Has Gradio refuse files that are given as the address of another server.

    It would fetch them for whoever calls an event; nothing is to leave this machine.
    """
    processing_utils.async_ssrf_protected_download = _refuse_later
    processing_utils.ssrf_protected_download = _refuse
    processing_utils.save_url_to_cache = _refuse


def _leave_nothing() -> None:
    """Has Gradio hand over where an upload lies; it would leave an empty file beside each."""

    def path_of(_field: gr.File, file: FileData) -> str:
        return file.path

    gr.File._process_single_file = path_of  # type: ignore[method-assign,assignment] # noqa: SLF001


def _refuse(*_: object, **__: object) -> Never:
    raise gr.Error("Files of other servers are not fetched: upload them", print_exception=False)


async def _refuse_later(*_: object, **__: object) -> Never:
    _refuse()
