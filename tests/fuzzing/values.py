"""Values of any type of the program, drawn by Hypothesis: whatever its annotation allows."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from assistant.articles.versions import difference
from assistant.language.articles import make_article
from assistant.language.quotations import Quotations, find_quotations
from assistant.reading.documents import Place, make_document
from assistant.reading.metadata import Metadata
from assistant.types import Article, Document, Hit, Passage
from assistant.verifying.sources import SourceSentence
from assistant.versions import History, MetadataEdit, Version
from tests.fuzzing.vocabulary import SENTENCES, WORDS
from tests.language.ugly import any_text, pieces, spaced_pieces

_joints: Final = st.sampled_from([" ", " ", " ", "", ". ", "\n", "\n\n", ", ", ": "])


def _written(parts: Sequence[tuple[str, str]]) -> str:
    return "".join(piece + joint for piece, joint in parts)


# By their numbers: Hypothesis would write all of them into what it says of a strategy.
_words: Final = st.integers(0, len(WORDS) - 1).map(lambda number: WORDS[number])
_sentences: Final = st.integers(0, len(SENTENCES) - 1).map(lambda number: SENTENCES[number])
_repeated: Final = st.tuples(_words, st.integers(2, 12)).map(
    lambda drawn: f"{drawn[0]}. " * drawn[1]
)
_prose: Final = st.lists(
    st.tuples(_words | _words | _repeated | _sentences, _joints), max_size=40
).map(_written)
texts: Final = st.one_of(_prose, _prose, pieces, spaced_pieces, any_text)
"""News text, from nearly plain to nothing but marks."""

_zones: Final = st.sampled_from(
    [UTC, timezone(timedelta(hours=-12)), timezone(timedelta(hours=14))]
)
moments: Final = st.datetimes(timezones=_zones)
days: Final = st.one_of(
    st.dates(), st.dates(date(2024, 1, 1), date(2026, 12, 31)), moments, st.just(date.max)
)
metadata: Final = st.builds(
    Metadata,
    title=st.none() | texts,
    source=st.none() | texts,
    url=st.none() | texts,
    authors=st.lists(texts, max_size=2).map(tuple),
    published=st.none() | days,
    updated=st.none() | days,
    language=st.sampled_from(["en", "en", "de", "ja", "zh", "ar", "xx"]),
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Documents as every reader makes them."""
    body = draw(texts) + draw(st.sampled_from(["It opened.", " Correction: 9", "\n\nWrong!", "1"]))
    return make_document(body, metadata=draw(metadata), place=Place(name="made", scheme="text"))


articles: Final = documents().map(make_article)


@st.composite
def source_sentences(draw: st.DrawFn) -> SourceSentence:
    """A sentence of an article."""
    article = draw(articles)
    return SourceSentence(article, draw(st.integers(0, len(article.sentences) - 1)))


@st.composite
def hits(draw: st.DrawFn) -> Hit:
    """A passage of an article."""
    article = draw(articles)
    first, last = sorted(draw(st.tuples(*[st.integers(0, len(article.sentences) - 1)] * 2)))
    start, end = article.sentences[first].start, article.sentences[last].end
    return Hit(article, Passage(0, first, last, start, end), draw(st.floats(0, 1)))


_stated: Final = st.just("") | days.map(lambda moment: moment.isoformat())
_MADE: Final[dict[Any, st.SearchStrategy[Any]]] = {
    str: texts,
    int: st.integers(0, 100_000),
    float: st.floats(0, 1),
    Fraction: st.fractions(),
    bool: st.booleans(),
    bytes: st.binary(max_size=100),
    object: st.none() | texts | st.integers() | st.floats(),
    date: days,
    datetime: moments,
    type(None): st.none(),
    Path: st.just(Path("/articles/one.txt")),
    Document: documents(),
    Article: articles,
    SourceSentence: source_sentences(),
    Quotations: texts.map(find_quotations),
    Hit: hits(),
    MetadataEdit: st.one_of(
        st.builds(
            MetadataEdit, st.sampled_from(["headline", "outlet", "comparison"]), texts, texts
        ),
        st.builds(MetadataEdit, st.sampled_from(["published", "updated"]), _stated, _stated),
    ),
    Metadata: metadata,
}
FREE: Final = frozenset({*_MADE, Ellipsis}) - {Quotations}
"""Types any value of which may come in from outside: nothing else that is given ties it."""
_SEVERAL_OF: Final[dict[Any, Callable[..., Any]]] = {
    list: list,
    tuple: tuple,
    set: set,
    frozenset: frozenset,
    Sequence: tuple,
    Iterable: tuple,
    Collection: tuple,
}
DAYS: Final = frozenset({"today", "since", "until"})
"""Names of days, which are never moments."""


def _history(versions: list[Version]) -> History:
    pairs = pairwise(one.article for one in versions)
    return History(tuple(versions), tuple(difference(old, new) for old, new in pairs))


class NotMadeError(Exception):
    """No value can be made of this type."""


def named_values(name: str, kind: Any) -> st.SearchStrategy[Any]:
    """The values of a type, under the name that a field or a parameter has.

    Raises:
        NotMadeError: as ``values_of``.
    """
    if name in DAYS and kind in {date, date | None}:
        return st.none() | st.dates() if kind == date | None else st.dates()
    return values_of(kind)


def leaves(kind: Any) -> frozenset[Any]:
    """The types that a type is made up of."""
    of = get_args(kind)
    return frozenset().union(*map(leaves, of)) if of else frozenset({kind})


@cache
def values_of(kind: Any) -> st.SearchStrategy[Any]:
    """The values of a type.

    Raises:
        NotMadeError: it is a type that nothing is known of: a function, a connection.
    """
    if kind in _MADE:
        return _MADE[kind]
    origin, of = get_origin(kind), get_args(kind)
    if of:
        return _made_of_several(kind, origin, of)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        return _made_of_fields(kind)
    raise NotMadeError(kind)


def can_be_made(kind: Any) -> bool:
    """Whether ``values_of`` a type are known."""
    try:
        values_of(kind)
    except NotMadeError:
        return False
    return True


def _made_of_several(kind: Any, origin: Any, of: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    made: st.SearchStrategy[Any]
    if origin in {Union, types.UnionType}:
        made = st.one_of(*map(values_of, of))
    elif origin is Literal:
        made = st.sampled_from(of)
    elif origin is tuple and of[-1] is not Ellipsis:
        made = st.tuples(*map(values_of, of))
    elif origin in {Mapping, dict}:
        made = st.dictionaries(values_of(of[0]), values_of(of[1]), max_size=4)
    elif origin in _SEVERAL_OF:
        made = st.lists(values_of(of[0]), max_size=4).map(_SEVERAL_OF[origin])
    else:
        raise NotMadeError(kind)
    return made


def _made_of_fields(kind: type) -> st.SearchStrategy[Any]:
    if kind is History:
        return st.lists(values_of(Version), min_size=1, max_size=3).map(_history)
    hints = get_type_hints(kind)
    made: dict[str, st.SearchStrategy[Any]] = {}
    for field in fields(kind):
        if not field.init:
            continue
        try:
            made[field.name] = named_values(field.name, hints[field.name])
        except NotMadeError:
            if field.default is MISSING and field.default_factory is MISSING:
                raise
    return st.builds(kind, **made)


INDEX_OF: Final = re.compile(r"index|start|end|place|first|last|focus")
"""Names of numbers that count within what was given before them."""
