"""Where an English sentence ends: rules of newswire on top of a general splitter's cuts.

The general splitter sees the text with its quotation marks and brackets blanked
(``without_quotes``); what stands inside them is decided here: a quotation or a bracket is
kept whole up to ``LONGEST_ENCLOSURE`` characters, so that a quoted person's words stay
with the name of who said them, and is cut like other text beyond that.

Every pattern is possessive or bounded, so that all of this is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from assistant.language.enclosures import Reach, Span, closed_spans
from assistant.language.punctuation import CLOSING, OPENING
from assistant.language.word_lists import word_lists

_LISTS: Final = word_lists("english-sentences.toml")
_TITLES: Final = _LISTS.words("titles")
_LINKS: Final = _LISTS.words("links")
_BEFORE_NUMBER: Final = _LISTS.words("before_number")
_EITHER_WAY: Final = _LISTS.words("either_way")
_STARTERS: Final = _LISTS.words("starters")
_AFTER_CLOCK: Final = _LISTS.words("after_clock")
_COMPANY_FORMS: Final = _LISTS.words("company_forms")
_SAYING: Final = _LISTS.pattern("saying")
_GOES_ON: Final = frozenset("—–-.,;:!?…)&/")  # marks that continue a sentence after a full stop
_NAME: Final = r"[A-Z][\w.’'-]{0,30}"
_ATTRIBUTION: Final = re.compile(
    rf"(?:{_NAME} ){{1,4}}{_SAYING}"
    r"(?=[.,;:]|$| (?:in|on|at|after|during|as|when|before|while|to)\b)"
)
_PLAIN_ATTRIBUTION: Final = re.compile(rf"(?:{_NAME} ){{1,4}}{_SAYING}(?=[.,])")

_CANDIDATE: Final = re.compile(
    # The set comes first and the look-behind after it, so that the search can skip ahead.
    rf"(?P<mark>[.!?…](?<![.!?…][.!?…])[.!?…]*+)(?P<close>[{CLOSING})\]]*+)"
    rf"(?P<note>(?:\[\w{{1,3}}\])*+)\s++(?=(?P<open>[{OPENING}(\[]*+)(?P<next>\S))"
)
_UNSPACED: Final = re.compile(r"(?<=[.!?…])[\"“”](?=[^\W\d_])")
_TOKEN: Final = re.compile(rf"[^\s(\[{OPENING}—–/-]*$")
_WORD: Final = re.compile(r"[^\W_][\w’'-]{0,30}")
_DOTTED: Final = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
_NOTE: Final = re.compile(r"(?<=[.!?…\"”’'])\[\w{1,3}\]")
_BLANKED: Final = '"“”‘()[]«»'
_SINGLE_MARKS: Final = (
    *((f"{stop}{mark} ", f"{stop}  ") for stop in ".!?…" for mark in "’'"),
    *((f" {mark}", "  ") for mark in "’'"),
)
_TOKEN_WINDOW: Final = 24
_NAME_WINDOW: Final = 160


def without_quotes(text: str) -> str:
    """``text`` with quotation marks, brackets and footnote marks blanked, offsets kept."""
    if "[" in text:
        text = _NOTE.sub(lambda match: " " * len(match[0]), text)
    # Replacing mark by mark is five times as fast as a table or a pattern.
    for mark in _BLANKED:
        text = text.replace(mark, " ")
    for single, blanked in _SINGLE_MARKS:
        text = text.replace(single, blanked)
    return text


def english_cuts(text: str, *, cuts: Collection[int]) -> list[int]:
    """The places where a sentence of ``text`` begins, the first (0) left out.

    Args:
        text: one block, line breaks replaced by spaces.
        cuts: where the general splitter begins sentences, found on ``without_quotes(text)``.
            Several of them between two words count as one.
    """
    found: list[int] = []
    # "E!'s show", "example.com": no sentence begins in lower case without a space before it.
    pending = sorted(c for c in cuts if text[c - 1].isspace() or not text[c : c + 1].islower())
    spans = closed_spans(text)
    reach = Reach(spans)
    at = 0
    for match in _CANDIDATE.finditer(text):
        while at < len(pending) and pending[at] <= match.start("mark"):
            if not reach.covers(pending[at], to=pending[at]):
                found.append(pending[at])
            at += 1
        proposed = False
        while at < len(pending) and pending[at] <= match.end("open"):
            proposed = True
            at += 1
        if reach.covers(match.start("mark"), to=match.end("close")):
            continue
        decided = _decide(text, match)
        if proposed if decided is None else decided:
            found.append(match.end())
    found += (cut for cut in pending[at:] if not reach.covers(cut, to=cut))
    return _with_unspaced(found, text, spans)


def _with_unspaced(found: list[int], text: str, spans: Sequence[Span]) -> list[int]:
    """``found``, and where a quotation begins or ends between two sentences without a blank."""
    places = [match.start() for match in _UNSPACED.finditer(text)]
    if not places:
        return found
    cuts = set(found)
    reach = Reach(spans)
    ends = {span.end for span in spans}
    for place in places:
        closes = text[place] == "”" or place + 1 in ends
        if text[place + 1].isupper() and not reach.covers(place, to=place + 1):
            cuts -= {place, place + 1}
            cuts.add(place + 1 if closes else place)
    return sorted(cuts)


def _decide(text: str, match: re.Match[str]) -> bool | None:
    """Whether a sentence ends at ``match``; None where the general splitter shall decide."""
    word = _WORD.match(text, match.end("open"))
    following = word[0] if word else ""
    # A name such as iPhone begins a sentence as well as any capital does.
    capital = any(letter.isupper() for letter in following)
    if (following[:1].islower() and not capital) or match["next"] in _GOES_ON:
        return False
    if match["mark"] == ".":
        return _decide_full_stop(text, match, following=following, capital=capital)
    company = following in _COMPANY_FORMS and not match["close"]
    if company or _is_attributed(_ATTRIBUTION, text, match):
        return False
    if match["mark"] in {"!", "?"} and not match["close"]:
        return None
    return True if capital or match["open"] else None


def _decide_full_stop(
    text: str, match: re.Match[str], *, following: str, capital: bool
) -> bool | None:
    stop = match.start("mark")
    token_match = _TOKEN.search(text[max(0, stop - _TOKEN_WINDOW) : stop])
    token = token_match[0] if token_match else ""
    if _never_ends(token, following=following):
        return False
    if token in {"a.m", "p.m"}:
        return following not in _AFTER_CLOCK
    if _is_short_form(token):
        if match["open"]:
            return match["open"][0] not in "(["
        return following in _STARTERS if capital else None
    if _is_attributed(_PLAIN_ATTRIBUTION, text, match):
        return False
    return True if capital else None


def _never_ends(token: str, *, following: str) -> bool:
    kind = token.lower()
    if kind in _TITLES - _LINKS and token[0].isupper():
        # Written in capitals it may be something else: "has MS. The".
        return not (token.isupper() and following in _STARTERS)
    return kind in _LINKS or (kind in _BEFORE_NUMBER and following[:1].isdigit())


def _is_short_form(token: str) -> bool:
    if token.lower() in _EITHER_WAY:
        return token[:1].isupper() or token in {"etc", "al", "plc", "ft", "feat"}
    return token.isupper() if len(token) == 1 else _DOTTED.fullmatch(token) is not None


def _is_attributed(pattern: re.Pattern[str], text: str, match: re.Match[str]) -> bool:
    if match["open"] or not any(mark in CLOSING for mark in match["close"]):
        return False
    return pattern.match(text, match.end(), match.end() + _NAME_WINDOW) is not None
