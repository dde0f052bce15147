// One message: author, texts, embeds, files, buttons and menus.

import { componentNodes } from "./components.js";
import { avatar, el } from "./dom.js";
import { embedNode } from "./embeds.js";
import { fileNode, looseFiles } from "./files.js";
import { paragraphs } from "./text.js";
import { full, hourOf } from "./times.js";

const EPHEMERAL = 1 << 6;
const LOADING = 1 << 7;
const JOIN = 7;
const STARTED_THREAD = 18;
const COMMAND_REPLY = 20;

export const isPrivate = (message) => Boolean(message.flags & EPHEMERAL);
export const isThinking = (message) => Boolean(message.flags & LOADING);
export const madeAt = (message) => Date.parse(message.timestamp) / 1000;

const MENTIONED = { "@": "user", "@!": "user", "@&": "role", "#": "channel" };

/** All that there is to read in a message's own texts, on one line. */
function wordsOf(message, names) {
  const parts = [message.content];
  const look = (component) => {
    parts.push(component.type === 10 ? component.content : "");
    (component.components ?? []).forEach(look);
  };
  for (const embed of message.embeds) parts.push(embed.title, embed.description);
  message.components.forEach(look);
  return parts.filter(Boolean).join(". ").replace(/<t:\d+(:\w)?>|[*_`\\]|-# /g, "").replace(/\s+/g, " ")
    .replace(/<(@[!&]?|#)(\d+)>/g, (_, sign, id) => `${sign[0]}${names[MENTIONED[sign]](id) ?? "unknown"}`).replace(/<(\/[^:>]+):\d+>/g, "$1");
}

/** What a screen reader hears of a new message. */
export const summary = (message, names) =>
  (isThinking(message) ? thinking(message) : `${message.author.username}: ${wordsOf(message, names).slice(0, 200)}`);

const thinking = (message) => `${message.author.username} is thinking…`;

/**
 * context: names, lists, colourOf, openRoom, and what presses do. about: joined: under the same author's last one;
 * failure: what to say under it; source: the message that it answers.
 */
export function messageNode(message, context, { joined, failure, source }) {
  const hidden = isPrivate(message);
  const kind = ["message", joined && "joined", hidden && "private", message.pinged && "pinged"].filter(Boolean);
  const name = message.author.username;
  return el(
    "li",
    { class: kind.join(" "), id: `m${message.id}`, tabindex: "-1" },
    answered(message, source, context.names),
    joined ? null : avatar(name),
    el(
      "article",
      { class: "body", "aria-label": `${name}, ${hourOf(madeAt(message))}${hidden ? ", only you can see this" : ""}` },
      joined ? null : head(message, context),
      content(message, context),
      message.embeds.map((embed) => embedNode(embed, context, message.attachments)),
      looseFiles(message).map(fileNode),
      componentNodes(message.components, message, context),
      reactions(message),
      message.thread ? thread(message.thread, context) : null,
      failure ? el("p", { class: "failure", role: "alert" }, failure) : null,
      hidden ? privacy(message, context) : null,
    ),
  );
}

/** The line above: whose command or which message it answers. */
function answered(message, source, names) {
  const user = message.type === COMMAND_REPLY && !isPrivate(message) ? message.interaction_metadata?.user : null;
  if (user) return el("p", { class: "answered" }, el("strong", {}, user.username), " used a command");
  if (!source) return null;
  const jump = () => {
    const node = document.getElementById(`m${source.id}`);
    node?.scrollIntoView({ block: "center" });
    node?.focus();
  };
  const words = wordsOf(source, names);
  const text = `${source.author.username}: ${words.slice(0, 80)}${words.length > 80 ? "…" : ""}`;
  return el("p", { class: "answered" }, el("button", { type: "button", class: "jump", key: source.id, "aria-label": `In answer to ${text}`, onclick: jump }, text));
}

function head(message, context) {
  const name = el("strong", { class: "author" }, message.author.username);
  const colour = context.colourOf(message.author.id);
  if (colour) name.style.setProperty("--role", colour);
  return el(
    "p",
    { class: "head" },
    name,
    message.author.bot ? el("span", { class: "tag" }, "bot") : null,
    el("time", { datetime: message.timestamp, title: full(madeAt(message)) }, hourOf(madeAt(message))),
    message.pinned ? el("span", { class: "edited" }, "pinned") : null,
  );
}

function content(message, context) {
  if (message.type === JOIN) return el("p", { class: "system" }, "joined the server");
  if (message.type === STARTED_THREAD) return el("p", { class: "system" }, `started a thread: ${message.content}`);
  if (isThinking(message)) return el("p", { class: "thinking" }, thinking(message));
  if (!message.content) return null;
  const edited = message.edited_timestamp ? el("small", { class: "edited" }, "(edited)") : null;
  return el("div", { class: "text" }, paragraphs(message.content, context.names), edited);
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  return el("p", { class: "reactions" }, message.reactions.map((r) => el("span", {}, `${r.emoji.name} ${r.count}`)));
}

function thread(thread, context) {
  return el("p", {}, el("button", { type: "button", class: "thread", key: thread.id, onclick: () => context.openRoom(thread.id) }, `Thread: ${thread.name}`));
}

function privacy(message, context) {
  return el(
    "p",
    { class: "privacy" },
    "Only you can see this · ",
    el("button", { type: "button", class: "plain", key: "dismiss", onclick: () => context.dismiss(message) }, "Dismiss"),
  );
}
