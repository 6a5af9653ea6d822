"""From the passages found to the numbered sentences that an answer may cite."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from assistant.answering.copies import Place, Stories
from assistant.articles.copies import precedence, stories_among
from assistant.types import Article, Evidence, EvidenceSentence, Hit, Sentence


def build_evidence(hits: Sequence[Hit], *, stories: Stories | None = None) -> Evidence:
    """The sentences of ``hits``, best passage first, each once, numbered from 1.

    With ``stories`` a sentence that several copies of one story hold counts as one, and is
    that of the story's head where this holds it.
    """
    found: dict[tuple[str, int], Place] = {}
    for hit in hits:
        for index in range(hit.passage.first, hit.passage.last + 1):
            place = (
                Place(hit.article, index, hit.also_in, hit.also_outlets)
                if stories is None
                else stories.place(hit.article, index, also_in=hit.also_in)
            )
            found.setdefault((place.article.id, place.index), place)
    return Evidence(
        tuple(
            EvidenceSentence(
                number,
                place.article,
                place.article.sentences[place.index],
                also_in=place.also_in,
                also_outlets=place.also_outlets,
            )
            for number, place in enumerate(found.values(), start=1)
        )
    )


def whole_evidence(articles: Sequence[Article]) -> Evidence:
    """Every sentence of ``articles``, each article once, numbered from 1.

    A sentence that copies of one story share word for word is there once, as the head's.
    """
    once = list({article.id: article for article in articles}.values())
    heads = _heads(once)
    said = {
        head.id: {head.sentence_text(s.index) for s in head.sentences} for head in heads.values()
    }
    carriers: dict[tuple[str, str], list[Article]] = {}
    pairs: list[tuple[Article, Sentence]] = []
    for article in once:
        head = heads.get(article.id)
        for sentence in article.sentences:
            text = article.sentence_text(sentence.index)
            if head is not None and text in said[head.id]:
                carriers.setdefault((head.id, text), []).append(article)
            else:
                pairs.append((article, sentence))
    return Evidence(
        tuple(
            _with_carriers(
                EvidenceSentence(number, article, sentence),
                carriers.get((article.id, article.sentence_text(sentence.index)), ()),
            )
            for number, (article, sentence) in enumerate(pairs, start=1)
        )
    )


def _heads(articles: Sequence[Article]) -> dict[str, Article]:
    """The head of the story of each article that is another's copy, by the copy's id."""
    stories: dict[int, list[Article]] = {}
    told = stories_among([article.text for article in articles])
    for article, story in zip(articles, told, strict=True):
        stories.setdefault(story, []).append(article)
    found: dict[str, Article] = {}
    for copies in stories.values():
        head, *others = sorted(copies, key=_precedence)
        found.update((other.id, head) for other in others)
    return found


def _precedence(article: Article) -> tuple[datetime, int, str]:
    return precedence(article.published, characters=len(article.text), article_id=article.id)


def _with_carriers(sentence: EvidenceSentence, others: Sequence[Article]) -> EvidenceSentence:
    named = (other.source for other in others if other.source != sentence.article.source)
    return replace(
        sentence,
        also_in=tuple(dict.fromkeys(other.id for other in others)),
        also_outlets=tuple(dict.fromkeys(name for name in named if name)),
    )
