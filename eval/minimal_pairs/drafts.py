"""A sample article as the rules see it, and the statements that they make of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from assistant.language.articles import make_article
from assistant.reading import expand, read
from assistant.services.intake import SAMPLES
from assistant.types import Article, day_of
from eval.minimal_pairs.cast import Cast, Person
from eval.minimal_pairs.pairs import VERBATIM

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MOST_BYTES: Final = 1_000_000
_SAME: Final = 0.8
_FEWEST_WORDS: Final = 4
_PERSONAL: Final = re.compile(
    r"\b(?:I|[Ww]e|[Yy]our?|us|[Oo]ur|[Mm]y|Let|Please)\b|"
    r"^(?:\d+\. )?(?:Ask|Call|Find|Take|Wet|Blow|Do|And let|Not for|Correction)\b"
)
_QUOTED: Final = re.compile(r"“[^”]*+”|\"[^\"]*+\"")
_DATELINE: Final = re.compile(r"[A-Z]{2}[^—“]{0,60}— |- |\d{1,2}\. ")


# Compared by identity: a sample article is read once.
@dataclass(frozen=True, eq=False)
class Sample:
    """A sample article with what is known of it.

    ``stale`` are the sentences that an earlier sample article holds in nearly the same
    words: no pairs are made of them, for the other article may be in the other half.
    """

    name: str
    article: Article
    cast: Cast
    stale: frozenset[int]

    @property
    def number(self) -> int:
        """The number that the file's name begins with."""
        return int(self.name[:2])

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """The persons whose full name stands in the article."""
        return tuple(person for person in self.cast.people if person.name in self.article.text)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the article, in small letters."""
        return words_of(self.article.text)

    @cached_property
    def _mentioned(self) -> frozenset[str]:
        return frozenset(mention.text for mention in self.cast.mentions(self.article.text))

    def named(self, group: str) -> tuple[str, ...]:
        """The names of a class that stand in the article, other than of persons."""
        return tuple(name for name in self.cast.names[group] if name in self._mentioned)

    def unnamed(self, group: str) -> tuple[str, ...]:
        """The names of a class that other articles alone hold, other than of persons."""
        return tuple(name for name in self.cast.names[group] if name not in self._mentioned)

    @cached_property
    def others(self) -> tuple[Person, ...]:
        """The persons whom other articles alone name."""
        return tuple(person for person in self.cast.people if person not in self.people)

    @property
    def published(self) -> date:
        """The day of publication."""
        assert self.article.published is not None
        return day_of(self.article.published)

    def who(self, index: int) -> Person | None:
        """Who speaks in, or is "he" or "she" at the head of, a sentence without their name."""
        name = self.cast.who.get(self.number, {}).get(index)
        return self.cast.person(name) if name else None

    def day(self, index: int, weekday: str) -> date:
        """The day that a weekday in sentence ``index`` is."""
        told = self.cast.days.get(self.number, {}).get(index, {}).get(weekday)
        back = (self.published.weekday() - WEEKDAYS.index(weekday)) % 7
        return told or self.published - timedelta(days=back)

    def adjoins(self, index: int) -> bool:
        """Whether the next sentence is in the same paragraph."""
        sentences = self.article.sentences
        if index + 1 >= len(sentences):
            return False
        between = self.article.text[sentences[index].end : sentences[index + 1].start]
        return "\n" not in between


@dataclass(frozen=True, slots=True)
class Draft:
    """A true statement with the sentences of ``sample`` that carry it.

    ``forms`` are the rewritings that it has been through, in their order; none when it is
    a sentence as it stands.
    """

    sample: Sample
    sentences: tuple[int, ...]
    text: str
    forms: tuple[str, ...] = ()

    @property
    def form(self) -> str:
        """The rewritings by name, or ``verbatim``."""
        return " + ".join(self.forms) or VERBATIM

    @property
    def source(self) -> str:
        """The cited sentences in one string."""
        texts = (self.sample.article.sentence_text(index) for index in self.sentences)
        return " ".join(texts)

    @property
    def who(self) -> Person | None:
        """Who is meant where the only, or last, cited sentence names nobody."""
        return self.sample.who(self.sentences[-1])

    def rewritten(self, text: str, form: str, *, sentences: Sequence[int] = ()) -> Draft:
        """The draft after one more rewriting."""
        cited = tuple(sorted({*self.sentences, *sentences}))
        return replace(self, text=text, forms=(*self.forms, form), sentences=cited)

    def quotations(self) -> tuple[tuple[int, int], ...]:
        """Where quotations stand in the text, their marks included."""
        return quotations(self.text)

    def outside(self, start: int, end: int) -> bool:
        """Whether no part of ``text[start:end]`` is quoted."""
        return all(end <= first or start >= last for first, last in self.quotations())

    def lowered(self, text: str) -> str:
        """``text`` as it goes on within a sentence: a small letter, if it is no name."""
        first = re.match(r"[A-Z][a-z]*", text)
        named = any(mention.start == 0 for mention in self.sample.cast.mentions(text))
        if first is None or named or not _COMMON.fullmatch(first[0]):
            return text
        return text[0].lower() + text[1:]


@lru_cache(maxsize=1024)
def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """Where quotations stand in ``text``, their marks included."""
    return tuple((found.start(), found.end()) for found in _QUOTED.finditer(text))


def words_of(text: str) -> frozenset[str]:
    """The words of ``text``, in small letters."""
    return frozenset(re.findall(r"\w+", text.casefold()))


def capitalised(text: str) -> str:
    """``text`` with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]


