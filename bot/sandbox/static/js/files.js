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
  const shown = openDialog(
    h(
      "figure",
      { class: "lightbox" },
      h("img", { src: url, alt: alt ?? "" }),
      h(
        "figcaption",
        null,
        alt ?? "",
        h(
          "button",
          {
            type: "button",
            class: "icon-button",
            "aria-label": t("close"),
            autofocus: true,
            onclick: () => shown.close(),
          },
          icon("close"),
        ),
      ),
    ),
    { label: alt || t("picture"), className: "is-lightbox" },
  );
}

const sizeOf = (bytes) =>
  bytes > 1_048_576 ? `${(bytes / 1_048_576).toFixed(1)} MB` : `${Math.max(1, Math.round((bytes ?? 0) / 1024))} kB`;

export function fileCard(file) {
  const url = safe(file.url_private ?? file.permalink);
  const name = file.title || file.name || file.id || t("file");
  if (file.mimetype?.startsWith("image/") && url) return picture(url, file.alt_txt || name);
  return h(
    "a",
    { class: "file-card", href: url, download: file.name, "data-file-id": file.id },
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
  );
}
