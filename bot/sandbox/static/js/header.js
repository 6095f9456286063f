// The head of a channel: its name and topic, its bookmarks, and ways to its people and pins.

import { h, patch } from "./dom.js";
import { appAvatar, avatar } from "./avatar.js";
import { invite, join, leave } from "./channels.js";
import { emojiOf } from "./emoji.js";
import { icon } from "./icons.js";
import { isSafe, link } from "./links.js";
import { openMenu } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { openDirect } from "./sidebar.js";
import { changed, state, titleOf, userOf } from "./store.js";
import { hashOf } from "./whoami.js";
import { t } from "./i18n.js";

/** `app`: whose Home tab or direct messages are shown; `direct`: those messages, once there are any. */
export function renderHeader(node, channel, app, direct) {
  patch(node, app ? appHead(app, direct) : channel && channelHead(channel));
}

export function renderBookmarks(node, channel) {
  const marks = channel?.bookmarks ?? [];
  node.hidden = !marks.length;
  patch(
    node,
    ...marks.map((mark) =>
      h(
        "span",
        { class: "bookmark", key: mark.id },
        mark.emoji
          ? h("span", { class: "emoji", "aria-hidden": "true" }, emojiOf(mark.emoji.replaceAll(":", "")) ?? "🔖")
          : icon("book"),
        isSafe(mark.link ?? "") ? link(mark.link, mark.title) : mark.title,
      ),
    ),
  );
}

function appHead(app, channel) {
  const home = state.place.kind === "home";
  const tab = (here, text, given) =>
    h(
      given.href ? "a" : "button",
      {
        class: here ? "tab is-here" : "tab",
        "aria-current": here ? "page" : undefined,
        type: given.href ? undefined : "button",
        ...given,
      },
      text,
    );
  return [
    h(
      "div",
      { class: "head-title", key: `app-${app.id}` },
      appAvatar(app, 28),
      h("h1", null, app.name),
      h("span", { class: "app-badge" }, t("app")),
    ),
    h(
      "nav",
      { class: "tabs", "aria-label": app.name, key: "tabs" },
      tab(home, t("home"), { href: hashOf({ kind: "home", app: app.id }) }),
      tab(
        !home,
        t("messages"),
        channel
          ? { href: hashOf({ kind: "channel", channel: channel.id }) }
          : { onclick: () => openDirect(app.bot_user_id) },
      ),
    ),
  ];
}

const togglePanel = (kind) => {
  state.panel = state.panel === kind ? null : kind;
  changed();
};

function channelHead(channel) {
  const user = channel.is_im && userOf(channel.user);
  const pins = channel.pins?.length ?? 0;
  const count = channel.num_members ?? channel.members?.length ?? 0;
  const topic = user ? [user.profile?.title ?? ""] : mrkdwn(channel.topic?.value ?? "");
  return [
    h(
      "div",
      { class: "head-title", key: channel.id },
      user ? avatar(user, 28) : h("span", { class: "head-icon" }, icon(channel.is_private ? "lock" : "hash")),
      h(
        "h1",
        null,
        titleOf(channel),
        channel.is_private && !user && h("span", { class: "unseen" }, ` (${t("private")})`),
      ),
      channel.is_archived && h("span", { class: "app-badge" }, t("archived")),
      h(
        "div",
        { class: "topic", title: topic.map((node) => node.textContent ?? node).join("") || undefined },
        ...topic,
      ),
    ),
    h(
      "div",
      { class: "head-tools", key: "tools" },
      !user &&
        tool(
          "people",
          t("members_n", { n: count }),
          String(count),
          () => togglePanel("people"),
          state.panel === "people",
          "people",
        ),
      pins > 0 &&
        tool("pin", t("pins_n", { n: pins }), String(pins), () => togglePanel("pins"), state.panel === "pins", "pins"),
      !user &&
        h(
          "button",
          {
            type: "button",
            class: "tool-button",
            "aria-label": t("channel_menu"),
            title: t("channel_menu"),
            "aria-haspopup": "menu",
            "aria-expanded": "false",
            onclick: (event) => menu(event.currentTarget, channel),
          },
          icon("more"),
        ),
    ),
  ];
}

const tool = (name, label, text, run, pressed, testid) =>
  h(
    "button",
    {
      key: name,
      type: "button",
      class: "tool-button",
      "aria-label": label,
      title: label,
      "aria-pressed": String(pressed),
      "data-testid": testid,
      onclick: run,
    },
    icon(name),
    h("span", null, text),
  );

function menu(anchor, channel) {
  openMenu(
    anchor,
    [
      { label: t("see_people"), icon: icon("people"), run: () => togglePanel("people") },
      { label: t("see_pins"), icon: icon("pin"), run: () => togglePanel("pins") },
      channel.is_member &&
        !channel.is_archived && { label: t("invite"), icon: icon("plus"), run: () => invite(anchor, channel) },
      "divider",
      channel.is_member
        ? {
            label: t("leave"),
            icon: icon("leave"),
            danger: true,
            disabled: channel.is_general,
            run: () => leave(channel),
          }
        : { label: t("join"), icon: icon("door"), run: () => join(channel) },
    ],
    { label: t("channel_menu") },
  );
}
