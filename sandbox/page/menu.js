// A menu in a message: a button that opens a list of options, each with its description; one or several may be chosen.

import { el } from "./dom.js";
import { inheriting, seal, unseal } from "./renew.js";

const menus = new WeakMap(); // by their nodes
let made = 0;

/** component: as Discord has it. kind: "options" or one of `lists`. choose(values): a promise, after which it is free again. */
export const menuNode = (component, kind, lists, choose) => new Menu(component, kind, lists, choose).node;

/** Focus stays on the list while it is open; arrows, Home, End, letters, Enter, Space and Escape do what they do anywhere. */
class Menu {
  constructor(component, kind, lists, choose) {
    this.choose = choose;
    this.most = component.max_values ?? 1;
    this.least = component.min_values ?? 1;
    this.options = kind === "options" ? component.options : lists[kind](component.channel_types);
    const given = kind === "options" ? this.options.filter((o) => o.default).map((o) => o.value) : [];
    this.chosen = new Set([...(component.default_values ?? []).map((v) => v.id), ...given]);
    this.placeholder = component.placeholder ?? "Choose";
    this.active = -1;
    this.build(component, `menu-${(made += 1)}`);
    this.draw();
  }

  get many() { return this.most > 1; }

  get enough() { return this.chosen.size >= this.least && this.chosen.size <= this.most; }

  build(component, id) {
    this.said = el("span", {});
    const about = { type: "button", class: "menu-opener", "aria-haspopup": "listbox", "aria-expanded": "false", "aria-controls": id };
    const arrow = el("span", { class: "arrow", "aria-hidden": "true" }, "▾");
    this.opener = el("button", { ...about, disabled: component.disabled, "data-custom-id": component.custom_id }, this.said, arrow);
    this.rows = this.options.map((option, place) => row(option, `${id}-${place}`, () => this.toggle(place)));
    const multiple = this.many ? "true" : null;
    this.list = el("ul", { class: "menu-list", role: "listbox", id, tabindex: "-1", "aria-label": this.placeholder, "aria-multiselectable": multiple }, this.rows);
    this.send = el("button", { type: "button", class: "button primary", onclick: () => this.take() }, "Choose");
    this.box = el("div", { class: "menu-box", hidden: true }, this.list, this.many ? this.send : null);
    this.node = inheriting(el("div", { class: "menu-choice", key: component.custom_id }, this.opener, this.box), (...given) => this.inherit(...given));
    seal(this.node, [component, this.options]);
    menus.set(this.node, this);
    this.opener.addEventListener("click", () => this.open(this.box.hidden));
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.node.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !this.node.contains(event.relatedTarget)) this.open(false);
    });
  }

  draw() {
    const labels = this.options.filter((o) => this.chosen.has(o.value)).map((o) => o.label).join(", ");
    this.said.textContent = labels || this.placeholder;
    this.opener.setAttribute("aria-label", labels ? `${this.placeholder}: ${labels}` : this.placeholder);
    this.rows.forEach((node, place) => {
      node.setAttribute("aria-selected", String(this.chosen.has(this.options[place].value)));
      node.classList.toggle("active", place === this.active);
    });
    this.send.disabled = !this.enough;
    if (this.rows[this.active]) this.list.setAttribute("aria-activedescendant", this.rows[this.active].id);
  }

  move(place) {
    this.active = Math.max(0, Math.min(this.options.length - 1, place));
    this.draw();
    this.rows[this.active]?.scrollIntoView({ block: "nearest" });
  }

  open(yes, focused = true) {
    this.box.hidden = !yes;
    this.opener.setAttribute("aria-expanded", String(yes));
    if (!yes || !focused) return;
    this.list.focus();
    this.move(Math.max(0, this.options.findIndex((o) => this.chosen.has(o.value))));
    this.box.scrollIntoView({ block: "nearest" });
  }

  /** The message was changed while this menu was open: it stays open, with what was chosen so far. */
  inherit(node, focused) {
    const old = menus.get(node);
    if (!old || old.box.hidden || this.opener.disabled) return;
    const at = old.options[old.active]?.value;
    const there = (value) => this.options.some((o) => o.value === value);
    this.chosen = new Set([...old.chosen].filter(there));
    this.open(true, focused);
    this.move(this.options.findIndex((o) => o.value === at));
  }

  async take() {
    unseal(this.node); // what the bot shows next is what holds then
    this.open(false);
    this.opener.focus();
    this.opener.setAttribute("aria-busy", "true");
    await this.choose([...this.chosen]);
    this.opener.removeAttribute("aria-busy");
  }

  toggle(place) {
    const { value } = this.options[place];
    this.active = place;
    if (!this.many) this.chosen.clear();
    if (!this.chosen.delete(value)) this.chosen.add(value);
    this.draw();
    if (!this.many) this.take();
  }

  /** Enter takes what was chosen, and chooses first where nothing was. */
  enter() {
    if (this.many && this.enough && this.chosen.has(this.options[this.active]?.value)) this.take();
    else this.toggle(this.active);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const keys = {
      ArrowDown: () => this.move(this.active + 1),
      ArrowUp: () => this.move(this.active - 1),
      Home: () => this.move(0),
      End: () => this.move(this.options.length - 1),
      Enter: () => this.enter(),
      " ": () => this.toggle(this.active),
      Escape: () => { this.open(false); this.opener.focus(); },
    };
    const does = keys[event.key] ?? (event.key.length === 1 ? () => this.letter(event.key.toLowerCase()) : null);
    if (!does) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  }

  letter(typed) {
    const places = [...this.options.keys()].map((place) => (place + this.active + 1) % this.options.length);
    const found = places.find((place) => this.options[place].label.replace(/^[#@]/, "").toLowerCase().startsWith(typed));
    if (found !== undefined) this.move(found);
  }
}

function row(option, id, toggle) {
  const name = [option.emoji?.name, option.label].filter(Boolean).join(" ");
  const detail = option.description ? el("span", { class: "offer-detail" }, option.description) : null;
  return el("li", { role: "option", id, onclick: toggle }, el("span", { class: "offer-label" }, name), detail);
}
