// What a finger cannot find by itself: a line about the long press, on touch screens, until it was read once.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { state, subscribe } from "./store.js";
import { t } from "./i18n.js";

const KEY = "long-press-is-known";

export function tip() {
  const text = h("span");
  const node = h(
    "div",
    { class: "tip", hidden: true, "data-testid": "tip" },
    icon("info"),
    text,
    h("button", { type: "button", class: "icon-button", onclick: learnt }, icon("close")),
  );
  subscribe(() => {
    const messages = state.messages.get(state.place.channel);
    text.textContent = t("long_press");
    node.lastChild.setAttribute("aria-label", t("dismiss"));
    node.hidden = isKnown() || !matchMedia("(pointer: coarse)").matches || !messages?.size;
  });
  return node;
}

const isKnown = () => localStorage.getItem(KEY) !== null;

/** The long press is known: nothing more is said of it in this browser. */
export function learnt() {
  localStorage.setItem(KEY, "1");
  const node = document.querySelector(".tip");
  if (node) node.hidden = true;
}
