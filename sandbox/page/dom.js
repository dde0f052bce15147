// Building the page: texts always go in as text, so nothing that anybody writes can become markup.

/** An element. `attributes`: null and false are left out; on…: listeners; the rest as they are. */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

export const byId = (id) => document.getElementById(id);

/** Makes `parent`'s children these, and moves only what has to move: focus and scroll stay. */
export function reconcile(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  wanted.forEach((node, place) => {
    if (parent.children[place] !== node) parent.insertBefore(node, parent.children[place] ?? null);
  });
}

/** Tells people who listen instead of look. */
export function announce(text) {
  byId("live").textContent = text;
}

/** Says what went wrong, above the message box, until the next time or until it is closed. */
export function notice(text) {
  const box = byId("notice");
  box.hidden = !text;
  if (!text) return box.replaceChildren();
  box.replaceChildren(
    el("span", {}, text),
    el("button", { type: "button", onclick: () => notice("") }, "Close"),
  );
}
