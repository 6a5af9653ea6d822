"""Reads gold sets and their articles, and finds every gold sentence in its article."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from assistant.assistant import Assistant
from assistant.errors import UsageError
from assistant.language.articles import make_article
from assistant.language.words import Shingles, near_identical, shingles
from assistant.reading import expand, read
from assistant.services.intake import SAMPLES
from assistant.settings import load_settings
from assistant.types import Article, Filters
from eval.gold.cases import GoldFile, Question, SummaryWanted
from eval.gold.finding import TellingCase, telling_cases
from eval.gold.tellings import TellingWanted

DATASETS: Final = Path(__file__).parents[1] / "datasets"
SAMPLE_SETS: Final = (DATASETS / "sample-questions.yaml", DATASETS / "sample-cases.yaml")
"""The sets over the articles that come with the program."""
STORY_SET: Final = DATASETS / "sample-stories.yaml"
"""What is told of the stories in the same articles."""
SAMPLE_DAY: Final = date(2025, 12, 1)

_MOST_BYTES: Final = 500_000_000
_COPY: Final = 0.6
_MOST_TOLD: Final = 3
_TELLING: Final[TypeAdapter[TellingWanted]] = TypeAdapter(TellingWanted)

SentenceKey = tuple[str, int]
"""An article's id and the index of one of its sentences."""


@dataclass(frozen=True, slots=True)
class AskCase:
    """A question with its gold sentences found.

    ``groups`` are the gold sentences, near copies of one another together: whoever finds or
    cites one of a group has found or cited the group. ``cluster`` names what the case is about
    (the article of its first gold sentence): cases of one cluster are not independent.
    """

    asked: Question
    today: date
    groups: tuple[frozenset[SentenceKey], ...]
    cluster: str

    @property
    def id(self) -> str:
        """The id of the case."""
        return self.asked.id

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of the case."""
        return self.asked.tags

    @property
    def filters(self) -> Filters:
        """The limits that it is asked with."""
        return Filters(self.asked.outlets, self.asked.since, self.asked.until)


@dataclass(frozen=True, slots=True)
class SummaryCase:
    """A summary to be made, with the articles that it is made of."""

    wanted: SummaryWanted
    articles: tuple[Article, ...]

    @property
    def id(self) -> str:
        """The id of the case."""
        return self.wanted.id

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of the case, ``summary`` among them."""
        return ("summary", *self.wanted.tags)

    @property
    def cluster(self) -> str:
        """What the case is about: its first article."""
        return self.articles[0].id


Case = AskCase | SummaryCase | TellingCase


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Cases over articles.

    ``digest`` changes with anything in the files of cases; ``library`` with any article.
    """

    name: str
    cases: tuple[Case, ...]
    articles: Mapping[str, Article]
    digest: str
    library: str

    def by_id(self) -> dict[str, Case]:
        """The cases by their ids."""
        return {case.id: case for case in self.cases}

    def tagged(self, tag: str) -> GoldSet:
        """The same set with the cases alone that have a tag.

        Raises:
            UsageError: none has it.
        """
        cases = tuple(case for case in self.cases if tag in case.tags)
        if not cases:
            raise UsageError(f"No case has the tag {tag}")
        return replace(self, cases=cases)


def load(
    files: Sequence[Path] = SAMPLE_SETS, *, articles: Path = SAMPLES, name: str | None = None
) -> GoldSet:
    """The cases of ``files`` over the articles of the folder or file ``articles``.

    Args:
        files: YAML (``GoldFile``), or JSON lines, each a question, a summary or a story's case.
        articles: what the cases are asked of, a folder, a file or a library; cases name an
            article by its file's name (with ``#`` and its number where a file holds several),
            by its web address or, of a library, by its id.
        name: of the set; by default of its first file.

    Raises:
        UsageError: a file cannot be read or does not fit, an id is there twice, an article is
            missing, a gold sentence does not occur; the message says where.
    """
    known = articles_of(articles)
    cases: dict[str, Case] = {}
    digest = hashlib.sha256()
    for path in files:
        content = _content(path)
        digest.update(content.encode())
        for case in _cases(path, _parsed(path, content), known):
            if case.id in cases:
                raise UsageError(f"{path.name}: the id {case.id} is there twice")
            cases[case.id] = case
    if not cases:
        raise UsageError(f"There are no cases in {', '.join(path.name for path in files)}")
    library = hashlib.sha256(" ".join(sorted({a.id for a in known.values()})).encode())
    return GoldSet(
        name=name or ("samples" if tuple(files) == SAMPLE_SETS else files[0].stem),
        cases=tuple(cases.values()),
        articles=known,
        digest=digest.hexdigest()[:12],
        library=library.hexdigest()[:12],
    )


def is_library(place: Path) -> bool:
    """Whether a folder is a library of the program's, rather than one of files."""
    return (place / "catalogue.sqlite").is_file()


def articles_of(place: Path) -> dict[str, Article]:
    """The articles of a folder, a file or a library, by every name that cases may use."""
    return dict(_articles(place))


