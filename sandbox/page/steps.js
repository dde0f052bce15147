// The tour's steps. Each ticks itself off by what really happened; what the bot cannot do (yet) is left out.
//
// does: the deeds that tick it off. command: the command without which there is no such step. goal: likewise, of travel.
// show: what “Show me” does.

import { roomOf } from "./community.js";
import { offerCommand } from "./composer.js";
import { show as showMessage } from "./room.js";

const QUESTION = /^q:\d+:\d+$/;
const REASONS = /^qr:\d+$/;

const parts = (components) => components.flatMap((c) => [c, ...parts(c.components ?? [])]);
const has = (pattern) => (message) => parts(message.components).some((c) => pattern.test(c.custom_id ?? ""));
const isOpen = (message) => has(QUESTION)(message) && !/ · (closed|thrown out)$/.test(message.embeds[0]?.title ?? "");

/** An answer that shows something; what the bot could not do it says without an embed. */
const shows = ({ message }) => Boolean(message?.embeds.length);
const ran = (...names) => (deed) => deed.kind === "slash" && names.includes(deed.what) && shows(deed.answer);
const pressed = (pattern) => (deed) => deed.kind === "press" && pattern.test(deed.what) && shows(deed.answer);
const sent = (pattern) => (deed) => deed.kind === "submit" && pattern.test(deed.what) && shows(deed.answer);
const any = (...tests) => (deed) => tests.some((test) => test(deed));

/** To a message with such a component, its first one focused. */
async function toMessage(place, wanted, pattern) {
  await place.enter(place.quiz());
  const node = showMessage(wanted);
  const control = [...(node?.querySelectorAll("[data-custom-id]") ?? [])].find((c) => pattern.test(c.dataset.customId));
  (control ?? node)?.focus();
  return Boolean(node);
}

async function toCommand(place, name, filled) {
  if (place.isDm()) await place.enter(place.quiz());
  offerCommand(name, filled);
  return true;
}

export const STEPS = [
  {
    id: "answer",
    title: "Answer today's question",
    hint: "Press a letter under the newest question. Only you see whether it is right.",
    missing: "No question is open here. Press “Next question” at the top, then answer.",
    does: pressed(QUESTION),
    show: (place) => toMessage(place, isOpen, QUESTION),
  },
  {
    id: "why",
    title: "See why",
    hint: "Your answer came in private. Press “Reasons for all options” under it.",
    missing: "First answer a question: the button is under the private reply.",
    does: pressed(REASONS),
    show: (place) => toMessage(place, has(REASONS), REASONS),
  },
  {
    id: "streak",
    title: "Look at your streak",
    hint: "Send /quiz streak: your days, and what protects them.",
    command: "quiz streak",
    does: ran("quiz streak"),
    show: (place) => toCommand(place, "quiz streak"),
  },
  {
    id: "mnemonic",
    title: "Find a mnemonic",
    hint: "Send /mnemonic find with a few words, such as “cranial nerves”.",
    command: "mnemonic find",
    does: any(ran("mnemonic find"), pressed(/^mnh:/)),
    show: (place) => toCommand(place, "mnemonic find", { query: "cranial nerves" }),
  },
  {
    id: "buddy",
    title: "Join a buddy round",
    hint: "Send /buddy join for CPC, and fill in as much of the form as you like.",
    command: "buddy join",
    does: sent(/^bf:/),
    show: (place) => toCommand(place, "buddy join", { certification: "CPC" }),
  },
  {
    id: "exam",
    title: "Set an exam date",
    hint: "Send /exam set with a date as you would write it, such as “in 10 weeks”.",
    command: "exam set",
    does: any(ran("exam set"), pressed(/^ex[dw]:/), sent(/^exf:/)),
    show: (place) => toCommand(place, "exam set", { certification: "CPC", date: "in 10 weeks" }),
  },
  {
    id: "eve",
    title: "Travel to the day before",
    hint: "Press “Day before my exam” at the top, and see what the bot writes to you.",
    command: "exam set",
    goal: "day_before_exam",
    does: (deed) => deed.kind === "travel" && deed.what === "day_before_exam",
    show: (place) => place.toGoal("day_before_exam"),
  },
];

/** Where questions are asked. */
export const quizRoomOf = (state) => roomOf((state.guild.channels.find((c) => c.name === "daily-quiz") ?? state.guild.channels[0]).id);
