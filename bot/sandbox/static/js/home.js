// An app's Home tab.

import { h, patch } from "./dom.js";
import { blocksOf } from "./blocks.js";
import { state } from "./store.js";
import { surfaceOf } from "./surface.js";
import { t } from "./i18n.js";

export function renderHome(node, app) {
  const view = state.homes.get(app.id);
  patch(
    node,
    view
      ? h(
          "div",
          { class: "home-frame blocks", key: view.id, "data-view-id": view.id },
          ...blocksOf(surfaceOf({ type: "view", view_id: view.id }).hold(view.blocks)),
        )
      : h("div", { class: "empty", key: "empty" }, h("p", null, t("home_empty", { name: app.name }))),
  );
}
