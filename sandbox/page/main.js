// The page: who you are, where you are; everything else follows what the server tells.

import * as acts from "./acts.js";
import { follow, get } from "./api.js";
import { drawAround, markAllRead, markRead, markUnread, setUpAround } from "./around.js";
import { did, drawTrouble, loadLog } from "./bot.js";
import { addressOf, allRooms, colourOf, here, keyOf, lists, names, placeIn, roomOf } from "./community.js";
import { setUpComposer, showComposer } from "./composer.js";
import { byId, notice } from "./dom.js";
import { drawPanel, setUpPanel } from "./panel.js";
import { anew, catchUp, empty, fill, put, redraw, remove, setUpRoom } from "./room.js";
import { clockTold, drawClock, drawTime, setUpTime } from "./timebar.js";
import { setNow, setSpeed, setZone, tick } from "./times.js";
import { resumeTour, setUpTour } from "./tour.js";

const RELOAD_MS = 200;
const AGAIN_MS = 1500;
const TICK_MS = 1000;
let stopFollowing = () => {};
let turn = 0; // grows with every change of member or channel, so that late answers are let go
let becoming = -1; // the turn in which another member's state is asked for

const guarded = (does) => async (...given) => {
  try {
    return await does(...given);
  } catch (error) {
    notice(error.message);
    return undefined;
  }
};

// --- who and where

async function become(id) {
  const mine = (becoming = turn += 1);
  stopFollowing();
  const next = await get("state", { user: id }).finally(() => { if (becoming === mine) becoming = -1; });
  if (mine !== turn) return;
  markAllRead();
  empty();
  stopFollowing = follow(id, heard, connection);
  take(next);
}

/** Whether a state that was asked for in that turn is of no use any more: of another place, or of whom one was before. */
const isLate = (mine, next) => mine !== turn || becoming === turn || next.me.id !== here.state.me.id;

/** The state as it is now. */
function take(next) {
  here.state = next;
  setZone(next.zone);
  setNow(next.now);
  setSpeed(next.speed);
  drawTime();
  drawTrouble();
}

async function enter(wanted) {
  if (!wanted) return;
  const mine = (turn += 1);
  const other = here.room?.id !== wanted.id;
  here.room = wanted;
  markRead(wanted.id);
  shutSide();
  draw();
  notice("");
  if (other || !byId("messages").firstChild) empty();
  else anew();
  const where = { user: here.state.me.id, channel: wanted.id };
  const [found, offered] = await Promise.all([get("messages", where), get("commands", where)]);
  if (mine !== turn) return;
  showComposer(wanted, offered.commands, here.state.me.id);
  fill(found.messages, found.more);
  guarded(resumeTour)(offered.commands);
  history.replaceState(null, "", addressOf(here.state.me.name, wanted));
}

function draw() {
  drawAround();
  drawPanel();
}

/** State, channel and messages anew: at the start, for another member, after the connection was lost. */
async function reload() {
  const mine = turn;
  const next = await get("state", { user: here.state.me.id });
  if (isLate(mine, next)) return;
  take(next);
  clockTold(next); // a journey may have ended unheard
  const [, key] = placeIn(location.hash);
  guarded(loadLog)();
  await enter(allRooms().find((c) => c.id === here.room?.id) ?? allRooms().find((c) => keyOf(c) === key) ?? next.guild.channels[0]);
}

/** Only what stands around the messages: channels, members, roles, and what may be done here. */
async function refresh() {
  const mine = turn;
  const next = await get("state", { user: here.state.me.id });
  if (isLate(mine, next)) return;
  const same = JSON.stringify([next.guild, next.dms, next.bot]) === JSON.stringify([here.state.guild, here.state.dms, here.state.bot]);
  take(next);
  if (same) return;
  const room = here.room && roomOf(here.room.id);
  if (!room) return void (await enter(next.guild.channels[0]));
  here.room = room;
  draw();
  redraw();
  const offered = await get("commands", { user: next.me.id, channel: room.id });
  if (mine === turn) showComposer(room, offered.commands, next.me.id);
}

