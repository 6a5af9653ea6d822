"""Repetition: sentences that several outlets share, which a summary says once.

Copies of a wire story differ by an edit here and there. Two sentences repeat each other
when most pairs of neighbouring words are the same in both. Of those, the sentence of the
newest article is kept. The others are cited beside it where they bear it out: where they
have all of its words and figures and no negation more or less. Articles that are copies of
one story count as one article: they are one witness, and are named, not cited.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.articles.copies import newness
from assistant.language.words import near_identical
from assistant.summarising.material import Material

REPEATED: Final = 0.6
"""Share of the pairs of neighbouring words (Jaccard) from which two sentences repeat."""

_NEGATION: Final = re.compile(
    r"\b(?:no|not|nor|never|none|neither|without|cannot)\b|n[’']t\b", re.I
)
_FIGURE: Final = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|"
    r"seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|[mb]illion)"
)


@dataclass(frozen=True, slots=True)
class SentenceCluster:
    """Something that one or several articles say.

    Attributes:
        material: the sentence that says it best.
        terms: its content terms.
        copies: how many sentences say it, this one included; of copies of one story those
            of the one that says it most often.
        seconded: sentences of other stories that bear it out, one a story.
        carried: sentences of copies of its own story that bear it out, one an article.
        disputed: sentences of other articles that say it with other figures.
    """

    material: Material
    terms: tuple[str, ...]
    copies: int = 1
    seconded: tuple[Material, ...] = ()
    disputed: tuple[Material, ...] = ()
    carried: tuple[Material, ...] = ()


def cluster_sentences(
    material: Sequence[Material],
    *,
    terms: Sequence[tuple[str, ...]],
    stories: Sequence[int] | None = None,
) -> tuple[SentenceCluster, ...]:
    """``material`` with every repetition folded into one, in the order given.

    Args:
        material: sentences, article by article.
        terms: the content terms of each.
        stories: the number of the story that each article (``Material.order``) tells; its
            own unless given.
    """
    clusters: list[SentenceCluster] = []

    def story(number: int) -> int:
        order = material[number].order
        return stories[order] if stories is not None else order

    for group in _groups(terms):
        # The newest article is best informed; within one, the first to say it.
        best = max(group, key=lambda n: (newness(material[n].article), -material[n].rank, -n))
        others = [n for n in group if material[n].order != material[best].order]
        seconded = [n for n in others if bears_out(material, terms, claim=best, by=n)]
        disputed = [n for n in others if _other_figures(terms[best], terms[n])]
        clusters.append(
            SentenceCluster(
                material=material[best],
                terms=terms[best],
                copies=_witnesses(material, group, story=story),
                seconded=_one_a_story(material, seconded, story=story, besides=best),
                disputed=_one_an_article(material, disputed),
                carried=_one_an_article(material, [n for n in seconded if story(n) == story(best)]),
            )
        )
    return tuple(sorted(clusters, key=lambda one: (one.material.order, one.material.index)))


def _groups(terms: Sequence[tuple[str, ...]]) -> list[list[int]]:
    """Numbers of sentences that repeat the first of their group.

    Sentences that are at least so alike share one of their rarest pairs of words: only
    those pairs are looked up, so that the time is near linear in the number of sentences.
    """
    pairs = _numbered_pairs(terms)
    uses = Counter(pair for own in pairs for pair in own)
    groups: list[list[int]] = []
    by_pair: dict[int, list[int]] = {}
    for number, own in enumerate(pairs):
        rarest = sorted(own, key=lambda pair: (uses[pair], pair))
        telling = rarest[: len(own) - int(REPEATED * len(own)) + 1]
        candidates = sorted({group for pair in telling for group in by_pair.get(pair, ())})
        for group in candidates:
            if near_identical(own, pairs[groups[group][0]], threshold=REPEATED):
                groups[group].append(number)
                break
        else:
            for pair in telling:
                by_pair.setdefault(pair, []).append(len(groups))
            groups.append([number])
    return groups


def _numbered_pairs(terms: Sequence[tuple[str, ...]]) -> list[frozenset[int]]:
    """The pairs of neighbouring terms of each sentence (of one term, it and nothing)."""
    numbers: dict[tuple[str, str], int] = {}
    return [
        frozenset(
            numbers.setdefault(pair, len(numbers))
            for pair in zip(own, (*own[1:], ""), strict=False)
            if pair[1] or len(own) == 1
        )
        for own in terms
    ]


def bears_out(
    material: Sequence[Material], terms: Sequence[Collection[str]], *, claim: int, by: int
) -> bool:
    """Whether sentence ``by`` says all that sentence ``claim`` says.

    Args:
        material: sentences.
        terms: the content terms of each.
        claim: the number of the one.
        by: the number of the other.
    """
    negations = [len(_NEGATION.findall(material[n].text)) for n in (claim, by)]
    return set(terms[claim]) <= set(terms[by]) and negations[0] == negations[1]


def _other_figures(mine: Sequence[str], other: Sequence[str]) -> bool:
    """Whether both have figures and each one that the other has not."""
    ours, theirs = ({t for t in terms if _FIGURE.match(t)} for terms in (mine, other))
    return bool(ours - theirs) and bool(theirs - ours)


def _one_an_article(material: Sequence[Material], numbers: Sequence[int]) -> tuple[Material, ...]:
    return tuple({material[n].order: material[n] for n in reversed(numbers)}.values())[::-1]


def _one_a_story(
    material: Sequence[Material],
    numbers: Sequence[int],
    *,
    story: Callable[[int], int],
    besides: int,
) -> tuple[Material, ...]:
    found: dict[int, Material] = {}
    for number in numbers:
        if story(number) != story(besides):
            found.setdefault(story(number), material[number])
    return tuple(found.values())


def _witnesses(
    material: Sequence[Material], group: Sequence[int], *, story: Callable[[int], int]
) -> int:
    """How many sentences say it, of each story those of the article that has most."""
    said = Counter((story(n), material[n].order) for n in group)
    most: dict[int, int] = {}
    for (own, _), count in said.items():
        most[own] = max(most.get(own, 0), count)
    return sum(most.values())
