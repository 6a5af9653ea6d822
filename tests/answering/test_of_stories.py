"""What is asked of stories in a question: told by what tells stories, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.answering.requests import RequestKind, request_of
from assistant.conversations import Conversation, Exchange
from assistant.rendering.json.answers import Answer as AnswerForm
from assistant.rendering.renderers import Terms, text_of
from assistant.rendering.wording import attributions
from assistant.types import AbstentionKind, Answer, Filters, Turn, VerdictKind
from tests.web.telling_articles import BRIDGE, bridge_story

_TIMELINE, _STATEMENTS = RequestKind.TIMELINE, RequestKind.STATEMENTS
_FIGURES, _CHANGES = RequestKind.FIGURES, RequestKind.CHANGES

ROUTED = {
    "Timeline of the port strike": (_TIMELINE, "port strike"),
    "please give me a timeline of the port strike": (_TIMELINE, "port strike"),
    "port strike timeline": (_TIMELINE, "port strike"),
    "What's the chronology of the recount?": (_TIMELINE, "recount"),
    "How did the port strike unfold?": (_TIMELINE, "port strike"),
    "how did the strike develop": (_TIMELINE, "strike"),
    "Who said what about the port strike?": (_STATEMENTS, "port strike"),
    "who has said what on tariffs": (_STATEMENTS, "tariffs"),
    "What did people say about the port strike?": (_STATEMENTS, "port strike"),
    "what are people saying about the ruling": (_STATEMENTS, "ruling"),
    "What has been said about the ruling so far?": (_STATEMENTS, "ruling so far"),
    "reactions to the ruling": (_STATEMENTS, "ruling"),
    "What did Merkel say about the euro?": (_STATEMENTS, "euro"),
    "what has lund said about the port strike": (_STATEMENTS, "port strike"),
    "What did the White House say about the ruling?": (_STATEMENTS, "ruling"),
    "Where do reports differ on the Ostrel bridge?": (_FIGURES, "Ostrel bridge"),
    "which figures are disputed in the recount": (_FIGURES, "recount"),
    "How did the death toll rise?": (_FIGURES, "death toll"),
    "how has the number of measles cases in Texas risen": (_FIGURES, "measles cases in Texas"),
    "How did the death toll of the Ostrel bridge develop?": (_FIGURES, "Ostrel bridge"),
    "what changed on the port strike since Monday": (_CHANGES, "port strike"),
    "What's new on the port strike since yesterday?": (_CHANGES, "port strike"),
    "What has changed since Monday?": (_CHANGES, ""),
}
OTHERS = (
    "What did he say about the euro?",
    "What did the mayor say about the port strike?",
    "Who said that the euro had failed?",
    "Who said “we shall build the bridge again”?",
    "What did critics of the ruling say?",
    "What did critics say about the ruling?",
    "What did Merkel not say about the euro?",
    "What did Blatter say before the verdict?",
    "How did the mayor react to the ruling?",
    "How did Canada and Mexico respond to Trump's tariffs?",
    "Why did people react to the ruling?",
    "When was the timeline for the withdrawal agreed?",
    "Who set the timeline?",
    "How did the ferry sink?",
    "How did the chess champion develop her opening against Lund?",
    "How many people died?",
    "What is the death toll?",
    "Why did the death toll rise?",
    "Which reports does the inquiry cite?",
    "Why do the reports differ?",
    "What has changed in Germany since 2015?",
    "What changed at the port?",
    "What is the latest on the port strike?",
)


@pytest.mark.parametrize(("text", "asked"), ROUTED.items())
def test_what_is_asked_of_a_story_is_known_by_its_wording(
    text: str, asked: tuple[RequestKind, str]
) -> None:
    request = request_of(text)
    assert (request.kind, request.topic) == asked
    assert request_of(text, of_stories=False).kind not in {
        _TIMELINE,
        _STATEMENTS,
        _FIGURES,
        _CHANGES,
    }


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_near_is_no_question_of_a_story(text: str) -> None:
    assert request_of(text).kind in {RequestKind.QUESTION, RequestKind.LATEST}


_FIRST_DAY = Filters(since=date(2031, 3, 3), until=date(2031, 3, 3))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """A library of a story in which a toll rises and two people speak."""
    folder: Path = tmp_path_factory.mktemp("of-stories")
    with Assistant(home=folder / "home", today=lambda: date(2031, 3, 6)) as assistant:
        assistant.add(bridge_story(folder))
        yield assistant


def _is_exact(desk: Assistant, answer: Answer) -> None:
    assert answer.statements
    assert answer.engine == "extractive"
    for statement in answer.statements:
        assert statement.heading
        assert statement.verdict.kind is VerdictKind.SUPPORTED
        for citation in statement.citations:
            article = desk.article(citation.article_id)
            assert article.text[citation.start : citation.end] == citation.quote
            assert citation.quote in statement.text


def test_a_timeline_is_answered_day_by_day(desk: Assistant) -> None:
    answer = desk.ask("Timeline of the bridge at Ostrel")
    _is_exact(desk, answer)
    told = desk.timeline("bridge at Ostrel")
    assert [one.text for one in answer.statements] == [one.text for one in told.statements]
    assert answer.statements[0].heading == "3 March 2031"


def test_who_said_what_names_each_speaker(desk: Assistant) -> None:
    answer = desk.ask("Who said what about the bridge at Ostrel?")
    _is_exact(desk, answer)
    headings = {one.heading for one in answer.statements}
    assert any("Maria Lund" in one for one in headings)
    assert any("Tomas Breck" in one for one in headings)


def test_what_one_speaker_said_is_told_of_that_speaker_alone(desk: Assistant) -> None:
    answer = desk.ask("What did Maria Lund say about the bridge at Ostrel?")
    _is_exact(desk, answer)
    assert {one.heading.partition(",")[0] for one in answer.statements} == {"Maria Lund"}
    said = desk.quotes("bridge at Ostrel", speaker="Lund").statements
    assert {one.text for one in answer.statements} <= {one.text for one in said}
    typed = desk.ask("what did lund say about the bridge at ostrel")
    assert [one.text for one in typed.statements] == [one.text for one in answer.statements]
    nobody = desk.ask("What did Petra Quill say about the bridge at Ostrel?")
    assert all(not one.heading for one in nobody.statements), "answered as any question"


def test_a_figure_is_told_as_it_rose(desk: Assistant) -> None:
    for asked in (
        "How did the death toll of the bridge at Ostrel rise?",
        "Where do reports differ on the bridge at Ostrel?",
    ):
        answer = desk.ask(asked)
        _is_exact(desk, answer)
        tolls = [one.heading for one in answer.statements if one.heading.startswith("Dead")]
        assert [f"{toll}" in one for one, (*_, toll) in zip(tolls, BRIDGE, strict=True)] == [
            True
        ] * len(BRIDGE)
        assert tolls[-1].endswith("(newest)")


def test_what_changed_says_of_each_sentence_why_it_is_new(desk: Assistant) -> None:
    answer = desk.ask("What changed on the bridge at Ostrel since 2031-03-05?")
    _is_exact(desk, answer)
    headings = [one.heading for one in answer.statements]
    assert any("17" in one and "23" in one for one in headings)
    assert any(one.startswith("New in “") for one in headings)
    assert any("since 5 March 2031" in note for note in answer.notes)


def test_where_there_is_nothing_it_is_said_or_the_question_is_answered(desk: Assistant) -> None:
    declined = desk.ask("Where do reports differ on the engineer Tomas Breck?", filters=_FIRST_DAY)
    assert declined.abstention
    assert "was compared, and no figure was found" in declined.abstention.message
    assert [one.title for one in declined.abstention.nearest] == [BRIDGE[0][2]]
    plain = desk.ask("How did the number of passengers of the bridge at Ostrel rise?")
    assert all(not one.heading for one in plain.statements)
    older = desk.ask("What changed on the bridge at Ostrel since the vote?")
    assert all(not one.heading for one in older.statements)
    everything = desk.ask("What changed since 2031-03-01?")
    assert any("All articles came" in note for note in everything.notes)
    nobody = desk.ask("Timeline of the opera in Corvenne")
    assert nobody.abstention
    assert nobody.abstention.kind is AbstentionKind.NOT_IN_LIBRARY


def test_a_typing_error_is_put_right(desk: Assistant) -> None:
    answer = desk.ask("Timeline of the Ostrel brigde")
    assert answer.statements
    assert answer.statements[0].heading
    assert any("“brigde” was read as “bridge”" in note for note in answer.notes)


def test_headings_stand_in_every_form_and_survive_being_kept(desk: Assistant) -> None:
    answer = desk.ask("Who said what about the bridge at Ostrel?")
    heading = answer.statements[0].heading
    assert attributions(answer.statements)[0].startswith(f"{heading} — According to ")
    for form in ("text", "markdown", "csv", "json"):
        assert heading in text_of(answer, form, Terms()), form
    shown = AnswerForm.model_validate_json(text_of(answer, "json", Terms()))
    assert [one.heading for one in shown.statements] == [one.heading for one in answer.statements]
    kept = desk.conversations
    now = datetime(2031, 3, 6, tzinfo=UTC)
    started = kept.start("somebody", at=now)
    kept.add("somebody", started.id, Exchange(answer.question, Filters(), answer, asked=now))
    again: Conversation = kept.get("somebody", started.id)
    assert again.exchanges[0].answer.statements == answer.statements


def test_a_follow_up_is_answered_beside_a_story(desk: Assistant) -> None:
    first = desk.ask("Timeline of the bridge at Ostrel")
    turn = Turn(first.question, first.text)
    answer = desk.ask("Who examined its cables?", history=(turn,))
    assert answer.statements or answer.abstention
