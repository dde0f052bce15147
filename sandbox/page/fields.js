// Inputs for a command's options. Each field: {name, required, file, node, value(), fill(text), check(), focus()}.
// value(): undefined means: not given; of a file, a promise. check(): whether it can be sent; says under the field why not.

import { combo } from "./combo.js";
import { el } from "./dom.js";
import { packed, tooMuch } from "./files.js";

const INTEGER = 4, BOOLEAN = 5, USER = 6, CHANNEL = 7, ROLE = 8, MENTIONABLE = 9, NUMBER = 10, ATTACHMENT = 11;
const WAIT_MS = 120;
let made = 0;

/** lists: users(), roles(), channels(), mentionables(). complete(typed): gives a promise of [{name, value}]. */
export function optionField(option, lists, complete) {
  const id = `option-${(made += 1)}`;
  const { control, value, extra, problem } = build(option, lists, complete);
  control.id = id;
  control.setAttribute("aria-describedby", `${id}-about ${id}-wrong`);
  if (option.required) control.required = true;
  const wrong = el("p", { class: "wrong", id: `${id}-wrong`, "aria-live": "polite" });
  const node = el(
    "div",
    { class: "option" },
    el("label", { for: id }, option.name, option.required ? null : el("span", { class: "optional" }, " optional")),
    control,
    extra,
    el("p", { class: "about", id: `${id}-about` }, option.description),
    wrong,
  );
  const check = () => {
    const missing = option.required && (control.value === "" || control.value === undefined);
    const text = missing ? "This is needed." : control.value === "" ? "" : problem?.() ?? "";
    wrong.textContent = text;
    if (text) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
    return !text;
  };
  control.addEventListener("input", () => { if (wrong.textContent) check(); });
  const fill = (text) => {
    if (control.tagName === "SELECT") control.value = [...control.options].find((one) => bare(one.label) === bare(text))?.value ?? "";
    else if (control.type !== "file") control.value = text;
  };
  return { name: option.name, required: Boolean(option.required), file: option.type === ATTACHMENT, node, value, fill, check, focus: () => control.focus() };
}

const bare = (label) => label.replace(/^[@#]/, "").toLowerCase();

function build(option, lists, complete) {
  if (option.choices?.length) return choice(option, option.choices.map((c) => ({ label: c.name, value: c.value })));
  if (option.autocomplete) return completed(option, complete);
  switch (option.type) {
    case BOOLEAN:
      return choice(option, [{ label: "True", value: true }, { label: "False", value: false }]);
    case USER:
      return things(option, lists.users());
    case CHANNEL:
      return things(option, lists.channels(option.channel_types));
    case ROLE:
      return things(option, lists.roles());
    case MENTIONABLE:
      return things(option, lists.mentionables());
    case ATTACHMENT:
      return file();
    case INTEGER:
    case NUMBER:
      return number(option);
    default:
      return text(option);
  }
}

function text(option) {
  const control = el("input", { type: "text", autocomplete: "off", maxlength: option.max_length ?? 6000 });
  const problem = () => (control.value.length < (option.min_length ?? 0) ? `At least ${option.min_length} characters.` : "");
  return { control, value: () => control.value || undefined, problem };
}

function choice(option, choices) {
  const control = el(
    "select",
    {},
    el("option", { value: "" }, option.required ? "Choose" : "(not given)"),
    choices.map((c, place) => el("option", { value: String(place) }, c.label)),
  );
  return { control, value: () => (control.value === "" ? undefined : choices[Number(control.value)].value) };
}

const things = (option, list) => choice(option, list.map(({ label, value }) => ({ label, value: { id: value } })));

function number(option) {
  const whole = option.type === INTEGER;
  const control = el("input", { type: "text", inputmode: whole ? "numeric" : "decimal", autocomplete: "off" });
  const problem = () => {
    const typed = Number(control.value);
    if (Number.isNaN(typed) || (whole && !Number.isInteger(typed))) return whole ? "A whole number, such as 5." : "A number, such as 2.5.";
    if (typed < (option.min_value ?? -Infinity) || typed > (option.max_value ?? Infinity)) return bounds(option);
    return "";
  };
  return { control, value: () => (control.value.trim() === "" ? undefined : Number(control.value)), problem };
}

function bounds({ min_value: low, max_value: high }) {
  if (low === undefined) return `At most ${high}.`;
  return high === undefined ? `At least ${low}.` : `From ${low} to ${high}.`;
}

function file() {
  const control = el("input", { type: "file" });
  const problem = () => tooMuch([...control.files]);
  return { control, value: async () => (control.files[0] ? packed(control.files[0]) : undefined), problem };
}

function completed(option, complete) {
  const control = el("input", { type: "text" });
  let chosen = null;
  let waiting;
  const later = (typed) =>
    new Promise((resolve, reject) => {
      clearTimeout(waiting);
      waiting = setTimeout(() => complete(typed).then(resolve, reject), WAIT_MS);
    });
  const extra = combo(
    control,
    async (typed) => (await later(typed)).map((c) => ({ label: c.name, value: c.value })),
    (offer) => { chosen = offer; control.value = offer.label; },
    true,
  );
  const numeric = option.type === INTEGER || option.type === NUMBER;
  const value = () => {
    if (control.value === "") return undefined;
    if (chosen?.label === control.value) return chosen.value;
    return numeric ? Number(control.value) : control.value;
  };
  const problem = () => (numeric && Number.isNaN(value()) ? "A number, or one of the suggestions." : "");
  return { control, value, extra, problem };
}
