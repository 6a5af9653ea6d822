"""The components of the tab where questions are asked."""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr


@dataclass(frozen=True, slots=True)
class AskTab:
    """What the tab is made of; ``shown`` is the id of the conversation that is open, or None.

    ``ready`` is whether the page has loaded. ``narrowed`` are the limits of the next question,
    ``limits`` shows them; ``sought`` finds conversations, ``matching`` says which fit.
    """

    shown: gr.State
    ready: gr.State
    narrowed: gr.State
    sought: gr.HTML
    matching: gr.HTML
    conversations: gr.HTML
    welcome: gr.HTML
    thread: gr.HTML
    live: gr.HTML
    composer: gr.Column
    question: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    limits: gr.HTML
    file: gr.JSON
