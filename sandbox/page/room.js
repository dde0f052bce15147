// The messages of the channel that is open: kept by id, drawn anew only where something changed.

import { announce, byId, el, reconcile, soon } from "./dom.js";
import { isPrivate, isThinking, madeAt, messageNode, summary } from "./message.js";
import { renew } from "./renew.js";
import { dayOf, now } from "./times.js";

const JOINED_WITHIN_S = 7 * 60;
const NEAR_PX = 160;
const AT_PX = 3;
const MOST_KEPT = 300;
const DISMISSED = "dismissed";

const scroll = byId("scroll");
const list = byId("messages");
const newest = byId("newest");
const older = byId("older");
const messages = new Map();
const drawn = new Map();
const days = new Map();
const failures = new Map();
const dismissed = new Set(JSON.parse(sessionStorage.getItem(DISMISSED) ?? "[]"));
let context = null;
let atEnd = true;
let revealed = null; // the message to be brought into view with the next drawing
let meanwhile = null; // while the channel is asked for: what comes, by id; null: it is gone
let entering = true;
let came = false; // something new, since the last drawing

/** given: press, choose, names, lists, colourOf, openRoom, emptyText(), earlier(id): a promise of whether there is more. */
export function setUpRoom(given) {
  context = { ...given, dismiss };
  newest.addEventListener("click", () => toEnd());
  older.addEventListener("click", showOlder);
  scroll.addEventListener("scroll", () => {
    atEnd = isNearEnd();
    if (atEnd) newest.hidden = true;
  });
  scroll.addEventListener("keydown", walk);
  // A form that opens below, or a phone's keyboard, must not cover what was just read.
  new ResizeObserver(() => { if (atEnd) toEnd(); }).observe(scroll);
}

/** Draws now what else would come with the next picture, unless the channel is just asked for. */
export function catchUp() {
  if (!meanwhile) drawNow();
}

/** Another channel: nothing is known of it until `fill`. */
export function empty() {
  for (const kept of [messages, drawn, days, failures]) kept.clear();
  revealed = null;
  older.hidden = true;
  newest.hidden = true;
  entering = true;
  anew();
}

/** The same channel will be told as a whole: what stands there stays until `fill`. */
export function anew() {
  meanwhile = new Map();
}

/** Shows these messages and no others, but for what has come since `empty` or `anew`, which is newer. */
export function fill(found, more) {
  const follow = entering || isNearEnd(AT_PX);
  entering = false;
  messages.clear();
  for (const message of found) messages.set(message.id, message);
  for (const [id, message] of meanwhile ?? []) {
    if (message) messages.set(id, message);
    else messages.delete(id);
  }
  meanwhile = null;
  older.hidden = !more;
  draw();
  if (follow) toEnd();
}

/** A message is new or has changed. */
export function put(message) {
  const before = messages.get(message.id);
  const isNew = !before;
  // An old one that was changed (a vote, a correction) comes with those around it, when they are asked for.
  if (isNew && !older.hidden && messages.size && [...messages.keys()].every((id) => BigInt(id) > BigInt(message.id))) return;
  messages.set(message.id, message);
  meanwhile?.set(message.id, message);
  // What a bot has thought about comes when it is said, not when the thinking began.
  if ((isNew || (isThinking(before) && !isThinking(message))) && !dismissed.has(message.id)) {
    announce(summary(message, context.names));
    came = true;
    if (isNearEnd() || isPrivate(message)) revealed = message.id;
    else newest.hidden = false;
  }
  drawSoon();
}

/** Names or colours are others now. */
export function redraw() {
  for (const known of drawn.values()) known.message = null;
  drawSoon();
}

export function remove(id) {
  messages.delete(id);
  meanwhile?.set(id, null);
  failures.delete(id);
  drawSoon();
}

/** Says under a message that a press on it failed, as Discord does; "" takes it back. */
export function failed(id, text) {
  if (!text && !failures.has(id)) return;
  if (text) failures.set(id, text);
  else failures.delete(id);
  drawSoon();
}

/** A line that only this window shows, as Discord writes one under a command that nobody answered. */
export function say(text) {
  const last = [...messages.keys()].reduce((most, id) => (BigInt(id) > most ? BigInt(id) : most), 0n);
  const about = { id: String(last + 1n), flags: 64, timestamp: new Date(now() * 1000).toISOString(), content: text };
  put({ ...about, author: { id: "0", username: "Discord" }, embeds: [], attachments: [], components: [] });
}

/** Brings the newest message for which `wanted` holds into view, and gives its node. */
export function show(wanted) {
  drawNow();
  const found = [...messages.values()].sort(byAge).findLast((message) => wanted(message) && !dismissed.has(message.id));
  const node = found && byId(`m${found.id}`);
  if (node) lookAt(node, "center");
  return node ?? null;
}

/** Private replies go when they are dismissed; only in this window, as in Discord. */
function dismiss(message) {
  dismissed.add(message.id);
  sessionStorage.setItem(DISMISSED, JSON.stringify([...dismissed]));
  draw();
  scroll.focus();
}

