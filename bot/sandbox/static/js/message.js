// One message: who, when, what, and what can be done with it.

import { h } from "./dom.js";
import { appAvatar, avatar } from "./avatar.js";
import { attachments } from "./attachments.js";
import { blocksOf } from "./blocks.js";
import { ago, momentOf, timeOf } from "./dates.js";
import { editor } from "./editor.js";
import { fileCard } from "./files.js";
import { icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { openActions, toolbar } from "./actions.js";
import { openProfile } from "./profile.js";
import { reactionBar } from "./reactions.js";
import { appOfBot, changed, messagesOf, nameOf, state, userOf } from "./store.js";
import { surfaceOf } from "./surface.js";
import { learnt } from "./tip.js";
import { go } from "./whoami.js";
import { t } from "./i18n.js";

export const isSystem = (message) => /^(channel|group)_|^(bot_add|pinned_item)/.test(message.subtype ?? "");

/** What happened to the channel, in the reader's language; Slack's own words where the page has none. */
function happened(message) {
  const what = message.topic ?? message.purpose ?? message.name ?? "";
  const key = `${message.subtype.replace("group_", "channel_")}${message.inviter ? "_by" : ""}${"topic" in message && !what ? "_cleared" : ""}`;
  const said = t(key, { who: `<@${message.user}>`, by: `<@${message.inviter}>`, what });
  return said === key ? message.text : said;
}

export function authorName(message) {
  if (message.local) return message.username;
  const app = message.bot_id && appOfBot(message);
  return message.username || app?.name || nameOf(userOf(message.user)) || message.bot_profile?.name || t("someone");
}

function face(message, size) {
  if (message.bot_id || message.local || userOf(message.user)?.is_bot)
    return appAvatar(appOfBot(message) ?? { name: authorName(message) }, size);
  return avatar(userOf(message.user), size);
}

/** The surface of a message's blocks, or of its attachment number `part`. */
export const surfaceOfMessage = (channel, message, part) =>
  surfaceOf({ type: "message", channel, ts: message.ts, ...(message.ephemeral && { ephemeral: true }) }, part);

/** The article of a message. `compact` follows another one by the same author; `inThread` stands in the side panel. */
export function messageNode(channel, message, { compact, inThread }) {
  const system = isSystem(message);
  const when = Number(message.ts);
  const pinned = message.pinned_to?.length;
  const classes = [
    "message",
    compact && "is-compact",
    system && "is-system",
    message.ephemeral && "is-ephemeral",
    pinned && "is-pinned",
    mentionsMe(message) && "mentions-me",
  ];
  return h(
    "article",
    {
      class: classes.filter(Boolean).join(" "),
      tabindex: "-1",
      "data-ts": message.ts,
      "data-thread-ts": message.thread_ts,
      "data-user": message.user,
      "aria-label": `${authorName(message)}, ${timeOf(when)}`,
      ...(!message.local && touch(channel, message)),
    },
    message.ephemeral && h("div", { class: "message-mark" }, icon("eye"), t("only_you")),
    pinned &&
      h(
        "div",
        { class: "message-mark" },
        icon("pin"),
        t("pinned_by", { name: nameOf(userOf(message.pinned_info?.pinned_by)) || t("someone") }),
      ),
    h(
      "div",
      { class: "message-gutter" },
      compact
        ? h("time", { class: "message-time", "aria-hidden": "true" }, timeOf(when))
        : face(message, system ? 24 : 36),
    ),
    h(
      "div",
      { class: "message-body" },
      !compact && !system && head(message, when),
      state.editing === message.ts ? editor(channel, message) : content(channel, message, system, inThread),
      reactionBar(channel, message),
      !inThread && message.reply_count > 0 && replies(channel, message),
    ),
    !system && toolbar(channel, message, { inThread }),
  );
}

function head(message, when) {
  const name = authorName(message);
  const bot = message.bot_id || message.local;
  return h(
    "div",
    { class: "message-head" },
    bot
      ? h("span", { class: "message-author" }, name)
      : h(
          "button",
          {
            type: "button",
            class: "message-author",
            "aria-haspopup": "dialog",
            "aria-expanded": "false",
            onclick: (event) => openProfile(event.currentTarget, message.user),
          },
          name,
        ),
    bot && h("span", { class: "app-badge" }, t("app")),
    h(
      "time",
      { class: "message-time", datetime: new Date(when * 1000).toISOString(), title: momentOf(when) },
      timeOf(when),
    ),
  );
}

function content(channel, message, system, inThread) {
  if (system)
    return h(
      "div",
      { class: "message-content is-muted" },
      h("span", { class: "text" }, ...mrkdwn(happened(message))),
      " ",
      h("time", { class: "message-time", title: momentOf(Number(message.ts)) }, timeOf(Number(message.ts))),
    );
  if (message.subtype === "tombstone") return h("div", { class: "text is-muted" }, t("deleted"));
  const edited = message.edited && !message.bot_id && h("span", { class: "edited" }, ` ${t("edited")}`);
  const files = (message.files ?? []).map((file) => fileCard(file));
  const blocks = message.blocks?.length
    ? blocksOf(surfaceOfMessage(channel, message).hold(message.blocks, channel), inThread)
    : null;
  const ownText = blocks && isOwnRichText(message) ? null : blocks;
  return h(
    "div",
    { class: "message-content" },
    ownText
      ? h("div", { class: "blocks" }, ...ownText)
      : message.text && h("div", { class: "text" }, ...mrkdwn(message.text), edited),
    ownText && edited,
    attachments(channel, message, inThread),
    files.length > 0 && h("div", { class: "files" }, ...files),
  );
}

/** A person's own message may carry a rich_text copy of its text; the text is what the page shows. */
const isOwnRichText = (message) =>
  !message.bot_id && message.text && message.blocks.every((block) => block.type === "rich_text");

function replies(channel, message) {
  const users = (message.reply_users ?? []).slice(0, 4);
  return h(
    "button",
    {
      type: "button",
      class: "replies",
      "data-testid": "replies",
      onclick: () => go({ kind: "channel", channel, thread: message.ts }),
    },
    h(
      "span",
      { class: "reply-faces", "aria-hidden": "true" },
      ...users.map((id) => (userOf(id)?.is_bot ? appAvatar({ name: nameOf(userOf(id)) }, 22) : avatar(userOf(id), 22))),
    ),
    h(
      "span",
      { class: "reply-count" },
      t(message.reply_count === 1 ? "reply_one" : "reply_many", { n: message.reply_count }),
    ),
    message.latest_reply && h("span", { class: "reply-last" }, ago(Number(message.latest_reply))),
  );
}

function mentionsMe(message) {
  const text = message.text ?? "";
  return Boolean(
    !message.blocks?.length &&
    !isSystem(message) &&
    message.user !== state.me?.id &&
    (text.includes(`<@${state.me.id}>`) ||
      text.includes(`<@${state.me.id}|`) ||
      /<!(here|channel|everyone)/.test(text)),
  );
}

function swallow(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** A long press opens what a mouse finds in the toolbar. */
function touch(channel, message) {
  let timer;
  const end = () => clearTimeout(timer);
  return {
    onpointerdown: (event) => {
      if (event.pointerType !== "touch" || event.target.closest("button, a, input, textarea, select")) return;
      const article = event.currentTarget;
      timer = setTimeout(() => {
        // The finger that lifts now chooses nothing of the menu that has opened under it.
        addEventListener("click", swallow, true);
        addEventListener("pointerup", () => setTimeout(() => removeEventListener("click", swallow, true)), { once: true });
        learnt();
        openActions(article, channel, message);
      }, 480);
    },
    onpointerup: end,
    onpointercancel: end,
    onpointermove: (event) => Math.abs(event.movementX) + Math.abs(event.movementY) > 4 && end(),
    oncontextmenu: (event) => event.pointerType === "touch" && event.preventDefault(),
  };
}

export function dismiss(channel, ts) {
  messagesOf(channel).delete(ts);
  changed();
}
