"""What the longer tasks report: progress, what became of what was added, what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from assistant.types import Article, ArticleSummary, Cluster, LeftOut, Notice


@dataclass(frozen=True, slots=True)
class Waiting:
    """That a chat model has been sent a request, of so many tokens, and has said nothing yet."""

    model: str
    tokens: int


class AddedKind(StrEnum):
    """What became of an article that was to be added, or of a notice that withdraws one.

    ``WITHDRAWN`` is an article that a notice took out of the search, or that came after its
    notice; ``NOTED`` a notice whose story is not here; ``RESTORED`` an article that its
    provider sent again after that.
    """

    ADDED = "added"
    REPLACED = "replaced"
    RESTORED = "restored"
    WITHDRAWN = "withdrawn"
    NOTED = "noted"
    OLDER = "older"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class AddOutcome:
    """What became of one article, or of a whole file that could not be read.

    ``name`` is the file (or URL, or "standard input") it came from. ``replaces`` is the
    id of the older version; ``newer`` that of the newer one, where this version is older and
    went into its history. ``notice`` is what withdraws the article, where something does.
    ``left_out`` says of each part of the source that could not be read what it was.
    ``error`` and ``hint`` are set for failures alone; ``is_feed`` where a feed stands at an
    address, which can be followed.
    """

    name: str
    kind: AddedKind
    article_id: str | None = None
    title: str | None = None
    sentences: int = 0
    replaces: str | None = None
    newer: str | None = None
    notice: Notice | None = None
    left_out: tuple[str, ...] = ()
    is_feed: bool = False
    error: str | None = None
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class AddReport:
    """What became of everything that was to be added, in the order given."""

    outcomes: tuple[AddOutcome, ...]

    def count(self, kind: AddedKind) -> int:
        """How many outcomes are of ``kind``."""
        return sum(outcome.kind == kind for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class ReadArticles:
    """The articles that some sources hold, and what of those could not be read."""

    articles: tuple[Article, ...]
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed that a library follows.

    ``checked`` is when it was last refreshed, None for never; ``error`` and ``hint`` say what
    went wrong then, None where nothing did, and ``taken`` how many articles came of it.
    ``location``, ``etag`` and ``last_modified`` are by what its server tells whether it has
    changed. ``paused`` is since when it is kept without being refreshed, None where it is not,
    and ``failures`` how often in a row it failed.
    """

    url: str
    title: str
    followed: datetime
    location: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    checked: datetime | None = None
    error: str | None = None
    hint: str | None = None
    taken: int = 0
    paused: datetime | None = None
    failures: int = 0


@dataclass(frozen=True, slots=True)
class ListedFeed:
    """What became of a feed that a list (OPML) names.

    ``new`` says that it is followed from now on; where it was before, ``error`` and ``hint`` are
    None, too.
    """

    name: str
    title: str = ""
    new: bool = False
    error: str | None = None
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class ListedFeeds:
    """What became of a list of feeds; ``left_out`` says what of it was not looked at."""

    feeds: tuple[ListedFeed, ...]
    left_out: tuple[str, ...] = ()

    @property
    def new(self) -> tuple[str, ...]:
        """The addresses of the feeds that are followed from now on."""
        return tuple(one.name for one in self.feeds if one.new)

    @property
    def failed(self) -> tuple[ListedFeed, ...]:
        """Those that cannot be followed."""
        return tuple(one for one in self.feeds if one.error is not None)


