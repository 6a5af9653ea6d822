// The library: what is given to it, what is looked for, the list by keyboard, and what is chosen.
Object.assign(window.newsdesk, (() => {
  const batches = []; // files that have been sent, until the event asks for them
  const chosen = new Set();
  const looked = {}; // what the filters say, which they keep when they are shown anew
  let given = {}; // what was last asked to be added: cleared when it has been taken
  let last = null; // the tick that was last pressed: a range begins there
  let ahead = ""; // whether the next page of the list gets the focus, and at which end
  let passing = 0; // when what became of something was shown that goes when something else is done

  const here = (id) => document.getElementById(id);
  const rows = () => [...document.querySelectorAll("#nd-table .nd-row")].filter((row) => row.offsetParent);
  const tickOf = (row) => row.querySelector(":scope > [data-tick]");
  const headlineOf = (row) => row.querySelector(".nd-link");
  const fieldsOf = (box) => Object.fromEntries([...box.querySelectorAll("[name]")].map((field) => [field.name, field.value]));

  const tell = (words) => {
    const place = here("nd-outcome-said");
    if (!place) return;
    place.textContent = words;
    place.hidden = !words;
  };

  // -- what is given -----------------------------------------------------------------

  const send = async (files, trigger) => {
    if (!files.length) return;
    tell(`Sending ${files.length === 1 ? files[0].name : `${files.length} files`} …`);
    const form = new FormData();
    files.forEach((file) => form.append("files", file));
    try {
      const answer = await fetch(new URL("gradio_api/upload", document.baseURI), { method: "POST", body: form });
      if (!answer.ok) throw new Error(answer.status);
      const paths = await answer.json();
      batches.push(paths.map((path, place) => ({ path, orig_name: files[place].name, meta: { _type: "gradio.FileData" } })));
      tell("");
      trigger("upload", {});
    } catch (error) {
      tell(error.message === "413" || error.message === "400"
        ? "These files are too large to be sent at once. Send fewer, or add them with assistant add."
        : "The files could not be sent. A folder cannot: choose the files in it. Else see that the server is there, and try again.");
    }
  };

  // The files that an event is about, in the order they were sent.
  const sent = (_files, ...others) => [batches.shift() ?? null, ...others];

  const unfold = (button, open) => {
    const box = here(button.getAttribute("aria-controls"));
    const shown = open ?? button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(shown));
    if (box.classList.contains("nd-narrowing")) box.classList.toggle("nd-open", shown);
    else box.hidden = !shown;
    return box;
  };

  const addresses = (text) => /^\s*(https?:\/\/\S+\s*)+$/i.test(text);

  const bar = (element, trigger) => {
    element.addEventListener("change", (event) => {
      if (!event.target.matches("input[type=file]")) return;
      send([...event.target.files], trigger);
      event.target.value = ""; // the same file may be chosen again; what was chosen is on its way
    });
    element.addEventListener("paste", (event) => {
      if (event.target.name !== "address") return;
      const text = event.clipboardData.getData("text");
      if (addresses(text)) {
        if (!/\s/.test(text.trim())) return;
        event.preventDefault();
        event.target.setRangeText(text.trim().split(/\s+/).join(" "));
      } else if (/\s/.test(text.trim())) { // no address: a text
        event.preventDefault();
        const area = unfold(element.querySelector("[aria-controls=nd-pasted-text]"), true).querySelector("textarea");
        area.focus();
        area.setRangeText(text);
      }
    });
    element.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (!button) return;
      if (button.dataset.do === "unfold" && button.getAttribute("aria-expanded") === "true") element.querySelector("textarea").focus();
      if (button.dataset.do === "give") given = fieldsOf(element);
    });
    // A drop is taken anywhere on the tab.
    const tab = here("nd-shelf");
    let inside = 0;
    const carries = (event) => [...event.dataTransfer.types].includes("Files");
    const over = (is) => { inside = Math.max(0, inside + is); tab.classList.toggle("nd-over", inside > 0); };
    tab.addEventListener("dragenter", (event) => { if (carries(event)) { event.preventDefault(); over(1); } });
    tab.addEventListener("dragleave", (event) => { if (carries(event)) over(-1); });
    tab.addEventListener("dragover", (event) => { if (carries(event)) event.preventDefault(); });
    tab.addEventListener("drop", (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      over(-inside);
      send([...event.dataTransfer.files], trigger);
    });
  };

  // Clears what has been taken, but nothing that was typed since.
  const accepted = () => {
    const bar = here("nd-bar");
    Object.entries(given).forEach(([name, value]) => {
      const field = bar.querySelector(`[name="${name}"]`);
      if (field && field.value === value) field.value = "";
    });
    given = {};
  };

  const outcome = (element, trigger, props, watch) => {
    const shown = () => {
      if (element.querySelector("[data-accepted]")) accepted();
      passing = element.querySelector("[data-passing]") ? Date.now() : 0;
    };
    watch("value", shown);
    // What went well is gone as soon as something else is done; what did not has to be put away.
    const done = (event) => {
      if (!passing || Date.now() - passing < 1000 || element.contains(event.target)) return;
      passing = 0;
      trigger("keep", {});
    };
    document.addEventListener("click", done);
    document.addEventListener("keydown", done, true);
    element.addEventListener("click", (event) => {
      if (event.target.closest('[data-do="confirm"]')) choose([...chosen], false);
    });
  };

  // -- what is looked for ------------------------------------------------------------

  const filters = (element, trigger, props, watch) => {
    let waiting = 0;
    const ask = () => { clearTimeout(waiting); trigger("filter", {}); };
    const restore = () => {
      let lost = false;
      element.querySelectorAll("[name]").forEach((field) => {
        const value = looked[field.name] ?? "";
        field.value = value;
        if (field.value !== value) { field.value = looked[field.name] = ""; lost = true; }
      });
      marked();
      if (lost) ask();
    };
    const marked = () => {
      const button = element.querySelector(".nd-unfold");
      const number = ["outlet", "since", "until", "story", "collection"].filter((name) => looked[name]).length;
      if (button) button.textContent = number ? `Filters (${number})` : "Filters";
    };
    element.addEventListener("input", (event) => {
      if (!event.target.name) return;
      looked[event.target.name] = event.target.value;
      marked();
      clearTimeout(waiting);
      if (event.target.name === "matching") waiting = setTimeout(ask, 200);
      else ask();
    });
    element.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" && event.target.name === "matching" && rows().length) {
        event.preventDefault();
        headlineOf(rows()[0]).focus();
      }
    });
    element.addEventListener("focusout", (event) => { if (event.target.isConnected) element.at = ""; });
    element.addEventListener("focusin", (event) => { element.at = event.target.name || ""; });
    watch("value", () => {
      const at = element.at;
      restore();
      if (at && document.activeElement === document.body) element.querySelector(`[name="${at}"]`)?.focus();
    });
    restore();
  };

  const wanted = (_before, view) => [{ ...looked }, view];

  // Has the list show a collection, as if it had been chosen among the filters.
  const show = (button) => {
    const field = document.querySelector(`#nd-filters [name="collection"]`);
    field.value = button.dataset.collection;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // -- the list, and what is chosen --------------------------------------------------

  const choose = (ids, whether) => {
    ids.forEach((id) => { if (whether) chosen.add(id); else chosen.delete(id); });
    told();
  };

  const told = () => {
    document.querySelectorAll("#nd-table [data-tick]").forEach((box) => {
      box.checked = chosen.has(box.value);
      box.closest(".nd-row").classList.toggle("nd-is-chosen", box.checked);
    });
    const line = document.querySelector("#nd-chosen .nd-chosen");
    if (!line) return;
    const number = chosen.size;
    line.querySelector("[data-count]").textContent = number ? `${number} chosen` : "";
    line.hidden = !number;
  };

  const range = (row) => {
    const ticks = [...document.querySelectorAll("#nd-table [data-tick]")].filter((box) => box.offsetParent);
    const ends = [ticks.findIndex((box) => box.value === last), ticks.indexOf(tickOf(row))].sort((a, b) => a - b);
    if (ends[0] < 0) return [tickOf(row).value];
    return ticks.slice(ends[0], ends[1] + 1).map((box) => box.value);
  };

  const list = (element, trigger, props, watch) => {
    element.addEventListener("click", (event) => {
      const row = event.target.closest(".nd-row");
      const box = row && tickOf(row);
      if (!box) return;
      const ticks = event.target === box;
      if (!ticks && !event.shiftKey) return;
      if (event.shiftKey) {
        if (!ticks) { event.preventDefault(); event.stopImmediatePropagation(); window.getSelection().removeAllRanges(); }
        choose(range(row), ticks ? box.checked : true);
      } else choose([box.value], box.checked);
      last = box.value;
    }, true);
    const move = (from, by) => {
      const all = rows();
      const next = all[all.indexOf(from) + by];
      if (next) {
        headlineOf(next).focus();
        next.scrollIntoView({ block: "nearest" });
        return;
      }
      const steps = element.querySelectorAll('[data-do="turn"]');
      const step = steps[by > 0 ? 1 : 0];
      if (!step || step.disabled) return;
      ahead = by > 0 ? "first" : "last";
      step.click();
    };
    let spaced = false; // a blank that has chosen an article presses no button
    element.addEventListener("keydown", (event) => {
      const row = event.target.closest(".nd-row");
      if (!row || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("summary")) return;
      const letter = newsdesk.keysOff() ? "" : event.key;
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? { j: 1, k: -1 }[letter];
      if (by) {
        event.preventDefault();
        event.stopPropagation(); // the same letters go through the citations of an answer
        move(row, by);
      } else if (letter === "x" || (event.key === " " && !event.target.matches("[data-tick]"))) {
        event.preventDefault();
        spaced = event.key === " ";
        const { value } = tickOf(row);
        choose([value], !chosen.has(value));
        last = value;
      }
    });
    element.addEventListener("keyup", (event) => {
      if (event.key === " " && spaced) event.preventDefault();
      spaced = false;
    });
    const shown = () => {
      told();
      const all = ahead && rows();
      if (all && all.length) headlineOf(all[ahead === "first" ? 0 : all.length - 1]).focus();
      ahead = "";
    };
    watch("value", shown);
    shown();
  };

  const picked = (element, trigger, props, watch) => {
    watch("value", told);
    element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") element.querySelectorAll("details[open]").forEach((one) => { one.open = false; });
    });
    told();
  };

  const ids = () => [...chosen].join(",");

  Object.assign(window.newsdesk.local, { unfold: (button) => unfold(button), show, none: () => choose([...chosen], false) });

  return { bar, outcome, filters, list, picked, sent, wanted, ids };
})());
