// Time: what the demo's clock says, where it can go, and how fast it runs.

import { post } from "./api.js";
import { here } from "./community.js";
import { announce, byId, el, keepCalm, notice } from "./dom.js";
import { renewChildren } from "./renew.js";
import { tellDeed } from "./acts.js";
import { clockText, momentOf, setNow, setSpeed, zoneText } from "./times.js";

const SPEEDS = [[1, "Real time"], [60, "1 min/s"], [600, "10 min/s"], [3600, "1 h/s"]];
let asking = false; // for a journey from this window
let arrive = () => {}; // called when what came on that journey has been told
let held = null; // the goal that had the focus when a journey began

export function setUpTime() {
  byId("time-open").addEventListener("click", () => show(!document.body.classList.contains("time-shown")));
}

/** On a phone, where the goals would cover what comes on the way. */
function show(yes) {
  document.body.classList.toggle("time-shown", yes);
  byId("time-open").setAttribute("aria-expanded", String(yes));
}

/** After the state came: goals and speeds as they are now. While anybody travels, nobody else sets out. */
export function drawTime() {
  drawClock();
  drawJourney();
  const travelling = asking || Boolean(here.state.going);
  held ??= travelling ? document.activeElement?.dataset?.goal : null;
  const goals = here.state.goals.map(({ to, label }) =>
    el("button", { type: "button", class: "tool", "data-goal": to, key: to, disabled: travelling, onclick: () => travel(to) }, label),
  );
  renewChildren(byId("goals"), goals);
  if (held && !travelling) {
    if (document.activeElement === document.body) document.querySelector(`[data-goal="${held}"]`)?.focus();
    held = null;
  }
  const speeds = SPEEDS.map(([speed, label]) => {
    const about = { "aria-pressed": String(speed === here.state.speed), title: `${speed} times as fast as real time` };
    return el("button", { type: "button", class: "tool", ...about, key: speed, onclick: () => play(speed) }, label);
  });
  renewChildren(byId("speeds"), speeds);
}

export function drawClock() {
  byId("clock").replaceChildren(el("strong", {}, clockText()), el("span", {}, zoneText()));
}

/** The server tells of a new hour, a new speed, a journey that has got so far (or is over: going is null). */
export function clockTold({ speed, going }) {
  if (speed !== here.state.speed) setSpeed(speed);
  Object.assign(here.state, { speed, going });
  if (!going) arrive();
  drawTime();
}

function drawJourney() {
  const { going } = here.state;
  const bar = byId("journey");
  bar.hidden = !going;
  keepCalm(Boolean(going));
  if (!going) return;
  const share = Math.round(100 * going.share);
  bar.setAttribute("aria-valuenow", String(share));
  bar.setAttribute("aria-valuetext", `On the way to ${momentOf(going.to)}`);
  bar.firstElementChild.style.width = `${share}%`;
}

/** Goes there. What falls due on the way comes as it happens. */
export async function travel(to) {
  if (asking) return;
  asking = true;
  if (byId("time-open").offsetParent) {
    show(false);
    byId("time-open").focus();
  }
  drawTime();
  const arrival = new Promise((resolve) => { arrive = resolve; });
  try {
    const answer = await post("travel", { to, user: here.state.me.id });
    await arrival; // the answer may be quicker than the messages: who presses next is to see the newest
    setNow(answer.now);
    announce(`It is now ${clockText()}`);
    notice("");
    tellDeed({ kind: "travel", what: to, answer });
  } catch (error) {
    notice(error.message);
  }
  asking = false;
  drawTime();
}

async function play(speed) {
  try {
    const answer = await post("speed", { speed });
    setNow(answer.now);
    here.state.speed = answer.speed;
    setSpeed(answer.speed);
    drawTime();
  } catch (error) {
    notice(error.message);
  }
}
