from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.types import ReasonCode, VerdictKind
from assistant.verifying.names import name_reasons
from tests.language.ugly import ugly_text
from tests.verifying.made import sources

ARTICLE = (
    "SKERRIN, Norrland (AP) — Harbour master Tova Lind said on Monday that the Saint Orla "
    "had sunk. "
    "She blamed Per Aker, who owns the ferry. "
    "Lind accused Aker of lying to the Skarn Harbour Authority. "
    "The company, Norrvik Lines, denied it. "
    "It said the ferry was sound. "
    "The World Health Organization (WHO) sent Swedish doctors from Uppsala to Bergen. "
    "The WHO praised them. "
    "“I am glad,” said Dr. Ida Holm, a surgeon. "
    "He was not there. "
    "Aker said he would appeal to the Supreme Court. "
    "The rescuers rested."
)


def texts(statement: str, *indices: int, article: str = ARTICLE) -> list[str]:
    return [reason.text for reason in name_reasons(statement, sources(article, *indices))]


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        ("Lind said that the Saint Orla had sunk.", 0),
        ("Harbour master Lind said on Monday that the ship had sunk.", 0),
        ("The Orla had sunk, Tova Lind said.", 0),
        ("Tova Lind blamed Per Aker.", 1),
        ("Lind blamed Aker, who owns the ferry.", 1),
        ("Tova Lind accused Per Aker of lying to the Harbour Authority.", 2),
        ("Aker was accused of lying by Lind.", 2),
        ("Aker was accused by Lind of lying to the Skarn Harbour Authority.", 2),
        ("Norrvik Lines said the ferry was sound.", 4),
        ("Norrvik said the ferry was sound.", 4),
        ("The Saint Orla was sound, the company said.", 4),
        ("WHO sent doctors from Sweden.", 5),
        ("The World Health Organization praised the Swedish doctors.", 6),
        ("Dr. Holm said she was glad.", 7),
        ("Rescuers were resting.", 10),
        ("Ferries sink.", 10),
        ("In Skerrin, the rescuers rested.", 10),
        ("The Harbour Post said the rescuers rested.", 10),
        ("PER AKER SAID HE WOULD APPEAL TO THE SUPREME COURT.", 9),
        ("Aker Said He Would Appeal to the Supreme Court", 9),
        ("Doctors Rested After Rescue", 10),
        ("Åker said he would appeal to the supreme court.", 9),
        ("他来了。", 9),
        ("", 9),
    ],
)
def test_true_restatements_pass(statement: str, index: int) -> None:
    assert texts(statement, index) == []


@pytest.mark.parametrize(
    ("statement", "index", "name"),
    [
        # From another sentence, from nowhere.
        ("Per Aker said on Monday that the Saint Orla had sunk.", 0, "Per Aker"),
        ("Harbour master Siri Vik said on Monday that the Saint Orla had sunk.", 0, "Siri Vik"),
        # With nothing in its place.
        ("The rescuers rested near Uppsala.", 10, "Uppsala"),
        ("The rescuers rested near Siri Vik.", 10, "Siri Vik"),
        ("Ida Holm rested with the rescuers.", 10, "Ida Holm"),
        # Another first name.
        ("Jon Aker said he would appeal.", 9, "Jon Aker"),
        # Another than the one who is named.
        ("Aker said Lind would appeal to the Supreme Court.", 9, "Lind"),
        # Peoples.
        ("The WHO sent Danish doctors from Uppsala to Bergen.", 5, "Danish"),
        ("The French rescuers rested.", 10, "French"),
    ],
)
def test_names_that_no_cited_sentence_has_are_found(statement: str, index: int, name: str) -> None:
    assert texts(statement, index) == [f"the cited sentences do not name {name}"]


def test_the_reason_points_at_the_name() -> None:
    statement = "On Monday Siri Vik accused Aker of lying."
    (reason,) = name_reasons(statement, sources(ARTICLE, 2))
    assert reason.code is ReasonCode.NAME_MISSING
    assert reason.kind is VerdictKind.UNSUPPORTED
    assert statement[reason.start : reason.end] == "Siri Vik"


