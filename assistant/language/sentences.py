"""Cuts the text of an article into sentences, the units that answers cite.

The lines of a text are sorted into blocks first (``blocks``: hard-wrapped paragraphs are
joined, headlines and list items stand alone), and each block is cut by itself: English by the
``sentencex`` library and rules of newswire (``english``), the languages whose short forms are
known by those, and Chinese and Japanese by their own marks (``boundaries``), the others by the
library alone. Lists that stand inside a line are cut in all of them
(``markers_in``). The promise that no character is lost or cited twice is kept here by
construction, whatever the rules and the library answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from sentencex import get_sentence_boundaries

from assistant.language.blocks import Block, find_blocks
from assistant.language.boundaries import EASTERN, SHORT_FORMS, eastern_cuts, foreign_cuts
from assistant.language.enclosures import Span
from assistant.language.english import english_cuts, without_quotes
from assistant.language.punctuation import CLOSING, ENDS, OPENING
from assistant.language.word_lists import word_lists
from assistant.types import Sentence

# Characters beyond which a sentence is cut, at a semicolon, a comma or a space if there is one in
# its second half: a run without punctuation must still be embedded and cited.
LONGEST_SENTENCE: Final = 1200

# Characters handed to the library at once: it is quadratic on some kinds of long input.
_PIECE: Final = 4000
_CODE: Final = re.compile(r"[a-z]{2,3}(?![a-z])")
_BLANKED: Final = re.compile(
    # White space other than " ", spelled out: four times as fast as the class without it;
    # and surrogates, which the library cannot take.
    "[\t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ud800-\udfff]"
)
_CRUMB: Final = re.compile(r"\(?(?:\d{1,3}|[A-Za-z])[.)]|[-*•‣◦·▪●–—]")
_CLOSING: Final = re.compile(rf"[,;:{ENDS}、，；：)\]}}{CLOSING}）】》\s]{{1,16}}")
_BREAKS: Final = (re.compile(r"[;；؛]\s*"), re.compile(r"[,，،、]\s*"), re.compile(r"\s+"))

_ITEM: Final = re.compile(
    rf"(?:^|(?<=[.!?:…]\s)|(?<=[.!?…][{CLOSING})]\s))"
    r"(?P<open>\(?)(?:(?P<number>\d{1,2})|(?P<letter>[a-zA-Z])|(?P<roman>[ivx]{2,4}))"
    rf"(?P<close>[.)])\s+(?=[{OPENING}(]?(?P<next>\w))"
)
# What stands before a number that counts: "No. 1." is no item.
_COUNTING: Final = re.compile(
    r"\b(?:nos?|nrs?|pp?|figs?|vol|art|ch|secs?|sect|pt|paras?|núm|pág|cap|num|st|ave|№)\.\s$",
    re.IGNORECASE,
)
# What a page writes over a text, which its extraction glues to the first sentence.
_LABEL: Final = re.compile(
    rf"(?i:{'|'.join(word_lists('boilerplate.toml').lines('labels'))}):?\s+(?=[{OPENING}]?[A-Z0-9])"
)
_BULLET: Final = re.compile(r"(?:^|(?<=\s))[•▪●‣◦]\s+(?=\S)")
_ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_FEWEST_ITEMS: Final = 2
_SHORTEST_ITEM: Final = 3  # characters: "A. B. Crane" is no list


def split_sentences(text: str, *, language: str = "en") -> tuple[Sentence, ...]:
    """The sentences of ``text``, in order, numbered from 0.

    They do not overlap, none is empty or begins or ends with white space, and every
    character of ``text`` that is not white space lies in exactly one of them. None is
    longer than ``LONGEST_SENTENCE``. Time is linear in the length of ``text``.

    Args:
        text: the canonical text of an article.
        language: its language code (``en``, ``pt-BR``; case and region do not matter).
            English rules serve whatever is no language code at all; a code that the
            library does not know is cut by the library's own fallback, English, too.
    """
    match = _CODE.match(language.strip().lower())
    code = match[0] if match else "en"
    spans = (
        span
        for block in find_blocks(text)
        for span in _spans(text, _starts(text, block, language=code), end=block.end)
    )
    return tuple(Sentence(index, start, end) for index, (start, end) in enumerate(spans))


def _starts(text: str, block: Block, *, language: str) -> list[int]:
    whole = _BLANKED.sub(" ", text[block.start : block.end])
    lead = block.lead - block.start
    cuts = {lead + cut for cut in _cuts(whole[lead:], language=language)}
    label = _LABEL.match(whole) if block.start == 0 else None
    if label is not None:
        cuts.add(label.end())
    for marker in markers_in(whole):
        cuts = {cut for cut in cuts if not marker.start < cut <= marker.end}
        cuts.add(marker.start)
    rising = sorted(cut for cut in cuts if lead < cut < len(whole))
    return _without_crumbs(text, [block.start, *(block.start + cut for cut in rising)], block.end)


def _cuts(body: str, *, language: str) -> list[int]:
    if language == "en":
        return english_cuts(body, cuts=_library_cuts(without_quotes(body), language=language))
    if language in EASTERN:
        return eastern_cuts(body, language=language)
    if language in SHORT_FORMS:
        return foreign_cuts(body, language=language)
    return _library_cuts(body, language=language)


def _library_cuts(body: str, *, language: str) -> list[int]:
    """Where the library begins sentences, asked piece by piece."""
    cuts: list[int] = []
    begin = 0
    while begin < len(body):
        end = min(begin + _PIECE, len(body))
        found = get_sentence_boundaries(language, body[begin:end])
        starts = [begin + boundary["start_index"] for boundary in found] or [begin]
        following = end
        if end < len(body):
            # The last sentence of a piece may go on in the next: begin that piece with it.
            space = body.rfind(" ", begin, end) + 1
            following = starts[-1] if starts[-1] > begin else space or end
        cuts += (start for start in starts if begin < start <= following)
        begin = following
    return cuts


def _without_crumbs(text: str, starts: Sequence[int], end: int) -> list[int]:
    """``starts`` without those that leave a list marker or bare punctuation by itself."""
    kept = [starts[0]]
    for place, following in pairwise([*starts[1:], end]):
        marker = _CRUMB.fullmatch(text[kept[-1] : place].strip())
        if marker is None and not _CLOSING.fullmatch(text, place, following):
            kept.append(place)
    return kept


def _spans(text: str, starts: Iterable[int], *, end: int) -> Iterator[tuple[int, int]]:
    """Trimmed, non-empty ranges between ``starts``, the long ones cut."""
    for left, right in pairwise([*starts, end]):
        start = left
        while True:
            cut = _long_cut(text, start, right) if right - start > LONGEST_SENTENCE else right
            trimmed = text[start:cut].strip()
            if trimmed:
                first = cut - len(text[start:cut].lstrip())
                yield first, first + len(trimmed)
            if cut == right:
                break
            start = cut


def _long_cut(text: str, start: int, end: int) -> int:
    """Where to cut ``text[start:end]``, which is too long: at most LONGEST_SENTENCE on."""
    limit = min(start + LONGEST_SENTENCE, end)
    middle = start + LONGEST_SENTENCE // 2
    for pattern in _BREAKS:
        last = max((match.end() for match in pattern.finditer(text, middle, limit)), default=0)
        if last:
            return last
    # Nothing to cut at: at least keep a base character and its combining marks together.
    cut = limit
    while cut > middle and (unicodedata.combining(text[cut]) or text[cut] in "\u200d\ufe0f"):
        cut -= 1
    return cut


def markers_in(text: str) -> list[Span]:
    """The markers of the lists in one block of text, blanks after them included, in order.

    Numbers and letters make a list where the first is followed by the second, each after the
    end of a sentence (the first after a colon, too) and before a new one; bullets, where there
    are two.
    """
    bullets = [Span(match.start(), match.end()) for match in _BULLET.finditer(text)]
    found = bullets if len(bullets) >= _FEWEST_ITEMS else []
    return sorted({*found, *_numbered(text)}, key=lambda marker: marker.start)


def _numbered(text: str) -> Iterator[Span]:
    """The markers of series that begin with the first number or letter and miss none."""
    series: dict[str, list[Span]] = {}
    ended: list[list[Span]] = []
    for match in _ITEM.finditer(text):
        if match["close"] == "." and not (match["next"].isupper() or match["next"].isdigit()):
            continue
        marker = Span(*match.span())
        if match["number"] and _COUNTING.search(text[max(0, marker.start - 8) : marker.start]):
            continue
        for kind, place in _places(match):
            if place == 0:
                ended.append(series.get(kind, []))
                series[kind] = [marker]
            elif (
                place == len(series.get(kind, ()))
                and marker.start - series[kind][-1].end >= _SHORTEST_ITEM
            ):
                series[kind].append(marker)
    for markers in (*ended, *series.values()):
        yield from markers if len(markers) >= _FEWEST_ITEMS else ()


def _places(match: re.Match[str]) -> Iterator[tuple[str, int]]:
    """The kinds of list that a marker may belong to, and its place in each, from 0."""
    style = match["open"] + match["close"]
    if match["number"]:
        yield f"1{style}", int(match["number"]) - 1
        return
    letters = match["letter"] or match["roman"]
    if match["letter"] and (letters.islower() or match["close"] == ")"):
        case = "A" if letters.isupper() else "a"
        yield case + style, ord(letters) - ord(case)
    if letters in _ROMAN:
        yield f"i{style}", _ROMAN.index(letters)
