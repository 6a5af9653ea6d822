// Light, dark, or as the system has it: what was chosen is kept by the browser, and holds before
// anything is painted.
window.newsdeskScheme = (() => {
  const KEPT = "newsdesk-theme";
  const QUERY = "(prefers-color-scheme: dark)";
  const asked = window.matchMedia.bind(window);
  const system = asked(QUERY);
  let chosen = "";
  try { chosen = window.localStorage.getItem(KEPT) || ""; } catch (error) { chosen = ""; }

  // Gradio asks this for the system's scheme, and listens to it: it is told what was chosen.
  const scheme = new EventTarget();
  Object.defineProperty(scheme, "matches", { get: () => (chosen ? chosen === "dark" : system.matches) });
  Object.defineProperty(scheme, "media", { value: QUERY });
  window.matchMedia = (query) => (query === QUERY ? scheme : asked(query));

  const shown = () => {
    document.querySelectorAll("[data-theme]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.theme === chosen)));
  };

  const apply = () => {
    document.documentElement.classList.toggle("dark", scheme.matches);
    document.documentElement.style.colorScheme = scheme.matches ? "dark" : "light";
    scheme.dispatchEvent(new Event("change"));
    shown();
  };

  const choose = (theme) => {
    chosen = theme;
    try {
      if (chosen) window.localStorage.setItem(KEPT, chosen);
      else window.localStorage.removeItem(KEPT);
    } catch (error) {
      newsdesk.announce("The browser keeps nothing, so this holds until the page is left");
    }
    apply();
  };

  // Another page of the same browser was set otherwise.
  window.addEventListener("storage", (event) => {
    if (event.key !== KEPT) return;
    chosen = event.newValue || "";
    apply();
  });
  system.addEventListener("change", apply);
  apply();
  return { choose, shown };
})();
