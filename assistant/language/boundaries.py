"""Where a sentence ends in languages other than English.

Those that part their words with blanks have short forms and ordinals; Chinese and Japanese part
neither words nor sentences. Every pattern is possessive or bounded, so that all of this is linear
in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Final

from assistant.language.enclosures import Reach, closed_spans
from assistant.language.punctuation import CLOSING, OPENING, PAIRED
from assistant.language.word_lists import WordLists, word_lists


@dataclass(frozen=True, slots=True)
class ShortForms:
    """What is written with a full stop in a language, in lower case and without blanks.

    ``never`` end no sentence, ``numbered`` none before a number, and ``either`` end one where
    one of ``starters`` follows: capitalised words that begin sentences. ``ordinal`` is whether
    a full stop makes a number an ordinal, then after ``determiners`` and before ``counted``.
    """

    never: frozenset[str] = frozenset()
    numbered: frozenset[str] = frozenset()
    either: frozenset[str] = frozenset()
    starters: frozenset[str] = frozenset()
    ordinal: bool = False
    determiners: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()


def _read(languages: WordLists) -> dict[str, ShortForms]:
    """The short forms by language; one that is "like" another has its lists but for its own."""
    found: dict[str, ShortForms] = {}
    for code in languages.names:
        own = languages.table(code)
        like = found[own.in_order("like")[0]] if own.has("like") else ShortForms()
        lists: dict[str, Any] = {
            name: own.words(name) for name in own.names if name not in {"like", "ordinal"}
        }
        found[code] = replace(like, ordinal=own.has("ordinal") or like.ordinal, **lists)
    return found


# By the code of the language; relatives share what they write alike.
SHORT_FORMS: Final = _read(word_lists("short-forms.toml"))
_ENDS: Final = ".!?…؟۔।॥"


def _candidates(ends: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<mark>[{ends}](?<![{ends}][{ends}])[{ends}]*+)"
        # French sets its closing marks apart: "Salut ! »".
        rf"(?P<close>(?:[{CLOSING})\]]|(?<=[{ends}])[ \u00a0\u202f][»”](?=\s))*+)"
        r"(?P<note>(?:\[\w{1,3}\])*+)"
        # Without a blank before an opening mark, or before a word where one was forgotten.
        rf"(?:\s++|(?<=[{ends}])(?=[„«¿¡])|(?<=[^\W\d_][^\W\d_]\.)(?=[^\W\d_]{{2,30}}+[\s,]))"
        rf"(?=(?P<open>[{OPENING}(\[¿¡]*+\s?)(?P<next>\S))"
    )


_CANDIDATE: Final = _candidates(_ENDS)
_GREEK_CANDIDATE: Final = _candidates(_ENDS + ";")
_TOKEN: Final = re.compile(rf"[^\s(\[{OPENING}’—–/¿¡]*$")
_JOINED: Final = re.compile(r"(?:(?<![\w.-])(?:[^\W\d_]{1,3}\.[ \u00a0\u202f]?){1,3})$")
_WORD: Final = re.compile(r"[^\W_][\w’'-]{0,30}")
_NUMBER: Final = re.compile(r"\d{1,3}|[IVX]{1,6}")
_DATE_GOES_ON: Final = re.compile(r"\d{1,2}\.|\d{4}\b")
_LAST_WORD: Final = re.compile(r"(\w+)\s*$")
_DOTTED: Final = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_CLITIC: Final = re.compile(r"['’][a-z] [A-Z]")
_GOES_ON: Final = frozenset(".,;:!?…)&/%")
_DASHES: Final = "—–-"
_WINDOW: Final = 24


def foreign_cuts(text: str, *, language: str) -> list[int]:
    """The places where a sentence of ``text`` begins, the first (0) left out.

    Args:
        text: one block, line breaks replaced by spaces.
        language: its code; of one that is not in ``SHORT_FORMS`` no short form is known.
    """
    forms = SHORT_FORMS.get(language, ShortForms())
    reach = Reach(closed_spans(text))
    candidates = _GREEK_CANDIDATE if language == "el" else _CANDIDATE
    return [
        match.end()
        for match in candidates.finditer(text)
        if not reach.covers(match.start("mark"), to=match.end("close"))
        and _ends(text, match, forms, language=language)
    ]


def _ends(text: str, match: re.Match[str], forms: ShortForms, *, language: str) -> bool:
    if match["next"] in _DASHES:
        # A dash goes on with who said it, or begins what is said next.
        letter = next((c for c in text[match.end() : match.end() + 4] if c.isalpha()), "")
        return not letter.islower() and match["mark"] != "…"
    if match["next"] in _GOES_ON:
        return False
    word = _WORD.match(text, match.end("open"))
    following = word[0] if word else ""
    # "'s Avonds" and "iPhone" begin sentences.
    capital = any(map(str.isupper, following)) or (
        language == "nl" and _CLITIC.match(text, match.end())
    )
    if following[:1].islower() and not capital:
        return False
    if match["mark"] == "." and not match["close"]:
        return _full_stop_ends(text, match, forms, following=following)
    return True


def _full_stop_ends(text: str, match: re.Match[str], forms: ShortForms, *, following: str) -> bool:
    stop = match.start("mark")
    before = text[max(0, stop - _WINDOW) : stop]
    found = _TOKEN.search(before)
    token = found[0] if found else ""
    # One letter with a full stop is an initial, though it may be a word as well.
    initial = len(following) == 1 and text.startswith(".", match.end("open") + 1)
    starts = following in forms.starters and not initial
    if _NUMBER.fullmatch(token):
        return _number_ends(text, match, forms, token=token, following=following)
    kinds = _kinds(before, token)
    never = forms.never | forms.numbered if following[:1].isdigit() else forms.never
    if not never.isdisjoint(kinds):
        return False
    short = not forms.either.isdisjoint(kinds)
    if short or (len(token) == 1 and token.isalpha()) or _DOTTED.fullmatch(token):
        return starts or (short and bool(match["open"].strip("([ ")))
    return True


def _kinds(before: str, token: str) -> list[str]:
    """A short form by itself, and with those that stand before it: "z. B." is "z.b"."""
    kinds = [token.lower().strip(".,;:")]
    if joined := _JOINED.search(before[: len(before) - len(token)]):
        parts = joined[0].lower().replace("\u00a0", " ").split()
        kinds += ["".join(parts) + kinds[0], parts[-1] + kinds[0]]
    return kinds


def _number_ends(
    text: str, match: re.Match[str], forms: ShortForms, *, token: str, following: str
) -> bool:
    if not forms.ordinal:
        return True
    if following[:1].isdigit():
        return len(token) > len("31") or _DATE_GOES_ON.match(text, match.end()) is None
    if following in forms.counted or following in forms.starters:
        return following not in forms.counted
    start = match.start("mark") - len(token)
    previous = _LAST_WORD.search(text[max(0, start - _WINDOW) : start])
    counts = previous is None or previous[1].lower() in forms.determiners
    return token.isdigit() and not counts


EASTERN: Final = frozenset({"zh", "ja"})  # codes of the languages that are cut here
_EASTERN_CLOSING: Final = "\"'”’" + "".join(PAIRED.values())
"""Without a blank between sentences, a mark that may open a quotation opens the next one."""
_EASTERN_CANDIDATE: Final = re.compile(
    r"(?P<mark>[。！？!?｡．…](?<![。！？!?｡．…][。！？!?｡．…])[。！？!?｡．…]*+|(?<=[^\W\d_a-zA-Z])\.(?=\s))"
    rf"(?P<close>[{_EASTERN_CLOSING}）】》)〉]*+)\s*+(?=\S)"
)
_EASTERN_GOES_ON: Final = "，、,；;：:。！？…—"
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
    for match in _EASTERN_CANDIDATE.finditer(text):
        if reach.covers(match.start("mark"), to=match.end("close")):
            continue
        place = match.end()
        if text[place] in _EASTERN_GOES_ON or (match["mark"][0] == "…" and not match["close"]):
            continue
        if language == "ja":
            said = _JAPANESE_QUOTING.match(text, place)
        else:
            clause = _CLAUSE.match(text, place)
            end = clause.end() + 1 if clause else place
            said = _SAYING.match(text, place, min(end, len(text)))
        if not (match["close"] and said):
            cuts.append(place)
    return cuts
