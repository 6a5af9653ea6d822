"""The words of the program: immutable values with no behaviour that needs the outside.

Every offset is a half-open range of characters (Python ``str`` indices) into the
canonical ``Article.text``, which nothing rewrites after it has been read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article: ``article.text[start:end]``."""

    index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one article: what is embedded and searched.

    ``first`` and ``last`` are sentence indices, both included; ``start`` and ``end``
    are the characters from the first sentence's start to the last sentence's end.
    """

    index: int
    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader makes of one source before sentences are cut: text and metadata.

    ``published`` and ``updated`` are dates, or time-zone-aware datetimes where the
    source gives the time. ``origin`` is the URL, or the path (with ``#key`` for one
    record among several), that a later version of the same article would come from.
    ``number`` is how its provider counts this version, None where it does not.
    ``language`` is the language that the source declares, None where it declares none.
    ``left_out`` says of each part of the source that should have been read and was not what
    it was.
    """

    title: str
    text: str
    origin: str
    source: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None
    updated: date | None = None
    language: str | None = None
    number: int | None = None
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What of a source could not be read, part by part; ``name`` is the source's."""

    name: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One version of a news article.

    ``id`` is a hash of title, text, outlet and publication date, so the same article
    has the same id wherever it was read. ``source`` is the outlet. ``origin`` is what
    a later version of it would come from (URL or path). The dates are as in
    ``Document``; ``added`` is when the library took it in, None outside a library.
    ``number`` is as in ``Document``; an article that a library gives has none.
    ``language`` is that of the text, by whose rules its sentences are cut; ``declared`` the one
    that its source declares, where that is another.
    """

    id: str
    title: str
    text: str
    sentences: tuple[Sentence, ...]
    origin: str
    source: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None
    updated: date | None = None
    added: datetime | None = None
    language: str = "en"
    number: int | None = None
    declared: str | None = None

    def sentence_text(self, index: int) -> str:
        """The characters of sentence ``index``."""
        sentence = self.sentences[index]
        return self.text[sentence.start : sentence.end]


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """What a list of the library shows of an article: everything but its text.

    ``older`` counts the older versions of it that are kept; ``withdrawn`` is whether its
    provider withdrew it, so that it is not searched.
    """

    id: str
    title: str
    source: str | None
    url: str | None
    authors: tuple[str, ...]
    published: date | None
    added: datetime
    origin: str
    sentences: int
    characters: int
    older: int = 0
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What withdraws a story: its provider says that it must not be used.

    ``origin`` is what the versions of the story come from; ``item`` names the notice itself.
    ``status`` is one of ``cancelled``, ``withheld`` and ``killed``; ``words`` are what it says
    to editors, empty where it says nothing. ``number`` is how the provider counts this version
    of the story and ``stated`` when it was made, None where that is not said. ``came`` is when
    the library took the notice in, None outside a library.
    """

    origin: str
    item: str
    status: str
    words: str = ""
    number: int | None = None
    stated: date | None = None
    came: datetime | None = None


