"""What the entailment model is trained on: read, made, changed, mixed."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.models.embedder import WEIGHTS
from assistant.models.networks import open_tokenizer
from assistant.models.pairs import (
    CLAIM_HEADING_TOKENS,
    CLAIM_TOKENS,
    EVIDENCE_TOKENS,
    claim_pair,
)
from tools.train_entailment.card import Facts, card
from tools.train_entailment.cases import SOURCES, Case, likeliest, parted
from tools.train_entailment.certainty import UNCERTAIN
from tools.train_entailment.composed import composed
from tools.train_entailment.edits import some, stock_of, weighted
from tools.train_entailment.errors import ERRORS
from tools.train_entailment.examples import (
    NEWS,
    QUESTION_FILES,
    QUESTIONS,
    examples_of,
    from_news,
    from_questions,
)
from tools.train_entailment.in_context import rewordings_in_context
from tools.train_entailment.mixing import cut, mixed
from tools.train_entailment.plans import MIX, Edited, Mix
from tools.train_entailment.rewordings import REWORDINGS
from tools.train_entailment.statements import Verbs, others, statement_of

VERBS = Verbs(["They want to attend, to mend, to open and to live."] * 3)
SENTENCES = (
    "On Monday, the Skerrin Council approved three new ferries, which cost 4.5 million crowns.",
    "Mayor Ida Renn said that the harbour may open in May.",
    "Ines Okafor accused Tomas Lind of fraud after the vote.",
    "Tomas Lind was sued by Ines Okafor in 2019.",
    "The price rose from 40 percent to 60 percent, officials said.",
    "Ida Renn's lawyer was arrested in Port Halven on Tuesday.",
    "The bridge was closed on Friday because the river flooded the town again.",
    "Lind claimed that the council had never asked for more than two ships.",
    "Some workers of the ferry company (most of them young) have left the island.",
    "“We will not wait,” the harbour master told the paper.",
)
STOCK = stock_of(
    SENTENCES,
    ["was found in the river.", "has a boat of its own."],
    verbs=frozenset({"open", "wait", "leave"}),
)


@pytest.mark.parametrize(
    ("question", "answer", "statement"),
    [
        ("Who sued Tesla?", "Ford", "Ford sued Tesla."),
        ("Who is the mayor of Skerrin?", "Ida Renn", "The mayor of Skerrin is Ida Renn."),
        ("What was built in Oakley?", "a bridge", "A bridge was built in Oakley."),
        ("Which company owned the ship?", "Alder Rail", "Alder Rail owned the ship."),
        ("How many people live in Oakley?", "about 900", "About 900 people live in Oakley."),
        ("How many cats were there in Oakley?", "12", "There were 12 cats in Oakley."),
        ("When was the bridge built?", "1904", "The bridge was built in 1904."),
        ("When was Lind born?", "3 May 1970", "Lind was born on 3 May 1970."),
        ("Where was the ship built?", "near Oakley", "The ship was built near Oakley."),
        ("What did Lind attend?", "the talks", "Lind attended the talks."),
        ("Where does Ida Renn live?", "Oakley", "Ida Renn lives in Oakley."),
        ("Where do they live?", "in Oakley", "They live in Oakley."),
        ("When did Lind write the letter?", "1999", "Lind wrote the letter in 1999."),
        ("Who did Lind sell the ship to?", "Renn", "Lind sold the ship to Renn."),
    ],
)
def test_a_question_and_its_answer_make_a_statement(
    question: str, answer: str, statement: str
) -> None:
    made = statement_of(question, answer, VERBS)
    assert made is not None
    assert made.text == statement
    # Of a number, what is counted is part of the answer.
    assert made.text[made.start : made.end].lower() in (answer.lower(), f"{answer} cats")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Why did the ship sink?", "a leak"),
        ("How did Lind win?", "by a trick"),
        ("Name the mayor.", "Ida Renn"),
        ("Who sued Tesla", "Ford"),
        ("Who sued Tesla?", " .;"),
        ("Who sued Tesla?", "Ford " * 30),
        ("What did the blorp zindle?", "a wug"),
        ("What kind of ship is it?", "a ferry"),
        ("How many ships has Lind sold?", "12"),
        ("What can Lind do?", "sing"),
    ],
)
def test_what_the_rules_know_no_form_for_makes_none(question: str, answer: str) -> None:
    assert statement_of(question, answer, VERBS) is None


def test_another_answer_is_of_the_same_shape_and_neither_holds_the_other() -> None:
    answers = [
        "1904",
        "1950",
        "Ida Renn",
        "Renn",
        "Tomas Lind",
        "the Tomas Lind prize",
        "40 crowns",
    ]
    assert list(others("1904", answers)) == ["1950"]
    assert list(others("Ida Renn", answers)) == ["Tomas Lind"]
    assert list(others("40 crowns", answers)) == []


@pytest.mark.parametrize("kind", ERRORS)
def test_an_error_is_where_it_is_said_to_be(kind: str) -> None:
    make, _ = ERRORS[kind]
    made = [
        (text, edit)
        for seed in range(20)
        for text in SENTENCES
        for edit in make(text, STOCK, random.Random(seed))
        if edit.text != text
    ]
    assert made, "no sentence here has this kind of error"
    for text, edit in made:
        if edit.wrong is None:
            assert kind in ("attributions", "possibilities"), "what is left out is no wrong word"
            continue
        start, end = edit.wrong
        assert 0 <= start < end <= len(edit.text)
        if kind == "invented":
            assert edit.text[:start].strip() in text
        else:
            # Before and behind the error all is as it was.
            assert edit.text[:start].lower() == text[:start].lower()
            tail = edit.text[end:]
            assert text.endswith(tail) or edit.text[end - 1 :].strip() in text


def test_a_rewording_has_all_names_and_no_new_ones() -> None:
    seen = set()
    for seed in range(30):
        for text in SENTENCES:
            edit = some(text, REWORDINGS, STOCK, random.Random(seed))
            if edit is None:
                continue
            seen.add(edit.kind)
            assert edit.text != text
            assert edit.wrong is None
            assert edit.text[0] == edit.text[0].upper()
            names = {name for name in STOCK.names if name in edit.text}
            assert names <= {name for name in STOCK.names if name in text}
    assert {"passive", "active", "aside dropped", "lead dropped", "surname alone"} <= seen


@pytest.mark.parametrize(
    ("text", "told", "kind"),
    [
        ("He did not leave the town.", "He left the town.", "denial dropped"),
        ("She cannot open it.", "She can open it.", "denial dropped"),
        ("Nobody saw the ship.", "Everybody saw the ship.", "denial dropped"),
        ("They came without a map.", "They came with a map.", "denial dropped"),
        ("He chose boats rather than cars.", "He chose boats as well as cars.", "denial dropped"),
        ("The bridge may open in May.", "The bridge opened in May.", "made fact"),
        ("The bridge may open in May.", "The bridge will open in May.", "made certain"),
        ("Lind plans to leave in May.", "Lind left in May.", "made fact"),
        ("Lind was expected to be there.", "Lind was there.", "made fact"),
        ("If the union is right, they leave.", "They leave.", "condition dropped"),
    ],
)
def test_denials_and_possibilities_are_told_otherwise(text: str, told: str, kind: str) -> None:
    made = {
        (edit.text, edit.kind)
        for make, _ in UNCERTAIN.values()
        for seed in range(30)
        for edit in make(text, STOCK, random.Random(seed))
    }
    assert (told, kind) in made


def test_rewordings_in_context_say_what_they_rest_on() -> None:
    sentences = (
        "PORT HALVEN (Wire) — Ida Renn, the mayor, arrived on Tuesday.",
        "She wanted a new bridge.",
        "The council agreed.",
    )
    made = {
        (edit.kind, edit.text, tuple(context))
        for index in range(3)
        for seed in range(20)
        for edit, context in rewordings_in_context(
            sentences, index, date(2025, 3, 6), random.Random(seed)
        )
    }
    assert ("pronoun named", "Ida Renn wanted a new bridge.", (0,)) in made
    assert ("joined", "She wanted a new bridge, and the council agreed.", (2,)) in made
    assert (
        "weekday to date",
        "PORT HALVEN (Wire) — Ida Renn, the mayor, arrived on March 4.",
        (),
    ) in made
    assert ("dateline dropped", "Ida Renn, the mayor, arrived on Tuesday.", ()) in made


def test_weights_decide_what_is_made() -> None:
    only = weighted(ERRORS, dict.fromkeys(ERRORS, 0.0) | {"denials": 1.0})
    assert list(only) == list(ERRORS)
    text = "Ines Okafor was not seen on Monday, they say."
    made = {some(text, only, STOCK, random.Random(seed)) for seed in range(20)}
    assert {one.kind for one in made if one} == {"denial dropped"}


def test_composed_claims_are_as_often_true_as_false_and_the_same_each_time() -> None:
    made = list(composed(400, seed=3))
    assert made == list(composed(400, seed=3))
    assert made != list(composed(400, seed=4))
    for true, false in zip(made[::2], made[1::2], strict=True):
        assert (true.supported, false.supported) == (True, False)
        assert (true.group, true.sentences, true.heading) == (
            false.group,
            false.sentences,
            false.heading,
        )
        assert true.claim != false.claim
        for case in (true, false):
            assert case.claim[0] == case.claim[0].upper()
            assert case.claim.endswith((".", "”"))
            assert case.chosen == tuple(range(len(case.sentences)))
    assert len({case.kind for case in made}) > 12


def _pack(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data sets of 60 articles that stand in all of them, questions, and news."""
    made: Path = tmp_path_factory.mktemp("data")
    texts = [
        f"The ferry {place} left the harbour of Skerrin on Monday with {place + 3} people. "
        f"Ines Okafor accused Tomas Lind of fraud. It cost {place + 2} crowns."
        for place in range(60)
    ]
    for source in SOURCES:
        rows = [
            {
                "evidence": text,
                "claim": f"The ferry {place} left{' not' * (1 - label)}.",
                "label": label,
                "group": f"{source.name} {place}",
                "kind": "",
            }
            for place, text in enumerate(texts)
            for label in (0, 1)
        ]
        _pack(made / "entailment" / f"{source.name}.jsonl.gz", rows)
    for name in QUESTION_FILES:
        asked = [
            {
                "group": f"{name} {place}",
                "question": question,
                "answers": [{"text": answer}],
                "answerable": True,
                "context": text,
            }
            for place, text in enumerate(texts)
            for question, answer in (
                ("Who accused Tomas Lind of fraud?", "Ines Okafor"),
                ("Who was accused of fraud?", "Tomas Lind"),
            )
        ]
        _pack(made / "questions" / f"{name}.jsonl.gz", asked)
    (made / "news-quiz-2025").mkdir()
    articles = [
        {
            "url": f"https://paper.example/{place}",
            "title": "Ferry",
            "published": "2025/03/04",
            "text": " ".join(SENTENCES) + f" The {place} ships were all sold in March.",
        }
        for place in range(30)
    ]
    lines = "\n".join(map(json.dumps, articles))
    (made / "news-quiz-2025" / "articles.jsonl").write_text(lines)
    return made


