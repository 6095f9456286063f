// Slack's mrkdwn as DOM. Text is only ever put in as text: nothing a person or an app writes becomes markup.

import { h } from "./dom.js";
import { broadcast, channelMention, dateNode, emojiNode, groupMention, isSafe, link, userMention } from "./links.js";

export function unescape(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

export function escape(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** A plain_text or mrkdwn object as nodes. */
export function textNodes(object) {
  if (!object) return [];
  if (typeof object === "string") return mrkdwn(object);
  if (object.type === "plain_text") return plain(object.text, object.emoji !== false);
  return mrkdwn(object.text, object.verbatim === true);
}

export function plain(text, emoji = true) {
  const lines = unescape(text ?? "").split("\n");
  return lines.flatMap((line, index) => [...(index ? [h("br")] : []), ...(emoji ? withEmoji(line) : [line])]);
}

/** What a plain_text object says, for labels and titles that cannot hold nodes. */
export const plainString = (object) =>
  plain(object?.text ?? "")
    .map((node) => node.textContent ?? node)
    .join("");

export function mrkdwn(text, verbatim = false) {
  const nodes = [];
  const parts = (text ?? "").replace(/[\uE000\uE001]/g, "").split(/```\n?([\s\S]*?)\n?```\n?/);
  parts.forEach((part, index) => {
    if (index % 2) nodes.push(h("pre", { class: "code-block", tabindex: "0" }, codeText(part)));
    else if (part) nodes.push(...quotesAndLines(part, verbatim));
  });
  return nodes;
}

/** In code only links, mentions and escapes are read. */
function codeText(text) {
  return unescape(text.replace(/<([^<>\n]+)>/g, (_, inner) => inner.split("|").at(-1)));
}

function quotesAndLines(text, verbatim) {
  const nodes = [];
  const lines = text.split("\n");
  let quote = null;
  let plainLines = [];
  const flush = () => {
    nodes.push(...runs(plainLines, verbatim));
    plainLines = [];
  };
  const close = () => {
    if (quote) nodes.push(h("blockquote", null, ...inline(quote.join("\n"), verbatim)));
    quote = null;
  };
  for (const [index, line] of lines.entries()) {
    const rest = line.match(/^(?:&gt;|>){3} ?(.*)$/);
    if (rest) {
      flush();
      quote = [...(quote ?? []), rest[1], ...lines.slice(index + 1)];
      break;
    }
    const quoted = line.match(/^(?:&gt;|>) ?(.*)$/);
    if (quoted) {
      flush();
      (quote ??= []).push(quoted[1]);
    } else {
      close();
      plainLines.push(line);
    }
  }
  flush();
  close();
  return nodes;
}

/** Lines as typed; one that begins with a bullet hangs from it where it is too long for one line. */
function runs(lines, verbatim) {
  const nodes = [];
  let run = [];
  const flush = () => {
    if (run.length) nodes.push(...inline(run.join("\n"), verbatim));
    run = [];
  };
  for (const line of lines) {
    if (!/^\s*[•◦▪–☐☑✓-] /u.test(line)) run.push(line);
    else {
      flush();
      nodes.push(h("span", { class: "hanging" }, ...inline(line, verbatim)));
    }
  }
  flush();
  return nodes;
}

const EDGE = "\\p{L}\\p{N}";
const styled = (mark) =>
  `(?<![${EDGE}${mark}])[${mark}](?=[^\\s${mark}])([^${mark}\\n]*?[^\\s${mark}])[${mark}](?![${EDGE}${mark}])`;
const INLINE = new RegExp(
  [
    "\\uE000(\\d+)\\uE001",
    styled("*"),
    styled("_"),
    styled("~"),
    ":([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):",
    "(https?:\\/\\/[^\\s<>|\\uE000]+[^\\s<>|\\uE000.,;:!?)\\]'\"*_~])",
    "(\\n)",
  ].join("|"),
  "gu",
);

/** Styles, links, mentions, dates and emoji of a run of text. */
export function inline(text, verbatim = false) {
  const kept = [];
  const keep = (node) => `\uE000${kept.push(node) - 1}\uE001`;
  const masked = text
    .replace(/`([^`\n]+)`/g, (_, code) => keep(() => h("code", null, codeText(code))))
    .replace(/<([^<>\n]+)>/g, (whole, inner) => keep((atStart) => angle(inner, whole, atStart)));
  return styledNodes(masked, kept, verbatim);
}

function styledNodes(text, kept, verbatim) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, index, bold, italic, strike, emoji, url, newline] = match;
    if (match.index > from) nodes.push(unescape(text.slice(from, match.index)));
    from = match.index + whole.length;
    if (index !== undefined) nodes.push(kept[Number(index)](/(^|\n)$/.test(text.slice(0, match.index))));
    else if (bold) nodes.push(h("strong", null, ...styledNodes(bold, kept, verbatim)));
    else if (italic) nodes.push(h("em", null, ...styledNodes(italic, kept, verbatim)));
    else if (strike) nodes.push(h("s", null, ...styledNodes(strike, kept, verbatim)));
    else if (emoji) nodes.push(emojiNode(emoji));
    else if (url) nodes.push(verbatim ? unescape(url) : link(unescape(url)));
    else if (newline) nodes.push(h("br"));
  }
  if (from < text.length) nodes.push(unescape(text.slice(from)));
  return nodes;
}

function withEmoji(text) {
  return text
    .split(/(:[a-z0-9_+'-]+(?:::skin-tone-[2-6])?:)/u)
    .map((part, index) => (index % 2 ? emojiNode(part.slice(1, -1)) : part));
}

/** What stands between < and >: a link, a mention, a date or, if it is none of these, the text as it is. */
function angle(inner, whole, atStart) {
  const cut = inner.indexOf("|");
  const target = cut < 0 ? inner : inner.slice(0, cut);
  const label = cut < 0 ? undefined : inner.slice(cut + 1);
  const shown = label === undefined ? undefined : unescape(label);
  const user = target.match(/^@([UWB]\w*)$/);
  if (user) return userMention(user[1], shown);
  const channel = target.match(/^#([CDG]\w*)$/);
  if (channel) return channelMention(channel[1], shown);
  const group = target.match(/^!subteam\^(\w+)$/);
  if (group) return groupMention(group[1], shown);
  if (/^!(here|channel|everyone)$/.test(target)) return broadcast(target.slice(1));
  const date = target.match(/^!date\^(-?\d+)\^([^^]*)(?:\^(.*))?$/);
  if (date) return dateNode(Number(date[1]), unescape(date[2]), date[3] && unescape(date[3]), shown ?? "", atStart);
  if (target.startsWith("!")) return shown ?? unescape(whole);
  if (isSafe(unescape(target))) return link(unescape(target), ...(label === undefined ? [] : labelNodes(label)));
  return unescape(whole);
}

const labelNodes = (label) => withEmoji(unescape(label));
