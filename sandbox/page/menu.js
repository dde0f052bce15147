// A menu in a message: a button that opens a list of options, each with its description; one or several may be chosen.

import { el } from "./dom.js";

let made = 0;

/**
 * component: as Discord has it. kind: "options" or one of `lists`. choose(values): a promise, after which it is free again.
 * Focus stays on the list while it is open; arrows, Home, End, letters, Enter, Space and Escape do what they do anywhere.
 */
export function menuNode(component, kind, lists, choose) {
  const id = `menu-${(made += 1)}`;
  const most = component.max_values ?? 1;
  const least = component.min_values ?? 1;
  const many = most > 1;
  const options = kind === "options" ? component.options : lists[kind](component.channel_types);
  const given = kind === "options" ? options.filter((o) => o.default) : [];
  const chosen = new Set((component.default_values ?? []).map((v) => v.id).concat(given.map((o) => o.value)));
  const placeholder = component.placeholder ?? "Choose";
  let active = -1;

  const said = el("span", {});
  const opener = el(
    "button",
    { type: "button", class: "menu-opener", "aria-haspopup": "listbox", "aria-expanded": "false", "aria-controls": id, disabled: component.disabled, "data-custom-id": component.custom_id },
    said,
    el("span", { class: "arrow", "aria-hidden": "true" }, "▾"),
  );
  const rows = options.map((option, place) => row(option, `${id}-${place}`, () => toggle(place)));
  const list = el("ul", { class: "menu-list", role: "listbox", id, tabindex: "-1", "aria-label": placeholder, "aria-multiselectable": many ? "true" : null }, rows);
  const send = el("button", { type: "button", class: "button primary", onclick: () => take() }, "Choose");
  const box = el("div", { class: "menu-box", hidden: true }, list, many ? send : null);

  const draw = () => {
    const labels = options.filter((o) => chosen.has(o.value)).map((o) => o.label);
    said.textContent = labels.join(", ") || placeholder;
    opener.setAttribute("aria-label", `${placeholder}${labels.length ? `: ${labels.join(", ")}` : ""}`);
    rows.forEach((node, place) => {
      node.setAttribute("aria-selected", String(chosen.has(options[place].value)));
      node.classList.toggle("active", place === active);
    });
    send.disabled = chosen.size < least || chosen.size > most;
    if (active >= 0) list.setAttribute("aria-activedescendant", rows[active].id);
  };
  const move = (place) => {
    active = Math.max(0, Math.min(options.length - 1, place));
    draw();
    rows[active]?.scrollIntoView({ block: "nearest" });
  };
  const open = (yes) => {
    box.hidden = !yes;
    opener.setAttribute("aria-expanded", String(yes));
    if (!yes) return;
    list.focus();
    move(Math.max(0, options.findIndex((o) => chosen.has(o.value))));
    box.scrollIntoView({ block: "nearest" });
  };
  const take = async () => {
    open(false);
    opener.focus();
    opener.setAttribute("aria-busy", "true");
    await choose([...chosen]);
    opener.removeAttribute("aria-busy");
  };
  const toggle = (place) => {
    const { value } = options[place];
    active = place;
    if (!many) chosen.clear();
    if (chosen.has(value)) chosen.delete(value);
    else chosen.add(value);
    draw();
    if (!many) take();
  };
  const keys = {
    ArrowDown: () => move(active + 1),
    ArrowUp: () => move(active - 1),
    Home: () => move(0),
    End: () => move(options.length - 1),
    Enter: () => (many && chosen.size >= least && chosen.size <= most && chosen.has(options[active]?.value) ? take() : toggle(active)),
    " ": () => toggle(active),
    Escape: () => { open(false); opener.focus(); },
  };
  list.addEventListener("keydown", (event) => {
    const does = keys[event.key] ?? (event.key.length === 1 ? () => letter(event.key) : null);
    if (!does || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  });
  const letter = (typed) => {
    const order = [...options.keys()].map((place) => (place + active + 1) % options.length);
    const found = order.find((place) => options[place].label.replace(/^[#@]/, "").toLowerCase().startsWith(typed.toLowerCase()));
    if (found !== undefined) move(found);
  };
  opener.addEventListener("click", () => open(box.hidden));
  const whole = el("div", { class: "menu-choice" }, opener, box);
  whole.addEventListener("focusout", (event) => { if (event.relatedTarget && !whole.contains(event.relatedTarget)) open(false); });
  draw();
  return whole;
}

function row(option, id, toggle) {
  const name = [option.emoji?.name, option.label].filter(Boolean).join(" ");
  const node = el("li", { role: "option", id }, el("span", { class: "offer-label" }, name), option.description ? el("span", { class: "offer-detail" }, option.description) : null);
  node.addEventListener("click", toggle);
  return node;
}
