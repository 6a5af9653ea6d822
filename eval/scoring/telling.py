"""Scores of what is told of stories, each with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from assistant.errors import UsageError
from assistant.news import ChangesSince
from assistant.telling import Entry, Figures, Quantity, Quotes, Said, Speaker, Story, Timeline
from assistant.types import Statement
from eval.gold.finding import TellingCase, comparable
from eval.gold.tellings import (
    ChangesWanted,
    FiguresWanted,
    FigureWanted,
    Happened,
    QuantityWanted,
    QuotesWanted,
    SaidBy,
    StoryWanted,
    TimelineWanted,
)
from eval.runs.outcomes import Told
from eval.scoring.finding import Scored


def telling_scores(case: TellingCase, told: Told) -> Iterator[Scored]:
    """The scores of what was told for a case.

    Raises:
        UsageError: something of another kind was told.
    """
    wanted = case.wanted
    if isinstance(wanted, StoryWanted) and told.stories is not None:
        yield from _story_scores(case, wanted, told.stories)
    elif isinstance(wanted, TimelineWanted) and told.timeline is not None:
        yield from _timeline_scores(wanted, told.timeline)
    elif isinstance(wanted, QuotesWanted) and told.quotes is not None:
        yield from _quotes_scores(wanted, told.quotes)
    elif isinstance(wanted, FiguresWanted) and told.figures is not None:
        yield from _figures_scores(wanted, told.figures)
    elif isinstance(wanted, ChangesWanted) and told.changes is not None:
        yield from _changes_scores(case, wanted, told.changes)
    else:
        raise UsageError(f"What was told for {case.id} is of another kind than the case")


def told_statements(told: Told) -> tuple[Statement, ...]:
    """Every sentence that was told, for a report."""
    each = (told.timeline, told.quotes, told.figures, told.changes)
    return tuple(one for made in each if made is not None for one in made.statements)


# -- stories -------------------------------------------------------------------


def _story_scores(
    case: TellingCase, wanted: StoryWanted, stories: Sequence[Story]
) -> Iterator[Scored]:
    """B-cubed over the articles of the case (Bagga and Baldwin, 1998).

    Of others that were put beside them only those count of which gold says that they are of
    another story.
    """
    gold = set(case.ids(wanted.files))
    places = {one.id: place for place, story in enumerate(stories) for one in story.articles}
    together = {
        key: {one.id for one in stories[places[key]].articles} if key in places else set()
        for key in gold
    }
    strangers = set().union(*together.values()) & case.others
    precisions = [
        len(own & gold) / len(own & (gold | case.others)) if own else 0.0
        for own in together.values()
    ]
    recalls = [len(own & gold) / len(gold) for own in together.values()]
    count = len(gold)
    yield "story precision", sum(precisions) / count, f"{len(strangers)} of other stories in it"
    yield "story recall", sum(recalls) / count, f"{count} articles in {len(stories)} stories"


# -- timelines -----------------------------------------------------------------


def _timeline_scores(wanted: TimelineWanted, timeline: Timeline) -> Iterator[Scored]:
    missing = [one for one in wanted.days if not any(_tells(e, one) for e in timeline.entries)]
    held = len(wanted.days) - len(missing)
    told = f"{held} of {len(wanted.days)}"
    lacking = ", ".join(f"{one.day.first} {one.any[0]}" for one in missing)
    yield "days found", held / len(wanted.days), f"{told}; missing: {lacking}" if missing else told
    if not timeline.entries:
        yield "days right", None, "nothing was told"
        return
    spans = (*(one.day for one in wanted.days), *wanted.also)
    allowed = {(span.first, span.last) for span in spans}
    wrong = [one for one in timeline.entries if (one.first, one.last) not in allowed]
    right = len(timeline.entries) - len(wrong)
    told = f"{right} of {len(timeline.entries)}"
    lacking = ", ".join(str(one.first) for one in wrong)
    yield (
        "days right",
        right / len(timeline.entries),
        f"{told}; not in the gold: {lacking}" if wrong else told,
    )


def _tells(entry: Entry, happened: Happened) -> bool:
    """Whether an entry of the day says what happened."""
    if (entry.first, entry.last) != (happened.day.first, happened.day.last):
        return False
    texts = [comparable(one.text) for one in entry.statements]
    return any(comparable(words) in text for words in happened.any for text in texts)


# -- quotes --------------------------------------------------------------------


def _quotes_scores(wanted: QuotesWanted, quotes: Quotes) -> Iterator[Scored]:
    found = {one: _holders(one.words, quotes) for one in wanted.said}
    missing = [one.words for one, holders in found.items() if not holders]
    held = len(wanted.said) - len(missing)
    told = f"{held} of {len(wanted.said)}"
    yield (
        "words found",
        held / len(wanted.said),
        f"{told}; missing: {_listed(missing)}" if missing else told,
    )
    homes = _homes(found, quotes)
    wrong = [
        f"“{one.words}” by {quotes.speakers[holders[0][0]].name}"
        for one, holders in found.items()
        if holders and all(place != homes.get(one.speaker) for place, _ in holders)
    ]
    given = [words for words in wanted.unsaid if _holders(words, quotes)]
    wrong += [f"“{words}” by somebody" for words in given]
    told = f"{held + len(given) - len(wrong)} of {held + len(given)}"
    yield (
        "speaker right",
        1 - len(wrong) / (held + len(given)) if held + len(given) else None,
        f"{told}; wrong: {'; '.join(wrong)}" if wrong else told,
    )
    denials = [one for one in wanted.said if one.denies]
    if denials:
        seen = [one for one in denials if any(said.against for _, said in found[one])]
        yield "denials found", len(seen) / len(denials), f"{len(seen)} of {len(denials)}"


def _holders(words: str, quotes: Quotes) -> list[tuple[int, Said]]:
    """The places of the speakers who are given the words, and what they said."""
    looked = comparable(words)
    return [
        (place, said)
        for place, speaker in enumerate(quotes.speakers)
        for said in speaker.said
        if looked in comparable(said.words)
    ]


def _homes(found: Mapping[SaidBy, Sequence[tuple[int, Said]]], quotes: Quotes) -> dict[str, int]:
    """For each wanted speaker the one who stands for them: of several of the name the fullest.

    A person whose names were not joined is two, and what the other said counts as wrong.
    """
    counted: dict[str, Counter[int]] = {}
    for one, holders in found.items():
        for place in {place for place, _ in holders}:
            if _is_named(quotes.speakers[place], one.speaker):
                counted.setdefault(one.speaker, Counter())[place] += 1
    return {name: counts.most_common(1)[0][0] for name, counts in counted.items()}


def _is_named(speaker: Speaker, name: str) -> bool:
    """Whether one of a speaker's names is ``name``, a part or a fuller form of it, or its last."""
    wanted = comparable(name).split()
    return any(
        own == wanted[-1:] or (len(own) > 1 and set(own) <= set(wanted)) or set(wanted) <= set(own)
        for own in (comparable(each).split() for each in (speaker.name, *speaker.also))
    )


