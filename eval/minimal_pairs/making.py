"""Makes the set: all statements, all their alterations, and an even choice among them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import yaml
from pydantic import BaseModel, ConfigDict

from eval.gold.loading import DATASETS
from eval.minimal_pairs.alterations import Alter, Alteration
from eval.minimal_pairs.attributing import attributions
from eval.minimal_pairs.cast import load_cast
from eval.minimal_pairs.dates import dates
from eval.minimal_pairs.drafts import Sample, read_samples, without_dateline
from eval.minimal_pairs.figures import figures
from eval.minimal_pairs.names import names, speakers
from eval.minimal_pairs.pairs import VERBATIM, Half, Kind, MinimalPair, rank
from eval.minimal_pairs.phrases import modalities, negations
from eval.minimal_pairs.quoting import quotations_altered
from eval.minimal_pairs.rewriting import rewritings

EXCLUDED: Final = DATASETS / "minimal-pairs-excluded.yaml"

_RULES: Final[Mapping[Kind, Alter]] = {
    Kind.FIGURE: figures,
    Kind.DATE: dates,
    Kind.NAME: names,
    Kind.QUOTATION: quotations_altered,
    Kind.SPEAKER: speakers,
    Kind.NEGATION: negations,
    Kind.MODALITY: modalities,
    Kind.ATTRIBUTION: attributions,
}
_WANTED: Final[Mapping[Kind, int]] = {
    Kind.FIGURE: 110,
    Kind.DATE: 90,
    Kind.NAME: 110,
    Kind.QUOTATION: 100,
    Kind.SPEAKER: 90,
    Kind.NEGATION: 90,
    Kind.MODALITY: 80,
    Kind.ATTRIBUTION: 90,
}
_REWRITTEN: Final = 0.6
"""The share of the pairs of a kind whose true statement is to be a rewritten one."""
_OF_ONE_ARTICLE: Final = 0.12
"""The largest share of a kind that one article may give: one of them is ten times as long."""
_OF_ONE_SENTENCE: Final = 2


class _Exclusion(BaseModel):
    """Alterations that no rule saw to be bad: all that is given has to fit."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    article: int
    sentence: int
    reason: str
    kind: Kind | None = None
    form: str | None = None
    altered: str | None = None

    def fits(self, alteration: Alteration) -> bool:
        """Whether it is about this alteration."""
        draft = alteration.draft
        return (
            draft.sample.number == self.article
            and self.sentence in draft.sentences
            and self.kind in (None, alteration.kind)
            and (self.form is None or self.form in draft.forms)
            and (self.altered is None or self.altered in alteration.text)
        )


class _Exclusions(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int
    excluded: tuple[_Exclusion, ...]


def make_pairs() -> tuple[MinimalPair, ...]:
    """The minimal pairs of the sample articles, by kind and article; always the same."""
    samples = read_samples(load_cast())
    halves = {
        sample.name: (Half.CHOOSE, Half.REPORT)[place % 2] for place, sample in enumerate(samples)
    }
    found: dict[Kind, list[Alteration]] = defaultdict(list)
    for alteration in _alterations(samples):
        found[alteration.kind].append(alteration)
    return tuple(
        _pair(alteration, half=halves[alteration.draft.sample.name])
        for kind in Kind
        for alteration in _chosen(found[kind], count=_WANTED[kind])
    )


def _alterations(samples: Sequence[Sample]) -> Iterator[Alteration]:
    excluded = _exclusions()
    for sample in samples:
        texts = set()
        for draft in rewritings(sample):
            if draft.text in texts:
                continue
            texts.add(draft.text)
            for alter in _RULES.values():
                for alteration in alter(draft):
                    if _keeps_dateline(alteration) and not any(
                        exclusion.fits(alteration) for exclusion in excluded
                    ):
                        yield alteration


def _keeps_dateline(alteration: Alteration) -> bool:
    """Whether the change is in the sentence itself, and not in the place and day before it."""
    text = alteration.draft.text
    dateline = text[: len(text) - len(without_dateline(text))]
    return alteration.text.startswith(dateline)


@cache
def _exclusions() -> tuple[_Exclusion, ...]:
    loaded = yaml.safe_load(EXCLUDED.read_text(encoding="utf-8"))
    return _Exclusions.model_validate(loaded).excluded


@dataclass(slots=True)
class _Taken:
    """What has been chosen so far, counted."""

    sentences: Counter[tuple[str, int]] = field(default_factory=Counter)
    spots: set[tuple[str, int, str]] = field(default_factory=set)
    forms: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    texts: set[str] = field(default_factory=set)
    rewritten: int = 0
    count: int = 0

    def add(self, alteration: Alteration) -> None:
        """Counts one more."""
        draft = alteration.draft
        for index in draft.sentences:
            self.sentences[draft.sample.name, index] += 1
            self.spots.add((draft.sample.name, index, alteration.was))
        self.forms.update(draft.forms or (VERBATIM,))
        self.rules[alteration.rule] += 1
        self.texts |= {draft.text, alteration.text}
        self.rewritten += bool(draft.forms)
        self.count += 1

    def burden(self, alteration: Alteration) -> tuple[float, ...]:
        """How much a choice would make the set uneven; the least is the best."""
        draft = alteration.draft
        name = draft.sample.name
        used = max(self.sentences[name, index] for index in draft.sentences)
        spot = any((name, index, alteration.was) in self.spots for index in draft.sentences)
        wanted = self.rewritten < _REWRITTEN * (self.count + 1)
        forms = [self.forms[form] for form in draft.forms or (VERBATIM,)]
        return (
            used,
            spot,
            bool(draft.forms) != wanted,
            max(forms) + 2 * len(forms),
            # Where another name is from is for its own rule to weigh.
            0 if alteration.kind is Kind.NAME else self.rules[alteration.rule],
            rank(alteration.kind, draft.text, alteration.text),
        )


def _chosen(found: Sequence[Alteration], *, count: int) -> list[Alteration]:
    """About ``count`` of the alterations of one kind, the articles in turns."""
    by_article: dict[str, list[Alteration]] = defaultdict(list)
    for alteration in found:
        by_article[alteration.draft.sample.name].append(alteration)
    taken = _Taken()
    chosen: dict[str, list[Alteration]] = {name: [] for name in by_article}
    most = max(3, int(_OF_ONE_ARTICLE * count))
    going = True
    while going and taken.count < count:
        going = False
        for name, rest in by_article.items():
            open_ = [one for one in rest if _may_follow(one, taken)]
            if not open_ or len(chosen[name]) >= most or taken.count >= count:
                continue
            best = min(open_, key=taken.burden)
            rest.remove(best)
            chosen[name].append(best)
            taken.add(best)
            going = True
    return [alteration for name in chosen for alteration in chosen[name]]


def _may_follow(alteration: Alteration, taken: _Taken) -> bool:
    draft = alteration.draft
    return alteration.text not in taken.texts and all(
        taken.sentences[draft.sample.name, index] < _OF_ONE_SENTENCE for index in draft.sentences
    )


def _pair(alteration: Alteration, *, half: Half) -> MinimalPair:
    draft = alteration.draft
    mark = rank(draft.sample.name, draft.sentences, draft.text, alteration.text)
    return MinimalPair(
        id=f"{alteration.kind}-{mark:016x}"[: len(alteration.kind) + 9],
        kind=alteration.kind,
        article=draft.sample.name,
        sentences=draft.sentences,
        twin=draft.text,
        altered=alteration.text,
        was=alteration.was,
        became=alteration.became,
        alteration=alteration.rule,
        form=draft.form,
        half=half,
    )
