// What the bot did, in plain words, and trouble that can be ordered to watch nothing get lost.

import { get, post } from "./api.js";
import { here, names } from "./community.js";
import { byId, el, notice, reconcile, soon } from "./dom.js";
import { hourOf, whenOf } from "./times.js";

const MOST = 200;
const FAULTS = [
  ["down", "Discord down for a minute"],
  ["lose", "Lose the next answer"],
  ["restart", "Restart the bot"],
];
const HINT = "What the bot sends and receives, newest first. Order some trouble, then travel to the next question: everything still comes, once.";
let entries = [];
let detailed = false;

/** Asks for what was done before. */
export async function loadLog() {
  entries = (await get("log", { limit: MOST })).entries;
  drawSoon();
}

/** The bot did something. */
export function did(entry) {
  entries = [...entries.slice(1 - MOST), entry];
  drawSoon();
}

/** Trouble began or ended, or the bot went or came. */
export function drawTrouble() {
  const box = byId("trouble");
  if (!box) return;
  const { faults } = here.state;
  const online = here.state.bot.online;
  const until = faults.down_until ? ` until ${hourOf(faults.down_until)}` : ": from its next request on, for a minute";
  const says = [
    online ? null : "The bot is starting again.",
    faults.down ? `Discord is down${until}.` : null,
    faults.lose ? "The next message will be posted, and the bot will not hear that it was." : null,
  ].filter(Boolean);
  box.textContent = says.join(" ") || "All is well.";
  box.classList.toggle("troubled", says.length > 0);
  const clear = byId("trouble-clear");
  clear.disabled = !faults.down && !faults.lose;
}

export function setUpBot() {
  detailed = sessionStorage.getItem("detailed") === "yes";
}

/** The panel's inside. */
export function botNode() {
  const order = (what) => async (event) => {
    const button = event.currentTarget;
    button.setAttribute("aria-busy", "true");
    try {
      here.state.faults = (await post("fault", { do: what })).faults;
      notice("");
    } catch (error) {
      notice(error.message);
    }
    button.removeAttribute("aria-busy");
    drawTrouble();
  };
  const buttons = FAULTS.map(([what, label]) => el("button", { type: "button", class: "tool", onclick: order(what) }, label));
  const clear = el("button", { type: "button", class: "tool", id: "trouble-clear", onclick: order("clear") }, "No trouble");
  const trouble = el("p", { id: "trouble", class: "trouble", role: "status" });
  const more = el("input", { type: "checkbox", checked: detailed });
  more.addEventListener("change", () => {
    detailed = more.checked;
    sessionStorage.setItem("detailed", detailed ? "yes" : "no");
    byId("log").classList.toggle("detailed", detailed);
  });
  queueMicrotask(() => { drawTrouble(); drawLog(); });
  return el(
    "div",
    { class: "bot" },
    el("p", { class: "hint" }, HINT),
    el("div", { class: "faults", role: "group", "aria-label": "Trouble" }, buttons, clear),
    trouble,
    el("label", { class: "check" }, more, " Show the requests themselves"),
    el("ol", { id: "log", class: detailed ? "log detailed" : "log", tabindex: "0", "aria-label": "What the bot did, newest first" }),
  );
}

const drawn = new Map();
const drawSoon = soon(drawLog);

function drawLog() {
  const list = byId("log");
  if (!list) return drawn.clear();
  const ids = new Set(entries.map((entry) => entry.id));
  for (const id of drawn.keys()) if (!ids.has(id)) drawn.delete(id);
  const nodes = [...entries].reverse().map((entry) => {
    if (!drawn.has(entry.id)) drawn.set(entry.id, entryNode(entry));
    return drawn.get(entry.id);
  });
  reconcile(list, nodes.length ? nodes : [el("li", { class: "hint" }, "Nothing yet.")]);
  return undefined;
}

function entryNode(entry) {
  const channel = entry.channel_id && names.channel(entry.channel_id);
  return el(
    "li",
    { class: `entry ${entry.kind}${entry.ok ? "" : " wrong-entry"}` },
    el("time", { datetime: new Date(entry.at * 1000).toISOString() }, whenOf(entry.at)),
    el("span", {}, entry.ok ? null : el("b", {}, "Failed: "), entry.text, channel && !entry.text.includes(`#${channel}`) ? ` (#${channel})` : null),
    entry.detail ? el("code", {}, entry.detail) : null,
  );
}
