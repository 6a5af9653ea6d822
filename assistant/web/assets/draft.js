// A checked draft in the page: marks its sentences as the verdicts come, opens one, goes through
// those that need a look, and makes what is copied. The server sends text alone, as lines of JSON;
// nothing here makes markup of it.
window.newsdesk.drafting = (() => {
  const NEEDS = ["partly", "unsupported", "unchecked"];
  const KINDS = ["supported", ...NEEDS, "idle"];
  const SIGNS = { partly: "~", unsupported: "✗", unchecked: "?" };
  const LABELS = { partly: "Partly supported", unsupported: "Not supported", unchecked: "Not checked" };
  let feed = ""; // what has come of the check
  let read = 0; // how many of its characters have been read
  let run = ""; // which check they are of
  let told = new Map(); // what was found of a sentence, by its number
  let written = new Map(); // its text as the draft has it
  let nodes = new Map(); // where it stands
  let copies = null; // the draft with footnotes, and the footnotes, in each form
  let open = -1; // the sentence whose card is open
  let here = -1; // the one that was open last
  let only = ""; // the kind that is shown alone
  const seen = new Set(); // the texts that a person has checked; never sent but for a download

  const root = () => document.querySelector("#nd-draft-sheet [data-draft]");
  const spans = () => [...nodes.values()];
  const span = (index) => nodes.get(index);
  const isSeen = (index) => seen.has(written.get(index));
  const kind = (index) => (isSeen(index) ? "seen" : told.get(index)?.k || "");
  const wide = () => window.matchMedia("(min-width: 1081px)").matches;

  const needing = () => spans().map((one) => Number(one.dataset.index)).filter((index) =>
    (only ? kind(index) === only : NEEDS.includes(kind(index))));

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.textContent = text;
    return made;
  };

  const mark = (draft, index) => {
    const one = span(index), found = told.get(index);
    if (!one || !found) return;
    one.classList.remove(...KINDS.map((name) => `nd-is-${name}`), "nd-is-seen");
    one.classList.add(`nd-is-${found.k}`);
    one.title = found.w;
    const parts = found.p || [written.get(index)];
    one.replaceChildren(...parts.map((part, n) => (n % 2 ? element("u", part.length > 24 ? "nd-doubted nd-long" : "nd-doubted", part) : document.createTextNode(part))));
    if (SIGNS[found.k] && !isSeen(index)) one.append(element("span", "nd-sign", `\u2060\u00a0${SIGNS[found.k]}`));
    if (isSeen(index)) {
      one.classList.add("nd-is-seen");
      one.append(element("span", "nd-sign", "\u2060\u00a0✓\u00a0by\u00a0hand"));
    }
    one.append(element("span", "nd-hidden", ` (${isSeen(index) ? "checked by hand; " : ""}${found.w})`));
  };

  const words = (draft) => [...draft.querySelectorAll(".nd-count:not([hidden])")].map((button) => button.textContent).join(", ");

  const count = (draft) => {
    const numbers = {};
    written.forEach((_, index) => { const name = kind(index); if (name) numbers[name] = (numbers[name] || 0) + 1; });
    draft.querySelectorAll(".nd-count").forEach((button) => {
      const number = numbers[button.dataset.kind] || 0;
      button.hidden = !number && button.dataset.kind !== only;
      button.querySelector("[data-number]").textContent = number;
      button.setAttribute("aria-pressed", String(button.dataset.kind === only));
    });
    const total = Number(draft.dataset.total), done = told.size, state = draft.dataset.state;
    const now = draft.querySelector("[data-now]");
    const left = needing().length;
    if (state === "checking") now.textContent = done ? `Checked ${done} of ${total}` : "Reading the sources …";
    else if (state === "done") now.textContent = only ? "" : left ? `${left} to look at` : "Nothing left to look at";
    else now.textContent = `Stopped: ${done} of ${total} checked`;
    draft.querySelectorAll('[data-do="step-to"]').forEach((button) => { button.disabled = !left; });
    draft.dataset.only = only;
    if (only) spans().forEach((one) => one.classList.toggle("nd-counted", kind(Number(one.dataset.index)) === only));
    draft.querySelector("[data-none]").hidden = !only || Boolean(left);
  };

  const finish = (draft, how) => {
    draft.dataset.state = how;
    draft.querySelector('[data-do="stop"]').hidden = true;
    draft.querySelector('[data-do="again"]').hidden = how === "done";
    draft.querySelector("[data-out]").hidden = !copies;
    count(draft);
    window.newsdesk.announce(how === "done" ? `Checked: ${words(draft)}` : draft.querySelector("[data-now]").textContent);
  };

  // Marks what has come since it was last looked; all of it where the draft has just been shown.
  const follow = () => {
    const draft = root();
    if (!draft) return;
    if (draft.dataset.run !== run) { begun(draft); return; }
    const begin = feed.indexOf("\n");
    if (begin < 0 || String(JSON.parse(feed.slice(0, begin)).run) !== draft.dataset.run) return;
    const end = feed.lastIndexOf("\n");
    if (end < read) return;
    let ended = "";
    const fresh = [];
    feed.slice(read, end).split("\n").filter(Boolean).forEach((line) => {
      const one = JSON.parse(line);
      if (one.end) { ended = one.end; copies = one.copy || null; }
      else if (one.i !== undefined) { told.set(one.i, one); fresh.push(one.i); }
    });
    read = end + 1;
    fresh.forEach((index) => mark(draft, index));
    count(draft);
    if (fresh.includes(open) && draft.querySelector("[data-pending]")) ask(draft, open);
    if (ended) finish(draft, ended);
  };

  const begun = (draft) => {
    run = draft.dataset.run;
    read = 0; told = new Map(); written = new Map(); nodes = new Map(); copies = null; open = -1;
    draft.querySelectorAll(".nd-s").forEach((one) => {
      nodes.set(Number(one.dataset.index), one);
      written.set(Number(one.dataset.index), one.textContent);
    });
    const at = draft.dataset.open === "" ? -1 : Number(draft.dataset.open);
    here = at;
    if (at < 0) {
      only = "";
      draft.focus({ preventScroll: true });
      if (draft.getBoundingClientRect().top < 0) draft.scrollIntoView({ block: "start" });
      window.newsdesk.announce(`Checking ${draft.dataset.total} sentences`);
    }
    follow();
    count(draft);
    if (at >= 0 && span(at)) span(at).click();
  };

  // -- one sentence ----------------------------------------------------------------

  const slot = (draft) => draft.querySelector(".nd-slot");

  const fold = (draft, back) => {
    const one = span(open);
    slot(draft)?.remove();
    if (one) {
      one.setAttribute("aria-expanded", "false");
      if (back) one.focus();
    }
    open = -1;
  };

  // The server is asked by the click that the page's own script passes on.
  const ask = (draft, index) => { const one = span(index); one.dataset.asking = "yes"; one.click(); };

  const unfold = (draft, index) => {
    if (open >= 0) fold(draft, false);
    const one = span(index);
    open = here = index;
    spans().forEach((other) => { other.tabIndex = other === one ? 0 : -1; });
    one.setAttribute("aria-expanded", "true");
    const place = element("div", "nd-slot", "");
    const card = element("div", "nd-draft-card", "");
    card.dataset.pending = "";
    card.append(element("p", "nd-verdict-line", told.get(index)?.w || "Not checked yet"));
    place.append(card);
    one.after(place);
    one.focus({ preventScroll: true });
    const box = one.getBoundingClientRect(), sticky = draft.querySelector(".nd-draft-bar");
    const bar = sticky.offsetHeight + parseFloat(getComputedStyle(sticky).top);
    if (box.top < bar + 16 || box.bottom > window.innerHeight * 0.6) {
      window.scrollBy({ top: box.top - bar - 24 });
    }
  };

  // A card has come: it is shown beneath its sentence, unless that is being edited.
  const shown = () => {
    const draft = root(), come = document.querySelector("#nd-draft-card [data-card]");
    if (!draft || !come || Number(come.dataset.card) !== open) return;
    const place = slot(draft);
    if (!place || place.querySelector("textarea")) return;
    const focused = place.contains(document.activeElement) ? document.activeElement.dataset.do : "";
    const card = come.cloneNode(true);
    if (!told.get(open)) card.dataset.pending = "";
    place.replaceChildren(card);
    const button = card.querySelector('[data-do="seen"]');
    button.setAttribute("aria-pressed", String(isSeen(open)));
    button.disabled = !told.get(open);
    if (isSeen(open)) button.textContent = "Checked by hand: take back";
    if (focused) card.querySelector(`[data-do="${focused}"]`)?.focus({ preventScroll: true });
  };

  const rewrite = (draft) => {
    const index = open, place = slot(draft), before = written.get(index);
    const field = document.createElement("textarea");
    field.className = "nd-rewriting";
    field.value = before;
    field.maxLength = 20000;
    field.dir = "auto";
    field.rows = Math.min(8, Math.ceil(before.length / 60) + 1);
    field.setAttribute("aria-label", "The sentence");
    const actions = element("p", "nd-actions", "");
    const save = element("button", "", "Check the sentence"), leave = element("button", "", "Leave it");
    Object.assign(save, { type: "button" }); Object.assign(leave, { type: "button" });
    Object.assign(save.dataset, { do: "edit", index: String(index), text: before });
    leave.dataset.do = "unedit";
    field.addEventListener("input", () => { save.dataset.text = field.value; });
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); save.click(); }
      if (event.key === "Escape") leave.click();
    });
    actions.append(save, leave);
    const card = element("div", "nd-draft-card", "");
    card.append(field, actions);
    place.replaceChildren(card);
    field.focus();
    field.setSelectionRange(before.length, before.length);
  };

  const step = (draft, by) => {
    const all = needing();
    if (!all.length) { window.newsdesk.announce("Nothing to look at"); return; }
    const next = by > 0 ? all.find((index) => index > here) ?? all[0] : all.findLast((index) => index < here) ?? all[all.length - 1];
    if (next === open) span(next).focus();
    else span(next).click();
  };

  const toggle = (draft) => {
    const text = written.get(open);
    if (!told.get(open)) return;
    if (seen.has(text)) seen.delete(text); else seen.add(text);
    written.forEach((other, index) => { if (other === text) mark(draft, index); });
    count(draft);
    shown();
    window.newsdesk.announce(seen.has(text) ? "Marked as checked by hand" : "No longer marked");
  };

  // -- what leaves the page --------------------------------------------------------

  const copied = (form) => {
    const [text, notes] = copies[form];
    const lines = [];
    written.forEach((sentence, index) => {
      const found = told.get(index), said = sentence.replace(/\s+/g, " ").trim();
      if (isSeen(index)) lines.push(`- Checked by hand: ${said}`);
      else if (!found) lines.push(`- Not checked: ${said}`);
      else if (LABELS[found.k]) lines.push(`- ${found.w}: ${said}`);
    });
    return [text, notes, lines.length ? `To look at before it goes out:\n\n${lines.join("\n")}` : ""].filter(Boolean).join("\n\n");
  };

  const seenNow = () => [...written.keys()].filter(isSeen).join(",");

  const acts = {
    look: (button, draft, event) => {
      const index = Number(button.dataset.index);
      button.dataset.beside = wide() ? "yes" : "";
      if (button.dataset.asking) { delete button.dataset.asking; return; }
      if (index === open) { fold(draft, true); event.stopPropagation(); return; }
      unfold(draft, index);
    },
    only: (button, draft) => {
      only = only === button.dataset.kind ? "" : button.dataset.kind;
      if (open >= 0) fold(draft, false);
      here = -1;
      count(draft);
      window.newsdesk.announce(only ? `Only these: ${button.textContent}` : "All sentences");
    },
    "step-to": (button, draft) => step(draft, Number(button.dataset.by)),
    fold: (_, draft) => fold(draft, true),
    rewrite: (_, draft) => rewrite(draft),
    unedit: (_, draft) => { const index = open; fold(draft, false); span(index).click(); },
    seen: (_, draft) => toggle(draft),
    copy: (button) => { button.dataset.copy = copied(button.dataset.form); },
    save: (button) => { button.dataset.seen = seenNow(); },
  };

  // Before the page's own script, which passes on to the server what is for it.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("#nd-draft-sheet [data-do]"), draft = root();
    if (button && draft && !button.disabled && acts[button.dataset.do]) acts[button.dataset.do](button, draft, event);
  }, true);

  document.addEventListener("keydown", (event) => {
    const draft = root();
    if (!draft || !draft.offsetParent || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.target, within = draft.contains(at);
    if (at.closest("input, textarea, select") || document.querySelector("dialog[open]")) return;
    if ((event.key === "j" || event.key === "k") && !window.newsdesk.keysOff()) {
      event.preventDefault();
      event.stopImmediatePropagation(); // elsewhere these go through the citations of an answer
      step(draft, event.key === "j" ? 1 : -1);
      return;
    }
    if (!within) return;
    if (event.key === "Escape" && open >= 0) { fold(draft, true); return; }
    if (!at.matches(".nd-s")) return;
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); at.click(); }
    else if (by) {
      const all = spans().filter((one) => one.offsetParent || one.getClientRects().length);
      const next = all[all.indexOf(at) + by];
      if (!next) return;
      event.preventDefault();
      at.tabIndex = -1; next.tabIndex = 0; here = Number(next.dataset.index);
      next.focus();
    }
  });

  // The places where the server's HTML comes: the draft, and the card of a sentence.
  const watchFor = (id, act) => {
    const place = document.getElementById(id);
    if (place) new MutationObserver(act).observe(place, { childList: true, subtree: true });
  };

  const attach = (props, watch) => {
    watchFor("nd-draft-sheet", () => {
      const draft = root();
      if (!draft) { run = ""; return; }
      if (draft.dataset.run !== run) begun(draft);
    });
    watchFor("nd-draft-card", shown);
    // The field for files comes some time after its place.
    new MutationObserver((_, observer) => {
      if (!document.querySelector("#nd-draft-files button.upload-container")) return;
      window.newsdesk.nameUploads();
      observer.disconnect();
    }).observe(document.getElementById("nd-checking"), { childList: true, subtree: true });
    watch("value", () => {
      const now = props.value || "";
      if (!now.startsWith(feed.slice(0, feed.indexOf("\n") + 1) || "\n")) read = 0;
      feed = now;
      follow();
    });
  };

  return { attach };
})();
