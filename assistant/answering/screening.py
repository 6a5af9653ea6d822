"""Screens what a model writes around an answer, and in its place, sentence by sentence.

Openings, closing remarks, lists of sources and what only repeats the prompt are taken off, and
sentences said twice are passed on once. What says that there is no answer is held back, so that
nobody is shown it as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from assistant.answering.citations import RETRACTED, DraftStatement
from assistant.language.sentences import split_sentences
from assistant.language.word_lists import word_lists
from assistant.models.prompts import Message

NO_ANSWER: Final = "NO_ANSWER"
"""What the model is asked to reply where the evidence does not hold the answer."""

_LISTS: Final = word_lists("chat-replies.toml")
_MATERIAL: Final = (
    r"(?:the |these |your )?(?:provided |given |numbered |above |available )*"
    r"(?:sentences?|articles?|evidence|sources?|information|context|texts?|material)"
    r"(?: (?:provided|above|given|available|you gave))?"
)
# Before the answer, in its first sentence.
_PREFIX: Final = re.compile(
    r"(?:(?:sure|certainly|of course|absolutely|okay|ok|great question|good question)\b[,.!]*\s*)*"
    r"(?:(?:here(?:['’]s| is| are)|below (?:is|are)|the following is|this is)\b[^.:!?]{0,100}:\s*)?"
    r"(?:(?:my |the )?(?:final |short )?(?:answer|response|reply|summary)\s?:\s*)?"
    rf"(?:(?:based|going) (?:up)?on {_MATERIAL}[,:]\s*)?"
    r"(?:(?:the|this|one) (?:article|excerpt|passage|text)s? "
    r"(?:mention|state|say|report|note)s? that\s+)?",
    re.IGNORECASE,
)
_OPENING: Final = re.compile(
    rf"(?:{'|'.join(_LISTS.lines('opening'))})\b[^.?]{{0,150}}[:!.]?", re.IGNORECASE
)
_CLOSING: Final = re.compile(f"(?:{'|'.join(_LISTS.lines('closing'))})", re.IGNORECASE)
_SOURCES: Final = re.compile(
    r"(?:sources?|references?|citations?|bibliography|works cited|footnotes|evidence used)"
    r"(?: used| cited)?\s?(?::.*)?",
    re.IGNORECASE | re.DOTALL,
)
_ALOUD: Final = re.compile(rf"\b(?:{'|'.join(_LISTS.lines('aloud'))})\b", re.IGNORECASE)
_DECLINES: Final = re.compile("|".join(_LISTS.lines("declines")), re.IGNORECASE)
_NOT_WORDS: Final = re.compile(r"[\W_]+")
_LIST_NUMBER: Final = re.compile(r"\A\s*[0-9]{1,2}[.)]\s+")
_FEWEST_LETTERS: Final = 12


class Tidy:
    """Passes the sentences of an answer on, one after the other, each once.

    Args:
        instructions: the messages that the model was sent: their sentences are no answer.

    Attributes:
        echoed: whether the model repeated its instructions.
    """

    def __init__(self, instructions: Iterable[Message] = ()) -> None:
        self.echoed = False
        self._instructions = {
            _words(line[sentence.start : sentence.end])
            for message in instructions
            for line in map(_without_number, message.content.splitlines())
            for sentence in split_sentences(line)
        }
        self._said: set[str] = set()
        self._over = False

    def passed(self, draft: DraftStatement) -> DraftStatement | None:
        """The sentence without what stands before an answer, or None where it is none of it."""
        if draft is RETRACTED:
            self._said.clear()
            self._over = False
            return draft
        if self._over or self._is_around(draft):
            return None
        if not self._said:
            draft = _without_prefix(draft)
        words = _words(draft.text)
        if len(words) >= _FEWEST_LETTERS and words in self._instructions:
            self.echoed = True
            return None
        if words in self._said:
            return None
        self._said.add(words)
        return draft

    def _is_around(self, draft: DraftStatement) -> bool:
        text = draft.text.strip("*_# ")
        if _SOURCES.fullmatch(text) and (self._said or not draft.numbers):
            self._over = bool(self._said)
            return True
        if draft.numbers:
            return False
        if not self._said:
            return _OPENING.fullmatch(text) is not None or _ALOUD.search(text) is not None
        return _CLOSING.match(text) is not None


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
        elif NO_ANSWER in draft.text or _words(draft.text) == "noanswer":
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


def _without_prefix(draft: DraftStatement) -> DraftStatement:
    found = _PREFIX.match(draft.text)
    rest = draft.text[found.end() :] if found else draft.text
    if not found or not found[0] or not rest.strip():
        return draft
    return replace(draft, text=rest[0].upper() + rest[1:])


def _without_number(line: str) -> str:
    return _LIST_NUMBER.sub("", line, count=1)


def _words(text: str) -> str:
    return _NOT_WORDS.sub("", text).casefold()
