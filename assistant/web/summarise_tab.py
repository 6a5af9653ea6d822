"""Summaries of a topic, stories and articles, of files that are dropped and text that is pasted."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.rendering.html import render
from assistant.web.acts import clickable
from assistant.web.desk import Desk, told_in
from assistant.web.digesting import Digesting
from assistant.web.limits import Limits
from assistant.web.summarise_components import LEAST, MOST, STEP, SummariseComponents


def summarise_tab(desk: Desk, limits: Limits) -> Digesting:
    """Lays the tab out. The inputs fold away when there is a summary."""
    with gr.Column(elem_id="nd-summarise", min_width=0):
        chips = clickable("off", element="nd-matter")
        with gr.Accordion(
            "What to summarise, and how", open=True, elem_id="nd-summary-inputs"
        ) as inputs:
            sought = gr.Textbox(
                label="A topic, a story or a headline",
                placeholder="Type words, and choose below",
                max_length=200,
                elem_id="nd-sought-matter",
            )
            offers = clickable("take", element="nd-offers")
            files = gr.File(
                label=f"Files (at most {limits.files}, {limits.megabytes:g} MB each)",
                file_count="multiple",
                file_types=list(limits.endings),
                height=88,
                elem_id="nd-summary-files",
            )
            pasted = gr.Textbox(
                label="Or paste a text",
                lines=3,
                max_lines=12,
                max_length=limits.characters,
                elem_id="nd-pasted",
            )
            with gr.Row():
                words = gr.Slider(LEAST, MOST, value=120, step=STEP, label="Words")
                style = gr.Radio(
                    [("Paragraph", "paragraph"), ("Bullets", "bullets"), ("Headline", "headline")],
                    value="paragraph",
                    label="Style",
                )
            begin = gr.Button("Summarise", variant="primary", elem_id="nd-summarise-button")
        outcome = clickable("stop", element="nd-summary-outcome")
        result = clickable(
            *("cite", "save", "refine", "cover"),
            element="nd-result",
            value=render("blank_summary"),
        )
    tab = SummariseComponents(
        matter=gr.State(()),
        digest=gr.State(None),
        chips=chips,
        inputs=inputs,
        sought=sought,
        offers=offers,
        files=files,
        pasted=pasted,
        words=words,
        style=style,
        begin=begin,
        outcome=outcome,
        result=result,
        file=gr.JSON(visible=False),
    )
    return Digesting(desk, limits, tab)


def wire(digesting: Digesting) -> None:
    """Connects what people do in the tab with what it does."""
    tab = digesting.tab
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    at_once: dict[str, Any] = {**quiet, "queue": False}
    # What is asked for last is what is made: it stops what was asked for before.
    making: dict[str, Any] = {
        **quiet,
        "outputs": tab.made,
        "concurrency_limit": None,
        "trigger_mode": "multiple",
    }
    tab.sought.change(
        told_in(tab.outcome, digesting.offers),
        inputs=[tab.sought],
        outputs=[tab.offers, tab.outcome],
        trigger_mode="always_last",
        **quiet,
    )
    tab.sought.submit(
        told_in(tab.outcome, digesting.named),
        inputs=[tab.matter, tab.sought],
        outputs=tab.chosen,
        **quiet,
    )
    tab.offers.take(
        told_in(tab.outcome, digesting.taken), inputs=[tab.matter], outputs=tab.chosen, **quiet
    )
    tab.chips.off(
        told_in(tab.outcome, digesting.off), inputs=[tab.matter], outputs=tab.chosen, **at_once
    )
    tab.files.upload(
        digesting.dropped,
        inputs=[tab.files, tab.matter],
        outputs=tab.chosen,
        concurrency_limit=None,
        **quiet,
    )
    tab.begin.click(
        digesting.summarised,
        inputs=[tab.matter, tab.sought, tab.pasted, tab.words, tab.style],
        **making,
    )
    tab.result.refine(digesting.refined, inputs=[tab.digest], **making)
    tab.result.cover(digesting.covered, inputs=[tab.digest], **making)
    tab.outcome.stop(digesting.stopped, **at_once)
    gr.on(
        [tab.pasted.focus, tab.words.release, tab.style.input],
        lambda: "",
        outputs=[tab.outcome],
        **at_once,
    )
    tab.result.save(
        told_in(tab.outcome, digesting.saved),
        inputs=[tab.digest],
        outputs=[tab.file, tab.outcome],
        **at_once,
    ).then(None, inputs=[tab.file], js="newsdesk.save", api_visibility="private")
