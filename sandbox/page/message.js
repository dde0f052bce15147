// One message: author, texts, embeds, files, buttons and menus.

import { el } from "./dom.js";
import { line, paragraphs } from "./text.js";
import { full, hourOf } from "./times.js";

const EPHEMERAL = 1 << 6;
const LOADING = 1 << 7;
const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link" };
const KINDS_OF_MENU = { 3: "options", 5: "users", 6: "roles", 7: "mentionables", 8: "channels" };
const OWN_FILE = /^https?:\/\/(127\.0\.0\.1|localhost)(:\d+)?\/attachments\//;

export const isPrivate = (message) => Boolean(message.flags & EPHEMERAL);
export const madeAt = (message) => Date.parse(message.timestamp) / 1000;

/** What a screen reader hears of a new message. */
export function summary(message) {
  const words = [message.content, ...message.embeds.flatMap((e) => [e.title, e.description])].filter(Boolean);
  return `${message.author.username}: ${words.join(". ").replace(/[*_`\\]|-# /g, "").slice(0, 200)}`;
}

/** context: names, lists of people, roles and channels, and what presses do. joined: under the same author's last one. */
export function messageNode(message, context, joined) {
  const hidden = isPrivate(message);
  const kind = ["message", joined && "joined", hidden && "private", message.pinged && "pinged"].filter(Boolean);
  return el(
    "li",
    { class: kind.join(" "), id: `m${message.id}` },
    joined ? null : avatar(message.author),
    el(
      "article",
      { class: "body", "aria-label": `${message.author.username}, ${hourOf(madeAt(message))}` },
      joined ? null : head(message),
      content(message, context),
      message.embeds.map((embed) => embedNode(embed, context)),
      message.attachments.map(fileNode),
      components(message.components, message, context),
      hidden ? privacy(message, context) : null,
    ),
  );
}

function avatar(author) {
  const node = el("span", { class: "avatar", "aria-hidden": "true" }, author.username.slice(0, 1));
  const sum = [...author.username].reduce((total, letter) => total * 31 + letter.codePointAt(0), 7);
  node.style.setProperty("--hue", String(sum % 360));
  return node;
}

function head(message) {
  return el(
    "p",
    { class: "head" },
    el("strong", { class: "author" }, message.author.username),
    message.author.bot ? el("span", { class: "tag" }, "bot") : null,
    el("time", { datetime: message.timestamp, title: full(madeAt(message)) }, hourOf(madeAt(message))),
  );
}

function content(message, context) {
  if (message.flags & LOADING) return el("p", { class: "thinking" }, `${message.author.username} is thinking…`);
  if (!message.content) return null;
  const edited = message.edited_timestamp ? el("small", { class: "edited" }, "(edited)") : null;
  return el("div", { class: "text" }, paragraphs(message.content, context.names), edited);
}

function privacy(message, context) {
  return el(
    "p",
    { class: "privacy" },
    "Only you can see this · ",
    el("button", { type: "button", class: "plain", onclick: () => context.dismiss(message) }, "Dismiss"),
  );
}

function embedNode(embed, context) {
  const { names } = context;
  const node = el(
    "div",
    { class: "embed" },
    embed.author?.name ? el("p", { class: "embed-author" }, embed.author.name) : null,
    embed.title ? el("h4", { class: "embed-title" }, line(embed.title, names)) : null,
    embed.description ? el("div", { class: "text" }, paragraphs(embed.description, names)) : null,
    embed.fields?.length ? el("div", { class: "fields" }, embed.fields.map((field) => fieldNode(field, names))) : null,
    picture(embed.image?.url, "large"),
    embed.footer?.text ? el("p", { class: "footer" }, embed.footer.text) : null,
  );
  if (embed.color) node.style.setProperty("--stripe", `#${embed.color.toString(16).padStart(6, "0")}`);
  return node;
}

function fieldNode(field, names) {
  return el(
    "div",
    { class: field.inline ? "field inline" : "field" },
    el("h5", {}, line(field.name, names)),
    el("div", { class: "text" }, paragraphs(field.value, names)),
  );
}

// Pictures and files of elsewhere are not loaded: the page talks to its own machine only.
const local = (url) => (OWN_FILE.test(url ?? "") ? new URL(url).pathname : null);

function picture(url, size, text = "") {
  const path = local(url);
  return path ? el("img", { src: path, alt: text, class: `picture ${size}`, loading: "lazy" }) : null;
}

function fileNode(file) {
  const path = local(file.url);
  if (!path) return null;
  if (file.content_type?.startsWith("image/")) return picture(file.url, "large", file.description ?? file.filename);
  const size = file.size < 1024 ? `${file.size} bytes` : `${Math.round(file.size / 1024)} KB`;
  return el("p", { class: "file" }, el("a", { href: path, download: file.filename }, file.filename), ` ${size}`);
}

// --- components

function components(list, message, context) {
  return list.map((component) => componentNode(component, message, context));
}

function componentNode(component, message, context) {
  const inner = () => components(component.components ?? [], message, context);
  switch (component.type) {
    case 1:
      return el("div", { class: "row" }, inner());
    case 2:
      return button(component, message, context);
    case 9:
      return el("div", { class: "section" }, el("div", {}, inner()), components([component.accessory], message, context));
    case 10:
      return el("div", { class: "text" }, paragraphs(component.content, context.names));
    case 11:
      return picture(component.media?.url, "small", component.description);
    case 12:
      return el("div", { class: "row" }, component.items.map((item) => picture(item.media?.url, "large", item.description)));
    case 13:
      return fileNode({ ...component, url: component.file?.url, filename: component.name ?? "file", size: component.size ?? 0 });
    case 14:
      return component.divider === false ? null : el("hr");
    case 17: {
      const node = el("div", { class: "embed" }, inner());
      if (component.accent_color) node.style.setProperty("--stripe", `#${component.accent_color.toString(16).padStart(6, "0")}`);
      return node;
    }
    default:
      return component.type in KINDS_OF_MENU ? menu(component, message, context) : null;
  }
}

function button(component, message, context) {
  const label = [component.emoji?.name, component.label].filter(Boolean).join(" ") || "button";
  const style = `button ${STYLES[component.style] ?? "secondary"}`;
  if (component.style === 5) {
    return el("a", { class: style, href: component.url, target: "_blank", rel: "noopener noreferrer" }, label);
  }
  const press = (event) => context.press(message, component.custom_id, event.currentTarget);
  const about = { type: "button", class: style, disabled: component.disabled, "data-custom-id": component.custom_id };
  return el("button", { ...about, onclick: press }, label);
}

function menu(component, message, context) {
  const kind = KINDS_OF_MENU[component.type];
  const many = (component.max_values ?? 1) > 1;
  const options = kind === "options" ? component.options : context.lists[kind]();
  const placeholder = component.placeholder ?? "Choose";
  const select = el(
    "select",
    { "aria-label": placeholder, multiple: many, disabled: component.disabled, "data-custom-id": component.custom_id },
    many ? null : el("option", { value: "" }, placeholder),
    options.map((o) => el("option", { value: o.value, selected: o.default, title: o.description }, o.label)),
  );
  const choose = () => context.choose(message, component.custom_id, [...select.selectedOptions].map((o) => o.value).filter(Boolean));
  if (!many) select.addEventListener("change", choose);
  return el("span", { class: "menu-choice" }, select, many ? el("button", { type: "button", class: "button primary", onclick: choose }, "Choose") : null);
}
