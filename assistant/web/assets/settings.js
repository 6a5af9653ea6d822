// Settings: how it looks, and defaults that hold as soon as they are chosen.
window.newsdesk.local.theme = (button) => newsdeskScheme.choose(button.dataset.theme);

window.newsdesk.preferences = (element, trigger, props, watch) => {
  element.addEventListener("change", (event) => {
    if (event.target.matches("select[name]")) trigger("prefer", { [event.target.name]: event.target.value });
  });
  watch("value", newsdeskScheme.shown);
  newsdeskScheme.shown();
};
