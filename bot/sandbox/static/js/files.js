// Pictures and files as messages show them.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { openDialog } from "./dialog.js";
import { isSafe } from "./links.js";
import { t } from "./i18n.js";

const safe = (url) => (url && (isSafe(url) || url.startsWith("/")) ? url : undefined);

/** A picture that opens large. */
export function picture(url, alt, small = false) {
  const address = safe(url);
  if (!address) return h("span", { class: "picture-missing" }, alt ?? "");
  const image = h("img", { src: address, alt: alt ?? "", loading: "lazy", class: small ? "thumb" : "picture" });
  return h(
    "button",
    {
      type: "button",
      class: "picture-button",
      "aria-label": `${t("enlarge")}: ${alt ?? ""}`,
      onclick: () => enlarge(address, alt),
    },
    image,
  );
}

function enlarge(url, alt) {
  lightbox(h("img", { src: url, alt: alt ?? "" }), [alt ?? ""], alt || t("picture"));
}

/** A text in full, with the way to save it. */
async function read(url, name) {
  const answer = await fetch(url);
  if (!answer.ok) return;
  lightbox(
    h("pre", { class: "file-text", tabindex: "0" }, await answer.text()),
    [h("a", { href: url, download: name }, t("save_file"))],
    name,
  );
}

function lightbox(content, caption, label) {
  const close = h(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": t("close"),
      autofocus: true,
      onclick: () => shown.close(),
    },
    icon("close"),
  );
  const shown = openDialog(h("figure", { class: "lightbox" }, content, h("figcaption", null, ...caption, close)), {
    label,
    className: "is-lightbox",
  });
}

const sizeOf = (bytes) =>
  bytes > 1_048_576 ? `${(bytes / 1_048_576).toFixed(1)} MB` : `${Math.max(1, Math.round((bytes ?? 0) / 1024))} kB`;

export function fileCard(file) {
  if (file.mode === "tombstone") return h("span", { class: "file-gone" }, t("file_deleted"));
  const url = safe(file.url_private ?? file.permalink);
  const name = file.title || file.name || file.id || t("file");
  if (file.mimetype?.startsWith("image/") && url) return picture(url, file.alt_txt || name);
  const shown = [
    h("span", { class: "file-icon" }, icon("file")),
    h(
      "span",
      { class: "menu-text" },
      h("span", { class: "menu-label" }, name),
      h(
        "span",
        { class: "menu-hint" },
        [file.pretty_type ?? file.filetype?.toUpperCase(), file.size && sizeOf(file.size)].filter(Boolean).join(" · "),
      ),
    ),
  ];
  if (file.mimetype === "text/plain" && url) {
    const open = () => read(url, file.name);
    return h("button", { type: "button", class: "file-card", "data-file-id": file.id, onclick: open }, ...shown);
  }
  return h("a", { class: "file-card", href: url, download: file.name, "data-file-id": file.id }, ...shown);
}
