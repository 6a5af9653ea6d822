"""Separates what a model says aloud from its thinking and its marks.

Models think between tags (``<think>``), after marks of channels (gpt-oss), or with the closing
tag alone where their template opens it; they leave ends of turns, names of roles and JSON
around what they say. The text comes in pieces cut anywhere, and is read once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final, Literal

RETRACT: Final = "\x18"
"""A piece that takes back all before it: that was thinking, as a closing tag now tells."""

_Mode = Literal["says", "thinks", "header", "over"]

_MARK: Final = re.compile(
    r"<[|｜]?(?P<close>/?)[|｜]?(?P<name>[A-Za-z][^][<>◁◀\n|｜]{0,60}?)[/|｜\s]{0,3}>"
    r"|\[(?P<ends>/?)(?P<shout>THINK|REASONING|INST|TOOL_CALLS|ANSWER)\]"
    r"|[◁◀](?P<shuts>/?)(?P<arrow>think(?:ing)?)[▷▶]"
)
_PARTIAL: Final = re.compile(r"(?:<[^][<>◁◀\n]{0,66}|\[/?[A-Z_]{0,12}|[◁◀][/\w]{0,12})\Z")
_LONGEST_MARK: Final = 70
_THOUGHT: Final = re.compile(
    r"(?:[a-z]+[:_])?(?:think(?:ing)?|thoughts?|thought_process|reason(?:ing)?|reflect(?:ion)?"
    r"|analysis|scratch_?pad|(?:inner_)?monologue|deliberation|rationale|chain_of_thought|cot"
    r"|plan(?:ning)?|internal|tools?|tool_calls?|tool_response|function_calls?|unused94)"
)
_THOUGHT_ENDS: Final = frozenset({"end_of_thought", "unused95"})
_ANSWER: Final = re.compile(
    r"(?:final_?)?(?:answer|response|output|solution|result|reply|summary)|final|begin_of_solution"
)
_OVER: Final = re.compile(
    r"im_end|e[om]t(?:_id)?|eom_id|end_?of_?text|end_of_\w+|eos|return|end|eod|call|user|human"
)
_HEADER: Final = re.compile(r"im_start|start_header_id|start_of_turn|start|channel")
_DROPPED: Final = re.compile(
    r"bos|s|begin_of_\w+|start_?of_?text|message|end_header_id|constrain|assistant|model|system"
    r"|pad|unk"
)
_SPOKEN_ROLES: Final = frozenset({"", "assistant", "model", "ai", "bot", "final"})

# How thinking that nothing marks begins. What begins so is held until something decides.
_BEGINNINGS: Final = (
    "okay ok alright all_right hmm hmmm well so right wait now let_me let's let_us first we i "
    "i'll i'm we're looking_at the_user the_question the_prompt the_task the_query user my_task "
    "to_answer thinking thought thoughts thought_process reasoning step analysis here's_my "
    "here_is_my here's_a_thinking here_is_a_thinking"
)
_MUSINGS: Final = tuple(f"{words.replace('_', ' ')} " for words in _BEGINNINGS.split())
_CHANNEL_WORD: Final = re.compile(r"(?:assistant)?(?:analysis|commentary)(?=[A-Z“\"'<\[])")
_ROLE: Final = re.compile(r"\A(?:assistant|model|ai)[ \t]{0,3}(?::|\n)\s*", re.IGNORECASE)
_ROLES: Final = ("assistant", "model", "ai")
_SPOKEN_AT_LAST: Final = re.compile(
    r"assistantfinal"
    r"|\n[ \t]{0,4}[*#_]{0,4}[ \t]?(?:my |the )?(?:final )?(?:answer|response|reply)[*_]{0,2}"
    r"[ \t]?:[*_]{0,2}",
    re.IGNORECASE,
)
_FENCE: Final = re.compile(r"\A```(?:json)?\s*(\{.*\})\s*```\s*\Z", re.DOTALL)
_ANSWER_KEYS: Final = ("answer", "response", "text", "summary", "reply", "content", "output")
_NAME_END: Final = re.compile(r"[\s=/]")


class ThinkingFilter:
    """Reads a model's text piece by piece and gives out what is said aloud.

    Args:
        hold: whether to give nothing out before the end, or before thinking is closed: for
            models known to close thoughts that they never opened.

    Attributes:
        unopened: whether thinking was closed that had not been opened.
    """

    def __init__(self, *, hold: bool = False) -> None:
        self.unopened = False
        self._mode: _Mode = "says"
        self._opened = False  # whether what is thought was opened by a tag
        self._rest = ""  # the end of what has come, where a mark may begin
        self._header = ""
        self._opening: str | None = ""  # what has been said, until it is known how it begins
        self._held: list[str] | None = [] if hold else None
        self._said = False
        self._thought = False

    def feed(self, text: str) -> Iterator[str]:
        """What is said in ``text`` and known to be; ``RETRACT`` takes back what was."""
        whole = self._rest + text
        done = 0
        for mark in _MARK.finditer(whole):
            yield from self._read(whole[done : mark.start()])
            done = mark.end()
            yield from self._marked(mark)
        partial = _PARTIAL.search(whole, max(done, len(whole) - _LONGEST_MARK))
        end = partial.start() if partial else len(whole)
        self._rest = whole[end:]
        yield from self._read(whole[done:end])

    def finish(self) -> Iterator[str]:
        """What was waited with."""
        rest, self._rest = self._rest, ""
        yield from self._read(rest)
        opening, self._opening = self._opening or "", None
        if self._held is not None:
            opening += "".join(self._held)
            self._held = None
            opening = _unwrapped(_said_at_last(_ROLE.sub("", opening.lstrip(), count=1)))
            if _CHANNEL_WORD.match(opening):
                return  # a channel's name, its marks lost: thinking that came to no end
        if opening.strip():
            self._said = True
            yield opening

    # -- text --------------------------------------------------------------------

    def _read(self, text: str) -> Iterator[str]:
        if not text or self._mode in ("thinks", "over"):
            return
        if self._mode == "header":
            self._header += text
            name, line_end, said = self._header.partition("\n")
            if line_end:
                self._named(name)
                yield from self._read(said)
            return
        yield from self._spoken(text.replace(RETRACT, ""))

    def _spoken(self, text: str) -> Iterator[str]:
        if self._held is not None:
            self._held.append(text)
            return
        if self._opening is None:
            self._said = True
            yield text
            return
        self._opening += text
        start = self._opening.lstrip()
        if role := _ROLE.match(start):
            self._opening = start = start[role.end() :]
        begins = _begins(start)
        if begins == "perhaps":
            return
        opening, self._opening = self._opening, None
        if begins == "yes":
            self._held = [opening]
            return
        self._said = self._said or bool(opening.strip())
        yield opening.lstrip() if self._thought else opening

    # -- marks -------------------------------------------------------------------

    def _marked(self, mark: re.Match[str]) -> Iterator[str]:
        closes = bool(mark["close"] or mark["ends"] or mark["shuts"])
        written = mark["name"] or mark["shout"] or mark["arrow"]
        name = _NAME_END.split(written.replace("▁", "_").replace("-", "_").lower().strip())[0]
        if self._mode == "header":
            self._named(self._header)
        if name in _THOUGHT_ENDS or (closes and _THOUGHT.fullmatch(name)):
            yield from self._thought_ended()
        elif _THOUGHT.fullmatch(name) or name == "begin_of_thought":
            if self._mode == "says":
                self._mode, self._opened = "thinks", True
        elif _ANSWER.fullmatch(name):
            if closes:
                self._mode = "over" if self._said or self._waiting() else self._mode
            else:
                yield from self._thought_ended()
        elif _HEADER.fullmatch(name):
            if self._mode != "over":
                self._mode, self._header = "header", ""
        elif name == "inst" or (closes and name == "s") or _OVER.fullmatch(name):
            if self._mode == "says" and (self._said or self._waiting()):
                self._mode = "over"
        elif not _DROPPED.fullmatch(name):
            yield from self._read(mark[0])

    def _waiting(self) -> bool:
        return bool((self._opening or "").strip() or any(map(str.strip, self._held or ())))

    def _thought_ended(self) -> Iterator[str]:
        """What came before was thinking, whether or not it was opened as such."""
        self._thought = True
        opened, self._opened = self._opened, False
        if self._mode == "thinks" and opened:
            self._mode = "says"
            return
        if self._mode == "over":
            return
        self._mode = "says"
        self.unopened = True
        said, self._said = self._said, False
        self._opening, self._held = "", None
        if said:
            yield RETRACT

    def _named(self, name: str) -> None:
        """The header of a turn or of a channel has been read."""
        words = name.strip().lower().split()
        self._header = ""
        if words and words[0] in ("user", "human", "system", "tool"):
            self._mode = "over" if self._said else "thinks"
        elif not words or words[0] in _SPOKEN_ROLES:
            self._mode = "says"
        else:
            self._mode, self._opened = "thinks", True


def _begins(start: str) -> Literal["yes", "no", "perhaps"]:
    """Whether a reply that starts so has to be held: as thinking, or as JSON."""
    if start.startswith(("{", "```json")) or _CHANNEL_WORD.match(start):
        return "yes"
    plain = re.sub(r"[*_#>`’]+", lambda signs: "'" if signs[0] == "’" else "", start[:60])
    plain = re.sub(r"[\s,.:!…-]+", " ", plain.lower()).lstrip()
    if any(plain.startswith(words) for words in _MUSINGS):
        return "yes"
    unsure = (*_MUSINGS, *_ROLES, "analysis", "commentary", "assistantanalysis", "```json")
    if any(words.startswith(plain) for words in unsure) or "```json".startswith(start):
        return "perhaps"
    return "no"


def _said_at_last(text: str) -> str:
    """Held text, from where its thinking says that the answer begins."""
    ends = [found.end() for found in _SPOKEN_AT_LAST.finditer(text)]
    return text[ends[-1] :].lstrip() if ends else text


def _unwrapped(text: str) -> str:
    fenced = _FENCE.match(text.strip())
    written = fenced[1] if fenced else text.strip()
    if not written.startswith("{"):
        return text
    try:
        found = json.loads(written)
    except (ValueError, RecursionError):
        return text
    if isinstance(found, dict):
        for key in _ANSWER_KEYS:
            if isinstance(found.get(key), str):
                return str(found[key])
    return text
