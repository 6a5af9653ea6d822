"""Statements made of questions and their answers.

"Who sued Tesla?" and "Ford" make "Ford sued Tesla." People wrote the questions in words of
their own, so that the statements are natural rewordings of what the text says; and another
answer from the same text in the place of the right one makes a statement that is wrong in
just these words (cf. Demszky et al., 2018). Where a question has no form that the rules know,
there is no statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.language.words import STOP_WORDS
from tools.train_entailment.drawing import upper
from tools.train_entailment.inflection import IRREGULAR, past, third

_BE: Final = "is|are|was|were"
_HAVE: Final = "has|have|had|will|would|can|could|may|might|must|should"
_NUMBER: Final = re.compile(r"\d")
_YEAR: Final = re.compile(r"(?:1\d|20)\d\d")
_PARTICIPLE: Final = re.compile(
    r"(?:\w+ed|born|built|held|made|found|known|given|taken|written|won|sold|shown|seen|set|"
    r"sent|led|killed|chosen|done|drawn|driven|brought|bought|caught|fought|formed|grown|kept|"
    r"left|lost|paid|put|said|shot|spent|stolen|struck|sung|taught|told|thrown|torn|worn|"
    r"located|based|situated|named|published|released|going|being|able|\w+ing)\Z"
)
_COPULAR: Final = re.compile(r"(?:the|a|an|his|her|its|their|one|some|another|[A-Z]\S*['’]s?)\Z")
_SUBJECT: Final = re.compile(
    rf"(?:Who|What|Which)(?: (?P<noun>(?:[a-z][\w-]* ){{0,3}}?[a-z][\w-]*))?? "
    rf"(?P<verb>(?:{_BE}|{_HAVE})|[a-z]+(?:ed|s)|won|led|made|wrote|said|told|took|gave|became|"
    r"began|held|ran|built|bought|sold|left|lost|found|met|fought|sent|caused|spoke|grew|"
    r"came|went|saw|set|paid|brought|broke|drew|kept|shot|stole|struck|taught|threw|won) "
    r"(?P<rest>.+)\?\Z"
)
_HOW_MANY: Final = re.compile(
    rf"How (?:many|much) (?P<noun>(?:[A-Za-z][\w-]* ){{0,4}}?)(?P<verb>{_BE}|{_HAVE}|[a-z]+ed|"
    r"died|won|took|went|came|left|lost|live|lives|make|makes|made) (?P<rest>.+)\?\Z"
)
_WHEN_BE: Final = re.compile(
    rf"(?P<ask>When|Where|In what year|In which year|What year|On what date|In what city|"
    rf"In what country|In which city|In which country) (?P<be>{_BE}) (?P<rest>.+)\?\Z"
)
_DID: Final = re.compile(
    r"(?P<ask>When|Where|In what year|In which year|What year|On what date|In what city|"
    r"In which city|In what country|In which country|Who|What|Whom) "
    r"(?P<did>did|does|do) (?P<rest>.+)\?\Z"
)
_SEEN: Final = 3
"""How often a word stands where verbs do before it is taken for one."""

_NO_NOUN: Final = frozenset(
    "did does do is are was were has have had will would can could of to in on for and or kind "
    "type sort percentage percent".split()
)
_ARE: Final = frozenset(_BE.split("|"))
_HAS: Final = frozenset("has have had".split())
_MODALS: Final = frozenset("will would can could may might".split())
_INVERTED: Final = _ARE | _HAS | frozenset("will would can could should".split())
"""Verbs that stand before their subject in a question after what is asked for."""

_COUNTED: Final = _HAS | frozenset("will would can could may must should".split())
"""Verbs after which "How many" asks for what somebody has or can."""

_PLACED: Final = frozenset(
    "in on at by since during after before near from between under outside inside along around "
    "about through early late last when as to within across over".split()
)
"""Words that begin an answer that says by itself when or where."""

_LEFT_OPEN: Final = frozenset("in to for with from at on of by as".split())
"""Prepositions at the end of a question that the answer follows."""

_NO_SUBJECT: Final = frozenset("the a an of to".split())
"""Words after which no verb stands."""

_DAY: Final = re.compile(r"(?:\d{1,2}(?:st|nd|rd|th)? [A-Z]|[A-Z]\w+ \d{1,2}\b|[A-Z]\w+day)")
_LONGEST: Final = 90
"""Characters of an answer, at most."""

_FEW, _SEVERAL = 3, 5
"""Words of a number, and of a name or other words."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement, and where in it the answer's words stand: ``text[start:end]``."""

    text: str
    start: int
    end: int


class Verbs:
    """Which words are verbs, learned from the texts themselves.

    A word is a verb's base form where it often stands after "to" or "not".
    """

    def __init__(self, texts: Sequence[str]) -> None:
        counts: dict[str, int] = {}
        for text in texts:
            for word in re.findall(r"\b(?:to|not|will|would|could) ([a-z]{2,})\b", text):
                counts[word] = counts.get(word, 0) + 1
        self._bases = {word for word, count in counts.items() if count >= _SEEN} | set(IRREGULAR)
        self._bases -= STOP_WORDS | {"help", "feel", "let"}
        self._bases.add("have")

    @property
    def bases(self) -> frozenset[str]:
        """All that may be base forms."""
        return frozenset(base for base in self._bases if not base.endswith("ly"))

    def is_base(self, word: str) -> bool:
        """Whether it may be a verb's base form."""
        return word in self._bases


