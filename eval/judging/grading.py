"""Has a chat model grade a text against what is wanted, by a prompt with a version of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from assistant.answering.data_block import tag_for
from assistant.errors import ModelError
from assistant.language.marks import neutralised
from assistant.models.chat import ChatModel
from assistant.models.prompts import Prompt, load_prompt
from eval.gold.finding import TellingCase
from eval.gold.loading import AskCase, Case
from eval.runs.outcomes import Outcome

PROMPTS: Final = Path(__file__).parents[1] / "prompts"
HIGHEST: Final = 4
_REPLY: Final = re.compile(r"^\W{0,4}(?:grade\W{0,3})?([0-4])\b\s*[:.\-–—)]?\s*(.*)", re.IGNORECASE)
_TOKENS: Final = 120


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be graded: what was asked for, what a right result holds, what was written."""

    question: str
    wanted: str
    text: str


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade from 0 to 4 with its reason; None where the judge gave none that can be read."""

    grade: int | None
    reason: str


def grade_prompt() -> Prompt:
    """The prompt that the judge is asked with."""
    return load_prompt("grade", folder=PROMPTS)


def graded(task: Task, *, model: ChatModel) -> Grade:
    """The model's grade. A judge that fails gives none: never a bad one."""
    material = f"{task.wanted}\n{task.text}"
    messages = grade_prompt().render(
        {
            "question": neutralised(task.question),
            "wanted": neutralised(task.wanted),
            "text": neutralised(task.text),
            "tag": tag_for(material),
        }
    )
    try:
        reply = model.complete(messages, answer_tokens=_TOKENS)
    except ModelError as error:
        return Grade(None, f"the judge failed: {error}")
    found = _REPLY.match(reply.text.strip())
    if found is None:
        return Grade(None, f"the judge's reply cannot be read: {reply.text.strip()[:80]!r}")
    return Grade(int(found[1]), found[2].strip() or "no reason given")


def task_of(case: Case, outcome: Outcome) -> Task | None:
    """What there is to grade of a case; None where there is nothing, for an error.

    What is told of stories is held against gold alone.
    """
    if isinstance(case, AskCase):
        if outcome.answer is None:
            return None
        text = outcome.answer.text
        if outcome.answer.abstention is not None:
            text = f"(declined) {outcome.answer.abstention.message}"
        if case.asked.answerable:
            sentences = "\n".join(f"- {gold.sentence}" for gold in case.asked.gold)
            wanted = f"One of: {'; '.join(case.asked.answers)}\nSentences that say so:\n{sentences}"
        else:
            wanted = "The articles hold no answer. Only to be told so is right: grade 4."
        asked = " / ".join((*case.asked.after, case.asked.question))
        return Task(asked, wanted, text)
    if isinstance(case, TellingCase) or outcome.summary is None:
        return None
    facts = "\n".join(f"- {fact.fact}: {' / '.join(fact.any)}" for fact in case.wanted.facts)
    return Task(
        f"A summary of about {case.wanted.words} words",
        f"{facts}\n{case.wanted.reference or ''}".strip(),
        outcome.summary.text,
    )
