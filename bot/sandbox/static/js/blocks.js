// Block Kit blocks as DOM. A block is given with the surface it stands on, which keeps what was typed or chosen.

import { h } from "./dom.js";
import { element } from "./elements.js";
import { field } from "./field.js";
import { fileCard, picture } from "./files.js";
import { isSafe, link } from "./links.js";
import { markdown } from "./markdown.js";
import { plain, plainString, textNodes } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { t } from "./i18n.js";

/** All blocks of a surface; `surface.hold(blocks)` has been called before. A `second` copy has ids of its own. */
export function blocksOf(surface, second = false) {
  surface.copy = second ? "second-" : "";
  const seen = new Map();
  return surface.blocks.map((block, index) => {
    const id = block.block_id ?? `${block.type}-${index}`;
    seen.set(id, (seen.get(id) ?? 0) + 1);
    return h(
      "div",
      { class: `block block-${block.type}`, key: `${id}#${seen.get(id)}`, "data-block-id": block.block_id },
      body(surface, block),
    );
  });
}

function body(surface, block) {
  switch (block.type) {
    case "section":
      return section(surface, block);
    case "header":
      return h(`h${Math.min(6, (block.level ?? 1) + 2)}`, { class: "block-title" }, ...plain(block.text.text));
    case "divider":
      return h("hr");
    case "image":
      return h(
        "figure",
        null,
        block.title && h("figcaption", null, ...textNodes(block.title)),
        picture(imageUrl(block), block.alt_text),
      );
    case "context":
      return block.elements.map((part) =>
        part.type === "image"
          ? h("img", { class: "context-image", src: imageUrl(part), alt: part.alt_text, width: 20, height: 20 })
          : h("span", { class: "context-text" }, ...textNodes(part)),
      );
    case "actions":
    case "context_actions":
      return block.elements.map((part) => element(surface, block, part));
    case "input":
      return field(surface, block);
    case "rich_text":
      return richText(block);
    case "markdown":
      return markdown(block.text);
    case "video":
      return video(block);
    case "file":
      return fileCard(block.file ?? { name: block.external_id });
    case "table":
      return table(block);
    default:
      return h("p", { class: "unknown-block" }, t("unknown_block", { type: block.type }));
  }
}

const imageUrl = (image) => {
  const url = image.image_url ?? image.slack_file?.url ?? (image.slack_file?.id && `/files/${image.slack_file.id}`);
  return isSafe(url ?? "") || url?.startsWith("/") ? url : "";
};

function section(surface, block) {
  const text = h(
    "div",
    { class: "section-text" },
    block.text && h("div", { class: "text" }, ...textNodes(block.text)),
    block.fields &&
      h(
        "div",
        { class: "section-fields" },
        ...block.fields.map((each) => h("div", { class: "text" }, ...textNodes(each))),
      ),
  );
  if (!block.accessory) return text;
  const image = block.accessory.type === "image";
  return [
    text,
    h(
      "div",
      { class: image ? "section-accessory is-image" : "section-accessory" },
      image
        ? picture(imageUrl(block.accessory), block.accessory.alt_text, true)
        : element(surface, block, block.accessory, sectionLabel(block)),
    ),
  ];
}

/** What a section's menu or field is about, for those who hear the page. */
const sectionLabel = (block) =>
  block.text
    ? textNodes(block.text)
        .map((node) => node.textContent ?? node)
        .join("")
        .slice(0, 120)
    : "";

function video(block) {
  const title = plainString(block.title);
  const address = block.title_url ?? block.video_url;
  return [
    h("div", { class: "video-title" }, isSafe(address) ? link(address, title) : title),
    block.description && h("div", { class: "text" }, ...textNodes(block.description)),
    h(
      "a",
      {
        class: "video",
        href: isSafe(block.video_url) ? block.video_url : undefined,
        target: "_blank",
        rel: "noopener noreferrer",
        "aria-label": `${t("play")}: ${title}`,
      },
      h("img", { src: imageUrl({ image_url: block.thumbnail_url }), alt: block.alt_text ?? "" }),
      h("span", { class: "video-play", "aria-hidden": "true" }, "▶"),
    ),
  ];
}

function table(block) {
  const cell = (content) => (content?.type === "rich_text" ? richText(content) : (content?.text ?? ""));
  const [head, ...rows] = block.rows ?? [];
  return h(
    "div",
    { class: "table-scroll", tabindex: "0" },
    h(
      "table",
      null,
      h("thead", null, h("tr", null, ...(head ?? []).map((each) => h("th", { scope: "col" }, cell(each))))),
      h("tbody", null, ...rows.map((row) => h("tr", null, ...row.map((each) => h("td", null, cell(each)))))),
    ),
  );
}
