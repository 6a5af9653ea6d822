"""Reports: what they say, that machines can read them, and the page in a real browser."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from eval.comparing.comparison import compare
from eval.comparing.gate import allowed_losses, verdict
from eval.gold.loading import GoldSet
from eval.regression import main
from eval.reporting.forms import FORMS
from eval.reporting.gathering import make_report
from eval.reporting.report import Report
from eval.runs.folder import Run
from eval.scoring.metrics import Score
from eval.scoring.scorer import score
from tests.eval.conftest import CASES
from tests.web.desk_page import DeskPage

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

HOSTILE = '<img src=x onerror="alert(1)"></script><script>alert(2)</script>\u202e'


@pytest.fixture(scope="module")
def report(gold: GoldSet, accepted: Run) -> Report:
    """Two of three answers are lost, and say what nobody should."""
    outcomes = list(accepted.outcomes)
    for number, outcome in enumerate(outcomes):
        if outcome.answer and number % 3:
            said = tuple(replace(s, text=HOSTILE) for s in outcome.answer.statements)
            outcomes[number] = replace(outcome, answer=replace(outcome.answer, statements=said))
    new = Run(accepted.manifest, tuple(outcomes))
    losses = allowed_losses()
    old_scores, scores = score(accepted, gold), score(new, gold)
    comparison = compare(old_scores, scores, gold, guarded=tuple(losses))
    return make_report(
        new,
        scores,
        gold,
        old=accepted,
        old_scores=old_scores,
        comparison=comparison,
        gate=verdict(comparison, losses),
    )


def test_markdown_lists_what_got_worse_first_with_both_answers(report: Report) -> None:
    told = FORMS["markdown"][1](report)
    assert "**FAIL**" in told
    assert "| answer | contains |" in told
    first = told[told.index("### ") :]
    assert "- before: " in first
    assert "- now: " in first
    assert "contains: 1.00 → 0.00" in first


def test_junit_is_xml_with_a_failure_for_each_fallen_metric(gold: GoldSet, report: Report) -> None:
    root = ET.fromstring(FORMS["junit"][1](report))  # noqa: S314 - our own
    gate, cases = root.findall("testsuite")
    fallen = {case.get("name") for case in gate if case.find("failure") is not None}
    assert report.gate is not None
    assert fallen == {change.metric.name for change in report.gate.fallen}
    assert "contains" in fallen
    assert int(gate.get("failures", "0")) == len(fallen)
    assert len(cases) == int(cases.get("tests", "0")) == len(gold.cases)


def test_json_has_every_case_and_metric(gold: GoldSet, report: Report) -> None:
    told = json.loads(FORMS["json"][1](report))
    assert len(told["cases"]) == len(gold.cases)
    assert {row["metric"]["name"] for row in told["rows"]} >= {"contains", "mrr"}


def test_what_was_not_scored_is_told_and_not_counted() -> None:
    scores = [Score("a", 0, "judged", None, "the judge failed"), Score("b", 0, "judged", 1.0)]
    from eval.comparing.comparison import values_by_case

    assert values_by_case(scores) == {"judged": {"b": 1.0}}


@pytest.fixture
def page(browser: Browser, report: Report, tmp_path: Path) -> Iterator[Page]:
    """The page, opened from its file; anything that it asks for fails the test."""
    path = tmp_path / "report.html"
    path.write_text(FORMS["html"][1](report), encoding="utf-8")
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    opened = context.new_page()
    wrong: list[str] = []

    def asked(dialog: Dialog) -> None:
        wrong.append(dialog.message)
        dialog.dismiss()

    opened.on("request", lambda request: wrong.append(request.url))
    opened.on("dialog", asked)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda message: wrong.append(message.text))
    opened.goto(path.as_uri())
    yield opened
    context.close()
    assert wrong == [path.as_uri()]


def test_the_page_filters_and_unfolds_its_cases(page: Page, gold: GoldSet, report: Report) -> None:
    from playwright.sync_api import expect

    cases = page.locator("details.case:visible")
    expect(cases).to_have_count(len(gold.cases))
    page.locator("#change").select_option("worse")
    expect(cases).to_have_count(len(report.by_change("worse")))
    page.locator("#tag").select_option("quotation")
    expected = [case for case in report.by_change("worse") if "quotation" in case.tags]
    expect(cases).to_have_count(len(expected))
    expect(page.locator("#count")).to_have_text(f"{len(expected)} of {len(gold.cases)}")
    page.locator("#tag").select_option("")
    cases.first.locator("summary").click()
    expect(cases.first.get_by_role("heading", name="Before")).to_be_visible()
    expect(cases.first).to_contain_text("<script>alert(2)</script>")
    page.locator("#change").select_option("")
    page.locator("#words").fill("saint orla rescued")
    assert 0 < cases.count() < 40


def test_the_page_can_be_read_by_all(page: Page, axe: str) -> None:
    page.locator("details.case").first.locator("summary").click()
    assert DeskPage(page).violations(axe) == []


def test_the_command_writes_every_form(
    accepted_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = ["--dataset", str(CASES), "--alone", "--to", str(tmp_path / "out")]
    assert main(["report", str(accepted_folder), *told]) == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        *("report.md", "report.html", "junit.xml", "report.json")
    }
    assert "report.html" in capsys.readouterr().out
