"""The JSON documents that scripts rely on; a key that is not here fails the tests."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Notice(Form):
    item: str
    status: Literal["cancelled", "withheld", "killed"]
    words: str
    number: int | None
    stated: str | None
    came: str | None
    origin: str


class Since(Form):
    state: Literal["still_there", "changed", "withdrawn", "removed", "killed", "not_examined"]
    text: str | None
    document_id: str | None
    notice: Notice | None


class Citation(Form):
    document_id: str
    document_title: str
    source: str | None
    published: str | None
    url: str | None
    sentence_index: int
    start_char_index: int
    end_char_index: int
    cited_text: str
    also_in: list[str]
    also_outlets: list[str]
    since: Since | None


Kind = Literal["supported", "partly", "unsupported", "unchecked"]


class Finding(Form):
    code: str
    verdict: Kind
    text: str
    start_char_index: int | None
    end_char_index: int | None


class ShortAnswer(Form):
    text: str
    start_char_index: int
    end_char_index: int


class Statement(Form):
    text: str
    short_answer: ShortAnswer | None
    verdict: Kind
    verdict_reasons: list[str]
    verdict_findings: list[Finding]
    verdict_score: float | None
    citations: list[Citation]


class Correction(Form):
    kind: Literal[
        "retraction", "correction", "clarification", "editors_note", "update", "not_examined"
    ]
    text: str
    first_sentence_index: int | None
    last_sentence_index: int | None


class Source(Form):
    number: int
    document_id: str
    document_title: str
    source: str | None
    published: str | None
    url: str | None
    corrections: list[Correction]


class Headline(Form):
    document_id: str
    document_title: str
    source: str | None
    published: str | None


class Abstention(Form):
    kind: Literal[
        "empty_library", "outside_dates", "not_in_library", "not_in_evidence", "unsupported"
    ]
    message: str
    nearest: list[Headline]


class Usage(Form):
    input_tokens: int
    output_tokens: int
    calls: int
    cost: float | None
    dropped_citations: int


class Timing(Form):
    stages: dict[str, float]
    total: float


class Answer(Form):
    question: str
    asked: str
    text: str
    abstained: bool
    abstention: Abstention | None
    engine: str
    statements: list[Statement]
    removed: list[Statement]
    sources: list[Source]
    notes: list[str]
    usage: Usage
    timing: Timing


class LeftOut(Form):
    name: str
    parts: list[str]


class Summary(Form):
    question: None
    style: Literal["paragraph", "bullets", "headline"]
    words: int
    text: str
    abstained: Literal[False]
    abstention: None
    engine: str
    statements: list[Statement]
    removed: list[Statement]
    sources: list[Source]
    notes: list[str]
    usage: Usage
    timing: Timing
    left_out: list[LeftOut]


class DraftSentence(Statement):
    start_char_index: int
    end_char_index: int


class Verification(Form):
    draft: str
    counts: dict[Kind, int]
    sentences: list[DraftSentence]
    sources: list[Source]
    notes: list[str]
    left_out: list[LeftOut]
    timing: Timing


class ListedArticle(Form):
    document_id: str
    document_title: str
    source: str | None
    url: str | None
    authors: list[str]
    published: str | None
    added: str
    origin: str
    sentences: int
    characters: int
    older_versions: int
    withdrawn: bool


class Listing(Form):
    articles: list[ListedArticle]


class Cluster(Form):
    head: ListedArticle
    copies: list[ListedArticle]


class Clusters(Form):
    clusters: list[Cluster]


class Removal(Form):
    removed: list[ListedArticle]


class Sentence(Form):
    sentence_index: int
    start_char_index: int
    end_char_index: int
    text: str


class Article(Form):
    document_id: str
    document_title: str
    source: str | None
    url: str | None
    authors: list[str]
    published: str | None
    updated: str | None
    added: str | None
    language: str
    declared_language: str | None
    origin: str
    text: str
    sentences: list[Sentence]


class ShownArticle(Article):
    newest: bool
    replaced: str | None
    replaced_by: str | None
    withdrawn: Notice | None


class HistoricVersion(Form):
    document_id: str
    document_title: str
    source: str | None
    url: str | None
    authors: list[str]
    published: str | None
    updated: str | None
    added: str
    origin: str
    newest: bool
    replaced: str | None
    replaced_by: str | None
    withdrawn: Notice | None
    older_when_added: bool
    sentences: int
    characters: int


class MarkedWords(Form):
    text: str
    changed: bool


class SentenceEdit(Form):
    edit: Literal["added", "removed", "changed"]
    before_index: int | None
    after_index: int | None
    old: list[MarkedWords]
    new: list[MarkedWords]


class About(Form):
    name: str
    old: str
    new: str


class Difference(Form):
    before: str
    after: str
    counts: dict[Literal["kept", "added", "removed", "changed"], int]
    about: list[About]
    sentences: list[SentenceEdit]


class History(Form):
    document_id: str
    versions: list[HistoricVersion]
    notices: list[Notice]
    differences: list[Difference]


class Hit(Form):
    rank: int
    score: float
    similarity: float | None
    bm25: float | None
    read: float | None
    document_id: str
    document_title: str
    source: str | None
    published: str | None
    url: str | None
    passage_index: int
    first_sentence_index: int
    last_sentence_index: int
    start_char_index: int
    end_char_index: int
    text: str
    also_in: list[str]
    also_outlets: list[str]


class Search(Form):
    query: str
    hits: list[Hit]


class Outcome(Form):
    name: str
    outcome: Literal[
        "added", "replaced", "restored", "withdrawn", "noted", "older", "unchanged", "failed"
    ]
    document_id: str | None
    document_title: str | None
    sentences: int
    replaces: str | None
    newer: str | None
    notice: Notice | None
    left_out: list[str]
    error: str | None
    hint: str | None


class Added(Form):
    added: int
    replaced: int
    restored: int
    withdrawn: int
    noted: int
    older: int
    unchanged: int
    failed: int
    outcomes: list[Outcome]


class CheckResult(Form):
    name: str
    state: Literal["ok", "info", "failed"]
    detail: str
    hint: str | None


class Checks(Form):
    ok: bool
    checks: list[CheckResult]


class OfferedModel(Form):
    name: str
    context_tokens: int | None
    longest_tokens: int | None
    writes: bool
    loaded: bool | None


class ModelServer(Form):
    address: str
    kind: str | None
    configured: bool
    models: list[OfferedModel]
    error: str | None
    hint: str | None
    silent: bool
    seconds: float


class Trial(Form):
    model: str
    address: str
    ok: bool
    reply: str
    seconds: float
    input_tokens: int
    output_tokens: int
    cost: float | None
    error: str | None
    hint: str | None
    exit_code: int


class Models(Form):
    engine: str
    reason: str
    problem: str | None
    switch_on: str | None
    servers: list[ModelServer]
    test: Trial | None


class Setting(Form):
    name: str
    variable: str
    value: str | None
    origin: Literal["option", "environment", "file", "default"]
    secret: bool
    default: str | None
    choices: list[str]
    meaning: str


class Configuration(Form):
    path: str
    settings: list[Setting]


class Reindexed(Form):
    articles: int
    embedded: bool


class Version(Form):
    version: str
    python: str


class ErrorDetails(Form):
    kind: str
    message: str
    hint: str | None
    exit_code: int


class Error(Form):
    error: ErrorDetails
