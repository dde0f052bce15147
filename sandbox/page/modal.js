// A form that the bot opens: texts, menus, radio buttons, check boxes.

import { byId, el } from "./dom.js";
import { packed, tooMuch } from "./files.js";
import { paragraphs } from "./text.js";

const ROW = 1, MENU = 3, TEXT = 4, LINES = 10, LABEL = 18, FILES = 19, RADIO = 21, CHECKS = 22, CHECK = 23;
const THINGS = { 5: "users", 6: "roles", 7: "mentionables", 8: "channels" };
let made = 0;

/** context: names, lists. sent(values, complain): a promise of whether it may close; complain(text) says why not. */
export function openModal(modal, context, sent) {
  const dialog = byId("modal");
  const fields = [];
  const rows = modal.components.map((component) => row(component, context, fields));
  const send = el("button", { class: "button primary" }, "Send");
  const cancel = el("button", { type: "button", class: "button secondary", onclick: () => dialog.close() }, "Cancel");
  const wrong = el("p", { class: "wrong", role: "alert" });
  const foot = el("p", { class: "command-foot" }, send, cancel);
  const form = el("form", {}, el("h2", { id: "modal-title" }, modal.title), rows, wrong, foot);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const much = tooMuch([...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]));
    wrong.textContent = much;
    if (much) return;
    send.disabled = true;
    const values = await Promise.all(fields.map(async (field) => [field.custom_id, await field.value()]));
    const filled = Object.fromEntries(values.filter(([, value]) => value !== undefined));
    if (await sent(filled, (text) => { wrong.textContent = text; })) dialog.close();
    send.disabled = false;
  });
  dialog.replaceChildren(form);
  // What had the focus before may be gone: the command's own form, for one.
  dialog.onclose = () => { if (document.activeElement === document.body) byId("composer-box")?.focus(); };
  dialog.showModal();
}

function row(component, context, fields) {
  if (component.type === LINES) return el("div", { class: "text" }, paragraphs(component.content, context.names));
  if (component.type === ROW) return component.components.map((inner) => field(inner, inner.label, "", context, fields));
  if (component.type === LABEL) return field(component.component, component.label, component.description, context, fields);
  return null;
}

function field(component, label, description, context, fields) {
  const id = `field-${(made += 1)}`;
  const [node, value, grouped, more] = control(component, id, label, context);
  fields.push({ custom_id: component.custom_id, value });
  const about = description ? el("p", { class: "about", id: `${id}-about` }, description) : null;
  if (about) node.setAttribute("aria-describedby", about.id);
  if (grouped) return el("fieldset", { class: "option" }, el("legend", {}, label), about, node);
  return el("div", { class: "option" }, el("label", { for: id }, label), about, node, more);
}

function control(component, id, label, context) {
  const required = component.required !== false;
  switch (component.type) {
    case TEXT:
      return text(component, id, required);
    case RADIO:
    case CHECKS:
      return group(component, id, required);
    case FILES: {
      const files = el("input", { type: "file", id, required, multiple: (component.max_values ?? 1) > 1 });
      return [files, () => Promise.all([...files.files].map(packed))];
    }
    case CHECK: {
      const box = el("input", { type: "checkbox", id, checked: component.default });
      return [box, () => box.checked];
    }
    default:
      return menu(component, id, required, context);
  }
}

function text(component, id, required) {
  const about = { id, required, minlength: component.min_length, maxlength: component.max_length ?? 4000, placeholder: component.placeholder };
  const input = component.style === 2 ? el("textarea", { ...about, rows: "4" }) : el("input", { ...about, type: "text" });
  input.value = component.value ?? "";
  return [input, () => input.value, false, component.max_length && counter(input, component.max_length)];
}

/** How much more fits, once that is little. */
function counter(input, most) {
  const left = el("p", { class: "about" });
  const show = () => { left.textContent = input.value.length > most * 0.8 ? `${most - input.value.length} more characters` : ""; };
  input.addEventListener("input", show);
  show();
  return left;
}

function group(component, id, required) {
  const one = component.type === RADIO;
  const boxes = component.options.map((option) =>
    el("input", { type: one ? "radio" : "checkbox", name: id, value: option.value, checked: option.default, required: one && required }),
  );
  const rows = boxes.map((box, place) => el("label", { class: "check" }, box, ` ${component.options[place].label}`, option(component.options[place])));
  const value = () => boxes.filter((box) => box.checked).map((box) => box.value);
  return [el("div", {}, rows), one ? () => value()[0] : value, true];
}

const option = ({ description }) => (description ? el("span", { class: "offer-detail" }, ` ${description}`) : null);

function menu(component, id, required, context) {
  if (component.type !== MENU && !(component.type in THINGS)) {
    return [el("p", {}, "This page cannot fill that in yet."), () => undefined];
  }
  const options = component.type === MENU ? component.options : context.lists[THINGS[component.type]]();
  const many = (component.max_values ?? 1) > 1;
  const select = el(
    "select",
    { id, required, multiple: many },
    many ? null : el("option", { value: "" }, component.placeholder ?? "Choose"),
    options.map((o) => el("option", { value: o.value, selected: o.default }, o.label)),
  );
  return [select, () => [...select.selectedOptions].map((o) => o.value).filter(Boolean)];
}
