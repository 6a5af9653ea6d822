"""Whether the cited sentences name everybody and everything that a statement names.

A name is held to be named where a cited sentence has it, or another form that the article
gives it, or refers to it ("she", "the company") while it stands shortly before, or where
the headline, the outlet or the dateline has it. What stands in another name's place is
found whatever else the article says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from assistant.language.countries import country_of, is_people
from assistant.language.mentions import ByText, Mentions, ReadText, read_text
from assistant.language.names import Name, NameKind
from assistant.language.written_words import looks_common
from assistant.types import Reason, ReasonCode, VerdictKind
from assistant.verifying.name_places import (
    Cited,
    Place,
    cited_sentence,
    find_exchange,
    moved_onto,
    place_of,
    replaced_name,
)
from assistant.verifying.name_references import Aligned, means, reference_at
from assistant.verifying.sources import SourceSentence

_LONGEST_KNOWN: Final = 6
"""Words of a name up to which it is looked for in a text whose capitals prove nothing."""


_LONGEST_PARTED: Final = 12
"""Words of a name up to which it is read as two names side by side."""


def name_reasons(statement: str, sources: Sequence[SourceSentence]) -> tuple[Reason, ...]:
    """What speaks against the names of ``statement``, in their order; one reason a name.

    Args:
        statement: one sentence.
        sources: the sentences that it cites, of one article or several; without any,
            there is nothing to hold it against, and no reason.
    """
    if not sources:
        return ()
    once = {(ByText(source.article), source.index): source for source in sources}
    cited = tuple(map(cited_sentence, once.values()))
    check = _Check(_read_statement(statement, cited), cited)
    if any(one.read.text == statement for one in cited):
        return ()
    exchanged = check.exchanged()
    found = {} if exchanged is None else {exchanged.start: exchanged}
    for name in check.names:
        if exchanged is None or not _covers(exchanged, name):
            reason = check.reason(name)
            if reason is not None:
                found.setdefault(name.start, reason)
    return tuple(found[start] for start in sorted(found, key=lambda at: at or 0))


def _covers(reason: Reason, name: Name) -> bool:
    return (
        reason.start is not None
        and reason.end is not None
        and (reason.start <= name.start < reason.end)
    )


def _read_statement(statement: str, cited: Sequence[Cited]) -> ReadText:
    """The statement with its names: by the article's, where its own capitals prove nothing."""
    read = read_text(statement)
    if read.capitals_count:
        return read
    return ReadText(
        statement, read.words, tuple(_known_names(read, cited)), read.plain, capitals_count=False
    )


def _known_names(read: ReadText, cited: Sequence[Cited]) -> list[Name]:
    """The longest runs of words that an article knows as a name."""
    articles = {id(one.mentions): one.mentions for one in cited}.values()
    names: list[Name] = []
    at = 0
    while at < len(read.words):
        for length in range(min(_LONGEST_KNOWN, len(read.words) - at), 0, -1):
            words = read.words[at : at + length]
            folded = tuple(word.folded for word in words)
            if any(folded in article.known for article in articles) and not (
                length == 1 and (looks_common(folded[0]) or folded[0] == "usa")
            ):
                start, end = words[0].start, words[-1].end
                names.append(Name(read.text[start:end], start, end, folded))
                at += length
                break
        else:
            at += 1
    return names


