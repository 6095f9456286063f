// Elements that are typed into: texts, numbers, addresses, dates and times.

import { h } from "./dom.js";
import { epochOf, localOf } from "./dates.js";
import { choose, hooks } from "./elements.js";
import { plainString } from "./mrkdwn.js";
import { t } from "./i18n.js";

const INPUT_TYPES = { email_text_input: "email", url_text_input: "url", number_input: "number" };

export function text(given) {
  const { surface, block, part, inInput } = given;
  const value = surface.get(block, part).value ?? "";
  const when = part.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const tells = inInput ? block.dispatch_action : true;
  const keep = (event) => {
    surface.set(block, part, { value: event.target.value === "" ? null : event.target.value });
    if (event.target.nodeName === "TEXTAREA") grow(event.target);
    if (tells && when.includes("on_character_entered")) surface.act(block, part, { value: event.target.value });
  };
  const enter = (event) => {
    if (event.key !== "Enter" || event.isComposing || (part.multiline && !event.metaKey && !event.ctrlKey)) return;
    if (tells && when.includes("on_enter_pressed")) {
      event.preventDefault();
      surface.act(block, part, { value: event.target.value });
    }
  };
  const common = {
    ...hooks(given),
    class: "text-field",
    placeholder: part.placeholder && plainString(part.placeholder),
    maxlength: part.max_length,
    autofocus: part.focus_on_load,
    "aria-label": given.names.labelledby ? undefined : given.names.name,
    value,
    oninput: keep,
    onkeydown: enter,
  };
  if (part.multiline) return h("textarea", { ...common, rows: 4 });
  const type = INPUT_TYPES[part.type] ?? "text";
  return h("input", {
    ...common,
    type,
    step: type === "number" ? (part.is_decimal_allowed ? "any" : "1") : undefined,
    inputmode: type === "number" ? "decimal" : undefined,
    min: part.min_value,
    max: part.max_value,
  });
}

export function grow(area) {
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight + 2, innerHeight * 0.4)}px`;
}

export function richInput(given) {
  const { surface, block, part } = given;
  const section = surface.get(block, part).rich_text_value?.elements?.[0];
  const typed = section?.elements?.map((each) => each.text ?? "").join("") ?? "";
  const keep = (event) => {
    const content = event.target.value;
    const elements = [{ type: "rich_text_section", elements: [{ type: "text", text: content }] }];
    surface.set(block, part, { rich_text_value: content ? { type: "rich_text", elements } : null });
  };
  return h("textarea", {
    ...hooks(given),
    class: "text-field",
    rows: 4,
    placeholder: part.placeholder && plainString(part.placeholder),
    value: typed,
    oninput: keep,
  });
}

const DATES = {
  datepicker: { type: "date", key: "selected_date", read: (value) => value, write: (value) => value },
  timepicker: { type: "time", key: "selected_time", read: (value) => value, write: (value) => value },
  datetimepicker: { type: "datetime-local", key: "selected_date_time", read: localOf, write: epochOf },
};
const waiting = new Map();

export function moment(given) {
  const { surface, block, part, names } = given;
  const { type, key, read, write } = DATES[part.type];
  const value = surface.get(block, part)[key];
  // Typed by keyboard, a date passes through years such as 0002: the app hears of it when the hand rests.
  const keep = (event) => {
    const typed = event.target.value;
    const chosen = { [key]: typed ? write(typed) : null };
    surface.set(block, part, chosen);
    clearTimeout(waiting.get(names.id));
    if (!given.inInput || block.dispatch_action) {
      waiting.set(
        names.id,
        setTimeout(() => choose(given, chosen), typed.startsWith("0") && type !== "time" ? 2500 : 500),
      );
    }
  };
  return h("input", {
    ...hooks(given),
    type,
    class: "text-field is-date",
    autofocus: part.focus_on_load,
    "aria-label": names.labelledby
      ? undefined
      : names.name || (part.placeholder && plainString(part.placeholder)) || t(part.type),
    title: part.placeholder && plainString(part.placeholder),
    value: value ? read(value) : "",
    onchange: keep,
  });
}
