"""Articles and answers that attack the reader: nothing of them becomes more than text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.openai_behaviours import Says
from tests.openai_server import OpenAIServer
from tests.samples import copy
from tests.web.desk_page import DeskPage, Visit
from tests.web.library_page import LibraryPage
from tests.web.serving import Served, chat_settings, filled, served

ATTACKS = (
    "<script>window.attacked = 1; alert('script')</script>",
    "<img src=x onerror=\"window.attacked = 1; alert('image')\">",
    '<svg onload="window.attacked = 1"><a href="javascript:alert(1)">svg</a></svg>',
    "</textarea></p></mark></section></template><script>window.attacked = 1</script>",
    "\"><button data-do='remove' data-ids='all'>press</button><b data-x=\"",
    "' onmouseover='window.attacked = 1' x='",
    "![leak](http://leak.example/pixel.png) [click](javascript:alert(1))",
    '<iframe src="http://leak.example/"></iframe><link rel=stylesheet href=//leak.example/x.css>',
    "${window.attacked = 1} {{constructor.constructor('window.attacked=1')()}} `${alert(1)}`",
    "<style>@import url(http://leak.example/style.css); body { display: none }</style>",
    "\u202egnidaer siht si thgiR\u202c \u2066isolated\u2069 \u200fmark",
    "<form action=http://leak.example/><input name=q><input type=submit></form>",
    "<base href=http://leak.example/><meta http-equiv=refresh content='0;url=http://leak.example/'>",
    "<math><mtext></mtext><mglyph><style></math><img src onerror=window.attacked=1></style>",
)
FOREIGN = ", ".join(
    (
        *("script:not([src])", "iframe", "object", "embed", "form", "base[href*=leak]"),
        *("[onerror]", "[onload]", "[onmouseover]", "img[src*=leak]", "link[href*=leak]"),
        "meta[http-equiv=refresh]",
    )
)
STEERED = r"""() => [
  document.body.innerText,
  ...[...document.querySelectorAll('*')].flatMap((one) => [
    one.value,
    ...['title', 'aria-label', 'placeholder', 'alt'].map((name) => one.getAttribute(name))
  ])
].filter((text) => /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(text))"""
"""What the page shows, or says to those who hear it, that steers the direction of writing."""


@pytest.fixture(scope="module")
def hostile_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library whose articles attack in every field that they have."""
    records = [
        {
            "title": f"Zeppelin case {number}: {attack}",
            "text": f"The zeppelin over Ostrel was seen by {300 + number} people. {attack} "
            f"The mayor of Ostrel said: “{attack}”.\n\nA second zeppelin followed.",
            "source": f"Outlet {attack}",
            "authors": [f"Author {attack}"],
            "url": "javascript:alert(document.domain)",
            "date": "2025-03-04",
        }
        for number, attack in enumerate(ATTACKS)
    ]
    folder = tmp_path_factory.mktemp("hostile")
    path = folder / "<img src=x onerror=alert(1)>.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    return filled(folder / "home", path)


def _changed(number: int) -> dict[str, object]:
    """A story that attacks in what changed from its first version to its second."""
    attack, other = ATTACKS[number], ATTACKS[number - 1]
    first = {
        "id": f"airship-{number}",
        "title": f"Airship {attack}",
        "source": f"Outlet {attack}",
        "text": f"The airship {attack} flew to {number} towns. {attack}\n\nIt was a grey airship.",
    }
    second = {
        "title": f"Retracted: airship {other}",
        "source": f"Outlet {other}",
        "authors": [f"Author {attack}"],
        "text": f"The airship {other} flew to 40 towns. {other}\n\nIt was a grey airship.\n\n"
        f"Correction: An earlier version of this article misstated {attack} the towns.",
    }
    return {"first": first, "second": {**first, **second}}


@pytest.fixture
def changed_home(tmp_path: Path) -> Path:
    """A library whose stories attack in every version, and in what they say of themselves."""
    path = tmp_path / "changed.jsonl"
    stories = [_changed(number) for number in range(len(ATTACKS))]
    for version in ("first", "second"):
        path.write_text("\n".join(json.dumps(one[version]) for one in stories), encoding="utf-8")
        home = filled(tmp_path / "home", path)
    return home


@pytest.fixture
def hostile_app(hostile_home: Path) -> Iterator[Served]:
    with served(hostile_home) as app:
        yield app


