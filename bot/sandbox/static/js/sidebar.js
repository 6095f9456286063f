// The list of places: apps, channels, people; what is unread stands out.

import { h, patch } from "./dom.js";
import { appAvatar, avatar } from "./avatar.js";
import { openBrowse, openCreate } from "./channels.js";
import { post } from "./api.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { nameOf, state, takeChannel, titleOf } from "./store.js";
import { toast } from "./toast.js";
import { go, hashOf } from "./whoami.js";
import { t } from "./i18n.js";

export function renderSidebar(node) {
  const channels = [...state.channels.values()];
  const directs = new Map(channels.filter((channel) => channel.is_im).map((channel) => [channel.user, channel]));
  const rooms = channels
    .filter(
      (channel) =>
        !channel.is_im &&
        (channel.is_member || isHere(channel)) &&
        (!channel.is_archived || isHere(channel) || channel.unread > 0),
    )
    .sort((a, b) => titleOf(a).localeCompare(titleOf(b)));
  const people = [...state.users.values()].filter((user) => !user.is_bot && user.id !== state.me.id && !user.deleted);
  patch(
    node,
    section("channels", t("channels"), rooms.map(roomLink), addButton()),
    section(
      "people",
      t("direct_messages"),
      people.map((user) => personLink(user, directs.get(user.id))),
    ),
    section(
      "apps",
      t("apps"),
      state.apps.map((app) => appLink(app, directs.get(app.bot_user_id))),
    ),
  );
}

const isHere = (channel) => state.place.kind === "channel" && state.place.channel === channel.id;

function section(key, title, items, action) {
  return h(
    "section",
    { key, class: "side-section", "aria-labelledby": `side-${key}` },
    h("div", { class: "side-head" }, h("h2", { id: `side-${key}` }, title), action),
    h("ul", null, ...items.map((item) => h("li", { key: item.keyed }, item))),
  );
}

function addButton() {
  return h(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": t("add_channels"),
      title: t("add_channels"),
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      onclick: (event) =>
        openMenu(
          event.currentTarget,
          [
            { label: t("browse_channels"), icon: icon("hash"), run: openBrowse },
            { label: t("create_channel"), icon: icon("plus"), run: openCreate },
          ],
          { label: t("add_channels") },
        ),
    },
    icon("plus"),
  );
}

function place({ key, href, here, unread, mentions, face, text, note, attributes, onclick }) {
  const classes = ["place", here && "is-here", unread && "is-unread"].filter(Boolean).join(" ");
  const count =
    mentions > 0
      ? h("span", { class: "badge" }, String(mentions), h("span", { class: "unseen" }, ` ${t("mentions")}`))
      : unread > 0 && h("span", { class: "dot" }, h("span", { class: "unseen" }, t("unread")));
  return h(
    href ? "a" : "button",
    {
      key,
      class: classes,
      href,
      type: href ? undefined : "button",
      "aria-current": here ? "page" : undefined,
      onclick,
      ...attributes,
    },
    h("span", { class: "place-face" }, face),
    h("span", { class: "place-name" }, text, note && h("span", { class: "place-note" }, ` ${note}`)),
    count,
  );
}

function roomLink(channel) {
  return place({
    key: channel.id,
    href: hashOf({ kind: "channel", channel: channel.id }),
    here: isHere(channel),
    unread: channel.unread,
    mentions: channel.mentions,
    face: [
      icon(channel.is_private ? "lock" : "hash"),
      channel.is_private && h("span", { class: "unseen" }, t("private")),
    ],
    text: titleOf(channel),
    note: channel.is_archived && t("archived"),
    attributes: { "data-channel-id": channel.id },
  });
}

function personLink(user, channel) {
  return place({
    key: user.id,
    href: channel && hashOf({ kind: "channel", channel: channel.id }),
    here: channel && isHere(channel),
    unread: channel?.unread,
    mentions: channel?.unread,
    face: avatar(user, 22),
    text: nameOf(user),
    note: user.profile?.title,
    attributes: { "data-user-id": user.id, "data-channel-id": channel?.id },
    onclick: channel ? undefined : () => openDirect(user.id),
  });
}

function appLink(app, channel) {
  return place({
    key: app.id,
    href: hashOf(channel?.unread ? { kind: "channel", channel: channel.id } : { kind: "home", app: app.id }),
    here: (state.place.kind === "home" && state.place.app === app.id) || (channel && isHere(channel)),
    unread: channel?.unread,
    mentions: channel?.unread,
    face: appAvatar(app, 22),
    text: app.name,
    attributes: { "data-app-id": app.id, "data-channel-id": channel?.id },
  });
}

/** Goes to the direct messages with a person or an app's bot user, made on the way if there are none yet. */
export async function openDirect(user) {
  const known = [...state.channels.values()].find((channel) => channel.is_im && channel.user === user);
  if (known) return go({ kind: "channel", channel: known.id });
  const answer = await post("open_dm", { user });
  if (!answer.ok) return toast(answer.text || answer.error, "error");
  const id = answer.channel.id ?? answer.channel;
  if (answer.channel.id && !state.channels.has(id)) takeChannel(answer.channel);
  return go({ kind: "channel", channel: id });
}
