"""Where a sentence ends in Chinese and Japanese, which part neither words nor sentences."""

from __future__ import annotations

import re
from typing import Final

from assistant.language.enclosures import Reach, closed_spans

EASTERN: Final = frozenset({"zh", "ja"})
"""Codes of the languages that are cut here."""

_CANDIDATE: Final = re.compile(
    r"(?P<mark>[。！？!?｡．…](?<![。！？!?｡．…][。！？!?｡．…])[。！？!?｡．…]*+|(?<=[^\W\d_a-zA-Z])\.(?=\s))"
    r"(?P<close>[”’」』）】》)\"'〉]*+)\s*+(?=\S)"
)
_GOES_ON: Final = "，、,；;：:。！？…—"
_CLAUSE: Final = re.compile(r"[^。！？，、,；;：:“「]{0,16}")
_SAYING: Final = re.compile(
    r".{0,14}?(?:说|說|问|問|道|称|稱|表示|指出|认为|認為|告诉|告訴|写道|寫道|强调|強調|补充|補充"
    r"|回答|回应|回應|喊|宣布|透露|解释|解釋)(?:[。，,、：:！？]|$)"
)
_JAPANESE_QUOTING: Final = re.compile(
    r"(?:と(?!ころ)|って|などと|など|という|の|を|が|は|に|も|だと|とは)"
)


def eastern_cuts(text: str, *, language: str) -> list[int]:
    """The places where a sentence of ``text`` begins, the first (0) left out.

    A quotation stays with the words that say whose it is.

    Args:
        text: one block, line breaks replaced by spaces.
        language: ``zh`` or ``ja``.
    """
    reach = Reach(closed_spans(text))
    cuts: list[int] = []
    for match in _CANDIDATE.finditer(text):
        if reach.covers(match.start("mark"), to=match.end("close")):
            continue
        place = match.end()
        if text[place] in _GOES_ON or (match["mark"][0] == "…" and not match["close"]):
            continue
        if match["close"] and _is_said(text, place, language=language):
            continue
        cuts.append(place)
    return cuts


def _is_said(text: str, place: int, *, language: str) -> bool:
    """Whether the words after a quotation say whose it is."""
    if language == "ja":
        return _JAPANESE_QUOTING.match(text, place) is not None
    clause = _CLAUSE.match(text, place)
    end = clause.end() + 1 if clause else place
    return _SAYING.match(text, place, min(end, len(text))) is not None
