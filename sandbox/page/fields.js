// Inputs for a command's options. Each field: {name, node, value()}; undefined means: not given.

import { combo } from "./combo.js";
import { el } from "./dom.js";

const INTEGER = 4, BOOLEAN = 5, USER = 6, CHANNEL = 7, ROLE = 8, MENTIONABLE = 9, NUMBER = 10, ATTACHMENT = 11;
const WAIT_MS = 120;
let made = 0;

/** lists: users(), roles(), channels(), mentionables(). complete(typed): gives a promise of [{name, value}]. */
export function optionField(option, lists, complete) {
  const id = `option-${(made += 1)}`;
  const [control, value, extra] = build(option, lists, complete);
  control.id = id;
  control.setAttribute("aria-describedby", `${id}-about`);
  if (option.required) control.required = true;
  const node = el(
    "div",
    { class: "option" },
    el("label", { for: id }, option.name, option.required ? null : el("span", { class: "optional" }, " optional")),
    control,
    extra,
    el("p", { class: "about", id: `${id}-about` }, option.description),
  );
  return { name: option.name, node, value };
}

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
      return [el("input", { type: "text", disabled: true, placeholder: "Files cannot be sent from this page yet" }), () => undefined];
    case INTEGER:
    case NUMBER:
      return number(option);
    default: {
      const input = el("input", { type: "text", autocomplete: "off", minlength: option.min_length, maxlength: option.max_length ?? 6000 });
      return [input, () => input.value || undefined];
    }
  }
}

function choice(option, choices) {
  const select = el(
    "select",
    {},
    el("option", { value: "" }, option.required ? "Choose" : "(not given)"),
    choices.map((c, place) => el("option", { value: String(place) }, c.label)),
  );
  return [select, () => (select.value === "" ? undefined : choices[Number(select.value)].value)];
}

const things = (option, list) => choice(option, list.map(({ label, value }) => ({ label, value: { id: value } })));

function number(option) {
  const input = el("input", { type: "number", step: option.type === INTEGER ? "1" : "any", min: option.min_value, max: option.max_value });
  return [input, () => (input.value === "" ? undefined : Number(input.value))];
}

function completed(option, complete) {
  const input = el("input", { type: "text" });
  let chosen = null;
  let waiting;
  const later = (typed) =>
    new Promise((resolve, reject) => {
      clearTimeout(waiting);
      waiting = setTimeout(() => complete(typed).then(resolve, reject), WAIT_MS);
    });
  const list = combo(
    input,
    async (typed) => (await later(typed)).map((c) => ({ label: c.name, value: c.value })),
    (offer) => { chosen = offer; input.value = offer.label; },
  );
  const value = () => {
    if (input.value === "") return undefined;
    if (chosen?.label === input.value) return chosen.value;
    return option.type === INTEGER || option.type === NUMBER ? Number(input.value) || input.value : input.value;
  };
  return [input, value, list];
}