def test_no_article_is_both_trained_on_and_reported_on(folder: Path) -> None:
    found = parted(folder)
    parts = (found.training, found.calibrating, found.reporting)
    assert sum(map(len, parts)) == 60 * 2 * len(SOURCES)
    training, calibrating, reporting = ({case.group for case in part} for part in parts)
    assert training
    assert calibrating
    assert reporting
    assert not training & calibrating
    assert not reporting & (training | calibrating)


def test_statements_of_questions_are_true_of_their_text_or_wrong_in_the_answer(
    folder: Path,
) -> None:
    made = list(from_questions(folder, seed=1))
    assert made == list(from_questions(folder, seed=1))
    assert {case.supported for case in made} == {True, False}
    for case in made:
        assert case.source == QUESTIONS
        assert case.evidence
        if not case.supported:
            assert case.wrong is not None
            ((start, end),) = case.wrong
            assert case.claim[start:end] in ("Ines Okafor", "Tomas Lind")


def test_the_news_are_edited_the_same_each_time(folder: Path) -> None:
    made = list(from_news(folder, seed=1, each=5))
    assert made == list(from_news(folder, seed=1, each=5))
    kinds = {
        case.supported: {one.kind for one in made if one.supported is case.supported}
        for case in made
    }
    assert "without" in kinds[False]
    assert "verbatim" in kinds[True]
    for case in made:
        if case.kind == "verbatim":
            assert case.claim in case.sentences
        if case.kind == "without":
            assert case.claim not in case.evidence


