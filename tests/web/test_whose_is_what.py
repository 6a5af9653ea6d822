"""What is one person's nobody else sees or changes who has logged in, by whatever way.

Every event of the page can be called by anybody, with whatever ids they have guessed.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.web.serving import ANN, Served

_QUESTION = "How many people were rescued from the Saint Orla?"
_NOTE = "Annas note on the Orla"


@dataclass(frozen=True)
class _Person:
    """Somebody who has logged in, with one page open."""

    client: httpx.Client
    page: str

    def does(
        self, element: str, event_name: str, data: tuple[object, ...] = (), /, **act: object
    ) -> str:
        """All that an event of the page gives, as text."""
        config = self.client.get("/config").json()
        (component,) = [
            each["id"] for each in config["components"] if each["props"].get("elem_id") == element
        ]
        told = ""
        for event in config["dependencies"]:
            if [component, event_name] not in event["targets"] or not event["backend_fn"]:
                continue
            given = [*data, *[None] * (len(event["inputs"]) - len(data))]
            asked = {"fn_index": event["id"], "data": given, "session_hash": self.page}
            asked["event_data"] = act or None
            if not event["queue"]:
                told += self.client.post("/gradio_api/run/predict", json=asked).text
                continue
            self.client.post("/gradio_api/queue/join", json=asked).raise_for_status()
            where = {"session_hash": self.page}
            with self.client.stream("GET", "/gradio_api/queue/data", params=where) as answers:
                told += "".join(answers.iter_lines())
        assert told, (element, event_name)
        return told.replace('\\"', '"')

    def opens(self, **place: str) -> str:
        """The page as it loads with an address that names something."""
        config = self.client.get("/config").json()
        event = next(
            each
            for each in config["dependencies"]
            if each["js"] == "newsdesk.place" and each["backend_fn"]
        )
        asked = {"fn_index": event["id"], "data": [place], "session_hash": self.page}
        self.client.post("/gradio_api/queue/join", json=asked).raise_for_status()
        where = {"session_hash": self.page}
        with self.client.stream("GET", "/gradio_api/queue/data", params=where) as answers:
            return "".join(answers.iter_lines()).replace('\\"', '"')


@pytest.fixture(scope="module")
def people(locked_app: Served) -> Iterator[tuple[_Person, _Person]]:
    def client(name: str, password: str) -> httpx.Client:
        return httpx.Client(base_url=locked_app.address, auth=(name, password), timeout=60)

    with client(*ANN) as ann, client("bo", "other") as bo:
        yield _Person(ann, "whose-ann"), _Person(bo, "whose-bo")


@dataclass(frozen=True)
class _Of:
    """What Ann has: a conversation with a mark, a collection, an article of both."""

    conversation: str
    collection: str
    article: str


@pytest.fixture(scope="module")
def of_ann(people: tuple[_Person, _Person]) -> _Of:
    ann, _ = people
    ann.does("nd-ask-button", "click", (_QUESTION,))
    listed = ann.opens()
    conversation = re.search(r'data-conversation="([\w-]+)"', listed)
    assert conversation is not None
    shown = ann.opens(conversation=conversation[1])
    assert _QUESTION in shown
    noted = ann.does("nd-thread", "mark", exchange=0, statement=0, title=_NOTE)
    assert _NOTE in noted
    pinned = ann.does("nd-conversations", "pin", conversation=conversation[1], pinned="yes")
    assert "No longer pinned" in pinned
    article = re.search(r'data-article="([0-9a-f]{16})"', shown)
    assert article is not None
    ann.does("nd-chosen", "collect", ids=[article[1]], name="Annas pile")
    kept = ann.does("nd-filters", "collections")
    assert "Annas pile" in kept
    collection = re.search(r'data-collection="(\w+)"', kept)
    assert collection is not None
    return _Of(conversation[1], collection[1], article[1])


_SECRETS = ("Annas", "rescued from the Saint Orla?")


def test_a_conversation_is_its_owners(people: tuple[_Person, _Person], of_ann: _Of) -> None:
    ann, bo = people
    key = of_ann.conversation
    tried = [
        bo.opens(conversation=key),
        bo.opens(conversation=key, article=of_ann.article, focus="0"),
        bo.does("nd-conversations", "pick", conversation=key),
        bo.does("nd-conversations", "rename", conversation=key, title="Bos now"),
        bo.does("nd-conversations", "pin", conversation=key, pinned=""),
        bo.does("nd-conversations", "delete", conversation=key),
        bo.does("nd-conversations", "save", form="json"),
        # What the browser sends for what the server keeps of a page counts for nothing.
        bo.does("nd-conversations", "save", (key,), form="json"),
        bo.does("nd-thread", "mark", (key,), exchange=0, statement=0, title="Bos note"),
        bo.does("nd-thread", "undo", (key,)),
        bo.does("nd-thread", "retry", (key,)),
        bo.does("nd-thread", "widen", (key,)),
        bo.does("nd-sought", "find", words="rescued"),
    ]
    for told in tried:
        assert not [secret for secret in _SECRETS if secret in told], told
    assert not [told for told in tried if key in told]
    kept = ann.opens(conversation=key)
    assert _QUESTION in kept
    assert _NOTE in kept
    assert "No longer pinned" in kept
    assert "Bos" not in kept


def test_an_article_of_a_shared_address_opens_for_whoever_may_come_in(
    people: tuple[_Person, _Person], of_ann: _Of
) -> None:
    _, bo = people
    opened = bo.opens(article=of_ann.article, focus="0")
    assert "nd-source" in opened
    assert "Annas" not in opened


def test_a_collection_is_its_owners(people: tuple[_Person, _Person], of_ann: _Of) -> None:
    ann, bo = people
    key = of_ann.collection
    tried = [
        bo.does("nd-filters", "collections"),
        bo.does("nd-filters", "filter", ({"collection": key},)),
        bo.does("nd-kept", "rename", collection=key, name="Bos pile"),
        bo.does("nd-kept", "delete", collection=key),
        bo.does("nd-chosen", "collect", ids=[of_ann.article], collection=key),
        bo.does("nd-limits", "limit", kind="collection", collection=key),
        bo.does("nd-ask-button", "click", ("Who is blamed?",)),
    ]
    for told in tried:
        assert "Annas" not in told, told
    # Bo's question was limited to a collection that he has not.
    assert "nd-mark" not in tried[-1]
    assert "Annas pile" in ann.does("nd-filters", "collections")


@pytest.mark.parametrize("by", ["name", "id"])
def test_programs_and_models_have_nobodys_collections(
    people: tuple[_Person, _Person], of_ann: _Of, by: str
) -> None:
    _, bo = people
    named = "Annas pile" if by == "name" else of_ann.collection
    asked = bo.client.post(
        "/gradio_api/call/ask", json={"data": [_QUESTION, None, "", "", "", named]}
    ).json()
    said = bo.client.get(f"/gradio_api/call/ask/{asked['event_id']}").text
    assert "event: error" in said
    for tool, given in (
        ("ask", {"question": _QUESTION, "collection": named}),
        ("search", {"query": "Orla", "collection": named}),
        ("summarise", {"articles": [], "collection": named}),
        ("timeline", {"topic": "Orla", "collection": named}),
    ):
        call = {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "tools/call",
            "params": {"name": tool, "arguments": given},
        }
        accept = {"accept": "application/json, text/event-stream"}
        told = bo.client.post("/mcp", json=call, headers=accept).json()
        assert told["result"]["isError"], told


def test_a_summary_is_its_pages(people: tuple[_Person, _Person]) -> None:
    ann, bo = people
    text = "Annas text\n\nThe Orla sank on Monday."
    ann.does("nd-summarise-button", "click", (None, "", text, 60, "paragraph"))
    mine = ann.does("nd-result", "save", form="json")
    found = re.search(r'"content": ?"([^"]+)"', mine)
    assert found is not None
    assert "Orla" in json.dumps(json.loads(b64decode(found[1])))
    for event, act in (("save", {"form": "json"}), ("refine", {"how": "shorter"}), ("cover", {})):
        told = bo.does("nd-result", event, **act)
        assert "no longer held here" in told
        assert "Orla" not in told


def test_what_was_new_to_one_is_not_old_to_another(people: tuple[_Person, _Person]) -> None:
    """When somebody was here is kept by their browser, and counts for them alone."""
    ann, bo = people

    def visit(person: _Person, kept: Any) -> Any:
        config = person.client.get("/config").json()
        (tab,) = [
            each["id"]
            for each in config["components"]
            if each["type"] == "tabitem" and each["props"].get("id") == "stories"
        ]
        event = next(e for e in config["dependencies"] if [tab, "select"] in e["targets"])
        asked = {"fn_index": event["id"], "data": [None, kept], "session_hash": person.page}
        person.client.post("/gradio_api/queue/join", json=asked).raise_for_status()
        where = {"session_hash": person.page}
        with person.client.stream("GET", "/gradio_api/queue/data", params=where) as answers:
            found = re.search(r'\{"who": ?"\w+", ?"since": ?[^}]+\}', "".join(answers.iter_lines()))
        assert found is not None
        return json.loads(found[0])

    mine = visit(ann, {})
    again = visit(bo, mine)
    assert again["who"] != mine["who"]
    assert again["since"] is None
