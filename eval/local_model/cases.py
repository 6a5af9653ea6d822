"""Questions with what a right answer has to show, and the judgement of what is shown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final

from assistant.errors import UsageError
from assistant.types import Filters
from eval.gold.loading import AskCase, load

_ALIKE: Final = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "\u00a0": " "}
)


class Verdict(StrEnum):
    """What a reply to a question is worth.

    ``PARTLY`` has the answer, but later than it has to come, beside words that are wrong, or
    without one of the articles that give it.
    """

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    DECLINED = "wrongly declined"
    ANSWERED = "wrongly answered"


@dataclass(frozen=True, slots=True)
class Case:
    """A question, and what is right.

    Each tuple of ``accept`` are strings of which what is shown has to hold one; of ``first`` the
    first sentence. ``forbid`` must not be shown. One of ``articles`` (addresses, origins) has to
    be cited, where there are some. With ``decline`` the articles hold no answer. ``history`` are
    questions asked before; ``today`` is the day of asking, by default the library's last.
    """

    id: str
    kind: str
    question: str
    history: tuple[str, ...] = ()
    accept: tuple[tuple[str, ...], ...] = ()
    first: tuple[tuple[str, ...], ...] = ()
    forbid: tuple[str, ...] = ()
    articles: frozenset[str] = frozenset()
    decline: bool = False
    filters: Filters = Filters()
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person sees of a reply.

    ``sentences`` are the answer's, ``notes`` what is said beside it; ``declined`` is the message
    where there is none. ``cited`` are the names (address, origin) of the articles cited.
    """

    sentences: tuple[str, ...]
    notes: tuple[str, ...] = ()
    declined: str | None = None
    cited: frozenset[str] = frozenset()


def desk_cases(path: Path) -> tuple[Case, ...]:
    """The questions of a file of JSON lines.

    Raises:
        UsageError: a line is none.
    """
    return tuple(_desk_cases(path))


def _desk_cases(path: Path) -> Iterator[Case]:
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(filter(str.strip, lines), start=1):
        try:
            item = json.loads(line)
            yield Case(
                id=item["id"],
                kind=item["kind"],
                question=item["question"],
                history=tuple(item.get("history", ())),
                accept=_alternatives(item["accept"]),
                first=_alternatives(item.get("first", ())),
                forbid=tuple(item.get("forbid", ())),
                articles=frozenset(item.get("articles", ())),
                decline=bool(item.get("decline", False)),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(f"{path}, question {number} cannot be read: {error!r}") from error


def _alternatives(given: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(either) for either in given)


def gold_cases() -> tuple[Case, ...]:
    """The questions of the gold set over the sample articles."""
    return tuple(
        Case(
            id=case.id,
            kind=next(iter(case.tags), "question"),
            question=case.asked.question,
            history=case.asked.after,
            accept=(case.asked.answers,) if case.asked.answers else (),
            forbid=case.asked.forbidden,
            decline=not case.asked.answerable,
            filters=case.filters,
            today=case.today,
        )
        for case in load().cases
        if isinstance(case, AskCase)
    )


def judged(case: Case, shown: Shown) -> Verdict:
    """The verdict on a reply. A refusal that itself gives the answer counts as one."""
    notes = " ".join(shown.notes)
    if shown.declined is not None:
        told = bool(case.accept) and holds_all(case.accept, shown.declined)
        return Verdict.RIGHT if case.decline or told else Verdict.DECLINED
    text = " ".join(shown.sentences)
    if not case.accept or not holds_all(case.accept, f"{text} {notes}"):
        return Verdict.ANSWERED if case.decline else Verdict.WRONG
    opening = shown.sentences[0] if shown.sentences else ""
    spotless = (
        holds_all(case.first, f"{opening} {notes}")
        and not any(_plain(one) in _plain(text) for one in case.forbid)
        and _cites(case, shown.cited)
    )
    return Verdict.RIGHT if spotless else Verdict.PARTLY


def shows_gold(case: Case, shown: Shown) -> bool | None:
    """Whether the sentences shown hold the answer's words; None where there is no answer."""
    if not case.accept or case.decline:
        return None
    return holds_all(case.accept, " ".join(shown.sentences))


def holds_all(wanted: Sequence[Sequence[str]], text: str) -> bool:
    """Whether ``text`` holds one string of each of ``wanted``; case and typography apart."""
    plain = _plain(text)
    return all(any(_plain(one) in plain for one in either) for either in wanted)


def _cites(case: Case, cited: Set[str]) -> bool:
    return not case.articles or not case.articles.isdisjoint(cited)


def _plain(text: str) -> str:
    return " ".join(text.translate(_ALIKE).casefold().split())
