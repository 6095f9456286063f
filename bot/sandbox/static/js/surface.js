// What a person has typed or chosen on one message or view. It belongs to (block_id, action_id) and survives every
// update of the blocks around it; a changed initial value under the same ids is ignored, as Slack's clients do.

import { post } from "./api.js";
import { toast } from "./toast.js";
import { changed } from "./store.js";

const surfaces = new Map();

const INITIAL = {
  plain_text_input: (e) => ({ value: e.initial_value ?? null }),
  email_text_input: (e) => ({ value: e.initial_value ?? null }),
  url_text_input: (e) => ({ value: e.initial_value ?? null }),
  number_input: (e) => ({ value: e.initial_value ?? null }),
  rich_text_input: (e) => ({ rich_text_value: e.initial_value ?? null }),
  static_select: (e) => ({ selected_option: e.initial_option ?? null }),
  external_select: (e) => ({ selected_option: e.initial_option ?? null }),
  multi_static_select: (e) => ({ selected_options: e.initial_options ?? [] }),
  multi_external_select: (e) => ({ selected_options: e.initial_options ?? [] }),
  users_select: (e) => ({ selected_user: e.initial_user ?? null }),
  multi_users_select: (e) => ({ selected_users: e.initial_users ?? [] }),
  channels_select: (e) => ({ selected_channel: e.initial_channel ?? null }),
  multi_channels_select: (e) => ({ selected_channels: e.initial_channels ?? [] }),
  conversations_select: (e, here) => ({
    selected_conversation: e.initial_conversation ?? (e.default_to_current_conversation ? here : null) ?? null,
  }),
  multi_conversations_select: (e, here) => ({
    selected_conversations: e.initial_conversations ?? (e.default_to_current_conversation && here ? [here] : []),
  }),
  datepicker: (e) => ({ selected_date: e.initial_date ?? null }),
  timepicker: (e) => ({ selected_time: e.initial_time ?? null }),
  datetimepicker: (e) => ({ selected_date_time: e.initial_date_time ?? null }),
  checkboxes: (e) => ({ selected_options: e.initial_options ?? [] }),
  radio_buttons: (e) => ({ selected_option: e.initial_option ?? null }),
  file_input: () => ({ files: [] }),
};

const isStateful = (element) => element.type in INITIAL;

/** Elements of a block that can be acted on or filled in. */
function elementsOf(block) {
  return [block.element, block.accessory, ...(block.type === "actions" ? block.elements : [])].filter(
    (element) => element?.action_id,
  );
}

class Surface {
  constructor(container, key) {
    this.container = container;
    this.key = key;
    this.values = new Map();
    this.busy = new Set();
    this.waiting = new Map();
    this.blocks = [];
    this.errors = {};
    this.here = null;
    this.version = 0;
    this.copy = "";
  }

  touched() {
    this.version += 1;
    changed();
  }

  /** Takes the newest blocks: what is gone from them is forgotten, what is new starts with its initial value. */
  hold(blocks, here) {
    this.blocks = blocks ?? [];
    this.here = here ?? this.here;
    const present = new Set();
    for (const block of this.blocks) {
      for (const element of elementsOf(block)) {
        const id = this.id(block.block_id, element.action_id);
        present.add(id);
        const known = this.values.get(id);
        if (isStateful(element) && known?.type !== element.type) {
          this.values.set(id, { type: element.type, ...INITIAL[element.type](element, this.here) });
        }
      }
    }
    for (const id of this.values.keys()) if (!present.has(id)) this.values.delete(id);
    return this;
  }

  id(blockId, actionId) {
    return `${blockId}\u0000${actionId}`;
  }

  domId(blockId, actionId) {
    return `${this.copy}${this.key}-${blockId}-${actionId}`.replace(/[^\w-]/g, "_");
  }

  get(block, element) {
    return this.values.get(this.id(block.block_id, element.action_id)) ?? {};
  }

  set(block, element, value) {
    this.values.set(this.id(block.block_id, element.action_id), { type: element.type, ...value });
    if (this.errors[block.block_id]) delete this.errors[block.block_id];
    this.touched();
  }

  isBusy(block, element) {
    return this.busy.has(this.id(block.block_id, element.action_id));
  }

  /** {block_id: {action_id: {type, …}}} as views and actions carry it. */
  state() {
    const state = {};
    for (const block of this.blocks) {
      for (const element of elementsOf(block)) {
        if (!isStateful(element)) continue;
        (state[block.block_id] ??= {})[element.action_id] = this.get(block, element);
      }
    }
    return state;
  }

  /** Tells the app what was clicked or chosen. A second click while it answers is none; a second choice waits. */
  async act(block, element, value) {
    const id = this.id(block.block_id, element.action_id);
    if (this.busy.has(id)) {
      if (isStateful(element)) this.waiting.set(id, value);
      return;
    }
    this.busy.add(id);
    this.touched();
    const answer = await post("action", {
      container: this.container,
      block_id: block.block_id,
      action_id: element.action_id,
      value,
      state: this.state(),
    });
    this.busy.delete(id);
    if (this.waiting.has(id)) {
      const next = this.waiting.get(id);
      this.waiting.delete(id);
      this.act(block, element, next);
    }
    if (!answer.ok) toast(answer.text || answer.error, "error");
    this.touched();
  }
}

/** The surface of a container; `part` tells a message's attachments from its own blocks. */
export function surfaceOf(container, part = "") {
  const key = container.type === "view" ? `v-${container.view_id}` : `m-${container.channel}-${container.ts}-${part}`;
  if (!surfaces.has(key)) surfaces.set(key, new Surface(container, key));
  return surfaces.get(key);
}
