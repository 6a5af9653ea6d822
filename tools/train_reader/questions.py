"""The training data, read: questions with sentences of which some answer them.

What each data set is, where it comes from and its licence stand beside its reading, and
from there in the model card. A data set is split by what its questions are about, so that
no article, paragraph or sentence of the held-out part is trained on.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from assistant.language.passages import passage_header
from assistant.language.sentences import split_sentences

HELD_OUT: Final = 0.15
"""Share of the groups (articles, paragraphs, sentences' documents) that are held out."""

GROUP_MARK: Final = 80
"""Characters at the beginning of a paragraph that name it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A data set: its name, files, origin and licence as stated."""

    name: str
    files: tuple[str, ...]
    origin: str
    licence: str


SELQA: Final = Source(
    "SelQA",
    ("answer-sentences/selqa-1.json", "answer-sentences/selqa-2.json"),
    "emorynlp/selqa",
    "Apache-2.0",
)
XQUAD: Final = Source(
    "XQuAD, English",
    ("answer-sentences/xquad.en.json",),
    "google-deepmind/xquad",
    "CC BY-SA 4.0",
)
QAMR: Final = Source(
    "QAMR",
    (
        "answer-sentences/qamr-dev.tsv",
        "answer-sentences/qamr-test.tsv",
        "answer-sentences/qamr-sentences.tsv",
    ),
    "uwnlp/qamr",
    "MIT",
)
SQUAD2: Final = Source(
    "SQuAD 2.0, 250 questions, the choosing half",
    ("squad2-250/questions.jsonl",),
    "SQuAD 2.0",
    "CC BY-SA 4.0",
)


@dataclass(frozen=True, slots=True)
class Span:
    """A short answer: half-open character range in its sentence."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the sentences of the text that it was asked about.

    ``right`` are the indices of the sentences that answer it, none where the text has no
    answer; ``spans`` has the short answers that are known, by sentence. ``heading`` is what
    is known of the text (``"Israel: Museums"``), empty where nothing is. ``group`` is what
    the question is about: groups are held out whole.
    """

    source: str
    group: str
    text: str
    heading: str
    sentences: tuple[str, ...]
    right: frozenset[int]
    spans: Mapping[int, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question of a judging set: its candidate sentences and whether each answers.

    ``title`` is that of the article that they are from, empty where it is not known.
    """

    text: str
    title: str
    sentences: tuple[str, ...]
    right: tuple[bool, ...]

    @property
    def heading(self) -> str:
        """What the program has before a sentence of that article; empty without a title."""
        return passage_header(self.title, source=None, published=None) if self.title else ""


def is_held_out(source: str, group: str, *, share: float = HELD_OUT) -> bool:
    """Whether a group of a source is kept from training: by its hash, the same every time."""
    digest = hashlib.sha256(f"{source}:{group}".encode()).digest()
    return int.from_bytes(digest[:4], "big") < share * 2**32


def selqa(folder: Path) -> Iterator[Question]:
    """SelQA: the sentences of a section of Wikipedia, and which of them answer."""
    for name in SELQA.files:
        for entry in json.loads((folder / name).read_text()):
            yield Question(
                source=SELQA.name,
                group=entry["article"],
                text=entry["question"],
                heading=f"{entry['article']}: {entry['section']}",
                sentences=tuple(entry["candidates"]),
                right=frozenset(entry["answers"]),
                spans={},
            )


def xquad(folder: Path) -> Iterator[Question]:
    """XQuAD's English part: paragraphs of SQuAD and answers as spans in them."""
    (name,) = XQUAD.files
    for entry in json.loads((folder / name).read_text())["data"]:
        for paragraph in entry["paragraphs"]:
            for asked in paragraph["qas"]:
                starts = [
                    (answer["answer_start"], answer["answer_start"] + len(answer["text"]))
                    for answer in asked["answers"]
                ]
                yield _in_paragraph(
                    XQUAD.name, paragraph["context"], asked["question"], answers=starts
                )


def squad2(folder: Path) -> tuple[list[Question], list[Question]]:
    """SQuAD 2.0's two halves: questions of which half have no answer in their paragraph.

    The halves are those of ``python -m eval.abstention``: even places among the answerable
    and among the unanswerable are for choosing (and training), the others for reporting.
    """
    (name,) = SQUAD2.files
    halves: tuple[list[Question], list[Question]] = ([], [])
    places = {True: 0, False: 0}
    for line in (folder / name).read_text().splitlines():
        entry = json.loads(line)
        places[entry["is_impossible"]] += 1
        answers = [
            (match.start(), match.end())
            for answer in dict.fromkeys(entry["answers"])
            for match in re.finditer(re.escape(answer), entry["context"])
        ]
        halves[(places[entry["is_impossible"]] - 1) % 2].append(
            _in_paragraph(SQUAD2.name, entry["context"], entry["question"], answers=answers)
        )
    return halves


def _in_paragraph(
    source: str, paragraph: str, question: str, *, answers: Sequence[tuple[int, int]]
) -> Question:
    sentences = split_sentences(paragraph)
    spans: dict[int, list[Span]] = defaultdict(list)
    for index, sentence in enumerate(sentences):
        for start, end in answers:
            if sentence.start <= start and end <= sentence.end:
                spans[index].append(Span(start - sentence.start, end - sentence.start))
    return Question(
        source=source,
        group=paragraph[:GROUP_MARK],
        text=question.strip(),
        heading="",
        sentences=tuple(paragraph[one.start : one.end] for one in sentences),
        right=frozenset(spans),
        spans={index: tuple(found) for index, found in spans.items()},
    )


def qamr(folder: Path) -> Iterator[Question]:
    """QAMR: questions asked about one sentence of Wikinews or Wikipedia each.

    A question counts where at least one of the two who checked it gave an answer that
    overlaps the writer's. The text is the run of that document's sentences in the data.
    """
    dev, test, listed = (folder / name for name in QAMR.files)
    tokens = {row[0]: row[1].split() for row in _rows(listed)}
    documents: dict[str, list[str]] = defaultdict(list)
    for key in tokens:
        documents[_document(key)].append(key)
    for row in (*_rows(dev), *_rows(test)):
        key, question, answer, checks = row[0], row[5], row[6], row[7:]
        own = _indices(answer)
        if key not in tokens or not own or not any(own & _indices(_said(c)) for c in checks):
            continue
        _, starts = _joined(tokens[key])
        runs = _runs(own)
        if max(own) >= len(starts) or len(runs) > 1:
            continue
        (first, last) = runs[0]
        end = starts[last] + len(_plain(tokens[key][last]))
        around = documents[_document(key)]
        at = around.index(key)
        near = around[max(0, at - 4) : at + 5]
        yield Question(
            source=QAMR.name,
            group=_document(key),
            text=question,
            heading="",
            sentences=tuple(_joined(tokens[one])[0] for one in near),
            right=frozenset({near.index(key)}),
            spans={near.index(key): (Span(starts[first], end),)},
        )


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row]


def _document(key: str) -> str:
    return ":".join(key.split(":")[1:3])


def _said(check: str) -> str:
    """The answer of one who checked: ``"60:3 6"`` is worker 60's tokens 3 and 6."""
    return check.partition(":")[2]


def _indices(text: str) -> frozenset[int]:
    return frozenset(int(one) for one in text.split() if one.isdigit())


def _runs(indices: Iterable[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for index in sorted(indices):
        if runs and runs[-1][1] == index - 1:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return runs


_PLAIN: Final = {
    "``": "“",
    "''": "”",
    "-LRB-": "(",
    "-RRB-": ")",
    "-LSB-": "[",
    "-RSB-": "]",
    "-LCB-": "{",
    "-RCB-": "}",
}
_NO_SPACE_BEFORE: Final = re.compile(r"(?:[.,;:!?%)\]}”]+|'(?:s|re|ve|ll|d|m)?|n't|\.\.\.)\Z", re.I)
_NO_SPACE_AFTER: Final = frozenset({"(", "[", "{", "“", "$", "£", "€", "#"})


def _plain(token: str) -> str:
    return _PLAIN.get(token, token)


def _joined(tokens: Sequence[str]) -> tuple[str, list[int]]:
    """Treebank tokens as text that a person would write, and where each token begins."""
    text = ""
    starts: list[int] = []
    for token in map(_plain, tokens):
        if text and text[-1] not in _NO_SPACE_AFTER and not _NO_SPACE_BEFORE.match(token):
            text += " "
        starts.append(len(text))
        text += token
    return text, starts


def untokenised(text: str) -> str:
    """A line of Treebank tokens as text that a person would write."""
    return _joined(text.split())[0]


def labelled(folder: Path, name: str) -> list[Labelled]:
    """A judging set.

    ``trecqa`` is Wang's TREC QA development set, ``wikiqa`` WikiQA's. Only questions that
    have both kinds of candidates are given. They are never trained on or chosen by.
    """
    path = folder / "answer-sentences"
    grouped: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    rows: Iterable[Mapping[str, Any]]
    if name == "trecqa":
        with (path / "trecqa-dev.csv").open(newline="") as file:
            rows = list(csv.DictReader(file))
        keys = ("qtext", "qtext", "atext", "label")
    else:
        with (path / "wikiqa-dev.tsv").open(newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        keys = ("QuestionID", "Question", "Sentence", "Label")
    asked: dict[str, tuple[str, str]] = {}
    for row in rows:
        key, question, sentence, label = (row[column] for column in keys)
        asked[key] = untokenised(question), row.get("DocumentTitle", "")
        grouped[key].append((untokenised(sentence), label == "1"))
    return [
        Labelled(
            *asked[key],
            sentences=tuple(sentence for sentence, _ in candidates),
            right=tuple(right for _, right in candidates),
        )
        for key, candidates in grouped.items()
        if {right for _, right in candidates} == {True, False}
    ]
