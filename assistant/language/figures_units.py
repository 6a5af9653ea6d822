"""What figures are measured in: units, currencies, and how they convert."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple

from assistant.language.numerals_tokens import Token, after_hyphen, low_at

PERCENT: Final = "percent"
POINTS: Final = "percentage point"
TIMES: Final = "times"


@dataclass(frozen=True, slots=True)
class Scale:
    """What kind of size a unit measures, and how many of its base unit one of it is."""

    dimension: str
    factor: Fraction


class FoundUnit(NamedTuple):
    """A unit by its canonical name, and the index of the token after it."""

    name: str
    last: int


def _scales(dimension: str, **factors: str) -> dict[str, Scale]:
    return {
        name.replace("_", " "): Scale(dimension, Fraction(factor))
        for name, factor in factors.items()
    }


_SCALES: Final = (
    _scales("length", metre="1", kilometre="1000", centimetre="1/100", millimetre="1/1000")
    | _scales("imperial length", foot="1", inch="1/12", yard="3", mile="5280")
    | _scales("mass", gram="1", kilogram="1000", tonne="1000000", milligram="1/1000")
    | _scales("imperial mass", ounce="1/16", pound="1", stone="14")
    | _scales("time", second="1", minute="60", hour="3600", day="86400", week="604800")
    | _scales("time", fortnight="1209600")
    | _scales("months", month="1", quarter="3", year="12", decade="120", century="1200")
    | _scales("power", watt="1", kilowatt="1000", megawatt="1000000", gigawatt="1000000000")
    | _scales("share", percent="1/100")
    | _scales("points", percentage_point="1", basis_point="1/100")
    | _scales("data", megabyte="1/1000", gigabyte="1", terabyte="1000")
    | _scales("volume", litre="1", millilitre="1/1000")
    | _scales("money", cent="1/100", penny="1/100")
)


def scale_of(unit: str) -> Scale:
    """How ``unit`` converts; a unit that is not known is a dimension of its own."""
    return _SCALES.get(unit) or Scale(unit, Fraction(1))


def _named(canonical: str, words: str) -> dict[str, str]:
    return dict.fromkeys(words.split(), canonical)


_UNITS: Final = (
    _named("metre", "m metre metres meter meters")
    | _named("kilometre", "km kms kilometre kilometres kilometer kilometers")
    | _named("centimetre", "cm centimetre centimetres centimeter centimeters")
    | _named("millimetre", "mm millimetre millimetres millimeter millimeters")
    | _named("foot", "ft foot feet")
    | _named("inch", "inch inches")
    | _named("yard", "yd yds yard yards")
    | _named("mile", "mi mile miles")
    | _named("gram", "g gram grams gramme grammes")
    | _named("milligram", "mg milligram milligrams")
    | _named("kilogram", "kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes")
    | _named("tonne", "tonne tonnes ton tons")
    | _named("pound", "lb lbs pound pounds quid")
    | _named("ounce", "oz ounce ounces")
    | _named("stone", "stone")
    | _named("second", "sec secs second seconds")
    | _named("minute", "min mins minute minutes")
    | _named("hour", "hr hrs hour hours")
    | _named("day", "day days")
    | _named("week", "week weeks wk wks")
    | _named("fortnight", "fortnight fortnights")
    | _named("month", "month months")
    | _named("year", "yr yrs year years")
    | _named("decade", "decade decades")
    | _named("century", "century centuries")
    | _named("mile an hour", "mph")
    | _named("kilometre an hour", "kph kmh")
    | _named("knot", "knot knots")
    | _named("acre", "acre acres")
    | _named("hectare", "hectare hectares ha")
    | _named("litre", "litre litres liter liters")
    | _named("millilitre", "ml millilitre millilitres milliliter milliliters")
    | _named("gallon", "gallon gallons")
    | _named("barrel", "barrel barrels")
    | _named("watt", "watt watts")
    | _named("kilowatt", "kw kilowatt kilowatts")
    | _named("megawatt", "mw megawatt megawatts")
    | _named("gigawatt", "gw gigawatt gigawatts")
    | _named("megabyte", "mb megabyte megabytes")
    | _named("gigabyte", "gb gigabyte gigabytes")
    | _named("terabyte", "tb terabyte terabytes")
    | _named("degree", "degree degrees °")
    | _named("point", "point points pt pts")
    | _named(TIMES, "times fold")
    | _named(PERCENT, "% ％ percent pc pct")
    | _named(POINTS, "pp ppt ppts")
)
_PAIRS: Final = {
    ("per", "cent"): PERCENT,
    ("percentage", "point"): POINTS,
    ("percentage", "points"): POINTS,
    ("basis", "point"): "basis point",
    ("basis", "points"): "basis point",
    ("nautical", "mile"): "nautical mile",
    ("nautical", "miles"): "nautical mile",
    ("light", "year"): "light year",
    ("light", "years"): "light year",
    ("metric", "tons"): "tonne",
    ("metric", "tonnes"): "tonne",
}
_POWERS: Final = frozenset({"square", "sq", "cubic"})
_CURRENCIES: Final = (
    _named("dollar", "$ dollar dollars bucks")
    | _named("USD", "us$ usd")
    | _named("AUD", "a$ au$ aud")
    | _named("CAD", "c$ ca$ cad")
    | _named("NZD", "nz$")
    | _named("HKD", "hk$")
    | _named("TWD", "nt$")
    | _named("SGD", "s$")
    | _named("real", "r$ real reais")
    | _named("euro", "€ eur euro euros")
    | _named("pound", "£ gbp pound pounds quid")
    | _named("yen", "¥ jpy yen")
    | _named("yuan", "cny rmb yuan renminbi")
    | _named("rupee", "₹ inr rs rs. rupee rupees")
    | _named("won", "₩")
    | _named("rouble", "₽ ruble rubles rouble roubles")
    | _named("lira", "₺ lira")
    | _named("naira", "₦ naira")
    | _named("peso", "₱ peso pesos")
    | _named("shekel", "₪ shekel shekels")
    | _named("dong", "₫ dong")
    | _named("baht", "฿ baht")
    | _named("hryvnia", "₴ hryvnia hryvnias")
    | _named("franc", "chf franc francs")
    | _named("ringgit", "rm ringgit")
    | _named("krone", "krona kronor krone kroner")
    | _named("rand", "rand")
    | _named("zloty", "zloty zlotys")
    | _named("dirham", "dirham dirhams")
    | _named("riyal", "riyal riyals")
    | _named("bitcoin", "bitcoin bitcoins")
    | _named("cent", "¢ cent cents")
    | _named("penny", "penny pence")
)
_DOLLARS: Final = {
    "us": "USD",
    "u.s.": "USD",
    "american": "USD",
    "australian": "AUD",
    "canadian": "CAD",
    "zealand": "NZD",
    "kong": "HKD",
    "singapore": "SGD",
    "taiwan": "TWD",
}
_ANY_DOLLARS: Final = frozenset(["dollar", *_DOLLARS.values()])
_SMALL_MONEY: Final = frozenset({"cent", "penny"})


def currency_before(tokens: Sequence[Token], index: int) -> str | None:
    """The currency whose sign stands directly before token ``index``."""
    if index == 0 or tokens[index - 1].kind != "currency":
        return None
    return _CURRENCIES.get(tokens[index - 1].low)


def currency_after(tokens: Sequence[Token], index: int) -> FoundUnit | None:
    """The currency named at token ``index``: "dollars", "Canadian dollars", "€"."""
    at = after_hyphen(tokens, index)
    for ahead in range(3):
        word = low_at(tokens, at + ahead)
        name = _CURRENCIES.get(word)
        if name is not None and not (name == "pound" and ahead):
            of = _DOLLARS.get(low_at(tokens, at + ahead - 1)) if ahead else None
            return FoundUnit((of or name) if name == "dollar" else name, at + ahead + 1)
        if word not in _DOLLARS and word not in {"new", "hong"}:
            return None
    return None


def unit_after(tokens: Sequence[Token], index: int) -> FoundUnit | None:
    """The unit at token ``index``, which a hyphen may join to the number before it."""
    at = after_hyphen(tokens, index)
    word = low_at(tokens, at)
    second = after_hyphen(tokens, at + 1)
    pair = _PAIRS.get((word, low_at(tokens, second)))
    if pair is not None:
        return FoundUnit(pair, second + 1)
    if word in _POWERS:
        unit = _UNITS.get(low_at(tokens, second))
        power = "cubic" if word == "cubic" else "square"
        return FoundUnit(f"{power} {unit}", second + 1) if unit else None
    unit = _UNITS.get(word)
    if unit is None or (
        word in {"m", "mi", "g", "sec", "min", "pc", "ha"} and tokens[at].text != word
    ):
        return None
    return _longer(tokens, FoundUnit(unit, at + 1))


def _longer(tokens: Sequence[Token], unit: FoundUnit) -> FoundUnit:
    """A unit with what belongs to it: "miles per hour", "km/h", "°C"."""
    first, second = low_at(tokens, unit.last), low_at(tokens, unit.last + 1)
    hourly = (first, second) in {("per", "hour"), ("an", "hour"), ("/", "h")}
    if hourly and unit.name in {"mile", "kilometre"}:
        return FoundUnit(f"{unit.name} an hour", unit.last + 2)
    if unit.name == "degree" and first in {"c", "f", "celsius", "fahrenheit"}:
        return FoundUnit("celsius" if first[0] == "c" else "fahrenheit", unit.last + 1)
    return unit


def same_currency(first: str, second: str) -> bool:
    """Whether two currencies can be one: "$" may be any dollar, cents are of several."""
    if first == second or first in _SMALL_MONEY or second in _SMALL_MONEY:
        return True
    return "dollar" in (first, second) and first in _ANY_DOLLARS and second in _ANY_DOLLARS


def same_dimension(first: str, second: str) -> bool:
    """Whether two units measure the same kind of size, so that one converts to the other."""
    if "degree" in (first, second):
        return {first, second} <= {"degree", "celsius", "fahrenheit"}
    return scale_of(first).dimension == scale_of(second).dimension
