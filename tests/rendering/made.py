"""Values made by hand, for the tests of how they are shown."""

from __future__ import annotations

from datetime import UTC, date, datetime

from assistant.types import (
    Abstention,
    AbstentionKind,
    Answer,
    Article,
    ArticleSummary,
    CheckedSentence,
    Citation,
    Headline,
    Hit,
    Passage,
    Reason,
    ReasonCode,
    Sentence,
    Statement,
    Summary,
    Timing,
    Usage,
    Verdict,
    VerdictKind,
    Verification,
    cite,
)

SUPPORTED = Verdict(VerdictKind.SUPPORTED)


def doubtful(kind: VerdictKind, text: str) -> Verdict:
    """A verdict of ``kind`` for the reason ``text``."""
    return Verdict(kind, (Reason(ReasonCode.NAME_MISSING, text, kind, start=0, end=3),), score=0.5)


HOSTILE = (
    "Calm \x1b[31mred\x1b[0m \x1b]0;owned\x07title \x9b2Jcleared \u202edesrever\u2066 "
    "[bold]not bold[/bold] \x00\x07\x08bell :smile: \U000e0041tag \x1b"
)


def article(
    *texts: str,
    title: str = "Ferry toll rises to 19",
    number: int = 1,
    source: str | None = "Vessmark Wire",
    published: date | None = date(2031, 3, 4),
    url: str | None = "https://wire.example/ferry",
) -> Article:
    """An article of ``texts``, one sentence each, two sentences a paragraph."""
    text, sentences = "", []
    for index, words in enumerate(texts):
        text += "" if not index else ("\n\n" if index % 2 == 0 else " ")
        sentences.append(Sentence(index, len(text), len(text) + len(words)))
        text += words
    return Article(
        id=f"{number:x}" * 16,
        title=title,
        text=text,
        sentences=tuple(sentences),
        origin=f"/articles/{number}.md",
        source=source,
        url=url,
        published=published,
        added=datetime(2031, 3, 5, 8, 30, tzinfo=UTC),
    )


FERRY = article(
    "The ferry sank on Tuesday.",
    "Nineteen people died.",
    "The mayor spoke.",
    "Divers found the wreck.",
    "An inquiry has opened.",
)
LEDGER = article(
    "The toll is 21, officials said.",
    title="Toll disputed",
    number=2,
    source="The Ledger",
    published=datetime(2031, 3, 5, 21, 0, tzinfo=UTC),
    url=None,
)


def statement(
    text: str,
    *citations: Citation,
    verdict: Verdict = SUPPORTED,
    lead: str = " ",
) -> Statement:
    """A statement with the citations given."""
    return Statement(text, citations, verdict, lead)


QUOTED = Answer(
    question="How many died?",
    asked="How many died?",
    statements=(
        statement("Nineteen people died.", cite(FERRY, 1)),
        statement("The toll is 21, officials said.", cite(LEDGER, 0)),
    ),
    engine="extractive",
    sources=(
        Headline(FERRY.id, FERRY.title, FERRY.source, FERRY.published),
        Headline(LEDGER.id, LEDGER.title, LEDGER.source, LEDGER.published),
    ),
    timing=Timing({"search": 0.01, "answer": 0.02}, 0.03),
)

WRITTEN = Answer(
    question="And what then?",
    asked="What happened after the ferry sank?",
    statements=(
        statement(
            "Reports differ on the toll.",
            cite(LEDGER, 0),
            cite(FERRY, 2, also_in=("f" * 16,)),
            cite(FERRY, 1),
        ),
        statement(
            "The captain fled.",
            cite(FERRY, 4),
            verdict=doubtful(VerdictKind.UNSUPPORTED, "no source names the captain"),
            lead="\n\n",
        ),
    ),
    engine="chat:openai:small",
    usage=Usage(1200, 80, 1, 0.0042, 1),
    timing=Timing({"search": 0.1}, 2.34),
    notes=("One citation named no sentence",),
    removed=(
        statement(
            "The wreck was raised.",
            verdict=doubtful(VerdictKind.UNSUPPORTED, "the cited sentences do not say this"),
        ),
    ),
)

CHECKED = Verification(
    draft="The ferry sank [1]. The captain fled. Who knew?",
    sentences=(
        CheckedSentence(0, 19, statement("The ferry sank.", cite(FERRY, 0))),
        CheckedSentence(
            20,
            37,
            statement(
                "The captain fled.",
                cite(FERRY, 4),
                verdict=doubtful(VerdictKind.UNSUPPORTED, "no source names the captain"),
            ),
        ),
        CheckedSentence(38, 47, statement("Who knew?", verdict=Verdict(VerdictKind.UNCHECKED))),
    ),
)

ABSTAINED = Answer(
    question="Who won the chess?",
    asked="Who won the chess?",
    statements=(),
    engine="extractive",
    abstention=Abstention(
        AbstentionKind.NOT_IN_LIBRARY,
        "The library does not hold an answer.",
        (Headline(FERRY.id, FERRY.title, FERRY.source, FERRY.published),),
    ),
)

SUMMARY = Summary(
    statements=(
        statement("Nineteen people died.", cite(FERRY, 1)),
        statement("Divers found the wreck.", cite(FERRY, 3)),
        statement("The toll is 21, officials said.", cite(LEDGER, 0), lead="\n\n"),
    ),
    engine="extractive",
    style="paragraph",
    words=13,
)

HITS = (
    Hit(
        FERRY,
        Passage(0, 1, 3, FERRY.sentences[1].start, FERRY.sentences[3].end),
        0.0312,
        similarity=0.617,
        bm25=None,
        also_in=("f" * 16,),
    ),
    Hit(LEDGER, Passage(0, 0, 0, 0, 31), 0.0154, similarity=None, bm25=7.25),
)

LISTED = tuple(
    ArticleSummary(
        id=item.id,
        title=item.title,
        source=item.source,
        url=item.url,
        authors=("Ann Lee",),
        published=item.published,
        added=datetime(2031, 3, 5, 8, 30, tzinfo=UTC),
        origin=item.origin,
        sentences=len(item.sentences),
        characters=len(item.text),
    )
    for item in (FERRY, LEDGER)
)