@dataclass(frozen=True, slots=True)
class FeedOutcome:
    """What came of refreshing one feed: of its new items, or an error of the feed itself.

    ``left_out`` says what of the feed was not looked at.
    """

    feed: Feed
    outcomes: tuple[AddOutcome, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether the feed, or one of its new items, could not be read."""
        return self.feed.error is not None or bool(self.count(AddedKind.FAILED))

    def count(self, kind: AddedKind) -> int:
        """How many outcomes are of ``kind``."""
        return sum(outcome.kind == kind for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long task is: ``done`` of ``total`` units, and what is at hand.

    ``estimated`` says that ``total`` is what it looks like so far, while a large file is
    being read.
    """

    done: int
    total: int
    current: str
    estimated: bool = False


def ignore_progress(_progress: Progress) -> None:
    """Takes how far a task is, and does nothing."""


class Order(StrEnum):
    """What a list of articles is ordered by; ``MATCH`` is how well they fit a text search."""

    MATCH = "match"
    HEADLINE = "headline"
    OUTLET = "outlet"
    DATE = "date"
    ADDED = "added"
    SENTENCES = "sentences"


@dataclass(frozen=True, slots=True)
class Snippet:
    """The sentence of an article that has most of the words that were looked for.

    ``start`` and ``end`` are its characters in the article's text, ``text`` is what stands
    there; ``words`` are the characters of the article's text, in order, of each word in it that
    was looked for, in whatever form.
    """

    index: int
    start: int
    end: int
    text: str
    words: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """A part of a list of articles; ``total`` counts the whole list.

    ``snippets`` has those of its articles, by id, that were found by their text; one that has
    the words in its headline or outlet alone has none.
    """

    articles: tuple[ArticleSummary, ...]
    total: int
    snippets: Mapping[str, Snippet] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CollapsedPage:
    """A part of a list of stories, each an article or, with its copies, the head of several.

    ``total`` counts the stories of the whole list, ``articles`` the articles that were asked
    for in it: those that have the words, or all. ``snippets`` are as in ``ArticlePage``.
    """

    clusters: tuple[Cluster, ...]
    total: int
    articles: int
    snippets: Mapping[str, Snippet] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """What answers, and why.

    ``name`` is ``extractive`` or ``chat:`` with the model's name; ``reason`` is a sentence for
    a person, without a final full stop, and holds no secret. ``problem`` says what is wrong
    with the settings, where something is.
    """

    name: str
    model: str | None
    reason: str
    problem: str | None = None


class CheckState(StrEnum):
    """How a check of ``doctor`` came out; ``INFO`` is neither good nor bad."""

    OK = "ok"
    INFO = "info"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """One finding of ``doctor``, with what to do where it failed."""

    name: str
    state: CheckState
    detail: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an exported file holds; ``model`` made the vectors in it, None where there are none.

    ``versions`` counts older versions, ``rows`` those of other tables, ``size`` bytes.
    """

    path: str
    articles: int
    versions: int
    rows: int
    model: str | None
    size: int


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of the articles of an imported file.

    ``versions`` counts older versions and ``rows`` those of other tables that were not there
    yet. ``vectors`` is whether those of the file were taken; else all was embedded anew.
    """

    path: str
    vectors: bool
    added: int = 0
    replaced: int = 0
    older: int = 0
    unchanged: int = 0
    versions: int = 0
    rows: int = 0


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A backup: its folder, the files in it and their bytes."""

    path: str
    files: tuple[str, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Storage:
    """Bytes that a library takes on disk; the indexes can be made anew from the articles."""

    articles: int
    conversations: int
    indexes: int


@dataclass(frozen=True, slots=True)
class PruneReport:
    """The articles that were removed, or (``dry``) would be, because they are from before a day.

    ``before`` is that day.
    """

    articles: tuple[ArticleSummary, ...]
    before: date
    dry: bool


@dataclass(frozen=True, slots=True)
class OfferedModel:
    """A model that a server offers.

    Attributes:
        name: as the server calls it.
        context: most tokens of an exchange that the server gives it, where it says so.
        longest: most tokens that the model itself could take, where the server says so.
        writes: whether it can chat; False where the server says that it only embeds.
        loaded: whether it is ready in memory; None where the server does not say.
    """

    name: str
    context: int | None = None
    longest: int | None = None
    writes: bool = True
    loaded: bool | None = None


@dataclass(frozen=True, slots=True)
class ModelServer:
    """What came of asking for the models of a server.

    Attributes:
        address: what ``openai_base_url`` would be for it, without any password.
        kind: which program it is (``Ollama``), as far as it shows; else what is usual there.
        configured: whether it is the server of the settings.
        models: what it offers; empty where something is wrong.
        error: what is wrong, without a final full stop; None where it answers as it should.
        hint: what can be done about that.
        silent: whether nothing listens there at all.
        seconds: how long asking took.
    """

    address: str
    kind: str | None
    configured: bool
    models: tuple[OfferedModel, ...] = ()
    error: str | None = None
    hint: str | None = None
    silent: bool = False
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a one-line request to a chat model.

    ``error`` and ``hint`` are set where it failed, ``exit_code`` with them; ``cost`` is in US
    dollars, None where prices are not known.
    """

    model: str
    address: str
    seconds: float
    reply: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None
    error: str | None = None
    hint: str | None = None
    exit_code: int = 0
