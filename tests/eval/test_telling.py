"""What is told of stories: its gold, its scores, and regressions that are planted."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.errors import UsageError
from assistant.library.stored import from_text, to_text
from assistant.news import ChangesSince
from assistant.telling import Dating, Entry, Figures, Quotes, Speaker, Standing, Timeline
from assistant.types import day_of
from eval.comparing.comparison import compare
from eval.comparing.gate import allowed_losses, verdict
from eval.gold.finding import TellingCase
from eval.gold.loading import STORY_SET, load
from eval.regression import main
from eval.runs.folder import Run
from eval.runs.outcomes import Outcome, Told
from eval.runs.simplest import simplest
from eval.runs.telling import told
from eval.scoring.scorer import score
from eval.scoring.telling import telling_scores

GOLD = load((STORY_SET,))
CASES = {case.id: case for case in GOLD.cases if isinstance(case, TellingCase)}
ACCEPTED = STORY_SET.parent / "sample-stories-accepted-extractive"
LOSSES = allowed_losses()
KINDS = ("story", "timeline", "quotes", "figures", "changes")

ARTICLES = {
    "one.md": "---\ntitle: Tram stops\nsource: Herald\npublished: 2025-03-02\n---\n\n"
    "A tram left the rails on Saturday and hurt 12 people, police said. “It rang,” Ada Berg said.",
    "two.md": "---\ntitle: Tram runs\nsource: Post\npublished: 2025-03-04\n---\n\n"
    "The tram ran again on Tuesday. It had hurt 14 people, the mayor said.",
}
SET = """\
version: 1
description: Trams
licence: CC0-1.0
stories:
- {id: tram, kind: story, files: [one.md], apart: [two.md]}
- {id: days, kind: timeline, files: [one.md, two.md], days: [{day: 2025-03-01, any: [the rails]}]}
- {id: said, kind: quotes, files: [one.md], said: [{speaker: Ada Berg, words: It rang}]}
- id: hurt
  kind: figures
  topic: tram
  quantities:
  - counted: hurt
    figures:
    - {written: "12", outlets: [Herald], standing: earlier}
    - {written: "14", outlets: [Post], standing: newest}
- {id: new, kind: changes, since: "2025-03-03T00:00:00Z", files: [two.md]}
"""


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trams")
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def written(folder: Path, content: str) -> Path:
    path = folder / "mine.yaml"
    path.write_text(content, encoding="utf-8")
    return path


def test_the_samples_have_cases_of_every_kind() -> None:
    kinds = Counter(case.wanted.kind for case in CASES.values())
    assert {kind for kind, count in kinds.items() if count >= 5} == set(KINDS)
    standings = {
        figure.standing
        for case in CASES.values()
        if case.wanted.kind == "figures"
        for one in case.wanted.quantities
        for figure in one.figures
    }
    assert set(Standing) <= standings


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[the rails]", "[the road]", "days: “the road” does not occur"),
        ("words: It rang", "words: It sang", "said: “It sang” does not occur"),
        ("speaker: Ada Berg", "speaker: Ida Berg", "“Ida Berg” does not occur"),
        ('written: "12"', 'written: "13"', "hurt: “13” does not occur"),
        ('written: "12"', "written: people", "'value' says which number"),
        ("outlets: [Herald]", "outlets: [Times]", "no article is of Times"),
        ("apart: [two.md]", "apart: [one.md]", "named twice"),
        ("files: [two.md]}", "files: [three.md]}", "there is no article three.md"),
        ("topic: tram", "topic: tram\n  files: [one.md]", "either 'topic' or 'files'"),
        ("  topic: tram\n", "", "either 'topic' or 'files'"),
        ("00:00:00Z", "00:00:00", "needs a time zone"),
        ("standing: newest", "standing: latest", "standing"),
        ("kind: quotes", "kind: quotations", "said"),
        ("kind: changes", "kind: changes, moved: [], when: now", "new.changes.when: Extra"),
        ("day: 2025-03-01", "day: March", "days"),
        ("id: hurt", "id: tram", "the id tram is there twice"),
        ("words: It rang", f"words: {'tram ' * 9}", "more than 8"),
        (
            "- {id: days",
            "- {id: again, kind: story, files: [one.md]}\n- {id: days",
            "of two stories, tram and again",
        ),
    ],
)
def test_gold_that_does_not_fit_is_refused(
    articles: Path, tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in SET
    load((written(tmp_path, SET),), articles=articles)
    with pytest.raises(UsageError, match=message):
        load((written(tmp_path, SET.replace(old, new, 1)),), articles=articles)


def scores(case: TellingCase, made: Told) -> dict[str, float | None]:
    found = [*telling_scores(case, made)]
    assert all(reason for _, _, reason in found)
    return {name: value for name, value, _ in found}


@pytest.fixture(scope="module")
def grown(accepted: Run) -> dict[str, Told]:
    """What was told of each case in the accepted run."""
    return {each.case: each.told for each in accepted.outcomes if each.told is not None}


@pytest.fixture(scope="module")
def accepted() -> Run:
    """The accepted run of the samples' stories."""
    return Run.read(ACCEPTED)


