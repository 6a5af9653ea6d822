"""Truthful rewritings by rule: what a summariser does to a sentence without harm.

Each rule takes a draft and gives the drafts that it makes of it, none where it does not
apply. What is dropped is never an attribution, a negation or a "may".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from eval.minimal_pairs.drafts import (
    Draft,
    Sample,
    capitalised,
    neighbours,
    statements,
    without_dateline,
)
from eval.minimal_pairs.pairs import rank
from eval.minimal_pairs.speech import RULES as _SPEECH
from eval.minimal_pairs.speech import SAYING
from eval.minimal_pairs.wording import RULES as _WORDING

Rule = Callable[[Draft], Iterator[Draft]]

_KEPT: Final = re.compile(
    r"\b(?:not|no|never|nobody|without|may|might|could|would|should|expect\w*|likely|denied|"
    rf"unless|if|only|accord\w+|{SAYING})\b|n[’']t\b",
    re.IGNORECASE,
)
_LEAD: Final = re.compile(
    r"(?:By|In|On|At|After|Since|From|Even so|Presenting|With|Asked|By contrast)"
    r"\b[^,“”;]{2,70}, (?!who\b|where\b|which\b|and\b|he answered)(?!(?:May|March|June) \d)(?=\w)"
)
_APPOSITION: Final = re.compile(
    r", (?:\d\d, )?(?:an? |the |who |which |whose |its |their )(?:[^,“”;.]|\.(?! ))"
    r"{3,90}(?P<end>,(?! and| who| which)|\.$)"
)
_AGE: Final = re.compile(r", \d\d,(?= )(?! and)")
_SECOND: Final = re.compile(r"(?P<first>[^“”;]{30,}), and (?P<second>[^“”;]{15,})\.")
_WITH: Final = re.compile(r"(?P<first>[^“”;]{30,}), (?:with|including|among them) [^“”;,]{8,}\.$")
_ONE_IN: Final = 5
_PARENTHESIS: Final = re.compile(r" \([^()]+\)")
_BEFORE_SURNAME: Final = re.compile(
    r"^$|[”\"] (?:said |says )?$|, (?:said|says) $|"
    r"(?<!called)(?<!named)\b(?:said|says|and|by|that|to|of|for|with|from|when) $"
)


def rewritings(sample: Sample) -> Iterator[Draft]:
    """The true statements that an article gives: verbatim, rewritten once, rewritten twice.

    Of those that are rewritten twice, one in ``_ONE_IN`` is given: they are many.
    """
    plain = list(statements(sample))
    yield from plain
    once: list[Draft] = []
    for draft in plain:
        clean = _cleaned(draft)
        once += [clean] if clean.forms else []
        once += [made for rule in RULES for made in rule(clean)]
    once += list(_joined(plain))
    yield from once
    for draft in once:
        for rule in RULES:
            for made in rule(draft):
                again = len(set(made.forms)) < len(made.forms)
                if not again and rank("twice", made.text) % _ONE_IN == 0:
                    yield made


def _cleaned(draft: Draft) -> Draft:
    text = without_dateline(draft.text)
    return draft.rewritten(text, "dateline dropped") if text != draft.text else draft


def _lead_dropped(draft: Draft) -> Iterator[Draft]:
    found = _LEAD.match(draft.text)
    if found and not _KEPT.search(found[0]):
        rest = draft.text[found.end() :]
        yield draft.rewritten(capitalised(rest), "lead dropped")


def _apposition_dropped(draft: Draft) -> Iterator[Draft]:
    for mention in draft.sample.cast.mentions(draft.text):
        found = _APPOSITION.match(draft.text, mention.end)
        if not (found and draft.outside(*found.span())) or _KEPT.search(found[0]):
            continue
        end = "." if found["end"] == "." else ""
        rest = draft.text[found.end() :]
        if re.match(r" (?:\d|[A-Z]|of\b)", rest):
            continue
        before = draft.text[: mention.start]
        in_commas = re.search(r", (?:[A-Z][a-z]+\. )?$", before) and not _LEAD.match(draft.text)
        if not end and in_commas and mention.group != "surnames":
            end = ","
        text = draft.text[: mention.end] + end + draft.text[found.end() :]
        yield draft.rewritten(text, "apposition dropped")


def _age_dropped(draft: Draft) -> Iterator[Draft]:
    for mention in draft.sample.cast.mentions(draft.text):
        found = _AGE.match(draft.text, mention.end)
        if mention.group == "people" and found and draft.outside(*found.span()):
            text = draft.text[: mention.end] + "," + draft.text[found.end() :]
            yield draft.rewritten(text, "age dropped")


def _end_dropped(draft: Draft) -> Iterator[Draft]:
    for pattern in (_SECOND, _WITH):
        found = pattern.fullmatch(draft.text)
        if found is None or re.search(r", \d\d$", found["first"]):
            continue
        dropped = draft.text[found.end("first") :]
        if not _KEPT.search(dropped) and not re.search(r"\bboth\b", found["first"]):
            yield draft.rewritten(found["first"].removesuffix(".") + ".", "end dropped")


def _parenthesis_dropped(draft: Draft) -> Iterator[Draft]:
    found = _PARENTHESIS.search(draft.text)
    if found and draft.outside(*found.span()):
        text = draft.text[: found.start()] + draft.text[found.end() :]
        yield draft.rewritten(text, "parenthesis dropped")


def _named_in_full(draft: Draft) -> Iterator[Draft]:
    for mention in draft.sample.cast.mentions(draft.text):
        if mention.group != "surnames" or not draft.outside(mention.start, mention.end):
            continue
        bearers = draft.sample.cast.bearers(mention.text, among=draft.sample.people)
        before = draft.text[: mention.start]
        if len(bearers) != 1 or bearers[0].name in draft.text:
            continue
        before = re.sub(
            r"(?:M[rs]s?|Dr|Prof|Col|Gov|Cmdr)\. $|(?:Judge|Mayor|Professor) $", "", before
        )
        text = before + bearers[0].name + draft.text[mention.end :]
        yield draft.rewritten(text, "full name")
        return


def _surname_alone(draft: Draft) -> Iterator[Draft]:
    for mention in draft.sample.cast.mentions(draft.text):
        if mention.group != "people" or not draft.outside(mention.start, mention.end):
            continue
        person = draft.sample.cast.person(mention.text)
        if len(draft.sample.cast.bearers(person.surname, among=draft.sample.people)) != 1:
            continue
        before = draft.text[: mention.start]
        after = draft.text[mention.end :]
        if person.title and before.endswith(f"{person.title} "):
            before = before[: -len(person.title) - 1]
        if not _BEFORE_SURNAME.search(before) or re.match(r" of\b|, \d\d,", after):
            continue
        yield draft.rewritten(before + person.surname + draft.text[mention.end :], "surname alone")
        return


def _pronoun_named(draft: Draft) -> Iterator[Draft]:
    who = draft.who
    if who is None or len(draft.sentences) > 1:
        return
    pronoun = "she" if who.she else "he"
    found = re.search(
        rf"^{pronoun.capitalize()}(?= )|(?<=[”\",] ){pronoun}(?= (?:{SAYING})\b)", draft.text
    )
    if found is None or not draft.outside(*found.span()):
        return
    index = draft.sentences[0]
    before = draft.sample.article.sentence_text(index - 1) if index else ""
    cited = (index - 1,) if re.search(rf"\b{who.surname}\b", before) else ()
    text = draft.text[: found.start()] + who.name + draft.text[found.end() :]
    yield draft.rewritten(text, "pronoun named", sentences=cited)


def _joined(drafts: Sequence[Draft]) -> Iterator[Draft]:
    for one, other in neighbours(drafts):
        first, second = _cleaned(one), _cleaned(other)
        whole = f"{first.text} {second.text}"
        if len(whole) > 230 or re.search(r"[“”\":;?]|\bsaid\b", whole):  # noqa: PLR2004 - still readable
            continue
        if re.search(r"\b(?:says|stressed|testified|according to|found)\b", second.text):
            continue
        if re.match(r"(?:But|Then|And|So|Not|Even|Once|That)\b", second.text):
            continue
        lowered = second.lowered(second.text)
        if ", and " in first.text or (lowered == second.text and not _begins_with_name(second)):
            continue
        text = f"{first.text[:-1]}, and {lowered}"
        yield one.rewritten(text, "joined", sentences=other.sentences)


def _begins_with_name(draft: Draft) -> bool:
    titles = {person.title for person in draft.sample.people}
    first = draft.text.split(" ", 1)[0]
    return first in titles or any(
        mention.start == 0 for mention in draft.sample.cast.mentions(draft.text)
    )


RULES: Final[tuple[Rule, ...]] = (
    _lead_dropped,
    _apposition_dropped,
    _age_dropped,
    _end_dropped,
    _parenthesis_dropped,
    _named_in_full,
    _surname_alone,
    _pronoun_named,
    *_WORDING,
    *_SPEECH,
)
