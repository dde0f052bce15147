// A guided tour: one step at a time above the messages, all of them on demand. It can be put away and taken up again.

import { onDeed } from "./acts.js";
import { get } from "./api.js";
import { here, isDm } from "./community.js";
import { announce, byId, el } from "./dom.js";
import { quizRoomOf, STEPS } from "./steps.js";
import { now } from "./times.js";

let known = new Set(); // commands that were seen anywhere
let done = new Set();
let away = false;
let whole = false; // all steps are listed
let remark = "";
let enterRoom = () => {};

const key = () => `tour ${here.state.guild.id}`;
const steps = () =>
  STEPS.filter((s) => (!s.command || known.has(s.command)) && (!s.goal || here.state.goals.some((goal) => goal.to === s.goal)));
const next = () => steps().find((step) => !done.has(step.id));

const place = {
  enter: (room) => (room && room.id !== here.room.id ? enterRoom(room) : undefined),
  quiz: () => quizRoomOf(here.state),
  isDm: () => isDm(here.room),
  toGoal: (to) => {
    if (!byId("time-open").matches("[aria-expanded=true]") && byId("time-open").offsetParent) byId("time-open").click();
    const button = document.querySelector(`[data-goal="${to}"]`);
    button?.focus();
    return Boolean(button);
  },
};

/** enter(room): goes to a channel. */
export function setUpTour({ enter }) {
  enterRoom = enter;
  onDeed(happened);
  byId("tour-open").addEventListener("click", () => {
    away = !away;
    keep();
    draw();
    if (!away) byId("tour").querySelector("button")?.focus();
  });
}

/** After a channel was opened: what was done before, and for which steps there are commands. */
export async function resumeTour(offered) {
  let kept = JSON.parse(localStorage.getItem(key()) ?? "{}");
  // The demo's clock never goes back, unless the demo was started over: so is the tour then.
  if (kept.at > now() + 60) kept = {};
  done = new Set(kept.done ?? []);
  away = kept.away ?? false;
  known = new Set([...known, ...commandNames(offered)]);
  if (isDm(here.room)) {
    // Direct messages have fewer commands than the server, where most steps are taken.
    const more = await get("commands", { user: here.state.me.id, channel: quizRoomOf(here.state).id });
    known = new Set([...known, ...commandNames(more.commands)]);
  }
  draw();
}

function commandNames(offered, path = []) {
  return offered.flatMap((command) => {
    const names = [...path, command.name];
    const inner = (command.options ?? []).filter((o) => o.type === 1 || o.type === 2);
    return inner.length ? commandNames(inner, names) : [names.join(" ")];
  });
}

const keep = () => localStorage.setItem(key(), JSON.stringify({ done: [...done], away, at: now() }));

function happened(deed) {
  const now = steps().filter((step) => !done.has(step.id) && step.does(deed));
  if (!now.length) return;
  for (const step of now) done.add(step.id);
  remark = "";
  keep();
  draw();
  if (away) return;
  const upcoming = next();
  announce(upcoming ? `Done: ${now[0].title}. Next: ${upcoming.title}. ${upcoming.hint}` : "The tour is done.");
}

async function showMe(step) {
  remark = "";
  const found = await step.show(place);
  remark = found ? "" : step.missing ?? "";
  draw();
}

function putAway() {
  away = true;
  keep();
  draw();
  byId("tour-open").focus();
}

function draw() {
  const box = byId("tour");
  box.hidden = away;
  byId("tour-open").setAttribute("aria-expanded", String(!away));
  if (away) return;
  const focus = box.contains(document.activeElement) ? document.activeElement.dataset.role : null;
  const all = steps();
  const step = next();
  const count = all.filter((s) => done.has(s.id)).length;
  box.replaceChildren(step ? current(step, count, all.length) : end(), whole ? list(all) : "");
  if (focus) (box.querySelector(`[data-role="${focus}"]`) ?? box.querySelector("button")).focus();
}

const button = (role, label, onclick, about = {}) => {
  const kind = role === "show" ? "tool strong" : "tool";
  return el("button", { type: "button", class: kind, "data-role": role, onclick, ...about }, label);
};

function current(step, count, all) {
  const buttons = [button("show", "Show me", () => showMe(step)), more(), close()];
  return line(`Tour: ${count + 1} of ${all}`, step.title, remark || step.hint, buttons);
}

function line(where, title, text, buttons) {
  const words = el("p", { class: "tour-text" }, el("small", {}, where), el("strong", {}, title), el("span", {}, text));
  return el("div", { class: "tour-line" }, words, el("div", { class: "tour-buttons" }, buttons));
}

function end() {
  const text = "Crosswalk wrote to you on the way: see your direct messages. The rest is behind /help; at the top you become anybody else. That was the tour.";
  const again = () => { done = new Set(); keep(); draw(); };
  return line("Tour", "Well done", text, [button("again", "Once more", again), close()]);
}

const more = () => button("all", whole ? "Fewer" : "Steps", () => { whole = !whole; draw(); }, { "aria-expanded": String(whole) });
const close = () => button("close", "×", putAway, { "aria-label": "Put the tour away; the Tour button brings it back", title: "Put away" });

function list(all) {
  const mark = (step) => (done.has(step.id) ? "✓" : "○");
  const row = (step) => el(
    "li",
    { class: done.has(step.id) ? "done" : null },
    el("span", { "aria-hidden": "true" }, mark(step)),
    el("span", {}, step.title, el("span", { class: "unseen" }, done.has(step.id) ? ", done" : ", to do")),
  );
  return el("ol", { class: "tour-list" }, all.map(row));
}