@dataclass(frozen=True, slots=True)
class _Check:
    """A statement's names held against the sentences that it cites."""

    read: ReadText
    cited: tuple[Cited, ...]

    @property
    def names(self) -> tuple[Name, ...]:
        return self.read.names

    def exchanged(self) -> Reason | None:
        """That two names stand the other way round, where no cited sentence has them so."""
        exchange = find_exchange(self.read, self.cited)
        if exchange is None:
            return None
        first, second = exchange.first, exchange.second
        return _reason(
            f"“{first.text}” and “{second.text}” have changed places",
            start=first.start,
            end=second.end,
        )

    def reason(self, name: Name) -> Reason | None:
        place = place_of(name, self.read)
        if self._is_named(name):
            return self._moved(name, place)
        if self._is_no_name(name) or self._is_named_in_parts(name):
            return None
        aligned = [(one, reference_at(place, one)) for one in self.cited]
        replaced = self._replaced(name, place, aligned)
        if replaced is not None:
            return _swapped(name, replaced)
        if is_people(name.words[0]) and len(name.words) > 1:
            # "French Marie Durand", where the source has no "French".
            return self.reason(replace(name, words=name.words[1:], kind=NameKind.NAME))
        doubtful = name.opening and len(name.words) == 1 and looks_common(name.words[0])
        if doubtful or self._is_meant(name, aligned) or self._is_in_heading(name):
            return None
        return self._missing(name)

    def _is_named(self, name: Name) -> bool:
        if not self.read.capitals_count and any(one.read.says(name.words) for one in self.cited):
            return True
        return any(one.names(name) for one in self.cited)

    def _moved(self, name: Name, place: Place) -> Reason | None:
        """That a name which a cited sentence has stands where that has another."""
        holding = [one for one in self.cited if one.names(name)]
        found = None
        for one in holding:
            found = moved_onto(place, name, one, stated=self.names)
            if found is None:
                return None
        return None if found is None else _swapped(name, found.name)

    def _is_no_name(self, name: Name) -> bool:
        """Whether a word at the statement's start is only a word that the articles write small."""
        return (
            name.opening
            and len(name.words) == 1
            and looks_common(name.words[0])
            and not any(name.words[0] in one.mentions.inside for one in self.cited)
            and any(one.mentions.says(name.words) for one in self.cited)
        )

    def _is_named_in_parts(self, name: Name) -> bool:
        """Whether it is two names side by side, each of which a cited sentence has."""
        return (
            any(
                self._is_whole(name.words[:cut]) and self._is_whole(name.words[cut:])
                for cut in range(1, min(len(name.words), _LONGEST_PARTED))
            )
            or (
                len(name.words) > 1
                and is_people(name.words[0])
                and self._is_named(replace(name, words=name.words[:1], kind=NameKind.PEOPLE))
                and self._is_named(replace(name, words=name.words[1:], kind=NameKind.NAME))
            )
            or (
                name.opening
                and len(name.words) > 1
                and looks_common(name.words[0])
                and any(one.read.says(name.words[1:]) for one in self.cited)
            )
        )

    def _is_whole(self, words: tuple[str, ...]) -> bool:
        country = country_of(" ".join(words))
        return any(
            other.words == words or (country is not None and country == country_of(other.phrase))
            for one in self.cited
            for other in one.read.names
        )

    def _replaced(
        self, name: Name, place: Place, aligned: Sequence[tuple[Cited, Aligned | None]]
    ) -> Name | None:
        """The name whose place it has taken, unless a reference stood there as well."""
        for one, reference in aligned:
            other = replaced_name(place, name, one)
            if other is not None and (
                reference is None or other.agreement.total > reference.agreement.total
            ):
                return other.name
        return None

    def _is_meant(self, name: Name, aligned: Sequence[tuple[Cited, Aligned | None]]) -> bool:
        return any(
            means(name, one, stated=self.names, at=at.reference if at else None)
            for one, at in aligned
        )

    def _is_in_heading(self, name: Name) -> bool:
        """Whether headline, outlet or dateline have it, and it is not put for another."""
        if name == self.names[0] and self._leaves_out_first(name):
            return False
        return any(_in_heading(name, one.mentions) for one in self.cited)

    def _leaves_out_first(self, name: Name) -> bool:
        """Whether every cited sentence begins with another name that the statement has not."""
        return all(
            bool(one.read.names)
            and one.mentions.may_be_person(one.read.names[0])
            and one.mentions.may_be_person(name)
            and not any(
                one.mentions.same(ours.words, one.read.names[0].words) for ours in self.names
            )
            for one in self.cited
        )

    def _missing(self, name: Name) -> Reason | None:
        known = any(_knows(one.mentions, name) for one in self.cited)
        if name.kind in {NameKind.PEOPLE, NameKind.GENERIC}:
            text = f"says “{name.text}”, which is nowhere in the article"
            return None if known else _reason_about(name, text, kind=VerdictKind.PARTLY)
        if any(one.mentions.invents_first_name(name.words) for one in self.cited) and any(
            one.read.says(name.words[-1:]) for one in self.cited
        ):
            surname = name.text.rsplit(maxsplit=1)[-1]
            text = f"names “{name.text}”, the article only “{surname}”"
            return _reason_about(name, text, kind=VerdictKind.PARTLY)
        if known:
            pronoun = "who" if self.cited[0].mentions.is_person(name) else "which"
            text = (
                f"names “{name.text}”, {pronoun} stands elsewhere in the article, "
                "not in the cited sentences"
            )
        else:
            pronoun = "whom" if self.cited[0].mentions.may_be_person(name) else "which"
            text = f"names “{name.text}”, {pronoun} the cited sentences do not"
        return _reason_about(name, text)


def _in_heading(name: Name, mentions: Mentions) -> bool:
    if f" {name.phrase} " in mentions.dateline or mentions.outlet.says(name.words):
        return True
    return mentions.title.says(name.words) or any(
        mentions.same(name.words, other.words)
        for other in (*mentions.title.names, *mentions.outlet.names)
    )


def _knows(mentions: Mentions, name: Name) -> bool:
    if mentions.says(name.words):
        return True
    key = country_of(name.phrase)
    return key is not None and any(country_of(" ".join(words)) == key for words in mentions.known)


def _swapped(name: Name, other: Name) -> Reason:
    return _reason_about(name, f"says “{name.text}” where the source says “{other.text}”")


def _reason_about(name: Name, text: str, *, kind: VerdictKind = VerdictKind.UNSUPPORTED) -> Reason:
    return _reason(text, start=name.start, end=name.end, kind=kind)


def _reason(
    text: str, *, start: int, end: int, kind: VerdictKind = VerdictKind.UNSUPPORTED
) -> Reason:
    return Reason(ReasonCode.NAME_MISSING, text, kind, start, end)
