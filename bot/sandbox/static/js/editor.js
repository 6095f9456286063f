// Changing what one has said, in place.

import { h } from "./dom.js";
import { post } from "./api.js";
import { grow } from "./inputs.js";
import { decode, encode } from "./mentions.js";
import { changed, state } from "./store.js";
import { toast } from "./toast.js";
import { t } from "./i18n.js";

const drafts = new Map();

export function editor(channel, message) {
  const key = `${channel}/${message.ts}`;
  if (!drafts.has(key)) drafts.set(key, decode(message.text ?? ""));
  const end = () => {
    drafts.delete(key);
    state.editing = null;
    changed();
  };
  const save = async () => {
    const text = drafts.get(key).trim();
    if (!text) return;
    const answer = await post("edit", { channel, ts: message.ts, text: encode(text) });
    if (answer.ok) end();
    else toast(answer.text || answer.error, "error");
  };
  const area = h("textarea", {
    class: "text-field",
    "aria-label": t("edit"),
    rows: 2,
    value: drafts.get(key),
    oninput: (event) => {
      drafts.set(key, event.target.value);
      grow(event.target);
    },
    onkeydown: (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        save();
      } else if (event.key === "Escape") {
        event.preventDefault();
        end();
      }
    },
  });
  return h(
    "div",
    { class: "editor" },
    area,
    h(
      "div",
      { class: "dialog-buttons" },
      h("button", { type: "button", class: "button", onclick: end }, t("cancel")),
      h("button", { type: "button", class: "button is-primary-solid", onclick: save }, t("save")),
    ),
  );
}
