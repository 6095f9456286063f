// The ground of every dialog: a native modal <dialog>, which keeps the focus inside and the page behind it still.

import { h } from "./dom.js";
import { closePopover } from "./popover.js";

/** Opens a dialog; `onescape` is asked instead of closing it when given. Returns {node, close}. */
export function openDialog(content, { label, labelledby, className = "", onescape, onclose, attributes = {} } = {}) {
  closePopover();
  const before = document.activeElement;
  const node = h(
    "dialog",
    {
      class: `dialog ${className}`,
      role: "dialog",
      "aria-modal": "true",
      "aria-label": label,
      "aria-labelledby": labelledby,
      ...attributes,
    },
    content,
  );
  const close = () => {
    if (!node.isConnected) return;
    node.remove();
    if (before?.isConnected) before.focus({ preventScroll: true });
    onclose?.();
  };
  const escape = () => (onescape ? onescape() : close());
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    escape();
  });
  node.addEventListener("cancel", (event) => {
    if (event.target !== node) return;
    event.preventDefault();
    escape();
  });
  // A browser may close it whatever it is told (a second "back" on a phone): then it is opened again and asked.
  node.addEventListener("close", (event) => {
    if (event.target !== node || !node.isConnected) return;
    node.showModal();
    escape();
  });
  let pressedOutside = false;
  node.addEventListener("pointerdown", (event) => (pressedOutside = event.target === node));
  node.addEventListener("click", (event) => {
    if (event.target === node && pressedOutside && !onescape) close();
  });
  document.body.append(node);
  node.showModal();
  return { node, close };
}
