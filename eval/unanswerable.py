"""Public questions of which many have no answer, with what they are asked of.

SQuAD 2.0 and XQuAD ask of paragraphs of Wikipedia, MultiHop-RAG of news reports, of which
the data hold the sentences that bear the answers. A paragraph, and what is held of one
report, is an article here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from assistant.language.articles import make_article
from assistant.types import Article, Document
from eval.questions import Asked, holds
from tools.train_reader.questions import GROUP_MARK, XQUAD, is_held_out

_TODAY: Final = date(2026, 11, 24)
_AFTER_MULTIHOP: Final = date(2023, 12, 31)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Articles, and the questions that are asked of all of them at once."""

    articles: tuple[Article, ...]
    questions: tuple[Asked, ...]


def squad(data: Path) -> QuestionSet:
    """SQuAD2-250: every paragraph an article, right is the sentence around the answer."""
    rows = _lines(data / "squad2-250" / "questions.jsonl")
    articles = {row["context"]: _paragraph(row["context"]) for row in rows}
    questions = tuple(
        Asked(
            id=row["id"],
            question=row["question"].strip(),
            answers=() if row["is_impossible"] else tuple(dict.fromkeys(row["answers"])),
            gold=_sentences_holding(
                articles[row["context"]], [] if row["is_impossible"] else row["answers"]
            ),
            tags=("unanswerable", "altered") if row["is_impossible"] else (),
            today=_TODAY,
        )
        for row in rows
    )
    return QuestionSet(tuple(articles.values()), questions)


def xquad(data: Path) -> QuestionSet:
    """XQuAD in English, without the paragraphs that ``squad`` has."""
    seen = {row["context"].strip() for row in _lines(data / "squad2-250" / "questions.jsonl")}
    loaded = json.loads((data / "answer-sentences" / "xquad.en.json").read_text(encoding="utf-8"))
    articles: list[Article] = []
    questions: list[Asked] = []
    for page in loaded["data"]:
        for paragraph in page["paragraphs"]:
            if paragraph["context"].strip() in seen:
                continue
            article = _paragraph(paragraph["context"])
            articles.append(article)
            questions.extend(_asked_of(article, item) for item in paragraph["qas"])
    return QuestionSet(tuple(articles), tuple(questions))


def xquad_untrained(data: Path) -> QuestionSet:
    """XQuAD's questions that the reader was not trained on, over all of its paragraphs."""
    whole = xquad(data)
    texts = [
        article.text
        for article in whole.articles
        if is_held_out(XQUAD.name, article.text[:GROUP_MARK])
    ]
    return QuestionSet(
        whole.articles,
        tuple(
            asked
            for asked in whole.questions
            if any(gold in text for gold in asked.gold for text in texts)
        ),
    )


def _asked_of(article: Article, item: dict[str, Any]) -> Asked:
    """A question with the sentence in which its answer begins."""
    answer = item["answers"][0]
    place = answer["answer_start"]
    return Asked(
        id=item["id"],
        question=item["question"].strip(),
        answers=(answer["text"],),
        gold=frozenset(
            article.text[sentence.start : sentence.end]
            for sentence in article.sentences
            if sentence.start <= place < sentence.end
        ),
        tags=(),
        today=_TODAY,
    )


def multihop(data: Path) -> QuestionSet:
    """MultiHop-RAG, 500 questions: right is any of the sentences it gives as evidence."""
    folder = data / "multihop-500"
    queries = json.loads((folder / "queries.json").read_text(encoding="utf-8"))["queries"]
    truth = json.loads((folder / "ground_truth.json").read_text(encoding="utf-8"))
    reports: dict[str, dict[str, Any]] = {}
    facts: dict[str, dict[str, None]] = {}
    for item in truth.values():
        for evidence in item["evidence_list"]:
            reports.setdefault(evidence["url"], evidence)
            facts.setdefault(evidence["url"], {})[evidence["fact"]] = None
    articles = {url: _report(item, tuple(facts[url])) for url, item in reports.items()}
    return QuestionSet(
        tuple(articles.values()),
        tuple(_hopping(item, truth[item["id"]], articles) for item in queries),
    )


def _hopping(item: dict[str, Any], truth: dict[str, Any], articles: dict[str, Article]) -> Asked:
    gold = {
        text
        for evidence in truth["evidence_list"]
        for text in _sentences_holding(articles[evidence["url"]], [evidence["fact"]])
    }
    return Asked(
        id=item["id"],
        question=item["question"],
        answers=(truth["answer"],) if truth["evidence_list"] else (),
        gold=frozenset(gold),
        tags=() if truth["evidence_list"] else ("unanswerable", "no such reports"),
        today=_AFTER_MULTIHOP,
    )


def _report(evidence: dict[str, Any], facts: tuple[str, ...]) -> Article:
    return make_article(
        Document(
            title=evidence["title"],
            text="\n\n".join(facts),
            origin=evidence["url"],
            source=evidence["source"],
            published=datetime.fromisoformat(evidence["published_at"]),
        )
    )


def _paragraph(text: str) -> Article:
    return make_article(Document(title="", text=text.strip(), origin=text))


def _sentences_holding(article: Article, answers: list[str]) -> frozenset[str]:
    """The sentences that hold an answer, or stand whole in one."""
    texts = [article.sentence_text(sentence.index) for sentence in article.sentences]
    return frozenset(
        text for text in texts for answer in answers if holds(text, answer) or text in answer
    )


def _lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
