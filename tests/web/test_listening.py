"""What can be typed into is heard: no box is shown before it works, none is deaf for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.web.desk_page import DeskPage, Visit
from tests.web.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Route

RESCUED = "How many people were rescued from the Saint Orla?"
BLAMED = "Who is blamed for the sinking?"
_EVENTS = "**/gradio_api/queue/join*"

# Asks a question in the very moment in which an answer to another is in the page.
_ASKS_AT_ONCE = """
question => new MutationObserver((_, observer) => {
  if (!document.querySelector("#nd-thread .nd-turn")) return;
  observer.disconnect();
  const box = document.querySelector("#nd-question textarea");
  box.value = question;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  for (const kind of ["keydown", "keypress", "keyup"])
    box.dispatchEvent(new KeyboardEvent(kind, { key: "Enter", bubbles: true, cancelable: true }));
}).observe(document.getElementById("nd-thread"), { childList: true, subtree: true })
"""


def test_a_question_can_be_typed_when_the_page_has_loaded_and_not_before(
    sample_app: Served, visitors: Visit
) -> None:
    page = visitors(sample_app.address)
    desk = DeskPage(page).ready()
    waiting: list[Route] = []

    def hold(event: Route) -> None:
        waiting.append(event)

    page.route(_EVENTS, hold)
    with page.expect_request(_EVENTS):
        page.reload()
    expect(page.get_by_role("tab", name="Library", exact=True)).to_be_visible()
    expect(desk.question).to_be_hidden()
    for event in waiting:
        event.continue_()
    page.unroute(_EVENTS)
    desk.ready()
    expect(desk.question).to_be_focused()
    expect(desk.ask(RESCUED)).to_contain_text("164")


def test_the_next_question_is_taken_as_soon_as_an_answer_is_shown(
    sample_app: Served, visitors: Visit
) -> None:
    desk = DeskPage(visitors(sample_app.address)).ready()
    desk.page.evaluate(_ASKS_AT_ONCE, BLAMED)
    desk.question.fill(RESCUED)
    desk.question.press("Enter")
    expect(desk.turns).to_have_count(2)
    expect(desk.latest.locator(".nd-question")).to_contain_text(BLAMED)
    expect(desk.question).to_have_value("")


# Has the end of a stream of events come late, as it may where a machine is busy.
_ENDS_LATE = """
const fetched = window.fetch
window.fetch = async (...asked) => {
  const answer = await fetched(...asked)
  if (!String(asked[0].url).includes("/queue/data")) return answer
  const late = new TransformStream({
    transform: async (chunk, controller) => {
      if (new TextDecoder().decode(chunk).includes("close_stream"))
        await new Promise((resolve) => setTimeout(resolve, 2000))
      controller.enqueue(chunk)
    },
  })
  return new Response(answer.body.pipeThrough(late), answer)
}
"""


def test_what_is_asked_for_while_the_stream_of_events_ends_is_heard_of(
    sample_app: Served, visitors: Visit
) -> None:
    page = visitors(sample_app.address)
    page.add_init_script(_ENDS_LATE)
    page.reload()
    desk = DeskPage(page).ready()
    for name, shown in (("Stories", ".nd-card"), ("Library", ".nd-row"), ("Stories", ".nd-card")):
        desk.tab(name)
        expect(page.locator(shown).first).to_be_visible()
    desk.tab("Ask")
    expect(desk.ask(RESCUED)).to_contain_text("164")
