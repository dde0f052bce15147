// Buttons, menus and the newer layout parts (sections, containers, galleries) of a message.

import { el } from "./dom.js";
import { stripe } from "./embeds.js";
import { fileNode, picture } from "./files.js";
import { menuNode } from "./menu.js";
import { inheriting } from "./renew.js";
import { paragraphs } from "./text.js";

const ROW = 1, BUTTON = 2, SECTION = 9, TEXT = 10, THUMBNAIL = 11, GALLERY = 12, FILE = 13, LINE = 14, CONTAINER = 17;
const LINK = 5;
const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link" };
const KINDS_OF_MENU = { 3: "options", 5: "users", 6: "roles", 7: "mentionables", 8: "channels" };

/** The components of a message. context: names, lists, press, choose. */
export const componentNodes = (list, message, context) => list.map((component) => componentNode(component, message, context));

function componentNode(component, message, context) {
  const inner = () => componentNodes(component.components ?? [], message, context);
  const files = message.attachments;
  switch (component.type) {
    case ROW:
      return el("div", { class: "row" }, inner());
    case BUTTON:
      return button(component, message, context);
    case SECTION:
      return el("div", { class: "section" }, el("div", {}, inner()), componentNodes([component.accessory], message, context));
    case TEXT:
      return el("div", { class: "text" }, paragraphs(component.content, context.names));
    case THUMBNAIL:
      return picture(component.media?.url, "small", component.description, files);
    case GALLERY:
      return el("div", { class: "gallery" }, component.items.map((item) => picture(item.media?.url, "large", item.description, files)));
    case FILE: {
      const name = component.name ?? component.file?.url?.replace("attachment://", "") ?? "file";
      const known = files.find((f) => f.filename === name || f.url === component.file?.url);
      return fileNode({ filename: name, size: component.size ?? known?.size ?? 0, url: known?.url ?? component.file?.url });
    }
    case LINE:
      return component.divider === false ? el("div", { class: "gap" }) : el("hr");
    case CONTAINER: {
      const box = el("div", { class: "embed container" }, inner());
      return component.spoiler ? covered(box) : stripe(box, component.accent_color);
    }
    default:
      if (!(component.type in KINDS_OF_MENU)) return null;
      return menuNode(component, KINDS_OF_MENU[component.type], context.lists, (values) => context.choose(message, component.custom_id, values));
  }
}

function covered(box) {
  const cover = el("button", { type: "button", class: "spoiler" }, "Spoiler: show");
  box.hidden = true;
  const node = el("div", {}, cover, box);
  const uncover = () => { box.hidden = false; cover.remove(); node.className = "uncovered"; };
  cover.addEventListener("click", uncover);
  return inheriting(node, (old) => { if (old.className === "uncovered") uncover(); });
}

function button(component, message, context) {
  const label = [component.emoji?.name, component.label].filter(Boolean).join(" ") || "button";
  const style = `button ${STYLES[component.style] ?? "secondary"}`;
  if (component.style === LINK) {
    return el("a", { class: style, href: component.url, target: "_blank", rel: "noopener noreferrer" }, label);
  }
  const press = async (event) => {
    const pressed = event.currentTarget;
    if (pressed.getAttribute("aria-busy") === "true") return;
    pressed.setAttribute("aria-busy", "true");
    await context.press(message, component.custom_id);
    pressed.removeAttribute("aria-busy");
  };
  const about = { disabled: component.disabled, key: component.custom_id, "data-custom-id": component.custom_id };
  return el("button", { type: "button", class: style, ...about, onclick: press }, label);
}
