// A list to choose from with a line to type in: filters at once, or asks and waits.

import { h, patch } from "./dom.js";
import { icon } from "./icons.js";
import { replacePopover } from "./popover.js";
import { t } from "./i18n.js";

const fold = (text) => (text ?? "").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
let count = 0;

/**
 * groups: [{heading?, items: [{id, label, hint?, before?, nodes?, words?, value}]}]; `ask(typed)` resolves to {groups} or
 * {problem}, from `least` characters on. Returns {node, input, refresh}.
 */
export function listbox({
  label,
  multiple = false,
  isOn = () => false,
  pick,
  groups = [],
  ask,
  least = 0,
  clear,
  done,
  filter = true,
}) {
  const id = `listbox-${(count += 1)}`;
  const asked = { groups, problem: null, busy: false, turn: 0 };
  let at = 0;
  let items = [];

  const input = h("input", {
    type: "text",
    role: "combobox",
    class: "listbox-input",
    "aria-label": label,
    "aria-expanded": "true",
    "aria-controls": id,
    "aria-autocomplete": "list",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: t("search"),
    oninput: () => {
      at = 0;
      if (ask) query();
      draw();
    },
    onkeydown: keys,
  });
  const list = h("div", {
    id,
    class: "listbox",
    role: "listbox",
    "aria-label": label,
    "aria-multiselectable": multiple ? "true" : undefined,
  });
  const foot = h("div", { class: "listbox-foot" });
  const node = h("div", { class: "listbox-frame" }, h("div", { class: "listbox-head" }, input), list, foot);

  let timer;
  function query() {
    clearTimeout(timer);
    const turn = (asked.turn += 1);
    if (input.value.length < least) return;
    asked.busy = true;
    timer = setTimeout(
      async () => {
        const answer = await ask(input.value);
        if (turn !== asked.turn) return;
        Object.assign(asked, { groups: answer.groups ?? [], problem: answer.problem ?? null, busy: false });
        draw();
      },
      input.value ? 200 : 0,
    );
  }

  function visible() {
    const typed = fold(input.value.trim());
    if (ask || !filter || !typed) return ask && input.value.length < least ? [] : asked.groups;
    const fits = (item) => fold(`${item.label} ${item.words ?? ""} ${item.hint ?? ""}`).includes(typed);
    return asked.groups
      .map((group) => ({ ...group, items: group.items.filter(fits) }))
      .filter((group) => group.items.length);
  }

  function draw() {
    const shown = visible();
    items = shown.flatMap((group) => group.items);
    at = Math.max(0, Math.min(at, items.length - 1));
    let index = -1;
    const note = asked.busy
      ? t("loading")
      : (asked.problem ??
        (ask && input.value.length < least ? t("type_more", { n: least }) : items.length ? null : t("nothing_found")));
    patch(
      list,
      ...shown.flatMap((group) => [
        group.heading &&
          h("div", { class: "menu-heading", role: "presentation", key: `h-${group.heading}` }, group.heading),
        ...group.items.map((item) => row(item, (index += 1))),
      ]),
      note && h("div", { class: "listbox-note", role: "status", key: "note" }, note),
    );
    patch(
      foot,
      clear && h("button", { type: "button", class: "button is-plain", onclick: clear }, t("clear")),
      done && h("button", { type: "button", class: "button is-primary-solid", onclick: done }, t("done")),
    );
    foot.hidden = !clear && !done;
    if (items.length) input.setAttribute("aria-activedescendant", `${id}-${at}`);
    else input.removeAttribute("aria-activedescendant");
    list.querySelector(".is-active")?.scrollIntoView({ block: "nearest" });
    replacePopover();
  }

  function row(item, index) {
    return h(
      "div",
      {
        id: `${id}-${index}`,
        key: item.id,
        class: index === at ? "listbox-option is-active" : "listbox-option",
        role: "option",
        "aria-selected": String(isOn(item)),
        "data-value": item.id,
        onpointermove: () => {
          if (at !== index) {
            at = index;
            draw();
          }
        },
        onclick: () => pick(item),
      },
      item.before,
      h(
        "span",
        { class: "menu-text" },
        h("span", { class: "menu-label" }, ...(item.nodes ?? [item.label])),
        item.hint && h("span", { class: "menu-hint" }, item.hint),
      ),
      isOn(item) && h("span", { class: "menu-after" }, icon("check")),
    );
  }

  function keys(event) {
    if (event.isComposing) return;
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    if (event.key in moves) {
      event.preventDefault();
      const step = moves[event.key];
      at =
        Math.abs(step) === 1
          ? (at + step + items.length) % (items.length || 1)
          : Math.max(0, Math.min(items.length - 1, at + step));
      draw();
    } else if (event.key === "Enter" && items[at]) {
      event.preventDefault();
      pick(items[at]);
    }
  }

  at = Math.max(0, asked.groups.flatMap((group) => group.items).findIndex(isOn));
  if (ask && least === 0) query();
  draw();
  return { node, input, refresh: draw };
}
