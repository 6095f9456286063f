// Short words to this person only: below the page, or as a line in the channel they are about.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { t } from "./i18n.js";

const LIFE = 6_000;

export function toast(text, kind = "info") {
  const stack = document.getElementById("toasts");
  // Above a modal dialog only what stands in the top layer can be seen.
  const close = () => node.remove();
  const node = h(
    "div",
    { class: `toast is-${kind}`, role: kind === "error" ? "alert" : "status", "data-testid": "toast" },
    icon(kind === "error" ? "alert" : "info"),
    h("div", { class: "toast-text" }, ...mrkdwn(text)),
    h("button", { type: "button", class: "icon-button", "aria-label": t("dismiss"), onclick: close }, icon("close")),
  );
  stack.append(node);
  if (stack.matches(":popover-open")) stack.hidePopover();
  stack.showPopover();
  setTimeout(close, LIFE);
}
