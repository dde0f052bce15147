// The page: who you are, where you are, what you do; everything else follows what the server tells.

import { follow, get, post } from "./api.js";
import { setUpComposer, showComposer } from "./composer.js";
import { announce, byId, el, notice } from "./dom.js";
import { openModal } from "./modal.js";
import { dismiss, fill, put, remove, setUpRoom } from "./room.js";
import { clockText, setNow, setZone, tick, zoneText } from "./times.js";

const RELOAD_MS = 150;
const AGAIN_MS = 1500;
const unread = new Set();
let state = null;
let room = null;
let stopFollowing = () => {};
let turn = 0; // grows with every change of member or channel, so that late answers are let go

// --- names and lists

const byKey = (list, id) => list.find((thing) => thing.id === id);
const names = {
  user: (id) => byKey(state.guild.members, id)?.name,
  role: (id) => byKey(state.guild.roles, id)?.name.replace(/^@/, ""),
  channel: (id) => byKey(state.guild.channels, id)?.name,
  open: (id) => enter(byKey(state.guild.channels, id)),
};
const lists = {
  users: () => state.guild.members.map((m) => ({ label: m.name, value: m.id })),
  roles: () => state.guild.roles.map((r) => ({ label: r.name, value: r.id })),
  mentionables: () => [...lists.users(), ...lists.roles()],
  channels: (types) =>
    state.guild.channels.filter((c) => !types?.length || types.includes(c.type)).map((c) => ({ label: `#${c.name}`, value: c.id })),
};

// --- where you are: the address says it, so that two windows can be two members, also after a restart

const keyOf = (channel) => (channel.type === 1 ? `@${channel.name}` : channel.name).toLowerCase();
const placeIn = (hash) => decodeURIComponent(hash.slice(1)).toLowerCase().split("/");
const allRooms = () => [...state.guild.channels, ...state.dms];

function remember() {
  history.replaceState(null, "", `#${state.me.name.toLowerCase()}/${keyOf(room)}`);
  document.title = `${room.type === 1 ? room.name : `#${room.name}`} · ${state.me.name} · Crosswalk demo`;
}

async function become(id) {
  const mine = (turn += 1);
  stopFollowing();
  const next = await get("state", { user: id });
  if (mine !== turn) return;
  unread.clear();
  stopFollowing = follow(id, heard, connection);
  state = next;
}

async function enter(wanted) {
  if (!wanted) return;
  const mine = (turn += 1);
  room = wanted;
  unread.delete(room.id);
  document.body.classList.remove("side-open");
  byId("menu").setAttribute("aria-expanded", "false");
  drawAround();
  notice("");
  const where = { user: state.me.id, channel: room.id };
  const [found, offered] = await Promise.all([get("messages", where), get("commands", where)]);
  if (mine !== turn) return;
  showComposer(room, offered.commands);
  fill(found.messages);
  remember();
}

/** State, channel and messages anew: at the start, after the connection was lost, when channels or roles change. */
async function reload() {
  const mine = turn;
  const next = await get("state", { user: state.me.id });
  if (mine !== turn) return;
  state = next;
  setZone(state.zone);
  setNow(state.now);
  const [, key] = placeIn(location.hash);
  await enter(allRooms().find((c) => c.id === room?.id) ?? allRooms().find((c) => keyOf(c) === key) ?? state.guild.channels[0]);
}

let reloading;
function reloadSoon() {
  clearTimeout(reloading);
  reloading = setTimeout(() => guarded(reload)(), RELOAD_MS);
}

// --- what the server tells

function heard(change) {
  setNow(change.now);
  drawClock();
  if (change.kind === "hello") guarded(reload)();
  else if (change.kind === "state") reloadSoon();
  else if (change.channel_id && change.channel_id !== room?.id) {
    if (change.kind === "message") unread.add(change.channel_id);
    drawSide();
  } else if (change.kind === "message") put(change.message);
  else if (change.kind === "gone") remove(change.message_id);
}

let lost = false;
function connection(how) {
  if (how === "open") {
    if (lost) notice("");
  } else notice("The connection to the demo is lost. If it has ended, start it again with “make demo”.");
  lost = how !== "open";
  if (how === "ended") comeBack();
}

/** A demo that was started again has other ids: the page starts again too, as soon as the demo is ready. */
async function comeBack() {
  try {
    await get("state");
    location.reload();
  } catch {
    setTimeout(comeBack, AGAIN_MS);
  }
}

// --- what you do

