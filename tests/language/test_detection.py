from __future__ import annotations

import pytest

from assistant.language.articles import make_article, make_document
from assistant.language.detection import article_language
from assistant.types import Document

GERMAN = (
    "Am Montag, den 3. April, schloss der Hafen von Halven in der Nacht seine alte Fähre. Der "
    "Betreiber hatte im Mai von den Rissen im Rumpf gewusst, wie Prof. Ost in einem Bericht an "
    "den Rat schrieb. Verletzt wurde an diesem Abend niemand, so die Polizei."
)
ENGLISH = (
    "The harbour of Halven closed its old ferry on Monday. The operator had known of the cracks "
    "in the hull since May, as Ada Merrin wrote in a report that was sent to the board of the "
    "port. Nobody was hurt, and the police have said that they will look into it."
)


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        (GERMAN, None, "de"),
        (GERMAN, "en", "de"),
        (GERMAN, "fr", "de"),
        (GERMAN, "de", "de"),
        (ENGLISH, None, "en"),
        (ENGLISH, "de", "en"),
        ("Quarterly figures.", "de", "de"),
        ("Bridge shut, Merrin wins, Halven lose", None, "en"),
        ("橋は五月に閉鎖される。", None, "ja"),
        ("橋は五月に閉鎖される。", "en", "ja"),
        ("Le maire de Halven a dit qu’il ne partirait pas avant le mois de mai.", None, "fr"),
        ("Kivuko cha Halven kitafungwa Jumatatu, alisema msemaji wa bandari.", "sw", "sw"),
        ("", None, "en"),
        ("1 2 3", "de", "de"),
    ],
)
def test_the_language_of_an_article(text: str, declared: str | None, expected: str) -> None:
    assert article_language(text, declared=declared) == expected


def test_relatives_are_left_to_what_is_declared() -> None:
    danish = (
        "Havnen i Halven lukkede mandag sin gamle færge. Rederiet havde siden maj kendt til "
        "revnerne i skroget, skrev Ada Merrin i en rapport til bestyrelsen. Ingen kom til skade, "
        "og politiet siger, at man vil undersøge sagen i de kommende uger og måneder."
    )
    assert article_language(danish, declared="nb") == "nb"


def test_an_article_keeps_the_language_declared_beside_its_own() -> None:
    article = make_article(Document(title="Fähre", text=GERMAN, origin="x", language="en"))
    assert (article.language, article.declared) == ("de", "en")
    assert len(article.sentences) == 3
    again = make_article(make_document(article))
    assert (again.language, again.declared, again.id) == ("de", "en", article.id)


def test_what_is_declared_rightly_is_not_kept_twice() -> None:
    article = make_article(Document(title="Fähre", text=GERMAN, origin="x", language="de"))
    assert (article.language, article.declared) == ("de", None)
