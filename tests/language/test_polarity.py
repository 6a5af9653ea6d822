from __future__ import annotations

import pytest
from hypothesis import given

from assistant.language.polarity import (
    Operator,
    OperatorKind,
    Scope,
    find_operators,
    read_polarity,
)
from assistant.language.stems import stem
from tests.language.ugly import ugly_text

NEGATION = OperatorKind.NEGATION
POSSIBILITY = OperatorKind.POSSIBILITY
EXPECTATION = OperatorKind.EXPECTATION
PLAN = OperatorKind.PLAN
FUTURE = OperatorKind.FUTURE


def found(text: str, kind: OperatorKind) -> tuple[Operator, ...]:
    return tuple(operator for operator in find_operators(text) if operator.kind is kind)


@pytest.mark.parametrize(
    ("text", "cue", "heads"),
    [
        ("The council did not approve the plan.", "not", "approve"),
        ("The council didn’t approve the plan.", "n’t", "approve"),
        ("The council did n't approve the plan.", "n't", "approve"),
        ("The ferry cannot sail.", "not", "sail"),
        ("The pier won't reopen.", "n't", "reopen"),
        ("Hale is not a candidate.", "not", "candidate"),
        ("Hale has never publicly apologised.", "never", "apologise"),
        ("Hale no longer lives in Karrow.", "no longer", "live"),
        ("The bank refused to lend.", "refused to", "lend"),
        ("The club declined to comment.", "declined to", "comment"),
        ("The pump failed to start.", "failed to", "start"),
        ("The crew were unable to land.", "unable to", "land"),
        ("The court has yet to decide.", "yet to", "decide"),
        ("Rain prevented them from sailing.", "prevented them from", "sail"),
        ("No one was hurt.", "No one", "hurt"),
        ("Nobody died.", "Nobody", "die"),
        ("No children were hurt.", "No", "child hurt"),
        ("None of the passengers were injured.", "None", "passenger injured"),
        ("Neither side agreed.", "Neither", "side agree"),
        ("Divers found nothing.", "nothing", "find"),
        ("There was no evidence.", "no", "evidence"),
        ("She was found not guilty.", "not", "guilty"),
        ("The driver was unharmed.", "unharmed", "harmed"),
        ("The strike was ruled illegal.", "illegal", "legal"),
        ("Hale denied taking bribes.", "denied", "take bribe"),
        ("Hale denied that the firm had lied.", "denied that", "firm lie"),
        ("Hale denied claims that the firm had lied.", "denied claims that", "firm lie"),
        ("They left without a permit.", "without", "permit"),
        ("The town lacked water.", "lacked", "water"),
        ("The organisers cancelled the concert.", "cancelled", "concert"),
        ("The concert was cancelled.", "cancelled", "concert"),
        ("The bank is not expected to close.", "not", "expect close"),
        ("The court will not be forced to close.", "not", "forced close"),
        ("It is for ships rather than trains.", "rather than", "train"),
        ("They walked instead of sailing.", "instead of", "sail"),
    ],
)
def test_negations_and_what_they_deny(text: str, cue: str, heads: str) -> None:
    (operator,) = found(text, NEGATION)
    assert text[operator.start : operator.end] == cue
    assert operator.heads == tuple(stem(word) for word in heads.split())


