"""A chat model's judgement of statements, on top of the program's own check."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from assistant.answering.data_block import tag_for
from assistant.language.marks import neutralised
from assistant.models.chat import ChatModel
from assistant.models.prompts import load_prompt
from assistant.types import Reason, ReasonCode, Statement, Usage, Verdict, VerdictKind
from assistant.verifying.verdicts import severity

_LINE: Final = re.compile(
    r"^\W{0,4}(\d{1,3})\s{0,2}[:.)]\s{0,3}\W{0,2}(supported|partly|unsupported)\b\W{0,5}(.{0,300})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Judged:
    """Statements with the model's judgement in their verdicts; how many it did not judge."""

    statements: tuple[Statement, ...]
    unjudged: int
    usage: Usage


def judge(statements: Sequence[Statement], *, model: ChatModel) -> Judged:
    """Asks ``model`` about every statement, in one request.

    A judgement can only make a verdict worse. A statement that the model says nothing
    readable about keeps its verdict and is counted.

    Raises:
        ModelError: or one of its kinds.
    """
    listed = "\n\n".join(
        _listed(number, statement) for number, statement in enumerate(statements, start=1)
    )
    messages = load_prompt("judge").render({"statements": listed, "tag": tag_for(listed)})
    if model.count_messages(messages) > model.room():
        return Judged(tuple(statements), len(statements), Usage())
    reply = model.complete(messages)
    verdicts = _read(reply.text)
    judged = tuple(
        _with(statement, verdicts.get(number))
        for number, statement in enumerate(statements, start=1)
    )
    unjudged = sum(number not in verdicts for number in range(1, len(statements) + 1))
    return Judged(judged, unjudged, reply.usage)


def _listed(number: int, statement: Statement) -> str:
    cited = "\n".join(f"   cites: {neutralised(c.quote)}" for c in statement.citations)
    return f"{number}: {neutralised(statement.text)}\n{cited or '   cites nothing'}"


def _read(reply: str) -> dict[int, Reason]:
    found: dict[int, Reason] = {}
    for line in reply.splitlines():
        match = _LINE.match(line.strip())
        if match is None:
            continue
        why = match[3].strip().rstrip(".")
        text = f"the model that judges says: {why}" if why else "the model that judges says so"
        reason = Reason(ReasonCode.JUDGE, text, VerdictKind(match[2].lower()))
        found.setdefault(int(match[1]), reason)
    return found


def _with(statement: Statement, judgement: Reason | None) -> Statement:
    verdict = statement.verdict
    if judgement is None or judgement.kind is VerdictKind.SUPPORTED:
        return statement
    worse = severity(judgement.kind) > severity(verdict.kind)
    kind = judgement.kind if worse else verdict.kind
    return replace(statement, verdict=Verdict(kind, (*verdict.reasons, judgement), verdict.score))
