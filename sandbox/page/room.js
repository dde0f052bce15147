// The messages of the channel that is open: kept by id, drawn anew only where something changed.

import { announce, byId, el, reconcile } from "./dom.js";
import { isPrivate, madeAt, messageNode, summary } from "./message.js";
import { dayOf } from "./times.js";

const JOINED_WITHIN_S = 7 * 60;
const NEAR_PX = 160;
const DISMISSED = "dismissed";

const scroll = byId("scroll");
const list = byId("messages");
const newest = byId("newest");
const messages = new Map();
const drawn = new Map();
const days = new Map();
const dismissed = new Set(JSON.parse(sessionStorage.getItem(DISMISSED) ?? "[]"));
let context = null;
let atEnd = true;

export function setUpRoom(given) {
  context = given;
  newest.addEventListener("click", () => toEnd());
  scroll.addEventListener("scroll", () => {
    atEnd = isNearEnd();
    if (atEnd) newest.hidden = true;
  });
  // A form that opens below, or a phone's keyboard, must not cover what was just read.
  new ResizeObserver(() => { if (atEnd) toEnd(); }).observe(scroll);
}

/** Shows these messages, from the end. */
export function fill(found) {
  messages.clear();
  drawn.clear();
  days.clear();
  for (const message of found) messages.set(message.id, message);
  draw();
  toEnd();
}

/** A message is new or has changed. */
export function put(message) {
  const isNew = !messages.has(message.id);
  const follow = isNearEnd() || (isNew && isPrivate(message));
  messages.set(message.id, message);
  draw();
  if (isNew && !dismissed.has(message.id)) announce(summary(message));
  if (!isNew) return;
  if (follow) reveal(byId(`m${message.id}`));
  else newest.hidden = false;
}

export function remove(id) {
  messages.delete(id);
  draw();
}

/** Private replies go when they are dismissed; only in this window, as in Discord. */
export function dismiss(message) {
  dismissed.add(message.id);
  sessionStorage.setItem(DISMISSED, JSON.stringify([...dismissed]));
  draw();
  scroll.focus();
}

const isNearEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_PX;

function toEnd() {
  newest.hidden = true;
  scroll.scrollTop = scroll.scrollHeight;
}

/** A long message is shown from its beginning, a short one to its end. */
function reveal(node) {
  if (!node) return;
  if (node.offsetHeight > scroll.clientHeight) node.scrollIntoView({ block: "start" });
  else toEnd();
}

function draw() {
  const wanted = [];
  let before = null;
  const held = document.activeElement?.closest?.("#messages [data-custom-id]");
  const focus = held && { id: held.closest("li").id, custom: held.dataset.customId };
  for (const message of [...messages.values()].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))) {
    if (dismissed.has(message.id)) continue;
    const day = dayOf(madeAt(message));
    const newDay = !before || dayOf(madeAt(before)) !== day;
    if (newDay) wanted.push(dayNode(day));
    wanted.push(node(message, !newDay && belongTogether(before, message)));
    before = message;
  }
  if (!wanted.length) wanted.push(el("li", { class: "empty" }, context.emptyText()));
  reconcile(list, wanted);
  if (focus) document.getElementById(focus.id)?.querySelector(`[data-custom-id="${CSS.escape(focus.custom)}"]`)?.focus();
}

function dayNode(day) {
  if (!days.has(day)) days.set(day, el("li", { class: "day" }, el("span", {}, day)));
  return days.get(day);
}

const belongTogether = (one, other) =>
  one.author.id === other.author.id && !isPrivate(one) && !isPrivate(other) &&
  !one.embeds.length && !other.embeds.length && madeAt(other) - madeAt(one) < JOINED_WITHIN_S;

function node(message, joined) {
  const look = JSON.stringify([message, joined]);
  const known = drawn.get(message.id);
  if (known?.look === look) return known.node;
  const made = messageNode(message, context, joined);
  drawn.set(message.id, { look, node: made });
  return made;
}
