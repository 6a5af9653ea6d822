"""What is denied, planned, possible or conditional in news sentences, told otherwise or alike.

Errors turn it into what is, or what is into what is not; the rewordings say the same with
another word, so that neither a plain past nor a missing "not" is by itself a sign.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Final

from tools.train_entailment.drawing import chance, couples, upper
from tools.train_entailment.edits import Edit, Kinds, Stock
from tools.train_entailment.inflection import past, third

_BE: Final = r"(?:am|is|are|was|were)"
_WILL: Final = re.compile(
    r"\b(?P<modal>will|would|may|might|could|should|can|must) (?P<adverb>[a-z]+ly )?"
    r"(?P<verb>(?!not\b|never\b|be\b|have\b|only\b|also\b)[a-z]{3,})\b"
)
_WILL_BE: Final = re.compile(r"\b(?:will|would|may|might|could|should|can|must) be (?=[a-z])")
_PLANNED: Final = re.compile(
    rf"\b(?:(?:{_BE} )?(?:plans?|planned|planning|hopes?|hoped|hoping|wants?|wanted|intends?|"
    r"intended|expects?|expected|aims?|aimed|seeks?|sought|seeking|threatened|threatens|vowed|"
    r"promised|pledged|agreed|offered|proposed|tried|trying|attempted|decided|preparing|"
    r"considering|refused|declined|failed|likely|unlikely|set|due|scheduled|supposed|about|"
    r"going|ready|free|able|unable|unwilling|ordered|asked|urged|told|invited)|"
    rf"{_BE}) to (?P<verb>(?!the\b|a\b|be\b|its\b|his\b|her\b|their\b)[a-z]{{3,}})\b"
)
_PLANNED_BE: Final = re.compile(
    rf"\b(?P<be>{_BE}) (?:expected|likely|unlikely|set|due|scheduled|supposed|about|going|"
    r"believed|thought|said|reported|understood|alleged|known)? ?to be (?=[a-z])"
)
_SEEMS: Final = re.compile(
    r"\b(?P<seems>seems?|seemed|appears?|appeared) to (?P<verb>(?!be\b|have\b)[a-z]{3,})\b"
)
_SEEMS_BE: Final = re.compile(r"\b(?P<seems>seems?|seemed|appears?|appeared) to be (?=[a-z])")
_BELIEVES: Final = re.compile(
    r"\b(?:thinks?|thought|believes?|believed|fears?|feared|suspects?|suspected|hopes?|hoped|"
    r"expects?|expected|estimates?|estimated) (?=that |it |he |she |they |the )"
)
_CONDITION: Final = re.compile(
    r",? (?:if|unless|provided that|as long as|only if|assuming) [^,.;“”\"]{6,80}(?=[,.;])"
)
_CONDITION_FIRST: Final = re.compile(r"\A(?:If|Unless|Should) [^,.;“”\"]{6,80}, (?:then )?")
_NOT_DO: Final = re.compile(r"\b(?P<do>do|does|did)(?: not|n['’]t) (?P<verb>[a-z]{3,})\b")
_NOT: Final = re.compile(
    rf"\b(?P<before>{_BE}|has|have|had|will|would|could|should|may|might|must)(?: not|n['’]t)\b"
    r"|\b(?P<can>can)(?: ?not|['’]t)\b"
)
_NOT_TO: Final = re.compile(r"\bnot (?=to [a-z]|yet\b|in\b|a\b|an\b|the\b)")
_NEVER: Final = re.compile(r"\b(?:never|no longer|hardly|rarely) (?=[a-z])")
_NOBODY: Final = re.compile(r"\b(?P<none>[Nn]obody|[Nn]o one|[Nn]one of|[Nn]othing|[Nn]either)\b")
_SOMEBODY: Final = {
    "nobody": ("everybody", "somebody"), "no one": ("someone", "everyone"),
    "none of": ("some of", "all of", "most of"), "nothing": ("something", "everything"),
    "neither": ("both", "either"),
}  # fmt: skip
_NO: Final = re.compile(r"\b(?P<no>[Nn]o) (?!longer|one\b|more\b|less\b|doubt|matter)(?=[a-z])")
_WITHOUT: Final = re.compile(r"\bwithout (?!(?:the|a|an|any|his|her|their|its)? ?[a-z]+ing\b)")
_RATHER: Final = re.compile(
    r" (?:rather than|instead of|but not|and not) (?P<what>[^,.;“”\"]{3,60})(?=[,.;])"
)
_DO_NOT: Final = re.compile(
    rf"\b(?P<aux>(?:{_BE}|will|would|can|could|should|must|may|might)(?= [a-z])|"
    r"(?:has|have|had)(?= (?:been|[a-z]+(?:ed|en|ne))\b))(?! not|n['’]t|['’])"
)
_WITH: Final = re.compile(r"\bwith (?=(?:a|an|the|his|her|their|its|any) [a-z])")

_ALIKE: Final = couples("hedges_alike")


def denials(text: str, _stock: Stock, rng: random.Random) -> Iterator[Edit]:
    """A "not" of any shape left out, or one put in."""
    for found in _NOT_DO.finditer(text):
        verb = found["verb"]
        told = {"do": verb, "does": third(verb), "did": past(verb)}[found["do"]]
        yield _put(text, found, told, "denial dropped")
    for found in _NOT.finditer(text):
        yield _put(text, found, found["before"] or "can", "denial dropped")
    for pattern in (_NOT_TO, _NEVER):
        for found in pattern.finditer(text):
            yield _put(text, found, "", "denial dropped")
    for found in _NOBODY.finditer(text):
        yield _put(text, found, rng.choice(_SOMEBODY[found[0].lower()]), "denial dropped")
    for found in _NO.finditer(text):
        yield _put(text, found, rng.choice(("one", "a", "some", "every")) + " ", "denial dropped")
    for found in _WITHOUT.finditer(text):
        yield _put(text, found, "with ", "denial dropped")
    for found in _RATHER.finditer(text):
        yield _put(text, found, f" as well as {found['what']}", "denial dropped")
    options = [*_DO_NOT.finditer(text), *_WITH.finditer(text)]
    if options and chance(rng, 0.35):
        found = rng.choice(options)
        new = "without " if found[0] == "with " else f"{found['aux']} not"
        yield _put(text, found, new, "denial put in")


def possibilities(text: str, stock: Stock, rng: random.Random) -> Iterator[Edit]:
    """What may be, is planned, believed or conditional, as what is."""
    for found in _WILL.finditer(text):
        if found["verb"] not in stock.verbs:
            continue
        yield _put(text, found, f"{found['adverb'] or ''}{past(found['verb'])}", "made fact")
        if found["modal"] not in ("will", "would", "must"):
            yield _put(text, found, f"will {found['verb']}", "made certain")
    for found in _WILL_BE.finditer(text):
        yield _put(text, found, rng.choice(("was ", "is ", "has been ")), "made fact")
    for found in _PLANNED.finditer(text):
        if found["verb"] in stock.verbs:
            yield _put(text, found, past(found["verb"]), "made fact")
    for found in _PLANNED_BE.finditer(text):
        yield _put(text, found, f"{found['be']} ", "made fact")
    for found in _SEEMS.finditer(text):
        verb = found["verb"]
        if verb not in stock.verbs:
            continue
        told = past(verb) if found["seems"].endswith("ed") else third(verb)
        yield _put(text, found, told, "made fact")
    for found in _SEEMS_BE.finditer(text):
        told = "was " if found["seems"].endswith("ed") else "is "
        yield _put(text, found, told, "made fact")
    for found in _BELIEVES.finditer(text):
        new = rng.choice(("knows ", "proved ", "confirmed "))
        yield _put(text, found, new, "made certain")
    for found in _CONDITION.finditer(text):
        yield Edit(text[: found.start()] + text[found.end() :], "condition dropped", None)
    if found := _CONDITION_FIRST.match(text):
        yield Edit(upper(text[found.end() :]), "condition dropped", None)


def said_alike(text: str, _stock: Stock, rng: random.Random) -> Iterator[Edit]:
    """The same denial, plan or possibility in another word."""
    order = list(_ALIKE)
    rng.shuffle(order)
    for one, other in order:
        for old, new in ((one, other), (other, one)):
            found = re.search(rf"(?<![\w-]){re.escape(old)}(?![\w-])", text)
            if found:
                made = text[: found.start()] + new + text[found.end() :]
                yield Edit(made, "denied or planned alike")


def _put(text: str, found: re.Match[str], new: str, kind: str) -> Edit:
    start, end = found.span()
    made = text[:start] + new + text[end:]
    if start == 0 or text[start].isupper():
        made = text[:start] + upper(new) + text[end:]
    made = upper(made)
    return Edit(made, kind, (start, start + max(len(new.rstrip()), 1)))


UNCERTAIN: Final[Kinds] = {"denials": (denials, 5.0), "possibilities": (possibilities, 5.0)}
"""Errors about what is so and what is not."""
