// A text input with a list of offers under (or above) it, for keyboard, pointer and screen reader.

import { announce, el } from "./dom.js";

const CLICK_MS = 50;

let made = 0;
// While a pointer is down: a promise of its click being over. What is pressed must not move away under it.
let pressing = null;
let letGo = () => {};
addEventListener("pointerdown", () => { pressing = new Promise((resolve) => { letGo = resolve; }); }, true);
for (const end of ["pointerup", "pointercancel"]) {
  addEventListener(end, () => setTimeout(() => { pressing = null; letGo(); }, CLICK_MS), true);
}

/**
 * input: the text field. offers(typed): gives (a promise of) [{label, detail, …}]. picked(offer): when one is taken.
 * first: Enter takes the first one when none was gone to; else it is left to the form.
 * Returns the list's node; it belongs next to the input. `close()` on it hides it.
 */
export function combo(input, offers, picked, first = false) {
  const id = `offers-${(made += 1)}`;
  const list = el("ul", { class: "offers", role: "listbox", id, "aria-label": "Suggestions", hidden: true });
  let found = [];
  let active = -1;
  let asked = 0;
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list", autocomplete: "off",
  })) input.setAttribute(name, value);

  function show(next) {
    found = next;
    active = -1;
    list.replaceChildren(...found.map(optionNode));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(Boolean(found.length)));
    input.removeAttribute("aria-activedescendant");
    if (found.length) announce(`${found.length} suggestion${found.length === 1 ? "" : "s"}`);
  }

  function optionNode(offer, place) {
    const text = [el("span", { class: "offer-label" }, offer.label), offer.detail ? el("span", { class: "offer-detail" }, offer.detail) : null];
    const node = el("li", { role: "option", id: `${id}-${place}`, "aria-selected": "false" }, text);
    // The pointer must not take the focus out of the input before the choice is made.
    node.addEventListener("pointerdown", (event) => event.preventDefault());
    node.addEventListener("click", () => take(place));
    return node;
  }

  function take(place) {
    const offer = found[place];
    show([]);
    picked(offer);
  }

  function move(step) {
    if (!found.length) return;
    list.children[active]?.setAttribute("aria-selected", "false");
    active = (active + step + found.length) % found.length;
    const node = list.children[active];
    node.setAttribute("aria-selected", "true");
    node.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", node.id);
  }

  async function refresh() {
    const number = (asked += 1);
    try {
      const next = await offers(input.value);
      if (number === asked && document.activeElement === input) show(next);
    } catch {
      if (number === asked) show([]);
    }
  }

  input.addEventListener("input", refresh);
  input.addEventListener("focus", refresh);
  input.addEventListener("blur", async () => {
    const number = (asked += 1);
    await pressing;
    if (number === asked) show([]);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const does = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(active < 0 ? 0 : -1),
      Enter: active >= 0 || first ? () => take(Math.max(active, 0)) : null,
      Tab: active >= 0 ? () => take(active) : null,
      Escape: () => show([]),
    }[event.key];
    if (!does) return;
    if (event.key !== "Tab") event.preventDefault();
    event.stopPropagation();
    does();
  });
  list.close = () => show([]);
  return list;
}
