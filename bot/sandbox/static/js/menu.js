// A menu of things to do: arrow keys, first letters, Enter; dividers and a heading where given.

import { h } from "./dom.js";
import { closePopover, openPopover } from "./popover.js";

/**
 * items: {label, hint?, icon?, danger?, disabled?, checked?, run} | {heading} | "divider".
 * What runs does so after the menu is closed, so that it may take the focus.
 */
export function openMenu(anchor, items, { label, className = "" } = {}) {
  const list = h("div", { class: "menu-items" }, ...items.filter(Boolean).map(entry));
  list.addEventListener("keydown", walk);
  const first = list.querySelector("[role^=menuitem]:not(:disabled)");
  openPopover(anchor, list, { label, role: "menu", className: `menu ${className}`, focus: first });
}

function entry(item) {
  if (item === "divider") return h("div", { class: "menu-divider", role: "separator" });
  if (item.heading) return h("div", { class: "menu-heading" }, item.heading);
  const chosen = item.checked !== undefined;
  return h(
    "button",
    {
      type: "button",
      role: chosen ? "menuitemradio" : "menuitem",
      "aria-checked": chosen ? String(item.checked) : undefined,
      class: item.danger ? "menu-item is-danger" : "menu-item",
      disabled: item.disabled,
      tabindex: "-1",
      "data-testid": item.testid,
      onclick: () => {
        closePopover();
        item.run();
      },
    },
    item.icon && h("span", { class: "menu-icon", "aria-hidden": "true" }, item.icon),
    h(
      "span",
      { class: "menu-text" },
      h("span", { class: "menu-label" }, item.label),
      item.hint && h("span", { class: "menu-hint" }, item.hint),
    ),
    item.after && h("span", { class: "menu-after" }, item.after),
  );
}

function walk(event) {
  const entries = [...event.currentTarget.querySelectorAll("[role^=menuitem]:not(:disabled)")];
  const at = entries.indexOf(document.activeElement);
  const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 };
  if (event.key in moves) {
    event.preventDefault();
    entries.at(moves[event.key] % entries.length)?.focus();
  } else if (event.key.length === 1 && /\S/.test(event.key) && !event.metaKey && !event.ctrlKey) {
    const order = [...entries.slice(at + 1), ...entries.slice(0, at + 1)];
    order.find((each) => each.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
  }
}
