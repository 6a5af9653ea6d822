"""Who said what: from articles to speakers and their statements, word for word and cited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from assistant.examining import examined
from assistant.language.words import content_terms, folded, words_in
from assistant.stopping import check_stopped
from assistant.stories.comparison import contradictions, deduplicated
from assistant.stories.speaker_clusters import SpeakerCluster, cluster_speakers
from assistant.stories.utterances import Utterance, utterances
from assistant.telling import Quotes, Said, Speaker, citing
from assistant.types import QUOTED, Article, Citation, Statement, cite, day_of

MOST: Final = 60
"""Speakers that are told of, unless another number is given."""


def make_quotes(
    articles: Sequence[Article],
    *,
    topic: str = "",
    speaker: str = "",
    about: str = "",
    most: int = MOST,
    analyse: Callable[[str], Sequence[str]] = content_terms,
) -> Quotes:
    """Who said what in ``articles``; statements whose speaker is not sure are left out.

    Args:
        articles: any number; those of one id count once.
        topic: what all of them are about; empty where they are not about one thing.
        speaker: words of a name: only speakers one of whose names has all of them.
        about: only statements that have all its content words, they or their sentences.
        most: speakers; those who said most are kept, and a note tells of the others.
        analyse: gives the words of a text that ``about`` and contradictions go by.

    Returns:
        Speakers by how much they said, their statements oldest first.
    """
    told = list({one.id: one for one in articles}.values())
    ordered = sorted(told, key=_age)
    said: list[Utterance] = []
    for article in ordered:
        check_stopped()
        said += _read(article)
    speakers = [
        made
        for cluster in cluster_speakers(said, topical=bool(topic))
        if _is_called(cluster, speaker) and (made := _speaker(cluster, about, analyse)) is not None
    ]
    speakers.sort(key=lambda one: (-len(one.said), folded(one.name)))
    notes: tuple[str, ...] = ()
    if len(speakers) > most:
        notes = (f"{len(speakers) - most} more speakers are left out, those who said least.",)
    return Quotes(topic, tuple(speakers[:most]), len(told), notes)


def _read(article: Article) -> tuple[Utterance, ...]:
    return examined(article.id, "who says what", lambda: utterances(article), otherwise=())


def _age(article: Article) -> tuple[bool, date, str]:
    """Orders articles by their days; those without one come last."""
    day = day_of(article.published) if article.published is not None else date.max
    return article.published is None, day, article.id


def _is_called(cluster: SpeakerCluster, speaker: str) -> bool:
    wanted = set(words_in(speaker))
    return any(wanted <= set(words_in(name)) for name in (cluster.name, *cluster.also))


def _speaker(
    cluster: SpeakerCluster, about: str, analyse: Callable[[str], Sequence[str]]
) -> Speaker | None:
    """A speaker with the statements about something; None without any."""
    roles = _roles(cluster)
    told = deduplicated(cluster.said)
    wanted = set(analyse(about))
    kept = [same for same in told if not wanted or wanted <= _words(same, analyse)]
    if not kept:
        return None
    against = contradictions([same[0] for same in kept], analyse=analyse)
    said = tuple(
        _said(same, roles.get(same[0].article.id), earlier)
        for same, earlier in zip(kept, against, strict=True)
    )
    return Speaker(cluster.name, cluster.also, said)


def _roles(cluster: SpeakerCluster) -> dict[str, str]:
    """How each article introduces the speaker: the longest of its ways."""
    found: dict[str, str] = {}
    for one in cluster.said:
        role = one.speaker.role
        if role and len(role) > len(found.get(one.article.id, "")):
            found[one.article.id] = role
    return found


def _words(same: Sequence[Utterance], analyse: Callable[[str], Sequence[str]]) -> set[str]:
    return {word for one in same for word in analyse(f"{_sentences(one)} {one.words}")}


def _sentences(one: Utterance) -> str:
    return " ".join(map(one.article.sentence_text, range(one.first, one.last + 1)))


def _said(same: Sequence[Utterance], role: str | None, against: tuple[int, ...]) -> Said:
    first = same[0]
    statement = Statement(_sentences(first), _citations(first), QUOTED, lead="\n\n")
    for other in same[1:]:
        statement = citing(statement, _citations(other))
    to = next((one.to for one in same if one.to), None)
    return Said(first.words, first.wording, statement, to=to, role=role, against=against)


def _citations(one: Utterance) -> tuple[Citation, ...]:
    return tuple(cite(one.article, index) for index in range(one.first, one.last + 1))
