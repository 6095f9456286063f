// The apps' modals: one dialog with a stack of up to three views; errors stand at their fields.

import { h, patch } from "./dom.js";
import { post } from "./api.js";
import { blocksOf } from "./blocks.js";
import { openDialog } from "./dialog.js";
import { problems } from "./field.js";
import { icon } from "./icons.js";
import { mrkdwn, plainString } from "./mrkdwn.js";
import { changed, state } from "./store.js";
import { surfaceOf } from "./surface.js";
import { place } from "./whoami.js";
import { t } from "./i18n.js";

const busy = new Set();
const failures = new Map();
let opened = null;
let shownView = null;

const surfaceOfView = (view) => surfaceOf({ type: "view", view_id: view.id });
const top = () => state.views.at(-1);

export function onView({ action, view }) {
  if (view.type === "home") {
    state.homes.set(view.app_id, view);
    return;
  }
  busy.delete(view.id);
  failures.delete(view.id);
  if (action === "open") state.views = [view];
  else if (action === "push") {
    busy.clear();
    state.views = [...state.views.filter((each) => each.id !== view.id), view];
  } else state.views = state.views.map((each) => (each.id === view.id ? view : each));
}

export function onViewClosed({ view_id: id, all }) {
  busy.delete(id);
  state.views = all ? [] : state.views.filter((view) => view.id !== id);
}

export function onViewErrors({ view_id: id, errors }) {
  busy.delete(id);
  const view = state.views.find((each) => each.id === id);
  if (view) showErrors(view, errors);
}

export function onViewFailed({ view_id: id, text }) {
  busy.delete(id);
  failures.set(id, text);
}

function showErrors(view, errors) {
  const surface = surfaceOfView(view);
  surface.errors = { ...errors };
  changed();
  queueMicrotask(() => {
    const first = surface.blocks.find((block) => errors[block.block_id]);
    const frame =
      first &&
      [...(opened?.node.querySelectorAll("[data-block-id]") ?? [])].find(
        (each) => each.dataset.blockId === first.block_id,
      );
    frame?.querySelector("input, textarea, select, button")?.focus();
    frame?.scrollIntoView({ block: "nearest" });
  });
}

async function submit(view) {
  if (busy.has(view.id)) return;
  const surface = surfaceOfView(view);
  const found = problems(surface);
  if (Object.keys(found).length) return showErrors(view, found);
  surface.errors = {};
  failures.delete(view.id);
  busy.add(view.id);
  changed();
  const answer = await post("submit", { view_id: view.id, state: surface.state() });
  busy.delete(view.id);
  if (!answer.ok) failures.set(view.id, answer.error === "offline" ? t("offline") : answer.text || t("view_failed"));
  changed();
}

function close(view, all) {
  state.views = all ? [] : state.views.filter((each) => each.id !== view.id);
  changed();
  post("close", { view_id: view.id, all });
}

export function renderModal() {
  const view = top();
  if (!view) {
    opened?.close();
    opened = null;
    shownView = null;
    return;
  }
  if (!opened) {
    opened = openDialog(h("div", { class: "modal-frame" }), {
      labelledby: "modal-title",
      className: "modal",
      onescape: () => top() && close(top(), false),
      onclose: () => (opened = null),
      attributes: { "data-testid": "modal" },
    });
  }
  const { node } = opened;
  node.dataset.viewId = view.id;
  node.setAttribute("aria-busy", String(busy.has(view.id)));
  patch(node.firstElementChild, frame(view));
  if (shownView !== view.id) {
    shownView = view.id;
    const first =
      node.querySelector("[autofocus]") ??
      node.querySelector(".modal-content :is(input, textarea, .select)") ??
      node.querySelector(".modal-foot button:last-child") ??
      node.querySelector("button");
    first?.focus({ preventScroll: true });
    node.querySelector(".modal-content").scrollTop = 0;
  }
}

function frame(view) {
  const surface = surfaceOfView(view).hold(view.blocks, place().channel ?? null);
  const waiting = busy.has(view.id);
  const failure = failures.get(view.id);
  const stacked = state.views.length > 1;
  const app = state.apps.find((each) => each.id === view.app_id);
  return h(
    "form",
    {
      class: "modal-frame",
      key: view.id,
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        submit(view);
      },
    },
    h(
      "header",
      { class: "modal-head" },
      stacked &&
        h(
          "button",
          {
            type: "button",
            key: "back",
            class: "icon-button",
            "aria-label": t("back"),
            title: t("back"),
            onclick: () => close(view, false),
          },
          icon("back"),
        ),
      h(
        "div",
        { class: "modal-names", key: "names" },
        h("h2", { id: "modal-title" }, plainString(view.title)),
        app && h("div", { class: "modal-app" }, app.name),
      ),
      h(
        "button",
        {
          type: "button",
          key: "close",
          class: "icon-button",
          "aria-label": t("close"),
          title: t("close"),
          onclick: () => close(view, stacked),
        },
        icon("close"),
      ),
    ),
    h(
      "div",
      { class: "modal-content" },
      failure &&
        h(
          "div",
          { class: "modal-failure", role: "alert", key: "failure" },
          icon("alert"),
          h("span", null, ...mrkdwn(failure)),
        ),
      h("div", { class: "blocks", key: "blocks" }, ...blocksOf(surface)),
    ),
    (view.submit || view.close) &&
      h(
        "footer",
        { class: "modal-foot" },
        h(
          "button",
          { type: "button", key: "cancel", class: "button", onclick: () => close(view, false) },
          view.close ? plainString(view.close) : t("cancel"),
        ),
        view.submit &&
          h(
            "button",
            {
              type: "submit",
              key: "submit",
              class: "button is-primary-solid",
              disabled: waiting || view.submit_disabled,
              "aria-busy": waiting ? "true" : undefined,
            },
            plainString(view.submit),
          ),
      ),
  );
}
