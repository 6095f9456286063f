// Ctrl+K or ⌘K: to any channel, person or app by a few letters.

import { h } from "./dom.js";
import { appAvatar, avatar } from "./avatar.js";
import { openDialog } from "./dialog.js";
import { icon } from "./icons.js";
import { listbox } from "./listbox.js";
import { openDirect } from "./sidebar.js";
import { nameOf, state, titleOf } from "./store.js";
import { go } from "./whoami.js";
import { t } from "./i18n.js";

function openJump() {
  const rooms = [...state.channels.values()]
    .filter((channel) => !channel.is_im && (channel.is_member || !channel.is_archived))
    .map((channel) => ({
      id: channel.id,
      label: titleOf(channel),
      before: icon(channel.is_private ? "lock" : "hash"),
      run: () => go({ kind: "channel", channel: channel.id }),
    }));
  const people = [...state.users.values()]
    .filter((user) => !user.is_bot && user.id !== state.me.id)
    .map((user) => ({
      id: user.id,
      label: nameOf(user),
      hint: user.profile?.title,
      before: avatar(user, 24),
      run: () => openDirect(user.id),
    }));
  const apps = state.apps.map((app) => ({
    id: app.id,
    label: app.name,
    before: appAvatar(app, 24),
    run: () => go({ kind: "home", app: app.id }),
  }));
  const list = listbox({
    label: t("jump"),
    groups: [{ items: [...rooms, ...people, ...apps] }],
    pick: (item) => {
      dialog.close();
      item.run();
    },
  });
  const dialog = openDialog(h("div", { class: "jump" }, list.node), { label: t("jump"), className: "small" });
  list.input.focus();
}

addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k" || !state.ready) return;
  event.preventDefault();
  if (!document.querySelector("dialog[open]")) openJump();
});