def test_a_story_is_scored_by_whom_it_has_and_lacks(grown: Mapping[str, Told]) -> None:
    case = CASES["story-marathon"]
    (story,) = grown[case.id].stories or ()
    assert scores(case, grown[case.id]) == {"story precision": 1.0, "story recall": 1.0}
    stranger = (grown["story-marrin"].stories or ())[0].articles[:2]
    mixed = replace(story, articles=story.articles + stranger)
    assert scores(case, Told(stories=(mixed,))) == {"story precision": 0.5, "story recall": 1.0}
    alone = tuple(replace(story, id=one.id, articles=(one,)) for one in story.articles)
    assert scores(case, Told(stories=alone)) == {"story precision": 1.0, "story recall": 0.5}


def test_a_timeline_is_scored_by_its_days_and_what_they_say(grown: Mapping[str, Told]) -> None:
    case = CASES["timeline-minister"]
    timeline = grown[case.id].timeline
    assert timeline is not None
    assert scores(case, grown[case.id]) == {"days found": 1.0, "days right": 1.0}
    shifted = Timeline("", tuple(moved(entry, days=1) for entry in timeline.entries), 1)
    assert scores(case, Told(timeline=shifted))["days found"] == 0.0
    swapped = tuple(
        replace(one, statements=other.statements)
        for one, other in zip(timeline.entries, timeline.entries[::-1], strict=True)
    )
    found = scores(case, Told(timeline=Timeline("", swapped, 1)))
    assert found["days right"] == 1.0
    assert found["days found"] is not None
    assert found["days found"] < 1.0, "the right days with the wrong facts"
    empty = scores(case, Told(timeline=Timeline("", (), 1)))
    assert empty == {"days found": 0.0, "days right": None}


def moved(entry: Entry, *, days: int) -> Entry:
    first, last = (date.fromordinal(one.toordinal() + days) for one in (entry.first, entry.last))
    return replace(entry, first=first, last=last)


def test_quotes_are_scored_by_speaker_and_joined_names(grown: Mapping[str, Told]) -> None:
    case = CASES["quotes-deal"]
    quotes = grown[case.id].quotes
    assert quotes is not None
    assert scores(case, grown[case.id]) == {"words found": 1.0, "speaker right": 1.0}
    names = [speaker.name for speaker in quotes.speakers]
    turned = tuple(
        replace(speaker, name=name, also=())
        for speaker, name in zip(quotes.speakers, names[1:] + names[:1], strict=True)
    )
    assert scores(case, Told(quotes=replace(quotes, speakers=turned)))["speaker right"] == 0.0
    several = CASES["quotes-capsize"]
    whole = grown[several.id].quotes
    assert whole is not None
    parted = tuple(part for speaker in whole.speakers for part in by_statement(speaker))
    found = scores(several, Told(quotes=replace(whole, speakers=parted)))
    assert found["words found"] == 1.0
    assert found["speaker right"] == 0.6, "two of five are not joined with the rest"


def by_statement(speaker: Speaker) -> list[Speaker]:
    return [Speaker(speaker.name, speaker.also, (said,)) for said in speaker.said]


def test_figures_are_scored_by_value_outlet_and_standing(grown: Mapping[str, Told]) -> None:
    case = CASES["figures-budget"]
    figures = grown[case.id].figures
    assert figures is not None
    right = {"values found": 1.0, "values right": 1.0, "standing right": 1.0}
    assert scores(case, grown[case.id]) == right
    (quantity,) = figures.quantities
    flat = replace(
        quantity,
        reported=tuple(replace(one, standing=Standing.NEWEST) for one in quantity.reported),
    )
    assert scores(case, Told(figures=Figures("", (flat,), 2))) == right | {"standing right": 0.5}
    last = replace(quantity, reported=quantity.reported[-1:] * 2)
    assert scores(case, Told(figures=Figures("", (last,), 2)))["values found"] == 0.5
    wrong = replace(
        quantity, reported=tuple(replace(one, value=one.value + 1) for one in quantity.reported)
    )
    assert scores(case, Told(figures=Figures("", (quantity, wrong), 2)))["values right"] == 0.5
    none = CASES["figures-rate"]
    assert scores(none, Told(figures=Figures("", (), 2))) == {"values right": 1.0}
    assert scores(none, Told(figures=figures)) == {"values right": 0.0}


def test_changes_are_scored_by_what_is_new_corrected_and_moved(grown: Mapping[str, Told]) -> None:
    case = CASES["changes-budget"]
    changes = grown[case.id].changes
    assert changes is not None
    assert scores(case, grown[case.id]) == {"changes found": 1.0, "changes right": 1.0}
    less = scores(case, Told(changes=replace(changes, corrected=())))
    assert less["changes found"] == pytest.approx(2 / 3)
    quiet = CASES["changes-quiet"]
    nothing = ChangesSince("", changes.since, None)
    assert scores(quiet, Told(changes=nothing)) == {"changes found": None, "changes right": 1.0}
    assert scores(quiet, Told(changes=changes))["changes right"] == 0.0


