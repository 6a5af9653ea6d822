"""What came of a case, whole: scored afterwards, as often as one likes."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.news import ChangesSince
from assistant.telling import Figures, Quotes, Story, Timeline
from assistant.types import Answer, Summary


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that retrieval gave: its article, and its sentences, both ends included."""

    article: str
    first: int
    last: int
    also_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of stories: one of these, by the kind of the case."""

    stories: tuple[Story, ...] | None = None
    timeline: Timeline | None = None
    quotes: Quotes | None = None
    figures: Figures | None = None
    changes: ChangesSince | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one case, one time: an answer, a summary, a telling, or an error instead.

    ``found`` are the passages that the engine was given, best first; ``seconds`` is the wall
    clock of the question alone, without those asked before it.
    """

    case: str
    repeat: int
    seconds: float
    answer: Answer | None = None
    summary: Summary | None = None
    told: Told | None = None
    found: tuple[Found, ...] = ()
    error: str | None = None
