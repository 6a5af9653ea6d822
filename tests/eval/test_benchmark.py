"""The benchmarks over made-up data in the forms of the public ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from eval.benchmark import written
from eval.benchmarks import news_quiz, reader, squad2, summeval

ARTICLES = {
    "Tramway reopens": "The tramway to Ostrel reopened on Monday. It cost 412 million crowns.",
    "Baker wins prize": "Mira Holt won the bakers' prize in Lund. She used rye from her garden.",
    "Bridge closed": "The Harbour Bridge closed on Friday after a lorry hit its railing.",
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    quiz = tmp_path / "news-quiz-2025"
    quiz.mkdir()
    articles = [
        {"url": f"https://example.org/{n}", "title": title, "published": "2025/03/01", "text": text}
        for n, (title, text) in enumerate(ARTICLES.items())
    ]
    (quiz / "articles.jsonl").write_text("\n".join(map(json.dumps, articles)) + "\n")
    questions = [
        ("q1", "How much did the tramway to Ostrel cost?", "412 million"),
        ("q2", "Who won the bakers' prize in Lund?", "Mira Holt"),
        ("q3", "Who won the chess championship?", "Nobody Known"),
    ]
    lines = [
        {"id": key, "asked": "2025/03/07", "question": question, "choices": [], "answer": [answer]}
        for key, question, answer in questions
    ]
    (quiz / "questions.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n")
    (tmp_path / "summaries").mkdir()
    source = " ".join(ARTICLES.values()).replace(".", " .")
    record = {
        "src": source,
        "ref_summ": ARTICLES["Tramway reopens"].replace(".", " ."),
        "ref_summs": ["The tramway reopened ."] * 2,
    }
    (tmp_path / "summaries" / "summeval.json").write_text(json.dumps({"a": record, "b": record}))
    squad = tmp_path / "squad2-250"
    squad.mkdir()
    rows = [
        {
            "id": f"{title}-{place}",
            "question": f"What of {title} {place}?",
            "context": text,
            "answers": [] if place % 2 else [text.split()[1]],
            "is_impossible": bool(place % 2),
        }
        for title, text in ARTICLES.items()
        for place in range(4)
    ]
    (squad / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n")
    return tmp_path


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip("|").split("|")]


def test_the_news_quiz_counts_only_what_can_be_found(data: Path, tmp_path: Path) -> None:
    rows = [*news_quiz.table(data, tmp_path / "keep")]
    assert rows[0].startswith("2 questions, 3 articles")
    table = {_cells(row)[0]: _cells(row)[1:] for row in rows[3:7]}
    assert list(table) == [
        "BM25 alone",
        "embeddings alone",
        "the program without the reader",
        "the program",
    ]
    assert table["the program"][:4] == ["1.000"] * 4, "three articles and the passages of five"
    first, three, five, shown = (float(share) for share in table["the program"][4:])
    assert 0.5 <= first <= three <= five == 1.0
    assert shown >= first
    less = _cells(rows[-1])
    assert less[0] == "the program without the reader"
    assert less[1] == "+0.000 (+0.000 to +0.000)"


def test_the_reader_stands_beside_words_and_meaning(tmp_path: Path) -> None:
    folder = tmp_path / "answer-sentences"
    folder.mkdir()
    (folder / "trecqa-dev.csv").write_text(
        "qtext,label,atext\n"
        "How many people died ?,0,The ferry left the harbour on Monday .\n"
        "How many people died ?,1,Nineteen people died .\n"
    )
    (folder / "wikiqa-dev.tsv").write_text(
        "QuestionID\tQuestion\tDocumentID\tDocumentTitle\tSentenceID\tSentence\tLabel\n"
        "Q1\twho blamed the operator\tD\tThe Ledger\tS\tThe sea was calm.\t0\n"
        "Q1\twho blamed the operator\tD\tThe Ledger\tS\tThe ministry blamed the operator.\t1\n"
    )
    rows = [_cells(row) for row in [*reader.table(tmp_path, tmp_path)][3:]]
    signs = "the program's signs"
    ways = ["BM25", "embeddings", signs, "the reader", f"the reader and {signs}"]
    assert [row[3] for row in rows] == ways * 3
    sets = dict.fromkeys(row[0] for row in rows)
    assert [*sets] == [*reader.SETS, "WikiQA, development, with titles"]
    assert [row[4:] for row in rows if "the reader" in row[3]] == [["1.000", "1.000"]] * 6


def test_summaries_stand_beside_the_first_three_sentences(data: Path, tmp_path: Path) -> None:
    first, program = [*summeval.table(data, tmp_path)][3:]
    assert _cells(first)[0] == "first three sentences"
    assert _cells(program)[0] == "the program, 75 words"
    one, two, union = (float(value) for value in _cells(first)[3].split(" / "))
    assert 70 < one < 85
    assert two < one
    assert union <= one


def test_declining_stands_beside_simple_scores(data: Path, tmp_path: Path) -> None:
    rows = [*squad2.table(data, tmp_path / "keep")]
    assert rows[0].startswith("6 questions")
    areas = [float(_cells(row)[1]) for row in rows[3:7]]
    assert all(0 <= area <= 1 for area in areas)
    assert rows[-1].endswith("0.500 of the questions have an answer.")


def test_a_table_takes_the_place_of_the_one_before() -> None:
    document = "# Quality\n\n## One\n\nold\n\n## Two\n\nkept\n"
    once = written(document, "## One\n\nnew\n")
    assert once == "# Quality\n\n## One\n\nnew\n\n## Two\n\nkept\n"
    assert written(once, "## One\n\nnew\n") == once
    assert written(once, "## Three\n\nx\n").endswith("kept\n\n## Three\n\nx\n")
    assert written(once, "## Two\n\n2\n").endswith("new\n\n## Two\n\n2\n")


def test_missing_data_is_told(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "eval", "benchmark", "wice", "--data", str(tmp_path)]
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "wice-dev is not there" in ran.stderr