def _articles(place: Path) -> Iterator[tuple[str, Article]]:
    """Articles by what cases may call them: file, ``file#number`` among several, web address."""
    if is_library(place):
        yield from _library_articles(place)
        return
    for source in expand([place]):
        documents = read(source, max_bytes=_MOST_BYTES)
        for number, document in enumerate(documents, start=1):
            article = make_article(document)
            file = Path(source.name).name
            yield (file if len(documents) == 1 else f"{file}#{number}"), article
            if article.url:
                yield article.url, article


def _library_articles(place: Path) -> Iterator[tuple[str, Article]]:
    """The articles of a library, by their id, their web address and their file's name."""
    with Assistant(settings=load_settings(home=place, engine="extractive")) as assistant:
        for summary in assistant.articles():
            article = assistant.article(summary.id)
            for name in dict.fromkeys((article_name(article), article.id)):
                yield name, article


def article_name(article: Article) -> str:
    """What cases call an article of a library: its web address, or its file's name."""
    return article.url or Path(article.origin).name


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error


def _parsed(path: Path, content: str) -> GoldFile:
    """The file, checked.

    Raises:
        UsageError: it does not fit.
    """
    if path.suffix == ".jsonl":
        return _lines(path, content)
    try:
        loaded = yaml.safe_load(content)
        return GoldFile.model_validate(loaded)
    except yaml.YAMLError as error:
        raise UsageError(f"{path.name} is no valid YAML: {error}") from error
    except ValidationError as error:
        raise UsageError(f"{path.name} does not fit: {_told(error, loaded)}") from error


def _lines(path: Path, content: str) -> GoldFile:
    questions: list[Question] = []
    summaries: list[SummaryWanted] = []
    stories: list[TellingWanted] = []
    for number, line in enumerate(content.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row: dict[str, Any] = json.loads(line)
            if "kind" in row:
                stories.append(_TELLING.validate_python(row))
            elif "files" in row:
                summaries.append(SummaryWanted.model_validate(row))
            else:
                questions.append(Question.model_validate(row))
        except json.JSONDecodeError as error:
            raise UsageError(f"{path.name}, line {number} is no valid JSON: {error}") from error
        except ValidationError as error:
            message = f"{path.name}, line {number} does not fit: {_told(error, row)}"
            raise UsageError(message) from error
    return GoldFile(
        version=1,
        description=f"Cases of {path.name}",
        licence="as its owner says",
        questions=tuple(questions),
        summaries=tuple(summaries),
        stories=tuple(stories),
    )


def _told(error: ValidationError, loaded: Any) -> str:
    """What does not fit, cases by their ids where they have one."""
    return "; ".join(_one(each["loc"], each["msg"], loaded) for each in error.errors()[:_MOST_TOLD])


def _one(place: tuple[int | str, ...], message: str, loaded: Any) -> str:
    named: list[str] = []
    for part in place:
        try:
            loaded = loaded[part]
        except (TypeError, KeyError, IndexError):
            loaded = None
        own = loaded.get("id") if isinstance(loaded, dict) else None
        named.append(str(own or part))
    return f"{'.'.join(named)}: {message}" if named else message


def _cases(path: Path, file: GoldFile, known: Mapping[str, Article]) -> Iterator[Case]:
    places = {
        name: {article.sentence_text(s.index): s.index for s in article.sentences}
        for name, article in known.items()
    }

    def article_of(case: BaseModel, name: str) -> Article:
        if name not in known:
            raise UsageError(
                f"{path.name}, {getattr(case, 'id', '?')}: there is no article {name}",
                hint="Give the folder of the articles with --articles",
            )
        return known[name]

    for question in file.questions:
        keys: dict[SentenceKey, str] = {}
        for gold in question.gold:
            article = article_of(question, gold.file)
            index = places[gold.file].get(gold.sentence)
            if index is None:
                raise UsageError(
                    f"{path.name}, {question.id}: no sentence of {gold.file} is “{gold.sentence}”",
                    hint="Give the whole sentence, as it stands in the article",
                )
            keys[article.id, index] = gold.sentence
        yield AskCase(
            asked=question,
            today=question.today or file.today or SAMPLE_DAY,
            groups=_copies(keys),
            cluster=next(iter(keys))[0] if keys else question.id,
        )
    for wanted in file.summaries:
        yield SummaryCase(wanted, tuple(article_of(wanted, name) for name in wanted.files))
    yield from telling_cases(path.name, file.stories, known, today=file.today or SAMPLE_DAY)


def _copies(keys: Mapping[SentenceKey, str]) -> tuple[frozenset[SentenceKey], ...]:
    """The sentences, near copies of one another in one group."""
    groups: list[tuple[Shingles, set[SentenceKey]]] = []
    for key, text in keys.items():
        grams = shingles(text)
        for first, group in groups:
            if near_identical(first, grams, threshold=_COPY):
                group.add(key)
                break
        else:
            groups.append((grams, {key}))
    return tuple(frozenset(group) for _, group in groups)
