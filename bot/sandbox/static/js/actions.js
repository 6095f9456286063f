// What can be done with a message: reactions, reply, pin, copy, the apps' message shortcuts, edit and delete.

import { h } from "./dom.js";
import { post } from "./api.js";
import { confirm } from "./confirm.js";
import { emojiOf } from "./emoji.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { dismiss } from "./message.js";
import { unescape } from "./mrkdwn.js";
import { pickEmoji, react } from "./reactions.js";
import { changed, currentChannel, isMine, state } from "./store.js";
import { toast } from "./toast.js";
import { go, hashOf } from "./whoami.js";
import { t } from "./i18n.js";

const QUICK = ["white_check_mark", "eyes", "pushpin"];

export function toolbar(channel, message, { inThread }) {
  if (message.ephemeral) {
    return h(
      "div",
      { class: "toolbar", role: "toolbar", "aria-label": t("message_actions") },
      tool("close", t("dismiss"), () => dismiss(channel, message.ts)),
    );
  }
  if (!currentChannel()?.is_member || currentChannel()?.is_archived) return null;
  return h(
    "div",
    { class: "toolbar", role: "toolbar", "aria-label": t("message_actions") },
    ...QUICK.map((name) =>
      h(
        "button",
        {
          type: "button",
          class: "tool is-emoji",
          "aria-label": t("react_with", { name }),
          title: `:${name}:`,
          onclick: () => react(channel, message.ts, name),
        },
        emojiOf(name),
      ),
    ),
    tool(
      "smile",
      t("add_reaction"),
      (event) => pickEmoji(event.currentTarget, (name) => react(channel, message.ts, name)),
      "dialog",
    ),
    !inThread && tool("reply", t("reply_in_thread"), () => reply(channel, message)),
    tool("more", t("more_actions"), (event) => openActions(event.currentTarget, channel, message), "menu"),
  );
}

const tool = (name, label, run, popup) =>
  h(
    "button",
    {
      type: "button",
      class: "tool",
      "aria-label": label,
      title: label,
      "aria-haspopup": popup,
      "aria-expanded": popup && "false",
      onclick: run,
    },
    icon(name),
  );

const reply = (channel, message) => go({ kind: "channel", channel, thread: message.thread_ts ?? message.ts });

async function ask(verb, body) {
  const answer = await post(verb, body);
  if (!answer.ok) toast(answer.text || answer.error, "error");
}

/** The menu of a message, from its toolbar or by a long press. */
export function openActions(anchor, channel, message) {
  const ts = message.ts;
  if (message.ephemeral) {
    return openMenu(anchor, [{ label: t("dismiss"), icon: icon("close"), run: () => dismiss(channel, ts) }], {
      label: t("message_actions"),
    });
  }
  const mine = isMine(message);
  const pinned = message.pinned_to?.length;
  const shortcuts = state.shortcuts.filter((each) => each.type === "message");
  const address = `${location.origin}${location.pathname}${hashOf({ kind: "channel", channel, at: ts })}`;
  return openMenu(
    anchor,
    [
      {
        label: t("add_reaction"),
        icon: icon("smile"),
        run: () => pickEmoji(anchor, (name) => react(channel, ts, name)),
      },
      { label: t("reply_in_thread"), icon: icon("reply"), run: () => reply(channel, message) },
      { label: t(pinned ? "unpin" : "pin"), icon: icon("pin"), run: () => ask("pin", { channel, ts }) },
      { label: t("copy_text"), icon: icon("copy"), run: () => copy(unescape(message.text ?? "")) },
      { label: t("copy_link"), icon: icon("copy"), run: () => copy(address) },
      ...(shortcuts.length ? ["divider", { heading: t("shortcuts") }] : []),
      ...shortcuts.map((each) => ({
        label: each.name,
        hint: appName(each.app),
        icon: icon("bolt"),
        run: () => ask("message_shortcut", { callback_id: each.callback_id, app: each.app, channel, ts }),
      })),
      ...(mine ? ["divider"] : []),
      mine && { label: t("edit"), icon: icon("edit"), run: () => edit(ts) },
      mine && { label: t("delete"), icon: icon("trash"), danger: true, run: () => remove(channel, ts) },
    ],
    { label: t("message_actions") },
  );
}

export const appName = (id) => state.apps.find((app) => app.id === id)?.name ?? "";

export function edit(ts) {
  state.editing = ts;
  changed();
  queueMicrotask(() => document.querySelector(".editor textarea")?.focus());
}

async function remove(channel, ts) {
  const sure = await confirm({
    title: t("delete_title"),
    text: t("delete_text"),
    confirm: t("delete"),
    style: "danger",
  });
  if (sure) ask("delete", { channel, ts });
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(t("copied"));
  } catch {
    toast(t("copy_failed"), "error");
  }
}

/** Single keys on a message that has the focus. */
export function keyOnMessage(event, article, channel, message) {
  const anchor = article;
  const run = {
    t: () => reply(channel, message),
    r: () => pickEmoji(anchor, (name) => react(channel, message.ts, name)),
    m: () => openActions(anchor, channel, message),
    e: () => isMine(message) && edit(message.ts),
    p: () => ask("pin", { channel, ts: message.ts }),
  }[event.key];
  if (!run || message.ephemeral || event.metaKey || event.ctrlKey || event.altKey) return;
  event.preventDefault();
  run();
}
