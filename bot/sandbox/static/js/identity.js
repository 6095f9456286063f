// The switch of who one is: eight people, each a whole workspace seen with their own eyes.

import { h, patch } from "./dom.js";
import { avatar } from "./avatar.js";
import { openMenu } from "./menu.js";
import { icon } from "./icons.js";
import { nameOf, state } from "./store.js";
import { become } from "./whoami.js";
import { t } from "./i18n.js";

export function renderIdentity(node) {
  patch(
    node,
    h(
      "button",
      {
        type: "button",
        class: "identity",
        "data-testid": "identity",
        "aria-haspopup": "menu",
        "aria-expanded": "false",
        "aria-label": t("you_are", { name: nameOf(state.me) }),
        onclick: (event) => open(event.currentTarget),
      },
      avatar(state.me, 30),
      h(
        "span",
        { class: "identity-text" },
        h("span", { class: "identity-name" }, nameOf(state.me)),
        h("span", { class: "identity-title" }, state.me.profile?.title ?? ""),
      ),
      icon("down"),
    ),
  );
}

function open(anchor) {
  const people = [...state.users.values()].filter((user) => !user.is_bot && !user.deleted);
  openMenu(
    anchor,
    [
      { heading: t("be_somebody") },
      ...people.map((user) => ({
        label: nameOf(user),
        hint: user.profile?.title,
        icon: avatar(user, 30),
        checked: user.id === state.me.id,
        after:
          user.id === state.me.id
            ? icon("check")
            : h(
                "span",
                { class: "zone" },
                `${(user.locale ?? "").slice(0, 2).toUpperCase()} · ${(user.tz ?? "").split("/").at(-1).replaceAll("_", " ")}`,
              ),
        testid: `be-${user.id}`,
        run: () => user.id !== state.me.id && become(user.id),
      })),
      "divider",
      {
        label: t("other_window"),
        hint: t("other_window_hint"),
        icon: icon("person"),
        run: () =>
          window.open(
            `${location.pathname}?as=${people.find((user) => user.id !== state.me.id)?.id}${location.hash}`,
            "_blank",
          ),
      },
    ],
    { label: t("be_somebody"), className: "identity-menu" },
  );
}
