// What the page's own HTML does in the browser. The HTML comes from the server, with all text
// escaped; its buttons carry in data-do what they ask for, and in data-* about what.
window.newsdesk = (() => {
  let opener = null; // what has to get the focus back when the source is closed
  let going = false; // whether a story has been asked for, whose title gets the focus
  let origin = null; // the tab from whose source a story was opened, and what opened that
  let returning = ""; // the story whose entry in the list gets the focus
  let kept = ""; // what has to get the focus back when its part of the page is filled anew
  let turns = ""; // which conversation was shown last, and how many questions of it

  const say = (button, words) => {
    const before = button.dataset.words || button.textContent;
    button.dataset.words = before;
    button.textContent = words;
    clearTimeout(button.timer);
    button.timer = setTimeout(() => { button.textContent = before; }, 2000);
    const status = document.getElementById("nd-said");
    if (status) status.textContent = words;
  };

  // Tells those who hear the page what has come, without moving them there.
  const announce = (words) => {
    const status = document.getElementById("nd-said");
    if (status) status.textContent = words;
  };

  const copy = async (button) => {
    try {
      if (navigator.clipboard && window.isSecureContext) {
        await navigator.clipboard.writeText(button.dataset.copy);
      } else { // a page that came by plain http from another machine has no clipboard
        const area = document.createElement("textarea");
        area.value = button.dataset.copy;
        area.style.position = "fixed";
        area.style.opacity = "0";
        document.body.append(area);
        area.select();
        const done = document.execCommand("copy");
        area.remove();
        button.focus();
        if (!done) throw new Error("refused");
      }
      say(button, "Copied");
    } catch (error) {
      say(button, "The browser does not allow it");
    }
  };

  // Scrolls within the source alone: scrollIntoView would move the page behind it as well.
  const reveal = (mark) => {
    const body = mark.closest(".nd-body");
    const above = mark.getBoundingClientRect().top - body.getBoundingClientRect().top;
    body.scrollTop += above - Math.max(12, (body.clientHeight - mark.offsetHeight) / 3);
  };

  const marks = (panel) => [...panel.querySelectorAll("mark")];

  const step = (panel, by) => {
    const all = marks(panel);
    if (!all.length) return;
    const at = all.findIndex((mark) => mark.classList.contains("nd-here"));
    const first = all.findIndex((mark) => mark.classList.contains("nd-focus"));
    const from = at < 0 ? Math.max(first, 0) : at;
    const next = all[(from + by + all.length) % all.length];
    all.forEach((mark) => mark.classList.toggle("nd-here", mark === next));
    reveal(next);
  };

  const shut = (element, props) => {
    props.value = "";
    document.body.classList.remove("nd-reading");
    newsdesk.sourceClosed();
    if (opener && opener.isConnected) opener.focus();
    opener = null;
  };

  // Turns a list round; the button then says how it would stand the other way.
  const flip = (button) => {
    const list = button.closest("section").querySelector("ol");
    list.append(...[...list.children].reverse());
    announce(button.textContent);
    [button.textContent, button.dataset.other] = [button.dataset.other, button.textContent];
  };

  // Whoever has gone on to something else is not brought back.
  document.addEventListener("focusin", (event) => {
    if (!event.target.matches('#nd-cards [data-do="story"]')) returning = "";
  });

  const comeBack = () => {
    const entry = returning && document.querySelector(`#nd-cards [data-do="story"][data-story="${CSS.escape(returning)}"]`);
    if (entry && entry.offsetParent && document.activeElement !== entry) entry.focus();
  };

  // Offers the way back from a story to what it was opened from.
  const offerReturn = (element) => {
    const back = element.querySelector('[data-do="back"]');
    if (!back || !origin) return;
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "nd-plain" });
    button.dataset.do = "return";
    button.textContent = origin.answer ? "← Back to the answer" : `← Back to ${origin.tab.textContent.trim()}`;
    back.before(button, " ");
  };

  const goBack = () => {
    if (!origin) return;
    origin.tab.click();
    const from = origin.from;
    const wait = (left) => {
      if (!from || !from.isConnected || !left) return;
      if (!from.offsetParent) { setTimeout(() => wait(left - 1), 50); return; }
      from.focus({ preventScroll: true });
      from.scrollIntoView({ block: "center" });
    };
    wait(40);
  };

  // Remembers from where a story is opened; from the list, or another story, from nowhere.
  const setOut = (element) => {
    const tab = document.querySelector('#nd-tabs [role="tab"][aria-selected="true"]');
    const away = element.querySelector("[data-panel]") && tab && !document.querySelector("#nd-stories")?.offsetParent;
    origin = away ? { tab, from: opener, answer: Boolean(opener && opener.closest("#nd-thread")) } : null;
  };

  const local = { // what needs no server
    flip: (button) => flip(button),
    copy: (button) => copy(button),
    return: () => goBack(),
    step: (button, element) => step(element, Number(button.dataset.by)),
    close: (button, element, props) => shut(element, props),
  };

  const payload = (button, element) => {
    const { do: _, copy: __, words: ___, keep: ____, ...told } = button.dataset;
    for (const name of Object.keys(told)) if (name.startsWith("tip")) delete told[name];
    const box = button.closest("[data-fields]");
    if (box) box.querySelectorAll("[name]").forEach((field) => { told[field.name] = field.value; });
    if (element.querySelector("[data-count]")) told.ids = newsdesk.ids();
    const typed = !box && button.parentElement.querySelector("[data-enter]");
    if (typed) told.title = typed.value;
    button.parentElement.querySelectorAll("[data-choice]").forEach((list) => { told[list.dataset.choice] = list.value; });
    return told;
  };

  // A place to drop files is called what the style sheet shows there, its label.
  const nameUploads = () => {
    document.querySelectorAll("button.upload-container").forEach((button) => {
      const one = button.closest("#nd-draft-files");
      button.setAttribute("aria-label", one ? "Drop a file here, or choose one" : "Drop files here, or choose them");
    });
  };

  // A summary is shown from its beginning, and what it leaves out where that was asked for.
  const digested = (element) => {
    const leftOut = element.querySelector(".nd-left-out");
    const words = element.querySelector(".nd-summary .nd-actions .nd-aside");
    const shown = leftOut || element.querySelector(".nd-summary");
    if (!shown) return;
    announce(leftOut ? leftOut.querySelector("h3").textContent : `Summarised. ${words.textContent}`);
    // The inputs fold away just now, above it or below it.
    const reveal = () => shown.scrollIntoView({ block: leftOut ? "nearest" : "start" });
    requestAnimationFrame(() => requestAnimationFrame(reveal));
    if (leftOut) leftOut.querySelector("h3").focus({ preventScroll: true });
  };

  // What the server has sent has just been put into the page.
  const shown = (element, fresh) => {
    nameUploads();
    const panel = element.querySelector("[data-panel]");
    if (panel && !fresh) {
      document.body.classList.add("nd-reading");
      newsdesk.sourceOpened(panel.dataset);
      const focus = panel.querySelector(".nd-focus");
      marks(panel).forEach((mark) => mark.classList.remove("nd-here"));
      const pressed = kept && panel.querySelector(`[data-keep="${kept}"]:not(:disabled)`);
      // Whoever goes through a draft by keys stays at its sentence.
      const following = document.activeElement && document.activeElement.closest("[data-draft]") && !kept;
      if (!following) (pressed || panel).focus({ preventScroll: true });
      if (kept) {
        const said = [...panel.querySelectorAll(".nd-version, .nd-changes h3")];
        announce(said.map((element) => element.textContent).join(". "));
      }
      kept = "";
      if (focus) reveal(focus);
      else panel.querySelector(".nd-body").scrollTop = 0;
    }
    if (element.querySelector("[data-found]")) newsdesk.foundShown();
    const thread = element.querySelector("[data-conversation-shown]");
    if (thread) {
      newsdesk.conversationShown();
    }
    const asking = element.querySelector("[data-focus-me]");
    if (asking && (!fresh || going)) {
      asking.focus({ preventScroll: true });
      if (going) window.scrollTo(0, 0);
    }
    if (asking) going = false;
    offerReturn(element);
    comeBack();
    const answer = element.querySelector(".nd-latest");
    const how = answer && answer.querySelector(".nd-short, .nd-how summary, .nd-abstention p, .nd-provenance");
    // A mark put on a sentence fills the thread anew, too, and is no answer.
    const isNew = !thread || turns !== element.querySelectorAll(".nd-turn").length + thread.dataset.conversationShown;
    if (thread) turns = element.querySelectorAll(".nd-turn").length + thread.dataset.conversationShown;
    if (how && !fresh && isNew) announce(`Answered. ${how.textContent}`);
    if (element.id === "nd-result" && !fresh) digested(element);
    const live = element.querySelector(".nd-live, .nd-latest");
    if (live && !fresh && isNew) live.scrollIntoView({ block: "nearest" });
    const again = kept && !panel && element.querySelector(`[data-keep="${CSS.escape(kept)}"]`);
    if (again && !fresh) {
      kept = "";
      again.focus({ preventScroll: true });
    }
    newsdesk.conversing(element, fresh);
  };

  const attach = (element, trigger, props, watch, events) => {
    newsdesk.attached(element, { trigger, events, shut: () => shut(element, props) });
    element.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (!button || button.disabled) return;
      const name = button.dataset.do;
      if (name === "cite" || name === "open" || name === "look") opener = button;
      kept = button.dataset.keep || "";
      going = name === "story";
      if (going) setOut(element);
      returning = name === "back" ? button.dataset.story : "";
      if (Object.hasOwn(local, name)) local[name](button, element, props);
      else if (Object.hasOwn(window.newsdesk.local, name)) window.newsdesk.local[name](button);
      else if (events.includes(name)) trigger(name, payload(button, element));
      // A story is shown where the source may stand before it.
      if (going && element.querySelector("[data-panel]")) {
        opener = null;
        shut(element, props);
      }
    });
    element.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && element.querySelector("[data-panel]")) shut(element, props);
      const field = event.target.closest("[data-enter]");
      if (field && event.key === "Enter") {
        event.preventDefault();
        const name = field.dataset.enter;
        (field.closest("[data-fields]") || field.closest("div")).querySelector(`[data-do="${name}"]`).click();
      }
    });
    element.addEventListener("input", (event) => {
      const name = event.target.dataset.types;
      if (!name) return;
      clearTimeout(event.target.timer);
      event.target.timer = setTimeout(() => trigger(name, { words: event.target.value }), 200);
    });
    watch("value", () => shown(element, false));
    shown(element, true);
  };

  // Gives the browser a file that the server has written: {name, kind, content in base 64}.
  const save = (file) => {
    if (!file) return;
    const link = document.createElement("a");
    const bytes = Uint8Array.from(atob(file.content), (one) => one.charCodeAt(0));
    link.href = URL.createObjectURL(new Blob([bytes], { type: file.kind }));
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  // When somebody was last at the stories is kept by their browser alone.
  const visiting = (view) => {
    let kept = null;
    try { kept = JSON.parse(window.localStorage.getItem("newsdesk-visit")); } catch (error) { kept = null; }
    return [view, kept];
  };

  const visited = (visit) => {
    if (!visit) return;
    try { window.localStorage.setItem("newsdesk-visit", JSON.stringify(visit)); } catch (error) {
      announce("The browser keeps nothing, so your next visit counts as the first");
    }
  };

  return { attach, save, visiting, visited, announce, nameUploads, local: {} };
})();
