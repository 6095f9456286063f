// Select menus, single and multiple, over fixed options, the app's own (external), people, channels, conversations.

import { h } from "./dom.js";
import { post } from "./api.js";
import { avatar } from "./avatar.js";
import { choose, hooks } from "./elements.js";
import { icon } from "./icons.js";
import { listbox } from "./listbox.js";
import { plain, plainString } from "./mrkdwn.js";
import { openPopover, popoverOpenOn } from "./popover.js";
import { nameOf, state, titleOf } from "./store.js";
import { t } from "./i18n.js";

const plural = (kind) => `selected_${kind}s`;
const KINDS = {
  static: "option",
  external: "option",
  users: "user",
  channels: "channel",
  conversations: "conversation",
};

export function select(given) {
  const { surface, block, part, names } = given;
  const multiple = part.type.startsWith("multi_");
  const source = part.type.replace(/^multi_|_select$/g, "");
  const kind = KINDS[source] ?? "option";
  const value = surface.get(block, part);
  const chosen = multiple ? value[plural(kind)] : [value[`selected_${kind}`]].filter(Boolean);
  const shown = chosen.map((each) => (kind === "option" ? plainString(each.text) : labelOf(each)));
  const placeholder = part.placeholder ? plainString(part.placeholder) : t(multiple ? "choose_several" : "choose");
  const text = shown.length ? shown.join(", ") : placeholder;
  const chips = multiple && shown.length;
  return h(
    "button",
    {
      ...hooks(given),
      type: "button",
      class: shown.length ? "select" : "select is-empty",
      autofocus: part.focus_on_load,
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-label": [names.name, text].filter(Boolean).join(": "),
      onclick: (event) => open(event.currentTarget, given, { multiple, source, kind }),
      onkeydown: (event) => {
        if (!["ArrowDown", "ArrowUp"].includes(event.key) || popoverOpenOn(event.currentTarget)) return;
        event.preventDefault();
        open(event.currentTarget, given, { multiple, source, kind });
      },
    },
    h("span", { class: "select-text" }, chips ? shown.map((each) => h("span", { class: "chip" }, each)) : text),
    icon("down"),
  );
}

function labelOf(id) {
  const user = state.users.get(id);
  if (user) return nameOf(user);
  const channel = state.channels.get(id);
  return channel ? `${channel.is_im ? "" : "#"}${titleOf(channel)}` : id;
}

const optionItem = (option) => ({
  id: option.value,
  label: plainString(option.text),
  hint: option.description && plainString(option.description),
  nodes: plain(option.text.text),
  value: option,
});

const personItem = (user) => ({
  id: user.id,
  label: nameOf(user),
  hint: user.profile?.title,
  before: avatar(user, 24),
  words: `${user.name} ${user.profile?.title ?? ""}`,
  value: user.id,
});

const channelItem = (channel) => ({
  id: channel.id,
  label: titleOf(channel),
  before: channel.is_im ? avatar(state.users.get(channel.user), 24) : icon(channel.is_private ? "lock" : "hash"),
  value: channel.id,
});

const people = () => [...state.users.values()].filter((user) => !user.is_bot && !user.deleted);

function conversations(part) {
  const filter = part.filter ?? {};
  const kindOf = (channel) =>
    channel.is_im ? "im" : channel.is_mpim ? "mpim" : channel.is_private ? "private" : "public";
  return [...state.channels.values()].filter(
    (channel) =>
      !channel.is_archived &&
      (!filter.include || filter.include.includes(kindOf(channel))) &&
      !(filter.exclude_bot_users && channel.is_im && state.users.get(channel.user)?.is_bot),
  );
}

function groupsOf(source, part) {
  if (source === "users") return [{ items: people().map(personItem) }];
  if (source === "channels") return [{ items: conversations({ filter: { include: ["public"] } }).map(channelItem) }];
  if (source === "conversations") return [{ items: conversations(part).map(channelItem) }];
  return optionGroups(part);
}

const optionGroups = (source) =>
  source.option_groups
    ? source.option_groups.map((group) => ({ heading: plainString(group.label), items: group.options.map(optionItem) }))
    : [{ items: (source.options ?? []).map(optionItem) }];

function open(anchor, given, { multiple, source, kind }) {
  const { surface, block, part, names } = given;
  const current = () => {
    const value = surface.get(block, part);
    return multiple ? value[plural(kind)] : [value[`selected_${kind}`]].filter(Boolean);
  };
  const idOf = (each) => (kind === "option" ? each.value : each);
  const isOn = (item) => current().some((each) => idOf(each) === item.id);
  const before = JSON.stringify(current());
  const pick = (item) => {
    if (!multiple) {
      close();
      choose(given, { [`selected_${kind}`]: item.value });
      return;
    }
    const kept = current().filter((each) => idOf(each) !== item.id);
    if (isOn(item)) surface.set(block, part, { [plural(kind)]: kept });
    else if (!part.max_selected_items || kept.length < part.max_selected_items)
      surface.set(block, part, { [plural(kind)]: [...kept, item.value] });
    list.refresh();
  };
  const clear =
    !multiple && block.type === "input" && block.optional && current().length
      ? () => {
          close();
          choose(given, { [`selected_${kind}`]: null });
        }
      : null;
  const list = listbox({
    label: names.name || plainString(part.placeholder) || t("choose"),
    multiple,
    isOn,
    pick,
    clear,
    groups: source === "external" ? [] : groupsOf(source, part),
    ask: source === "external" ? (typed) => external(given, typed) : null,
    least: source === "external" ? (part.min_query_length ?? 3) : 0,
    done: multiple ? () => close() : null,
  });
  const close = openPopover(anchor, list.node, {
    label: names.name || t("choose"),
    className: "as-wide listbox-popover",
    focus: list.input,
    onclose: () => {
      if (multiple && JSON.stringify(current()) !== before) choose(given, { [plural(kind)]: current() });
    },
  });
}

async function external({ surface, block, part }, typed) {
  const answer = await post("options", {
    container: surface.container,
    block_id: block.block_id,
    action_id: part.action_id,
    value: typed,
  });
  return answer.ok ? { groups: optionGroups(answer) } : { problem: answer.text || t("options_failed") };
}
