"""``demo``: one cited answer, one cited summary, and what to try next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assistant.cli import output
from assistant.cli.live import answered_live
from assistant.cli.progress import shown_progress
from assistant.cli.session import Session
from assistant.types import Filters

if TYPE_CHECKING:
    from assistant.assistant import Assistant

_QUESTION: Final = "How many people were rescued from the Saint Orla?"
_SAMPLE: Final = "Death toll in Thorrenia ferry disaster rises to 19"
_WORDS: Final = 60
_NEXT: Final = """
Now try your own:
  assistant add articles/      put a folder of text, Markdown, HTML, PDF or JSON files in
  assistant ask "…"            ask about them
  assistant summarise FILE     summarise any file; it need not be in the library
  assistant app                all of it in the browser
  assistant chat               ask questions and follow-up questions
  assistant --help             see everything else

In a checkout the program is .venv/bin/assistant (or: . .venv/bin/activate).
A chat model writes the answers once ASSISTANT_CHAT_MODEL is set: see the README.
"""


def demo(session: Session) -> None:
    """Show an answer, a summary, and what to try next.

    An empty library gets the sample articles first; all in them is invented.
    """
    from assistant.rendering.json.tasks import Demo
    from assistant.rendering.safety import one_line
    from assistant.rendering.terminal.answers import summary_lines

    with session.assistant() as assistant:
        _fill(assistant, session)
        articles = assistant.articles()
        sample = next((article for article in articles if article.title == _SAMPLE), None)
        story = sample or articles[0]
        question = _QUESTION if sample else f"What happened: {one_line(story.title)}"
        if session.as_json:
            answer, summary = assistant.ask(question), assistant.summarise(story.id, words=_WORDS)
            shown = Demo.of(answer=answer, summary=summary)
            output.result_document(shown.document())
            return
        output.result(f'\n$ assistant ask "{question}"\n\n')
        answered_live(assistant, question, filters=Filters())
        output.result(f"\n$ assistant summarise {story.id[:10]} --words {_WORDS}\n\n")
        output.result_lines(summary_lines(assistant.summarise(story.id, words=_WORDS), quotes=None))
    output.result(_NEXT)


def _fill(assistant: Assistant, session: Session) -> None:
    if assistant.articles():
        return
    session.message("The library is empty: adding the sample articles (all in them is invented) …")
    with shown_progress("Adding", session=session) as on_progress:
        assistant.add_samples(on_progress=on_progress)
