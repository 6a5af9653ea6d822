"""Review: what a chat model drafted is checked, and what fails is flagged, dropped or revised.

A statement is given out as soon as it is complete and checked. With ``revise`` the first one
that fails holds back what comes after it, so that the text keeps its order: when the draft is
complete, the model is asked once more for all that failed.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from assistant.answering.citations import resolve
from assistant.answering.judge import judge
from assistant.answering.revision import revised
from assistant.errors import ModelError
from assistant.models.chat import ChatModel
from assistant.models.streaming import streamed
from assistant.settings import UnsupportedPolicy
from assistant.stopping import check_stopped
from assistant.types import (
    Evidence,
    Statement,
    Usage,
    VerdictKind,
    cite,
)
from assistant.verifying.sources import SourceSentence
from assistant.verifying.verdicts import severity
from assistant.verifying.verifier import Verifier

_FAILS: Final = frozenset({VerdictKind.PARTLY, VerdictKind.UNSUPPORTED})


@dataclass(slots=True)
class Reviewed:
    """What the review came to, besides the statements that it let through."""

    removed: list[Statement] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)
    notes: list[str] = field(default_factory=list)


class Reviewer:
    """Checks drafted statements against the evidence, and deals with those that fail.

    Args:
        verifier: the check.
        model: the chat model that wrote the draft.
        cites: whether the model was asked for citations; else what supports a statement is
            looked for from the first.
        policy: ``flag`` shows what fails with its reasons, ``drop`` takes what is not
            supported out, ``revise`` asks ``model`` once more first.
        judging: whether ``model`` is also asked about every statement; all of them are then
            held back until the draft is complete.
    """

    def __init__(
        self,
        *,
        verifier: Verifier,
        model: ChatModel,
        cites: bool = True,
        policy: UnsupportedPolicy = "revise",
        judging: bool = False,
    ) -> None:
        self._cites = cites
        self._verifier = verifier
        self._model = model
        self._policy = policy
        self._judging = judging

    @streamed
    def review(
        self,
        drafts: Iterable[Statement],
        *,
        evidence: Evidence,
        task: str,
        spent: Callable[[], Usage] = Usage,
    ) -> Generator[Statement, None, Reviewed]:
        """The statements that pass, in their order; what was removed is the stream's result.

        One without text takes back those before it: they turned out to be thinking.

        Args:
            drafts: the statements as they are written, with the sentences that they cite.
            evidence: all sentences that they may cite.
            task: what the draft is for, in words for the model: the question.
            spent: what the complete draft took; a revision takes no more. Without it, there is
                no limit but the model's.

        Raises (while read):
            ModelError: the draft itself failed. A failing revision or judgement is noted.
        """
        course = Reviewed()
        check = _Check(self._verifier, evidence, cites=self._cites)
        held: list[Statement] = []
        for draft in drafts:
            check_stopped()
            if not draft.text:  # it takes back what came before it: that was thinking
                held.clear()
                course.removed.clear()
                yield draft
                continue
            statement = check.checked(draft)
            fails = statement.verdict.kind in _FAILS
            if held or self._judging or (fails and self._policy == "revise"):
                held.append(statement)
            else:
                yield from self._passed([statement], course)
        if self._judging and held:
            held = self._judged(held, course)
        if self._policy == "revise" and any(s.verdict.kind in _FAILS for s in held):
            held = self._revised(held, check, course, task, spent())
        yield from self._passed(held, course)
        return course

    def _passed(self, statements: Sequence[Statement], course: Reviewed) -> list[Statement]:
        if self._policy == "flag":
            return list(statements)
        passed = [s for s in statements if s.verdict.kind is not VerdictKind.UNSUPPORTED]
        course.removed += [s for s in statements if s.verdict.kind is VerdictKind.UNSUPPORTED]
        return passed

    def _judged(self, statements: Sequence[Statement], course: Reviewed) -> list[Statement]:
        try:
            judged = judge(statements, model=self._model)
        except ModelError as error:
            course.notes.append(f"The chat model failed as a judge ({error.message})")
            return list(statements)
        course.usage += judged.usage
        if judged.unjudged:
            course.notes.append(
                f"The chat model gave no readable judgement of {judged.unjudged} of "
                f"{len(statements)} sentences"
            )
        return list(judged.statements)

    def _revised(
        self,
        statements: Sequence[Statement],
        check: _Check,
        course: Reviewed,
        task: str,
        spent: Usage,
    ) -> list[Statement]:
        """The statements, those that failed in the words that the model now finds for them."""
        failing = [s for s in statements if s.verdict.kind in _FAILS]
        try:
            revision = revised(
                failing, evidence=check.evidence, task=task, model=self._model, most=spent
            )
        except ModelError as error:
            course.notes.append(f"The chat model failed to revise the draft ({error.message})")
            return list(statements)
        course.usage += revision.usage
        by_number = check.evidence.by_number()
        kept: list[Statement] = []
        anew = 0
        for statement in statements:
            if statement.verdict.kind not in _FAILS:
                kept.append(statement)
                continue
            place = next(n for n, one in enumerate(failing) if one is statement)
            drafts = revision.drafts.get(place, ())
            again = [check.checked(resolve(draft, by_number)) for draft in drafts]
            worst = max((severity(s.verdict.kind) for s in again), default=None)
            if worst is None or worst >= severity(statement.verdict.kind):
                kept.append(statement)
                continue
            anew += 1
            # The first stands where the statement stood.
            kept += [replace(s, lead=" " if n else statement.lead) for n, s in enumerate(again)]
        if anew:
            sentences = "sentence was" if anew == 1 else "sentences were"
            course.notes.append(f"{anew} {sentences} written anew after the check found fault")
        return kept


class _Check:
    """The verifier, over the evidence of one answer."""

    def __init__(self, verifier: Verifier, evidence: Evidence, *, cites: bool) -> None:
        self._cites = cites
        self.evidence = evidence
        self._verifier = verifier
        self._sources = tuple(
            SourceSentence(s.article, s.sentence.index) for s in evidence.sentences
        )
        self._by_place = {(s.article.id, s.index): s for s in self._sources}

    def checked(self, draft: Statement) -> Statement:
        if draft.verdict.kind is VerdictKind.SUPPORTED:
            return draft
        cited = [self._by_place[c.article_id, c.sentence_index] for c in draft.citations]
        verified = (
            self._verifier.verify(draft.text, cited, evidence=self._sources)
            if cited or self._cites
            else self._verifier.found(draft.text, self._sources)
        )
        citations = tuple(cite(source.article, source.index) for source in verified.sources)
        return replace(draft, citations=citations, verdict=verified.verdict)
