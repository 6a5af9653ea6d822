"""What a line that somebody typed asks for: an answer, or something as a whole.

"What is the latest on the ferry?" is not answered by the sentence that is most like it. The
kinds are told by their wording alone; ``topic`` is what is left of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias

from assistant.answering.story_requests import (
    changed_since,
    differing_on,
    moving,
    said_by,
    statements_about,
    timeline_of,
)
from assistant.language.dates import format_range, limits_in_question
from assistant.language.word_lists import word_lists
from assistant.language.words import content_terms, words_in
from assistant.types import Filters, Statement

_WORDS: Final = word_lists("questions.toml").table("requests")
_GENERAL: Final = _WORDS.words("general")
"""Words that ask for whatever there is."""

_LONGEST_TOPIC: Final = 3
"""Words of something that is no sentence, and is asked about as a whole: "measles"."""


class RequestKind(StrEnum):
    """What is asked for."""

    QUESTION = "question"
    NEWS = "news"
    LATEST = "latest"
    OVERVIEW = "overview"
    TIMELINE = "timeline"
    STATEMENTS = "statements"
    FIGURES = "figures"
    CHANGES = "changes"
    TOPIC = "topic"
    THANKS = "thanks"
    HELP = "help"
    TASK = "task"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for, and of what.

    ``topic`` is empty where it is everything or nothing; ``since`` says since when something
    changed, ``quantity`` which figure is asked about, ``speaker`` whose statements, each as it
    was typed, empty for none.
    """

    kind: RequestKind
    topic: str = ""
    since: str = ""
    quantity: str = ""
    speaker: str = ""


OF_STORIES: Final = frozenset(
    {RequestKind.TIMELINE, RequestKind.STATEMENTS, RequestKind.FIGURES, RequestKind.CHANGES}
)
"""What is told of a story rather than looked up in it."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a story.

    Attributes:
        statements: each under its heading; none where the question is any other.
        read: how many articles it was made from.
        notes: what a person should know of it.
        nothing: that there is nothing to tell, where that is the answer.
    """

    statements: tuple[Statement, ...] = ()
    read: int = 0
    notes: tuple[str, ...] = ()
    nothing: str = ""


Tell: TypeAlias = Callable[[Request, Filters], Told]
"""Tells what is asked of a story, within limits. Stories stand above answering: it is handed in."""

