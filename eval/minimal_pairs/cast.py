"""What the rules know of the sample articles: the names in them, and who is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Final

import yaml
from pydantic import BaseModel, ConfigDict

from eval.gold.loading import DATASETS

CAST: Final = DATASETS / "minimal-pairs-cast.yaml"


class Person(BaseModel):
    """Somebody who is named in the articles; ``she`` tells the pronoun."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str | None = None
    she: bool = False

    @cached_property
    def surname(self) -> str:
        """The last word of the name."""
        return self.name.rpartition(" ")[2]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as it stands in a text, ``text[start:end]``.

    ``group`` is the class of names that it belongs to; a person is mentioned by the full
    name ("people") or by the surname ("surnames").
    """

    start: int
    end: int
    text: str
    group: str


class Cast(BaseModel):
    """The file of what the rules know, by the two digits that an article's file begins with."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int
    people: tuple[Person, ...]
    names: Mapping[str, tuple[str, ...]]
    same: tuple[tuple[str, ...], ...]
    invented: Mapping[str, tuple[str, ...]]
    who: Mapping[int, Mapping[int, str]]
    days: Mapping[int, Mapping[int, Mapping[str, date]]]
    words: Mapping[str, tuple[str, ...]]

    @cached_property
    def _groups(self) -> dict[str, str]:
        groups = {name: group for group, names in self.names.items() for name in names}
        groups |= {person.surname: "surnames" for person in self.people}
        return groups | {person.name: "people" for person in self.people}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._groups, key=lambda name: (-len(name), name))
        return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])")

    def mentions(self, text: str) -> Iterator[Mention]:
        """The names in ``text``, in their order, the longest at each place."""
        for found in self._pattern.finditer(text):
            yield Mention(found.start(), found.end(), found[0], self._groups[found[0]])

    @cached_property
    def _by_name(self) -> dict[str, Person]:
        return {person.name: person for person in self.people}

    def person(self, name: str) -> Person:
        """The person of this full name.

        Raises:
            KeyError: there is none.
        """
        return self._by_name[name]

    @cached_property
    def _called(self) -> dict[str, tuple[Person, ...]]:
        found: dict[str, tuple[Person, ...]] = {}
        for person in self.people:
            for text in (person.name, person.surname):
                found[text] = (*found.get(text, ()), person)
        return found

    def called(self, text: str) -> tuple[Person, ...]:
        """The persons of all articles whose full name or surname this is."""
        return self._called.get(text, ())

    def bearers(self, surname: str, *, among: Sequence[Person]) -> tuple[Person, ...]:
        """Those of ``among`` who bear this surname."""
        return tuple(person for person in among if person.surname == surname)

    def alike(self, one: str, other: str) -> bool:
        """Whether two names are, or may be taken, for the same."""
        return (
            one == other
            or one in other
            or other in one
            or any(one in names and other in names for names in self.same)
        )


@cache
def load_cast() -> Cast:
    """The cast of the sample articles."""
    return Cast.model_validate(yaml.safe_load(CAST.read_text(encoding="utf-8")))
