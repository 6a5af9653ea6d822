"""Checking a draft: its text, what it is held against, and each sentence as it is checked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import Any, Final

import gradio as gr
from markupsafe import Markup

from assistant.answering.drafts import DraftCheck
from assistant.articles.corrections import correction_notes
from assistant.errors import AssistantError, StoppedError, UsageError
from assistant.language.days import limits as day_limits
from assistant.reading import Upload
from assistant.rendering.html import render
from assistant.rendering.html.answers import notice_html
from assistant.rendering.html.drafts import (
    begun_line,
    card_html,
    draft_html,
    ended_line,
    verdict_line,
)
from assistant.rendering.renderers import Terms
from assistant.rendering.safety import one_line, printable
from assistant.rendering.wording import count, filters_in_words, headline_in_words
from assistant.types import CorrectionNote, Statement, Verification, cited
from assistant.web import panel
from assistant.web.acts import Edited, Looked, SavedDraft, clickable
from assistant.web.desk import Desk, Updates, page_of, told, told_in
from assistant.web.downloads import download
from assistant.web.drafting import Scope, Sheet, Sheets, example, forgotten
from assistant.web.limits import Limits, uploads
from assistant.web.work import BusyError

CHECKING: Final = "checking a draft"
_READING: Final = "reading a draft"
_LOOKING: Final = "looking at a sentence"
_LONGEST: Final = 200_000
"""Most characters of a draft."""
_OFFERED: Final = 12
_STORIES: Final = 60
"""Articles and stories that are offered at a time."""
_READ: Final = 400
"""Articles of a story that a draft is held against, the newest of them."""
_LABEL: Final = 90
"""Characters of a story's title where one is chosen."""
_HELD: Final = 50
"""Articles that a draft is held against up to which all that is read of them is kept for it."""
_BETWEEN: Final = 0.1
"""Seconds between two signs of progress, at least."""
_WHOLE, _CHOSEN, _STORY, _SENT = "library", "articles", "story", "sent"

Values = Mapping[Any, Any]
"""What is in the page's components, by component."""