@dataclass(frozen=True, slots=True)
class Cluster:
    """Articles that are copies of one story: its head, and the others in their order.

    The head is the earliest published, of several published at one moment the fullest.
    """

    head: ArticleSummary
    copies: tuple[ArticleSummary, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """A named set of articles that somebody keeps together for a piece of work.

    ``name`` is one line of at most 100 characters. It names the origins of its articles: what is
    read there, the newest version, is in it. ``articles`` counts them, without those that are
    withdrawn. ``made`` and ``changed`` (its name or its articles, by a person) have their zone.
    """

    id: str
    name: str
    made: datetime
    changed: datetime
    articles: int


@dataclass(frozen=True, slots=True)
class Filters:
    """What limits a search. Dates are days of publication, both included.

    An article whose date is unknown is left out as soon as a date is asked for, unless
    ``undated`` lets it in. Outlets are compared without regard to case; none means all.
    ``as_of`` has everything seen as on that day: nothing that was published or last updated
    later, and nothing whose date is unknown, is within; "today" is then that day. With
    ``taken_in``, nothing either that the library took in after that day (of UTC).
    ``articles`` are the ids of those that alone are within; None for no such limit.
    ``collection`` is the name or the id of one whose articles, as they are when something is
    asked, alone are within; ``Assistant.within`` looks them up.
    """

    sources: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    undated: bool = False
    as_of: date | None = None
    taken_in: bool = False
    collection: str = ""
    articles: tuple[str, ...] | None = None

    @property
    def last(self) -> date | None:
        """The last day of publication: that asked for, or the one that all is seen from."""
        return min((day for day in (self.until, self.as_of) if day is not None), default=None)

    @property
    def lets_undated_in(self) -> bool:
        """Whether an article without a date is within, where there is a limit of days."""
        return self.undated and self.as_of is None

    @property
    def active(self) -> bool:
        """Whether anything is limited at all."""
        named = bool(self.sources or self.collection) or self.articles is not None
        return named or self.since is not None or self.last is not None

    @property
    def only(self) -> tuple[str, ...] | None:
        """The ids of the articles that alone are within; None for no such limit."""
        if self.collection:
            raise AssertionError("the articles of a collection are looked up first")
        return self.articles

    @property
    def seen(self) -> Filters:
        """The same without outlets, days and articles: only what all is seen from."""
        return Filters(as_of=self.as_of, taken_in=self.taken_in)

    def knows(self, article: Article) -> bool:
        """Whether an article was as it is now on the day that all is seen from."""
        if self.as_of is None:
            return True
        dates = (article.published, article.updated, article.added if self.taken_in else None)
        return article.published is not None and all(
            day_of(one) <= self.as_of for one in dates if one is not None
        )


def passage_key(article_id: str, index: int) -> str:
    """The id of a passage, the same wherever passages are kept."""
    return f"{article_id}:{index}"


def article_of(passage: str) -> str:
    """The id of the article that a passage's id names."""
    return passage.rpartition(":")[0]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question.

    ``score`` orders the hits (larger is better, comparable within one search only);
    ``similarity`` is the cosine with the question and ``bm25`` the BM25 score, None
    where that index did not find the passage. ``read`` is the reader's probability that its
    best sentence answers, None where none of it was read. ``also_in`` holds the ids of
    articles with a near-identical passage, which count as the same source, ``also_outlets``
    the other outlets among theirs.
    """

    article: Article
    passage: Passage
    score: float
    similarity: float | None = None
    bm25: float | None = None
    also_in: tuple[str, ...] = ()
    read: float | None = None
    also_outlets: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The passage's id, the same in the catalogue and in both indexes."""
        return passage_key(self.article.id, self.passage.index)

    @property
    def text(self) -> str:
        """The passage, as it stands in the article."""
        return self.article.text[self.passage.start : self.passage.end]


@dataclass(frozen=True, slots=True)
class EvidenceSentence:
    """One numbered sentence that an answer may cite; ``number`` counts from 1.

    ``also_in`` and ``also_outlets`` are those of its passage (``Hit``).
    """

    number: int
    article: Article
    sentence: Sentence
    also_in: tuple[str, ...] = ()
    also_outlets: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The sentence, as it stands in the article."""
        return self.article.text[self.sentence.start : self.sentence.end]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The numbered sentences, from several hits, that an answer may cite."""

    sentences: tuple[EvidenceSentence, ...] = ()

    def __len__(self) -> int:
        return len(self.sentences)

    def __bool__(self) -> bool:
        return bool(self.sentences)

    def by_number(self) -> Mapping[int, EvidenceSentence]:
        """The sentences by the number that a model cites them with."""
        return {sentence.number: sentence for sentence in self.sentences}


@dataclass(frozen=True, slots=True)
class Citation:
    """A sentence of an article that supports a statement.

    ``quote == article.text[start:end]`` always holds. ``also_in`` and ``also_outlets`` are
    the articles and outlets that carry the passage, too: copies, which bear out nothing more.
    """

    article_id: str
    title: str
    source: str | None
    published: date | None
    url: str | None
    sentence_index: int
    start: int
    end: int
    quote: str
    also_in: tuple[str, ...] = ()
    also_outlets: tuple[str, ...] = ()


class VerdictKind(StrEnum):
    """What is known of a statement against the sentences it cites."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    UNSUPPORTED = "unsupported"
    UNCHECKED = "unchecked"


class ReasonCode(StrEnum):
    """What a check found in a statement, by one stable word for programs."""

    QUOTED = "quoted"
    NO_CITATION = "no_citation"
    NO_CLAIM = "no_claim"
    FIGURE_CONTRADICTED = "figure_contradicted"
    FIGURE_MISSING = "figure_missing"
    DATE_CONTRADICTED = "date_contradicted"
    DATE_MISSING = "date_missing"
    NAME_MISSING = "name_missing"
    QUOTATION_ALTERED = "quotation_altered"
    QUOTATION_SPEAKER = "quotation_speaker"
    QUOTATION_UNBALANCED = "quotation_unbalanced"
    ATTRIBUTION_DROPPED = "attribution_dropped"
    ATTRIBUTION_CHANGED = "attribution_changed"
    SIDES_SWAPPED = "sides_swapped"
    CONDITION_DROPPED = "condition_dropped"
    MEANING_UNSUPPORTED = "meaning_unsupported"
    MEANING_PARTLY = "meaning_partly"
    CITATION_CORRECTED = "citation_corrected"
    TOO_LONG = "too_long"
    LANGUAGE = "language"
    NOT_EXAMINED = "not_examined"
    JUDGE = "judge"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Reason:
    """One finding about a statement.

    ``text`` is a short sentence for a person, without a final full stop. ``kind`` is what the
    finding alone makes of the statement. ``start`` and ``end`` are the characters of the
    statement that it is about, None where it is about all of it.
    """

    code: ReasonCode
    text: str
    kind: VerdictKind
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a statement, with the reasons.

    ``score`` is how well the cited sentences carry the statement's meaning, from 0 to 1;
    None where that was not looked at.
    """

    kind: VerdictKind
    reasons: tuple[Reason, ...] = ()
    score: float | None = None


QUOTED: Final = Verdict(
    VerdictKind.SUPPORTED,
    (Reason(ReasonCode.QUOTED, "quoted word for word", VerdictKind.SUPPORTED),),
    score=1.0,
)
"""The verdict on a statement that is, word for word, a sentence that it cites."""


class Stance(StrEnum):
    """What a sentence of an article is to a statement."""

    SUPPORTS = "supports"
    PARTLY = "partly"
    CONTRADICTS = "contradicts"


@dataclass(frozen=True, slots=True)
class OtherSentence:
    """A sentence beside those that a statement rests on.

    ``reason`` is what the two differ in; empty where it says all of the statement.
    """

    citation: Citation
    stance: Stance
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """The words of a statement that answer the question: half-open characters of its text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    r"""One sentence of an answer or a summary, with its citations and its verdict.

    ``lead`` is what stands before the sentence when statements are joined: ``" "``,
    ``"\n"`` or ``"\n\n"``; empty for the first. ``short_answer`` are the words of a quoted
    sentence that answer the question, None where it is all of it or they are not known.
    ``heading`` is what it is told under, empty for nothing: a day, a speaker, a quantity.
    """

    text: str
    citations: tuple[Citation, ...]
    verdict: Verdict
    lead: str = " "
    short_answer: ShortAnswer | None = None
    heading: str = ""


class CorrectionKind(StrEnum):
    """What an article says of itself, from the gravest; or that this could not be examined."""

    RETRACTION = "retraction"
    CORRECTION = "correction"
    CLARIFICATION = "clarification"
    EDITORS_NOTE = "editors_note"
    UPDATE = "update"
    NOT_EXAMINED = "not_examined"


@dataclass(frozen=True, slots=True)
class CorrectionNote:
    """A note of an article about itself, in one line.

    ``first`` and ``last`` are the indices of its sentences, both included; None where it
    stands in the headline, or was not examined.
    """

    article_id: str
    kind: CorrectionKind
    text: str
    first: int | None = None
    last: int | None = None


class AbstentionKind(StrEnum):
    """Why no answer is given."""

    EMPTY_LIBRARY = "empty_library"
    OUTSIDE_DATES = "outside_dates"
    NOT_IN_LIBRARY = "not_in_library"
    NOT_IN_EVIDENCE = "not_in_evidence"
    UNSUPPORTED = "unsupported"
    OTHER_LANGUAGE = "other_language"
    NO_QUESTION = "no_question"


@dataclass(frozen=True, slots=True)
class Headline:
    """An article named in passing: enough to find it again."""

    article_id: str
    title: str
    source: str | None
    published: date | None


@dataclass(frozen=True, slots=True)
class Abstention:
    """That no answer is given: its kind, a sentence for the person, nearest headlines."""

    kind: AbstentionKind
    message: str
    nearest: tuple[Headline, ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens read and written by chat models; ``cost`` in US dollars where prices are known.

    ``calls`` counts requests; ``dropped_citations`` counts cited numbers that do not exist.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    calls: int = 0
    cost: float | None = None
    dropped_citations: int = 0

    def __add__(self, other: Usage) -> Usage:
        costs = [cost for cost in (self.cost, other.cost) if cost is not None]
        known = all(part.cost is not None or part.calls == 0 for part in (self, other))
        return Usage(
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            calls=self.calls + other.calls,
            cost=sum(costs) if costs and known else None,
            dropped_citations=self.dropped_citations + other.dropped_citations,
        )


@dataclass(frozen=True, slots=True)
class Timing:
    """Wall-clock seconds by stage, in the order they happened, and in all."""

    stages: Mapping[str, float] = field(default_factory=dict)
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question, or the value that says why there is none.

    ``asked`` is what was searched for: the question itself, or its rewriting to stand
    alone when it followed others. ``sources`` are the cited articles in the order of
    their first citation. ``notes`` are short messages about how the answer was made.
    ``removed`` are drafted statements that are not part of the answer, because the
    sentences that they cite do not carry them. ``corrections`` are what the cited articles
    say of themselves: that they were corrected, retracted, updated.
    """

    question: str
    asked: str
    statements: tuple[Statement, ...]
    engine: str
    abstention: Abstention | None = None
    sources: tuple[Headline, ...] = ()
    usage: Usage = Usage()
    timing: Timing = Timing()
    notes: tuple[str, ...] = ()
    removed: tuple[Statement, ...] = ()
    corrections: tuple[CorrectionNote, ...] = ()

    @property
    def abstained(self) -> bool:
        """Whether no answer is given."""
        return self.abstention is not None

    @property
    def text(self) -> str:
        """The statements in one string, without citation marks; empty if abstained."""
        return joined(self.statements)


@dataclass(frozen=True, slots=True)
class Summary:
    """A summary of one or many articles; ``words`` counts what was written.

    ``removed`` and ``corrections`` are as in ``Answer``; ``left_out`` is what of the files and
    pages that were read for it could not be read.
    """

    statements: tuple[Statement, ...]
    engine: str
    style: str
    words: int
    sources: tuple[Headline, ...] = ()
    usage: Usage = Usage()
    timing: Timing = Timing()
    notes: tuple[str, ...] = ()
    removed: tuple[Statement, ...] = ()
    corrections: tuple[CorrectionNote, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def text(self) -> str:
        """The statements in one string, without citation marks."""
        return joined(self.statements)


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of somebody's draft, ``draft[start:end]``, as a checked statement.

    ``by_hand`` says that a person has checked it, whatever its verdict.
    """

    start: int
    end: int
    statement: Statement
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Verification:
    """A draft held against articles, sentence by sentence.

    ``sources`` are the articles that its sentences were found to rest on, in the order of
    their first citation; ``corrections`` is as in ``Answer``, ``left_out`` as in ``Summary``.
    """

    draft: str
    sentences: tuple[CheckedSentence, ...]
    sources: tuple[Headline, ...] = ()
    timing: Timing = Timing()
    notes: tuple[str, ...] = ()
    corrections: tuple[CorrectionNote, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The sentences as statements."""
        return tuple(sentence.statement for sentence in self.sentences)

    def count(self, kind: VerdictKind) -> int:
        """How many sentences have a verdict of ``kind``."""
        return sum(sentence.statement.verdict.kind is kind for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a conversation: what was asked and the text that answered it."""

    question: str
    answer: str


def joined(statements: tuple[Statement, ...]) -> str:
    """Statements in one string, each after its ``lead`` (the first without)."""
    return "".join(
        statement.text if number == 0 else statement.lead + statement.text
        for number, statement in enumerate(statements)
    )


def cited(statements: Sequence[Statement]) -> tuple[Headline, ...]:
    """The articles that statements cite, in the order of their first citation."""
    found: dict[str, Headline] = {}
    for statement in statements:
        for one in statement.citations:
            told = Headline(one.article_id, one.title, one.source, one.published)
            found.setdefault(one.article_id, told)
    return tuple(found.values())


def headline(article: Article) -> Headline:
    """The headline of ``article``."""
    return Headline(article.id, article.title, article.source, article.published)


def day_of(moment: date) -> date:
    """The day of a date or of a datetime (in its own time zone)."""
    return moment.date() if isinstance(moment, datetime) else moment


def cite(
    article: Article,
    index: int,
    *,
    also_in: tuple[str, ...] = (),
    also_outlets: tuple[str, ...] = (),
) -> Citation:
    """The citation of sentence ``index`` of ``article``.

    Raises:
        IndexError: the article has no such sentence.
    """
    if index < 0:
        raise IndexError(index)
    sentence = article.sentences[index]
    return Citation(
        article_id=article.id,
        title=article.title,
        source=article.source,
        published=article.published,
        url=article.url,
        sentence_index=index,
        start=sentence.start,
        end=sentence.end,
        quote=article.text[sentence.start : sentence.end],
        also_in=also_in,
        also_outlets=also_outlets,
    )


def quoted(article: Article, index: int, *, lead: str = " ") -> Statement:
    """Sentence ``index`` of ``article``, quoted and cited.

    Raises:
        IndexError: the article has no such sentence.
    """
    citation = cite(article, index)
    return Statement(citation.quote, (citation,), QUOTED, lead=lead)
