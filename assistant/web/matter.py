"""What is to be summarised: a topic, stories, articles, what was dropped and pasted.

Each is an item with a chip. What is not of the library is read at once and held in memory, with
the page that it was given to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from markupsafe import Markup

from assistant.assistant import Assistant
from assistant.errors import UsageError
from assistant.reading import PastedText, Upload
from assistant.rendering.html import render
from assistant.rendering.safety import one_line
from assistant.rendering.wording import count
from assistant.types import Article, LeftOut
from assistant.web.limits import Limits
from assistant.web.stories_found import stories_with

_READ: Final = 100
"""Articles of a story that are summarised, the newest of them."""
_ITEMS: Final = 50
_HELD: Final = 2_000_000
"""Items at most, and characters of what is held in memory."""
_OFFERED: Final = 6
"""Stories, and articles, that are offered at a time."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something to summarise: what it is called, ids of the library's, and articles of its own.

    ``left_out`` is what of a file could not be read.
    """

    words: str
    ids: tuple[str, ...] = ()
    own: tuple[Article, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


Matter: TypeAlias = tuple[Item, ...]


def with_item(matter: Matter, item: Item) -> Matter:
    """``matter`` with one item more, each only once.

    Raises:
        UsageError: there are too many, or too much text would be held in memory.
    """
    found = tuple(dict.fromkeys((*matter, item)))
    if len(found) > _ITEMS:
        raise UsageError(f"At most {_ITEMS} things are summarised together", hint="Take some off")
    if sum(len(one.text) for each in found for one in each.own) > _HELD:
        raise UsageError(
            f"Files and texts have more than {_HELD:,} characters together",
            hint="Summarise them in parts, or add them to the library",
        )
    return found


def of_articles(assistant: Assistant, ids: Sequence[str]) -> Matter:
    """Articles of the library, as far as they are still there: a few each by its headline.

    Raises:
        UsageError: none is.
    """
    found = assistant.listed(ids)
    if not found:
        raise UsageError("What was chosen is no longer in the library", hint="Choose others")
    if len(found) > _OFFERED:
        words = count(len(found), "chosen article")
        return (Item(words, tuple(one.id for one in found)),)
    return tuple(Item(one.title, (one.id,)) for one in found)


def of_story(assistant: Assistant, key: str) -> Item:
    """A story, or its newest articles where it has many.

    Raises:
        ArticleNotFoundError: it is gone.
    """
    story = assistant.story(key)
    ids = tuple(one.id for one in story.articles if not one.withdrawn)[:_READ]
    articles = count(len(ids), "article")
    newest = "the newest " if len(ids) < len(story.articles) else ""
    return Item(f"Story: {story.title} ({newest}{articles})", ids)


def of_topic(assistant: Assistant, topic: str) -> Item:
    """What the library has on a topic.

    Raises:
        UsageError: it has nothing.
    """
    topic = " ".join(topic.split())
    found = assistant.about(topic)
    if not found:
        raise UsageError(
            f"No article is about “{one_line(topic)}”" if topic else "No topic is named",
            hint="Use other words, or choose a story or an article",
        )
    articles = count(len(found), "article")
    return Item(f"Topic: {topic} ({articles})", tuple(one.id for one in found))


def of_upload(assistant: Assistant, source: Upload) -> Item:
    """The articles of a file that was dropped.

    Raises:
        ReadingError: it cannot be read.
    """
    read = assistant.read_whole(source)
    several = f" ({count(len(read.articles), 'article')})" if len(read.articles) > 1 else ""
    return Item(f"{source.name}{several}", own=read.articles, left_out=read.left_out)


def of_text(assistant: Assistant, text: str, *, limits: Limits) -> Item:
    """A text that was pasted.

    Raises:
        UsageError: it is too long.
        ReadingError: there is nothing in it.
    """
    if len(text) > limits.characters:
        most = f"{limits.characters:,} characters"
        raise UsageError(f"The text has more than {most}", hint="Drop it as a file")
    (article,) = assistant.read(PastedText(text))
    return Item(f"Pasted: {article.title}", own=(article,))


def articles_of(assistant: Assistant, matter: Iterable[Item]) -> tuple[Article, ...]:
    """All articles of what is to be summarised, each once.

    Raises:
        ArticleNotFoundError: one is no longer in the library.
    """
    found: dict[str, Article] = {}
    for item in matter:
        found |= {one: assistant.article(one) for one in item.ids if one not in found}
        found |= {one.id: one for one in item.own}
    return tuple(found.values())


def matter_html(matter: Matter) -> Markup:
    """The chips of what is to be summarised."""
    return render("matter", items=[one.words for one in matter])


def offers_html(assistant: Assistant, words: str | None) -> Markup:
    """What can be summarised that fits some words: a topic, stories, articles."""
    words = " ".join((words or "").split())
    stories, _ = stories_with(assistant, words, _OFFERED)
    page = assistant.browse(matching=words, limit=_OFFERED)
    articles = page.articles or (
        assistant.browse(text=words, limit=_OFFERED).articles if words else ()
    )
    return render(
        "offers",
        topic=words,
        stories=[one for one in stories if len(one.articles) > 1],
        articles=articles,
        empty=not assistant.count(),
    )