@pytest.mark.parametrize(
    ("text", "kind", "cue", "heads"),
    [
        ("The bridge may close.", POSSIBILITY, "may", "close"),
        ("The bridge might soon be closed.", POSSIBILITY, "might", "closed"),
        ("Flights may, however, resume.", POSSIBILITY, "may", "resume"),
        ("The dam could well break.", POSSIBILITY, "could well", "break"),
        ("Hale reportedly resigned.", POSSIBILITY, "reportedly", "resign"),
        ("Police held the alleged thief.", POSSIBILITY, "alleged", "thief"),
        ("Hale is accused of stealing cars.", POSSIBILITY, "accused of", "steal"),
        ("Hale was charged with fraud.", POSSIBILITY, "charged with", "fraud"),
        ("The dam appears to hold.", POSSIBILITY, "appears to", "hold"),
        ("The firm is considering closing it.", POSSIBILITY, "considering", "close"),
        ("The union has not ruled out a strike.", POSSIBILITY, "not ruled out", "strike"),
        ("Hale is unlikely to attend.", POSSIBILITY, "unlikely to", "attend"),
        ("Hale asked if the dam had failed.", POSSIBILITY, "if", "dam fail"),
        ("The bridge is expected to close.", EXPECTATION, "expected to", "close"),
        ("Prices are likely to rise.", EXPECTATION, "likely to", "rise"),
        ("The union threatened to strike.", EXPECTATION, "threatened to", "strike"),
        ("Her fund stands to gain.", EXPECTATION, "stands to", "gain"),
        ("Odenwick agreed to pay.", EXPECTATION, "agreed to", "pay"),
        ("Hale agreed on Monday to pay.", EXPECTATION, "agreed on Monday to", "pay"),
        ("Hale was expected in Karrow.", EXPECTATION, "was expected in", "karrow"),
        ("Engineers expect high water.", EXPECTATION, "expect", "high water"),
        ("Hale was free to bid.", POSSIBILITY, "was free to", "bid"),
        ("The firm plans to cut jobs.", PLAN, "plans to", "cut"),
        ("Hale is due to appear.", PLAN, "is due to", "appear"),
        ("The king is to visit.", PLAN, "is to", "visit"),
        ("The pier is set to reopen.", PLAN, "set to", "reopen"),
        ("The bridge will close.", FUTURE, "will", "close"),
        ("It'll close.", FUTURE, "'ll", "close"),
        ("The bridge is going to close.", FUTURE, "going to", "close"),
        ("He said it would close.", FUTURE, "would", "close"),
    ],
)
def test_what_is_not_certain(text: str, kind: OperatorKind, cue: str, heads: str) -> None:
    (operator,) = found(text, kind)
    assert text[operator.start : operator.end] == cue
    assert operator.heads == tuple(stem(word) for word in heads.split())


@pytest.mark.parametrize(
    "text",
    [
        "Not only did Hale win the vote.",
        "It was not just a storm.",
        "There is no doubt about the vote.",
        "Several towns suffered, not least Karrow.",
        "They ate nothing but rice.",
        "We could not agree more.",
        "Hale couldn’t agree more.",
        "She cannot help laughing.",
        "Why not vote by post?",
        "The ferry did not arrive until Friday.",
        "No fewer than nine ferries sailed.",
        "The plan is not impossible.",
        "Hale did not fail to appear.",
        "The delays were due to the storm.",
        "The town can see the sea.",
        "The vote is on 3 May.",
        "The vote in May was close.",
        "the vote on may 2 was close",
        "Will Hale won the vote.",
        "Theresa May won the vote.",
        "Her will was read in court.",
        "the might of the fleet",
        "Flight no. 4 landed.",
        "",
    ],
)
def test_what_only_looks_like_a_cue(text: str) -> None:
    assert [operator for operator in find_operators(text) if operator.heads] == []


def test_capitals_do_not_hide_a_cue() -> None:
    (operator,) = find_operators("BRIDGE MAY CLOSE")
    assert operator.kind is POSSIBILITY


def test_a_cue_reaches_no_further_than_its_clause() -> None:
    assert found("He did not, but she resigned.", NEGATION)[0].heads == ()
    assert found("It is a town, which it is not, Hale said.", NEGATION)[0].heads == ()
    assert found("Hale may; the mayor resigned.", POSSIBILITY)[0].heads == ()


def test_scopes_tell_words_nouns_and_clauses_apart() -> None:
    assert find_operators("They did not sail.")[0].scope is Scope.WORD
    assert find_operators("They sailed without a permit.")[0].scope is Scope.NOUN
    assert find_operators("They denied that it sank.")[0].scope is Scope.CLAUSE
    assert find_operators("Hale is expected in Karrow.")[0].scope is Scope.PLACE


@given(ugly_text)
def test_operators_lie_in_the_text_and_point_at_its_words(text: str) -> None:
    polarity = read_polarity(text)
    words = polarity.clauses.words
    for word in words:
        assert 0 <= word.start < word.end <= len(text)
    for operator in polarity.operators:
        assert 0 <= operator.start < operator.end <= len(text)
        assert len(operator.heads) == len(operator.places)
        assert all(0 <= place < len(words) for place in operator.places)
        assert words[operator.first].start == operator.start
        assert words[operator.last].end == operator.end
    starts = [operator.start for operator in polarity.operators]
    assert starts == sorted(starts)


@given(ugly_text, ugly_text)
def test_a_text_after_another_keeps_its_operators(first: str, second: str) -> None:
    alone = [operator.heads for operator in find_operators(second)]
    both = find_operators(f"{first}\n\n;\n\n{second}")
    kept = [operator.heads for operator in both if operator.start >= len(first)]
    assert kept[len(kept) - len(alone) :] == alone
