"""Names and passwords: who gets in, and how far."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import expect

from tests.web.desk_page import DeskPage, Visit
from tests.web.serving import ANN, Served


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/config"),
        ("GET", "/theme.css"),
        ("GET", "/gradio_api/info"),
        ("GET", "/gradio_api/startup-events"),
        ("GET", "/gradio_api/heartbeat/abc"),
        ("GET", "/gradio_api/queue/data?session_hash=abc"),
        ("POST", "/gradio_api/queue/join"),
        ("POST", "/gradio_api/upload"),
        ("POST", "/gradio_api/call/ask"),
        ("POST", "/gradio_api/run/ask"),
        ("POST", "/mcp"),
    ],
)
def test_nothing_is_given_out_without_the_password(
    locked_app: Served, method: str, path: str
) -> None:
    url = f"{locked_app.address}{path}"
    wrong = [None, ("eve", "wrong"), ("eve", ANN[1])]
    for auth in wrong:
        answer = httpx.request(method, url, auth=auth, json={} if method == "POST" else None)
        assert answer.status_code == 401
        assert "www-authenticate" in answer.headers
        assert "Saint Orla" not in answer.text


def test_a_person_logs_in_and_out(locked_app: Served, visitors: Visit, axe: str) -> None:
    page = visitors(locked_app.address)
    expect(page).to_have_url(f"{locked_app.address}/login")
    assert DeskPage(page).violations(axe) == []
    page.get_by_label("Name").fill("ann")
    page.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Name and password do not fit")
    page.get_by_label("Name").fill("ann")
    page.get_by_label("Password").fill(ANN[1])
    page.keyboard.press("Enter")
    desk = DeskPage(page).ready()
    desk.ask("Who won the Marrin recount?")
    expect(desk.conversations).to_have_count(1)
    # Another person in the same browser does not see the first one's conversations.
    page.goto(f"{locked_app.address}/logout")
    page.get_by_label("Name").fill("bo")
    page.get_by_label("Password").fill("other")
    page.keyboard.press("Enter")
    desk.ready()
    expect(desk.conversations).to_have_count(0)


def test_logging_in_leads_to_no_other_site(locked_app: Served) -> None:
    form = {"username": ANN[0], "password": ANN[1]}
    answer = httpx.post(
        f"{locked_app.address}/login?next=//evil.example",
        data=form,
        headers={"accept": "text/html"},
    )
    assert answer.status_code == 303
    assert answer.headers["location"] == "./"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    refused = httpx.post(
        f"{locked_app.address}/login", data=form, headers={"origin": "http://evil.example"}
    )
    assert refused.status_code == 403
