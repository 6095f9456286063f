// The rich_text block: what Slack's own composer writes, and what apps build from it.

import { h } from "./dom.js";
import { broadcast, channelMention, dateNode, emojiNode, groupMention, link, userMention } from "./links.js";

export function richText(block) {
  return h("div", { class: "rich-text" }, ...nestedLists(block.elements ?? []));
}

/** Lists follow one another with an indent each; a deeper one belongs into the item above it. */
function nestedLists(elements) {
  const nodes = [];
  let open = [];
  for (const element of elements) {
    if (element.type !== "rich_text_list") {
      open = [];
      nodes.push(part(element));
      continue;
    }
    const indent = element.indent ?? 0;
    const list = listOf(element);
    open = open.filter((other) => other.indent < indent);
    const parent = open.at(-1);
    if (parent) (parent.node.lastElementChild ?? parent.node).append(list);
    else nodes.push(list);
    open.push({ indent, node: list });
  }
  return nodes;
}

function listOf(element) {
  const items = element.elements.map((item) => h("li", null, ...inlineOf(item.elements)));
  if (element.style === "ordered") return h("ol", { start: (element.offset ?? 0) + 1 }, ...items);
  return h("ul", null, ...items);
}

function part(element) {
  switch (element.type) {
    case "rich_text_preformatted":
      return h("pre", { class: "code-block", tabindex: "0" }, ...inlineOf(element.elements));
    case "rich_text_quote":
      return h("blockquote", null, ...inlineOf(element.elements));
    default:
      return h("p", null, ...inlineOf(element.elements ?? []));
  }
}

const inlineOf = (elements) => elements.flatMap((element) => dressed(leaf(element), element.style ?? {}));

function leaf(element) {
  switch (element.type) {
    case "text":
      return element.text.split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line]));
    case "link":
      return [link(element.url, element.text ?? element.url)];
    case "emoji":
      return [emojiNode(element.skin_tone ? `${element.name}::skin-tone-${element.skin_tone}` : element.name)];
    case "user":
      return [userMention(element.user_id)];
    case "usergroup":
      return [groupMention(element.usergroup_id)];
    case "channel":
      return [channelMention(element.channel_id)];
    case "broadcast":
      return [broadcast(element.range)];
    case "date":
      return [dateNode(element.timestamp, element.format, element.url, element.fallback ?? "")];
    case "color":
      return [h("span", { class: "swatch", style: `--swatch: ${cssColor(element.value)}` }, element.value)];
    default:
      return [];
  }
}

export const cssColor = (value) =>
  /^#?[0-9a-f]{3,8}$/i.test(value ?? "") ? `#${value.replace("#", "")}` : "transparent";

function dressed(nodes, style) {
  let dressedNodes = nodes;
  for (const [name, tag] of [
    ["code", "code"],
    ["strike", "s"],
    ["italic", "em"],
    ["bold", "strong"],
    ["underline", "u"],
  ]) {
    if (style[name]) dressedNodes = [h(tag, null, ...dressedNodes)];
  }
  return dressedNodes;
}
