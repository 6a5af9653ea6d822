"""What is trained on: cases as tokens, and the cases that are made by rule.

Of every group of the made ones as many are true as are false.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from tokenizers import Tokenizer

from assistant.language.passages import passage_header
from assistant.models.pairs import Pair, claim_pair
from tools.train_entailment.cases import Case, likeliest, sentences_of
from tools.train_entailment.drawing import chance
from tools.train_entailment.edits import Edit, Kinds, Stock, predicates, some, stock_of
from tools.train_entailment.errors import ERRORS
from tools.train_entailment.in_context import rewordings_in_context
from tools.train_entailment.rewordings import REWORDINGS
from tools.train_entailment.statements import Statement, Verbs, others, statement_of

QUESTIONS: Final = "questions"
NEWS: Final = "edited-news"
"""The names of the made cases."""

QUESTION_FILES: Final = ("squad-train", "squadshifts-newwiki", "onestopqa", "tydiqa-en")
VERBATIM: Final = "verbatim"
"""The kind of a sentence as it stands."""

_FOREIGN: Final = 60
"""Predicates of other articles that an article's errors may use."""

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_FEWEST, _MOST = 40, 320
"""Characters of a sentence that is edited."""


@dataclass(frozen=True, slots=True)
class Example:
    """A case as the network sees it.

    ``wrong`` tells of each token of the claim whether it is borne out (0), is not (1), or
    that this is not known (-1).
    """

    pair: Pair
    supported: bool
    wrong: tuple[int, ...]
    source: str


def examples_of(cases: Sequence[Case], tokenizer: Tokenizer) -> list[Example]:
    """The cases in tokens."""
    made: list[Example] = []
    for start in range(0, len(cases), 1000):
        some_cases = cases[start : start + 1000]
        claims, headings, evidence = (
            tokenizer.encode_batch(list(texts), add_special_tokens=False)
            for texts in (
                [case.claim for case in some_cases],
                [case.heading for case in some_cases],
                [case.evidence for case in some_cases],
            )
        )
        for case, claim, heading, said in zip(some_cases, claims, headings, evidence, strict=True):
            pair = claim_pair(claim.ids, heading.ids, said.ids)
            made.append(
                Example(
                    pair,
                    case.supported,
                    tuple(_known(case, start, end) for start, end in claim.offsets)[: pair.first],
                    case.source,
                )
            )
    return made


def _known(case: Case, start: int, end: int) -> int:
    if case.supported:
        return 0
    if case.wrong is None:
        return -1
    return int(any(start < last and first < end for first, last in case.wrong))


@dataclass(frozen=True, slots=True)
class _Text:
    """An article whose sentences are edited."""

    url: str
    heading: str
    sentences: tuple[str, ...]
    stock: Stock
    published: date | None


