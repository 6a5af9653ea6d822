"""What functions of text are handed: an argument for each type that they take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cached_property
from io import BytesIO
from typing import Any, Final

from lxml import html  # type: ignore[import-untyped]

from assistant.articles.copies import runs_of
from assistant.articles.versions import difference
from assistant.conversations import Conversation, Exchange
from assistant.fetching.fetcher import Fetched, Validators
from assistant.fetching.locations import locate
from assistant.language.articles import article_id
from assistant.language.name_words import read_words
from assistant.language.numerals_words import tokenised
from assistant.language.quotations import find_quotations
from assistant.language.sentences import split_sentences
from assistant.reading.documents import Place
from assistant.reading.metadata import Metadata
from assistant.reading.page_metadata import PageStatements
from assistant.reading.parts import Part, Terms
from assistant.reading.streams import Budget, Stream
from assistant.rendering.html.stories import Card
from assistant.rendering.renderers import Result
from assistant.rendering.telling import Telling
from assistant.rendering.terminal import line
from assistant.telling import (
    Carried,
    Carrier,
    Carrying,
    Coverage,
    Dating,
    Entry,
    Fact,
    Figures,
    Precision,
    Quantity,
    Quotes,
    Reported,
    Said,
    Speaker,
    Standing,
    Story,
    SummaryCoverage,
    Timeline,
    Wording,
)
from assistant.types import (
    QUOTED,
    Answer,
    Article,
    ArticleSummary,
    CheckedSentence,
    Citation,
    Collection,
    Document,
    Evidence,
    EvidenceSentence,
    Filters,
    Hit,
    Passage,
    Statement,
    Summary,
    Turn,
    Verification,
    cite,
    headline,
)
from assistant.verifying.sources import SourceSentence
from tests.rendering.news import briefing_of, changes_of

DAY: Final = date(2025, 3, 7)
_MOMENT: Final = datetime(2025, 3, 7, 12, tzinfo=UTC)
_CITED: Final = 3
_FIGURE: Final = 40
"""Characters of a figure that two reports give differently."""


class Made:
    """Everything that is made of one text, each when it is first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def document(self) -> Document:
        return Document(self.text[:200].strip() or "A title", self.text, "made.txt", published=DAY)

    @cached_property
    def article(self) -> Article:
        document = self.document
        return Article(
            article_id(document),
            document.title,
            document.text,
            split_sentences(self.text),
            document.origin,
            published=DAY,
        )

    @cached_property
    def sources(self) -> tuple[SourceSentence, ...]:
        return tuple(SourceSentence(self.article, one.index) for one in self.article.sentences)

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(cite(self.article, one.index) for one in self.article.sentences)

    @cached_property
    def statement(self) -> Statement:
        return Statement(self.text, self.citations[:_CITED], QUOTED)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(Statement(cited.quote, (cited,), QUOTED) for cited in self.citations)

    @cached_property
    def answer(self) -> Answer:
        sources = (headline(self.article),)
        return Answer("What now?", "What now?", self.statements, "extractive", sources=sources)

    @cached_property
    def summary(self) -> Summary:
        return Summary(self.statements, "extractive", "paragraph", 100)

    @cached_property
    def verification(self) -> Verification:
        checked = (
            CheckedSentence(one.start, one.end, statement)
            for one, statement in zip(self.article.sentences, self.statements, strict=True)
        )
        return Verification(self.text, tuple(checked))

    @cached_property
    def conversation(self) -> Conversation:
        exchange = Exchange(self.text, Filters(), self.answer, _MOMENT)
        return Conversation("id", self.text, _MOMENT, _MOMENT, (exchange,))

    @cached_property
    def timeline(self) -> Timeline:
        entries = (
            Entry(DAY, DAY, Precision.DAY, Dating.SAID, (statement,))
            for statement in self.statements
        )
        return Timeline(self.text, tuple(entries), 1)

    @cached_property
    def told_quotes(self) -> Quotes:
        said = (Said(one.text[1:], Wording.QUOTED, one) for one in self.statements)
        return Quotes(self.text, (Speaker(self.text, (self.text,), tuple(said)),), 1)

    @cached_property
    def told_figures(self) -> Figures:
        reported = (
            Reported(Fraction(place), one.text, one, DAY, Standing.EARLIER)
            for place, one in enumerate(self.statements)
        )
        return Figures(self.text, (Quantity(self.text, self.text, tuple(reported)),), 1)

    @cached_property
    def told_coverage(self) -> Coverage:
        carrier = Carrier(self.text, (headline(self.article),))
        figures = self.text[:_FIGURE], self.text[-_FIGURE:]
        carrying = (Carrying(Carried.WHOLE, self.citations[0], figures),)
        facts = tuple(Fact(one, carrying, 1) for one in self.statements)
        return Coverage(self.text, (carrier,), facts, facts, 1)

    @cached_property
    def told_summary(self) -> SummaryCoverage:
        facts = tuple((one, Carried.NOT) for one in self.told_coverage.facts)
        return SummaryCoverage(self.summary, facts, shared=True)

    @cached_property
    def told(self) -> tuple[Telling, ...]:
        return self.timeline, self.told_quotes, self.told_figures, self.told_coverage

    @cached_property
    def results(self) -> tuple[Result, ...]:
        """One of each kind."""
        three = (self.article,) * 3
        return (
            *(self.answer, self.summary, self.verification, self.conversation),
            *(*self.told, self.told_summary),
            *(changes_of(*three, words=self.text), briefing_of(*three, words=self.text)),
        )

    @cached_property
    def story(self) -> Story:
        one = ArticleSummary(
            *("1" * 16, self.text, self.text, None, (), DAY, _MOMENT, "made", 1, len(self.text))
        )
        return Story("made", self.text, (one, one), (self.text,))

    @cached_property
    def hits(self) -> tuple[Hit, ...]:
        sentences = self.article.sentences
        whole = Passage(0, 0, len(sentences) - 1, self.citations[0].start, self.citations[-1].end)
        return (Hit(self.article, whole, 1.0),)

    @cached_property
    def evidence(self) -> tuple[EvidenceSentence, ...]:
        return tuple(
            EvidenceSentence(number, self.article, sentence)
            for number, sentence in enumerate(self.article.sentences, 1)
        )

    @cached_property
    def changed(self) -> Article:
        """A later version, with every other word gone."""
        return Made(" ".join(self.text.split(" ")[::2])).article

    @cached_property
    def fetched(self) -> Fetched:
        location = locate("https://news.example/story")
        return Fetched(
            location, self.text.encode(), "text/html", "utf-8", Validators(location.address)
        )

    def part(self) -> Part:
        data = self.text.encode()
        stream = Stream(BytesIO(data), name="made", ahead=len(data))
        return Part("made", ".txt", Place("made"), stream)


