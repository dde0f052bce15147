// The message box, and slash commands: pick one, fill in its options, send.

import { combo } from "./combo.js";
import { isDm, lists, titleOf } from "./community.js";
import { byId, el, notice } from "./dom.js";
import { optionField } from "./fields.js";
import { packed, tooMuch } from "./files.js";

const MOST_OFFERED = 40;
const TEXT = 3;
const box = byId("composer");
const drafts = new Map(); // what was typed and not sent, by channel
let context = null;
let room = null;
let place = {}; // another one with every channel, and every member
let commands = [];
let shown = "";

/** given: say(text, files), slash(command, options), complete(command, option, typed, options). */
export function setUpComposer(given) {
  context = given;
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault(); // the address says who and where
    box.querySelector("input, select, button")?.focus();
    byId("composer-box")?.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]") || event.target.closest("input, textarea, select, [role=listbox]")) return;
    event.preventDefault();
    typeInto("/");
  });
}

/** For a channel: its commands, and whether the member may write there. What is being typed, or filled in, stays. */
export function showComposer(channel, offered, who) {
  const same = shown === `${who} ${channel.id}`;
  shown = `${who} ${channel.id}`;
  room = channel;
  commands = flatten(offered);
  if (same) return labelLine();
  place = {};
  return line();
}

/** Opens a command for filling in, as if it had been picked; `filled` by option. */
export function offerCommand(name, filled = {}) {
  const command = commands.find((one) => one.name === name);
  if (!command) return typeInto(`/${name}`);
  return openCommand(command, filled);
}

/** Back to the message box; not on a phone, where its keyboard would cover what has just come. */
function rest() {
  if (matchMedia("(pointer: coarse)").matches) byId("scroll").focus();
  else byId("composer-box").focus();
}

function typeInto(text) {
  line();
  const input = byId("composer-box");
  input.value = text;
  input.focus();
  input.dispatchEvent(new Event("input"));
}

// --- the line

function line() {
  const input = el("textarea", { id: "composer-box", rows: "1", maxlength: "2000", autocomplete: "off", enterkeyhint: "send" });
  input.value = drafts.get(room.id) ?? "";
  input.addEventListener("input", () => drafts.set(room.id, input.value));
  const list = combo(input, offers, (offer) => picked(offer.command));
  list.classList.add("above");
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    form.requestSubmit();
  });
  const slash = el("button", { type: "button", class: "button secondary", title: "Commands", "aria-label": "Commands", onclick: () => typeInto("/") }, "/");
  const files = el("input", { type: "file", multiple: true, class: "unseen", tabindex: "-1", "aria-hidden": "true" });
  const held = el("p", { class: "held", hidden: true });
  files.addEventListener("change", () => {
    held.hidden = !files.files.length;
    held.textContent = `With ${[...files.files].map((file) => file.name).join(", ")}`;
    input.focus();
  });
  const adding = { id: "composer-add", title: "Add files", "aria-label": "Add files", onclick: () => files.click() };
  const add = el("button", { type: "button", class: "button secondary", ...adding }, "+");
  const form = el("form", { class: "line" }, slash, add, files, input, el("button", { class: "button primary" }, "Send"), list);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    list.close();
    send(input, [...files.files]);
  });
  box.replaceChildren(held, form);
  labelLine();
}

/** What depends on the channel's name and on whether one may write in it. */
function labelLine() {
  const input = byId("composer-box");
  if (!input) return; // a command is being filled in
  const label = isDm(room) ? `Message ${room.name}` : `Message ${titleOf(room)}`;
  input.setAttribute("aria-label", room.can_write ? `${label}, or type / for commands` : "Type / for commands; only the bot writes here");
  input.placeholder = room.can_write ? "Message or /" : "/command";
  byId("composer-add").disabled = !room.can_write;
}

async function send(input, files) {
  const text = input.value.trim();
  if (text.startsWith("/")) return sendTyped(text.slice(1));
  if (!text && !files.length) return undefined;
  if (!room.can_write) return notice("Only the bot writes here. Commands work: type / to see them.");
  if (tooMuch(files)) return notice(tooMuch(files));
  const [mine, { id }] = [place, room];
  if (!(await context.say(text, await Promise.all(files.map(packed))))) return undefined;
  drafts.delete(id);
  if (mine === place) {
    line();
    rest();
  }
  return undefined;
}

