"""Attributions dropped: what somebody said, told as plain fact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from eval.minimal_pairs.alterations import Alteration
from eval.minimal_pairs.drafts import Draft, capitalised
from eval.minimal_pairs.pairs import Kind

_SAID: Final = r"(?:said|says|announced|added|stressed|noted|testified|argues)"
_WHEN: Final = r"(?: on [A-Z][a-z]+(?: \d+)?(?: evening)?| only)?"
_WHO: Final = r"[^,“”;]{2,75}?"
_ASIDE: Final = r"(?:, [^,“”;]{3,90},)?"
_TRAILING: Final = re.compile(
    rf"(?P<claim>[^“”]+?)(?P<tag>, (?:{_WHO}{_ASIDE} (?:{_SAID}|found){_WHEN}|"
    r"(?:said|says) (?P<said>[^“”;]+)|according to [^“”;]+?))\."
)
_LEADING: Final = re.compile(
    rf"(?P<tag>{_WHO}{_ASIDE} (?:{_SAID}|told (?!reporters)[A-Z]\w+|told supporters in Wexley)"
    rf"{_WHEN} (?:that )?)(?P<claim>[^“”]+)\."
)
_ACCORDING: Final = re.compile(
    r"(?P<tag>According to [^,“”]+?(?:, (?:(?:who|the (?:head|chief|director)|"
    r"Marrin’s chief)\b[^,“”]+|(?:[A-Z][a-z]+\. )?[A-Z]\w+ [A-Z]\w+))?, )(?P<claim>[^“”]+)\."
)
_AMID: Final = re.compile(
    rf"(?P<tag>, (?:[a-z][^,“”]{{1,40}}|[A-Z]\w+) (?:{_SAID}|found), )(?P<next>\w+)"
)
_WHO_ACCORDING: Final = re.compile(r"(?<= who) according to \w+ \w+")
_SPEAKER_AGAIN: Final = re.compile(r"(?:he|she|it|they|his|her|its|their|I)\b", re.IGNORECASE)
_NO_CLAIM: Final = re.compile(r"(?:how|what|why|only|nothing|on the other hand|to|of|in|“)\b")
_JOINING: Final = frozenset({"so", "or", "and", "but", "which", "who", "the"})


def attributions(draft: Draft) -> Iterator[Alteration]:
    """The statement without who says it; none where it holds a quotation."""
    if draft.quotations():
        return
    for pattern, rule in (
        (_ACCORDING, "according to dropped"),
        (_TRAILING, "speaker after the claim dropped"),
        (_LEADING, "speaker before the claim dropped"),
    ):
        found = pattern.fullmatch(draft.text)
        if found is None or not _is_claim(found["claim"]) or ", and " in found["tag"]:
            continue
        if found.groupdict().get("said") and not _is_speaker(draft, found["said"]):
            continue
        claim = re.sub(r"\b(and|but) that\b", r"\1", found["claim"])
        yield _dropped(draft, f"{capitalised(claim)}.", tag=found["tag"], rule=rule)
        return
    for found in _AMID.finditer(draft.text):
        seam = ", " if found["next"] in _JOINING else " "
        text = draft.text[: found.start()] + seam + draft.text[found.start("next") :]
        yield _dropped(draft, text, tag=found["tag"], rule="speaker amid the claim dropped")
    for found in _WHO_ACCORDING.finditer(draft.text):
        text = draft.text[: found.start()] + draft.text[found.end() :]
        yield _dropped(draft, text, tag=found[0], rule="according to dropped")


def _dropped(draft: Draft, text: str, *, tag: str, rule: str) -> Alteration:
    return Alteration(draft, Kind.ATTRIBUTION, text, was=tag.strip(), became="", rule=rule)


def _is_speaker(draft: Draft, words: str) -> bool:
    """Whether what follows "said" is who said it, and not what was said."""
    named = any(draft.sample.cast.mentions(words))
    return words[0].isupper() or (named and words.startswith("the "))


def _is_claim(claim: str) -> bool:
    """Whether the words are a claim about something else than the speaker."""
    long = len(claim.split()) > 4  # noqa: PLR2004 - enough to be a sentence
    return long and not _SPEAKER_AGAIN.match(claim) and not _NO_CLAIM.match(claim)
