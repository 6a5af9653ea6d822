"""What models put around an answer, taken off: openings, closing remarks, lists of sources.

Sentences said twice are passed on once, and what only repeats the prompt is not passed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from assistant.answering.citations import RETRACTED, DraftStatement
from assistant.language.sentences import split_sentences
from assistant.models.prompts import Message

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
    r"(?:sure|certainly|of course|absolutely|okay|ok|here(?:['’]s| is| are)|based on"
    r"|below (?:is|are)|great question|good question"
    r"|(?:my |the )?(?:final |short )?(?:answer|response|summary))\b"
    r"[^.?]{0,150}[:!.]?",
    re.IGNORECASE,
)
_CLOSING: Final = re.compile(
    r"(?:i hope|hope (?:this|that)|let me know|if you(?:['’]d| (?:have|need|want|would))"
    r"|please (?:let|note|feel)|feel free|is there anything|would you like|note(?: that)?\b"
    r"|thank you|(?:i['’]m )?happy to help|(?:this|the above) (?:answer|summary|response)\b"
    r"|all (?:of )?(?:the )?(?:facts|sentences|information|statements)\b"
    r"|end of (?:answer|summary))",
    re.IGNORECASE,
)
_SOURCES: Final = re.compile(
    r"(?:sources?|references?|citations?|bibliography|works cited|footnotes|evidence used)"
    r"(?: used| cited)?\s?(?::.*)?",
    re.IGNORECASE | re.DOTALL,
)
# Thinking that nothing marks as such: about the task, not about the news.
_ALOUD: Final = re.compile(
    r"\b(?:the user|the question (?:is|asks|wants)|user (?:asks|wants)|numbered sentences?"
    r"|the (?:prompt|instructions?|rules?) (?:say|ask|require|is|are)|let me|let['’]s"
    r"|(?:i|we) (?:should|need to|will|must|have to|can|could|am going to|are going to|want to)"
    r"|i['’]ll|we['’]ll|i think|hmm+|wait,|sentence \d+ (?:says|mentions|states))\b",
    re.IGNORECASE,
)
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
