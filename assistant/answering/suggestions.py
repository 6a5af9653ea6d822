"""Questions to begin with: made from the newest stories, and known to be answered by them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import islice
from typing import Final

from assistant.answering.made_questions import MadeKind, MadeQuestion, questions_in
from assistant.answering.story_names import short_name
from assistant.examining import examined
from assistant.telling import Story
from assistant.types import Answer, Article, ArticleSummary, Headline, day_of

_TRIED: Final = 3
"""Stories that a question of one kind is tried of, where it is only asked of one."""
_DAYS: Final = 3
"""Days on which a story has articles, to be asked about."""
_OF_A_KIND: Final = 2
"""Most questions of a kind, and most that are tried where trying them costs a search."""
_NEW: Final = "What is new on {}?"
_SAID: Final = "Who said what about {}?"


def suggest(
    stories: Iterable[Story],
    *,
    count: int,
    articles: Callable[[Story], Sequence[Article]],
    ask: Callable[[str], Answer],
) -> tuple[str, ...]:
    """At most ``count`` questions about different stories, each of which the library answers.

    Where a sentence gives one, it is asked how many; where several articles tell of a story, what
    is new on it or, where they quote people, who said what. A question is kept where ``ask`` finds
    the story by it, or by what is new on what it is called. Kinds take turns: none is asked more
    than twice.

    Args:
        stories: what to ask about, the newest first; no more are read than needed.
        count: how many questions.
        articles: the newest articles of a story.
        ask: answers a question.
    """
    kept: list[str] = []
    kinds: Counter[str] = Counter()
    tried = 0
    for story in stories:
        if len(kept) == count:
            break
        read = articles(story)
        if tried < _OF_A_KIND and kinds[""] < _OF_A_KIND and (asked := _how_many(read)):
            tried += 1
            if _answers(ask(asked), story):
                kept.append(asked)
                kinds[""] += 1
                continue
        whole = [_NEW, *([_SAID] if _speaks(read) else [])] if len(story.articles) > 1 else []
        open_ = [one for one in whole if kinds[one] < _OF_A_KIND]
        if open_ and (name := _known_by(story, read, ask=ask)):
            kind = min(open_, key=lambda one: kinds[one])
            kept.append(kind.format(name))
            kinds[kind] += 1
    return tuple(kept)


def timeline_question(
    stories: Iterable[Story],
    *,
    articles: Callable[[Story], Sequence[Article]],
    ask: Callable[[str], Answer],
) -> str:
    """Asks for the timeline of the first story that has articles of several days; else "".

    Args:
        stories: the newest first; few of them are tried.
        articles: the newest articles of a story.
        ask: answers a question.
    """
    told = islice((one for one in stories if len(_days(one.articles)) >= _DAYS), _TRIED)
    names = (_known_by(one, articles(one), ask=ask) for one in told)
    fit = (one for one in names if one and len(_days(ask(_NEW.format(one)).sources)) >= _DAYS)
    return next((f"Timeline of {one}" for one in fit), "")


def differing_question(
    stories: Iterable[Story],
    *,
    articles: Callable[[Story], Sequence[Article]],
    ask: Callable[[str], Answer],
    differ: Callable[[Story], bool],
) -> str:
    """Asks where reports differ on the first story whose outlets do; else "".

    Args:
        stories: the newest first; few of them are tried.
        articles: the newest articles of a story.
        ask: answers a question.
        differ: whether the articles of a story give different figures.
    """
    told = islice((one for one in stories if len(one.outlets) > 1), _TRIED)
    names = (_known_by(one, articles(one), ask=ask) for one in told if differ(one))
    return next((f"Where do reports differ on {one}?" for one in names if one), "")


def _known_by(story: Story, read: Sequence[Article], *, ask: Callable[[str], Answer]) -> str:
    """What a story is called, where it is among what is newest under that name; else ""."""
    name = short_name(story, read)
    return name if name and _answers(ask(_NEW.format(name)), story) else ""


def _days(articles: Iterable[ArticleSummary | Headline]) -> set[date]:
    return {day_of(one.published) for one in articles if one.published is not None}


def _made(articles: Sequence[Article]) -> Iterator[MadeQuestion]:
    """Questions of articles that anybody understands: they name what they ask about."""
    for one in articles:
        yield from examined(one.id, "questions", partial(questions_in, one), otherwise=())


def _how_many(articles: Sequence[Article]) -> str:
    """The first question for a figure; "" where there is none."""
    return next((one.text for one in _made(articles) if one.kind is MadeKind.HOW_MANY), "")


def _speaks(articles: Sequence[Article]) -> bool:
    """Whether somebody who is named in full says something."""
    return any(one.kind is MadeKind.WHAT_SAID for one in _made(articles))


def _answers(answer: Answer, story: Story) -> bool:
    """Whether an answer quotes an article of a story, or a copy of one."""
    ids = [one.id for one in story.articles]
    return not answer.abstained and any(
        not {citation.article_id, *citation.also_in}.isdisjoint(ids)
        for statement in answer.statements
        for citation in statement.citations
    )
