// The conversations beside the page: those that were looked for, and the list on small screens.
// And the limits of the next question.
(() => {
  const narrow = window.matchMedia("(max-width: 760px)");
  let limited = false; // whether a limit has been set, after which one goes on with the question

  // The server says which conversations have the words; the others are put out of sight.
  const applied = () => {
    const told = document.querySelector("[data-matching]");
    const words = told?.dataset.words || "";
    const ids = new Set((told?.dataset.matching || "").split(" "));
    for (const entry of document.querySelectorAll("[data-listed]")) {
      entry.hidden = Boolean(words) && !ids.has(entry.dataset.listed);
    }
    for (const list of document.querySelectorAll(".nd-conversations ul")) {
      const none = !list.querySelector("li:not([hidden])");
      list.hidden = none;
      list.previousElementSibling.hidden = none;
    }
  };

  const conversing = (element, fresh) => {
    const fold = element.querySelector("[data-fold]");
    if (fold) fold.open = !narrow.matches;
    if (fold || element.querySelector("[data-matching]")) applied();
    if (limited && !fresh && element.querySelector(".nd-limits")) {
      limited = false;
      document.querySelector("#nd-question textarea")?.focus();
    }
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest?.('[data-do="limit"], [data-do="unlimit"]')) limited = true;
  }, true);
  // Gradio's field has one direction of writing, whatever is typed.
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("#nd-question textarea")) event.target.dir = "auto";
  });
  narrow.addEventListener("change", () => {
    for (const fold of document.querySelectorAll("[data-fold]")) fold.open = !narrow.matches;
  });

  Object.assign(window.newsdesk, { conversing });
})();