/** Does it, and says what goes wrong. Returns the answer, or null when there is none. */
async function act(name, body, failed, complain = notice) {
  try {
    const answer = await post(name, { user: state.me.id, channel: room.id, ...body });
    complain(answer.failed ? failed : "");
    if (answer.modal) openModal(answer.modal, { names, lists }, submitter(answer.id));
    return answer;
  } catch (error) {
    complain(error.message);
    return null;
  }
}

const submitter = (interaction) => async (values, complain) => {
  const answer = await act("submit", { interaction, values }, "Something went wrong. Try again.", complain);
  return Boolean(answer) && !answer.failed;
};

async function press(message, custom_id, button) {
  button.disabled = true;
  await act("press", { message: message.id, custom_id }, "This interaction failed");
  button.disabled = false;
}

const choose = (message, custom_id, values) => act("choose", { message: message.id, custom_id, values }, "This interaction failed");
const say = async (text) => Boolean(await act("say", { text }, ""));

async function slash(command, options) {
  const answer = await act("slash", { command, options }, "The application did not respond");
  return Boolean(answer) && !answer.failed;
}

async function complete(command, option, typed, options) {
  const place = { user: state.me.id, channel: room.id };
  return (await post("complete", { ...place, command, option, typed, options })).choices;
}

async function travel(event) {
  const buttons = [...document.querySelectorAll("[data-travel]")];
  buttons.forEach((button) => { button.disabled = true; });
  try {
    setNow((await post("travel", { to: event.currentTarget.dataset.travel })).now);
    drawClock();
    announce(`It is now ${clockText()}`);
    notice("");
  } catch (error) {
    notice(error.message);
  }
  buttons.forEach((button) => { button.disabled = false; });
}

// --- drawing

function drawAround() {
  const select = byId("who");
  select.replaceChildren(...state.people.map((p) => el("option", { value: p.id, selected: p.id === state.me.id }, `${p.name} (${p.about})`)));
  byId("server-name").textContent = state.guild.name;
  byId("room-name").textContent = room.type === 1 ? room.name : `# ${room.name}`;
  byId("room-topic").textContent = room.topic ?? "";
  drawSide();
  drawClock();
}

function drawSide() {
  byId("channels").replaceChildren(...state.guild.channels.map((c) => roomNode(c, "#")));
  byId("dms").replaceChildren(...state.dms.map((c) => roomNode(c, "")));
  byId("members").replaceChildren(...state.guild.members.map(memberNode));
}

function roomNode(channel, sign) {
  const here = channel.id === room?.id;
  const news = unread.has(channel.id);
  const mark = sign ? el("span", { class: "sign", "aria-hidden": "true" }, sign) : null;
  const label = [mark, channel.name, news ? el("span", { class: "news" }, "new") : null];
  const open = () => guarded(enter)(channel);
  return el("li", {}, el("button", { type: "button", class: news ? "unread" : null, "aria-current": here ? "page" : null, onclick: open }, label));
}

function memberNode(member) {
  const roles = member.bot ? ["bot"] : member.roles.map((id) => names.role(id)).filter(Boolean);
  if (member.owner) roles.unshift("owner");
  return el("li", {}, member.name, roles.length ? el("small", {}, roles.join(", ")) : null);
}

function drawClock() {
  if (!state) return;
  byId("clock").replaceChildren(el("strong", {}, clockText()), el("span", {}, zoneText()));
}

// --- the start

const guarded = (does) => async (...given) => {
  try {
    await does(...given);
  } catch (error) {
    notice(error.message);
  }
};

setUpRoom({ names, lists, press, choose, dismiss, emptyText: () => "Nothing has been said here yet." });
setUpComposer({ lists, say, slash, complete, wrong: notice });
byId("who").addEventListener("change", (event) => guarded(become)(event.target.value));
byId("menu").addEventListener("click", () => {
  const open = document.body.classList.toggle("side-open");
  byId("menu").setAttribute("aria-expanded", String(open));
  if (open) document.querySelector("#channels button")?.focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !document.body.classList.contains("side-open")) return;
  byId("menu").click();
  byId("menu").focus();
});
for (const button of document.querySelectorAll("[data-travel]")) button.addEventListener("click", travel);
setInterval(() => { tick(); drawClock(); }, 1000);

async function start() {
  const first = await get("state");
  const [person] = placeIn(location.hash);
  const who = first.people.find((p) => p.name.toLowerCase() === person) ?? first.me;
  await become(who.id);
}
window.addEventListener("hashchange", () => location.reload());
start().catch((error) => {
  notice(error.message);
  setTimeout(comeBack, AGAIN_MS);
});
