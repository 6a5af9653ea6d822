"""A draft on its way: read from a file, checked sentence by sentence, changed, stopped."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Final

import gradio as gr
from markupsafe import Markup

from assistant.errors import AssistantError, StoppedError, UsageError
from assistant.reading import Upload
from assistant.rendering.html import render
from assistant.rendering.html.answers import notice_html
from assistant.rendering.html.drafts import begun_line, draft_html, ended_line, verdict_line
from assistant.rendering.safety import one_line, printable
from assistant.web.acts import Edited
from assistant.web.desk import Desk, Updates, page_of, told
from assistant.web.draft_components import DraftTab, Values
from assistant.web.draft_scope import DraftScope
from assistant.web.drafting import Sheet, Sheets, check_of, example, verification_of
from assistant.web.limits import Limits, uploads
from assistant.web.uploads import forget
from assistant.web.work import BusyError

_CHECKING: Final = "checking a draft"
_READING: Final = "reading a draft"
_LONGEST: Final = 200_000
"""Most characters of a draft."""
_BETWEEN: Final = 0.1
"""Seconds between two signs of progress, at least."""


@dataclass(frozen=True, slots=True)
class DraftChecking:
    """Checks the drafts of pages."""

    desk: Desk
    limits: Limits
    tab: DraftTab
    scope: DraftScope
    sheets: Sheets

    async def dropped(
        self, path: str | None, before: str | None, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """The text of a file that was dropped, to be checked or changed first."""
        if not path:
            return
        (source,) = uploads([path], limits=self.limits)
        outcome: Updates = {}
        try:
            working = render("working", words="Reading the file …")
            yield {self.tab.outcome: working, self.tab.pasted: before or ""}
            async for text in self.desk.work.run(
                partial(self._read, source), page=page_of(request), kind=_READING
            ):
                said = f"Read from {one_line(source.name)}. Check it, or change it first."
                outcome = {self.tab.outcome: notice_html(said), self.tab.pasted: text}
        except BusyError:
            outcome = {}
        except StoppedError:
            outcome = {self.tab.outcome: notice_html("Stopped.")}
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says it
            outcome = {self.tab.outcome: told_quietly(error)}
        finally:
            forget([source.path])
        yield {**outcome, self.tab.files: None}

    def _read(self, source: Upload, give: Callable[[str], None]) -> None:
        give(printable(self.desk.assistant.draft(source)))

    async def checked(self, values: Values, request: gr.Request) -> AsyncIterator[Updates]:
        """Checks what is pasted; what is known of the same sentences is kept."""
        page = page_of(request)
        try:
            draft = _draft_of(values[self.tab.pasted])
            scope = await asyncio.to_thread(self.scope.scope, values)
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says it
            yield {self.tab.outcome: told_quietly(error)}
            return
        before = self.sheets.get(page)
        sheet = before.anew(draft, scope) if before is not None else Sheet(draft, scope)
        async for updates in self._checked(sheet, page):
            yield updates

    async def sampled(self, request: gr.Request) -> AsyncIterator[Updates]:
        """Checks the example."""
        page = page_of(request)
        yield {self.tab.outcome: render("working", words="Reading the sample articles …")}
        try:
            draft, scope = await asyncio.to_thread(example, self.desk.assistant)
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says it
            yield {self.tab.outcome: told_quietly(error)}
            return
        async for updates in self._checked(Sheet(draft, scope), page):
            yield updates

    async def edited(self, event: gr.EventData, request: gr.Request) -> AsyncIterator[Updates]:
        """Checks the draft with a sentence written anew: only what has changed is checked."""
        page = page_of(request)
        try:
            act, sheet = Edited.of(event), self.sheets.held(page)
            draft = sheet.rewritten(act.index, printable(act.text))
            _draft_of(draft.draft)
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says it
            yield {self.tab.outcome: told_quietly(error)}
            return
        async for updates in self._checked(draft, page, opened=act.index):
            yield updates

    async def resumed(self, request: gr.Request) -> AsyncIterator[Updates]:
        """Checks the rest of a draft whose check was stopped."""
        page = page_of(request)
        try:
            sheet = self.sheets.held(page)
        except AssistantError as error:
            yield {self.tab.outcome: told_quietly(error)}
            return
        async for updates in self._checked(sheet.anew(sheet.draft, sheet.scope), page):
            yield updates

    async def _checked(
        self, sheet: Sheet, page: str, *, opened: int | None = None
    ) -> AsyncIterator[Updates]:
        """The draft, then its sentences as they are checked, in the place of any check before."""
        self.sheets.put(page, sheet)
        lines = [begun_line(sheet.run)]
        task = partial(self._check, sheet, lines, opened)
        outcome: Updates = {}
        try:
            async for updates in self.desk.work.anew(task, page=page, kind=_CHECKING):
                yield updates
        except BusyError:
            return
        except StoppedError:
            how = "stopped"
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says it
            how, outcome = "failed", {self.tab.outcome: told_quietly(error)}
        else:
            how = "done"
        if self.sheets.get(page) is not sheet:
            return  # something newer is shown in its place, or nobody looks any more
        made = await asyncio.to_thread(verification_of, self.desk.assistant, sheet)
        lines.append(ended_line(how, made))
        yield {**outcome, self.tab.feed: "".join(lines)}

    def _check(
        self,
        sheet: Sheet,
        lines: list[str],
        opened: int | None,
        give: Callable[[Updates], None],
    ) -> None:
        """Shows the draft and checks what is not known of it; in a thread of its own."""
        sheet.split(library=self.desk.assistant.generation())
        if opened is not None:
            opened = min(opened, len(sheet.sentences) - 1)
        shown = draft_html(
            sheet.draft,
            sheet.sentences,
            run=sheet.run,
            against=sheet.scope.words,
            opened=opened,
        )
        known = {n for n, one in enumerate(sheet.sentences) if one.text in sheet.found}
        lines.extend(self._line(sheet, index) for index in sorted(known))
        give(
            {
                self.tab.outcome: "",
                self.tab.card: "",
                self.tab.sheet: shown,
                self.tab.feed: "".join(lines),
                self.tab.pasted: sheet.draft,
            }
        )
        told_at = monotonic()
        for index, one in enumerate(sheet.sentences):
            if index in known:
                continue
            if one.text not in sheet.found:
                check = check_of(self.desk.assistant, sheet)
                sheet.notes = check.notes
                sheet.found[one.text] = check.check(one)
            lines.append(self._line(sheet, index))
            if monotonic() - told_at >= _BETWEEN:
                told_at = monotonic()
                give({self.tab.feed: "".join(lines)})

    @staticmethod
    def _line(sheet: Sheet, index: int) -> str:
        return verdict_line(index, sheet.written(index), sheet.found[sheet.sentences[index].text])

    def stopped(self, request: gr.Request) -> None:
        """Stops the check; what was found stays."""
        self.desk.work.stop(page_of(request), _CHECKING)

    def back(self, request: gr.Request) -> Updates:
        """The field, which has the draft as it is now, in the place of the checked one."""
        self.desk.work.stop(page_of(request), _CHECKING)
        return dict.fromkeys([self.tab.outcome, self.tab.sheet, self.tab.feed, self.tab.card], "")

    def left(self, request: gr.Request) -> None:
        """Forgets the draft of a page that was left."""
        self.sheets.forget(page_of(request))


def told_quietly(error: Exception) -> Markup:
    """An error as a message in the page; the log is told where it was, and no word of a draft."""
    if isinstance(error, AssistantError):
        return told(error)
    kept_back = RuntimeError(f"{type(error).__name__}, whose words may be of a draft")
    return told(kept_back.with_traceback(error.__traceback__))


def _draft_of(pasted: str | None) -> str:
    """What is to be checked, without what steers the direction of writing.

    Raises:
        UsageError: it is blank or too long.
    """
    draft = printable(pasted or "").strip()
    if not draft:
        raise UsageError("There is no draft to check", hint="Paste a text or drop a file")
    if len(draft) > _LONGEST:
        raise UsageError(
            f"The draft has {len(draft):,} characters, and at most {_LONGEST:,} are checked",
            hint="Check it in parts",
        )
    return draft