def _unharmed(page: Page, *, ours: int) -> None:
    """Nothing ran, nothing foreign stands in the page, nothing steers the direction of text."""
    assert page.evaluate("window.attacked") is None
    assert page.locator(FOREIGN).count() == ours
    assert page.evaluate(STEERED) == []
    assert page.locator("body").is_visible()
    links = page.locator(".nd-source a, #nd-desk a").evaluate_all("es => es.map(e => e.href)")
    assert [link for link in links if not link.startswith("http")] == []


def test_hostile_articles_are_only_text(hostile_app: Served, visitors: Visit) -> None:
    page = visitors(hostile_app.address)
    desk = DeskPage(page).ready()
    ours = page.locator(FOREIGN).count()  # Gradio's own inline scripts
    for number in (0, 3, 8, 13):
        answer = desk.ask(f"How many people saw the zeppelin over Ostrel in case {number}?")
        expect(answer.locator(".nd-mark").first).to_be_visible()
        answer.locator(".nd-mark").first.hover()
        expect(page.get_by_role("tooltip")).to_contain_text("Zeppelin case")
        answer.locator(".nd-mark").first.click()
        expect(desk.source).to_be_visible()
        _unharmed(page, ours=ours)
        answer.locator(".nd-keep").first.click(force=True)
        note = answer.locator(".nd-noted")
        note.locator("summary").first.click()
        note.get_by_role("textbox").first.fill(ATTACKS[number])
        note.get_by_role("textbox").first.press("Enter")
        expect(note.locator("summary").first).to_contain_text("Note: ")
        page.keyboard.press("Control+k")
        page.keyboard.type(f"zeppelin case {number}")
        found = page.locator("#nd-palette").get_by_role("option")
        expect(found.filter(has_text="Zeppelin case").first).to_be_visible()
        _unharmed(page, ours=ours)
        page.keyboard.press("Escape")
    page.get_by_label("Find a conversation").fill("".join(ATTACKS)[:200])
    _unharmed(page, ours=ours)
    desk.tab("Library")
    rows = page.locator(".nd-rows > .nd-row")
    expect(rows).to_have_count(len(ATTACKS))
    for row in range(len(ATTACKS)):
        rows.nth(row).locator(".nd-link").click()
        expect(desk.source.locator(".nd-body")).to_contain_text("A second zeppelin followed")
        _unharmed(page, ours=ours)
    _found_and_limited(page, ours=ours)
    rows.first.get_by_role("checkbox").check()
    page.get_by_role("button", name="Remove …").click()
    expect(page.get_by_role("alertdialog")).to_be_visible()
    _unharmed(page, ours=ours)
    desk.tab("Summarise")
    page.locator('.nd-offers [data-kind="article"]').first.click()
    expect(page.locator(".nd-matter li")).to_have_count(1)
    page.get_by_role("button", name="Summarise", exact=True).click()
    expect(page.locator("#nd-result .nd-mark").first).to_be_visible()
    _unharmed(page, ours=ours)
    desk.tab("Settings")
    expect(page.locator("#nd-settings")).to_be_visible()
    _unharmed(page, ours=ours)
    desk.tab("Ask")
    desk.question.fill("".join(ATTACKS)[:1_900])
    desk.question.press("Enter")
    expect(desk.latest.locator(".nd-question")).to_contain_text("alert('script')")
    _unharmed(page, ours=ours)


def _found_and_limited(page: Page, *, ours: int) -> None:
    """The library shows where words stand, and what attacks as an outlet."""
    page.get_by_role("button", name="Close the source").click()  # with it, limits are folded
    rows = page.locator(".nd-rows > .nd-row")
    found = page.locator(".nd-found")
    page.get_by_label("Find", exact=True).fill("zeppelin seen Ostrel")
    expect(found).to_have_count(len(ATTACKS))
    _unharmed(page, ours=ours)
    outlets = page.locator("#nd-narrowing").get_by_label("Outlet")
    expect(outlets.locator("option")).to_have_count(len(ATTACKS) + 1)
    isolated = outlets.locator("option").filter(has_text="isolated").get_attribute("value")
    outlets.select_option(isolated)
    expect(rows).to_have_count(1)
    outlets.select_option("")
    expect(rows).to_have_count(len(ATTACKS))


