"""Scores of answers: what they say, what they cite, and whether there should be one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from assistant.types import Answer, Statement, VerdictKind
from eval.gold.loading import AskCase
from eval.questions import holds
from eval.scoring.finding import Scored

_ARTICLES: Final = frozenset({"a", "an", "the"})


def answer_scores(case: AskCase, answer: Answer) -> Iterator[Scored]:
    """The scores of an answer to a case, or of its absence."""
    yield _decided(case, answer)
    text = answer.text
    if case.asked.answerable:
        accepted = case.asked.answers
        found = next((each for each in accepted if holds(text, each)), None)
        reason = f"“{found}” stands in it" if found else f"none of {_listed(accepted)} stands in it"
        yield "contains", float(found is not None), reason
        short = short_answer(answer)
        exact = any(words(short) == words(each) for each in accepted)
        yield "exact", float(exact), f"“{short}”" if short != text else "all that is said"
        yield "f1", max(token_f1(short, each) for each in accepted), "the nearest accepted answer"
        if not answer.abstained:
            yield from _citation_scores(case, answer)
        else:
            yield "cited precision", None, "nothing was answered"
            yield "cited recall", 0.0, "nothing was answered"
    if case.asked.forbidden:
        yield clean_score(case.asked.forbidden, text)
    yield supported_score(answer.statements)


def short_answer(answer: Answer) -> str:
    """The first words that are pointed out as answering; where there are none, all that is said."""
    for statement in answer.statements:
        if (short := statement.short_answer) is not None:
            return statement.text[short.start : short.end]
    return answer.text


def _decided(case: AskCase, answer: Answer) -> Scored:
    right = answer.abstained is not case.asked.answerable
    if answer.abstention is not None:
        told = f"declined ({answer.abstention.kind.value})"
    else:
        told = "answered"
    wanted = "can be answered" if case.asked.answerable else "cannot be answered"
    return "decided", float(right), f"{told}; {wanted}"


def _citation_scores(case: AskCase, answer: Answer) -> Iterator[Scored]:
    cited = {
        (citation.article_id, citation.sentence_index)
        for statement in answer.statements
        for citation in statement.citations
    }
    gold = frozenset().union(*case.groups)
    right = len(cited & gold)
    yield (
        "cited precision",
        right / len(cited) if cited else 0.0,
        f"{right} of {len(cited)} cited sentences are gold",
    )
    held = sum(bool(group & cited) for group in case.groups)
    yield (
        "cited recall",
        held / len(case.groups),
        f"{held} of {len(case.groups)} gold sentences are cited",
    )


def supported_score(statements: Sequence[Statement]) -> Scored:
    """The share of statements that the program's check found supported."""
    if not statements:
        return "supported", None, "nothing is said"
    good = sum(each.verdict.kind is VerdictKind.SUPPORTED for each in statements)
    return "supported", good / len(statements), f"{good} of {len(statements)} statements"


def clean_score(forbidden: Sequence[str], text: str) -> Scored:
    """Whether nothing forbidden stands in a text."""
    found = next((each for each in forbidden if holds(text, each)), None)
    return (
        "clean",
        float(found is None),
        f"“{found}” stands in it" if found else "nothing forbidden",
    )


def token_f1(text: str, accepted: str) -> float:
    """F1 of the words that two texts share, as SQuAD counts it (Rajpurkar et al., 2016)."""
    ours, theirs = words(text), words(accepted)
    shared = sum((Counter(ours) & Counter(theirs)).values())
    if not shared:
        return 0.0
    precision, recall = shared / len(ours), shared / len(theirs)
    return 2 * precision * recall / (precision + recall)


def words(text: str) -> list[str]:
    """The words of a text, without case, marks and articles."""
    plain = re.findall(r"\w+", text.casefold().replace("’", "").replace("'", ""))
    return [word for word in plain if word not in _ARTICLES]


def _listed(answers: Sequence[str]) -> str:
    return ", ".join(f"“{answer}”" for answer in answers)
