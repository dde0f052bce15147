// What stands around the messages: who you are, the channels, the members.

import { addressOf, channelTree, colourOf, here, isDm, memberGroups, roomOf, titleOf } from "./community.js";
import { avatar, byId, el } from "./dom.js";
import { renewChildren } from "./renew.js";

const unread = new Set();
let goTo = () => {};
let becomeWho = () => {};

/** enter(room), become(userId): what a press does. */
export function setUpAround({ enter, become }) {
  goTo = enter;
  becomeWho = become;
}

export const markUnread = (id) => { unread.add(id); drawSide(); };
export const markRead = (id) => unread.delete(id);
export const markAllRead = () => unread.clear();

export function drawAround() {
  drawPeople();
  drawSide();
  const { room } = here;
  byId("server-name").textContent = here.state.guild.name;
  byId("room-name").textContent = isDm(room) ? room.name : titleOf(room);
  byId("room-topic").textContent = room.topic ?? "";
  document.title = `${titleOf(room)} · ${here.state.me.name} · Crosswalk demo`;
}

/** One press and you are somebody else; who you are now is written out. */
function drawPeople() {
  const box = byId("people");
  const about = here.state.people.find((p) => p.id === here.state.me.id)?.about;
  const buttons = here.state.people.map((person) => {
    const me = person.id === here.state.me.id;
    const text = me ? el("span", { class: "me" }, el("b", {}, person.name), about ? el("small", {}, about) : null) : null;
    const label = `${person.name}, ${person.about}${me ? ", this is you" : ""}`;
    const node = { type: "button", class: "person", "aria-pressed": String(me), "aria-label": label, title: label, "data-person": person.id, key: person.id };
    return el("button", { ...node, onclick: () => { if (person.id !== here.state.me.id) becomeWho(person.id); } }, avatar(person.name), text);
  });
  renewChildren(box, buttons);
  const mine = box.querySelector("[aria-pressed=true]");
  if (mine && mine.offsetLeft + mine.offsetWidth > box.offsetLeft + box.scrollLeft + box.clientWidth) box.scrollLeft = mine.offsetLeft - box.offsetLeft;
}

export function drawSide() {
  const channels = channelTree().map(({ channel, threads }) => {
    const under = threads.length ? el("ul", { class: "threads", "aria-label": `Threads of ${channel.name}` }, threads.map((t) => roomNode(t, "↳"))) : null;
    return roomNode(channel, "#", under);
  });
  renewChildren(byId("channels"), channels);
  renewChildren(byId("dms"), here.state.dms.map((c) => roomNode(c, "@")));
}

function roomNode(room, sign, under = null) {
  const now = room.id === here.room?.id;
  const news = unread.has(room.id);
  const mark = el("span", { class: "sign", "aria-hidden": "true" }, sign);
  const label = [mark, el("span", { class: "room-label" }, room.name), news ? el("span", { class: "news" }, "new") : null];
  const about = { type: "button", class: news ? "unread" : null, "aria-current": now ? "page" : null, "data-room": room.id };
  return el("li", { key: room.id }, el("button", { ...about, key: room.id, onclick: () => goTo(roomOf(room.id)) }, label), under);
}

/** The members, as a part of the panel. */
export function membersNode() {
  const groups = memberGroups().map(([title, members]) => [
    el("h3", {}, `${title} · ${members.length}`),
    el("ul", { class: "members" }, members.map(memberNode)),
  ]);
  const hint = el("p", { class: "hint" }, "Open a second window as somebody else, and each sees live what the other does.");
  return el("div", {}, groups, hint);
}

function memberNode(member) {
  const person = here.state.people.find((p) => p.id === member.id);
  const name = el("span", { class: "author" }, member.name);
  const colour = colourOf(member.id);
  if (colour) name.style.setProperty("--role", colour);
  const tag = member.bot ? el("span", { class: "tag" }, here.state.bot?.online === false ? "offline" : "bot") : null;
  const me = member.id === here.state.me.id;
  const label = `Open a second window as ${member.name}`;
  const about = { class: "second", target: "_blank", "aria-label": label, title: label };
  const second = person && !me ? el("a", { ...about, href: addressOf(person.name, here.room) }, "new window") : null;
  const text = el("span", { class: "member-text" }, el("span", {}, name, tag, me ? el("small", {}, " you") : null), person ? el("small", {}, person.about) : null);
  return el("li", {}, avatar(member.name), text, second);
}
