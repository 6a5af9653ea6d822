"""Follow-up questions, made to stand on their own by a chat model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assistant.answering.data_block import tag_for
from assistant.answering.followups import standing_alone
from assistant.errors import PromptTooLongError
from assistant.language.marks import neutralised
from assistant.models.chat import ChatModel
from assistant.models.prompts import Prompt
from assistant.types import Turn, Usage

_TURNS: Final = 6
_FEW_TURNS: Final = 2
_LONGEST_TURN: Final = 600
_SHORT_TURN: Final = 160
_LONGEST_QUESTION: Final = 400
_ANSWER_TOKENS: Final = 120
_LABEL: Final = re.compile(r"^(?:[\w -]{0,40}question[\w -]{0,20}:)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A question that stands on its own, and what asking for it took."""

    text: str
    usage: Usage = Usage()  # noqa: RUF009 - frozen


def rewritten(
    question: str, history: Sequence[Turn], *, model: ChatModel, prompt: Prompt
) -> Rewriting:
    """``question`` so that it stands on its own; itself where nothing came before.

    What the model gives is only taken if it is one line of a question's length. A small model
    is shown little, and not asked at all where the question leans on nothing; where it gives
    no question the program's own wording is taken.

    Raises:
        ModelError: or one of its kinds.
    """
    otherwise = standing_alone(question, history) if model.small else question
    if not history or (model.small and otherwise == question):
        return Rewriting(question)
    turns, longest = (_FEW_TURNS, _SHORT_TURN) if model.small else (_TURNS, _LONGEST_TURN)
    for first in range(max(0, len(history) - turns), len(history)):
        earlier = conversation(history[first:], longest=longest)
        values = {"question": question, "history": earlier, "tag": tag_for(earlier)}
        messages = prompt.render(values)
        if model.count_messages(messages) <= model.room():
            break
    else:
        return Rewriting(otherwise)
    try:
        reply = model.complete(messages, answer_tokens=_ANSWER_TOKENS if model.small else None)
    except PromptTooLongError as error:
        if not model.shrunk(error):
            raise
        return rewritten(question, history, model=model, prompt=prompt)
    taken = None if reply.truncated else _one_question(reply.text, question)
    return Rewriting(taken or otherwise, reply.usage)


def conversation(history: Sequence[Turn], *, longest: int = _LONGEST_TURN) -> str:
    """The turns as lines, shortened, with nothing in them that reads as a mark or a tag.

    Args:
        history: questions and answers, oldest first.
        longest: characters of each that are kept.
    """
    return "\n".join(
        f"{who}: {_shortened(neutralised(text), longest)}"
        for turn in history
        for who, text in (("Question", turn.question), ("Answer", turn.answer))
    )


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _one_question(written: str, original: str) -> str | None:
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    if not lines or (len(lines) > 1 and not lines[0].endswith("?")):
        return None
    line = _LABEL.sub("", lines[0].strip("*_` ")).strip('"“”*_` ')
    longest = max(_LONGEST_QUESTION, 2 * len(original))
    plain = line.isprintable() and len(line) <= longest and re.search(r"\w", line)
    return line if plain else None
