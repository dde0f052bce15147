// What stands beside the channel: the members, or what the bot did.

import { membersNode } from "./around.js";
import { botNode, setUpBot } from "./bot.js";
import { byId, el } from "./dom.js";
import { renew } from "./renew.js";

const KEY = "panel";
const WIDE = matchMedia("(min-width: 1100px)");
const KINDS = {
  members: { title: "Members", opener: "members-open", node: membersNode },
  bot: { title: "What the bot did", opener: "bot-open", node: botNode },
};
let open = null;

export function setUpPanel() {
  setUpBot();
  for (const [kind, { opener }] of Object.entries(KINDS)) byId(opener).addEventListener("click", () => show(open === kind ? null : kind, true));
  byId("panel").addEventListener("keydown", (event) => { if (event.key === "Escape") shut(); });
  const before = sessionStorage.getItem(KEY);
  open = WIDE.matches ? before ?? "members" : null;
}

/** Draws what is open, such as after the members changed. */
export function drawPanel() {
  const panel = byId("panel");
  if (!panel.firstChild) show(open, false);
  else if (open === "members") renew(panel.lastChild, membersNode());
}

function show(kind, asked) {
  open = kind && KINDS[kind] ? kind : null;
  if (asked) sessionStorage.setItem(KEY, kind ?? "none");
  const panel = byId("panel");
  panel.hidden = !open;
  document.body.classList.toggle("panel-shown", Boolean(open));
  for (const [name, { opener }] of Object.entries(KINDS)) byId(opener).setAttribute("aria-expanded", String(name === open));
  if (!open) return panel.replaceChildren();
  const { title, node } = KINDS[open];
  const heading = el("h2", { tabindex: "-1" }, title);
  const close = el("button", { type: "button", class: "tool", "aria-label": `Close: ${title}`, onclick: shut }, "×");
  panel.replaceChildren(el("header", { class: "panel-head" }, heading, close), node());
  if (asked) heading.focus();
  return undefined;
}

function shut() {
  const opener = open && byId(KINDS[open].opener);
  show(null, true);
  opener?.focus();
}