@dataclass(frozen=True, slots=True)
class DraftTab:
    """The components of the tab; ``sent`` is what another tab would have drafts held against."""

    desk: Desk
    limits: Limits
    outcome: gr.HTML
    pasted: gr.Textbox
    files: gr.File
    scope: gr.Accordion
    against: gr.Radio
    whole: gr.Column
    outlets: gr.Dropdown
    since: gr.Textbox
    until: gr.Textbox
    some: gr.Column
    matching: gr.Textbox
    articles: gr.CheckboxGroup
    story: gr.Dropdown
    begin: gr.Button
    sample: gr.Button
    sheet: gr.HTML
    feed: gr.HTML
    card: gr.HTML
    file: gr.JSON
    sent: gr.State
    sheets: Sheets = field(default_factory=Sheets)

    @property
    def chosen(self) -> list[Any]:
        """What says what a draft is held against."""
        limited = [self.outlets, self.since, self.until]
        return [self.against, *limited, self.articles, self.story, self.sent]

    @property
    def checking(self) -> list[Any]:
        """All that changes while a draft is checked."""
        return [self.outcome, self.sheet, self.feed, self.card, self.pasted]

    # -- what it is held against -----------------------------------------------------

    def hold_against(self, ids: Sequence[str], label: str) -> Updates:
        """Has drafts held against these articles of the library, told as ``label``.

        For the events of another tab, whose outputs have to be ``offered`` besides its own.
        """
        words = f"{one_line(label)} ({count(len(ids), 'article')})"
        return {
            self.sent: (tuple(ids), words),
            self.against: gr.Radio(choices=[*_choices(), (words, _SENT)], value=_SENT),
            self.whole: gr.Column(visible=False),
            self.some: gr.Column(visible=False),
            self.story: gr.Dropdown(visible=False),
            self.scope: gr.Accordion(label=f"Against: {words}"),
        }

    @property
    def offered(self) -> list[Any]:
        """What ``hold_against`` changes."""
        return [self.sent, self.against, self.whole, self.some, self.story, self.scope]

    def entered(self, chosen: list[str], matching: str | None) -> Updates:
        """What there is to choose from, as the library is now."""
        assistant = self.desk.assistant
        stories = [
            (f"{one_line(one.title)[:_LABEL]} ({count(len(one.articles), 'article')})", one.id)
            for one in assistant.stories(limit=_STORIES)
        ]
        return {
            self.outlets: gr.Dropdown(
                choices=[(one_line(name), name) for name in assistant.outlets()]
            ),
            self.articles: self.found(matching, chosen),
            self.story: gr.Dropdown(choices=stories),
        }

    def found(self, matching: str | None, chosen: list[str]) -> Any:
        """The articles to choose from: the chosen ones, then those that match."""
        assistant = self.desk.assistant
        page = assistant.browse(matching=matching or "", limit=_OFFERED + len(chosen))
        kept = assistant.listed(chosen)
        once = {one.id: one_line(headline_in_words(one)) for one in (*kept, *page.articles)}
        return gr.CheckboxGroup(
            choices=[(words, key) for key, words in once.items()], value=[one.id for one in kept]
        )

    def scoped(self, values: Values) -> Updates:
        """The fields that belong to what is chosen, and what that is in words."""
        try:
            words = self._scope(values).words
        except AssistantError as error:
            words = error.message
        against = values[self.against]
        return {
            self.whole: gr.Column(visible=against == _WHOLE),
            self.some: gr.Column(visible=against == _CHOSEN),
            self.story: gr.Dropdown(visible=against == _STORY),
            self.scope: gr.Accordion(label=f"Against: {one_line(words)}"),
        }

    def _scope(self, values: Values) -> Scope:
        """What was chosen.

        Raises:
            UsageError: nothing was, or a day is none.
            ArticleNotFoundError: the story is gone.
        """
        against, sent = values[self.against], values[self.sent]
        if against == _SENT and sent is not None:
            ids, words = sent
            return Scope(articles=ids, words=words)
        if against == _CHOSEN:
            chosen = values[self.articles]
            if not chosen:
                raise UsageError("No article is chosen", hint="Choose some, or the whole library")
            return Scope(articles=tuple(chosen), words=count(len(chosen), "chosen article"))
        if against == _STORY:
            if not values[self.story]:
                raise UsageError("No story is chosen", hint="Choose one, or the whole library")
            story = self.desk.assistant.story(values[self.story])
            ids = tuple(one.id for one in story.articles[:_READ])
            words = f"the story “{one_line(story.title)}” ({count(len(ids), 'article')})"
            return Scope(articles=ids, words=words)
        filters = day_limits(
            values[self.outlets],
            (values[self.since] or "").strip() or None,
            (values[self.until] or "").strip() or None,
            labels=("From", "Until"),
        )
        said = filters_in_words(filters)
        return Scope(
            filters=filters, words=f"the library ({said})" if said else "the whole library"
        )

    # -- the draft -------------------------------------------------------------------

    async def dropped(
        self, path: str | None, before: str | None, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """The text of a file that was dropped, to be checked or changed first."""
        if not path:
            return
        (source,) = uploads([path], limits=self.limits)
        working = render("working", words="Reading the file …")
        outcome: Updates = {self.outcome: working, self.pasted: before or ""}
        yield outcome
        try:
            async for text in self.desk.work.run(
                partial(self._read, source), page=page_of(request), kind=_READING
            ):
                said = f"Read from {one_line(source.name)}. Check it, or change it first."
                outcome = {self.outcome: notice_html(said), self.pasted: text}
        except BusyError:
            outcome = {}
        except StoppedError:
            outcome = {self.outcome: notice_html("Stopped.")}
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says it
            outcome = {self.outcome: _told(error)}
        finally:
            source.path.unlink(missing_ok=True)
        yield {**outcome, self.files: None}

    def _read(self, source: Upload, give: Callable[[str], None]) -> None:
        give(printable(self.desk.assistant.draft(source)))

    async def checked(self, values: Values, request: gr.Request) -> AsyncIterator[Updates]:
        """Checks what is pasted; what is known of the same sentences is kept."""
        page = page_of(request)
        try:
            draft = _draft_of(values[self.pasted])
            scope = await asyncio.to_thread(self._scope, values)
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says it
            yield {self.outcome: _told(error)}
            return
        before = self.sheets.get(page)
        sheet = before.anew(draft, scope) if before is not None else Sheet(draft, scope)
        async for updates in self._checked(sheet, page):
            yield updates

    async def sampled(self, request: gr.Request) -> AsyncIterator[Updates]:
        """Checks the example."""
        page = page_of(request)
        yield {self.outcome: render("working", words="Reading the sample articles …")}
        try:
            draft, scope = await asyncio.to_thread(example, self.desk.assistant)
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says it
            yield {self.outcome: _told(error)}
            return
        async for updates in self._checked(Sheet(draft, scope), page):
            yield updates

    async def edited(self, event: gr.EventData, request: gr.Request) -> AsyncIterator[Updates]:
        """Checks the draft with a sentence written anew: only what has changed is checked."""
        page = page_of(request)
        try:
            act, sheet = Edited.of(event), self._held(page)
            draft = sheet.rewritten(act.index, printable(act.text))
            _draft_of(draft.draft)
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says it
            yield {self.outcome: _told(error)}
            return
        async for updates in self._checked(draft, page, opened=act.index):
            yield updates

    async def resumed(self, request: gr.Request) -> AsyncIterator[Updates]:
        """Checks the rest of a draft whose check was stopped."""
        page = page_of(request)
        try:
            sheet = self._held(page)
        except AssistantError as error:
            yield {self.outcome: _told(error)}
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
            async for updates in self.desk.work.anew(task, page=page, kind=CHECKING):
                yield updates
        except BusyError:
            return
        except StoppedError:
            how = "stopped"
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says it
            how, outcome = "failed", {self.outcome: _told(error)}
        else:
            how = "done"
        if self.sheets.get(page) is not sheet:
            return  # something newer is shown in its place, or nobody looks any more
        made = await asyncio.to_thread(self._verification, sheet)
        lines.append(ended_line(how, made))
        yield {**outcome, self.feed: "".join(lines)}

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
                self.outcome: "",
                self.card: "",
                self.sheet: shown,
                self.feed: "".join(lines),
                self.pasted: sheet.draft,
            }
        )
        told_at = monotonic()
        for index, one in enumerate(sheet.sentences):
            if index in known:
                continue
            if one.text not in sheet.found:
                check = self._check_of(sheet)
                sheet.notes = check.notes
                sheet.found[one.text] = check.check(one)
            lines.append(self._line(sheet, index))
            if monotonic() - told_at >= _BETWEEN:
                told_at = monotonic()
                give({self.feed: "".join(lines)})

    def _check_of(self, sheet: Sheet) -> DraftCheck:
        """What checks sentences; what a page names is articles of the library, no paths."""
        if sheet.check is None:
            scope, assistant = sheet.scope, self.desk.assistant
            named = [assistant.article(one) for one in scope.articles]
            check = assistant.draft_check([*named, *scope.own], filters=scope.filters)
            if len(scope.articles) > _HELD:
                return check
            sheet.check = check
        return sheet.check

    @staticmethod
    def _line(sheet: Sheet, index: int) -> str:
        return verdict_line(index, sheet.written(index), sheet.found[sheet.sentences[index].text])

    def stopped(self, request: gr.Request) -> None:
        """Stops the check; what was found stays."""
        self.desk.work.stop(page_of(request), CHECKING)

    def back(self, request: gr.Request) -> Updates:
        """The field, which has the draft as it is now, in the place of the checked one."""
        self.desk.work.stop(page_of(request), CHECKING)
        return dict.fromkeys([self.outcome, self.sheet, self.feed, self.card], "")

    def left(self, request: gr.Request) -> None:
        """Forgets the draft of a page that was left."""
        self.sheets.forget(page_of(request))

    # -- a sentence, and what leaves the page ------------------------------------------

    def _look(self, sheet: Sheet, act: Looked, give: Callable[[tuple[str, str]], None]) -> None:
        """The card of a sentence and its source, then what else was said; in a thread."""
        statement, written = sheet.statement(act.index), sheet.written(act.index)
        source = ""
        if statement is None:
            give((card_html(act.index, written, None), source))
            return
        corrections = [
            note for notes in self._corrections(sheet, statement).values() for note in notes
        ]
        tell = partial(card_html, act.index, written, statement, corrections=corrections)
        if act.beside and statement.citations:
            first = statement.citations[0]
            focus = [
                one.sentence_index
                for one in statement.citations
                if one.article_id == first.article_id
            ]
            source = panel.shown(
                self.desk,
                first.article_id,
                focus=tuple(focus),
                own={one.id: one for one in sheet.scope.own},
                citations=statement.citations,
            )
        if sheet.sentences[act.index].idle:
            give((tell(others=()), source))
            return
        give((tell(), source))
        give(
            (
                tell(others=self._check_of(sheet).others(sheet.sentences[act.index], statement)),
                source,
            )
        )

    async def looked(
        self, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[tuple[Any, Any]]:
        """The card of the sentence that was clicked, and its source beside the page."""
        page, act = page_of(request), Looked.of(event)
        try:
            sheet = self._held(page)
            if act.index >= len(sheet.sentences):
                return  # a sentence of an earlier version
            async for card, source in self.desk.work.anew(
                partial(self._look, sheet, act), page=page, kind=_LOOKING
            ):
                yield card, source or gr.skip()
        except (BusyError, StoppedError):
            return  # another one is looked at
        except Exception as error:  # noqa: BLE001 - whatever it is, the page says it
            yield render("draft_failed", index=act.index, body=_told(error)), gr.skip()

    def cited(self, event: gr.EventData, request: gr.Request) -> str:
        """The source of a sentence of a card."""
        sheet = self.sheets.get(page_of(request))
        own = {one.id: one for one in sheet.scope.own} if sheet else {}
        return panel.cited(self.desk, event, own=own)

    def saved(self, event: gr.EventData, request: gr.Request) -> Updates:
        """The checked draft as a file for the browser to keep."""
        act = SavedDraft.of(event)
        made = self._verification(self._held(page_of(request)), by_hand=act.seen)
        return {self.file: download("checked draft", made, act, Terms()), self.outcome: ""}

    def _verification(self, sheet: Sheet, *, by_hand: Sequence[int] = ()) -> Verification:
        corrections = self._corrections(sheet, *sheet.found.values())
        return sheet.verification(by_hand=by_hand, corrections=corrections)

    def _corrections(
        self, sheet: Sheet, *statements: Statement
    ) -> Mapping[str, Sequence[CorrectionNote]]:
        """What the articles that statements cite say of themselves, by id."""
        own = {one.id: correction_notes(one) for one in sheet.scope.own}
        ids = [one.article_id for one in cited(statements) if one.article_id not in own]
        return {**own, **self.desk.assistant.corrections(ids)}

    def _held(self, page: str) -> Sheet:
        sheet = self.sheets.get(page)
        if sheet is None:
            raise forgotten()
        return sheet


def draft_tab(desk: Desk, limits: Limits) -> DraftTab:
    """Lays the tab out. The checked draft takes the form's place as soon as there is one."""
    with gr.Column(elem_id="nd-checking", min_width=0):
        outcome = gr.HTML(elem_id="nd-draft-outcome", apply_default_css=False)
        with gr.Column(elem_id="nd-draft-form", min_width=0):
            gr.HTML(render("draft_blank"), apply_default_css=False, padding=False)
            pasted = gr.Textbox(
                label="The draft",
                placeholder="Paste a text, with or without citations",
                lines=7,
                max_lines=24,
                elem_id="nd-draft-pasted",
            )
            files = gr.File(
                label=f"Or drop a file ({limits.megabytes:g} MB at most)",
                file_count="single",
                file_types=list(limits.endings),
                height=150,
                elem_id="nd-draft-files",
            )
            with gr.Accordion(
                "Against: the whole library", open=False, elem_id="nd-draft-against"
            ) as scope:
                against = gr.Radio(_choices(), value=_WHOLE, label="Hold it against")
                with gr.Column(min_width=0) as whole:
                    outlets = gr.Dropdown([], multiselect=True, label="Outlets")
                    with gr.Row():
                        since = gr.Textbox(
                            label="From", placeholder="2025-03-01, 2025-03 or 2025", max_length=20
                        )
                        until = gr.Textbox(
                            label="Until", placeholder="the same, that day included", max_length=20
                        )
                with gr.Column(min_width=0, visible=False) as some:
                    matching = gr.Textbox(
                        label="Find articles",
                        placeholder="Words of the headline or the outlet",
                        max_length=200,
                    )
                    articles = gr.CheckboxGroup([], label="Articles", elem_id="nd-draft-choices")
                story = gr.Dropdown([], label="Story", visible=False, elem_id="nd-draft-story")
            with gr.Row(elem_id="nd-draft-go"):
                begin = gr.Button("Check the draft", variant="primary", elem_id="nd-draft-begin")
                sample = gr.Button("Try it with an example", elem_id="nd-draft-sample")
        sheet = clickable(
            *("look", "cite", "edit", "again", "stop", "back", "save"), element="nd-draft-sheet"
        )
        card = gr.HTML(elem_id="nd-draft-card", apply_default_css=False)
        feed = gr.HTML(
            "",
            html_template="",
            js_on_load="newsdesk.drafting.attach(props, watch);",
            elem_id="nd-draft-feed",
            apply_default_css=False,
        )
    return DraftTab(
        desk=desk,
        limits=limits,
        outcome=outcome,
        pasted=pasted,
        files=files,
        scope=scope,
        against=against,
        whole=whole,
        outlets=outlets,
        since=since,
        until=until,
        some=some,
        matching=matching,
        articles=articles,
        story=story,
        begin=begin,
        sample=sample,
        sheet=sheet,
        feed=feed,
        card=card,
        file=gr.JSON(visible=False),
        sent=gr.State(None),
    )


def wire(tab: DraftTab, *, source: gr.HTML) -> None:
    """Connects what people do in the tab with what it does; sources open in ``source``."""
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    at_once: dict[str, Any] = {**quiet, "queue": False}
    # The server takes one at a time: a newer one stops the one before.
    working: dict[str, Any] = {**quiet, "concurrency_limit": None, "trigger_mode": "multiple"}
    tab.begin.click(tab.checked, inputs={tab.pasted, *tab.chosen}, outputs=tab.checking, **working)
    for listen, handler in (
        (tab.sample.click, tab.sampled),
        (tab.sheet.edit, tab.edited),
        (tab.sheet.again, tab.resumed),
    ):
        listen(handler, outputs=tab.checking, **working)
    tab.sheet.look(tab.looked, outputs=[tab.card, source], **working)
    tab.sheet.cite(tab.cited, outputs=[source], **at_once)
    tab.sheet.stop(tab.stopped, **at_once)
    tab.sheet.back(tab.back, outputs=tab.checking, **at_once)
    tab.sheet.save(
        told_in(tab.outcome, tab.saved), outputs=[tab.file, tab.outcome], **at_once
    ).then(None, inputs=[tab.file], js="newsdesk.save", api_visibility="private")
    tab.files.upload(
        tab.dropped,
        inputs=[tab.files, tab.pasted],
        outputs=[tab.outcome, tab.files, tab.pasted],
        **working,
    )
    tab.matching.change(
        tab.found,
        inputs=[tab.matching, tab.articles],
        outputs=[tab.articles],
        trigger_mode="always_last",
        **quiet,
    )
    gr.on(
        [component.change for component in tab.chosen if component is not tab.sent],
        tab.scoped,
        inputs=set(tab.chosen),
        outputs=[tab.whole, tab.some, tab.story, tab.scope],
        **at_once,
    )


def _told(error: Exception) -> Markup:
    """An error as a message in the page; the log is told where it was, and no word of a draft."""
    if isinstance(error, AssistantError):
        return told(error)
    kept_back = RuntimeError(f"{type(error).__name__}, whose words may be of a draft")
    return told(kept_back.with_traceback(error.__traceback__))


def _choices() -> list[tuple[str, str]]:
    return [("The whole library", _WHOLE), ("Chosen articles", _CHOSEN), ("A story", _STORY)]


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
