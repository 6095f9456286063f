// Finding, making, joining and leaving channels.

import { h, patch } from "./dom.js";
import { post } from "./api.js";
import { avatar } from "./avatar.js";
import { confirm } from "./confirm.js";
import { openDialog } from "./dialog.js";
import { icon } from "./icons.js";
import { listbox } from "./listbox.js";
import { openPopover } from "./popover.js";
import { nameOf, state, titleOf } from "./store.js";
import { toast } from "./toast.js";
import { go } from "./whoami.js";
import { t } from "./i18n.js";

async function ask(verb, body) {
  const answer = await post(verb, body);
  if (!answer.ok) toast(answer.text || answer.error, "error");
  return answer;
}

const title = (id, text, close) =>
  h(
    "div",
    { class: "dialog-head" },
    h("h2", { id, class: "dialog-title" }, text),
    h("button", { type: "button", class: "icon-button", "aria-label": t("close"), onclick: close }, icon("close")),
  );

export function openBrowse() {
  const rooms = [...state.channels.values()]
    .filter((channel) => !channel.is_im && !channel.is_mpim)
    .sort((a, b) => titleOf(a).localeCompare(titleOf(b)));
  const row = (channel) =>
    h(
      "li",
      { class: "list-row" },
      h("span", { class: "place-face" }, icon(channel.is_private ? "lock" : "hash")),
      h(
        "span",
        { class: "menu-text" },
        h("span", { class: "menu-label" }, titleOf(channel)),
        h(
          "span",
          { class: "menu-hint" },
          [
            channel.is_member && t("member"),
            channel.is_archived && t("archived"),
            t("members_n", { n: channel.num_members ?? channel.members?.length ?? 0 }),
            channel.purpose?.value,
          ]
            .filter(Boolean)
            .join(" · "),
        ),
      ),
      h(
        "button",
        {
          type: "button",
          class: "button",
          onclick: () => {
            shown.close();
            go({ kind: "channel", channel: channel.id });
          },
        },
        t("open"),
      ),
    );
  const shown = openDialog(
    h(
      "div",
      { class: "dialog-body" },
      title("browse-title", t("browse_channels"), () => shown.close()),
      h("ul", { class: "list" }, ...rooms.map(row)),
    ),
    { labelledby: "browse-title" },
  );
}

export function openCreate() {
  const input = h("input", {
    id: "create-name",
    class: "text-field",
    maxlength: 80,
    autofocus: true,
    autocomplete: "off",
    oninput: () => patch(problem),
  });
  const hidden = h("input", { type: "checkbox" });
  const problem = h("p", { class: "field-error", role: "alert" });
  const create = async (event) => {
    event.preventDefault();
    const name = input.value
      .trim()
      .toLowerCase()
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .replace(/[^a-z0-9_-]+/g, "-")
      .replace(/^-+|-+$/g, "");
    const answer = await post("create_channel", { name, is_private: hidden.checked });
    if (!answer.ok) {
      patch(problem, answer.text || answer.error);
      input.focus();
      return;
    }
    shown.close();
    const channel = answer.channel;
    if (channel) go({ kind: "channel", channel: channel.id ?? channel });
  };
  const shown = openDialog(
    h(
      "form",
      { class: "dialog-body", onsubmit: create },
      title("create-title", t("create_channel"), () => shown.close()),
      h(
        "div",
        { class: "field" },
        h("label", { class: "field-label", for: "create-name" }, t("channel_name")),
        input,
        problem,
      ),
      h(
        "label",
        { class: "choice" },
        hidden,
        h(
          "span",
          { class: "choice-text" },
          t("make_private"),
          h("span", { class: "choice-hint" }, t("make_private_hint")),
        ),
      ),
      h(
        "div",
        { class: "dialog-buttons" },
        h("button", { type: "button", class: "button", onclick: () => shown.close() }, t("cancel")),
        h("button", { type: "submit", class: "button is-primary-solid" }, t("create")),
      ),
    ),
    { labelledby: "create-title", className: "small" },
  );
}

export const join = (channel) => ask("join", { channel: channel.id });

export async function leave(channel) {
  const sure =
    !channel.is_private ||
    (await confirm({ title: t("leave_title"), text: t("leave_text"), confirm: t("leave"), style: "danger" }));
  if (sure) ask("leave", { channel: channel.id });
}

export function invite(anchor, channel) {
  const inside = new Set(channel.members ?? []);
  const items = [...state.users.values()]
    .filter((user) => !inside.has(user.id) && !user.deleted)
    .map((user) => ({
      id: user.id,
      label: nameOf(user),
      hint: user.profile?.title,
      before: avatar(user, 24),
      value: user.id,
    }));
  const picked = new Set();
  const list = listbox({
    label: t("invite"),
    multiple: true,
    groups: [{ items }],
    isOn: (item) => picked.has(item.id),
    pick: (item) => {
      if (!picked.delete(item.id)) picked.add(item.id);
      list.refresh();
    },
    done: async () => {
      close();
      if (picked.size) ask("invite", { channel: channel.id, users: [...picked] });
    },
  });
  const close = openPopover(anchor, list.node, {
    label: t("invite"),
    className: "as-wide listbox-popover",
    focus: list.input,
  });
}
