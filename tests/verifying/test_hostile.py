"""Every check over text that nobody would write: it answers, soon, and within the statement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.types import Article, Reason, ReasonCode, Sentence, VerdictKind
from assistant.verifying.attribution import attribution_reasons
from assistant.verifying.figures import figure_reasons
from assistant.verifying.names import name_reasons
from assistant.verifying.quotations import quotation_reasons
from assistant.verifying.sources import SourceSentence
from tests.language.ugly import ugly_text
from tests.verifying.made import sources

Check = Callable[[str, Sequence[SourceSentence]], tuple[Reason, ...]]

CHECKS: Final[dict[str, Check]] = {
    "figures": figure_reasons,
    "names": name_reasons,
    "quotations": quotation_reasons,
    "attribution": attribution_reasons,
}
checks = pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)

_LONG: Final = 20_000
_VERY_LONG: Final = 100_000
_EXAMPLES: Final = 40
_RUBBISH: Final = 2_000
_UNITS: Final = {
    "one letter": "a",
    "one capital": "A",
    "one digit": "7",
    "straight marks": '"',
    "opening marks": "“",
    "single marks": "'",
    "brackets": "[",
    "spaces": " ",
    "line ends": "\n",
    "full stops": ".",
    "commas": ", ",
    "dashes": "-",
    "not": "not ",
    "said": "Hale said “no”. ",
    "capitals": "ABC ",
    "initials": "A. B. ",
    "names": "Ab ",
    "right to left": "שלום عالم ",
    "combining marks": "e\u0301",
    "nothing but marks": "\u0301",
    "mixed scripts": "Aж中שe\u0301 ",
    "figures of all countries": "1.234.567,89 1\u00a0234\u202f567 1’234 ١٢٣ ",
    "money": "$1.5 million 5% 3 March 2025, 10:30 ",
    "number words": "twenty-three thousand ",
    "joined emoji": "👩‍👩‍👧",
    "surrogates": "\ud800 ",
}
_SHORT_ENOUGH: Final = {"brackets", "dashes", "full stops", "initials", "money", "number words"}
_LONG_UNITS: Final = {name: unit for name, unit in _UNITS.items() if name not in _SHORT_ENOUGH}
_PLAIN: Final = "Captain Hale said on Monday that 14 of them, “most of all boys”, did not survive."

_ugly: Final = st.one_of(
    ugly_text,
    st.lists(st.sampled_from(sorted(_UNITS.values())), max_size=30).map("".join),
    st.lists(st.sampled_from((*_PLAIN.split(), *_UNITS.values())), max_size=30).map(" ".join),
    st.text(max_size=100),
)


_SLOWEST: Final = {
    "figures": "figures of all countries",
    "names": "names",
    "quotations": "straight marks",
    "attribution": "said",
}
"""The unit that each check takes longest over: it alone is tried at full length."""


def _repeated(unit: str, length: int) -> str:
    return (unit * (length // len(unit) + 1))[:length]


def _alone(text: str) -> SourceSentence:
    """``text`` as the one sentence of an article, whatever it is."""
    only = Sentence(0, 0, len(text))
    return SourceSentence(Article("id", "A title", text, (only,), "made.txt"), 0)


def _assert_sound(reasons: tuple[Reason, ...], statement: str) -> None:
    for reason in reasons:
        assert (reason.start is None) == (reason.end is None)
        if reason.start is not None and reason.end is not None:
            assert 0 <= reason.start < reason.end <= len(statement)
        assert reason.text.strip()
        assert reason.kind is not VerdictKind.UNCHECKED


@checks
@settings(max_examples=_EXAMPLES)
@given(statement=_ugly, text=_ugly)
def test_reasons_lie_in_the_statement(check: Check, statement: str, text: str) -> None:
    _assert_sound(check(statement, (_alone(text),)), statement)


@checks
@settings(max_examples=_EXAMPLES)
@given(statement=_ugly)
def test_without_a_source_nothing_breaks(check: Check, statement: str) -> None:
    _assert_sound(check(statement, ()), statement)


@checks
@settings(max_examples=_EXAMPLES)
@given(statement=_ugly, texts=st.lists(_ugly, min_size=2, max_size=4))
def test_several_sources_are_as_good_as_one(check: Check, statement: str, texts: list[str]) -> None:
    _assert_sound(check(statement, tuple(_alone(text) for text in texts)), statement)


@checks
@settings(max_examples=_EXAMPLES)
@given(text=_ugly)
def test_a_sentence_against_itself_has_no_reasons(check: Check, text: str) -> None:
    # Hypothesis strategies hold lone surrogates, which no reader lets into an article.
    readable = text.encode("utf-8", "replace").decode()
    for source in sources(f"{readable}\n\nThe end."):
        codes = {reason.code for reason in check(source.text, (source,))}
        assert codes <= {ReasonCode.QUOTATION_UNBALANCED}


@checks
@settings(max_examples=_EXAMPLES)
@given(statement=_ugly, text=_ugly)
def test_the_same_again_is_the_same(check: Check, statement: str, text: str) -> None:
    assert check(statement, (_alone(text),)) == check(statement, (_alone(text),))


@checks
@pytest.mark.parametrize("unit", _LONG_UNITS.values(), ids=_LONG_UNITS)
def test_a_long_statement_ends(check: Check, unit: str) -> None:
    statement = _repeated(unit, _LONG)
    _assert_sound(check(statement, (_alone(_PLAIN),)), statement)


@checks
@pytest.mark.parametrize("unit", _LONG_UNITS.values(), ids=_LONG_UNITS)
def test_a_long_source_ends(check: Check, unit: str) -> None:
    _assert_sound(check(_PLAIN, (_alone(_repeated(unit, _LONG)),)), _PLAIN)


@pytest.mark.parametrize("name", CHECKS)
def test_a_very_long_source_ends(name: str) -> None:
    text = _repeated(_UNITS[_SLOWEST[name]], _VERY_LONG)
    _assert_sound(CHECKS[name](_PLAIN, (_alone(text),)), _PLAIN)


@checks
@pytest.mark.parametrize("unit", _UNITS.values(), ids=_UNITS)
def test_rubbish_against_itself_has_no_reasons(check: Check, unit: str) -> None:
    text = _repeated(unit, _RUBBISH)
    codes = {reason.code for reason in check(text, (_alone(text),))}
    assert codes <= {ReasonCode.QUOTATION_UNBALANCED}
