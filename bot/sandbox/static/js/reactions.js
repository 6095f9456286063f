// Reactions below a message, and the small picker to add one.

import { h } from "./dom.js";
import { post } from "./api.js";
import { allEmoji, emojiOf, findEmoji, FREQUENT } from "./emoji.js";
import { icon } from "./icons.js";
import { closePopover, openPopover } from "./popover.js";
import { nameOf, state, userOf } from "./store.js";
import { toast } from "./toast.js";
import { t } from "./i18n.js";

export async function react(channel, ts, name) {
  const answer = await post("react", { channel, ts, name });
  if (!answer.ok) toast(answer.text || answer.error, "error");
}

export function reactionBar(channel, message) {
  if (!message.reactions?.length) return null;
  return h(
    "div",
    { class: "reactions", role: "group", "aria-label": t("reactions") },
    ...message.reactions.map((each) => {
      const mine = each.users.includes(state.me?.id);
      const who = each.users.map((id) => nameOf(userOf(id)) || id).join(", ");
      return h(
        "button",
        {
          type: "button",
          key: each.name,
          class: mine ? "reaction is-mine" : "reaction",
          "aria-pressed": String(mine),
          "data-reaction": each.name,
          "aria-label": `:${each.name}: ${each.count}, ${who}`,
          title: `${who} :${each.name}:`,
          onclick: () => react(channel, message.ts, each.name),
        },
        h("span", { class: "emoji", "aria-hidden": "true" }, emojiOf(each.name) ?? `:${each.name}:`),
        h("span", { class: "reaction-count" }, String(each.count)),
      );
    }),
    h(
      "button",
      {
        type: "button",
        key: "+",
        class: "reaction is-add",
        "aria-label": t("add_reaction"),
        "aria-haspopup": "dialog",
        "aria-expanded": "false",
        onclick: (event) => pickEmoji(event.currentTarget, (name) => react(channel, message.ts, name)),
      },
      icon("smile"),
    ),
  );
}

/** Opens the picker at `anchor` and calls `take(name)` with what was picked. */
export function pickEmoji(anchor, take) {
  const grid = h("div", { class: "emoji-grid", role: "listbox", "aria-label": t("emoji") });
  const choose = (name) => {
    closePopover();
    take(name);
  };
  const draw = (typed) => {
    const found = typed
      ? findEmoji(typed.replaceAll(":", "").trim().replaceAll(" ", "_"), 60)
      : [
          ...FREQUENT.map((name) => ({ name, char: emojiOf(name) })),
          ...allEmoji()
            .filter(({ name }) => !FREQUENT.includes(name))
            .slice(0, 144),
        ];
    grid.replaceChildren(
      ...found.map(({ name, char }) =>
        h(
          "button",
          {
            type: "button",
            role: "option",
            "aria-selected": "false",
            tabindex: "-1",
            class: "emoji-choice",
            "aria-label": name.replaceAll("_", " "),
            title: `:${name}:`,
            onclick: () => choose(name),
          },
          char,
        ),
      ),
    );
    grid.firstElementChild?.setAttribute("tabindex", "0");
  };
  const input = h("input", {
    type: "search",
    class: "listbox-input",
    "aria-label": t("search_emoji"),
    placeholder: t("search_emoji"),
    oninput: (event) => draw(event.target.value),
    onkeydown: (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        grid.firstElementChild?.click();
      } else if (event.key === "ArrowDown") {
        event.preventDefault();
        grid.firstElementChild?.focus();
      }
    },
  });
  grid.addEventListener("keydown", (event) => walk(event, grid, input));
  draw("");
  openPopover(anchor, h("div", { class: "emoji-picker" }, h("div", { class: "listbox-head" }, input), grid), {
    label: t("add_reaction"),
    role: "dialog",
    className: "emoji-popover",
    focus: input,
  });
}

function walk(event, grid, input) {
  const all = [...grid.children];
  const columns = Math.max(1, all.filter((each) => each.offsetTop === all[0].offsetTop).length);
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
  if (!step) return;
  event.preventDefault();
  const next = all.indexOf(document.activeElement) + step;
  if (next < 0) input.focus();
  else all[Math.min(next, all.length - 1)].focus();
}
