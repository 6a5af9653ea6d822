"""What an empty page shows: what it does, an example, and how to begin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import gradio as gr
from markupsafe import Markup

from assistant.rendering.html import render
from assistant.rendering.html.answers import answer_html
from assistant.services.intake import SAMPLES
from assistant.types import QUOTED, Answer, Article, ShortAnswer, Statement, cite
from assistant.web import panel
from assistant.web.ask_components import AskTab
from assistant.web.desk import Desk, Updates

_QUESTION: Final = "How many people were ordered to leave below the Karrow Dam?"
_ANSWERING: Final = (
    ("14-karrow-evacuation-ordered.md", 0, "3,200"),
    ("15-karrow-live.md", 10, "5,400"),
    ("15-karrow-live.md", 9, ""),
)
"""Sample files, each with the index of a sentence that answers, and its words that do."""


@dataclass(frozen=True)
class Welcoming:
    """Fills the place that is seen while no question is: what is asked never touches it.

    The page's style shows it where there are no questions and answers, so that whatever order
    events come in, it never stands in the place of a conversation.
    """

    desk: Desk
    tab: AskTab

    @property
    def outputs(self) -> list[gr.HTML | gr.Column]:
        """What ``shown`` changes."""
        return [self.tab.welcome, self.tab.composer]

    def shown(self, *, made: bool = True, said: Markup | str = "") -> Updates:
        """The welcome, and the field for questions where there is something to ask.

        Args:
            made: whether what takes a moment the first time is to be there: the questions to
                begin with, the example.
            said: what is to be told above the ways to begin, as HTML.
        """
        articles = self.desk.assistant.count()
        return {
            self.tab.welcome: render(
                "welcome",
                articles=articles,
                made=made,
                suggestions=self.desk.assistant.suggestions() if articles and made else (),
                question=_QUESTION,
                example=answer_html(self.example) if not articles and made else "",
                said=said,
            ),
            self.tab.composer: gr.Column(visible=articles > 0),
        }

    def cited(self, event: gr.EventData) -> str:
        """A source of the example, which need not be in the library."""
        return panel.cited(self.desk, event, own={one.id: one for one in self._read.values()})

    @cached_property
    def example(self) -> Answer:
        """What is answered to a question about the sample articles."""
        statements = []
        for name, index, words in _ANSWERING:
            citation = cite(self._read[name], index)
            start = citation.quote.index(words)
            short = ShortAnswer(start, start + len(words)) if words else None
            statements.append(Statement(citation.quote, (citation,), QUOTED, short_answer=short))
        return Answer(_QUESTION, _QUESTION, tuple(statements), "extractive")

    @cached_property
    def _read(self) -> Mapping[str, Article]:
        """The articles of the example by their files."""
        names = dict.fromkeys(name for name, *_ in _ANSWERING)
        articles = self.desk.assistant.read(*(SAMPLES / name for name in names))
        return dict(zip(names, articles, strict=True))
