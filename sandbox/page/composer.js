// The message box, and slash commands: pick one, fill in its options, send.

import { combo } from "./combo.js";
import { byId, el } from "./dom.js";
import { optionField } from "./fields.js";

const MOST_OFFERED = 12;
let box = byId("composer");
let context = null;
let commands = [];

/** context: say(text), slash(command, options), complete(command, option, typed, options), lists. */
export function setUpComposer(given) {
  context = given;
}

/** For a channel: its commands, and whether the member may write there. */
export function showComposer(channel, offered) {
  commands = flatten(offered);
  const label = channel.type === 1 ? `Message ${channel.name}` : `Message #${channel.name}`;
  const input = el("input", {
    id: "composer-box", type: "text", maxlength: "2000", autocomplete: "off", enterkeyhint: "send",
    "aria-label": `${label}, or type / for commands`,
    placeholder: channel.can_write ? "Message or /command" : "/command",
  });
  const list = combo(input, offers, (offer) => openCommand(offer.command, channel, offered));
  list.classList.add("above");
  const slash = el("button", { type: "button", class: "button secondary", title: "Commands", "aria-label": "Commands" }, "/");
  slash.addEventListener("click", () => {
    input.value = "/";
    input.focus();
    input.dispatchEvent(new Event("input"));
  });
  const form = el("form", { class: "line" }, slash, input, el("button", { class: "button primary" }, "Send"), list);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(input, channel, offered);
  });
  box.replaceChildren(form);
}

async function send(input, channel, offered) {
  const text = input.value.trim();
  if (!text) return;
  if (text.startsWith("/")) {
    const command = match(text.slice(1))[0];
    if (command) openCommand(command, channel, offered);
    else context.wrong(`There is no command ${text}. Type / to see those there are.`);
    return;
  }
  if (await context.say(text)) input.value = "";
}

function flatten(offered, path = [], found = []) {
  for (const command of offered) {
    const names = [...path, command.name];
    const inner = (command.options ?? []).filter((option) => option.type === 1 || option.type === 2);
    if (inner.length) flatten(inner, names, found);
    else found.push({ name: names.join(" "), description: command.description, options: command.options ?? [] });
  }
  return found;
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

function openCommand(command, channel, offered) {
  const close = () => { showComposer(channel, offered); byId("composer-box").focus(); };
  const fields = command.options.map((option) =>
    optionField(option, context.lists, (typed) => context.complete(command.name, option.name, typed, values(fields))),
  );
  const sendButton = el("button", { class: "button primary" }, "Send");
  const form = el(
    "form",
    { class: "command", "aria-label": `/${command.name}` },
    el("p", { class: "command-head" }, el("strong", {}, `/${command.name}`), ` ${command.description}`),
    fields.length ? el("div", { class: "options" }, fields.map((field) => field.node)) : null,
    el("p", { class: "command-foot" }, sendButton, el("button", { type: "button", class: "button secondary", onclick: close }, "Cancel")),
  );
  form.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    sendButton.disabled = true;
    const sent = await context.slash(command.name, values(fields));
    sendButton.disabled = false;
    if (sent && form.isConnected) close();
  });
  box.replaceChildren(form);
  (form.querySelector(".options input, .options select") ?? sendButton).focus();
}

function values(fields) {
  return Object.fromEntries(fields.map((field) => [field.name, field.value()]).filter(([, value]) => value !== undefined));
}
