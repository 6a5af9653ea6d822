"""Cases of what is told of stories, with their articles found and their gold held against them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from assistant.errors import UsageError
from assistant.types import Article
from eval.gold.tellings import (
    ChangesWanted,
    FiguresWanted,
    QuotesWanted,
    StoryWanted,
    TellingWanted,
    TimelineWanted,
)

_QUOTES: Final = str.maketrans("‘’ʼ“”", "'''\"\"")


@dataclass(frozen=True, slots=True)
class TellingCase:
    """Something to be told of stories, with the articles that its gold names.

    ``articles`` are those by their names, ``others`` (ids) those of other stories of the set;
    ``cluster`` is the article that the case is about first of all.
    """

    wanted: StoryWanted | TimelineWanted | QuotesWanted | FiguresWanted | ChangesWanted
    articles: Mapping[str, Article]
    cluster: str
    today: date
    others: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """The id of the case."""
        return self.wanted.id

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of the case, its kind among them."""
        return (self.wanted.kind, *self.wanted.tags)

    def ids(self, names: Iterable[str]) -> tuple[str, ...]:
        """The ids of articles by their names."""
        return tuple(self.articles[name].id for name in names)


def telling_cases(
    where: str, wanted: Sequence[TellingWanted], known: Mapping[str, Article], *, today: date
) -> Iterator[TellingCase]:
    """The cases of one file.

    Args:
        where: the name of the file, for messages.
        wanted: its cases.
        known: all articles by their names.
        today: the day that they are asked on.

    Raises:
        UsageError: an article is not there, is of two stories, or gold does not occur in the
            articles.
    """
    texts = {
        article.id: comparable(f"{article.title}\n{article.text}") for article in known.values()
    }
    made = [_case(where, each, known, texts, today) for each in wanted]
    homes: dict[str, str] = {}
    for case in made:
        if isinstance(case.wanted, StoryWanted):
            for key in case.ids(case.wanted.files):
                if homes.setdefault(key, case.id) != case.id:
                    raise UsageError(
                        f"{where}: an article is of two stories, {homes[key]} and {case.id}"
                    )
    for case in made:
        if isinstance(case.wanted, StoryWanted):
            own = set(case.ids(case.wanted.files))
            apart = set(case.ids(case.wanted.apart)) | homes.keys()
            yield replace(case, others=frozenset(apart - own))
        else:
            yield case


def comparable(text: str) -> str:
    """Text without case, with one kind of quotation mark and one blank between words."""
    return " ".join(text.translate(_QUOTES).split()).casefold()


def _case(
    where: str,
    wanted: StoryWanted | TimelineWanted | QuotesWanted | FiguresWanted | ChangesWanted,
    known: Mapping[str, Article],
    texts: Mapping[str, str],
    today: date,
) -> TellingCase:
    for name in wanted.named:
        if name not in known:
            raise UsageError(
                f"{where}, {wanted.id}: there is no article {name}",
                hint="Give the folder of the articles with --articles",
            )
    named = {name: known[name] for name in wanted.named}
    asked_of = {one.id: texts[one.id] for one in named.values()} if named else texts
    first = next(iter(named.values())).id if named else None
    for words in wanted.words:
        looked = comparable(words)
        holder = next((key for key, text in asked_of.items() if looked in text), None)
        if holder is None:
            raise UsageError(
                f"{where}, {wanted.id}: “{words}” does not occur in the articles",
                hint="Give it as it stands in one of them",
            )
        first = first or holder
    _check_outlets(where, wanted, known)
    return TellingCase(wanted, named, first or wanted.id, today)


def _check_outlets(where: str, wanted: TellingWanted, known: Mapping[str, Article]) -> None:
    if isinstance(wanted, FiguresWanted):
        named = {o for one in wanted.quantities for each in one.figures for o in each.outlets}
    elif isinstance(wanted, ChangesWanted):
        named = set(wanted.outlets)
    else:
        return
    missing = named - {article.source for article in known.values()}
    if missing:
        raise UsageError(f"{where}, {wanted.id}: no article is of {min(missing)}")