async function showOlder() {
  const first = [...messages.values()].sort(byAge)[0];
  if (!first) return;
  older.disabled = true;
  const { found, more } = await context.earlier(first.id);
  const fromEnd = scroll.scrollHeight - scroll.scrollTop;
  for (const message of found) messages.set(message.id, message);
  older.disabled = false;
  older.hidden = !more;
  draw();
  scroll.scrollTop = scroll.scrollHeight - fromEnd;
}

// --- where one looks

const isNearEnd = (within = NEAR_PX) => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < within;

function toEnd() {
  newest.hidden = true;
  scroll.scrollTop = scroll.scrollHeight;
}

/** A long message is shown from its beginning, a short one to its end. */
function reveal(node) {
  if (!node) return;
  if (node.offsetHeight > scroll.clientHeight) lookAt(node, "start");
  else toEnd();
}

/** Whoever looks at it is at the end no more; the browser tells of the scrolling only after a change of size. */
function lookAt(node, block) {
  node.scrollIntoView({ block });
  atEnd = isNearEnd();
}

/** Arrow keys go from message to message; Tab goes on to the buttons of the one that was reached. */
function walk(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || !["ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) return;
  if (event.target.closest("[role=listbox], select, input")) return;
  const all = [...list.querySelectorAll(":scope > .message")];
  const place = all.indexOf(event.target.closest(".message"));
  const next = { ArrowUp: place < 0 ? all.length - 1 : place - 1, ArrowDown: place + 1, Home: 0, End: all.length - 1 }[event.key];
  if (!all[next]) return;
  event.preventDefault();
  event.stopPropagation();
  all[next].focus();
  all[next].scrollIntoView({ block: "nearest" });
}

// --- drawing

const byAge = (one, other) => (BigInt(one.id) < BigInt(other.id) ? -1 : 1);
const drawSoon = soon(() => drawNow());

function drawNow() {
  // What only changes moves nobody who does not look at the very end.
  const follow = atEnd && isNearEnd(came ? NEAR_PX : AT_PX);
  came = false;
  draw();
  if (revealed) reveal(byId(`m${revealed}`));
  else if (follow) toEnd();
  revealed = null;
}

function shown() {
  const all = [...messages.values()].sort(byAge);
  if (atEnd && all.length > MOST_KEPT) {
    for (const { id } of all.splice(0, all.length - MOST_KEPT)) { messages.delete(id); drawn.delete(id); }
    older.hidden = false;
  }
  return all.filter((message) => !dismissed.has(message.id));
}

function draw() {
  const wanted = [];
  let before = null;
  const restore = heldFocus();
  for (const message of shown()) {
    const day = dayOf(madeAt(message));
    const newDay = !before || dayOf(madeAt(before)) !== day;
    if (newDay) wanted.push(dayNode(day));
    wanted.push(node(message, !newDay && belongTogether(before, message)));
    before = message;
  }
  if (!wanted.length) wanted.push(el("li", { class: "empty" }, context.emptyText()));
  reconcile(list, wanted);
  restore();
}

const FOCUSABLE = "button, a, input, select, [tabindex]";

/** Who reads a message, or is on its buttons, stays there when it is drawn anew: give back the focus it held. */
function heldFocus() {
  const held = document.activeElement;
  const message = held?.closest?.("#messages > li");
  if (!message) return () => {};
  const custom = (held.closest(".menu-choice")?.querySelector("[data-custom-id]") ?? held).dataset.customId;
  const place = [...message.querySelectorAll(FOCUSABLE)].indexOf(held);
  return () => {
    if (held.isConnected || document.activeElement !== document.body) return;
    const now = byId(message.id);
    const same = custom ? now?.querySelector(`[data-custom-id="${CSS.escape(custom)}"]`) : null;
    (same ?? now?.querySelectorAll(FOCUSABLE)[place] ?? now ?? scroll).focus({ preventScroll: true });
  };
}

function dayNode(day) {
  if (!days.has(day)) days.set(day, el("li", { class: "day" }, el("span", {}, day)));
  return days.get(day);
}

const belongTogether = (one, other) =>
  one.author.id === other.author.id && !isPrivate(one) && !isPrivate(other) && !other.message_reference && !other.interaction_metadata &&
  !one.embeds.length && !other.embeds.length && madeAt(other) - madeAt(one) < JOINED_WITHIN_S;

function node(message, joined) {
  const failure = failures.get(message.id);
  const source = message.message_reference && messages.get(message.message_reference.message_id);
  const known = drawn.get(message.id);
  if (known && known.message === message && known.joined === joined && known.failure === failure && known.answers === Boolean(source)) return known.node;
  const made = messageNode(message, context, { joined, failure, source });
  const shown = known ? renew(known.node, made) : made;
  drawn.set(message.id, { message, joined, failure, answers: Boolean(source), node: shown });
  return shown;
}