def test_a_stage_has_what_its_mix_wants_of_each_source(folder: Path) -> None:
    sets = parted(folder)
    plain = Mix(told="", seed=1, questions=1, news=Edited(seed=1, each=5))
    whole = mixed(plain, sets, folder)
    assert whole == mixed(plain, sets, folder)

    def of(cases: list[Case], source: str) -> list[Case]:
        return [case for case in cases if case.source == source]

    assert len(of(whole.training, "bump")) == len(of(sets.training, "bump"))
    held = {case.group for case in whole.held}
    assert held
    assert not held & {case.group for case in whole.training}

    mix = Mix(
        told="",
        seed=1,
        questions=1,
        news=Edited(seed=1, each=5),
        composed=(7, 3),
        shares={QUESTIONS: 0.5},
    )
    found = mixed(mix, sets, folder).training
    assert len(of(found, "bump")) == len(of(sets.training, "bump"))
    assert len(of(found, "composed")) == 14
    asked = len(of(whole.training, QUESTIONS))
    assert len(of(found, QUESTIONS)) == pytest.approx(asked / 2, rel=0.2)


def test_the_plan_names_sources_and_kinds_that_there_are() -> None:
    known = {one.name for one in SOURCES} | {QUESTIONS, NEWS}
    assert set(MIX.shares) <= known
    assert list(MIX.news.errors) == list(ERRORS)
    assert list(MIX.news.rewordings) == list(REWORDINGS)