/** A command as it was typed: sent at once when nothing is missing, else opened, with what follows its name filled in. */
function sendTyped(typed) {
  const words = typed.split(/\s+/).join(" ").trim();
  const known = commands.filter((c) => words === c.name || words.startsWith(`${c.name} `)).sort((a, b) => b.name.length - a.name.length)[0];
  const command = known ?? match(words)[0];
  if (!command) return notice(`There is no command /${words}. Type / to see those there are.`);
  const rest = known ? words.slice(known.name.length).trim() : "";
  if (known && !rest && !needs(known)) return run(command, {});
  return openCommand(command, spread(command, rest));
}

/** What was typed behind a command's name, by option: “certification: CPC” as the bot writes it; else it is for the first text. */
function spread(command, typed) {
  const names = command.options.map((option) => option.name);
  const [loose, ...named] = names.length ? typed.split(new RegExp(`(?:^|\\s)(${names.join("|")}):`, "i")) : [""];
  const first = command.options.find((option) => option.type === TEXT);
  const filled = loose.trim() && first ? { [first.name]: loose.trim() } : {};
  for (let at = 0; at < named.length; at += 2) filled[named[at].toLowerCase()] = named[at + 1].trim();
  return filled;
}

const needs = (command) => command.options.some((option) => option.required);

async function run(command, options) {
  drafts.delete(room.id);
  const mine = place;
  const input = byId("composer-box");
  if (input) input.value = "";
  const sent = await context.slash(command.name, options);
  if (!sent && mine === place && input?.isConnected && !input.value) input.value = `/${command.name}`;
}

/** From the list: what takes nothing is sent, the rest is asked for first. */
const picked = (command) => (command.options.length ? openCommand(command) : run(command, {}));

// --- which commands

function flatten(offered, path = [], found = []) {
  for (const command of offered) {
    const names = [...path, command.name];
    const inner = (command.options ?? []).filter((option) => option.type === 1 || option.type === 2);
    if (inner.length) flatten(inner, names, found);
    else found.push({ name: names.join(" "), description: command.description, options: command.options ?? [] });
  }
  return found.sort((a, b) => a.name.localeCompare(b.name));
}

function match(typed) {
  const wanted = typed.trim().toLowerCase();
  const starts = commands.filter((command) => command.name.startsWith(wanted));
  return [...starts, ...commands.filter((command) => !starts.includes(command) && command.name.includes(wanted))];
}

function offers(typed) {
  if (!typed.startsWith("/")) return [];
  return match(typed.slice(1)).slice(0, MOST_OFFERED).map((command) => ({
    label: `/${command.name}`, detail: command.description, command,
  }));
}

// --- a command's options

function openCommand(command, filled = {}) {
  const close = () => { line(); rest(); };
  drafts.delete(room.id);
  const fields = command.options.map((option) =>
    optionField(option, lists, (typed) => context.complete(command.name, option.name, typed, given(fields))),
  );
  for (const field of fields) if (filled[field.name]) field.fill(filled[field.name]);
  const sendButton = el("button", { class: "button primary" }, "Send");
  const form = el(
    "form",
    { class: "command", "aria-label": `/${command.name}`, novalidate: true },
    el("p", { class: "command-head" }, el("strong", {}, `/${command.name}`), ` ${command.description}`),
    fields.length ? el("div", { class: "options" }, fields.map((field) => field.node)) : null,
    el("p", { class: "command-foot" }, sendButton, el("button", { type: "button", class: "button secondary", onclick: close }, "Cancel")),
  );
  form.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    sendButton.disabled = true;
    const sent = await sendFilled(command, fields);
    sendButton.disabled = false;
    if (!sent || !form.isConnected) return;
    if (document.querySelector("dialog[open]")) line();
    else close();
  });
  box.replaceChildren(form);
  const open = fields.find((field) => field.required && !filled[field.name]);
  if (open) open.focus();
  else if (fields.length && !needs(command)) fields[0].focus();
  else sendButton.focus();
}

/** Sends it when every field is right, else goes to the first that is not. Gives whether it was sent. */
async function sendFilled(command, fields) {
  const wrong = fields.filter((field) => !field.check());
  if (wrong.length) {
    wrong[0].focus();
    return false;
  }
  const options = await Promise.all(fields.map(async (field) => [field.name, await field.value()]));
  return context.slash(command.name, Object.fromEntries(options.filter(([, value]) => value !== undefined)));
}

/** What stands in the fields so far, for the bot's suggestions: no files, and no numbers that are none. */
const given = (fields) =>
  Object.fromEntries(fields.filter((f) => !f.file).map((f) => [f.name, f.value()]).filter(([, value]) => value !== undefined && !Number.isNaN(value)));
