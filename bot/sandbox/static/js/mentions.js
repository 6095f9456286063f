// People write @Name and #channel; the workspace keeps <@U…> and <#C…>. Both ways.

import { unescape } from "./mrkdwn.js";
import { nameOf, state, titleOf } from "./store.js";

const RANGES = ["here", "channel", "everyone"];

/** Pairs of what is typed and its token, the longest first; `labelled` as Slack hands commands to apps. */
function names(labelled) {
  const label = (name) => (labelled ? `|${name}` : "");
  const pairs = [];
  for (const user of state.users.values()) {
    const token = `<@${user.id}${label(user.name)}>`;
    pairs.push([`@${nameOf(user)}`, token], [`@${user.name}`, token]);
  }
  for (const group of state.usergroups)
    pairs.push([`@${group.handle}`, `<!subteam^${group.id}${label(`@${group.handle}`)}>`]);
  for (const channel of state.channels.values())
    if (!channel.is_im) pairs.push([`#${channel.name}`, `<#${channel.id}${label(channel.name)}>`]);
  for (const range of RANGES) pairs.push([`@${range}`, `<!${range}>`]);
  return pairs.sort((a, b) => b[0].length - a[0].length);
}

const WORD = /[\p{L}\p{N}_-]/u;

/** What is sent for what was typed: names as tokens, code as it is. The workspace escapes and links the rest. */
export function encode(text, { labelled = false } = {}) {
  const pairs = names(labelled);
  return text
    .split(/(```[\s\S]*?```|`[^`\n]+`|https?:\/\/\S+)/)
    .map((part, index) => (index % 2 ? part : tokens(part, pairs)))
    .join("");
}

function tokens(text, pairs) {
  let out = "";
  for (let at = 0; at < text.length;) {
    const starts = /[@#]/.test(text[at]) && !WORD.test(text[at - 1] ?? "");
    const hit =
      starts && pairs.find(([shown]) => text.startsWith(shown, at) && !WORD.test(text[at + shown.length] ?? ""));
    out += hit ? hit[1] : text[at];
    at += hit ? hit[0].length : 1;
  }
  return out;
}

/** What is typed for what was sent, to be changed again. */
export function decode(text) {
  const shown = text.replace(/<([^<>\n]+)>/g, (whole, inner) => {
    const [target, label] = inner.split("|");
    if (target.startsWith("@")) return `@${nameOf(state.users.get(target.slice(1))) || label || target}`;
    if (target.startsWith("#")) return `#${titleOf(state.channels.get(target.slice(1))) || label || target}`;
    const group = target.match(/^!subteam\^(\w+)/);
    if (group) return `@${state.usergroups.find((each) => each.id === group[1])?.handle ?? label ?? ""}`;
    if (target.startsWith("!")) return `@${target.slice(1)}`;
    return label && label !== target ? whole : target;
  });
  return unescape(shown);
}