# -- regressions ---------------------------------------------------------------


def publication_days(made: Told) -> Told:
    """Every entry on the day on which what it cites was published."""
    if made.timeline is None:
        return made
    entries = tuple(
        replace(entry, first=day, last=day, dating=Dating.PUBLISHED)
        for entry in made.timeline.entries
        for day in [
            min(
                day_of(citation.published)
                for statement in entry.statements
                for citation in statement.citations
                if citation.published is not None
            )
        ]
    )
    return replace(made, timeline=replace(made.timeline, entries=entries))


def next_speaker(made: Told) -> Told:
    """Whatever is said is given to another speaker."""
    if made.quotes is None:
        return made
    own = made.quotes.speakers
    turned = tuple(
        replace(other, said=speaker.said)
        for speaker, other in zip(own, own[1:] + own[:1], strict=True)
    )
    return replace(made, quotes=Quotes("", turned, made.quotes.read))


def only_quoted_by_one(made: Told) -> Told:
    """Of each speaker the first statement alone."""
    if made.quotes is None:
        return made
    first = tuple(replace(speaker, said=speaker.said[:1]) for speaker in made.quotes.speakers)
    return replace(made, quotes=replace(made.quotes, speakers=first))


@pytest.mark.parametrize(
    ("plant", "metric", "stage"),
    [
        (publication_days, "days found", "timelines"),
        (next_speaker, "speaker right", "quotes"),
        (only_quoted_by_one, "words found", "quotes"),
    ],
)
def test_a_planted_regression_is_caught_and_blamed(
    accepted: Run, plant: Callable[[Told], Told], metric: str, stage: str
) -> None:
    worse = Run(
        accepted.manifest,
        tuple(replace(each, told=plant(each.told or Told())) for each in accepted.outcomes),
    )
    old = score(accepted, GOLD)
    same = compare(old, old, GOLD, guarded=tuple(LOSSES))
    assert verdict(same, LOSSES).passed
    comparison = compare(old, score(worse, GOLD), GOLD, guarded=tuple(LOSSES))
    fallen = {change.metric.name for change in verdict(comparison, LOSSES).fallen}
    assert metric in fallen
    assert {change.stage.value for change in comparison.worse} == {stage}


def test_what_was_told_is_kept_and_comes_back_equal(accepted: Run) -> None:
    for outcome in accepted.outcomes:
        assert from_text(Outcome, to_text(outcome)) == outcome
    text = next(to_text(each) for each in accepted.outcomes if '"value":[' in to_text(each))
    with pytest.raises(ValueError, match="no Outcome"):
        from_text(Outcome, re.sub(r'"value":\[\d+,\d+\]', '"value":[1,0]', text))


def test_one_case_of_each_kind_is_told_as_it_was_accepted(
    samples: Assistant, grown: Mapping[str, Told]
) -> None:
    for name in ("story-bid", "timeline-minister", "quotes-deal", "figures-budget"):
        case = CASES[name]
        now, then = (dict(scores(case, made)) for made in (told(samples, case), grown[name]))
        assert now == then
        assert scores(case, simplest(samples, case)), "the simplest way is scored alike"


def test_the_commands_run_narrow_and_compare_stories(
    articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tagged = SET.replace("kind: timeline,", "kind: timeline, tags: [report],")
    given = ["--dataset", str(written(tmp_path, tagged)), "--articles", str(articles)]
    runs = ["--engine", "extractive", "--libraries", str(tmp_path / "libraries")]
    plain, naive = tmp_path / "plain", tmp_path / "naive"
    assert main(["run", *given, *runs, "--out", str(plain)]) == 0
    assert "| timelines | days found | 1 | 1.000 |" in capsys.readouterr().out
    changes = [json.loads(line) for line in (plain / "outcomes.jsonl").read_text().splitlines()]
    (new,) = (each["told"]["changes"] for each in changes if each["case"] == "new")
    arrived = [one["article"]["title"] for story in new["stories"] for one in story["arrived"]]
    assert arrived == ["Tram runs"], "each article came on its day"
    assert main(["run", *given, *runs, "--out", str(naive), "--simplest"]) == 0
    assert "| timelines | days found | 1 | 0.000 |" in capsys.readouterr().out
    with_baseline = ["compare", *given, str(naive), "--baseline", str(plain)]
    assert main([*with_baseline, "--tag", "report"]) == 0, "one case proves nothing"
    told_all = capsys.readouterr().out
    assert "stories – → told in the simplest way" in told_all
    assert "### days: timelines" in told_all
    assert "### said" not in told_all
    assert main([*with_baseline, "--tag", "nowhere"]) == 2
