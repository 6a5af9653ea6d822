"""What the tasks of the program report, as JSON; models and settings among them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from assistant import reports
from assistant.rendering.json import Form, Joined
from assistant.rendering.json.answers import Answer, Notice, Summary
from assistant.reports import AddedKind, CheckState
from assistant.settings import Origin


class Outcome(Form):
    """What became of one article, or of a file that could not be read."""

    name: str
    outcome: AddedKind = Field(validation_alias="kind")
    document_id: str | None = Field(validation_alias="article_id")
    document_title: str | None = Field(validation_alias="title")
    sentences: int
    replaces: str | None
    newer: str | None
    notice: Notice | None
    left_out: list[str]
    error: str | None
    hint: str | None


class Added(Form):
    """What became of everything that was to be added: counts, and each outcome."""

    added: int
    replaced: int
    restored: int
    withdrawn: int
    noted: int
    older: int
    unchanged: int
    failed: int
    outcomes: list[Outcome]

    @classmethod
    def _attributes(cls, value: Any) -> object:
        return Joined(value, **{kind.value: value.count(kind) for kind in AddedKind})


def _whole_seconds(at: object) -> object:
    return at.isoformat(timespec="seconds") if isinstance(at, datetime) else at


_Second = Annotated[str, BeforeValidator(_whole_seconds)]
_Elapsed = Annotated[float, AfterValidator(lambda seconds: round(seconds, 3))]
_OrNull = BeforeValidator(lambda text: text or None)


class Feed(Form):
    """A feed that is followed, and what came of it the last time."""

    url: str
    title: str
    followed: _Second
    refreshed: _Second | None = Field(validation_alias="checked")
    taken: int
    error: str | None
    hint: str | None
    paused: _Second | None
    failures: int


class Feeds(Form):
    """The feeds that are followed."""

    feeds: list[Feed]


class RefreshedFeed(Added, Feed):
    """What came of refreshing a feed."""

    left_out: list[str]

    @classmethod
    def _attributes(cls, value: Any) -> object:
        return Joined(super()._attributes(value), value.feed)


class Refreshed(Form):
    """What came of refreshing feeds."""

    feeds: list[RefreshedFeed]


class Checks(Form):
    """The findings of ``doctor``."""

    ok: bool
    checks: list[reports.Check]

    @classmethod
    def _attributes(cls, value: Any) -> object:
        ok = all(check.state is not CheckState.FAILED for check in value.checks)
        return Joined(value, ok=ok)


class Exported(Form):
    """An exported file and what it holds."""

    path: str
    articles: int
    versions: int
    rows: int
    model: str | None
    bytes: int = Field(validation_alias="size")


class Imported(Form):
    """What became of the articles of an imported file."""

    path: str
    added: int
    replaced: int
    older: int
    unchanged: int
    versions: int
    rows: int
    vectors_taken: bool = Field(validation_alias="vectors")


class Backup(Form):
    """A backup."""

    path: str
    files: list[str]
    bytes: int = Field(validation_alias="size")


class Reindexed(Form):
    """How many articles were indexed anew, and whether their vectors were computed anew."""

    articles: int
    embedded: bool


class OfferedModel(Form):
    """A model that a server offers."""

    name: str
    context_tokens: int | None = Field(validation_alias="context")
    longest_tokens: int | None = Field(validation_alias="longest")
    writes: bool
    loaded: bool | None


class ModelServer(Form):
    """A server and its models, or what is wrong with it."""

    address: str
    kind: str | None
    configured: bool
    models: list[OfferedModel]
    error: str | None
    hint: str | None
    silent: bool
    seconds: _Elapsed


class Trial(Form):
    """How a model did that was tried."""

    model: str
    address: str
    ok: bool
    reply: str
    seconds: _Elapsed
    input_tokens: int
    output_tokens: int
    cost: float | None
    error: str | None
    hint: str | None
    exit_code: int

    @classmethod
    def _attributes(cls, value: Any) -> object:
        return Joined(value, ok=value.error is None)


class Models(Form):
    """What can be reached, what answers now, and how a model did that was tried."""

    engine: str = Field(validation_alias="name")
    reason: str
    problem: str | None
    switch_on: str | None
    servers: list[ModelServer]
    test: Trial | None


class Setting(Form):
    """A setting with its value; of a secret whether it is set."""

    name: str
    variable: str
    value: Annotated[str | None, _OrNull]
    origin: Origin
    secret: bool
    default: Annotated[str | None, _OrNull]
    choices: list[str]
    meaning: str

    @classmethod
    def _attributes(cls, value: Any) -> object:
        return Joined(value, value.setting)


class Configuration(Form):
    """The settings, and their file."""

    path: str
    settings: list[Setting]


class Unset(Form):
    """The settings that were taken out of the file."""

    unset: list[str]


class Version(Form):
    """The versions of the program and of Python."""

    version: str
    python: str


class Address(Form):
    """Where the app answers."""

    address: str


class Demo(Form):
    """What ``demo`` shows."""

    answer: Answer
    summary: Summary


class ErrorDetails(Form):
    """What went wrong; the traceback where it was asked for."""

    kind: str
    message: str
    hint: str | None
    exit_code: int
    traceback: str | None = None


class Error(Form):
    """What went wrong."""

    error: ErrorDetails
