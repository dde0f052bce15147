// Brings what stands on the page to how it is to look now, and changes only what differs: what somebody has opened,
// selected, focused or scrolled there stays, and what is being pressed is not taken away under the pointer.

import { isWired, keyOf } from "./dom.js";

const TEXT = Node.TEXT_NODE;
const OWN = ["aria-busy"]; // a press that is under way
const sources = new WeakMap();
const heirs = new WeakMap();

/** A node whose inside has a state of its own: it stays untouched as long as it is made from the same `source`. */
export function seal(node, source) {
  sources.set(node, JSON.stringify(source));
  return node;
}

/** From now on the node gives way to the next that is drawn. */
export const unseal = (node) => sources.delete(node);

/** inherit(old, focused): when `node` is drawn in place of `old` (which is gone then, if either is sealed). */
export function inheriting(node, inherit) {
  heirs.set(node, inherit);
  return node;
}

/** Makes `old` look like `wanted`, which is of the same kind; gives the node that stands there now. */
export function renew(old, wanted) {
  const isSealed = sources.has(old) || sources.has(wanted);
  if (isSealed && sources.get(old) === sources.get(wanted)) return old;
  const focused = old.contains(document.activeElement);
  if (isSealed) old.replaceWith(wanted);
  heirs.get(wanted)?.(old, focused);
  if (isSealed) return wanted;
  if (old.nodeType === TEXT) write(old, wanted.data);
  else {
    renewAttributes(old, wanted);
    renewChildren(old, [...wanted.childNodes]);
  }
  return old;
}

/** Makes the children of `parent` look like these. */
export function renewChildren(parent, wanted) {
  const left = [...parent.childNodes];
  let start = 0;
  while (left[start] && wanted[start] && isSame(left[start], wanted[start])) start += 1;
  left.splice(0, start);
  const news = wanted.slice(start);
  let after = null;
  while (left.length && news.length && isSame(left.at(-1), news.at(-1))) {
    after = left.pop();
    news.pop();
  }
  for (const node of news) {
    const place = left.findIndex((one) => fits(one, node));
    for (const gone of left.splice(0, Math.max(place, 0))) gone.remove();
    if (place < 0) parent.insertBefore(node, left[0] ?? after);
    else renew(left.shift(), node);
  }
  for (const gone of left) gone.remove();
}

/** Whether `old` may go on as `wanted`: what listens to presses only does where it would do the same. */
function fits(old, wanted) {
  if (old.nodeName !== wanted.nodeName || keyOf(old) !== keyOf(wanted)) return false;
  return keyOf(wanted) !== undefined || (!isWired(old) && !isWired(wanted));
}

function isSame(old, wanted) {
  if (!fits(old, wanted)) return false;
  if (sources.has(old) || sources.has(wanted)) return sources.get(old) === sources.get(wanted);
  if (old.nodeType === TEXT) return old.data === wanted.data;
  return (
    old.childNodes.length === wanted.childNodes.length &&
    old.cloneNode(false).isEqualNode(wanted.cloneNode(false)) &&
    [...old.childNodes].every((child, place) => isSame(child, wanted.childNodes[place]))
  );
}

function renewAttributes(old, wanted) {
  for (const { name } of [...old.attributes]) {
    if (!wanted.hasAttribute(name) && !OWN.includes(name)) old.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (old.getAttribute(name) === value) continue;
    if (name === "style") old.style.cssText = wanted.style.cssText; // as an attribute the page's policy refuses it
    else old.setAttribute(name, value);
  }
}

/** Only what differs, so that a selection in the rest stays. */
function write(node, text) {
  const before = node.data;
  let start = 0;
  while (start < Math.min(before.length, text.length) && before[start] === text[start]) start += 1;
  let end = 0;
  while (end < Math.min(before.length, text.length) - start && before.at(-1 - end) === text.at(-1 - end)) end += 1;
  if (start + end < Math.max(before.length, text.length)) node.replaceData(start, before.length - start - end, text.slice(start, text.length - end));
}
