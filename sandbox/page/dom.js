// Building the page: texts always go in as text, so nothing that anybody writes can become markup.

const keys = new WeakMap();
const wired = new WeakSet();

export const keyOf = (node) => keys.get(node);
export const isWired = (node) => wired.has(node);

/**
 * An element. `attributes`: null and false are left out; on…: listeners; key: what the listeners act on, so that one
 * with the same key may go on in its place (see renew.js); the rest as they are.
 */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "key") keys.set(node, String(value));
    else if (key.startsWith("on")) {
      node.addEventListener(key.slice(2), value);
      wired.add(node);
    } else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== "" && child !== false));
  return node;
}

export const byId = (id) => document.getElementById(id);

/** A number from 0 to 359 that is always the same for a name: the colour of an avatar. */
export const hueOf = (name) => [...name].reduce((total, letter) => (total * 31 + letter.codePointAt(0)) % 360, 7);

/** A letter on a colour of its own, for people who look; names stand beside it for those who listen. */
export function avatar(name) {
  const node = el("span", { class: "avatar", "aria-hidden": "true" }, [...name][0] ?? "?");
  node.style.setProperty("--hue", String(hueOf(name)));
  return node;
}

/** Makes `parent`'s children these, and moves only what has to move: focus and scroll stay. */
export function reconcile(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  wanted.forEach((node, place) => {
    if (parent.children[place] !== node) parent.insertBefore(node, parent.children[place] ?? null);
  });
}

const CALM_MS = 120;
let calm = false;

/** While much comes at once (a journey through weeks), what is drawn `soon` is drawn a few times a second only. */
export const keepCalm = (yes) => {
  calm = yes;
  if (!yes && heard.length) tell();
};

/** Does it with the next picture that is drawn, once, however often it is asked for; in a hidden window a little later. */
export function soon(does) {
  let asked = false;
  const run = () => { asked = false; does(); };
  return () => {
    if (asked) return;
    asked = true;
    if (document.hidden || calm) setTimeout(run, CALM_MS);
    else requestAnimationFrame(run);
  };
}

const ANNOUNCED_WITHIN_MS = 250;
let heard = [];
let telling = null;

/** Tells people who listen instead of look; much at once is only counted, and a journey once it is over. */
export function announce(text) {
  heard.push(text);
  if (!calm) tell();
}

function tell() {
  telling ??= setTimeout(() => {
    telling = null;
    if (calm) return;
    byId("live").textContent = heard.length > 3 ? `${heard.length} messages. The last: ${heard.at(-1)}` : heard.join(". ");
    heard = [];
  }, ANNOUNCED_WITHIN_MS);
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
