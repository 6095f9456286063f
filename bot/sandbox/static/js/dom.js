// Builds DOM without ever touching innerHTML, and morphs a live tree into a newly built one, so that focus,
// caret, scroll position and open menus survive every update.

const PROPERTIES = new Set(["value", "checked", "indeterminate"]);

/** h("button", {class, onclick, "aria-label"}, ...children). Nothing given as text is ever read as markup. */
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

const SVG = "http://www.w3.org/2000/svg";

export function svg(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "key") node.keyed = String(value);
    else if (name.startsWith("on")) {
      node[name] = value;
      (node.handlers ??= []).push(name);
    } else if (PROPERTIES.has(name)) {
      node[name] = value;
      (node.controlled ??= []).push(name);
    } else node.setAttribute(name, value === true ? "" : value);
  }
  append(node, children);
  return node;
}

function append(node, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false || child === "") continue;
    if (Array.isArray(child)) append(node, child);
    else node.append(child);
  }
}

/** Replaces the children of `parent` by `children`, keeping every node that can stay. */
export function patch(parent, ...children) {
  const wanted = document.createDocumentFragment();
  append(wanted, children);
  morphChildren(parent, wanted);
}

function alike(a, b) {
  return a.nodeType === b.nodeType && a.nodeName === b.nodeName && a.keyed === b.keyed;
}

function morphChildren(from, to) {
  const keyed = new Map();
  for (const node of from.childNodes) if (node.keyed) keyed.set(node.keyed, node);
  const wantedKeys = new Set();
  for (const node of to.childNodes) if (node.keyed) wantedKeys.add(node.keyed);
  let here = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    while (here?.keyed && !wantedKeys.has(here.keyed)) here = removed(here);
    const old = wanted.keyed ? keyed.get(wanted.keyed) : here;
    if (old && alike(old, wanted)) {
      if (old === here) here = here.nextSibling;
      else from.insertBefore(old, here);
      morph(old, wanted);
    } else {
      from.insertBefore(wanted, here);
      if (here && !here.keyed && !wanted.keyed) here = removed(here);
    }
  }
  while (here) here = removed(here);
}

function removed(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

/** Makes the live node `from` equal to the new node `to`. Both have the same tag. */
export function morph(from, to) {
  if (from === to) return;
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.nodeValue !== to.nodeValue) from.nodeValue = to.nodeValue;
    return;
  }
  for (const { name } of [...from.attributes]) {
    if (!to.hasAttribute(name) && !name.startsWith("data-live-")) from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    // What is expanded is the popover's knowledge, not the tree's.
    if (name === "aria-expanded" && from.hasAttribute(name)) continue;
    if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
  for (const name of from.handlers ?? []) if (!to.handlers?.includes(name)) from[name] = null;
  for (const name of to.handlers ?? []) from[name] = to[name];
  from.handlers = to.handlers;
  for (const name of to.controlled ?? []) if (from[name] !== to[name]) from[name] = to[name];
  from.controlled = to.controlled;
  if (!from.hasAttribute("data-keep")) morphChildren(from, to);
}

export const onPhone = () => matchMedia("(max-width: 760px)").matches;
