// Embeds: a box with a coloured edge.

import { el } from "./dom.js";
import { picture } from "./files.js";
import { line, paragraphs, time } from "./text.js";

export const stripe = (node, colour) => {
  if (colour) node.style.setProperty("--stripe", `#${colour.toString(16).padStart(6, "0")}`);
  return node;
};

/** context: names. attachments: the message's files, which a picture may name. */
export function embedNode(embed, { names }, attachments) {
  const title = embed.title ? line(embed.title, names) : null;
  const node = el(
    "div",
    { class: "embed" },
    embed.thumbnail ? el("div", { class: "thumbnail" }, picture(embed.thumbnail.url, "small", "", attachments)) : null,
    embed.author?.name ? el("p", { class: "embed-author" }, embed.author.name) : null,
    title ? el("h2", { class: "embed-title" }, embed.url ? outside(embed.url, title) : title) : null,
    embed.description ? el("div", { class: "text" }, paragraphs(embed.description, names)) : null,
    embed.fields?.length ? el("div", { class: "fields" }, embed.fields.map((field) => fieldNode(field, names))) : null,
    picture(embed.image?.url, "large", embed.image?.description ?? embed.title ?? "", attachments),
    foot(embed),
  );
  return stripe(node, embed.color);
}

const outside = (url, text) =>
  /^https?:/.test(url) ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text) : text;

function foot(embed) {
  const at = embed.timestamp ? Date.parse(embed.timestamp) / 1000 : null;
  if (!embed.footer?.text && !at) return null;
  return el("p", { class: "footer" }, embed.footer?.text, embed.footer?.text && at ? " · " : null, at ? time(at, "f") : null);
}

function fieldNode(field, names) {
  return el(
    "div",
    { class: field.inline ? "field inline" : "field" },
    el("h3", {}, line(field.name, names)),
    el("div", { class: "text" }, paragraphs(field.value, names)),
  );
}
