// One floating layer at a time: menus, selects, pickers. A sheet from below on a phone. It lives in the dialog of
// its anchor, closes by Escape or a click elsewhere, and gives the focus back to where it came from.

import { h, onPhone } from "./dom.js";
import { subscribe } from "./store.js";

let current = null;

/** Shows `content` beside `anchor` (an element or {x, y}); returns a function that closes it. */
export function openPopover(anchor, content, { label, role, className = "", onclose, focus } = {}) {
  closePopover();
  const host = anchor.closest?.("dialog") ?? document.querySelector("dialog[open]:last-of-type") ?? document.body;
  const node = h("div", { class: `popover ${className}`, popover: "manual", role, "aria-label": label }, content);
  const before = document.activeElement;
  host.append(node);
  node.showPopover();
  anchor.setAttribute?.("aria-expanded", "true");
  const opened = { node, anchor, onclose, before };
  current = opened;
  place(opened);
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || (event.key === "Tab" && role === "menu")) {
      event.preventDefault();
      event.stopPropagation();
      closePopover();
    }
  });
  (focus ?? node.querySelector("[autofocus]") ?? node).focus?.();
  return () => current === opened && closePopover();
}

export function closePopover({ keepFocus = false } = {}) {
  if (!current) return;
  const { node, anchor, onclose, before } = current;
  current = null;
  const hadFocus = node.contains(document.activeElement) || document.activeElement === document.body;
  anchor.setAttribute?.("aria-expanded", "false");
  node.remove();
  if (hadFocus && !keepFocus) {
    const back = anchor.isConnected && anchor.focus ? anchor : before;
    if (back?.isConnected) back.focus({ preventScroll: true });
  }
  onclose?.();
}

export const popoverOpenOn = (anchor) => current?.anchor === anchor;

/** Places the open layer anew after its content changed its size. */
export const replacePopover = () => current && place(current);

function place({ node, anchor }) {
  if (onPhone()) return;
  const box = anchor.getBoundingClientRect?.() ?? {
    left: anchor.x,
    right: anchor.x,
    top: anchor.y,
    bottom: anchor.y,
    width: 0,
  };
  if (node.classList.contains("as-wide")) node.style.minWidth = `${Math.max(box.width, 240)}px`;
  const { width, height } = node.getBoundingClientRect();
  const below = innerHeight - box.bottom - 12;
  const above = box.top - 12;
  const up = height > below && above > below;
  const left = Math.min(Math.max(8, box.left), innerWidth - width - 8);
  node.style.left = `${left}px`;
  node.style.top = up ? "" : `${box.bottom + 4}px`;
  node.style.bottom = up ? `${innerHeight - box.top + 4}px` : "";
  node.style.maxHeight = `${Math.max(160, up ? above : below)}px`;
}

addEventListener(
  "pointerdown",
  (event) => {
    if (!current || current.node.contains(event.target)) return;
    // A press on the anchor closes; its own click must not open the layer again at once.
    const again = current.anchor.contains?.(event.target);
    closePopover({ keepFocus: !again });
    if (again)
      event.target
        .closest("button, a")
        ?.addEventListener("click", (e) => e.stopImmediatePropagation(), { capture: true, once: true });
  },
  true,
);
addEventListener("resize", replacePopover);
subscribe(() => {
  if (current?.anchor.isConnected === false) closePopover();
});
