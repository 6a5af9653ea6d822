"""Composed sentences of how much, how many, which way and when."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tools.train_entailment.composed_parts import (
    CLAUSES,
    GROUPS,
    MEASURES,
    MONTHS,
    OUTCOMES,
    PLACES,
    UP_DOWN,
    Composed,
    Draw,
    number,
    somebody,
    two,
)
from tools.train_entailment.drawing import chance, forms, phrases

_UPWARDS: Final = frozenset(up for up, _ in UP_DOWN)
_PEOPLE: Final = forms("kinds_of_people")
_HARMS: Final = phrases("harms")
_QUANTITIES: Final = {
    "some": (("several", "not all", "a number of"), ("all", "no", "most")),
    "most": (("many", "the majority of"), ("all", "few", "no")),
    "all": (("every one of the", "the whole of the"), ("no", "few", "only some")),
    "few": (("not many",), ("most", "all", "many")),
    "no": (("none of the",), ("some", "all", "most")),
    "many": (("a lot of",), ("all", "few", "no")),
    "about half of the": (("roughly half of the",), ("all", "none of the", "a tenth of the")),
    "only some": (("not all",), ("all", "most of the")),
}
"""A quantity, others that it may be called, and others that it is not."""

_SHARES: Final = (
    ("two in five", 40), ("a quarter of", 25), ("one in ten", 10), ("three quarters of", 75),
    ("half of", 50), ("a fifth of", 20), ("two thirds of", 67),
)  # fmt: skip
_LATER: Final = (
    ("a fortnight later", "two weeks later"), ("a week later", "seven days later"),
    ("a decade later", "ten years later"), ("the next day", "a day later"),
    ("half an hour later", "30 minutes later"), ("a month earlier", "four weeks earlier"),
)  # fmt: skip


def score(rng: Draw) -> Composed:
    """Who won, and how high."""
    a, b = two(rng)
    high = rng.randint(1, 6)
    low = rng.randint(0, high - 1)
    then = rng.choice((" in the final", " on Saturday", "", " at home", " in the cup"))
    return Composed(
        f"{a} beat {b} {high}-{low}{then}.",
        (f"{b} lost {high}-{low} to {a}{then}.", f"{a} won {high}-{low} against {b}{then}."),
        (
            f"{b} beat {a} {high}-{low}{then}.",
            f"{a} lost {high}-{low} to {b}{then}.",
            f"{a} beat {b} {high + 1}-{low}{then}.",
            f"{a} drew with {b}{then}.",
        ),
        "score",
    )


def direction(rng: Draw) -> Composed:
    """What went up or down."""
    what = rng.choice(MEASURES)
    up, down = rng.choice(UP_DOWN)
    if chance(rng, 0.5):
        up, down = down, up
    per_cent, by = f" {rng.randint(2, 60)} per cent", f" by {rng.randint(2, 40)}%"
    share = rng.choice((per_cent, by, " sharply", ""))
    then = rng.choice((" last year", " in May", " this quarter", ""))
    if up in ("doubled", "halved"):
        share = ""
    another = rng.choice([one for one in MEASURES if one != what])
    noun = "rise" if up in _UPWARDS else "fall"
    return Composed(
        f"{what} {up}{share}{then}.",
        (f"{what} {up}{then}.", f"there was a {noun} in {what}{then}."),
        (
            f"{what} {down}{share}{then}.",
            f"{another} {up}{share}{then}.",
            f"{what} did not change{then}.",
        ),
        "direction",
    )


def from_to(rng: Draw) -> Composed:
    """From what to what."""
    what = rng.choice(MEASURES)
    tenths = chance(rng, 0.3)
    low, high = (
        f"{whole}.{rng.randint(1, 9)}" if tenths else f"{whole}"
        for whole in sorted(rng.sample(range(2, 90), 2))
    )
    unit = rng.choice((" per cent", " million crowns", "%", " dollars", "", " thousand"))
    verb, a, b = rng.choice((("rose", low, high), ("fell", high, low), ("went", low, high)))
    said = f"{what} {verb} from {a}{unit} to {b}{unit}."
    turned = f"{what} {verb} to {b}{unit} from {a}{unit}."
    if not chance(rng, 0.5):
        said, turned = turned, said
    return Composed(
        said,
        (turned, f"{what} {verb} to {b}{unit}.", f"{what} used to be {a}{unit}."),
        (
            f"{what} {verb} from {b}{unit} to {a}{unit}.",
            f"{what} {verb} to {a}{unit}.",
            f"{what} is now {a}{unit}.",
        ),
        "from-to",
    )


def quantifier(rng: Draw) -> Composed:
    """Some, most, all."""
    group, outcome = rng.choice(GROUPS), rng.choice(OUTCOMES)
    word = rng.choice(list(_QUANTITIES))
    true, false = _QUANTITIES[word]
    if chance(rng, 0.4):
        other = rng.choice([one for one in OUTCOMES if one != outcome])
        return Composed(
            f"some {group} {outcome}, but most {other}.",
            (f"some {group} {outcome}.", f"most {group} {other}.", f"not all {group} {outcome}."),
            (
                f"all {group} {outcome}.",
                f"all {group} {other}.",
                f"most {group} {outcome}.",
                f"no {group} {outcome}.",
            ),
            "quantifier",
        )
    return Composed(
        f"{word} {group} {outcome}.",
        tuple(f"{one} {group} {outcome}." for one in true),
        (*(f"{one} {group} {outcome}." for one in false), f"only {group} {outcome}."),
        "quantifier",
    )


def counts(rng: Draw) -> Composed:
    """How many of one kind and of the other."""
    one, many, other, others = rng.choice(_PEOPLE)
    a, b = rng.randint(1, 8), rng.randint(1, 8)
    if a == b:
        b += 1
    harm = rng.choice(_HARMS)
    ages = chance(rng, 0.3) and a > 1 and b == 1
    first, second = _count(a, one, many), _count(b, other, others)
    x, y = rng.randint(18, 40), rng.randint(41, 70)
    people = f"{number(a + b)} people {harm}"
    said = f"{people}: {first} and {second}."
    false = [
        f"{_count(b, one, many)} and {_count(a, other, others)} {harm}.",
        f"{number(a + b)} {many} {harm}.",
        f"{number(a + b)} {others} {harm}.",
        f"{number(a + b + 1)} people {harm}.",
    ]
    true = [
        f"{first} and {second} {harm}.",
        f"{people}.",
        f"{a + b} people {harm}.",
        f"{second} and {first} {harm}.",
    ]
    if ages:
        said = f"{people}: {first}, aged {x} and {x + 3}, and {second} of {y}."
        singular = harm.replace("were", "was").replace("are", "is")
        false.append(f"a {other} of {x} {singular}.")
        true.append(f"a {other} of {y} {singular}.")
    return Composed(said, tuple(true), tuple(false), "counts")


def _count(value: int, one: str, many: str) -> str:
    article = "an" if one[0] in "aeiou" else "a"
    return f"{article} {one}" if value == 1 else f"{number(value)} {many}"


def dates(rng: Draw) -> Composed:
    """A day and a month."""
    day, month = rng.randint(1, 28), rng.choice(MONTHS)
    what = rng.choice(CLAUSES)
    other = rng.choice([one for one in MONTHS if one != month])
    return Composed(
        f"{what} on {day} {month}.",
        (f"{what} on {month} {day}.", f"{what} in {month}.", f"on {day} {month}, {what}."),
        (f"{what} on {day} {other}.", f"{what} in {other}.", f"{what} on {day % 28 + 1} {month}."),
        "date",
    )


def units(rng: Draw) -> Composed:
    """The same amount in another unit."""
    said, true, false = rng.choice(_UNITS)(rng, rng.randint(2, 900))
    return Composed(said, true, false, "unit")


Told = tuple[str, tuple[str, ...], tuple[str, ...]]


def _tonnes(_rng: Draw, n: int) -> Told:
    return (
        f"the ship lost {n:,} tonnes of ore.",
        (f"the ship lost {n * 1000:,} kilograms of ore.",),
        (f"the ship lost {n:,} kilograms of ore.", f"the ship lost {n * 100:,} kilograms of ore."),
    )


def _miles(rng: Draw, _n: int) -> Told:
    n = rng.randint(5, 300)
    miles = round(n / 1.609)
    line = "line was built in a year."
    return (
        f"the {n}-kilometre {line}",
        (f"the {miles}-mile {line}",),
        (f"the {n}-mile {line}", f"the {miles + 7}-mile {line}"),
    )


def _degrees(rng: Draw, _n: int) -> Told:
    n = rng.randint(-5, 42)
    fahrenheit = round(n * 9 / 5 + 32)
    return (
        f"temperatures reached {n}C in {rng.choice(PLACES)}.",
        (f"temperatures reached {fahrenheit} degrees Fahrenheit.",),
        (
            f"temperatures reached {n} degrees Fahrenheit.",
            f"temperatures reached {fahrenheit + 9}F.",
        ),
    )


def _pounds(rng: Draw, _n: int) -> Told:
    n = rng.randint(2, 60)
    return (
        f"{somebody(rng)} wants £{n}m for the land.",
        (f"the land would cost {n} million pounds.",),
        (
            f"the land would cost ${n} million.",
            f"the land would cost £{n}bn.",
            f"the land would cost {n + 3} million pounds.",
        ),
    )


def _parts(rng: Draw, _n: int) -> Told:
    part, share = rng.choice(_SHARES)
    rest = f"{rng.choice(GROUPS)} {rng.choice(OUTCOMES)}."
    return (
        f"{part} {rest}",
        (f"{share} per cent of {rest}", f"{share}% of {rest}"),
        (f"{min(95, share + 15)} per cent of {rest}", f"{100 - share + 1} per cent of {rest}"),
    )


def _flight(rng: Draw, _n: int) -> Told:
    n = rng.randint(2, 9)
    return (
        f"a quarter of a million people fled, and {n} hours later the town was empty.",
        ("250,000 people fled.", f"{n * 60} minutes later the town was empty."),
        (
            "25,000 people fled.",
            "2.5 million people fled.",
            f"{n} minutes later the town was empty.",
        ),
    )


def _points(rng: Draw, _n: int) -> Told:
    a, b = rng.randint(20, 70), rng.randint(1, 15)
    what = rng.choice(("support", "turnout", "approval", "the share of women"))
    return (
        f"{what} stands at {a + b} per cent, up from {a} per cent a year ago.",
        (
            f"{what} rose {b} percentage points in a year.",
            f"{what} was {a} per cent a year ago.",
        ),
        (
            f"{what} rose {b + 3} percentage points in a year.",
            f"{what} fell {b} percentage points.",
            f"{what} stands at {a} per cent.",
        ),
    )


def _later(rng: Draw, _n: int) -> Told:
    later, same = rng.choice(_LATER)
    rest = rng.choice(CLAUSES)
    return (
        f"{later} {rest}.",
        (f"{same} {rest}.",),
        (
            f"three days later {rest}.",
            f"five years later {rest}.",
            f"a month before that, nobody knew why {rest}.",
        ),
    )


_UNITS: Final[tuple[Callable[[Draw, int], Told], ...]] = (
    _tonnes, _miles, _degrees, _pounds, _parts, _flight, _points, _later,
)  # fmt: skip
