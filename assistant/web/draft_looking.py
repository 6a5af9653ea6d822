"""A sentence of a draft that is looked at, and the checked draft as a file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import gradio as gr

from assistant.errors import StoppedError
from assistant.rendering.html import render
from assistant.rendering.html.drafts import card_html
from assistant.rendering.renderers import Terms
from assistant.web import panel
from assistant.web.acts import Cite, Looked, SavedDraft
from assistant.web.desk import Desk, Updates, page_of
from assistant.web.downloads import download
from assistant.web.draft_checking import told_quietly
from assistant.web.draft_components import DraftTab
from assistant.web.drafting import Sheet, Sheets, check_of, corrections_of, verification_of
from assistant.web.work import BusyError

_LOOKING: Final = "looking at a sentence"


@dataclass(frozen=True, slots=True)
class DraftLooking:
    """Shows what was found of the drafts of pages."""

    desk: Desk
    tab: DraftTab
    sheets: Sheets

    def _look(self, sheet: Sheet, act: Looked, give: Callable[[tuple[str, str]], None]) -> None:
        """The card of a sentence and its source, then what else was said; in a thread."""
        statement, written = sheet.statement(act.index), sheet.written(act.index)
        source = ""
        if statement is None:
            give((card_html(act.index, written, None), source))
            return
        corrections = [
            note
            for notes in corrections_of(self.desk.assistant, sheet, statement).values()
            for note in notes
        ]
        tell = partial(card_html, act.index, written, statement, corrections=corrections)
        if act.beside and statement.citations:
            first = statement.citations[0]
            focus = tuple(
                one.sentence_index
                for one in statement.citations
                if one.article_id == first.article_id
            )
            source = panel.cited(
                self.desk,
                Cite(article=first.article_id, focus=focus),
                own={one.id: one for one in sheet.scope.own},
                citations=statement.citations,
            )
        if sheet.sentences[act.index].idle:
            give((tell(others=()), source))
            return
        give((tell(), source))
        check = check_of(self.desk.assistant, sheet)
        give((tell(others=check.others(sheet.sentences[act.index], statement)), source))

    async def looked(
        self, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[tuple[Any, Any]]:
        """The card of the sentence that was clicked, and its source beside the page."""
        page, act = page_of(request), Looked.of(event)
        try:
            sheet = self.sheets.held(page)
            if act.index >= len(sheet.sentences):
                return  # a sentence of an earlier version
            async for card, source in self.desk.work.anew(
                partial(self._look, sheet, act), page=page, kind=_LOOKING
            ):
                yield card, source or gr.skip()
        except (BusyError, StoppedError):
            return  # another one is looked at
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says it
            yield render("draft_failed", index=act.index, body=told_quietly(error)), gr.skip()

    def cited(self, event: gr.EventData, request: gr.Request) -> str:
        """The source of a sentence of a card."""
        sheet = self.sheets.get(page_of(request))
        own = {one.id: one for one in sheet.scope.own} if sheet else {}
        return panel.cited(self.desk, event, own=own)

    def saved(self, event: gr.EventData, request: gr.Request) -> Updates:
        """The checked draft as a file for the browser to keep."""
        act = SavedDraft.of(event)
        made = verification_of(
            self.desk.assistant, self.sheets.held(page_of(request)), by_hand=act.seen
        )
        return {self.tab.file: download("checked draft", made, act, Terms()), self.tab.outcome: ""}
