// The file_input element: what is chosen goes to one's conversation with the app, which may then read it.

import { h } from "./dom.js";
import { post, upload } from "./api.js";
import { hooks } from "./elements.js";
import { icon } from "./icons.js";
import { state } from "./store.js";
import { toast } from "./toast.js";
import { t } from "./i18n.js";

const MOST = 10;

export function fileInput(given) {
  const { surface, block, part } = given;
  const files = surface.get(block, part).files ?? [];
  const most = part.max_files ?? MOST;
  const keep = (kept) => surface.set(block, part, { files: kept });
  const add = async (event) => {
    const { target } = event;
    for (const file of [...target.files].slice(0, most - files.length)) {
      const stored = await store(surface.container, file);
      if (stored) keep([...surface.get(block, part).files, stored]);
    }
    target.value = "";
  };
  return h(
    "div",
    { class: "file-input" },
    ...files.map((file) =>
      h(
        "span",
        { class: "chip is-file", key: file.id },
        file.name,
        h(
          "button",
          {
            type: "button",
            class: "icon-button",
            "aria-label": t("remove", { name: file.name }),
            onclick: () => keep(files.filter((each) => each.id !== file.id)),
          },
          icon("close"),
        ),
      ),
    ),
    files.length < most &&
      h("input", {
        ...hooks(given),
        key: "chooser",
        type: "file",
        class: "text-field",
        multiple: most > 1,
        accept: part.filetypes?.map((type) => `.${type}`).join(","),
        onchange: add,
      }),
  );
}

async function store(container, file) {
  const view = state.views.find((each) => each.id === container.view_id);
  const app = state.apps.find((each) => each.id === view?.app_id) ?? state.apps[0];
  const direct = await post("open_dm", { user: app.bot_user_id });
  const answer = direct.ok ? await upload(direct.channel.id, file) : direct;
  if (answer.ok) return answer.message.files[0];
  toast(answer.text || t("upload_failed", { name: file.name }), "error");
  return null;
}
