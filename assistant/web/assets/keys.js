// The keyboard: "/" to ask, Ctrl+K for everything, j and k through the citations of the newest
// answer, "?" for what keys there are. Single keys do nothing while something is typed.
(() => {
  const OFF = "newsdesk-keys-off"; // in the local storage: single keys can be switched off
  const KEYS = [
    ["/", "Ask a question"],
    ["Ctrl+K", "Go to anything: a tab, a story, an article, a conversation"],
    ["j", "Next citation of the newest answer; in a draft, next sentence that needs a look"],
    ["k", "The one before"],
    ["j k x", "In the list of the library: next article, the one before, choose it"],
    ["Esc", "Close the source"],
    ["?", "This list"],
  ];
  const make = (name, made = {}, ...children) => {
    const element = Object.assign(document.createElement(name), made);
    element.append(...children);
    return element;
  };
  const off = () => { try { return Boolean(localStorage.getItem(OFF)); } catch (error) { return false; } };

  const tabs = () => [...document.querySelectorAll('#nd-tabs [role="tab"]')];
  const goTo = (name) => tabs().find((tab) => tab.textContent.trim() === name)?.click();

  const ask = () => {
    goTo("Ask");
    const wait = (left) => {
      const field = document.querySelector("#nd-question textarea");
      if (field?.offsetParent) field.focus();
      else if (left) setTimeout(() => wait(left - 1), 50);
    };
    wait(20);
  };

  // -- the citations -------------------------------------------------------------

  const step = (by) => {
    const turns = document.querySelectorAll("#nd-thread .nd-turn, #nd-live .nd-turn");
    const marks = [...(turns[turns.length - 1]?.querySelectorAll(".nd-answer .nd-mark") || [])];
    if (!marks.length) { newsdesk.announce("There is no citation"); return; }
    goTo("Ask");
    const at = marks.findIndex((mark) => mark.classList.contains("nd-at"));
    const to = at < 0 ? (by > 0 ? 0 : marks.length - 1) : (at + by + marks.length) % marks.length;
    document.querySelectorAll(".nd-at").forEach((mark) => mark.classList.remove("nd-at"));
    marks[to].classList.add("nd-at");
    marks[to].scrollIntoView({ block: "nearest" });
    marks[to].click();
  };

  // -- dialogs -------------------------------------------------------------------

  const opened = (id, label, fill) => {
    let dialog = document.getElementById(id);
    if (!dialog) {
      dialog = make("dialog", { id });
      dialog.setAttribute("aria-label", label);
      // A click beside it closes it.
      dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
      dialog.append(...fill(dialog));
      document.body.append(dialog);
    }
    if (!dialog.open) dialog.showModal();
    return dialog;
  };

  const help = () => opened("nd-keys", "Keys", (dialog) => {
    const rows = KEYS.flatMap(([key, words]) => [
      make("dt", {}, make("kbd", { textContent: key })), make("dd", { textContent: words }),
    ]);
    const box = make("input", { type: "checkbox", checked: !off() });
    box.addEventListener("change", () => {
      try { box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1"); }
      catch (error) { newsdesk.announce("The browser keeps nothing"); }
    });
    const close = make("button", { type: "button", className: "nd-button", textContent: "Close" });
    close.addEventListener("click", () => dialog.close());
    return [
      make("h2", { textContent: "Keys" }), make("dl", {}, ...rows),
      make("label", {}, box, " Keys of one letter or sign"), close,
    ];
  });

  // -- the palette ---------------------------------------------------------------

  let options = []; // what can be chosen: {words, aside, act}
  let chosen = 0;

  const fixed = () => [
    { words: "New conversation", aside: "", act: () => { goTo("Ask"); newsdesk.trigger("nd-sought", "new", {}); } },
    ...tabs().filter((tab) => !tab.hidden).map((tab) => (
      { words: tab.textContent.trim(), aside: "tab", act: () => tab.click() })),
    ...[...document.querySelectorAll(".nd-pick")].map((pick) => (
      { words: pick.textContent.trim(), aside: "conversation", act: () => { goTo("Ask"); pick.click(); } })),
  ];

  // What the server has found stands, escaped, in a part of the page that nobody sees.
  const found = () => [...document.querySelectorAll("#nd-found [data-do]")].map((entry) => (
    { words: entry.textContent.trim(), aside: entry.dataset.aside, act: () => entry.click() }));

  const listed = (dialog) => {
    const typed = dialog.querySelector("input").value.trim().toLowerCase();
    const words = typed.split(/\s+/).filter(Boolean);
    const fits = ({ words: said }) => words.every((word) => said.toLowerCase().includes(word));
    options = [...fixed().filter(fits), ...(typed ? found() : [])].slice(0, 40);
    chosen = Math.min(chosen, Math.max(0, options.length - 1));
    const list = dialog.querySelector("ul");
    list.replaceChildren(...options.map(({ words: said, aside }, at) => {
      const entry = make("li", { id: `nd-option-${at}` }, make("span", { textContent: said, dir: "auto" }));
      if (aside) entry.append(" ", make("span", { textContent: aside, dir: "auto", className: "nd-aside" }));
      entry.setAttribute("role", "option");
      entry.setAttribute("aria-selected", String(at === chosen));
      entry.addEventListener("click", () => take(dialog, at));
      return entry;
    }));
    list.children[chosen]?.scrollIntoView({ block: "nearest" });
    const field = dialog.querySelector("input");
    if (options.length) field.setAttribute("aria-activedescendant", `nd-option-${chosen}`);
    else field.removeAttribute("aria-activedescendant");
    dialog.querySelector("p").textContent = options.length ? "" : "Nothing has these words";
  };

  const take = (dialog, at) => {
    dialog.close();
    options[at]?.act();
  };

  const palette = () => {
    const dialog = opened("nd-palette", "Go to anything", (dialog) => {
      const field = make("input", { type: "text", maxLength: 200, placeholder: "Go to a tab, a story, an article, a conversation …" });
      Object.entries({
        "role": "combobox", "aria-label": "Go to", "aria-expanded": "true", "aria-controls": "nd-options",
        "aria-autocomplete": "list", "autocomplete": "off",
      }).forEach(([name, value]) => field.setAttribute(name, value));
      const list = make("ul", { id: "nd-options" });
      list.setAttribute("role", "listbox");
      list.setAttribute("aria-label", "What there is");
      let waiting = 0;
      field.addEventListener("input", () => {
        chosen = 0;
        listed(dialog);
        clearTimeout(waiting);
        waiting = setTimeout(() => newsdesk.trigger("nd-found", "find", { words: field.value }), 150);
      });
      field.addEventListener("keydown", (event) => {
        const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (by && options.length) {
          event.preventDefault();
          chosen = (chosen + by + options.length) % options.length;
          listed(dialog);
        } else if (event.key === "Enter") {
          event.preventDefault();
          if (options.length) take(dialog, chosen);
        }
      });
      const said = make("p", { className: "nd-aside" });
      said.setAttribute("role", "status");
      return [field, list, said];
    });
    const field = dialog.querySelector("input");
    field.value = "";
    chosen = 0;
    listed(dialog);
    field.focus();
  };

  const foundShown = () => {
    const dialog = document.getElementById("nd-palette");
    if (dialog?.open) listed(dialog);
  };

  // -- which key does what -------------------------------------------------------

  const typing = (event) => event.target.closest?.("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      palette();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event) || off() || document.querySelector("dialog[open]")) return;
    const act = { "/": ask, j: () => step(1), k: () => step(-1), "?": help }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  Object.assign(window.newsdesk, { foundShown, help, palette, keysOff: off });
})();
