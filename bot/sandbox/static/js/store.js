// Everything this page knows, in one place; whoever shows something subscribes and is told once a turn.

import { me } from "./whoami.js";

export const state = {
  ready: false,
  connection: "connecting",
  me: null,
  team: { name: "" },
  users: new Map(),
  channels: new Map(),
  apps: [],
  commands: [],
  shortcuts: [],
  usergroups: [],
  clock: { now: Date.now() / 1000, offset: 0, heard: performance.now() },
  canNextDue: false,
  messages: new Map(),
  loaded: new Set(),
  floors: new Map(),
  homes: new Map(),
  views: [],
  place: { kind: "none" },
  panel: null,
  editing: null,
  newSince: null,
  revision: 0,
  since: "0",
};

const listeners = new Set();
let planned = false;

export function subscribe(listener) {
  listeners.add(listener);
}

export function changed() {
  if (planned) return;
  planned = true;
  queueMicrotask(() => {
    planned = false;
    for (const listener of listeners) listener();
  });
}

/** Seconds since 1970 on the workspace's clock. */
export function workspaceNow() {
  return state.clock.now + (performance.now() - state.clock.heard) / 1000;
}

export function hear(clock) {
  state.clock = { ...clock, heard: performance.now() };
}

export function welcome(hello) {
  state.team = hello.team;
  state.users = new Map(hello.users.map((user) => [user.id, user]));
  state.channels.clear();
  for (const channel of hello.channels) takeChannel(channel);
  const own = typeof hello.me === "string" ? hello.me : hello.me?.id;
  state.me = state.users.get(own ?? me()) ?? hello.me;
  state.apps = hello.apps ?? [];
  state.commands = hello.commands ?? [];
  state.shortcuts = hello.shortcuts ?? [];
  state.usergroups = hello.usergroups ?? [];
  state.canNextDue = Boolean(hello.can_next_due);
  for (const app of state.apps) if (app.home) state.homes.set(app.id, app.home);
  hear(hello.clock);
  state.loaded.clear();
  state.since = String(hello.clock.now);
  state.revision += 1;
  state.ready = true;
  state.connection = "open";
}

/** Direct messages have no membership of their own: who sees them is in them. */
export function takeChannel(channel) {
  state.channels.set(channel.id, {
    ...channel,
    is_member: channel.is_member ?? Boolean(channel.is_im || channel.is_mpim),
  });
}

export function messagesOf(channel) {
  if (!state.messages.has(channel)) state.messages.set(channel, new Map());
  return state.messages.get(channel);
}

const byTime = (a, b) => (a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0);
export const isReply = (message) => Boolean(message.thread_ts && message.thread_ts !== message.ts);

/** From where on a channel's messages are known without a gap; "" once its beginning is. */
export const floorOf = (channel) => state.floors.get(channel) ?? "";

/** The lines of a channel, oldest first, without what stands only in threads or below what is known without a gap. */
export function timeline(channel) {
  const floor = floorOf(channel);
  return [...messagesOf(channel).values()]
    .filter((message) => message.ts >= floor && (!isReply(message) || message.subtype === "thread_broadcast"))
    .sort(byTime);
}

export function thread(channel, ts) {
  return [...messagesOf(channel).values()]
    .filter((message) => message.ts === ts || message.thread_ts === ts)
    .sort(byTime);
}

/** Takes a page of a channel's history; when it is `fresh`, only what this page alone knows (ephemeral) stays. */
export function takeHistory(channel, { messages, has_more }, { fresh }) {
  const known = messagesOf(channel);
  if (fresh) for (const [ts, message] of known) if (!message.ephemeral) known.delete(ts);
  takeMessages(channel, messages);
  state.floors.set(channel, has_more && messages.length ? messages[0].ts : "");
}

export function takeMessages(channel, messages) {
  for (const message of messages) messagesOf(channel).set(message.ts, message);
}

export const userOf = (id) => state.users.get(id);
export const isMine = (message) => Boolean(message.user && message.user === state.me?.id && !message.bot_id);

export function nameOf(user) {
  if (!user) return "";
  return user.profile?.display_name || user.real_name || user.profile?.real_name || user.name || user.id;
}

export const appOfBot = (message) =>
  state.apps.find(
    (app) => app.bot_user_id === message.user || app.id === message.app_id || app.bot_id === message.bot_id,
  );

/** How a channel is called in the page: its name, or for a direct message the other one's name. */
export function titleOf(channel) {
  if (!channel) return "";
  if (!channel.is_im) return channel.name;
  const app = state.apps.find((each) => each.bot_user_id === channel.user);
  return app?.name ?? nameOf(userOf(channel.user)) ?? channel.id;
}

export const currentChannel = () =>
  state.place.kind === "channel" ? state.channels.get(state.place.channel) : undefined;