# -- figures -------------------------------------------------------------------


def _figures_scores(wanted: FiguresWanted, figures: Figures) -> Iterator[Scored]:
    pairs = _paired(wanted.quantities, figures.quantities)
    missing, standing_wrong, standing_seen = [], [], 0
    for one in wanted.quantities:
        quantity = pairs.get(one.counted)
        for figure in one.figures:
            told = _reported(quantity, figure)
            if not told:
                missing.append(f"{one.counted} {figure.written}")
                continue
            if figure.standing is not None:
                standing_seen += 1
                if figure.standing.value not in told:
                    standing_wrong.append(f"{figure.written} is {'/'.join(sorted(told))}")
    whole = sum(len(one.figures) for one in wanted.quantities)
    if whole:
        held = whole - len(missing)
        said = f"{held} of {whole}"
        yield (
            "values found",
            held / whole,
            f"{said}; missing: {_listed(missing)}" if missing else said,
        )
    yield _values_right(wanted, figures, pairs)
    if standing_seen:
        right = standing_seen - len(standing_wrong)
        said = f"{right} of {standing_seen}"
        yield (
            "standing right",
            right / standing_seen,
            f"{said}; {'; '.join(standing_wrong)}" if standing_wrong else said,
        )


def _paired(
    wanted: Sequence[QuantityWanted], quantities: Sequence[Quantity]
) -> dict[str, Quantity]:
    """For each wanted quantity the one that has most of its values."""
    found = {}
    for one in wanted:
        numbers = {figure.number for figure in one.figures}
        best = max(
            quantities,
            key=lambda quantity: len(numbers & {each.value for each in quantity.reported}),
            default=None,
        )
        if best is not None and numbers & {each.value for each in best.reported}:
            found[one.counted] = best
    return found


