// What is offered while one types: commands after /, people after @, channels after #, emoji after a colon.

import { h, patch } from "./dom.js";
import { avatar } from "./avatar.js";
import { findEmoji } from "./emoji.js";
import { icon } from "./icons.js";
import { appName } from "./actions.js";
import { nameOf, state, titleOf } from "./store.js";
import { t } from "./i18n.js";

const fold = (text) => (text ?? "").normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const LIMIT = 8;

/** The thing being typed before the caret: {kind, typed, from}, or null. */
function typing(area, inThread) {
  const before = area.value.slice(0, area.selectionStart);
  const command = before.match(/^\/(\S*)$/);
  if (command && !inThread) return { kind: "command", typed: command[1], from: 0 };
  const mark = before.match(/(?:^|[\s(])([@#:])([\p{L}\p{N}_.+-]*(?: [\p{L}\p{N}_-]*)?)$/u);
  if (!mark) return null;
  const [, sign, typed] = mark;
  if (sign === ":" && (typed.length < 2 || typed.includes(" "))) return null;
  return {
    kind: { "@": "mention", "#": "channel", ":": "emoji" }[sign],
    typed,
    from: before.length - typed.length - 1,
  };
}

function found({ kind, typed }) {
  const wanted = fold(typed);
  const fits = (...texts) =>
    texts.some(
      (text) =>
        fold(text).startsWith(wanted) ||
        fold(text)
          .split(/[\s._-]+/)
          .some((word) => word.startsWith(wanted)),
    );
  if (kind === "command") {
    return state.commands
      .filter((each) => each.name.slice(1).startsWith(typed.toLowerCase()))
      .map((each) => ({
        text: `${each.name} `,
        label: each.name,
        hint: each.usage_hint,
        more: each.description,
        after: appName(each.app),
        before: icon("bolt"),
      }));
  }
  if (kind === "emoji")
    return findEmoji(typed, LIMIT).map(({ name, char }) => ({
      text: `:${name}: `,
      label: `:${name}:`,
      before: h("span", { class: "emoji" }, char),
    }));
  if (kind === "channel") {
    return [...state.channels.values()]
      .filter((channel) => !channel.is_im && !channel.is_mpim && !channel.is_archived && fits(channel.name))
      .map((channel) => ({
        text: `#${channel.name} `,
        label: titleOf(channel),
        before: icon(channel.is_private ? "lock" : "hash"),
      }));
  }
  const people = [...state.users.values()]
    .filter((user) => !user.deleted && fits(nameOf(user), user.name))
    .map((user) => ({
      text: `@${nameOf(user)} `,
      label: nameOf(user),
      hint: user.profile?.title,
      before: avatar(user, 24),
    }));
  const groups = state.usergroups
    .filter((group) => fits(group.handle, group.name))
    .map((group) => ({
      text: `@${group.handle} `,
      label: `@${group.handle}`,
      hint: group.name,
      before: icon("people"),
    }));
  const ranges = ["here", "channel"]
    .filter((range) => range.startsWith(wanted))
    .map((range) => ({ text: `@${range} `, label: `@${range}`, hint: t(`range_${range}`), before: icon("mention") }));
  return [...people, ...groups, ...ranges];
}

export class Completion {
  constructor(area, { inThread, id }) {
    this.area = area;
    this.inThread = inThread;
    this.id = id;
    this.items = [];
    this.at = 0;
    this.node = h("div", { class: "completion", id, role: "listbox", "aria-label": t("suggestions"), hidden: true });
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-controls", id);
  }

  get open() {
    return this.items.length > 0;
  }

  update() {
    const now = document.activeElement === this.area ? typing(this.area, this.inThread) : null;
    const items = now ? found(now).slice(0, LIMIT) : [];
    const same = now?.from === this.now?.from && items.length === this.items.length;
    this.now = now;
    this.items = items;
    if (!same) this.at = 0;
    this.draw();
  }

  close() {
    this.items = [];
    this.draw();
  }

  draw() {
    this.node.hidden = !this.open;
    patch(
      this.node,
      ...this.items.map((item, index) =>
        h(
          "div",
          {
            id: `${this.id}-${index}`,
            key: item.label,
            role: "option",
            class: index === this.at ? "listbox-option is-active" : "listbox-option",
            "aria-selected": String(index === this.at),
            onpointerdown: (event) => event.preventDefault(),
            onclick: () => this.take(index),
          },
          item.before,
          h(
            "span",
            { class: "menu-text" },
            h(
              "span",
              { class: "menu-label" },
              item.label,
              item.hint && h("span", { class: "completion-hint" }, ` ${item.hint}`),
            ),
            item.more && h("span", { class: "menu-hint" }, item.more),
          ),
          item.after && h("span", { class: "menu-after" }, item.after),
        ),
      ),
    );
    if (this.open) this.area.setAttribute("aria-activedescendant", `${this.id}-${this.at}`);
    else this.area.removeAttribute("aria-activedescendant");
    this.node.querySelector(".is-active")?.scrollIntoView({ block: "nearest" });
  }

  take(index = this.at) {
    const { area, now } = this;
    const text = this.items[index].text;
    area.setRangeText(text, now.from, area.selectionStart, "end");
    this.close();
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Whether the key was for the list. */
  key(event) {
    if (!this.open) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.at = (this.at + step + this.items.length) % this.items.length;
    else if (event.key === "Escape") this.items = [];
    else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) {
      if (event.key === "Enter" && this.area.value.trim() === this.items[this.at].text.trim()) return false;
      event.preventDefault();
      this.take();
      return true;
    } else return false;
    event.preventDefault();
    this.draw();
    return true;
  }
}