def test_examples_know_which_tokens_are_wrong() -> None:
    tokenizer = open_tokenizer(WEIGHTS / "tokenizer.json")
    case = Case("made", "g", "Lind sued Okafor.", ("Lind sued Renn.",), (0,), supported=False)
    known = Case(
        "made", "g", "Lind sued Okafor.", ("Lind sued Renn.",), (0,), False, wrong=((10, 16),)
    )
    true = Case("made", "g", "Lind sued Renn.", ("Lind sued Renn.",), (0,), supported=True)
    unknown, marked, right = examples_of([case, known, true], tokenizer)
    assert set(unknown.wrong) == {-1}
    assert set(right.wrong) == {0}
    tokens = tokenizer.encode(known.claim, add_special_tokens=False)
    wrong = [
        known.claim[a:b] for (a, b), one in zip(tokens.offsets, marked.wrong, strict=True) if one
    ]
    assert "".join(wrong) == "Okafor"
    assert marked.pair == unknown.pair
    assert len(marked.wrong) == marked.pair.first


def test_a_trial_has_no_more_tokens_than_it_is_given() -> None:
    examples = examples_of(list(composed(50, seed=1)), open_tokenizer(WEIGHTS / "tokenizer.json"))
    some_of_them = cut(examples, 500)
    assert 300 < sum(len(one.pair.ids) for one in some_of_them) <= 500
    assert cut(examples, 500) == some_of_them
    assert cut(examples, None) == examples


@pytest.mark.parametrize("long", [1, 10, 1000])
def test_a_pair_is_laid_out_and_cut_as_the_network_was_trained(long: int) -> None:
    pair = claim_pair([7] * long, [8] * long, [9] * long)
    claim, heading, evidence = (
        min(long, most) for most in (CLAIM_TOKENS, CLAIM_HEADING_TOKENS, EVIDENCE_TOKENS)
    )
    assert pair.ids == (101, *[7] * claim, 102, *[8] * heading, 102, *[9] * evidence, 102)
    assert pair.types == (0,) * (claim + 2) + (1,) * (heading + evidence + 2)
    assert pair.first == claim
    assert claim_pair([7], [], [9]).ids == (101, 7, 102, 9, 102)
    assert claim_pair([], [], []).ids == (101, 102, 102)


def test_of_a_long_text_the_sentences_with_the_claims_words_are_chosen() -> None:
    sentences = [f"Nothing happened on day {place} of the year." for place in range(40)]
    sentences[20] = "The ferry Anne sank off Skerrin."
    assert likeliest("The Anne sank.", sentences) == (19, 20)
    assert likeliest("The Anne sank.", sentences[18:22]) == (0, 1, 2, 3)
    assert likeliest("Zebra.", sentences) == (0,)


def test_the_card_tells_of_the_data_with_their_licences_and_of_the_figures() -> None:
    counts = {one.name: (1234, 5, 6) for one in SOURCES}
    text = card(Facts(counts, size=23_000_000, checksum="ab" * 32, made="here", figures="| 0.7 |"))
    for one in SOURCES:
        assert f"| {one.name} | 1,234 | 5 | 6 | {one.origin} | {one.licence} |" in text
    for told in ("CC BY-SA 4.0", "OneStopQA", "anli", "ab" * 32, "| 0.7 |", "seed 4"):
        assert told in text
    unmeasured = card(Facts(counts, size=1, checksum="", made=""))
    assert "Not measured yet" in unmeasured