def statement_of(question: str, answer: str, verbs: Verbs) -> Statement | None:
    """What a question and its answer say, or None where the rules know no form for it."""
    question = " ".join(question.split())
    answer = answer.strip(" .,;:")
    if not answer or len(answer) > _LONGEST or "?" in answer or not question.endswith("?"):
        return None
    question = upper(question)
    for form in (_how_many, _when_be, _did, _subject):
        made = form(question, answer, verbs)
        if made is not None:
            before, own, after = made
            if re.search(r"\b(?:did|does|do)\b", f"{before} {after}"):
                return None
            text = " ".join(part for part in (before, own, after) if part)
            start = len(before) + 1 if before else 0
            if not before:
                own = upper(own)
            return Statement(f"{upper(text)}.", start, start + len(own))
    return None


Parts = tuple[str, str, str]


def _subject(question: str, answer: str, _verbs: Verbs) -> Parts | None:
    found = _SUBJECT.match(question)
    if found is None:
        return None
    noun, verb, rest = found["noun"] or "", found["verb"], found["rest"]
    first = rest.split(maxsplit=1)[0]
    if any(word in _NO_NOUN for word in noun.split()) or first in ("did", "does", "do"):
        return None
    named = bool(first[:1].isupper() or _COPULAR.match(first))
    if verb in _ARE and not noun:
        if named:
            return f"{upper(rest)} {verb}", answer, ""
        if not (_PARTICIPLE.match(first) or first in ("in", "on", "at", "not")):
            return None
    if named and (verb in _MODALS or (noun and verb in _INVERTED)):
        return None
    return "", answer, f"{verb} {rest}"


def _how_many(question: str, answer: str, _verbs: Verbs) -> Parts | None:
    found = _HOW_MANY.match(question)
    if found is None or not (_NUMBER.search(answer) or answer.split(maxsplit=1)[0].isalpha()):
        return None
    noun, verb, rest = found["noun"].strip(), found["verb"], found["rest"]
    if any(word in _NO_NOUN for word in noun.split()):
        return None
    if rest.split(maxsplit=1)[0] == "there":
        told = noun.split()[-1:] == answer.split()[-1:]
        many = answer if told else f"{answer} {noun}".strip()
        return f"there {verb}", many, rest.removeprefix("there").strip()
    if verb in _COUNTED:
        return None
    if noun and noun.rsplit(maxsplit=1)[-1].lower() not in answer.lower():
        return "", answer, f"{noun} {verb} {rest}"
    return "", answer, f"{verb} {rest}"


def _when_be(question: str, answer: str, _verbs: Verbs) -> Parts | None:
    found = _WHEN_BE.match(question)
    if found is None:
        return None
    words = found["rest"].split()
    at = [place for place, word in enumerate(words) if place and _PARTICIPLE.match(word)]
    if not at:
        return None
    place = at[-1] if len(at) == 1 else at[0]
    subject, predicate = " ".join(words[:place]), " ".join(words[place:])
    before = f"{subject} {found['be']} {predicate} {_preposition(found['ask'], answer)}"
    return before.strip(), answer, ""


def _did(question: str, answer: str, verbs: Verbs) -> Parts | None:
    found = _DID.match(question)
    if found is None:
        return None
    words = found["rest"].split()
    place = next((at for at in range(1, len(words)) if _is_verb(words, at, verbs)), None)
    if place is None:
        return None
    base = verb = words[place]
    subject, rest = " ".join(words[:place]), " ".join(words[place + 1 :])
    if found["did"] == "did":
        verb = past(base)
    elif found["did"] == "does" and not (subject.endswith("s") or " and " in subject):
        verb = third(base)
    if found["ask"] in ("Who", "What", "Whom"):
        if not rest:
            return f"{subject} {verb}", answer, ""
        if words[-1] in _LEFT_OPEN:
            return f"{subject} {verb} {rest}", answer, ""
        return f"{subject} {verb}", answer, rest
    before = f"{subject} {verb} {rest} {_preposition(found['ask'], answer)}"
    return before.replace("  ", " ").strip(), answer, ""


def _is_verb(words: Sequence[str], at: int, verbs: Verbs) -> bool:
    return verbs.is_base(words[at]) and words[at - 1].lower() not in _NO_SUBJECT


def _preposition(ask: str, answer: str) -> str:
    """What stands between a statement and the time or place that answers it."""
    if answer.split(maxsplit=1)[0].lower() in _PLACED:
        return ""
    if ask == "Where" or "city" in ask or "country" in ask:
        return "in"
    return "on" if _DAY.match(answer) else "in"


def shape(answer: str) -> str:
    """What kind of thing an answer is on the face of it: year, number, name, words."""
    if _YEAR.fullmatch(answer):
        return "year"
    words = answer.split()
    if _NUMBER.search(answer):
        return "number" if len(words) <= _FEW else "long"
    if len(words) > _SEVERAL:
        return "long"
    return "name" if words and words[-1][:1].isupper() else "words"


def others(answer: str, answers: Sequence[str]) -> Iterator[str]:
    """Other answers of the same shape, none of which holds the right one or is in it."""
    plain = answer.lower()
    for other in answers:
        low = other.lower()
        if shape(other) == shape(answer) and low not in plain and plain not in low:
            if set(low.split()) & set(plain.split()) - {"the", "a", "of", "and"}:
                continue
            yield other
