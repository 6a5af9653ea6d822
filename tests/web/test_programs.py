"""Programs that ask: Gradio's client, and models by their tools."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import httpx
import pytest
from gradio_client import Client

from assistant.rendering.json.articles import Collections, Stories, Story
from assistant.rendering.json.news import Briefing, Changes
from assistant.rendering.json.telling import Coverage, Figures, Quotes, Timeline
from tests.samples import assistant_over
from tests.web.serving import ANN, Served, served

TOOLS = (
    "ask",
    "summarise",
    "search",
    "stories",
    "story",
    "timeline",
    "quotes",
    "figures",
    "coverage",
    "changes",
    "brief",
    "collections",
)

_MCP = {"accept": "application/json, text/event-stream"}
_HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}


def test_tools_are_served_only_where_asked_for(sample_app: Served) -> None:
    assert httpx.post(f"{sample_app.address}/mcp", json=_HELLO, headers=_MCP).status_code == 404


def test_programs_ask_by_gradios_client(sample_app: Served) -> None:
    client = Client(sample_app.address, verbose=False, analytics_enabled=False)
    answer = client.predict(
        "How many people were rescued from the Saint Orla?", None, "", "", api_name="/ask"
    )
    assert "164" in answer["text"]
    found = client.predict("hand recount", 2, ["Northline Radio"], "", "", api_name="/search")
    assert len(found["hits"]) == 2
    key = found["hits"][0]["document_id"]
    summary = client.predict([key], 60, "paragraph", api_name="/summarise")
    assert 51 <= summary["words"] <= 69
    with pytest.raises(Exception, match="cannot read 'someday' as a date"):
        client.predict("Who?", None, "someday", "", api_name="/ask")
    described = client.view_api(return_format="dict", print_info=False)
    assert set(described["named_endpoints"]) == {f"/{name}" for name in TOOLS}
    client.close()


def test_programs_are_told_of_stories_in_the_forms_of_the_command_line(
    sample_app: Served,
) -> None:
    client = Client(sample_app.address, verbose=False, analytics_enabled=False)
    listed = Stories.model_validate(client.predict(2, 0, None, "", "", api_name="/stories"))
    assert len(listed.stories) == 2
    found = client.predict("Saint Orla", None, 5, None, "", "", api_name="/timeline")
    timeline = Timeline.model_validate(found)
    assert 1 < len(timeline.entries) <= 5
    cited = timeline.entries[0].statements[0].citations[0]
    story = Story.model_validate(client.predict(cited.document_id, api_name="/story"))
    ids = [one.document_id for one in story.articles]
    assert cited.document_id in ids
    said = client.predict("", ids, "Strand", "", None, "", "", api_name="/quotes")
    assert all("Strand" in one.name for one in Quotes.model_validate(said).speakers)
    told = client.predict("Saint Orla", None, ["Northline Radio"], "", "", api_name="/figures")
    sources = Figures.model_validate(told).sources
    assert {one.source for one in sources} <= {"Northline Radio"}
    facts = client.predict("Saint Orla", None, 5, api_name="/coverage")
    assert 0 < len(Coverage.model_validate(facts).facts) <= 5
    brief = client.predict("2025-03-01", 2, None, "2025-06-30", api_name="/brief")
    assert len(Briefing.model_validate(brief).stories) == 2
    new = client.predict("1970-01-02", "Saint Orla", None, "", api_name="/changes")
    assert Changes.model_validate(new).stories
    for given, name, message in (
        (("Orla", ids, 5, None, "", ""), "/timeline", "in place of a topic"),
        (("", ["f" * 16], None, "", ""), "/figures", "No article has the id"),
        (("soon", "", None, ""), "/changes", "cannot read 'soon' as a time"),
        (("x" * 1_001, None, None, "", ""), "/figures", "more than 1,000 characters"),
        ((0, 0, None, "", ""), "/stories", "at least 1"),
    ):
        with pytest.raises(Exception, match=message):
            client.predict(*given, api_name=name)
    client.close()


def test_programs_ask_within_a_collection_of_the_common_owner(sample_home: Path) -> None:
    with assistant_over(sample_home) as assistant:
        ferry = [one.id for one in assistant.browse(text="trucks ferry").articles]
        assistant.make_collection("Ferry", ferry)
        theirs = assistant.make_collection("Hers", ferry, owner="somebody's secret")
    with (
        served(sample_home) as app,
        closing(Client(app.address, verbose=False, analytics_enabled=False)) as client,
    ):
        listed = Collections.model_validate(client.predict(api_name="/collections")).collections
        assert [(one.name, one.articles) for one in listed] == [("Ferry", len(ferry))]
        hits = client.predict("rescued", api_name="/search", collection="ferry")["hits"]
        assert {one["document_id"] for one in hits} <= set(ferry)
        answer = client.predict("Who is blamed?", api_name="/ask", collection="ferry")
        assert {one["document_id"] for one in answer["sources"]} <= set(ferry)
        summary = client.predict([], 40, api_name="/summarise", collection="ferry")
        assert {one["document_id"] for one in summary["sources"]} <= set(ferry)
        for key in ("Hers", theirs.id):
            for name, first in (("/search", "rescued"), ("/ask", "Who?"), ("/summarise", [])):
                with pytest.raises(Exception, match="There is no collection"):
                    client.predict(first, api_name=name, collection=key)
            for name in ("/stories", "/timeline", "/brief"):
                with pytest.raises(Exception, match="There is no collection"):
                    client.predict(api_name=name, collection=key)


def test_programs_come_in_by_basic_authorisation(locked_app: Served) -> None:
    with httpx.Client(auth=ANN, base_url=locked_app.address, timeout=60) as client:
        assert client.get("/config").status_code == 200
        hello = client.post("/mcp", json=_HELLO, headers=_MCP)
        assert hello.json()["result"]["serverInfo"]["name"] == "News desk assistant"
        call = {
            "jsonrpc": "2.0",
            "id": 2,
            "method": "tools/call",
            "params": {
                "name": "ask",
                "arguments": {"question": "How many people were rescued from the Saint Orla?"},
            },
        }
        said = client.post("/mcp", json=call, headers=_MCP).json()["result"]
        assert said["structuredContent"]["statements"][0]["citations"]
        listing = {"jsonrpc": "2.0", "id": 3, "method": "tools/list"}
        tools = client.post("/mcp", json=listing, headers=_MCP).json()["result"]["tools"]
        assert tuple(tool["name"] for tool in tools) == TOOLS
        whole = {"summarise", "story", "collections"}
        assert all("outlets" in str(tool) or tool["name"] in whole for tool in tools)
        telling = {**call, "params": {"name": "timeline", "arguments": {"topic": "Saint Orla"}}}
        told = client.post("/mcp", json=telling, headers=_MCP).json()["result"]
        assert Timeline.model_validate(told["structuredContent"]).entries
        telling["params"] = {"name": "changes", "arguments": {"since": "soon"}}
        refused = client.post("/mcp", json=telling, headers=_MCP).json()["result"]
        assert refused["isError"]
        call["params"] = {"name": "summarise", "arguments": {"articles": ["ffffffffffffffff"]}}
        failed = client.post("/mcp", json=call, headers=_MCP).json()["result"]
        assert failed["isError"]
        assert "No article has the id" in failed["content"][0]["text"]


def test_gradios_client_logs_in(locked_app: Served) -> None:
    client = Client(locked_app.address, auth=ANN, verbose=False, analytics_enabled=False)
    answer = client.predict("Who won the Marrin recount?", None, "", "", api_name="/ask")
    assert answer["statements"]
    client.close()