@pytest.mark.parametrize("statement", ["Aker and Lind met in Oslo.", "Aker met Lind in Oslo."])
def test_names_may_be_listed_in_another_order(statement: str) -> None:
    made = "Tova Lind and Per Aker met. Lind and Aker met in Oslo. Lind met Aker in Oslo."
    assert texts(statement, 1, 2, article=made) == []


def test_a_sentence_may_have_both_orders() -> None:
    made = "Lind accused Aker and Aker accused Lind. It rained."
    assert texts("Aker accused Lind.", 0, article=made) == []
    assert texts("Lind accused Aker.", 0, article=made) == []


def test_a_first_name_that_the_article_never_gives_is_partly_supported() -> None:
    made = "The mayor was there. Mr. Holm said the bridge would open. It rained on Holm."
    (reason,) = name_reasons("The bridge would open, Ingrid Holm said.", sources(made, 1))
    assert reason.kind is VerdictKind.PARTLY
    assert reason.text == "the article does not give Ingrid Holm this full name"


def test_a_quotation_that_goes_on_has_its_speaker_before_it() -> None:
    made = "“It was dark,” Tova Lind said. “Nobody saw the rocks.”"
    assert texts("Nobody saw the rocks, Lind said.", 1, article=made) == []
    assert len(texts("Nobody saw the rocks, Aker said.", 1, article=made)) == 1


def test_several_sources_are_taken_together() -> None:
    assert texts("Lind accused Aker, and Norrvik Lines denied it.", 2, 3) == []


def test_without_sources_there_is_nothing_to_hold_it_against() -> None:
    assert name_reasons("Tova Lind said so.", ()) == ()


@given(ugly_text, ugly_text)
def test_no_text_breaks_it(statement: str, article: str) -> None:
    for reason in name_reasons(statement, sources(f"{article}\nLind met Aker.")):
        assert reason.start is not None
        assert 0 <= reason.start < (reason.end or 0) <= len(statement)


@given(st.lists(st.sampled_from(ARTICLE.split()), max_size=30).map(" ".join))
def test_a_sentence_supports_itself(article: str) -> None:
    for source in sources(f"{article}."):
        assert name_reasons(f"{source.text} ", (source,)) == ()


@pytest.mark.parametrize("piece", ["Lind ", "Lind said. ", "A.", "He Lind ", "\ud800", "“(’"])
def test_long_rubbish_is_read_in_linear_time(piece: str) -> None:
    cited = sources(ARTICLE)
    begin = time.process_time()
    name_reasons(piece * (10_000 // len(piece)), cited)
    assert time.process_time() - begin < 4


@pytest.mark.parametrize(
    "statement",
    [
        "Nineteen people died.",
        "Fifty-two people died.",
        "Twelfth in line, nineteen people died.",
        "Hundreds came, and nineteen died.",
        "An MP and a CEO were among the nineteen people who died.",
    ],
)
def test_numbers_and_offices_are_no_names(statement: str) -> None:
    assert texts(statement, article="In all 19 people died.") == []


INTERVIEW = (
    "Dr. Tova Lind runs the harbour. She is tired. She has seen nobody for days. "
    "She is an engineer. She came in May. She stayed. "
    "“I was told of the doors,” she said. “I closed them.” "
    "Per Aker left."
)


def test_the_speaker_is_named_by_the_words_of_a_quotation_far_behind() -> None:
    assert texts("“I closed them,” Tova Lind said.", 7, article=INTERVIEW) == []
    assert texts("Tova Lind said that she closed them.", 7, article=INTERVIEW) == []


def test_another_is_not() -> None:
    text = INTERVIEW.replace("Per Aker left.", "") + "Nobody came. Nobody did. Per Aker left."
    assert texts("“I was told of the doors,” Per Aker said.", 6, article=text) != []
