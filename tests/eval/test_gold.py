"""Gold sets: what is refused when they are loaded, and what the program's own hold."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.services.intake import SAMPLES
from eval.gold.cases import UNANSWERABLE
from eval.gold.loading import AskCase, SummaryCase, load
from eval.questions import holds
from eval.regression import main
from tests.samples import copy

STORY = "The tram to Ostrel reopened on Monday. It cost 412 million crowns. Nobody was hurt."
CASE = """\
version: 1
description: Trams
licence: CC0-1.0
questions:
- id: tram-cost
  question: How much was the tram?
  answers: [412 million]
  gold:
  - {file: tram.txt, sentence: It cost 412 million crowns.}
"""


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "tram.txt").write_text(f"Tram reopens\n\n{STORY}\n", encoding="utf-8")
    return folder


def _file(folder: Path, content: str, name: str = "mine.yaml") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_the_samples_have_what_a_gold_set_needs() -> None:
    gold = load()
    asked = [case for case in gold.cases if isinstance(case, AskCase)]
    summaries = [case for case in gold.cases if isinstance(case, SummaryCase)]
    tags = Counter(tag for case in gold.cases for tag in case.tags)
    assert len(gold.cases) >= 120
    assert len(summaries) >= 10
    assert sum(not case.asked.answerable for case in asked) >= 0.25 * len(asked)
    for tag in (
        *("who", "when", "where", "how-many", "quotation", "comparison", "change", "correction"),
        *("follow-up", "false-premise", "absent-topic", "absent-detail", "outside-dates"),
        "injected-instruction",
    ):
        assert tags[tag] >= 5, tag


def test_accepted_answers_of_the_samples_stand_in_their_gold_sentences() -> None:
    wrong = [
        case.id
        for case in load().cases
        if isinstance(case, AskCase) and case.asked.answerable and "derived" not in case.tags
        if not any(holds(g.sentence, a) for g in case.asked.gold for a in case.asked.answers)
    ]
    assert wrong == []


def test_facts_and_references_of_the_samples_agree() -> None:
    for case in load().cases:
        if isinstance(case, SummaryCase):
            texts = " ".join(article.title + " " + article.text for article in case.articles)
            for fact in case.wanted.facts:
                assert any(holds(texts, each) for each in fact.any), (case.id, fact.fact)
            for each in case.wanted.forbidden:
                assert not holds(case.wanted.reference or "", each), (case.id, each)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("It cost 412", "It costs 412", "no sentence of tram.txt"),
        ("tram.txt", "train.txt", "there is no article train.txt"),
        ("  answers: [412 million]\n", "", "'answers' and 'gold' go together"),
        ("id: tram-cost", "id: Tram Cost", "id"),
        ("question: How", "queston: How", "tram-cost.queston: Extra"),
        ("version: 1", "version: 2", "version"),
        ("licence: CC0-1.0\n", "", "licence"),
        ("  answers:", "  tags: [unanswerable]\n  answers:", "contradict"),
        ("version: 1", "version: [", "no valid YAML"),
    ],
)
def test_what_does_not_fit_is_refused(articles: Path, old: str, new: str, told: str) -> None:
    assert old in CASE
    path = _file(articles.parent, CASE.replace(old, new, 1))
    with pytest.raises(UsageError, match=told):
        load((path,), articles=articles)


def test_an_id_counts_once(articles: Path) -> None:
    one = _file(articles.parent, CASE, "one.yaml")
    two = _file(articles.parent, CASE, "two.yaml")
    with pytest.raises(UsageError, match="tram-cost is there twice"):
        load((one, two), articles=articles)


def test_cases_in_lines_of_json(articles: Path) -> None:
    lines = (
        '{"id": "cost", "question": "How much?", "answers": ["412 million"], '
        '"gold": [{"file": "tram.txt", "sentence": "It cost 412 million crowns."}]}\n\n'
        '{"id": "chess", "question": "Who\u2028won?", "tags": ["unanswerable"]}\n'
        '{"id": "sum", "files": ["tram.txt"], "words": 10, '
        '"facts": [{"fact": "when", "any": ["Monday"]}]}\n'
    )
    gold = load((_file(articles.parent, lines, "mine.jsonl"),), articles=articles)
    assert [case.id for case in gold.cases] == ["cost", "chess", "sum"]
    broken = _file(articles.parent, lines + "{\n", "broken.jsonl")
    with pytest.raises(UsageError, match=r"line 5 is no valid JSON"):
        load((broken,), articles=articles)


def test_near_copies_of_a_gold_sentence_are_one_group() -> None:
    cases = {case.id: case for case in load().cases}
    survivors = cases["ferry-survivors"]
    assert isinstance(survivors, AskCase)
    assert [len(group) for group in survivors.groups] == [3]


@pytest.mark.parametrize("library", [False, True])
def test_a_set_is_begun_from_articles(
    tmp_path: Path, sample_library: Path, library: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "articles"
    if library:
        copy(sample_library, place)
    else:
        place.mkdir()
        for file in sorted(SAMPLES.glob("*.md"))[:14]:
            shutil.copy(file, place)
    mine = tmp_path / "mine.yaml"
    assert main(["new", str(mine), "--articles", str(place), "--most", "8"]) == 0
    gold = load((mine,), articles=place)
    assert len(gold.cases) == 9
    assert any(UNANSWERABLE in case.tags for case in gold.cases)
    assert main(["new", str(mine), "--articles", str(place)]) == 2
    assert "is there already" in capsys.readouterr().err
    out = tmp_path / "run"
    given = ["--dataset", str(mine), "--articles", str(place), "--out", str(out)]
    libraries = ["--libraries", str(tmp_path / "libraries")]
    assert main(["run", *given, *libraries, "--engine", "extractive"]) == 0
    assert "# mine, extractive" in capsys.readouterr().out
