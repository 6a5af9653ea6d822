"""Composed sentences of who did what, to whom, why, and by whose account."""

from __future__ import annotations

from typing import Final

from tools.train_entailment.composed_parts import (
    CLAUSES,
    MONTHS,
    OFFICES,
    PLACES,
    SURNAMES,
    Composed,
    Draw,
    body,
    person,
    somebody,
    two,
    when,
)
from tools.train_entailment.drawing import chance, couples, lines, phrases, upper

_ACTS: Final = couples("acts")
_CONVERSES: Final = couples("converses")
_THINGS: Final = phrases("things")
_BELONGINGS: Final = phrases("belongings")
_FATES: Final = phrases("fates")
_QUIETS: Final = phrases("quiets")
_FOR_AGAINST: Final = couples("for_against")
_PLANS: Final = phrases("plans")
_OPINIONS: Final = phrases("opinions")
_CARRIERS: Final = phrases("carriers")
_KNOWN: Final = phrases("known")
_OVER: Final = ("", "", *(f" {one}" for one in phrases("over")))
_HOURS: Final = ("", *(f" {one}" for one in phrases("hours")))
_NOT_DONE: Final = tuple(
    tuple(tuple(one.strip() for one in part.split(";")) for part in line.split(">"))
    for line in lines("not_done")
)


def roles(rng: Draw) -> Composed:
    """Active for passive and the reverse."""
    a, b = two(rng)
    act, participle = rng.choice(_ACTS)
    then, over = when(rng), rng.choice(_OVER)
    first, second = _placed(a, rng), _placed(b, rng)
    active = f"{first} {act} {second}{over}{then}."
    passive = f"{second} was {participle} by {first}{over}{then}."
    plain, turned = f"{a} {act} {b}{then}.", f"{b} was {participle} by {a}{then}."
    said, same, other = rng.choice(((active, plain, turned), (passive, turned, plain)))
    said = said.replace(",.", ".")
    return Composed(
        said,
        (same, other, other, f"It was {a} who {act} {b}{then}.", f"{a} {act} {b}{over}."),
        (
            f"{b} {act} {a}{then}.",
            f"{a} was {participle} by {b}{then}.",
            f"It was {b} who {act} {a}{then}.",
            f"{b} {act} {a}{over}.",
        ),
        "roles",
    )


def _placed(who: str, rng: Draw) -> str:
    """Somebody, at times with something that is known of them."""
    if not chance(rng, 0.2):
        return who
    return f"{who}, {rng.choice(_KNOWN).format(place=rng.choice(PLACES))},"


def routes(rng: Draw) -> Composed:
    """From where to where."""
    a, b = rng.sample(PLACES, 2)
    what, then = rng.choice(_CARRIERS), rng.choice(_HOURS)
    said = rng.choice(
        (
            f"{what} left {a} for {b}{then}.",
            f"{what} set out from {a} for {b}{then}.",
            f"{what} went from {a} to {b}{then}.",
            f"{what} arrived in {b} from {a}{then}.",
        )
    )
    return Composed(
        said,
        (
            f"{what} went from {a} to {b}{then}.",
            f"{what} came from {a}.",
            f"{what} left {a}{then}." if "arrived" not in said else f"{what} came from {a}.",
            f"{what} was on its way from {a} to {b}.",
        ),
        (
            f"{what} left {b} for {a}{then}.",
            f"{what} went from {b} to {a}{then}.",
            f"{what} came from {b}.",
            f"{what} arrived in {a} from {b}{then}.",
            f"{what} was on its way from {b} to {a}.",
        ),
        "routes",
    )


def converse(rng: Draw) -> Composed:
    """An event told from the other's side."""
    a, b = two(rng)
    one, other = rng.choice(_CONVERSES)
    thing = rng.choice(_THINGS)
    one, other = one.format(thing=thing), other.format(thing=thing)
    if chance(rng, 0.5):
        one, other = other, one
    lasting = one.startswith(("is ", "works", "leads", "trails", "employs"))
    then = "" if lasting else when(rng)
    return Composed(
        f"{a} {one} {b}{then}.",
        (f"{b} {other} {a}{then}.", f"{b} {other} {a}."),
        (f"{b} {one} {a}{then}.", f"{a} {other} {b}{then}."),
        "converse",
    )


