"""Questions to begin with: made from the newest stories, and known to be answered by them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from functools import partial
from itertools import islice
from textwrap import shorten
from typing import Final

from assistant.answering.made_questions import MadeKind, questions_in
from assistant.examining import examined
from assistant.telling import Story
from assistant.types import Answer, Article, day_of

_TRIED: Final = 3
"""Questions of one story, and stories, that are tried."""
_DAYS: Final = 3
"""Days on which a story has articles, and of which its timeline tells, to be asked about."""
_WHOLE: Final = ("What is the latest on {}?", "Who said what about {}?")
"""What is asked of a story as a whole, with its title in the place of the braces."""
_OF_A_KIND: Final = 2
"""Most questions of a kind."""
_TITLE: Final = 90
"""Characters of a story's title that a question about it takes, at most."""


def suggest(
    stories: Iterable[Story],
    *,
    count: int,
    articles: Callable[[Story], Sequence[Article]],
    ask: Callable[[str], Answer],
) -> tuple[str, ...]:
    """At most ``count`` questions about different stories, each of which ``ask`` answers.

    Where a sentence gives one, it is asked how many; where several articles tell of a story, for
    the latest on it or who said what. A question is kept where its answer quotes the story. Kinds
    take turns: none is asked more than twice while there are others.

    Args:
        stories: what to ask about, the newest first; no more are read than needed.
        count: how many questions.
        articles: the newest articles of a story.
        ask: answers a question.
    """
    kept: list[str] = []
    kinds: Counter[str] = Counter()
    for story in stories:
        if len(kept) == count:
            break
        made = {"": [one for article in articles(story) for one in _how_many(article)][:_TRIED]}
        if len(story.articles) > 1:
            made |= {words: [_titled(words, story)] for words in _WHOLE}
        tried = sorted(made, key=lambda kind: kinds[kind])
        ids = [one.id for one in story.articles]
        fitting = (
            (kind, question)
            for kind in tried
            if kinds[kind] < _OF_A_KIND
            for question in made[kind]
            if question and _answers(ask(question), ids)
        )
        for kind, question in islice(fitting, 1):
            kept.append(question)
            kinds[kind] += 1
    return tuple(kept)


def timeline_question(stories: Iterable[Story], *, ask: Callable[[str], Answer]) -> str:
    """Asks for the timeline of the first story that ``ask`` tells of on several days; else "".

    Args:
        stories: the newest first; few of them are tried.
        ask: answers a question.
    """
    told = (one for one in stories if len(_days(one)) >= _DAYS)
    return _first("Timeline of {}", told, ask=ask, headings=_DAYS)


def differing_question(stories: Iterable[Story], *, ask: Callable[[str], Answer]) -> str:
    """Asks where reports differ on the first story of which ``ask`` tells such figures; else "".

    Args:
        stories: the newest first; few of them are tried.
        ask: answers a question.
    """
    told = (one for one in stories if len(one.outlets) > 1)
    return _first("Where do reports differ on {}?", told, ask=ask, headings=2)


def _first(
    words: str, stories: Iterable[Story], *, ask: Callable[[str], Answer], headings: int
) -> str:
    """The first question, ``words`` with a story's title, that is answered under headings."""
    for question in islice(filter(None, (_titled(words, one) for one in stories)), _TRIED):
        if len({one.heading for one in ask(question).statements if one.heading}) >= headings:
            return question
    return ""


def _days(story: Story) -> set[date]:
    return {day_of(one.published) for one in story.articles if one.published is not None}


def _how_many(article: Article) -> tuple[str, ...]:
    """Questions of an article that anybody understands: they name what they ask about."""
    read = partial(questions_in, article)
    made = examined(article.id, "questions", read, otherwise=())
    return tuple(one.text for one in made if one.kind is MadeKind.HOW_MANY)


def _titled(words: str, story: Story) -> str:
    """``words`` with the title of a story in the place of its ``{}``.

    A title that asks something itself, or has signs, gives none.
    """
    if "?" in story.title or not story.title.isprintable():
        return ""
    return words.format(shorten(story.title, _TITLE, placeholder="").rstrip(".…!,;: "))


def _answers(answer: Answer, articles: Collection[str]) -> bool:
    """Whether an answer quotes one of these articles, by their ids, or a copy of one."""
    return not answer.abstained and any(
        not {citation.article_id, *citation.also_in}.isdisjoint(articles)
        for statement in answer.statements
        for citation in statement.citations
    )