_THE: Final = r"(?:the |a |an |some |any |all )?"
_PLEASE: Final = re.compile(
    r"^(?:(?:please|hi|hello|hey|ok|okay|so|now|well)\b[,!. ]*)*"
    r"(?:(?:can|could|will|would) you (?:please )?|i(?:['’]d| would) like (?:you )?to "
    r"(?:have |get |know )?|i (?:want|need) (?:you to |to (?:know|have|get) )?)?"
    r"(?:please )?(?:(?:give|show|get|write|provide|send|bring) (?:me|us) |let me (?:have|know) )?",
    re.IGNORECASE,
)
_STORY: Final = re.compile(
    r"^(?:the |this |that )?(?:(?:story|stories|news|coverage|articles?|reports?|case|saga)"
    r" (?:of|on|about|around|behind|regarding) )?|"
    r"(?: (?:story|stories|saga|news|coverage|articles?))?(?: please)?$",
    re.IGNORECASE,
)
_RECENT: Final = r"(?:latest|newest|most recent|recent|current|new|last|today['’]s|breaking)"
_TOLD: Final = r"(?:news|updates?|developments?|status|headlines?|word|reports?|stories|state)"
_ABOUT: Final = r"(?:on|about|with|in|from|regarding|for|around|of|at|to)"
_LATEST: Final = re.compile(
    rf"^(?:what(?:['’]s| is| are| was| were|s)? )?(?:there )?{_THE}(?:{_RECENT} )+(?:{_TOLD} )?"
    rf"{_ABOUT} (?P<a>.+)$"
    rf"|^(?:what(?:['’]s| is| are|s)? |is there |are there |do you have )?{_THE}{_TOLD} "
    rf"(?:on|about|regarding|with) (?P<b>.+)$"
    rf"|^what(?:['’]s| is|s)? (?:happening|going on|new|up|next) (?:with|in|about|at|on|around|to) "
    r"(?P<c>.+)$"
    r"|^(?:update|catch) (?:me|us)(?: up)? on (?P<d>.+)$"
    r"|^bring (?:me|us) up to (?:date|speed) on (?P<e>.+)$"
    rf"|^(?P<f>.+?) (?:latest|{_RECENT} news|latest news|news|updates?)$",
    re.IGNORECASE,
)
_OVERVIEW: Final = re.compile(
    r"^(?:summari[sz]e|sum up|recap|outline|explain) (?:for me |to me )?"
    r"(?:what happened (?:with|to|in|at) "
    r"|what is known about |everything about |all about )?(?P<a>.+)$"
    rf"|^{_THE}(?:brief |short |quick |concise |general )?"
    r"(?:summary|overview|recap|rundown|run-down"
    r"|briefing|brief|background|digest|outline|synopsis|gist) (?:of|on|about|to|into) (?P<b>.+)$"
    r"|^tell (?:me|us) (?:everything |all |more |something )?(?:you know )?about (?P<c>.+)$"
    r"|^what (?:do|does|can) (?:we|you|i|one|the (?:articles?|library|papers?|reports?)) "
    r"(?:know|say|tell me|report|have)(?: to say)? (?:about|on) (?P<d>.+)$"
    r"|^what(?:['’]s| is| was| are|s) (?:the )?(?P<e>.+?) (?:story |case |affair )?(?:all )?about$"
    r"|^what(?:['’]s| is| was) the (?:story|deal) (?:of|about|with|behind|on) (?P<f>.+)$"
    r"|^what is known (?:about|of) (?P<g>.+)$",
    re.IGNORECASE,
)
_THANKS: Final = re.compile(
    r"(?:(?:ok(?:ay)?|great|good|nice|perfect|cool|super|wow|alright|right|hi|hello|hey|bye|goodbye"
    r"|thank(?:s| you)(?: (?:so |very )?much| a lot| again)?|many thanks|thx|ty|cheers|got it"
    r"|good (?:morning|afternoon|evening|job|work)|well done|that helps|that['’]s (?:all|great|it)"
    r"|very helpful|there|for (?:that|this|your help|the (?:help|answer)))[,!. ]*)+",
    re.IGNORECASE,
)
_HELP: Final = re.compile(
    r"(?:please )?(?:help(?: me)?|(?:so )?what (?:else )?(?:can|do) (?:you|i|it|this)"
    r"(?: (?:actually|all))?"
    r" (?:do|ask|help(?: me)? with|know)(?: (?:here|for me|you|about))?"
    r"|how (?:do(?:es)?|can|should) (?:you|i|this|it) (?:work|use (?:this|it|you)|ask)"
    r"|(?:who|what) are you(?: for)?|what is this(?: (?:for|program|app))?)[?!. ]*",
    re.IGNORECASE,
)
_TASK: Final = re.compile(
    r"(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|rules?|prompts?|above"
    r"|previous|prior|everything|articles?|sources?)\b"
    r"|(?:pretend|act as|behave|role-?play|imagine you)\b|you are (?:now )?(?:a|an|no longer)\b"
    r"|(?:write|compose|draft|generate|create|invent|make up|tell) (?:me |us )?"
    r"(?:a|an|some|the|your)\b"
    r"(?! summary| timeline| overview).{0,60}"
    r"|(?:translate|rewrite|rephrase|proofread|calculate|compute|delete|remove|print|reveal|output"
    r"|repeat|execute|run|open|download|install|send|email|say)\b(?!.*\?$).*",
    re.IGNORECASE,
)
_WHOLE: Final = (
    (RequestKind.LATEST, _LATEST),
    (RequestKind.OVERVIEW, _OVERVIEW),
)
_ASKING: Final = _WORDS.words("asking")


