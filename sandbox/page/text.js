// Markdown trees as nodes of the page.

import { el } from "./dom.js";
import { inline, parse } from "./markdown.js";
import { seal } from "./renew.js";
import { full, written } from "./times.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strike: "s" };
const BLOCKS = { text: "p", small: "small", h1: "h4", h2: "h5", h3: "h6", quote: "blockquote", item: "p" };

/** names: {user(id), role(id), channel(id)} give a name or undefined; open(id) goes to a channel. */
function leaf(node, names) {
  switch (node.type) {
    case "user":
      return el("span", { class: "mention" }, `@${names.user(node.id) ?? "unknown user"}`);
    case "role":
      return el("span", { class: "mention" }, `@${names.role(node.id) ?? "deleted role"}`);
    case "channel": {
      const name = names.channel(node.id);
      if (!name) return el("span", { class: "mention" }, "#unknown");
      return el("button", { type: "button", class: "mention", key: node.id, onclick: () => names.open?.(node.id) }, `#${name}`);
    }
    case "everyone":
      return el("span", { class: "mention" }, `@${node.name}`);
    case "command":
      return el("span", { class: "mention" }, `/${node.name}`);
    case "time":
      return time(node.at, node.style);
    case "code":
      return el("code", {}, node.text);
    case "pre":
      return el("pre", { tabindex: "0" }, el("code", {}, node.text));
    case "link":
      return el("a", { href: node.href, target: "_blank", rel: "noopener noreferrer" }, inlineNodes(node.children, names));
    case "spoiler":
      return spoiler(node, names);
    default:
      return node.type in BLOCKS ? blockNode(node, names) : el(TAGS[node.type], {}, inlineNodes(node.children, names));
  }
}

function spoiler(node, names) {
  const hidden = el("span", { hidden: true }, inlineNodes(node.children, names));
  const button = el("button", { type: "button", class: "spoiler" }, "Spoiler: show");
  button.addEventListener("click", () => { hidden.hidden = false; button.remove(); });
  return seal(el("span", {}, button, hidden), node);
}

const inlineNodes = (children, names) =>
  children.map((child) => (typeof child === "string" ? child : leaf(child, names)));

export function time(instant, style) {
  const relative = style === "R" ? instant : null;
  const iso = Math.abs(instant) < 8e12 ? new Date(instant * 1000).toISOString() : null;
  if (!iso) return String(instant);
  return el("time", { datetime: iso, title: full(instant), "data-relative": relative }, written(instant, style));
}

/** A line of text, such as a title. */
export const line = (text, names) => inlineNodes(inline(text), names);

/** A whole text. */
export const paragraphs = (text, names) =>
  parse(text).map((block) => blockNode(block, names));

function blockNode(block, names) {
  const mark = block.type === "item" ? el("span", { class: "mark" }, block.number ? `${block.number}.` : "•") : null;
  const node = el(BLOCKS[block.type], { class: `md-${block.type}` }, mark, mark && " ", inlineNodes(block.children, names));
  if (block.depth) node.style.setProperty("--depth", String(block.depth));
  return node;
}
