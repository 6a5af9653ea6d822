"""Questions to begin with: made from the articles at hand, and known to be answered by them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from itertools import islice
from typing import Final

from assistant.answering.made_questions import MadeQuestion, questions_in
from assistant.examining import examined
from assistant.language.words import shingles
from assistant.telling import Story
from assistant.types import Answer, Article, day_of

_TRIED: Final = 3
"""Questions of one article, and stories, that are tried."""
_DAYS: Final = 3
"""Days on which a story has articles, and of which its timeline tells, to be asked about."""
_TITLE: Final = 150
"""Characters of a story's title that a question about it takes."""
_ALIKE: Final = 0.3
"""Share of an article's five-grams in those before it from which it is the same story again."""


def suggest(
    articles: Iterable[Article], *, count: int, ask: Callable[[str], Answer]
) -> tuple[str, ...]:
    """At most ``count`` questions about different articles, each of which ``ask`` answers.

    A question is kept where its answer quotes the article that it was made from. Kinds of
    questions take turns.

    Args:
        articles: what to ask about, the most interesting first; no more are read than needed.
        count: how many questions.
        ask: answers a question.
    """
    kept: list[MadeQuestion] = []
    for article in _different(articles):
        if len(kept) == count:
            break
        # The kind that is rarest so far first, and those that say what they are about.
        kinds = Counter(question.kind for question in kept)
        made = sorted(
            examined(article.id, "questions", partial(questions_in, article), otherwise=()),
            key=lambda question: (kinds[question.kind], " about " not in question.text),
        )
        fitting = (each for each in made[:_TRIED] if _answers(ask(each.text), article))
        kept += list(islice(fitting, 1))
    return tuple(question.text for question in kept)


def timeline_question(stories: Iterable[Story], *, ask: Callable[[str], Answer]) -> str:
    """Asks for the timeline of the first story that ``ask`` tells of on several days; else "".

    Args:
        stories: the newest first; few of them are tried.
        ask: answers a question.
    """
    told = (one for one in stories if len(_days(one)) >= _DAYS and one.title.isprintable())
    for story in islice(told, _TRIED):
        question = f"Timeline of {story.title[:_TITLE]}"
        headings = {one.heading for one in ask(question).statements if one.heading}
        if len(headings) >= _DAYS:
            return question
    return ""


def _days(story: Story) -> set[date]:
    return {day_of(one.published) for one in story.articles if one.published is not None}


def _different(articles: Iterable[Article]) -> Iterator[Article]:
    """The articles without those that say what others before them say."""
    seen: set[tuple[str, ...]] = set()
    for article in articles:
        own = shingles(article.text[:4_000])
        if own and len(own & seen) >= _ALIKE * len(own):
            continue
        seen |= own
        yield article


def _answers(answer: Answer, article: Article) -> bool:
    return (
        not answer.abstained
        and bool(answer.statements)
        and any(
            article.id == citation.article_id or article.id in citation.also_in
            for statement in answer.statements
            for citation in statement.citations
        )
    )