let refreshing;
function refreshSoon() {
  clearTimeout(refreshing);
  refreshing = setTimeout(() => guarded(refresh)(), RELOAD_MS);
}

/** What stands above the first message that is shown. */
async function earlier(before) {
  const answer = await guarded(get)("messages", { user: here.state.me.id, channel: here.room.id, before });
  return { found: answer?.messages ?? [], more: answer?.more ?? false };
}

// --- what the server tells

const KINDS = {
  hello: () => guarded(reload)(),
  state: refreshSoon,
  clock: (told) => {
    if (!told.going) catchUp(); // a journey is over when what came on it can be seen
    clockTold(told);
  },
  did: ({ entry }) => did(entry),
  bot: ({ online }) => { here.state.bot = { online }; drawPanel(); drawTrouble(); },
  faults: ({ faults }) => { here.state.faults = faults; drawTrouble(); },
  message: (change) => (change.channel_id === here.room?.id ? put(change.message) : unreadIn(change)),
  gone: (change) => { if (change.channel_id === here.room?.id) remove(change.message_id); },
};

/** A message is news when it is new; one that was changed is not. */
function unreadIn({ channel_id, message }) {
  if (!message.edited_timestamp && message.author.id !== here.state.me.id) markUnread(channel_id);
}

function heard(change) {
  setNow(change.now);
  drawClock();
  KINDS[change.kind]?.(change);
}

let lost = false;
function connection(how) {
  if (how === "open") {
    if (lost) notice("");
  } else notice("The connection to the demo is lost. If it has ended, start it again with “make demo”.");
  lost = how !== "open";
  if (how === "ended") comeBack();
}

/** A demo that was started again may have other ids: the page starts again too, as soon as the demo is ready. */
async function comeBack() {
  try {
    await get("state");
    location.reload();
  } catch {
    setTimeout(comeBack, AGAIN_MS);
  }
}

// --- the channels on a phone

function shutSide() {
  document.body.classList.remove("side-shown");
  byId("menu").setAttribute("aria-expanded", "false");
}

function setUpSide() {
  byId("menu").addEventListener("click", () => {
    const open = document.body.classList.toggle("side-shown");
    byId("menu").setAttribute("aria-expanded", String(open));
    if (open) document.querySelector("#side [aria-current], #side button")?.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("side-shown")) {
      shutSide();
      byId("menu").focus();
    }
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      const rooms = allRooms();
      const place = rooms.findIndex((room) => room.id === here.room?.id) + (event.key === "ArrowUp" ? -1 : 1);
      guarded(enter)(rooms[(place + rooms.length) % rooms.length]);
    }
  });
}

// --- the start

// What was done may have given time another goal (an exam date has a day before it); on a journey trouble may have ended.
acts.onDeed(refreshSoon);
names.open = (id) => guarded(enter)(roomOf(id));
setUpRoom({
  names, lists, colourOf, earlier, openRoom: names.open, press: acts.press, choose: acts.choose,
  emptyText: () => "Nothing has been said here yet.",
});
setUpComposer({ say: acts.say, slash: acts.slash, complete: acts.complete });
setUpAround({ enter: guarded(enter), become: guarded(become) });
setUpTime();
setUpPanel();
setUpTour({ enter: guarded(enter) });
setUpSide();
setInterval(() => { if (here.state) { tick(); drawClock(); } }, TICK_MS);

async function start() {
  const first = await get("state");
  const [person] = placeIn(location.hash);
  await become((first.people.find((p) => p.name.toLowerCase() === person) ?? first.me).id);
}
window.addEventListener("hashchange", () => location.reload());
start().catch((error) => {
  notice(error.message);
  setTimeout(comeBack, AGAIN_MS);
});
