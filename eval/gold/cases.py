"""The cases of a gold set, as its file holds them; everything is checked when it is loaded."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal, Self

from pydantic import Field, model_validator

from eval.gold.strict import CaseId, Strict, Tag, Text
from eval.gold.tellings import TellingWanted

UNANSWERABLE: Final = "unanswerable"


class GoldSentence(Strict):
    """A sentence that answers, word for word, and the file of its article."""

    file: Text
    sentence: Text


class Question(Strict):
    """A question with the answers that are right.

    ``answers`` are strings of which one has to occur in a right answer, as whole words;
    ``gold`` the sentences that give it, all that do, copies included. Neither means that the
    articles do not answer it, and that the program has to say so. ``after`` are the questions
    that were asked before it in the same conversation; ``since``, ``until`` and ``outlets`` the
    limits that it is asked with. ``forbidden`` must not stand in the answer.
    """

    id: CaseId
    question: Text
    answers: tuple[Text, ...] = ()
    gold: tuple[GoldSentence, ...] = ()
    tags: tuple[Tag, ...] = ()
    after: tuple[Text, ...] = ()
    today: date | None = None
    since: date | None = None
    until: date | None = None
    outlets: tuple[Text, ...] = ()
    forbidden: tuple[Text, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether the articles hold an answer."""
        return bool(self.answers)

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if bool(self.answers) != bool(self.gold):
            raise ValueError("'answers' and 'gold' go together: either both or neither")
        if (UNANSWERABLE in self.tags) == self.answerable:
            raise ValueError(f"the tag '{UNANSWERABLE}' and 'answers' contradict each other")
        if self.since and self.until and self.since > self.until:
            raise ValueError("'since' is later than 'until'")
        return self


class Fact(Strict):
    """Something that a summary has to say: its name, and the wordings that count."""

    fact: Text
    any: tuple[Text, ...] = Field(min_length=1)


class SummaryWanted(Strict):
    """A summary to be made of one article or of several together.

    ``facts`` have to be in it, ``forbidden`` must not. ``reference`` is a summary that a person
    wrote, to compare with by ROUGE.
    """

    id: CaseId
    files: tuple[Text, ...] = Field(min_length=1)
    words: int = Field(ge=10, le=400)
    style: Literal["paragraph", "bullets", "headline"] = "paragraph"
    facts: tuple[Fact, ...] = Field(min_length=1)
    forbidden: tuple[Text, ...] = ()
    reference: Text | None = None
    tags: tuple[Tag, ...] = ()


class GoldFile(Strict):
    """A whole file: what it is, its licence, the day that questions are asked on, the cases."""

    version: Literal[1]
    description: Text
    licence: Text
    today: date | None = None
    questions: tuple[Question, ...] = ()
    summaries: tuple[SummaryWanted, ...] = ()
    stories: tuple[TellingWanted, ...] = ()