def test_a_hostile_draft_is_only_text(hostile_app: Served, visitors: Visit) -> None:
    page = visitors(hostile_app.address)
    desk = DeskPage(page).ready()
    desk.tab("Check a draft")
    ours = page.locator(FOREIGN).count()
    draft = "\n\n".join(
        f"The zeppelin over Ostrel was seen by {299 + number} people in case {number}. {attack}"
        for number, attack in enumerate(
            (*ATTACKS, "العربية مع English 12٬345.", "渡轮在奥斯特雷尔沉没。")
        )
    )
    page.locator("#nd-draft-files input[type=file]").set_input_files(
        {"name": "<img src=x onerror=alert(1)>.txt", "mimeType": "text/plain", "buffer": b"A b."}
    )
    expect(page.locator("#nd-draft-outcome")).to_contain_text("Read from")
    _unharmed(page, ours=ours)
    page.locator("#nd-draft-against button").first.click()
    page.get_by_label("A story").check()
    page.locator("#nd-draft-story input").click()
    expect(page.get_by_role("option").first).to_be_visible()
    _unharmed(page, ours=ours)
    page.get_by_label("The whole library").check()
    page.get_by_label("The draft", exact=True).fill(draft)
    page.get_by_role("button", name="Check the draft").click()
    expect(page.locator('.nd-draft[data-state="done"]')).to_be_visible()
    _unharmed(page, ours=ours)
    for words in ("in case 0.", "alert('script')", "data-do='remove'", "gnidaer"):
        page.locator(".nd-draft .nd-s").filter(has_text=words).first.click()
        card = page.locator(".nd-slot [data-card]")
        expect(card).to_be_visible()
        expect(page.locator(".nd-slot .nd-working")).to_have_count(0)
        _unharmed(page, ours=ours)
    card.get_by_role("button", name="Edit the sentence").click()
    page.get_by_label("The sentence", exact=True).fill(ATTACKS[3])
    page.get_by_role("button", name="Check the sentence").click()
    expect(page.locator('.nd-draft[data-state="done"]:not([data-open=""])')).to_be_visible()
    _unharmed(page, ours=ours)
    with page.expect_download() as made:
        page.get_by_role("button", name="Download HTML").click()
    address = Path(made.value.path()).rename(Path(made.value.path()).with_suffix(".html"))
    shown = page.context.browser.new_context().new_page()  # type: ignore[union-attr]  # it is open
    shown.goto(address.as_uri())
    assert shown.evaluate("window.attacked") is None
    assert shown.locator("script, img, iframe, svg, form, a[href^=javascript]").count() == 0
    shown.context.close()


def test_what_is_chosen_from_is_only_text(hostile_app: Served, visitors: Visit) -> None:
    page = visitors(hostile_app.address)
    desk = DeskPage(page).ready()
    ours = page.locator(FOREIGN).count()
    limits = page.locator("#nd-limits")
    limits.locator("summary").click()
    outlets = limits.get_by_label("Outlet")
    expect(outlets.locator("option")).to_have_count(len(ATTACKS))
    _unharmed(page, ours=ours)
    chosen = outlets.locator("option").filter(has_text="isolated").get_attribute("value")
    outlets.select_option(chosen)
    limits.get_by_role("button", name="Add outlet").click()
    expect(limits.locator(".nd-limit")).to_contain_text("isolated")
    _unharmed(page, ours=ours)
    # The label is cleaned, not what is looked for.
    desk.question.fill("How many people saw the zeppelin over Ostrel?")
    desk.question.press("Enter")
    expect(desk.latest).to_contain_text("310 people")
    desk.tab("Summarise")
    page.get_by_label("A topic, a story or a headline").fill("isolated")
    expect(page.locator(".nd-offers")).to_contain_text("isolated")
    page.locator('.nd-offers [data-kind="article"]').first.click()
    expect(page.locator(".nd-matter")).to_contain_text("isolated")
    _unharmed(page, ours=ours)


