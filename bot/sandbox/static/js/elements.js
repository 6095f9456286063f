// Block elements: buttons, choices, texts, dates. Each shows the surface's value and says what a person did with it.

import { h } from "./dom.js";
import { confirm } from "./confirm.js";
import { fileInput } from "./fileinput.js";
import { icon } from "./icons.js";
import { inside, isSafe } from "./links.js";
import { openMenu } from "./menu.js";
import { plain, plainString, textNodes } from "./mrkdwn.js";
import { moment, richInput, text } from "./inputs.js";
import { select } from "./select.js";
import { t } from "./i18n.js";

/** One element. `naming` is the naming of its field, or the text that names it when it stands alone. */
export function element(surface, block, part, naming = "") {
  const names =
    typeof naming === "string" ? { id: surface.domId(block.block_id, part.action_id), name: naming } : naming;
  const given = { surface, block, part, names, inInput: block.type === "input" };
  const make = MAKERS[part.type] ?? (part.type.endsWith("_select") ? select : unknown);
  return make(given);
}

const unknown = ({ part }) => h("span", { class: "unknown-block" }, t("unknown_block", { type: part.type }));

/** The attributes that tests and screen readers hold on to. */
export function hooks({ block, part, names, surface }) {
  return {
    id: names.id,
    "data-action-id": part.action_id,
    "data-block": block.block_id,
    "aria-describedby": names.describedby,
    "aria-invalid": names.invalid ? "true" : undefined,
    "aria-required": names.required ? "true" : undefined,
    "aria-busy": surface.isBusy(block, part) ? "true" : undefined,
  };
}

/** Keeps a choice and tells the app, after its confirm dialog if it has one. Input blocks tell only when asked to. */
export async function choose({ surface, block, part, inInput }, value) {
  const before = surface.get(block, part);
  surface.set(block, part, value);
  if (inInput ? !block.dispatch_action : !part.action_id) return;
  if (part.confirm && !(await confirm(part.confirm))) {
    surface.set(block, part, before);
    return;
  }
  surface.act(block, part, value);
}

function button(given) {
  const { surface, block, part } = given;
  const style = part.style === "primary" ? " is-primary" : part.style === "danger" ? " is-danger" : "";
  const press = async () => {
    if (part.confirm && !(await confirm(part.confirm))) return;
    surface.act(block, part, { value: part.value ?? null });
  };
  const common = {
    ...hooks(given),
    class: `button${style}`,
    "aria-label": part.accessibility_label,
  };
  const label = h("span", { class: "button-text" }, ...plain(part.text.text, part.text.emoji !== false));
  if (part.url && isSafe(part.url)) {
    const hash = inside(part.url);
    const away = hash ? { href: hash } : { href: part.url, target: "_blank", rel: "noopener noreferrer" };
    return h("a", { ...common, ...away, onclick: press }, label);
  }
  return h("button", { ...common, type: "button", onclick: press }, label);
}

function iconButton(given) {
  const { surface, block, part } = given;
  const press = () => surface.act(block, part, { value: part.value ?? null });
  return h(
    "button",
    {
      ...hooks(given),
      type: "button",
      class: "icon-button",
      "aria-label": part.accessibility_label ?? plainString(part.text),
      onclick: press,
    },
    icon(part.icon),
  );
}

function feedback(given) {
  const { surface, block, part } = given;
  return h(
    "span",
    { class: "feedback", role: "group" },
    ...[
      [part.positive_button, "👍"],
      [part.negative_button, "👎"],
    ].map(([choice, face]) =>
      h(
        "button",
        {
          type: "button",
          class: "icon-button",
          "data-action-id": part.action_id,
          "aria-label": choice.accessibility_label ?? plainString(choice.text),
          title: plainString(choice.text),
          onclick: () => surface.act(block, part, { value: choice.value }),
        },
        face,
      ),
    ),
  );
}

function overflow(given) {
  const { surface, block, part } = given;
  const open = (event) =>
    openMenu(
      event.currentTarget,
      part.options.map((option) => ({
        label: plainString(option.text),
        hint: option.description && plainString(option.description),
        run: async () => {
          if (part.confirm && !(await confirm(part.confirm))) return;
          if (option.url && isSafe(option.url)) window.open(option.url, "_blank", "noopener");
          surface.act(block, part, { selected_option: option });
        },
      })),
      { label: t("more_actions") },
    );
  return h(
    "button",
    {
      ...hooks(given),
      type: "button",
      class: "button is-overflow",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-label": t("more_actions"),
      onclick: open,
    },
    icon("more"),
  );
}

const same = (a, b) => a?.value === b?.value;

function choices(given, kind) {
  const { surface, block, part, names } = given;
  const value = surface.get(block, part);
  const radio = kind === "radio";
  const isOn = (option) =>
    radio ? same(value.selected_option, option) : value.selected_options.some((each) => same(each, option));
  const turn = (option) => {
    if (radio) return choose(given, { selected_option: option });
    const on = part.options.filter((each) => (same(each, option) ? !isOn(each) : isOn(each)));
    return choose(given, { selected_options: on });
  };
  const { id, ...rest } = hooks(given);
  return h(
    "div",
    {
      ...rest,
      id: `${id}-group`,
      class: "choices",
      role: radio ? "radiogroup" : "group",
      "aria-labelledby": names.labelledby,
      "aria-label": names.labelledby ? undefined : names.name,
    },
    ...part.options.map((option, index) =>
      h(
        "label",
        { class: "choice", key: option.value },
        h("input", {
          type: kind,
          id: index ? `${id}-${index}` : id,
          name: id,
          value: option.value,
          checked: isOn(option),
          onchange: () => turn(option),
        }),
        h(
          "span",
          { class: "choice-text" },
          h("span", null, ...textNodes(option.text)),
          option.description && h("span", { class: "choice-hint" }, ...textNodes(option.description)),
        ),
      ),
    ),
  );
}

const MAKERS = {
  button,
  icon_button: iconButton,
  feedback_buttons: feedback,
  overflow,
  checkboxes: (given) => choices(given, "checkbox"),
  radio_buttons: (given) => choices(given, "radio"),
  file_input: fileInput,
  plain_text_input: text,
  email_text_input: text,
  url_text_input: text,
  number_input: text,
  rich_text_input: richInput,
  datepicker: moment,
  timepicker: moment,
  datetimepicker: moment,
};
