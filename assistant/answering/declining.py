"""How models say that the evidence holds no answer, kept from being shown as one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from assistant.answering.citations import RETRACTED, DraftStatement

NO_ANSWER: Final = "NO_ANSWER"
"""What the model is asked to reply where the evidence does not hold the answer."""

# How models decline in their own words, at the start of an answer and citing nothing.
_DECLINES: Final = re.compile(
    r"\b(?:articles?|sentences?|evidence|texts?|sources?|passages?|information|context)\b.{0,80}"
    r"\b(?:do(?:es)?|did|is|are|was|were)(?: not|n['’]t)\b"
    r"|\b(?:there (?:is|was)|articles? (?:give|contain|hold|provide)s?) no (?:\w+ ){0,2}"
    r"(?:mention|information|answer|evidence)\b"
    r"|\bI (?:cannot|can['’]?t|could not|couldn['’]t|am unable to|do not|don['’]t)\b"
    r"|\bno (?:relevant )?information\b",
    re.IGNORECASE,
)
_NO_LETTER: Final = re.compile(r"[\W_]")


class Screen:
    """Holds back what says that there is no answer, so that nobody is shown it as one.

    That is the word the prompt asks for, and an opening without citations that declines in
    the model's own words. Such an opening is shown after all if cited statements follow it.

    Attributes:
        shown: whether something has been passed on.
        declined: whether the model has said that there is no answer.
    """

    def __init__(self) -> None:
        self.shown = False
        self.declined = False
        self._held: list[DraftStatement] = []
        self._ended = False

    def passed(self, draft: DraftStatement) -> Iterator[DraftStatement]:
        """What may be passed on now that ``draft`` has come."""
        if draft is RETRACTED:
            self.shown = self.declined = self._ended = False
            self._held.clear()
            yield draft
        elif _says_no_answer(draft.text):
            # The word at the start is the answer; after one it is an afterthought.
            self.declined = True
            self._ended = self._ended or not self.shown
        elif self._ended:
            return
        elif not self.shown and not draft.numbers and _DECLINES.search(draft.text):
            self.declined = True
            self._held.append(draft)
        elif self._held and not draft.numbers:
            self._held.append(draft)
        else:
            self.shown = True
            yield from self._held
            self._held.clear()
            yield draft


def _says_no_answer(text: str) -> bool:
    return NO_ANSWER in text or _NO_LETTER.sub("", text).upper() == "NOANSWER"
