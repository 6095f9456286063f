// An input block: label, element, hint and, where something is wrong, the error beside it.

import { h } from "./dom.js";
import { element } from "./elements.js";
import { plain, plainString, textNodes } from "./mrkdwn.js";
import { t } from "./i18n.js";

const GROUPS = new Set(["checkboxes", "radio_buttons"]);

export function field(surface, block) {
  const part = block.element;
  const id = surface.domId(block.block_id, part.action_id);
  const error = surface.errors[block.block_id];
  const grouped = GROUPS.has(part.type);
  const optional = block.optional && h("span", { class: "field-optional" }, ` ${t("optional")}`);
  const label = [...plain(block.label.text), optional];
  const described = [error && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean).join(" ") || undefined;
  const naming = {
    id,
    name: plainString(block.label),
    labelledby: `${id}-label`,
    describedby: described,
    invalid: Boolean(error),
    required: !block.optional,
  };
  return h(
    "div",
    { class: error ? "field has-error" : "field" },
    grouped
      ? h("div", { id: `${id}-label`, class: "field-label" }, ...label)
      : h("label", { id: `${id}-label`, class: "field-label", for: id }, ...label),
    element(surface, block, part, naming),
    error && h("p", { id: `${id}-error`, class: "field-error", role: "alert" }, error),
    block.hint && h("p", { id: `${id}-hint`, class: "field-hint" }, ...textNodes(block.hint)),
  );
}

const EMPTY = (value) =>
  [
    value.value,
    value.selected_option,
    value.selected_user,
    value.selected_channel,
    value.selected_conversation,
    value.selected_date,
    value.selected_time,
    value.selected_date_time,
    value.rich_text_value,
  ].every((each) => each === undefined || each === null || each === "") &&
  [
    value.selected_options,
    value.selected_users,
    value.selected_channels,
    value.selected_conversations,
    value.files,
  ].every((each) => !each?.length);

/** What the client itself refuses before it asks the app: {block_id: text}. */
export function problems(surface) {
  const found = {};
  for (const block of surface.blocks) {
    if (block.type !== "input") continue;
    const value = surface.get(block, block.element);
    const empty = EMPTY(value) || (typeof value.value === "string" && !value.value.trim());
    if (empty && !block.optional) found[block.block_id] = t("required");
    else if (!empty) {
      const problem = wrong(block.element, value.value);
      if (problem) found[block.block_id] = problem;
    }
  }
  return found;
}

function wrong(part, value) {
  if (part.min_length && value.length < part.min_length) return t("too_short", { n: part.min_length });
  if (part.max_length && value.length > part.max_length) return t("too_long", { n: part.max_length });
  if (part.type === "email_text_input" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) return t("bad_email");
  if (part.type === "url_text_input" && !URL.canParse(value)) return t("bad_url");
  if (part.type === "number_input") {
    const number = Number(value);
    if (Number.isNaN(number) || (!part.is_decimal_allowed && !Number.isInteger(number))) return t("bad_number");
    if (part.min_value !== undefined && number < Number(part.min_value)) return t("too_small", { n: part.min_value });
    if (part.max_value !== undefined && number > Number(part.max_value)) return t("too_big", { n: part.max_value });
  }
  return null;
}