def request_of(text: str, *, of_stories: bool = True) -> Request:
    """What ``text``, on one line, asks for; without ``of_stories`` nothing that is told of one."""
    said = text.strip()
    if kind := _no_question(said):
        return Request(kind)
    if asks_for_anything(said):
        return Request(RequestKind.NEWS)
    asked = _PLEASE.sub("", said, count=1).rstrip("?!. ")
    if of_stories and (told := _of_a_story(asked)):
        return told
    for kind, pattern in _WHOLE:
        if (match := pattern.match(asked)) and (topic := _topic(_named(match))):
            everything = asks_for_anything(topic)
            return Request(RequestKind.NEWS) if everything else Request(kind, topic)
    words = words_in(said)
    bare = not said.endswith("?") and _ASKING.isdisjoint(words) and len(words) <= _LONGEST_TOPIC
    return Request(RequestKind.TOPIC, said) if bare else Request(RequestKind.QUESTION)


def limits_of(
    question: str,
    request: Request,
    filters: Filters,
    *,
    today: date,
    count: Callable[[Filters], int],
) -> tuple[Filters, str]:
    """Returns ``filters`` with the days of publication that ``question`` asks for, and a note.

    Where these leave no article, they are dropped, and the note says so. It is empty where the
    question asks for no days.

    Args:
        question: as it was asked.
        request: what it asks for.
        filters: those that were given; their days come before the question's.
        today: what "yesterday" is counted from.
        count: tells how many articles are within filters.
    """
    if filters.since or filters.until:
        return filters, ""
    asked = limits_in_question(question, today=today, everything=request.kind is RequestKind.NEWS)
    if asked.since is None and asked.until is None:
        return filters, ""
    limited = replace(filters, since=asked.since, until=asked.until)
    days = format_range(asked.since, asked.until)
    # An article without a date may be of those days: it is never shut out.
    if not count(limited):
        note = (
            f"No article was published {days} (“{asked.phrase}”), so articles of all days "
            "were searched"
        )
        return filters, note
    note = (
        f"Only articles published {days} were searched, because the question says “{asked.phrase}”"
    )
    return replace(limited, undated=True), note


def _no_question(said: str) -> RequestKind | None:
    """What is said that asks for nothing of articles; None where something is asked."""
    for kind, pattern in ((RequestKind.THANKS, _THANKS), (RequestKind.HELP, _HELP)):
        if pattern.fullmatch(said):
            return kind
    if _TASK.match(said):
        return RequestKind.TASK
    return None if content_terms(said) else RequestKind.NOTHING


def asks_for_anything(text: str) -> bool:
    """Whether it has none but general words: "What happened this week?"."""
    return _GENERAL.issuperset(content_terms(text))


def _of_a_story(asked: str) -> Request | None:
    """What is asked to be told of a story; None where something else is asked."""
    if (found := moving(asked)) and (topic := _topic(found.topic)):
        return Request(RequestKind.FIGURES, topic, quantity=found.quantity)
    if (changed := changed_since(asked)) is not None:
        return Request(RequestKind.CHANGES, _topic(changed[0]), since=changed[1])
    if (told := said_by(asked)) and (topic := _topic(told.topic)):
        return Request(RequestKind.STATEMENTS, topic, speaker=told.speaker)
    for kind, read in (
        (RequestKind.TIMELINE, timeline_of),
        (RequestKind.STATEMENTS, statements_about),
        (RequestKind.FIGURES, differing_on),
    ):
        if topic := _topic(read(asked) or ""):
            return Request(kind, topic)
    return None


def _named(match: re.Match[str]) -> str:
    return next((words for words in match.groupdict().values() if words), "")


def _topic(named: str) -> str:
    """What is asked about, without "the story of"; empty where it has general words only."""
    topic = _STORY.sub("", named.strip()).strip(" ,")
    return topic if content_terms(topic) else ""