def from_news(
    folder: Path,
    *,
    seed: int,
    each: int,
    errors: Kinds = ERRORS,
    rewordings: Kinds = REWORDINGS,
) -> Iterator[Case]:
    """Sentences of the news quiz's articles, reworded or with an error, ``each`` an article."""
    rng = random.Random(seed)
    articles = []
    with (folder / "news-quiz-2025/articles.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            entry: dict[str, Any] = json.loads(line)
            day = (entry["published"] or "")[:10].replace("/", "-")
            published = date.fromisoformat(day) if _DAY.fullmatch(day) else None
            heading = passage_header(entry["title"] or "", source=None, published=published)
            articles.append((entry["url"], heading, sentences_of(entry["text"]), published))
    said = [what for _, _, sentences, _ in articles for what in predicates(sentences)]
    verbs = Verbs([" ".join(sentences) for _, _, sentences, _ in articles]).bases
    for url, heading, sentences, published in articles:
        stock = stock_of(sentences, rng.sample(said, _FOREIGN), verbs)
        whole = _Text(url, heading, sentences, stock, published)
        places = [
            index
            for index, text in enumerate(sentences)
            if _FEWEST < len(text) < _MOST and text[-1] in '.”"' and text[0].isupper()
        ]
        rng.shuffle(places)
        for index in places[:each]:
            yield from _edited(whole, index, rng, errors=errors, rewordings=rewordings)


def _edited(
    article: _Text, index: int, rng: random.Random, *, errors: Kinds, rewordings: Kinds
) -> Iterator[Case]:
    sentences, stock = article.sentences, article.stock
    plain = Edit(sentences[index], VERBATIM)
    context: frozenset[int] = frozenset()
    heading = article.heading if chance(rng, 0.7) else ""
    base = plain
    if chance(rng, 0.5):
        options = list(rewordings_in_context(sentences, index, article.published, rng))
        if options:
            base, context = rng.choice(options)
            heading = article.heading  # which has the day from which others are counted

    def case(edit: Edit, *, true: bool, chosen: tuple[int, ...]) -> Case:
        return Case(
            source=NEWS,
            group=article.url,
            claim=edit.text,
            sentences=sentences,
            chosen=chosen,
            supported=true,
            kind=edit.kind,
            wrong=None if true or edit.wrong is None else (edit.wrong,),
            heading=heading,
        )

    def around() -> tuple[int, ...]:
        return tuple(sorted({*_around(sentences, index, rng), *context}))

    true = base
    if base is plain or chance(rng, 0.5):
        true = some(base.text, rewordings, stock, rng) or base
        if chance(rng, 0.3):
            true = some(true.text, rewordings, stock, rng) or true
    # A false one is made of the sentence as it stands, or of a rewording of it.
    error = some(rng.choice((base.text, true.text)), errors, stock, rng)
    yield case(true, true=True, chosen=around())
    if error is not None:
        yield case(error, true=False, chosen=around())
    if chance(rng, 0.12):
        rest = tuple(
            one
            for one in likeliest(base.text, [*sentences[:index], "", *sentences[index + 1 :]])
            if one != index
        )
        yield case(
            replace(true, kind="without"), true=False, chosen=rest[:3] or (max(0, index - 1),)
        )
        yield case(plain, true=True, chosen=around())


def _around(sentences: Sequence[str], index: int, rng: random.Random) -> tuple[int, ...]:
    """The sentence with up to two before and one behind it, and at times a distant one."""
    first = max(0, index - rng.choice((0, 0, 1, 1, 2)))
    last = min(len(sentences), index + 1 + rng.choice((0, 0, 1)))
    chosen = set(range(first, last))
    if chance(rng, 0.2):
        chosen.add(rng.randrange(len(sentences)))
    return tuple(sorted(chosen))


def from_questions(folder: Path, *, seed: int) -> Iterator[Case]:
    """Questions with the right answer as true statements, with another as false ones."""
    rng = random.Random(seed)
    rows: list[dict[str, Any]] = []
    for name in QUESTION_FILES:
        path = folder / "questions" / f"{name}.jsonl.gz"
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows += [json.loads(line) for line in lines]
    verbs = Verbs([row["question"] for row in rows] + [row["context"] for row in rows[::5]])
    by_context: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["answerable"]:
            by_context[row["context"]].append(row)
    for context, asked in by_context.items():
        answers = [row["answers"][0]["text"].strip(" .,;:") for row in asked]
        sentences = sentences_of(context)
        for row, answer in zip(asked, answers, strict=True):
            statement = statement_of(row["question"], answer, verbs)
            if statement is None:
                continue
            heading = row["group"].replace("_", " ") if chance(rng, 0.5) else ""
            whole = Case(
                QUESTIONS, row["group"], statement.text, sentences, (), supported=True,
                heading=heading,
            )  # fmt: skip
            chosen = _answering(sentences, answer, statement.text, rng)
            if chosen is None:
                continue
            yield replace(whole, chosen=chosen, kind="question")
            false = _mistaken(row["question"], answer, answers, verbs, rng)
            if false is not None:
                yield replace(
                    whole,
                    claim=false.text,
                    chosen=_answering(sentences, answer, false.text, rng) or chosen,
                    supported=False,
                    kind="other answer",
                    wrong=((false.start, false.end),),
                )


def _mistaken(
    question: str, answer: str, answers: Sequence[str], verbs: Verbs, rng: random.Random
) -> Statement | None:
    options = list(others(answer, answers))
    if not options:
        return None
    return statement_of(question, rng.choice(options), verbs)


def _answering(
    sentences: Sequence[str], answer: str, claim: str, rng: random.Random
) -> tuple[int, ...] | None:
    """The sentences that hold the answer, up to two others that share words with the claim."""
    holding = [index for index, text in enumerate(sentences) if answer in text]
    if not holding:
        return None
    near = likeliest(claim, sentences, most=1 + rng.choice((0, 1, 1, 2)))
    own = [index for index in holding if index in near] or holding[:1]
    spare = [index for index in near if index not in own][: rng.choice((0, 1, 2))]
    return tuple(sorted({*own[:2], *spare}))
