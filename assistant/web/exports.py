"""What a person takes along as a file: made on disk, sent from there, and gone afterwards."""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

import gradio as gr
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from assistant.errors import AssistantError, LibraryError, StoppedError
from assistant.rendering.renderers import Terms, renderer
from assistant.stopping import check_stopped
from assistant.web.changing import Refusal
from assistant.web.desk import Desk
from assistant.web.work import BusyError

PATH: Final = "/export/{kind}"
_MOST: Final = 8
_OF_ONE: Final = 2
"""Files that are made or sent at a time, to everybody together and to one owner."""
_FORMS: Final = {"markdown": "md", "json": "json"}
_UNNAMED: Final = re.compile(r"[^\w\- ]+")
_LONGEST_NAME: Final = 60
_FAST: Final = 1
"""Compression: what is made once is sent once."""

_Make = Callable[[Path, str], Path]
"""Makes a file in a folder, for an owner."""


class _Passing(FileResponse):
    """A file that goes with its folder when it has been sent, or whoever asked has gone."""

    def __init__(self, path: Path, *, folder: Path, ended: Callable[[], None]) -> None:
        super().__init__(path, filename=path.name, media_type="application/octet-stream")
        self._folder = folder
        self._ended = ended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._ended()
            await run_in_threadpool(shutil.rmtree, self._folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Exports:
    """The files that can be taken along.

    Args:
        desk: the desk.
        refusal: why whoever asks may not have all of the library; None where they may.
        folder: where they are made.
    """

    desk: Desk
    refusal: Refusal
    folder: Path
    _going: list[str] = field(default_factory=list)

    async def answer(self, request: Request) -> Response:
        """Answers a request for a file; one that there is not, or is not theirs, in words."""
        asked = gr.Request(request)
        kinds: dict[str, _Make] = {
            "articles": self._articles,
            "conversations": self._conversations,
            "backup": self._backup,
        }
        kind = request.path_params["kind"]
        if kind not in kinds:
            return PlainTextResponse("There is nothing here.", 404)
        if kind == "backup" and self.refusal(asked) is not None:
            return _said(
                "A backup holds everybody's conversations: only who may change the settings can "
                "have it.",
                403,
            )
        owner = self.desk.owner_of(asked)
        if len(self._going) >= _MOST or self._going.count(owner) >= _OF_ONE:
            return _said("Other files are being made or sent. Wait for them, and try again.", 503)
        self._going.append(owner)
        ended = partial(self._going.remove, owner)
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        try:
            path = await self._made(partial(kinds[kind], folder, owner), owner)
        except BaseException as error:
            ended()
            shutil.rmtree(folder, ignore_errors=True)
            if isinstance(error, AssistantError):
                busy = isinstance(error, BusyError | StoppedError)
                return _said(f"{error.message}. {error.hint or ''}".strip(), 503 if busy else 500)
            raise
        return _Passing(path, folder=folder, ended=ended)

    async def _made(self, make: Callable[[], Path], owner: str) -> Path:
        def task(give: Callable[[Path], None]) -> None:
            try:
                give(make())
            except OSError as error:
                raise LibraryError(
                    f"The file cannot be made ({error.strerror or error})",
                    hint="Make room on the server's disk for temporary files",
                ) from error

        made = [path async for path in self.desk.work.run(task, page=owner, kind="exporting")]
        return made[0]

    def _articles(self, folder: Path, _owner: str) -> Path:
        path = folder / f"articles-{self._day}.jsonl.gz"
        self.desk.assistant.export(path, articles_only=True)
        return path

    def _conversations(self, folder: Path, owner: str) -> Path:
        kept = self.desk.assistant.conversations
        path = folder / f"conversations-{self._day}.zip"
        with _zip(path) as packed:
            unread = []
            for number, one in enumerate(kept.all(owner), start=1):
                check_stopped()
                title = " ".join(_UNNAMED.sub(" ", one.title).split())
                name = f"{number:03} {title[:_LONGEST_NAME].strip()}"
                try:
                    conversation = kept.get(owner, one.id)
                except LibraryError as error:
                    unread.append(f"{name}: {error.message}")
                    continue
                terms = Terms(changes=self.desk.assistant.changes(conversation.statements))
                for form, ending in _FORMS.items():
                    packed.writestr(f"{name}.{ending}", renderer(form)(conversation, terms))
            if unread:
                packed.writestr("000 could not be read.txt", _lines(unread))
        return path

    def _backup(self, folder: Path, _owner: str) -> Path:
        path = folder / f"news-desk-{self._day}.zip"
        copy = folder / "copy"
        report = self.desk.assistant.backup(copy)
        with _zip(path) as packed:
            for name in report.files:
                check_stopped()
                packed.write(copy / name, name)
                (copy / name).unlink()
        return path

    @property
    def _day(self) -> str:
        return self.desk.now().astimezone().date().isoformat()


def _zip(path: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=_FAST)


def _lines(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _said(words: str, status: int) -> PlainTextResponse:
    return PlainTextResponse(words, status)
