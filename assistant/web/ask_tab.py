"""The tab where questions are asked: its layout, and what happens when somebody acts in it."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.rendering.html import render
from assistant.web.acts import clickable
from assistant.web.ask_components import AskTab
from assistant.web.asking import Asking
from assistant.web.conversing import Conversing
from assistant.web.desk import told_in
from assistant.web.narrowing import Narrowed, Narrowing


def ask_tab() -> AskTab:
    """Lays the tab out."""
    with gr.Row(elem_id="nd-ask"):
        with gr.Column(elem_id="nd-side", min_width=0):
            sought = clickable("new", "find", element="nd-sought", value=render("sought"))
            matching = clickable(element="nd-matching")
            conversations = clickable(
                "pick", "rename", "pin", "delete", "save", element="nd-conversations"
            )
        with gr.Column(elem_id="nd-chat", min_width=0):
            with gr.Column(elem_id="nd-scroll"):
                welcome = clickable(
                    "cite", "suggest", "library", "samples", "stop", element="nd-welcome"
                )
                thread = clickable(
                    "cite",
                    "open",
                    "retry",
                    "undo",
                    "widen",
                    "reword",
                    "mark",
                    "library",
                    element="nd-thread",
                )
                live = clickable("cite", "open", element="nd-live")
            # Shown when the page has loaded (before, a question would miss its conversation) and
            # there are articles to ask about.
            with gr.Column(visible=False, elem_id="nd-composer") as composer:
                with gr.Row(elem_id="nd-line"):
                    question = gr.Textbox(
                        label="Your question",
                        placeholder="Ask about the articles …",
                        lines=1,
                        max_lines=6,
                        max_length=2_000,
                        autofocus=True,
                        elem_id="nd-question",
                        scale=1,
                    )
                    ask = gr.Button("Ask", variant="primary", elem_id="nd-ask-button", scale=0)
                    stop = gr.Button("Stop", visible=False, elem_id="nd-stop-button", scale=0)
                limits = clickable("limit", "unlimit", element="nd-limits")
    return AskTab(
        shown=gr.State(None),
        ready=gr.State(value=False),
        narrowed=gr.State(Narrowed()),
        sought=sought,
        matching=matching,
        conversations=conversations,
        welcome=welcome,
        thread=thread,
        live=live,
        composer=composer,
        question=question,
        ask=ask,
        stop=stop,
        limits=limits,
        file=gr.JSON(visible=False),
    )


def wire(tab: AskTab, *, asking: Asking, conversing: Conversing, narrowing: Narrowing) -> None:
    """Connects what people do in the tab with what it does."""
    shown = [*conversing.outputs, tab.question]
    outputs = [*shown, tab.ask, tab.stop]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    # Every question is sent: with "once" the browser would drop, unseen, what is asked between
    # the answer and the end of its stream. While one is answered, the server takes no other.
    when_asked: dict[str, Any] = {
        **quiet,
        "concurrency_limit": None,
        "outputs": outputs,
        "trigger_mode": "multiple",
    }
    gr.on(
        [tab.question.submit, tab.ask.click],
        asking.asked,
        inputs=[tab.question, tab.shown, tab.narrowed],
        **when_asked,
    )
    tab.welcome.suggest(asking.suggested, inputs=[tab.shown], **when_asked)
    for listen, handler in (
        (tab.thread.retry, asking.again),
        (tab.thread.widen, asking.widened),
        (tab.thread.reword, asking.reworded),
    ):
        listen(handler, inputs=[tab.shown], **when_asked)
    at_once: dict[str, Any] = {**quiet, "queue": False}
    tab.stop.click(asking.stopped, **at_once)
    for act, change in (
        (tab.thread.undo, conversing.taken_back),
        (tab.thread.mark, conversing.marked),
        (tab.sought.new, conversing.begun),
        (tab.conversations.pick, conversing.picked),
        (tab.conversations.rename, conversing.renamed),
        (tab.conversations.pin, conversing.pinned),
        (tab.conversations.delete, conversing.deleted),
    ):
        act(told_in(tab.live, change), inputs=[tab.shown], outputs=shown, **at_once)
    tab.sought.find(
        told_in(tab.live, conversing.sought),
        outputs=[tab.matching, tab.live],
        trigger_mode="always_last",
        **at_once,
    )
    tab.conversations.save(
        told_in(tab.live, conversing.saved),
        inputs=[tab.shown],
        outputs=[tab.file, tab.live],
        **at_once,
    ).then(None, inputs=[tab.file], js="newsdesk.save", api_visibility="private")
    for narrowed, narrow in (
        (tab.limits.limit, narrowing.limited),
        (tab.limits.unlimit, narrowing.unlimited),
    ):
        narrowed(
            told_in(tab.live, narrow),
            inputs=[tab.narrowed, tab.shown],
            outputs=[*narrowing.outputs, tab.live],
            **at_once,
        )
