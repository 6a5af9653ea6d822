"""True rewordings that take another sentence of the article, or its date, to be seen as true."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from tools.train_entailment.composed_parts import DAYS, MONTHS
from tools.train_entailment.drawing import lower, upper
from tools.train_entailment.edits import Edit

_PRONOUN: Final = re.compile(r"(?:He|She) (?=[a-z]+(?:ed|s|d)? )")
_PERSON: Final = re.compile(r"([A-Z][a-z]+(?: [A-Z]\.)? [A-Z][a-z’'-]+)(?=,? [a-z])")
_DAY: Final = re.compile(
    rf"\b(?:on )?(?P<day>{'|'.join(DAYS)})\b(?![’'-]| (?:Times|Post|[Nn]ight|morning|afternoon|evening))"
)
_COMING: Final = re.compile(
    r"\b(?:will|would|next|plans?|planned|scheduled|expected|set|due|by|until|to be)\b"
)
_DATELINE: Final = re.compile(
    r"[A-Z][A-Z .,'’-]{3,40}(?:, [A-Z][\w. ]+)? (?:\([^)]{1,20}\) )?[—–-] "
)
_LINKS: Final = (", and ", ", and ", "; ", ", while ")
_BEHIND: Final = re.compile(r"(?:The|A|An|It|In|They|This|That|There|On|At|His|Her|Its|Their)\b")
_MOST_JOINED: Final = 330


def rewordings_in_context(
    sentences: Sequence[str], index: int, published: date | None, rng: random.Random
) -> Iterator[tuple[Edit, frozenset[int]]]:
    """Rewordings of the sentence at ``index``, and what other sentences they rest on.

    ``published`` resolves weekdays that are past: the last such day up to then.
    """
    text = sentences[index]
    if index and (found := _PRONOUN.match(text)):
        people = {one[1] for one in _PERSON.finditer(sentences[index - 1])}
        if len(people) == 1:
            (name,) = people
            made = f"{rng.choice((name, name.split()[-1]))} {text[found.end() :]}"
            yield Edit(made, "pronoun named"), frozenset({index - 1})
    if index + 1 < len(sentences):
        after = sentences[index + 1]
        if text.endswith(".") and _BEHIND.match(after) and len(text) + len(after) < _MOST_JOINED:
            made = text[:-1] + rng.choice(_LINKS) + lower(after)
            yield Edit(made, "joined"), frozenset({index + 1})
    if published is not None and (found := _DAY.search(text)) and not _COMING.search(text):
        back = (published.weekday() - DAYS.index(found["day"])) % 7
        day = published - timedelta(days=back)
        told = f"on {MONTHS[day.month - 1]} {day.day}"
        made = upper(text[: found.start()] + told + text[found.end() :])
        yield Edit(made, "weekday to date"), frozenset()
    if found := _DATELINE.match(text):
        yield Edit(upper(text[found.end() :]), "dateline dropped"), frozenset()
