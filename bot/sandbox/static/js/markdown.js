// The markdown block: standard Markdown (headings, lists, tasks, tables, code, quotes) as DOM.

import { h } from "./dom.js";
import { emojiNode, isSafe, link } from "./links.js";
import { inline as mrkdwnInline } from "./mrkdwn.js";

export function markdown(text) {
  return h("div", { class: "markdown" }, ...blocks(text.replaceAll("\r\n", "\n").split("\n")));
}

const LIST = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;
const RULE = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

function blocks(lines) {
  const nodes = [];
  let at = 0;
  const takeWhile = (test) => {
    const taken = [];
    while (at < lines.length && test(lines[at])) taken.push(lines[at++]);
    return taken;
  };
  while (at < lines.length) {
    const line = lines[at];
    const heading = line.match(/^(#{1,6})\s+(.*?)#*$/);
    if (!line.trim()) at += 1;
    else if (/^\s*```/.test(line)) {
      at += 1;
      const code = takeWhile((each) => !/^\s*```/.test(each));
      at += 1;
      nodes.push(h("pre", { class: "code-block", tabindex: "0" }, code.join("\n")));
    } else if (heading) {
      at += 1;
      nodes.push(h(`h${Math.min(6, heading[1].length + 2)}`, null, ...spans(heading[2].trim())));
    } else if (RULE.test(line)) {
      at += 1;
      nodes.push(h("hr"));
    } else if (/^\s*>/.test(line)) {
      nodes.push(
        h(
          "blockquote",
          null,
          ...blocks(takeWhile((each) => /^\s*>/.test(each)).map((each) => each.replace(/^\s*> ?/, ""))),
        ),
      );
    } else if (LIST.test(line)) {
      nodes.push(...list(takeWhile((each) => LIST.test(each) || /^\s{2,}\S/.test(each))));
    } else if (line.includes("|") && TABLE_RULE.test(lines[at + 1] ?? "")) {
      nodes.push(table(takeWhile((each) => each.includes("|"))));
    } else {
      const paragraph = [lines[at++]];
      paragraph.push(
        ...takeWhile(
          (each) => each.trim() && !LIST.test(each) && !/^\s*(```|>|#{1,6}\s)/.test(each) && !RULE.test(each),
        ),
      );
      nodes.push(h("p", null, ...paragraph.flatMap((each, index) => [...(index ? [h("br")] : []), ...spans(each)])));
    }
  }
  return nodes;
}

function list(lines) {
  const [, indent, mark] = lines[0].match(LIST);
  const ordered = /\d/.test(mark);
  const items = [];
  for (const line of lines) {
    const item = line.match(LIST);
    if (item && item[1].length <= indent.length) items.push({ text: item[3], below: [] });
    else items.at(-1).below.push(line);
  }
  const nodes = items.map(({ text, below }) => {
    const task = text.match(/^\[([ xX])\]\s+(.*)$/);
    const inner = below.length ? blocks(below.map((line) => line.replace(/^\s{2,4}/, ""))) : [];
    if (!task) return h("li", null, ...spans(text), ...inner);
    const done = task[1] !== " ";
    const box = h("input", { type: "checkbox", disabled: true, checked: done });
    return h("li", { class: "task" }, h("label", null, box, h("span", null, ...spans(task[2]))), ...inner);
  });
  return [ordered ? h("ol", { start: parseInt(mark, 10) }, ...nodes) : h("ul", null, ...nodes)];
}

function table(lines) {
  const cells = (line) =>
    line
      .trim()
      .replace(/^\||\|$/g, "")
      .split("|")
      .map((cell) => cell.trim());
  const [head, , ...rows] = lines.map(cells);
  return h(
    "div",
    { class: "table-scroll", tabindex: "0" },
    h(
      "table",
      null,
      h("thead", null, h("tr", null, ...head.map((cell) => h("th", { scope: "col" }, ...spans(cell))))),
      h("tbody", null, ...rows.map((row) => h("tr", null, ...row.map((cell) => h("td", null, ...spans(cell)))))),
    ),
  );
}

const SPAN =
  /`([^`]+)`|!?\[([^\]]*)\]\(([^()\s]+)\)|\*\*(\S(?:.*?\S)?)\*\*|__(\S(?:.*?\S)?)__|~~(.+?)~~|(?<![\w*])\*(\S(?:.*?\S)?)\*(?!\w)|(?<!\w)_(\S(?:.*?\S)?)_(?!\w)|(<[@#!][^<>]+>)|:([a-z0-9_+-]+):|<?(https?:\/\/[^\s<>]+[^\s<>.,;:!?)])>?/g;

function spans(text) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(SPAN)) {
    const [whole, code, label, url, bold, bold2, strike, italic, italic2, mention, emoji, bare] = match;
    if (match.index > from) nodes.push(text.slice(from, match.index));
    from = match.index + whole.length;
    if (code) nodes.push(h("code", null, code));
    else if (url) nodes.push(isSafe(url) ? link(url, ...spans(label)) : whole);
    else if (bold ?? bold2) nodes.push(h("strong", null, ...spans(bold ?? bold2)));
    else if (strike) nodes.push(h("s", null, ...spans(strike)));
    else if (italic ?? italic2) nodes.push(h("em", null, ...spans(italic ?? italic2)));
    else if (mention) nodes.push(...mrkdwnInline(mention));
    else if (emoji) nodes.push(emojiNode(emoji));
    else if (bare) nodes.push(link(bare));
  }
  if (from < text.length) nodes.push(text.slice(from));
  return nodes;
}
