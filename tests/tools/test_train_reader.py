"""What the reader is trained on and judged by: read, drawn, changed, measured."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.models.embedder import WEIGHTS
from assistant.models.networks import open_tokenizer
from assistant.models.reader import Calibration
from tools.train_reader.calibration import First, firsts, fit, fitted
from tools.train_reader.examples import (
    Drawing,
    Examples,
    batches,
    size_of,
    token_spans,
    without,
)
from tools.train_reader.judging import (
    Asked,
    Reading,
    average_precision,
    held_out,
    ranked,
    reciprocal_rank,
)
from tools.train_reader.negatives import Changer, pool_of
from tools.train_reader.questions import (
    GROUP_MARK,
    HELD_OUT,
    Labelled,
    Question,
    Source,
    Span,
    is_held_out,
    labelled,
    qamr,
    selqa,
    squad2,
    untokenised,
    xquad,
)
from tools.train_reader.sets import Set, drawn
from tools.train_reader.typed import typed

_FERRY = Question(
    source="made",
    group="ferry",
    text="How many people died on the Anne in 1987?",
    heading="Ferry",
    sentences=("The Anne sank in 1987.", "Of those on the Anne in 1987, 19 people died."),
    right=frozenset({1}),
    spans={1: (Span(30, 32),)},
)
_GATE = Question(
    source="made",
    group="gate",
    text="Who mended the gate of Port Halven?",
    heading="Gate",
    sentences=("Port Halven has a gate.", "Ines Okafor mended it."),
    right=frozenset({1}),
    spans={1: (Span(0, 11),)},
)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_selqa_is_read(tmp_path: Path) -> None:
    entry = {
        "section": "Museums",
        "article": "Israel",
        "question": "Where?",
        "candidates": ["There.", "Here."],
        "answers": [1],
    }
    for name in ("selqa-1.json", "selqa-2.json"):
        _write(tmp_path / "answer-sentences" / name, json.dumps([entry]))
    first, _second = selqa(tmp_path)
    assert (first.heading, first.right, first.sentences) == (
        "Israel: Museums",
        frozenset({1}),
        ("There.", "Here."),
    )


def test_answers_in_paragraphs_are_found_in_their_sentence(tmp_path: Path) -> None:
    context = "The gate broke on Monday. It will be mended by May."
    asked = {
        "question": "When is it mended? ",
        "answers": [{"text": "May", "answer_start": context.index("May")}],
    }
    data = {"data": [{"paragraphs": [{"context": context, "qas": [asked]}]}]}
    _write(tmp_path / "answer-sentences" / "xquad.en.json", json.dumps(data))
    (question,) = xquad(tmp_path)
    (index,) = question.right
    (span,) = question.spans[index]
    assert question.sentences[index][span.start : span.end] == "May"
    assert question.text == "When is it mended?"


def test_the_halves_of_squad_are_those_that_are_measured_on(tmp_path: Path) -> None:
    rows = [
        {
            "context": f"{n} is here.",
            "question": str(n),
            "answers": [str(n)],
            "is_impossible": n > 3,
        }
        for n in range(8)
    ]
    _write(tmp_path / "squad2-250" / "questions.jsonl", "\n".join(map(json.dumps, rows)))
    choosing, reporting = squad2(tmp_path)
    assert [one.text for one in choosing] == ["0", "2", "4", "6"]
    assert [one.text for one in reporting] == ["1", "3", "5", "7"]


def test_qamr_keeps_answers_that_others_agree_with(tmp_path: Path) -> None:
    folder = tmp_path / "answer-sentences"
    key = "Wiki1k:wikinews:1:2:3"
    _write(
        folder / "qamr-sentences.tsv",
        f"{key}\t`` Mad '' honey -LRB- did n't -RRB- harm Ann 's cat .",
    )
    rows = [
        f"{key}\t1\t7\t0\t1\tWhat did no harm?\t1 3\t8:1 3\t9:3",
        f"{key}\t1\t7\t1\t1\tWhose cat?\t9 10\t8:9\t9:9 10",
        f"{key}\t1\t7\t2\t1\tNobody agrees?\t3\t8:11\t9:11",
    ]
    _write(folder / "qamr-dev.tsv", "\n".join(rows))
    _write(folder / "qamr-test.tsv", "")
    (question,) = qamr(tmp_path)
    assert question.sentences == ("“Mad” honey (didn't) harm Ann's cat.",)
    (span,) = question.spans[0]
    assert question.sentences[0][span.start : span.end] == "Ann's"


def test_judging_sets_have_both_kinds_of_candidates(tmp_path: Path) -> None:
    folder = tmp_path / "answer-sentences"
    _write(
        folder / "trecqa-dev.csv",
        "qtext,label,atext\nWho ?,1,Ann .\nWho ?,0,Monday .\nWhy ?,0,Never .\n",
    )
    _write(
        folder / "wikiqa-dev.tsv",
        "QuestionID\tQuestion\tDocumentID\tDocumentTitle\tSentenceID\tSentence\tLabel\n"
        'Q1\twhat is it\tD\tIt\tS\tIt is "it".\t1\nQ1\twhat is it\tD\tIt\tS\tNo.\t0\n',
    )
    assert labelled(tmp_path, "trecqa") == [
        Labelled("Who?", "", ("Ann.", "Monday."), (True, False))
    ]
    assert labelled(tmp_path, "wikiqa") == [
        Labelled("what is it", "It", ('It is "it".', "No."), (True, False))
    ]


def test_treebank_marks_become_those_that_people_write() -> None:
    told = "`` It ca n't cost $ 5 , '' he said -LRB- twice -RRB- ."
    assert untokenised(told) == "“It can't cost $5,” he said (twice)."


def test_groups_are_held_out_whole_and_alike_each_time() -> None:
    groups = [str(number) for number in range(4000)]
    held = [group for group in groups if is_held_out("made", group)]
    assert len(held) / len(groups) == pytest.approx(HELD_OUT, abs=0.02)
    assert held == [group for group in groups if is_held_out("made", group)]


def test_a_changed_question_asks_for_what_the_sentence_does_not_say() -> None:
    changer = Changer([_FERRY, _GATE])
    rng = random.Random(1)
    seen = {changer.changed(_FERRY.text, _FERRY.sentences[1], rng=rng) for _ in range(40)} - {None}
    assert len(seen) > 5
    known = set(_FERRY.text.rstrip("?").split())
    for text in seen:
        assert text is not None
        assert text != _FERRY.text
        assert len(known - set(text.rstrip("?").split())) == 1, "one detail, not two"
    assert changer.changed("Who did?", "Ines Okafor mended it.", rng=rng) is None


def test_opposites_are_asked_for_and_names_change_places() -> None:
    changer = Changer([_FERRY, _GATE])
    rng = random.Random(1)
    said = "Labour opposed the bill."
    asked = "Which party opposed the bill?"
    assert "Which party supported the bill?" in {
        changer.changed(asked, said, rng=rng) for _ in range(30)
    }
    asked, said = "When did Mary beat Joan?", "Mary beat Joan on Monday."
    assert "When did Joan beat Mary?" in {changer.changed(asked, said, rng=rng) for _ in range(30)}


@given(st.text(), st.integers(0, 99))
def test_what_is_typed_in_a_hurry_has_no_mark_and_no_more_words(text: str, seed: int) -> None:
    made = typed(f"Who {text}?", random.Random(seed))
    assert not made.endswith("?")
    assert len(made.split()) <= len(f"Who {text}?".split())


def test_a_group_has_its_right_sentence_first_and_none_that_answers_among_the_others() -> None:
    tokenizer = open_tokenizer(WEIGHTS / "tokenizer.json")
    questions = [_FERRY, _GATE]
    pool = pool_of(questions)
    hard = [[2, 3], [0, 1]]
    examples = Examples(
        questions,
        hard=hard,
        pool=pool,
        tokenizer=tokenizer,
        drawing=Drawing(changed=1.0, removed=0.0, typed=0.0, longer=0.0, bare=1.0),
    )
    groups = list(examples.groups(random.Random(2)))
    assert len(groups) == len(questions)
    for group in groups:
        assert [example.right for example in group] == [True] + [False] * (len(group) - 1)
        assert group[0].spans
        assert all(example.spans == () for example in group[1:])
        assert len({example.pair for example in group}) == len(group)
    told = [group[0] for group in groups if group[0].spans]
    words = {tokenizer.decode(one.pair.ids[a:b]) for one in told for a, b in one.spans or ()}
    assert words == {"19", "ines okafor"}


def test_a_right_sentence_without_its_answer_is_a_wrong_one() -> None:
    tokenizer = open_tokenizer(WEIGHTS / "tokenizer.json")
    examples = Examples(
        [_FERRY],
        hard=[[]],
        pool=[],
        tokenizer=tokenizer,
        drawing=Drawing(changed=0.0, removed=1.0, typed=0.0, longer=0.0, bare=1.0),
    )
    (group,) = examples.groups(random.Random(1))
    said = [tokenizer.decode(one.pair.ids[one.pair.start : one.pair.stop]) for one in group]
    assert said[:2] == [
        "of those on the anne in 1987, 19 people died.",
        "of those on the anne in 1987, people died.",
    ]
    assert [one.right for one in group] == [True] + [False] * (len(group) - 1)


@given(st.text(), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=4))
def test_nothing_but_what_is_taken_out_is_lost(text: str, ranges: list[tuple[int, int]]) -> None:
    spans = [Span(*sorted(one)) for one in ranges]
    gone = {place for span in spans for place in range(span.start, span.end)}
    left = "".join(char for place, char in enumerate(text) if place not in gone)
    assert without(text, spans) == " ".join(left.split())


def test_a_longer_question_begins_with_another_sentence_of_its_text() -> None:
    tokenizer = open_tokenizer(WEIGHTS / "tokenizer.json")
    examples = Examples(
        [_FERRY], hard=[[]], pool=[], tokenizer=tokenizer, drawing=Drawing(longer=1.0, bare=1.0)
    )
    (group,) = examples.groups(random.Random(1))
    asked = tokenizer.decode(group[0].pair.ids[1 : group[0].pair.start - 1])
    assert asked == "the anne sank in 1987. how many people died on the anne in 1987?"


def test_an_answer_beyond_what_is_read_is_not_pointed_at() -> None:
    tokenizer = open_tokenizer(WEIGHTS / "tokenizer.json")
    from assistant.models.pairs import pair_of

    text = "storm " * 200 + "end"
    pair = pair_of([1], [], tokenizer.encode(text, add_special_tokens=False).ids)
    assert token_spans(text, [Span(len(text) - 3, len(text))], pair, tokenizer) is None


def test_batches_hold_every_group_once_and_every_pair_in_one_part() -> None:
    tokenizer = open_tokenizer(WEIGHTS / "tokenizer.json")
    examples = Examples([_FERRY, _GATE], hard=[[], []], pool=[], tokenizer=tokenizer)
    groups = [group for seed in range(30) for group in examples.groups(random.Random(seed))]
    made = list(batches(groups, tokens=400))
    assert [id(group) for batch in made for group in batch] == [id(group) for group in groups]
    assert all(len(batch) == 1 or sum(map(size_of, batch)) <= 400 for batch in made)


def test_the_large_sets_are_read_in_one_form(tmp_path: Path) -> None:
    context = "The gate broke on Monday . It will be mended by May ."
    sentences = ["The gate broke on Monday .", "It will be mended by May ."]
    rows = [
        {
            "id": str(number),
            "group": f"Gate_{number}",
            "question": "when  is it mended",
            "context": context,
            "answers": [{"text": "May", "start": context.index("May")}] if number % 2 else [],
            "answerable": bool(number % 2),
            "sentences": sentences,
        }
        for number in range(20)
    ]
    (tmp_path / "questions").mkdir()
    with gzip.open(tmp_path / "questions" / "made.jsonl.gz", "wt") as file:
        file.write("\n".join(map(json.dumps, rows)))
    made = Set(
        Source("made", ("questions/made.jsonl.gz",), "", ""), 6, held=0.3, tokenised=True,
        titled=True,
    )  # fmt: skip
    training, held = drawn(tmp_path, made, kept_away=())
    assert len(training) == 6
    assert not any(one.right for one in training), "few have no answer: those come first"
    assert held
    assert {one.group for one in training}.isdisjoint(one.group for one in held)
    one = next(question for question in held if question.right)
    assert one.sentences == ("The gate broke on Monday.", "It will be mended by May.")
    (span,) = one.spans[1]
    assert one.sentences[1][span.start : span.end] == "May"
    assert (one.text, one.heading) == ("when is it mended", one.group.replace("_", " "))
    assert drawn(tmp_path, made, kept_away={context[:GROUP_MARK]}) == ([], [])


def test_average_precision_and_reciprocal_rank() -> None:
    assert average_precision([3, 2, 1], [True, False, True]) == pytest.approx((1 + 2 / 3) / 2)
    assert reciprocal_rank([3, 2, 1], [False, False, True]) == pytest.approx(1 / 3)
    assert reciprocal_rank([1.0], [False]) == 0.0
    found = ranked(
        [Labelled("?", "", ("a", "bb"), (False, True))],
        lambda asked: [*map(len, asked.sentences)],
    )
    assert (found.map, found.mrr) == (1.0, 1.0)


@given(st.lists(st.tuples(st.floats(-5, 5), st.booleans()), min_size=1, max_size=12))
def test_a_perfect_order_cannot_be_beaten(made: list[tuple[float, bool]]) -> None:
    scores, right = [score for score, _ in made], [label for _, label in made]
    best = average_precision([float(label) for label in right], right)
    assert average_precision(scores, right) <= best
    assert best == (1.0 if any(right) else 0.0)


def _knowing(asked: list[Asked] | tuple[Asked, ...]) -> list[Reading]:
    """A reader that knows the two questions' answers by heart."""
    known = {
        (one.text, one.sentences[index]): one.spans[index][0]
        for one in (_FERRY, _GATE)
        for index in one.right
    }
    readings = []
    for question, _, sentence in asked:
        span = known.get((question, sentence))
        sure = 3.0 if span else -3.0
        readings.append(Reading(sure, sure, *((span.start, span.end) if span else (0, 1))))
    return readings