def without_dateline(text: str) -> str:
    """A sentence without the place and agency, or list marker, before it."""
    found = _DATELINE.match(text)
    return text[found.end() :] if found else text


_COMMON: Final = re.compile(
    r"""(?:A|An|The|It|Its|He|She|They|His|Her|Their|There|This|That|These|Those
    |In|On|By|At|Of|From|For|About|After|Before|During|Under|With|Without|Between|Around
    |One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve|Twenty|Thirty|Forty
    |Both|Some|Most|More|Many|All|Each|Every|Another|Almost|Nearly|Roughly|Enough|Only
    |No|Nobody|Everyone|Everybody|Everything|When|As|If|Once|Then|Including|Rejecting
    |Analysts|Banks|Building|Buses|Cattle|Children|Consumer|Divers|Evidence|Families|Flags|Flow
    |Food|Forecasters|Gusts|Holders|Hospitals|Inspectors|Investigators|Islanders|Minor|Minutes
    |Officials|Opinion|Opposition|Parliament|Part|Pensioners|Pensions|People|Places|Police
    |Prosecutors|Provincial|Residents|Shareholders|Shares|Survivors|Town|Trucks|Turnout|Unions
    |Value|Volunteers|Water|Workers)""",
    re.VERBOSE,
)
"""First words of the articles' sentences that are no names."""


def read_samples(cast: Cast) -> tuple[Sample, ...]:
    """The sample articles by the order of their file names."""
    samples: list[Sample] = []
    seen: list[frozenset[str]] = []
    for path in sorted(SAMPLES.glob("*.md")):
        article = _article(path)
        words = [
            words_of(without_dateline(article.sentence_text(one.index)))
            for one in article.sentences
        ]
        stale = frozenset(
            index for index, these in enumerate(words) if any(_near(these, old) for old in seen)
        )
        samples.append(Sample(path.name, article, cast, stale))
        seen += [these for these in words if len(these) > 4]  # noqa: PLR2004 - shorter ones recur by chance
    return tuple(samples)


def statements(sample: Sample) -> Iterator[Draft]:
    """The sentences of an article that pairs are made of, as they stand."""
    for sentence in sample.article.sentences:
        text = sample.article.sentence_text(sentence.index)
        whole = text.endswith((".", "”", '"')) and text.count("“") == text.count("”")
        if sentence.index in sample.stale or not whole or len(text.split()) < _FEWEST_WORDS:
            continue
        if not _PERSONAL.search(_QUOTED.sub("", text)):
            yield Draft(sample, (sentence.index,), text)


def neighbours(drafts: Sequence[Draft]) -> Iterator[tuple[Draft, Draft]]:
    """Drafts of which the second's sentence follows the first's in the same paragraph."""
    for one, other in pairwise(drafts):
        index = one.sentences[-1]
        if other.sentences[0] == index + 1 and one.sample.adjoins(index):
            yield one, other


def _article(path: Path) -> Article:
    (source,) = expand([path])
    (document,) = read(source, max_bytes=_MOST_BYTES)
    return make_article(document)


def _near(one: frozenset[str], other: frozenset[str]) -> bool:
    fewest, most = sorted((len(one), len(other)))
    return fewest >= _SAME * most and len(one & other) >= _SAME * len(one | other)