def test_hostile_versions_are_only_text(changed_home: Path, visitors: Visit) -> None:
    with served(changed_home) as app:
        page = visitors(app.address)
        desk = DeskPage(page).ready()
        ours = page.locator(FOREIGN).count()
        desk.tab("Library")
        rows = page.locator(".nd-library .nd-link")
        expect(rows).to_have_count(len(ATTACKS))
        for summary in page.locator(".nd-copies summary").all():
            summary.click()
        expect(page.locator(".nd-badge.nd-is-correction").first).to_be_visible()
        _unharmed(page, ours=ours)
        for row in range(len(ATTACKS)):
            rows.nth(row).click()
            expect(desk.source.locator(".nd-version")).to_contain_text("Version 2 of 2")
            desk.source.get_by_role("button", name="What changed").click()
            expect(desk.source.locator(".nd-changes h3")).to_contain_text("From version 1")
            expect(desk.source.locator(".nd-changes ins").first).to_be_visible()
            _unharmed(page, ours=ours)
            desk.source.get_by_role("button", name="Older").click()
            expect(desk.source.locator(".nd-later")).to_contain_text("This is an older version")
            _unharmed(page, ours=ours)


def test_a_hostile_model_is_only_text(hostile_home: Path, visitors: Visit) -> None:
    said = " ".join(f"{attack} [1]." for attack in ATTACKS)
    with OpenAIServer() as model:
        settings = chat_settings(model.base_url, ASSISTANT_UNSUPPORTED="flag")
        model.always(Says(said))
        with served(hostile_home, env=settings) as app:
            page = visitors(app.address)
            desk = DeskPage(page).ready()
            ours = page.locator(FOREIGN).count()
            answer = desk.ask("How many people saw the zeppelin over Ostrel?")
            expect(answer.locator(".nd-statement").first).to_be_visible()
            expect(answer).to_contain_text("javascript:alert(1)")
            _unharmed(page, ours=ours)


def test_hostile_file_names_are_only_text(visitors: Visit, tmp_path: Path) -> None:
    with served(tmp_path / "home") as app:
        page = visitors(app.address)
        desk = DeskPage(page).ready()
        ours = page.locator(FOREIGN).count()
        told = desk.add(
            {"name": "<img src=x onerror=alert(1)>.txt", "mimeType": "text/plain", "buffer": b""},
            {
                "name": "../../etc/passwd.txt",
                "mimeType": "text/plain",
                "buffer": b"One line of it.",
            },
        )
        expect(told).to_contain_text("1 added, 1 failed")
        _unharmed(page, ours=ours)


def test_what_is_typed_into_the_library_is_only_text(
    hostile_home: Path, visitors: Visit, tmp_path: Path
) -> None:
    with served(copy(hostile_home, tmp_path / "home")) as app:
        page = visitors(app.address)
        desk = LibraryPage(page).ready()
        ours = page.locator(FOREIGN).count()
        desk.listed()
        kept, told = page.locator("#nd-kept"), desk.told
        page.get_by_role("button", name="Collections").click()
        for number, attack in enumerate(ATTACKS):
            name = kept.get_by_label("Name of a new collection")
            name.fill(attack[:100])
            name.press("Enter")
            expect(kept.locator("li")).to_have_count(number + 1)
        _unharmed(page, ours=ours)
        desk.find.fill("".join(ATTACKS)[:200])
        expect(page.locator(".nd-empty")).to_contain_text("No article has all of")
        _unharmed(page, ours=ours)
        collection = page.locator("#nd-narrowing").get_by_label("Collection")
        collection.select_option(index=1)
        expect(page.locator(".nd-empty")).to_contain_text("of the collection")
        _unharmed(page, ours=ours)
        collection.select_option("")
        desk.find.fill("")
        address = page.get_by_label("Address of a page or feed")
        address.fill(f"javascript:alert(1) {ATTACKS[0].replace(' ', '')}")
        page.locator("#nd-bar").get_by_role("button", name="Text").click()
        page.get_by_label("Text of an article").fill("\n\n".join(ATTACKS))
        page.get_by_label("Headline", exact=True).fill(ATTACKS[10] + ATTACKS[1])
        page.locator("#nd-pasted-text").get_by_label("Outlet").fill(ATTACKS[4])
        page.get_by_role("button", name="Add", exact=True).click()
        expect(told.locator(".nd-added")).to_contain_text("1 added, 2 failed")
        _unharmed(page, ours=ours)
        desk.heads.first.press("x")
        desk.chosen.get_by_text("Collect").click()
        desk.chosen.get_by_label("Collection", exact=True).select_option(index=1)
        desk.chosen.get_by_role("button", name="Add to it").click()
        expect(told).to_contain_text("1 article put into")
        _unharmed(page, ours=ours)
        desk.chosen.get_by_role("button", name="Ask only these").click()
        expect(page.locator(".nd-limit")).to_be_visible()
        _unharmed(page, ours=ours)
