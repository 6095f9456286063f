// The side panel: a thread, the pinned messages or the people of a channel. The whole screen on a phone.

import { h, patch } from "./dom.js";
import { post } from "./api.js";
import { appAvatar, avatar } from "./avatar.js";
import { invite } from "./channels.js";
import { Composer } from "./composer.js";
import { icon } from "./icons.js";
import { MessageLog } from "./log.js";
import { authorName, messageNode } from "./message.js";
import { openProfile } from "./profile.js";
import { changed, currentChannel, messagesOf, nameOf, state, takeMessages, thread, titleOf, userOf } from "./store.js";
import { go } from "./whoami.js";
import { t } from "./i18n.js";

export class Panel {
  constructor(node) {
    this.node = node;
    this.head = h("header", { class: "panel-head" });
    this.list = h("div", { class: "panel-list" });
    this.log = new MessageLog({ label: t("thread"), inThread: true });
    this.composer = new Composer({ id: "thread-completion", inThread: true, onsent: () => (this.log.stick = true) });
    this.key = null;
    node.append(this.head, this.list, this.log.node, this.log.below, this.composer.node);
    node.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) this.close();
    });
  }

  close() {
    const thread = state.place.thread;
    state.panel = null;
    if (thread) {
      go({ kind: "channel", channel: state.place.channel });
      queueMicrotask(() => document.querySelector(`.main [data-ts="${CSS.escape(thread)}"]`)?.focus());
    }
    changed();
    document.querySelector(".main .composer-text")?.focus({ preventScroll: true });
  }

  render() {
    const channel = currentChannel();
    const kind = channel && (state.place.thread ? "thread" : state.panel);
    document.body.classList.toggle("has-panel", Boolean(kind));
    this.node.hidden = !kind;
    if (kind !== "thread") this.log.clear();
    if (!["pins", "people"].includes(kind)) patch(this.list);
    if (!kind) {
      this.key = null;
      return;
    }
    const key = `${kind}/${channel.id}/${state.place.thread ?? ""}`;
    const isThread = kind === "thread";
    this.log.node.hidden = !isThread;
    this.composer.node.hidden = !isThread || !channel.is_member || channel.is_archived;
    this.list.hidden = isThread;
    const titles = { thread: t("thread"), pins: t("pinned"), people: t("people") };
    this.node.setAttribute("aria-label", titles[kind]);
    patch(
      this.head,
      h(
        "button",
        { type: "button", class: "icon-button panel-back", "aria-label": t("back"), onclick: () => this.close() },
        icon("back"),
      ),
      h(
        "h2",
        { tabindex: "-1" },
        titles[kind],
        h("span", { class: "panel-where" }, ` ${channel.is_im ? "" : "#"}${titleOf(channel)}`),
      ),
      h(
        "button",
        {
          type: "button",
          class: "icon-button panel-close",
          "aria-label": t("close"),
          title: t("close"),
          onclick: () => this.close(),
        },
        icon("close"),
      ),
    );
    if (isThread) {
      const messages = thread(channel.id, state.place.thread);
      this.log.render(key, channel.id, messages);
      this.composer.at(channel, state.place.thread);
    } else patch(this.list, ...(kind === "pins" ? pins(channel) : people(channel)));
    if (this.key !== key) {
      this.key = key;
      if (isThread && !this.composer.node.hidden) this.composer.area.focus({ preventScroll: true });
      else this.head.querySelector("h2").focus({ preventScroll: true });
    }
  }
}

const asked = new Set();

/** Brings a pinned message from below what is known of the channel. */
async function fetchPin(channel, ts) {
  if (asked.has(`${channel}/${ts}`)) return;
  asked.add(`${channel}/${ts}`);
  const answer = await post("replies", { channel, ts });
  if (!answer.ok) return;
  takeMessages(channel, answer.messages);
  changed();
}

function pins(channel) {
  const known = messagesOf(channel.id);
  const shown = (channel.pins ?? []).map((ts) => known.get(ts)).filter(Boolean);
  for (const ts of channel.pins ?? []) if (!known.has(ts)) fetchPin(channel.id, ts);
  if (!channel.pins?.length) return [h("p", { class: "empty" }, t("no_pins"))];
  return shown.map((message) =>
    h(
      "div",
      { class: "pin-card", key: message.ts },
      messageNode(channel.id, message, { compact: false, inThread: true }),
      h(
        "button",
        {
          type: "button",
          class: "button",
          "aria-label": `${t("go_to_message")}: ${authorName(message)}`,
          onclick: () => go({ kind: "channel", channel: channel.id, at: message.ts }),
        },
        t("go_to_message"),
      ),
    ),
  );
}

function people(channel) {
  const members = (channel.members ?? []).map((id) => userOf(id)).filter(Boolean);
  const row = (user) =>
    h(
      "li",
      { key: user.id },
      h(
        "button",
        {
          type: "button",
          class: "place",
          "aria-haspopup": "dialog",
          "aria-expanded": "false",
          onclick: (event) => openProfile(event.currentTarget, user.id),
        },
        h("span", { class: "place-face" }, user.is_bot ? appAvatar({ name: nameOf(user) }, 32) : avatar(user, 32)),
        h(
          "span",
          { class: "menu-text" },
          h("span", { class: "menu-label" }, nameOf(user)),
          h("span", { class: "menu-hint" }, user.is_bot ? t("app") : (user.profile?.title ?? "")),
        ),
      ),
    );
  return [
    channel.is_member &&
      !channel.is_archived &&
      h(
        "button",
        {
          type: "button",
          key: "invite",
          class: "button",
          "aria-haspopup": "listbox",
          "aria-expanded": "false",
          onclick: (event) => invite(event.currentTarget, channel),
        },
        t("invite"),
      ),
    h("ul", { key: "members", class: "list" }, ...members.map(row)),
  ];
}
