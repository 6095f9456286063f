// Which addresses may become links, and which of them lead to a place inside this workspace.

import { h } from "./dom.js";
import { hashOf } from "./whoami.js";
import { formatDate, momentOf, zone } from "./dates.js";
import { emojiOf } from "./emoji.js";
import { nameOf, state, titleOf, userOf } from "./store.js";
import { t } from "./i18n.js";

const ALLOWED = /^(https?:|mailto:|tel:|slack:)/i;

export const isSafe = (url) => ALLOWED.test(url.trim());

/** The hash of the place inside this page that a permalink or a deep link names, or null. */
export function inside(url) {
  let parsed;
  try {
    parsed = new URL(url, location.href);
  } catch {
    return null;
  }
  if (parsed.protocol === "slack:") {
    const id = parsed.searchParams.get("id");
    return id && parsed.href.includes("channel") ? hashOf({ kind: "channel", channel: id }) : null;
  }
  if (parsed.pathname === "/app_redirect" && parsed.searchParams.get("channel")) {
    return hashOf({ kind: "channel", channel: parsed.searchParams.get("channel") });
  }
  const known = (id) => parsed.origin === location.origin || state.channels.has(id);
  const archive = parsed.pathname.match(/^\/(?:archives|client\/\w+)\/(\w+)(?:\/p(\d{10})(\d{6}))?/);
  if (!archive || !known(archive[1])) return null;
  const [, channel, seconds, rest] = archive;
  const parent = parsed.searchParams.get("thread_ts");
  if (parent) return hashOf({ kind: "channel", channel, thread: parent });
  return hashOf({ kind: "channel", channel, at: seconds && `${seconds}.${rest}` });
}

export function link(url, ...label) {
  const text = label.length ? label : [url.replace(/^mailto:|^tel:/, "")];
  if (!isSafe(url)) return h("span", null, ...text);
  const hash = inside(url);
  if (hash) return h("a", { href: hash, class: "link" }, ...text);
  return h("a", { href: url, class: "link", target: "_blank", rel: "noopener noreferrer" }, ...text);
}

export function userMention(id, label) {
  const user = userOf(id);
  const mine = id === state.me?.id;
  const name = user ? nameOf(user) : (label ?? t("someone"));
  return h("span", { class: mine ? "mention is-me" : "mention", "data-user-id": id }, `@${name}`);
}

export function channelMention(id, label) {
  const channel = state.channels.get(id);
  if (!channel) return h("span", { class: "mention" }, label ? `#${label}` : t("private_channel"));
  return h("a", { class: "mention", href: hashOf({ kind: "channel", channel: id }) }, `#${titleOf(channel)}`);
}

export function groupMention(id, label) {
  const group = state.usergroups.find((each) => each.id === id);
  const mine = group?.users?.includes(state.me?.id);
  const handle = group?.handle ?? label?.replace(/^@/, "") ?? id;
  return h("span", { class: mine ? "mention is-me" : "mention" }, `@${handle}`);
}

export const broadcast = (range) => h("span", { class: "mention is-me" }, `@${range}`);

/** `atStart`: where a sentence may begin, "today" is written "Today". */
export function dateNode(epoch, pattern, url, fallback, atStart = false) {
  const text = formatDate(epoch, pattern, fallback, atStart);
  const title = Number.isFinite(epoch) ? `${momentOf(epoch)} (${zone()})` : undefined;
  const node = h(
    "time",
    { title, datetime: Number.isFinite(epoch) ? new Date(epoch * 1000).toISOString() : undefined },
    text,
  );
  return url ? link(url, node) : node;
}

export function emojiNode(name) {
  const char = emojiOf(name);
  if (!char) return `:${name}:`;
  return h("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:` }, char);
}
