// Attachments: the older way to colour, title and group what an app says; they may hold blocks too.

import { h } from "./dom.js";
import { blocksOf } from "./blocks.js";
import { formatDate } from "./dates.js";
import { picture } from "./files.js";
import { link } from "./links.js";
import { mrkdwn } from "./mrkdwn.js";
import { cssColor } from "./richtext.js";
import { surfaceOfMessage } from "./message.js";

const NAMED = { good: "#2e7d52", warning: "#c98a1b", danger: "#b3261e" };

export function attachments(channel, message, inThread) {
  return (message.attachments ?? []).map((each, index) => attachment(channel, message, each, index, inThread));
}

function attachment(channel, message, given, index, inThread) {
  const bar = NAMED[given.color] ?? (given.color ? cssColor(given.color) : "var(--line-strong)");
  const inner = given.blocks
    ? blocksOf(surfaceOfMessage(channel, message, index).hold(given.blocks, channel), inThread)
    : plainParts(given);
  return h(
    "div",
    { class: "attachment-frame" },
    given.pretext && h("div", { class: "text" }, ...mrkdwn(given.pretext)),
    h("div", { class: "attachment", style: `--bar: ${bar}` }, inner),
  );
}

const plainParts = (given) => [
  given.author_name &&
    h(
      "div",
      { class: "attachment-author" },
      given.author_link ? link(given.author_link, given.author_name) : given.author_name,
    ),
  given.title &&
    h("div", { class: "attachment-title" }, given.title_link ? link(given.title_link, given.title) : given.title),
  given.text && h("div", { class: "text" }, ...mrkdwn(given.text)),
  given.fields &&
    h(
      "div",
      { class: "section-fields" },
      ...given.fields.map((each) =>
        h("div", { class: "text" }, h("strong", null, each.title ?? ""), h("br"), ...mrkdwn(String(each.value ?? ""))),
      ),
    ),
  given.image_url && picture(given.image_url, given.fallback ?? given.title ?? ""),
  (given.footer || given.ts) &&
    h(
      "div",
      { class: "attachment-footer" },
      [given.footer, given.ts && formatDate(Number(given.ts), "{date_short_pretty} {time}", "", true)]
        .filter(Boolean)
        .join(" · "),
    ),
  !given.text &&
    !given.title &&
    !given.image_url &&
    given.fallback &&
    h("div", { class: "text" }, ...mrkdwn(given.fallback)),
];
