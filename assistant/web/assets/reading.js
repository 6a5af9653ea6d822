// The source beside the page and the page's address: Back closes the source, and the address
// says what is open, so that it can be given to others. And what a citation says when it is
// pointed at or has the focus.
(() => {
  const parts = {}; // what the page's own HTML is made of: how each triggers its events
  let panel = null;

  const attached = (element, part) => {
    const place = element.closest("[id^='nd-']");
    if (place) parts[place.id] = part;
    if (part.events.includes("version")) panel = { element, ...part };
  };

  // Triggers an event of a part of the page, as a click in it would.
  const trigger = (id, name, told) => parts[id]?.trigger(name, told);

  // -- the address ---------------------------------------------------------------

  const address = () => new URL(window.location.href);
  const isOpen = () => Boolean(panel?.element.querySelector("[data-panel]"));

  const without = (url) => {
    url.searchParams.delete("a");
    url.searchParams.delete("s");
    return url;
  };

  // Sentences count from 1 there, as they do wherever people read of them.
  const sourceOpened = ({ article, sentences }) => {
    const url = without(address());
    const before = window.history.state;
    const shared = address().searchParams.has("a");
    if (article) {
      url.searchParams.set("a", article);
      const numbers = (sentences || "").split(",").filter(Boolean).map((one) => Number(one) + 1);
      if (numbers.length) url.searchParams.set("s", numbers.join(","));
    }
    const state = before?.source ? before : { source: true, first: shared };
    if (before?.source || shared) window.history.replaceState(state, "", url);
    else window.history.pushState(state, "", url);
  };

  const sourceClosed = () => {
    const state = window.history.state;
    if (!state?.source) return;
    if (state.first) window.history.replaceState(null, "", without(address()));
    else window.history.back();
  };

  const conversationShown = () => {
    const thread = document.querySelector("[data-conversation-shown]");
    if (!thread) return;
    const url = address();
    const id = thread.dataset.conversationShown;
    if (id) url.searchParams.set("c", id);
    else url.searchParams.delete("c");
    window.history.replaceState(window.history.state, "", url);
  };

  const place = () => {
    const told = address().searchParams;
    const numbers = (told.get("s") || "").split(",").map((one) => Number(one) - 1);
    return {
      conversation: told.get("c") || "",
      article: told.get("a") || "",
      focus: numbers.filter((one) => Number.isInteger(one) && one >= 0).join(","),
    };
  };

  window.addEventListener("popstate", () => {
    const { article, focus } = place();
    conversationShown();
    if (article) trigger("nd-thread", "cite", { article, focus, also: focus });
    else if (isOpen()) panel.shut();
  });

  // On a small screen the source stands before the tabs' own pages.
  document.addEventListener("click", (event) => {
    if (event.target.closest?.('[role="tab"]') && isOpen() && matchMedia("(max-width: 1080px)").matches) panel.shut();
  });

  // -- what a citation says ------------------------------------------------------

  let tip = null;

  const hide = () => { if (tip) tip.hidden = true; };

  const show = (mark) => {
    const { tipTitle, tipWhere, tipSaid } = mark.dataset;
    if (!tipTitle) return;
    if (!tip) {
      tip = document.createElement("div");
      tip.id = "nd-tip";
      tip.setAttribute("role", "tooltip");
      tip.append(...["strong", "span", "q"].map((name) => document.createElement(name)));
      for (const one of tip.children) one.dir = "auto";
      document.body.append(tip);
      tip.addEventListener("mouseleave", hide);
    }
    [tipTitle, tipWhere, tipSaid].forEach((words, at) => { tip.children[at].textContent = words; });
    tip.hidden = false;
    const at = mark.getBoundingClientRect();
    const left = Math.min(at.left, window.innerWidth - tip.offsetWidth - 8);
    const below = at.bottom + 4 + tip.offsetHeight < window.innerHeight;
    tip.style.left = `${Math.max(8, left)}px`;
    tip.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - tip.offsetHeight - 4)}px`;
  };

  const mark = (event) => event.target.closest?.(".nd-mark");
  document.addEventListener("mouseover", (event) => {
    if (mark(event)) show(mark(event));
    else if (!event.target.closest?.("#nd-tip")) hide();
  });
  document.addEventListener("focusin", (event) => {
    if (mark(event) && mark(event).matches(":focus-visible")) show(mark(event));
    else hide();
  });
  document.addEventListener("scroll", hide, { capture: true, passive: true });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); }, true);
  document.addEventListener("click", (event) => { if (mark(event)) hide(); }, true);

  Object.assign(window.newsdesk, {
    attached, trigger, place, sourceOpened, sourceClosed, conversationShown,
  });
})();
