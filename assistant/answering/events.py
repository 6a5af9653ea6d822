"""Whether a figure is of the event that is asked about.

"How many people died in the Texas floods?" is not answered by the toll of a storm in the
Caribbean: what is about the sentence has to name what is asked about, and the kind of event.
"""

from __future__ import annotations

import re
from typing import Final

from assistant.answering.mentions import names_in
from assistant.answering.question_kinds import QuestionKind, question_kind
from assistant.language.names import NameKind
from assistant.language.word_lists import word_lists
from assistant.language.words import content_terms, folded
from assistant.library.preparation import heading
from assistant.types import Article

_EVENTS: Final = word_lists("questions.toml").table("events")
_SAID: Final = {
    kind: re.compile(rf"\b{_EVENTS.pattern(kind)}\b", re.IGNORECASE) for kind in _EVENTS.names
}
_ASKED: Final = re.compile(
    r"\b(?:in|by|from|during|of|after|at|to)(?: [\w’'-]+){0,5}? "
    rf"(?:{'|'.join(f'(?P<{kind}>{_EVENTS.pattern(kind)})' for kind in _EVENTS.names)})\b",
    re.IGNORECASE,
)
_FIGURES: Final = frozenset({QuestionKind.HOW_MANY, QuestionKind.HOW_MUCH})
_LEAD: Final = 2
"""Sentences at an article's beginning that say what all of it is about."""
_NEAR: Final = 2
_PREFIX: Final = 4


def of_another_event(question: str, article: Article, index: int) -> bool:
    """Whether sentence ``index`` counts for another event than ``question`` asks about.

    That is where neither it nor what stands around it, the heading or the lead has a word of the
    names asked about, or of the kind of event: a flood, a fire. False where no figure of an event
    is asked for.
    """
    asked = _ASKED.search(question)
    if asked is None or asked.lastgroup is None or question_kind(question) not in _FIGURES:
        return False
    last = len(article.sentences)
    around = sorted(
        {*range(min(_LEAD, last)), *range(max(0, index - _NEAR), min(index + _NEAR + 1, last))}
    )
    said = heading(article) + " ".join(map(article.sentence_text, around))
    if not _SAID[asked.lastgroup].search(said):
        return True
    plain = folded(said)
    terms = [
        term
        for name in names_in(question)
        if name.kind is NameKind.NAME
        for term in content_terms(name.text)
        if len(term) >= _PREFIX and not term.isdigit()
    ]
    return bool(terms) and not any(
        re.search(rf"(?<!\w){re.escape(term[:_PREFIX])}", plain) for term in terms
    )
