"""Programs that ask: Gradio's client, and models by their tools."""

from __future__ import annotations

import httpx
import pytest
from gradio_client import Client

from tests.web.serving import ANN, Served

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
    assert set(described["named_endpoints"]) == {"/ask", "/search", "/summarise"}
    client.close()


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
        assert [tool["name"] for tool in tools] == ["ask", "summarise", "search"]
        assert all("outlets" in str(tool) or tool["name"] == "summarise" for tool in tools)
        call["params"] = {"name": "summarise", "arguments": {"articles": ["ffffffffffffffff"]}}
        failed = client.post("/mcp", json=call, headers=_MCP).json()["result"]
        assert failed["isError"]
        assert "No article has the id" in failed["content"][0]["text"]


def test_gradios_client_logs_in(locked_app: Served) -> None:
    client = Client(locked_app.address, auth=ANN, verbose=False, analytics_enabled=False)
    answer = client.predict("Who won the Marrin recount?", None, "", "", api_name="/ask")
    assert answer["statements"]
    client.close()
