// "Are you sure?": Slack's confirm object, and the page's own questions in the same dress.

import { h } from "./dom.js";
import { openDialog } from "./dialog.js";
import { plainString, textNodes } from "./mrkdwn.js";
import { t } from "./i18n.js";

let count = 0;

/** Resolves to true when confirmed. `question` is Slack's confirm object; its texts may be plain strings too. */
export function confirm(question) {
  return new Promise((resolve) => {
    const id = `confirm-${(count += 1)}`;
    const said = (text, fallback) => (typeof text === "string" ? text : plainString(text)) || fallback;
    let answer = false;
    const end = (value) => {
      answer = value;
      dialog.close();
    };
    const danger = question.style === "danger";
    const dialog = openDialog(
      h(
        "div",
        { class: "dialog-body" },
        h("h2", { id, class: "dialog-title" }, said(question.title, t("sure"))),
        h("div", { class: "dialog-text" }, ...textNodes(question.text)),
        h(
          "div",
          { class: "dialog-buttons" },
          h("button", { type: "button", class: "button", onclick: () => end(false) }, said(question.deny, t("cancel"))),
          h(
            "button",
            {
              type: "button",
              class: danger ? "button is-danger-solid" : "button is-primary-solid",
              onclick: () => end(true),
              autofocus: true,
            },
            said(question.confirm, t("yes")),
          ),
        ),
      ),
      { labelledby: id, className: "small", onclose: () => resolve(answer), attributes: { "data-testid": "confirm" } },
    );
  });
}
