// Who somebody is: name, title, and the time where they are.

import { h } from "./dom.js";
import { avatar } from "./avatar.js";
import { openPopover } from "./popover.js";
import { openDirect } from "./sidebar.js";
import { nameOf, state, userOf, workspaceNow } from "./store.js";
import { locale } from "./dates.js";
import { t } from "./i18n.js";

export function openProfile(anchor, id) {
  const user = userOf(id);
  if (!user) return;
  const there = new Intl.DateTimeFormat(locale(), {
    timeZone: user.tz || "UTC",
    hour: "2-digit",
    minute: "2-digit",
  }).format(new Date(workspaceNow() * 1000));
  const close = openPopover(
    anchor,
    h(
      "div",
      { class: "profile" },
      avatar(user, 72),
      h(
        "div",
        null,
        h("div", { class: "profile-name" }, nameOf(user)),
        h("div", { class: "menu-hint" }, user.profile?.title ?? ""),
        h("div", { class: "menu-hint" }, t("local_time", { time: there, zone: user.tz ?? "UTC" })),
      ),
      user.id !== state.me.id &&
        h(
          "button",
          {
            type: "button",
            class: "button",
            autofocus: true,
            onclick: () => {
              close();
              openDirect(user.id);
            },
          },
          t("write"),
        ),
    ),
    { label: nameOf(user), role: "dialog" },
  );
}
