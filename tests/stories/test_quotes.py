"""Who said what: speakers, their words and their citations, over made and invented articles."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.language.articles import make_article
from assistant.stories.quotes import make_quotes
from assistant.stories.utterances import JOIN
from assistant.telling import Quotes, Said, Wording
from assistant.types import Article, Document
from tests.language.ugly import ugly_text

_DALLOW = "07-minister-blames-operator"


def _article(text: str, *, day: int = 1, source: str = "Courier") -> Article:
    return make_article(
        Document(title="", text=text, origin=source, source=source, published=date(2031, 5, day))
    )


def _said(quotes: Quotes, name: str) -> list[Said]:
    return [said for one in quotes.speakers if one.name == name for said in one.said]


def _words(quotes: Quotes, name: str) -> list[str]:
    return [said.words for said in _said(quotes, name)]


def _names(*texts: str) -> list[str]:
    return [one.name for one in make_quotes([_article(text) for text in texts]).speakers]


class TestAnyText:
    @given(st.lists(ugly_text, max_size=3))
    def test_words_and_sentences_stand_in_the_article(self, texts: list[str]) -> None:
        articles = {one.id: one for one in map(_article, texts)}
        quotes = make_quotes(list(articles.values()))
        assert quotes.read == len(articles)
        for speaker in quotes.speakers:
            for said in speaker.said:
                first = said.statement.citations[0]
                for one in said.statement.citations:
                    assert articles[one.article_id].text[one.start : one.end] == one.quote
                text = " ".join(articles[first.article_id].text.split())
                for part in said.words.split(JOIN):
                    assert all(word in text for word in part.split())
                assert all(0 <= place < len(speaker.said) for place in said.against)

    @given(st.lists(ugly_text, max_size=3), st.integers(0, 3))
    def test_order_of_articles_and_number_of_speakers(self, texts: list[str], most: int) -> None:
        articles = [_article(text, day=day + 1) for day, text in enumerate(texts)]
        assert make_quotes(articles) == make_quotes(articles[::-1])
        assert len(make_quotes(articles, most=most).speakers) <= most

    def test_no_articles(self) -> None:
        assert make_quotes([]) == Quotes("", (), 0)


class TestSpeech:
    def test_a_split_quotation_is_one_statement(self) -> None:
        text = "“The bridge is safe,” Petra Lund told reporters. “It was built last year.”"
        (said,) = _said(make_quotes([_article(text)]), "Petra Lund")
        assert said.words == "The bridge is safe, … It was built last year."
        assert said.wording is Wording.QUOTED
        assert said.to == "reporters"
        assert len(said.statement.citations) == 2

    def test_a_quotation_over_several_sentences(self) -> None:
        text = "“It is safe. It is new. It was dear,” said Petra Lund, the mayor."
        (said,) = _said(make_quotes([_article(text)]), "Petra Lund")
        assert said.words == "It is safe. It is new. It was dear"
        assert said.role == "the mayor"

    def test_a_question_before_the_speaker(self) -> None:
        text = "Petra Lund laughed. “Is it safe to cross?” Petra Lund asked."
        assert _words(make_quotes([_article(text)]), "Petra Lund") == ["Is it safe to cross?"]

    def test_reported_speech(self) -> None:
        text = "Petra Lund said on Monday that the bridge was closed."
        (said,) = _said(make_quotes([_article(text)]), "Petra Lund")
        assert (said.words, said.wording) == ("the bridge was closed.", Wording.REPORTED)

    @pytest.mark.parametrize(
        "text",
        [
            "Petra Lund saw the film “The Long Way Home to You”.",
            "Petra Lund, known as “the Bridge Lady of Port Halven”, walked on.",
            "The so-called “bridge of sighs and tears” was closed by Petra Lund.",
            "Petra Lund claimed victory, and the crowd was cheering.",
            "A resident said that the bridge was closed.",
            "A lawyer for Petra Lund said that the bridge was closed.",
            "One of Petra Lund's neighbours said that the bridge was closed.",
            "Officials said that the bridge was closed.",
        ],
    )
    def test_what_is_no_speech_of_anybody_named(self, text: str) -> None:
        assert _names(text) == []


class TestWho:
    def test_names_of_one_person(self) -> None:
        quotes = make_quotes(
            [
                _article("Sara Lind said that the bridge was closed. Lind said that it is old."),
                _article("Mr. Aker left. Sara Lind said that the road was wet.", day=2),
            ]
        )
        (speaker,) = quotes.speakers
        assert (speaker.name, speaker.also) == ("Sara Lind", ("Lind",))
        assert [one.day for one in speaker.said] == [date(2031, 5, d) for d in (1, 1, 2)]

    def test_two_of_one_surname_stay_two(self) -> None:
        text = (
            "Sara Lind said that the bridge was closed. Thomas Lind said that it was open. "
            "Lind said that the road was wet."
        )
        quotes = make_quotes([_article(text)])
        assert sorted(one.name for one in quotes.speakers) == ["Sara Lind", "Thomas Lind"]
        assert len(quotes.statements) == 2

    def test_a_surname_alone_in_another_article(self) -> None:
        both = ["Sara Lind said that it was open.", "On Monday Lind said that it was wet."]
        assert [len(one.said) for one in make_quotes(list(map(_article, both))).speakers] == [2]
        assert len(_names(*both, "Thomas Lind said that it rained all day.")) == 3

    def test_a_pronoun_where_nobody_else_can_be_meant(self) -> None:
        text = "Sara Lind spoke on Monday. “The bridge is closed for good,” she said."
        assert _names(text) == ["Sara Lind"]

    def test_a_pronoun_that_may_be_either(self) -> None:
        text = "Sara Lind met Anna Aker on Monday. “The bridge is closed for good,” she said."
        assert _names(text) == []

    def test_the_mayor_where_one_is_introduced(self) -> None:
        text = "The mayor, Sara Lind, left. The mayor said that the bridge was closed."
        assert _names(text) == ["Sara Lind"]

    def test_a_body_and_who_speaks_for_it(self) -> None:
        text = (
            "The Ministry of Transport said that the bridge was closed. A spokesman for the "
            "ministry said that it was old."
        )
        quotes = make_quotes([_article(text)])
        assert [one.name for one in quotes.speakers] == ["Ministry of Transport"]
        assert quotes.speakers[0].said[1].role == "spokesman for the ministry"

    def test_ministries_of_two_stories_stay_two(self) -> None:
        texts = [
            "The Saint Orla sank. The ministry said that it was old.",
            "Castrel rose. The ministry said that it was new.",
        ]
        assert _names(*texts) == ["the ministry", "the ministry"]

    def test_the_shared_traps(self) -> None:
        text = (
            '"We paid every crown," said Petra Lund, head of Quill Freight. Tomas Reh, a lawyer '
            'for Harlow Steel, called that "an invention".'
        )
        quotes = make_quotes([_article(text)])
        assert _words(quotes, "Petra Lund") == ["We paid every crown"]
        assert "We paid every crown" not in _words(quotes, "Tomas Reh")
        text = (
            '"We paid every crown," said Petra Lund. “I never said the bridge was safe,” said '
            "Mr Lind."
        )
        quotes = make_quotes([_article(text)])
        assert _words(quotes, "Lind") == ["I never said the bridge was safe"]


class TestSeveralArticles:
    def test_one_statement_cites_all_that_have_it(self) -> None:
        quotes = make_quotes(
            [
                _article("“The bridge is safe for everybody to use,” Sara Lind said.", source="A"),
                _article("Sara Lind said: “The bridge is safe for everybody to use.”", source="B"),
                _article("Sara Lind said the “bridge is safe for everybody to use”.", source="C"),
            ]
        )
        (said,) = _said(quotes, "Sara Lind")
        assert {one.source for one in said.statement.citations} == {"A", "B", "C"}

    def test_a_later_denial(self) -> None:
        quotes = make_quotes(
            [
                _article("Sara Lind said that the harbour bridge will close in March.", day=1),
                _article("Sara Lind said the harbour bridge will not close in March.", day=3),
                _article("Sara Lind said that the budget of the city is balanced.", day=4),
            ]
        )
        assert [one.against for one in _said(quotes, "Sara Lind")] == [(), (0,), ()]

    def test_filters(self) -> None:
        articles = [
            _article(
                "Sara Lind said that the bridge was closed. Sara Lind said that taxes rose again. "
                "Thomas Aker said that the bridge was open."
            )
        ]
        assert _words(make_quotes(articles, about="taxes"), "Sara Lind") == ["taxes rose again."]
        assert [one.name for one in make_quotes(articles, speaker="aker").speakers] == [
            "Thomas Aker"
        ]
        assert make_quotes(articles, speaker="nobody").speakers == ()

    def test_speakers_left_out_are_told(self) -> None:
        text = "Sara Lind said that the bridge was closed. Thomas Aker said that it was open."
        assert make_quotes([_article(text)], most=1).notes == (
            "1 more speakers are left out, those who said least.",
        )


class TestSamples:
    def test_minister_and_operator(self, samples: Assistant) -> None:
        quotes = samples.quotes(speaker="Dallow")
        (speaker,) = quotes.speakers
        assert speaker.name == "Henrik Dallow"
        first = speaker.said[0]
        assert first.words.startswith("This ship was lost on the quay")
        assert (first.to, first.role) == ("parliament", "the minister")
        assert len(first.statement.citations) == 2

    def test_union_and_board(self, samples: Assistant) -> None:
        quotes = samples.quotes()
        assert any(
            "Three officials in Corvenne" in one for one in _words(quotes, "Petra Lundegaard")
        )
        (tarrant,) = samples.quotes(speaker="Tarrant", about="provocations").speakers
        assert tarrant.said[0].words == "This is not a price, it is a provocation"
        assert tarrant.name == "Hugh Tarrant"
