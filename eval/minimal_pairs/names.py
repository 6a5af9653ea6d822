"""Names swapped, and quotations given to another speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from eval.minimal_pairs.alterations import Alteration, altered, some
from eval.minimal_pairs.cast import Mention, Person
from eval.minimal_pairs.drafts import Draft
from eval.minimal_pairs.pairs import Kind, rank
from eval.minimal_pairs.speech import SAYING

_PEOPLE: Final = frozenset({"people", "surnames"})
_LONG_QUOTE: Final = 20
_PRONOUN_TAG: Final = re.compile(
    rf"(?<=[”\",] )(?:he|she)(?= (?:{SAYING})\b)|^(?:He|She)(?= (?:{SAYING})\b[^“]*“)"
)
_WOMAN: Final = re.compile(r"\b(?:she|her|hers|woman|sister|wife|mother)\b", re.IGNORECASE)


def names(draft: Draft) -> Iterator[Alteration]:
    """The statement with one of its names swapped, for each of them but a quotation's speaker."""
    speaker = _speaker_mention(draft)
    for mention in draft.sample.cast.mentions(draft.text):
        if not draft.outside(mention.start, mention.end) or mention == speaker:
            continue
        found = _swap(draft, mention)
        if found:
            became, rule = found
            yield altered(
                draft, Kind.NAME, start=mention.start, end=mention.end, became=became, rule=rule
            )


def _swap(draft: Draft, mention: Mention) -> tuple[str, str] | None:
    """The other name, and where it is from: mostly from the same article."""
    lot = rank("name", draft.text, mention.start) % 20
    sets = {
        "name of the same article": _here(draft, mention),
        "name of another article": _elsewhere(draft, mention),
        "invented name": _invented(draft, mention),
    }
    order = list(sets)
    first = 0 if lot < 14 else 1 if lot < 17 else 2  # noqa: PLR2004 - 14, 3 and 3 of 20
    for rule in (order[first], *order):
        options = [name for name in sets[rule] if _false(draft, mention, name)]
        if options:
            return some(options, "name", draft.text, mention.start), rule
    return None


def _false(draft: Draft, mention: Mention, name: str) -> bool:
    known = f"{draft.source} {draft.text}"
    last = name.rpartition(" ")[2] if mention.group in _PEOPLE else name
    if _possessive(draft, mention) and name.endswith("s") and not mention.text.endswith("s"):
        return False
    return last not in known and not draft.sample.cast.alike(mention.text, name)


def _here(draft: Draft, mention: Mention) -> Sequence[str]:
    if mention.group in _PEOPLE:
        return _as_mentioned(draft, mention, draft.sample.people)
    return draft.sample.named(mention.group)


def _elsewhere(draft: Draft, mention: Mention) -> Sequence[str]:
    if mention.group in _PEOPLE:
        return _as_mentioned(draft, mention, draft.sample.others)
    return draft.sample.unnamed(mention.group)


def _invented(draft: Draft, mention: Mention) -> Sequence[str]:
    cast = draft.sample.cast
    if mention.group not in _PEOPLE:
        return cast.invented[mention.group]
    full = cast.invented["women" if _she(draft, mention) else "men"]
    return full if mention.group == "people" else [name.rpartition(" ")[2] for name in full]


def _as_mentioned(draft: Draft, mention: Mention, people: Sequence[Person]) -> Sequence[str]:
    """Persons by full name or surname, as the one they stand for; the pronouns should fit."""
    she = _she(draft, mention)
    fitting = [person for person in people if person.she == she]
    named = {person.name for person in draft.sample.cast.called(mention.text)}
    others = [person for person in fitting or people if person.name not in named]
    return [person.name if mention.group == "people" else person.surname for person in others]


def _she(draft: Draft, mention: Mention) -> bool:
    here = {person.name for person in draft.sample.people}
    called = draft.sample.cast.called(mention.text)
    return any(person.she for person in called if person.name in here)


def speakers(draft: Draft) -> Iterator[Alteration]:
    """The statement with its quotation given to another person whom the article names."""
    quoted = sum(end - start for start, end in draft.quotations())
    if quoted < _LONG_QUOTE:
        return
    mention = _speaker_mention(draft)
    if mention is not None:
        options = [
            name
            for name in _as_mentioned(draft, mention, draft.sample.people)
            if _false(draft, mention, name)
        ]
        start, end = _with_title(draft, mention)
        rule = "named speaker swapped"
    else:
        found = _PRONOUN_TAG.search(draft.text)
        who = draft.who
        if found is None or who is None or not draft.outside(*found.span()):
            return
        others = [one for one in draft.sample.people if one.surname != who.surname]
        fitting = [one for one in others if one.she == who.she] or others
        options = [one.name for one in fitting if one.surname not in draft.source]
        start, end = found.span()
        rule = "pronoun replaced"
    if options:
        became = some(options, "speaker", draft.text)
        yield altered(draft, Kind.SPEAKER, start=start, end=end, became=became, rule=rule)


def _with_title(draft: Draft, mention: Mention) -> tuple[int, int]:
    """The place of a name with the title before it, which is not the other person's."""
    titles = {person.title for person in draft.sample.cast.people if person.title}
    before = draft.text[: mention.start]
    for title in titles:
        if before.endswith(f"{title} "):
            return mention.start - len(title) - 1, mention.end
    return mention.start, mention.end


def _speaker_mention(draft: Draft) -> Mention | None:
    """The name of who speaks a statement's quotation; None unless it is plain."""
    if not draft.quotations():
        return None
    tag = re.compile(rf"\b(?:{SAYING})\b")
    people = [
        mention
        for mention in draft.sample.cast.mentions(draft.text)
        if mention.group in _PEOPLE and draft.outside(mention.start, mention.end)
    ]
    spoken = any(draft.outside(*found.span()) for found in tag.finditer(draft.text))
    if len(people) == 1 and spoken and _possessive(draft, people[0]) is False:
        return people[0]
    return None


def _possessive(draft: Draft, mention: Mention) -> bool:
    return draft.text[mention.end :].startswith(("’s", "'s"))