def owner(rng: Draw) -> Composed:
    """Somebody who belongs to somebody is not that person."""
    named, office = person(rng), f"{upper(rng.choice(OFFICES))} {rng.choice(SURNAMES)}"
    a = rng.choice((named, office, f"the {rng.choice(OFFICES)}"))
    role, fate = rng.choice(_BELONGINGS), rng.choice(_FATES)
    article = "an" if role[0] in "aeiou" else "a"
    who = rng.choice((f"{a}'s {role}", f"the {role} of {a}", f"{article} {role} of {a}"))
    other = person(rng)
    said = rng.choice(
        (f"{who} {fate}.", f"the man who knew {a} {fate}.", f"{other}, {who}, {fate}.")
    )
    if said.startswith(who):
        true: tuple[str, ...] = (f"{who} {fate}.",)
    elif "man who" in said:
        true = (f"someone who knew {a} {fate}.",)
    else:
        true = (f"{other} {fate}.", f"{a}'s {role} {fate}.")
    return Composed(said, true, (f"{a} {fate}.", f"{a} himself {fate}."), "owner")


def sides(rng: Draw) -> Composed:
    """Who is for it and who against."""
    a, b = two(rng)
    yes, no = rng.choice(_FOR_AGAINST)
    what = rng.choice(_PLANS)
    leader = person(rng)
    options = (
        f"{a} {yes} {what}. {upper(b)}, led by {leader}, {no} it.",
        f"{a} {yes} {what}, but {b} {no} it.",
        f"while {a} {yes} {what}, {b} {no} it.",
    )
    return Composed(
        rng.choice(options),
        (f"{a} {yes} {what}.", f"{b} {no} {what}.", f"{b} {no} {what} and {a} {yes} it."),
        (
            f"{b} {yes} {what}.",
            f"{a} {no} {what}.",
            f"{b} {yes} {what} and {a} {no} it.",
            f"both {a} and {b} {yes} {what}.",
        ),
        "sides",
    )


def not_done(rng: Draw) -> Composed:
    """What was planned, denied, failed or avoided."""
    a = somebody(rng)
    then = when(rng)
    (said,), true, false = rng.choice(_NOT_DONE)
    return Composed(
        f"{a} {said}{then}.",
        tuple(f"{a} {one}{then}." for one in true),
        tuple(f"{a} {one}{then}." for one in false),
        "not done",
    )


def causes(rng: Draw) -> Composed:
    """What was because of what, or after it."""
    a, b, c, d = rng.sample(CLAUSES, 4)
    if chance(rng, 0.5):
        link = rng.choice(("because", "after", "since"))
        if link == "after":
            return Composed(
                f"{a} after {b}.",
                (f"{b} before {a}.", f"{b}, and then {a}."),
                (f"{b} after {a}.", f"{a} before {b}.", f"{a} after {c}."),
                "cause",
            )
        return Composed(
            f"{a} {link} {b}.",
            (f"{b}, so {a}.", f"as {b}, {a}.", f"{a} and {b}."),
            (f"{b} because {a}.", f"{a}, so {b}.", f"{a} because {c}."),
            "cause",
        )
    one, other = rng.sample(MONTHS, 2)
    return Composed(
        f"{a} in {one} because {b} and in {other} because {c}.",
        (f"in {one}, {a} because {b}.", f"in {other}, {a} because {c}."),
        (
            f"{a} in {one} because {c}.",
            f"{a} in {other} because {b}.",
            f"{a} in {one} because {d}.",
        ),
        "cause",
    )


def speakers(rng: Draw) -> Composed:
    """Whose words are whose."""
    a, b = person(rng), person(rng)
    first, second = body(rng), body(rng)
    words, claim = rng.choice(_OPINIONS), rng.choice(CLAUSES)
    return Composed(
        f"“{upper(claim)},” said {a}, head of {first}. "
        f"{b}, a lawyer for {second}, called that “{words}”.",
        (
            f"{a} said that {claim}.",
            f"{b} called it “{words}”.",
            f"{a} is head of {first}.",
            f"according to {a}, {claim}.",
            f"“{words}” was how {b} described it.",
        ),
        (
            f"{b} said that {claim}.",
            f"{a} called it “{words}”.",
            f"{a}, a lawyer for {second}, said that {claim}.",
            f"“{words}” was how {a} described it.",
            f"{b} is head of {first}.",
            f"{claim}.",
        ),
        "speaker",
    )


def fates(rng: Draw) -> Composed:
    """Claims about somebody of whom something else is said."""
    a = somebody(rng)
    one, other, third = rng.sample(_FATES, 3)
    quiet = f"{a} {rng.choice(_QUIETS)}"
    b = somebody(rng)
    said = rng.choice((f"{a} {one}.", f"{quiet}.", f"{quiet}. {upper(b)} {other}."))
    true = [f"{a} {one}." if said.startswith(f"{a} {one}") else f"{quiet}."]
    if said.endswith(f"{other}."):
        true.append(f"{b} {other}.")
    false = [f"{a} {third}."]
    if said.endswith(f"{other}.") and not said.startswith(f"{a} {other}"):
        false.append(f"{a} {other}.")
    if not said.startswith(f"{a} {one}"):
        false.append(f"{a} {one}.")
    return Composed(said, tuple(true), tuple(false), "fate")