def test_a_reader_that_knows_everything_has_the_best_figures() -> None:
    found = held_out(lambda asked: _knowing([*asked]), [_FERRY, _GATE] * 25, [["No."]] * 50)
    assert found.mean_map == 1.0
    assert found.exact == {"made": 1.0}
    assert found.f1 == {"made": 1.0}
    assert found.changed == 1.0
    assert found.first == {"made": 1.0}
    assert "MAP 1.0000" in found.row()


def test_calibration_makes_sure_of_the_sure_and_fits() -> None:
    questions = [_FERRY, _GATE] * 20
    cases = list(firsts(lambda asked: _knowing([*asked]), questions, [["No."]] * 40))
    found = fitted(cases)
    assert found.log_odds(3.0, 3.0) > 2 > -2 > found.log_odds(-3.0, -3.0)
    made = fit(cases, found)
    assert made.auc == 1.0
    assert made.brier < 0.05
    assert made.error < 0.15
    assert fit(cases, Calibration(0.0, 0.0, 0.0)).brier == pytest.approx(0.25)


def test_what_does_not_tell_right_from_wrong_gets_the_share_that_is_right() -> None:
    rng = random.Random(5)
    noise = [Reading(rng.gauss(0, 1), rng.gauss(0, 1), 0, 0) for _ in range(400)]
    found = fitted([First(one, place % 4 == 0) for place, one in enumerate(noise)])
    assert 0.2 < 1 / (1 + 2.718281828 ** -found.log_odds(0.0, 0.0)) < 0.3