def _terms(made: Made) -> Terms:
    most = 10 * len(made.text) + 1000
    return Terms(most, _MOMENT, Budget(most, name="made"))


MAKERS: Final[Mapping[str, Callable[[Made], Any]]] = {
    "str": lambda made: made.text,
    "str | None": lambda made: made.text,
    "object": lambda made: made.text,
    "bytes": lambda made: made.text.encode(),
    "Document": lambda made: made.document,
    "Article": lambda made: made.article,
    "ArticleSummary | Headline": lambda made: headline(made.article),
    "Headline": lambda made: headline(made.article),
    "Collection": lambda made: Collection("0" * 16, made.text, _MOMENT, _MOMENT, 2),
    "Statement": lambda made: made.statement,
    "Answer": lambda made: made.answer,
    "Summary": lambda made: made.summary,
    "Verification": lambda made: made.verification,
    "Conversation": lambda made: made.conversation,
    "Timeline": lambda made: made.timeline,
    "Quotes": lambda made: made.told_quotes,
    "Figures": lambda made: made.told_figures,
    "Coverage": lambda made: made.told_coverage,
    "SummaryCoverage": lambda made: made.told_summary,
    "Collection[str]": lambda _made: ("shorter", "longer", "coverage"),
    "Summary | SummaryCoverage": lambda made: made.told_summary,
    "Carrier": lambda made: made.told_coverage.carriers[0],
    "Carrying": lambda made: made.told_coverage.facts[0].carrying[0],
    "Fact": lambda made: made.told_coverage.facts[0],
    "Telling": lambda made: made.timeline,
    "Story": lambda made: made.story,
    "Sequence[Story]": lambda made: [made.story],
    "Iterable[Story]": lambda made: [made.story],
    "Sequence[Card]": lambda made: [Card(made.story, made.statement)],
    "Briefing": lambda made: briefing_of(*[made.article] * 3, words=made.text),
    "ChangesSince": lambda made: changes_of(*[made.article] * 3, words=made.text),
    "Difference": lambda made: difference(made.article, made.changed),
    "Evidence": lambda made: Evidence(made.evidence),
    "Quotations": lambda made: find_quotations(made.text),
    "Runs": lambda made: runs_of(made.text),
    "Fetched": lambda made: made.fetched,
    "Part": Made.part,
    "Terms": _terms,
    "Span": lambda made: made.text,
    "Any": lambda made: html.fromstring(
        f"<html><body><div>{_plain(made.text)}</div></body></html>"
    ),
    "PageStatements": lambda made: PageStatements((made.text,), (made.text,), (made.text,)),
    "Location": lambda made: made.fetched.location,
    "Place": lambda _made: Place("made"),
    "Metadata": lambda made: Metadata(title=made.text[:300], authors=(made.text[:300],)),
    "datetime": lambda _made: _MOMENT,
    "date": lambda _made: DAY,
    "date | None": lambda _made: DAY,
    "int": lambda _made: 0,
    "bool": lambda _made: False,
    "Sequence[str]": lambda made: [one.quote for one in made.citations],
    "Iterable[str]": lambda made: [one.quote for one in made.citations],
    "tuple[str, ...]": lambda made: tuple(made.text.split()),
    "Iterable[object]": lambda made: [made.text],
    "Sequence[Word]": lambda made: read_words(made.text),
    "Sequence[Token]": lambda made: tokenised(made.text),
    "Sequence[Article]": lambda made: (made.article, made.changed),
    "Iterable[Article]": lambda made: (made.article, made.changed),
    "Sequence[SourceSentence]": lambda made: made.sources[:100],
    "Sequence[Statement]": lambda made: made.statements,
    "Iterable[Statement]": lambda made: made.statements,
    "Sequence[Citation]": lambda made: made.citations[:20],
    "Sequence[Hit]": lambda made: made.hits,
    "Iterable[Hit]": lambda made: made.hits,
    "Sequence[EvidenceSentence]": lambda made: made.evidence,
    "Iterable[EvidenceSentence]": lambda made: made.evidence,
    "Sequence[Turn]": lambda made: (Turn(made.text, made.text),),
    "Mapping[str, object]": lambda made: {"title": made.text, "author": made.text},
    "Mapping[int, EvidenceSentence]": lambda made: {one.number: one for one in made.evidence},
    "Collection[int]": lambda made: range(len(made.text)),
    "Iterable[Line]": lambda made: (line(made.text),),
}
"""Arguments by what a parameter is annotated with."""

NAMED: Final[Mapping[str, Callable[[Made], Any]]] = {
    "end": lambda made: len(made.text),
    "index": lambda made: len(made.article.sentences) // 2,
    "language": lambda _made: "en",
    "name": lambda _made: "made",
    "around": lambda made: made.text,
    "title": lambda made: made.text[:300],
    "limit": lambda _made: 300,
    "statement": lambda made: made.text[:1000],
    "question": lambda made: made.text[:1000],
    "seconds": lambda _made: 1.0,
}
"""Arguments by the name of a parameter, where its type says too little."""


def _plain(text: str) -> str:
    return "".join(c for c in text if c >= " " or c in "\n\t") or "nothing"
