"""Checking a draft: the tab's layout, and what its events do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.rendering.html import render
from assistant.web.acts import clickable
from assistant.web.desk import Desk, told_in
from assistant.web.draft_checking import DraftChecking
from assistant.web.draft_components import WHOLE, DraftTab
from assistant.web.draft_looking import DraftLooking
from assistant.web.draft_scope import DraftScope, choices
from assistant.web.drafting import Sheets
from assistant.web.limits import Limits


@dataclass(frozen=True, slots=True)
class Drafts:
    """The tab, and what it does.

    Another tab has drafts held against its articles by an event that gives what
    ``scope.hold_against`` does, and shows this tab.
    """

    tab: DraftTab
    scope: DraftScope
    checking: DraftChecking
    looking: DraftLooking


def draft_tab(desk: Desk, limits: Limits) -> Drafts:
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
                height=88,
                elem_id="nd-draft-files",
            )
            with gr.Accordion(
                "Against: the whole library", open=False, elem_id="nd-draft-against"
            ) as scope:
                against = gr.Radio(choices(), value=WHOLE, label="Hold it against")
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
    tab = DraftTab(
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
    sheets, chosen = Sheets(), DraftScope(desk, tab)
    return Drafts(
        tab,
        chosen,
        DraftChecking(desk, limits, tab, chosen, sheets),
        DraftLooking(desk, tab, sheets),
    )


def wire(drafts: Drafts, *, source: gr.HTML) -> None:
    """Connects what people do in the tab with what it does; sources open in ``source``."""
    tab, checking, looking = drafts.tab, drafts.checking, drafts.looking
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    at_once: dict[str, Any] = {**quiet, "queue": False}
    # The server takes one at a time: a newer one stops the one before.
    working: dict[str, Any] = {**quiet, "concurrency_limit": None, "trigger_mode": "multiple"}
    tab.begin.click(
        checking.checked, inputs={tab.pasted, *tab.chosen}, outputs=tab.checking, **working
    )
    for listen, handler in (
        (tab.sample.click, checking.sampled),
        (tab.sheet.edit, checking.edited),
        (tab.sheet.again, checking.resumed),
    ):
        listen(handler, outputs=tab.checking, **working)
    tab.sheet.look(looking.looked, outputs=[tab.card, source], **working)
    tab.sheet.cite(looking.cited, outputs=[source], **at_once)
    tab.sheet.stop(checking.stopped, **at_once)
    tab.sheet.back(checking.back, outputs=tab.checking, **at_once)
    tab.sheet.save(
        told_in(tab.outcome, looking.saved), outputs=[tab.file, tab.outcome], **at_once
    ).then(None, inputs=[tab.file], js="newsdesk.save", api_visibility="private")
    tab.files.upload(
        checking.dropped,
        inputs=[tab.files, tab.pasted],
        outputs=[tab.outcome, tab.files, tab.pasted],
        **working,
    )
    tab.matching.change(
        drafts.scope.found,
        inputs=[tab.matching, tab.articles],
        outputs=[tab.articles],
        trigger_mode="always_last",
        **quiet,
    )
    gr.on(
        [component.change for component in tab.chosen if component is not tab.sent],
        drafts.scope.scoped,
        inputs=set(tab.chosen),
        outputs=[tab.whole, tab.some, tab.story, tab.scope],
        **at_once,
    )
