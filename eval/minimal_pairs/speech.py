"""Truthful rewritings of who said what: the speaker moved, named, or "according to" them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from eval.minimal_pairs.drafts import Draft, capitalised

SAYING: Final = (
    r"said|says|told|tells|testified|added|noted|argues|stressed|replied|answered|announced|"
    r"called|explains|admits|describes|warned|confirmed|declined|wrote"
)
_NAME: Final = r"[^,“”;]{2,70}"
_TITLED: Final = rf"{_NAME}(?:, [^,“”;]{{3,80}})?"
_QUOTE_THEN_TAG: Final = re.compile(
    r"“(?P<first>[^“”]+),” (?P<tag>[^“”]+?)(?:, “(?P<second>[^“”]+)”|\.)", re.DOTALL
)
_SUBJECT_FIRST: Final = re.compile(
    r"(?P<who>[^,]{2,60}|[^,]{2,40}, [^,]{3,80},) "
    r"(?P<verb>said|says|told|explains)(?P<rest>(?: [^,]+)?)"
)
_VERB_FIRST: Final = re.compile(rf"(?P<verb>said|says) (?P<who>{_NAME}(?:, [^“”;]+)?)")
_WHOLE: Final = re.compile(r"“(?P<quote>[^“”]+)\.”")
_TRAILING: Final = re.compile(
    rf"(?P<claim>[^“”;]+), (?P<who>{_NAME}|{_NAME}, [^,“”;]{{3,80}},) (?P<verb>said|says)"
    r"(?P<when> on [A-Z][a-z]+day)?\."
)
_INVERTED: Final = re.compile(
    rf"(?P<claim>[^“”;]+), (?P<verb>said|says) (?P<who>(?:[A-Z]|the ){_TITLED})\."
)
_LEADING: Final = re.compile(
    rf"(?P<who>{_NAME}|{_NAME}, [^,“”;]{{3,80}},) (?P<verb>said|says) "
    r"(?P<that>that )?(?P<claim>[^“”;]+)\."
)
_PRONOUN: Final = re.compile(r"(?:he|she|it|they|his|her|its|their)\b", re.IGNORECASE)
_TENSE: Final = re.compile(r"\b(?:would|had)\b")
_NO_SPEAKER: Final = re.compile(
    r"^(?:when|while|who|which|but|where|that|people|her|his|their)\b|\b(?:who|which|has|have|also)$",
    re.IGNORECASE,
)
_NO_CLAIM: Final = re.compile(r"(?:only|on the other hand|that|in|nothing|at|of)\b")


def _speaker_first(draft: Draft) -> Iterator[Draft]:
    found = _QUOTE_THEN_TAG.fullmatch(draft.text)
    tag = _speaker(found["tag"]) if found else None
    if found is None or tag is None:
        return
    quote = found["first"]
    if found["second"]:
        quote += _seam(found["second"]) + found["second"]
    quote = quote if quote[-1] in ".?!" else quote + "."
    yield draft.rewritten(f"{capitalised(tag)}: “{quote}”", "speaker first")


def _speaker(tag: str) -> str | None:
    """The tag of a quotation with its subject first; None where that would be clumsy."""
    found = _VERB_FIRST.fullmatch(tag)
    if found:
        if re.search(r", in (?:the|a)\b|, to | [ap]\.m$", found["who"]):
            return None
        comma = "," if "," in found["who"] else ""
        return f"{found['who']}{comma} {found['verb']}"
    found = _SUBJECT_FIRST.fullmatch(tag)
    return tag if found else None


def _seam(second: str) -> str:
    """What joins the halves of a quotation that its tag had parted."""
    if not second[0].islower():
        return ". "
    return ", " if re.match(r"(?:and|but|or|then)\b", second) else " "


def _speaker_named(draft: Draft) -> Iterator[Draft]:
    """A quotation that stands alone, with the name of its speaker."""
    found = _WHOLE.fullmatch(draft.text)
    who = draft.who
    if found and who:
        yield draft.rewritten(f"“{found['quote']},” {who.name} said.", "speaker named")
        yield draft.rewritten(f"{who.name} said: “{found['quote']}.”", "speaker named first")


def _said_that(draft: Draft) -> Iterator[Draft]:
    """The speaker, named after the claim, in front of it: "X said that …"."""
    if len(draft.sentences) > 1:
        return
    for pattern in (_TRAILING, _INVERTED):
        found = pattern.fullmatch(draft.text)
        if found is None or not _plain(draft, found["who"]):
            continue
        if pattern is _INVERTED and not any(draft.sample.cast.mentions(found["who"])):
            continue
        who = found["who"].rstrip(",")
        comma = "," if "," in who else ""
        when = found.groupdict().get("when") or ""
        claim = draft.lowered(found["claim"])
        text = f"{capitalised(who)}{comma} {found['verb']}{when} that {claim}."
        yield draft.rewritten(text, "said that")
        return


def _according(draft: Draft) -> Iterator[Draft]:
    """The speaker as a source: "according to X"."""
    if len(draft.sentences) > 1:
        return
    for pattern in (_TRAILING, _INVERTED, _LEADING):
        found = pattern.fullmatch(draft.text)
        if found is None or not _plain(draft, found["who"]):
            continue
        if pattern is _INVERTED and not any(draft.sample.cast.mentions(found["who"])):
            continue
        claim, who = found["claim"], found["who"].rstrip(",")
        if pattern is _LEADING and (_PRONOUN.match(claim) or _TENSE.search(claim)):
            continue
        if pattern is _LEADING and (_NO_CLAIM.match(claim) or " that " in f"{claim} "):
            continue
        who = draft.lowered(who)
        yield draft.rewritten(f"According to {who}, {draft.lowered(claim)}.", "according to, first")
        yield draft.rewritten(f"{capitalised(claim)}, according to {who}.", "according to, last")
        return


def _plain(draft: Draft, who: str) -> bool:
    """Whether what stands for the speaker is one, and no pronoun."""
    if _PRONOUN.fullmatch(who) or _NO_SPEAKER.search(who):
        return False
    mentions = tuple(draft.sample.cast.mentions(who))
    return bool(mentions) or re.match(r"(?:the|an?)\b", who, re.IGNORECASE) is not None


RULES: Final[tuple[Callable[[Draft], Iterator[Draft]], ...]] = (
    _speaker_first,
    _speaker_named,
    _said_that,
    _according,
)
