"""Answers, summaries, checked drafts and conversations as documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.conversations import Conversation
from assistant.rendering.documents import (
    Block,
    Document,
    Heading,
    Kind,
    Paragraph,
    Run,
    aside,
    cited,
    corrections,
    item,
    noted,
    said,
    text,
)
from assistant.rendering.wording import (
    answer_in_words,
    attributions,
    filters_in_words,
    left_out_in_words,
    long_date,
    outlet,
    provenance,
    removed_in_words,
    short_id,
    tally,
    verdict_in_words,
)
from assistant.types import (
    Abstention,
    Answer,
    CheckedSentence,
    Statement,
    Summary,
    Verification,
)
from assistant.versions import NO_CHANGES, Changes


def of_answer(answer: Answer, *, changes: Changes = NO_CHANGES) -> Document:
    """An answer, named by its question; an abstention with the nearest headlines."""
    return Document(answer.question, tuple(_answer(answer)), titled=False, changes=changes)


def of_summary(summary: Summary) -> Document:
    """A summary in its form: paragraphs, a list, or headlines in bold."""
    blocks: list[Block] = []
    if summary.style == "bullets":
        blocks += [item(*said(one)) for one in summary.statements]
    elif summary.style == "headline":
        for one in summary.statements:
            _, *rest = said(one)
            blocks.append(text(Run(one.text, strong=True), *rest))
    else:
        blocks += _flow(summary.statements)
    if summary.statements:
        blocks.append(aside(f"{provenance(summary.engine)}."))
    blocks += _removed(summary.removed)
    blocks += corrections(summary.corrections, summary.sources)
    blocks += noted((*summary.notes, *left_out_in_words(summary.left_out)))
    return Document("Summary", tuple(blocks), titled=False)


def of_verification(verification: Verification) -> Document:
    """A checked draft, sentence by sentence, each with its verdict."""
    blocks = (
        text(Run(tally(verification.statements), strong=True)),
        *(
            item(
                Run(one.statement.text),
                cited(one.statement),
                Run(f" ({_checked(one)})", italic=True),
            )
            for one in verification.sentences
        ),
        *corrections(verification.corrections, verification.sources),
        *noted((*verification.notes, *left_out_in_words(verification.left_out))),
    )
    return Document("Checked draft", blocks, titled=False)


def _checked(one: CheckedSentence) -> str:
    said = verdict_in_words(one.statement.verdict) or "supported"
    return f"{said}; checked by hand" if one.by_hand else said


def of_conversation(conversation: Conversation, *, changes: Changes = NO_CHANGES) -> Document:
    """A conversation, each question a heading."""
    blocks: list[Block] = [aside(long_date(conversation.started))]
    for place, exchange in enumerate(conversation.exchanges):
        blocks.append(Heading(exchange.question))
        if limited := filters_in_words(exchange.filters):
            blocks.append(aside(f"Limited to {limited}."))
        blocks += _answer(exchange.answer)
        blocks += _marked(place, conversation)
    return Document(conversation.title, tuple(blocks), changes=changes)


def _marked(place: int, conversation: Conversation) -> Iterator[Block]:
    """The sentences of an answer that were marked, each with its note."""
    statements = conversation.exchanges[place].answer.statements
    for one in conversation.marks:
        if one.exchange == place and one.statement < len(statements):
            statement = statements[one.statement]
            below = (f"Note: {one.note}",) if one.note else ()
            yield Paragraph(
                (Run("Marked: ", strong=True), Run(statement.text), cited(statement)),
                Kind.ITEM,
                below,
            )


def _answer(answer: Answer) -> Iterator[Block]:
    if answer.abstention is not None:
        yield from _abstention(answer.abstention)
    else:
        yield text(Run(answer_in_words(answer.statements), strong=True))
        yield from _flow(answer.statements, said_by=attributions(answer.statements))
        if answer.statements:
            yield aside(f"{provenance(answer.engine)}.")
    yield from _removed(answer.removed)
    yield from corrections(answer.corrections, answer.sources)
    yield from noted(answer.notes)


def _abstention(abstention: Abstention) -> Iterator[Block]:
    yield text(Run(abstention.message))
    if abstention.nearest:
        yield text(Run("Nearest headlines:"))
    for one in abstention.nearest:
        where = (outlet(one.source), long_date(one.published), f"id {short_id(one.article_id)}")
        yield item(Run(f"{one.title} ({', '.join(where)})"))


def _flow(statements: Sequence[Statement], *, said_by: Sequence[str] = ()) -> Iterator[Paragraph]:
    """Statements in paragraphs, whose words they are before them where that is known."""
    runs: list[Run] = []
    for place, statement in enumerate(statements):
        who = said_by[place] if said_by else ""
        if runs and (who or "\n" in statement.lead):
            yield text(*runs)
            runs = []
        runs += [Run(" ")] if runs else []
        runs += [Run(f"{who}: ")] if who else []
        runs += said(statement)
    yield text(*runs)


def _removed(removed: Sequence[Statement]) -> Iterator[Block]:
    if removed:
        yield text(Run(removed_in_words(len(removed))))
    for one in removed:
        verdict = verdict_in_words(one.verdict)
        yield item(Run(one.text), *((Run(f" ({verdict})", italic=True),) if verdict else ()))