def _reported(quantity: Quantity | None, figure: FigureWanted) -> set[str]:
    """What became of a figure, as told; nothing where the value or an outlet is missing."""
    if quantity is None:
        return set()
    own = [each for each in quantity.reported if each.value == figure.number]
    outlets = {name for each in own for name in each.outlets}
    return {each.standing.value for each in own} if set(figure.outlets) <= outlets else set()


def _values_right(wanted: FiguresWanted, figures: Figures, pairs: Mapping[str, Quantity]) -> Scored:
    right: list[str] = []
    wrong: list[str] = []
    besides = set(map(Fraction, wanted.besides))
    for quantity in figures.quantities:
        own = [one for one in wanted.quantities if pairs.get(one.counted) is quantity]
        allowed = besides | {figure.number for one in own for figure in one.figures}
        allowed |= {Fraction(value) for one in own for value in one.also}
        for each in quantity.reported:
            listed = right if each.value in allowed else wrong
            listed.append(f"{quantity.label} {each.text}".strip())
    count = len(right) + len(wrong)
    if not count:
        # Nothing told is right where there is nothing to tell.
        return "values right", None if wanted.quantities else 1.0, "nothing was told"
    told = f"{len(right)} of {count}"
    return (
        "values right",
        len(right) / count,
        f"{told}; not in the gold: {_listed(wrong)}" if wrong else told,
    )


# -- changes -------------------------------------------------------------------


def _changes_scores(
    case: TellingCase, wanted: ChangesWanted, changes: ChangesSince
) -> Iterator[Scored]:
    gold = {("new", key) for key in case.ids(wanted.files)}
    gold |= {("corrected", key) for key in case.ids(wanted.corrected)}
    gold |= {("moved", f"{Fraction(one.before)} to {Fraction(one.after)}") for one in wanted.moved}
    told = {("new", one.article.id) for one in changes.arrived}
    told |= {("corrected", one.article.article_id) for one in changes.corrected}
    told |= {("moved", f"{one.before.value} to {one.after.value}") for one in changes.moved}
    told |= {("new version", one.article.id) for one in changes.revised}
    told |= {("withdrawn", one.article.article_id) for one in changes.killed}
    names = {article.id: name for name, article in case.articles.items()}
    yield (
        "changes found",
        len(gold & told) / len(gold) if gold else None,
        _missing("missing", gold - told, names, of=len(gold)),
    )
    yield (
        "changes right",
        len(gold & told) / len(told) if told else (None if gold else 1.0),
        _missing("not in the gold", told - gold, names, of=len(told)),
    )


def _missing(
    what: str, some: Iterable[tuple[str, str]], names: Mapping[str, str], *, of: int
) -> str:
    lacking = sorted(f"{kind} {names.get(key, key)}" for kind, key in some)
    told = f"{of - len(lacking)} of {of}"
    return f"{told}; {what}: {_listed(lacking)}" if lacking else told


def _listed(some: Sequence[str]) -> str:
    return "; ".join(some)
