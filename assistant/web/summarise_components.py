"""The components of the tab of summaries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import gradio as gr

LEAST: Final = 20
MOST: Final = 400
STEP: Final = 10
"""Words that can be asked for, and steps between them."""


@dataclass(frozen=True, slots=True)
class SummariseComponents:
    """The components of the tab: ``matter`` is what is to be summarised, ``chips`` shows it.

    ``digest`` is the summary that is shown in ``result``, ``file`` what the browser is to save,
    ``outcome`` where it is told what goes on and what went wrong.
    """

    matter: gr.State
    digest: gr.State
    chips: gr.HTML
    inputs: gr.Accordion
    sought: gr.Textbox
    offers: gr.HTML
    files: gr.File
    pasted: gr.Textbox
    words: gr.Slider
    style: gr.Radio
    begin: gr.Button
    outcome: gr.HTML
    result: gr.HTML
    file: gr.JSON

    @property
    def chosen(self) -> list[Any]:
        """What changes where something more, or less, is to be summarised."""
        return [self.matter, self.chips, self.inputs, self.sought, self.files, self.outcome]

    @property
    def made(self) -> list[Any]:
        """What changes where a summary is made."""
        return [*self.chosen, self.pasted, self.words, self.style, self.digest, self.result]
