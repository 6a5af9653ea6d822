"""Asking a chat model once more for the sentences that a check found fault with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.answering.citations import DraftStatement, StatementAssembler
from assistant.answering.data_block import block, fitting, tag_for
from assistant.language.marks import neutralised
from assistant.models.chat import ChatModel
from assistant.models.prompts import Message, load_prompt
from assistant.models.tokens import count_tokens
from assistant.types import Evidence, EvidenceSentence, Statement, Usage, VerdictKind

DROP: Final = "REMOVE"
"""What the model is asked to write for a sentence that the evidence does not hold."""

_SPARE_TOKENS: Final = 24
_TOKENS_A_LINE: Final = 8
_AROUND: Final = 6
_LINE: Final = re.compile(r"^\W{0,4}(\d{1,3})\s{0,2}[:.)]\s{0,3}(.*\S)")


@dataclass(frozen=True, slots=True)
class Revision:
    """The model's new sentences, by the place of the statement that they stand for.

    A statement that the model wrote nothing usable for, or gave up, is not in it.
    """

    drafts: Mapping[int, tuple[DraftStatement, ...]]
    usage: Usage


def revised(
    failing: Sequence[Statement],
    *,
    evidence: Evidence,
    task: str,
    model: ChatModel,
    most: Usage = Usage(),  # noqa: B008 - frozen
) -> Revision:
    """Asks ``model`` to put ``failing`` right, with what is wrong with each, in one request.

    It takes no more tokens than ``most`` did, where that is not nothing.

    Raises:
        ModelError: or one of its kinds.
    """
    faults = "\n".join(
        _fault(number, statement) for number, statement in enumerate(failing, start=1)
    )
    bare = _messages(Evidence(), faults, task)
    answer, room = model.answer_tokens, model.room() - model.count_messages(bare)
    cited = _cited_first(evidence, failing)
    fitted = fitting(cited, budget=room, count=model.count)
    if most.calls:
        # A line repeats its number: it may be a little longer than what it corrects.
        spare = _SPARE_TOKENS + _TOKENS_A_LINE * len(failing)
        answer = min(answer, most.output_tokens // most.calls + spare)
        left = most.input_tokens // most.calls - spare - _plain(bare)
        fitted = fitting(fitted, budget=left, count=count_tokens)
    kept = Evidence(fitted)
    if not kept:
        return Revision({}, Usage())
    reply = model.complete(_messages(kept, faults, task), answer_tokens=answer)
    known = kept.by_number().keys()
    language = kept.sentences[0].article.language
    drafts: dict[int, tuple[DraftStatement, ...]] = {}
    lines = reply.text.splitlines()
    for line in lines[:-1] if reply.truncated or reply.repeated else lines:
        match = _LINE.match(line.strip())
        if match is None or DROP in match[2]:
            continue
        assembler = StatementAssembler(known=known, language=language)
        written = tuple(assembler.feed(match[2]) + assembler.finish())
        if written and 0 < int(match[1]) <= len(failing):
            drafts.setdefault(int(match[1]) - 1, written)
    return Revision(drafts, reply.usage)


def _plain(messages: Sequence[Message]) -> int:
    return sum(count_tokens(message.content) + _AROUND for message in messages)


def _cited_first(evidence: Evidence, failing: Sequence[Statement]) -> tuple[EvidenceSentence, ...]:
    """The evidence, with what the failing statements cite in front: the end may not fit."""
    cited = {(c.article_id, c.sentence_index) for s in failing for c in s.citations}
    return tuple(
        sorted(evidence.sentences, key=lambda s: (s.article.id, s.sentence.index) not in cited)
    )


def _fault(number: int, statement: Statement) -> str:
    wrong = "; ".join(
        reason.text
        for reason in statement.verdict.reasons
        if reason.kind in (VerdictKind.PARTLY, VerdictKind.UNSUPPORTED)
    )
    return f"{number}: {neutralised(statement.text)}\n   wrong: {neutralised(wrong)}"


def _messages(evidence: Evidence, faults: str, task: str) -> tuple[Message, ...]:
    written = block(evidence.sentences).replace(DROP, "remove")
    return load_prompt("revise").render(
        {
            "task": neutralised(task),
            "evidence": written,
            "tag": tag_for(written, faults),
            "faults": faults.replace(DROP, "remove"),
            "drop": DROP,
        }
    )
