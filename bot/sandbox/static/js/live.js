// The wire: what the workspace tells this page, and coming back after a break.

import { changed, hear, isReply, messagesOf, state, takeChannel, welcome } from "./store.js";
import { onView, onViewClosed, onViewErrors, onViewFailed } from "./modal.js";
import { toast } from "./toast.js";
import { go, me } from "./whoami.js";

const FIRST_WAIT = 400;
const LONGEST_WAIT = 8000;
let wait = FIRST_WAIT;
let timer;
let current = null;

/** Connects, and again after each break; `onhello` is told whenever everything is known anew. */
export function connect(onhello) {
  clearTimeout(timer);
  if (current) current.onclose = null;
  current?.close();
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const socket = new WebSocket(`${scheme}://${location.host}/live?user=${encodeURIComponent(me())}`);
  current = socket;
  socket.onmessage = ({ data }) => {
    const told = JSON.parse(data);
    if (told.type === "hello") {
      wait = FIRST_WAIT;
      welcome(told);
      onhello();
    } else if (state.ready) HANDLERS[told.type]?.(told);
    changed();
  };
  socket.onclose = () => {
    state.connection = state.ready ? "lost" : "connecting";
    changed();
    timer = setTimeout(() => connect(onhello), wait);
    wait = Math.min(wait * 1.7, LONGEST_WAIT);
  };
}

/** Tries again at once when the machine is back on a network. */
export function connectWhenOnline(onhello) {
  addEventListener("online", () => state.connection !== "open" && connect(onhello));
}

const HANDLERS = {
  channel({ channel }) {
    const old = state.channels.get(channel.id);
    // A person who is looking at the channel has read it.
    if (isLooking(channel.id)) Object.assign(channel, { unread: 0, mentions: 0 });
    takeChannel(channel);
    if (
      !old ||
      old.name !== channel.name ||
      old.is_member !== channel.is_member ||
      old.is_archived !== channel.is_archived
    )
      state.revision += 1;
  },
  channel_gone({ id }) {
    state.channels.delete(id);
    state.messages.delete(id);
    state.loaded.delete(id);
    state.revision += 1;
    if (state.place.channel === id) go({ kind: "none" });
  },
  message({ channel, message }) {
    const known = messagesOf(channel);
    const isNew = !known.has(message.ts) && message.ts > state.since;
    known.set(message.ts, message);
    if (isNew && !isReply(message)) count(channel, message);
  },
  message_gone({ channel, ts }) {
    messagesOf(channel).delete(ts);
  },
  user({ user }) {
    state.users.set(user.id, user);
    if (user.id === state.me.id) state.me = user;
    state.revision += 1;
  },
  home({ app, view }) {
    state.homes.set(app, view);
  },
  view: onView,
  view_closed: onViewClosed,
  view_errors: onViewErrors,
  view_failed: onViewFailed,
  toast({ text, channel }) {
    if (channel && state.channels.has(channel)) say(channel, text);
    else toast(text, "error");
  },
  clock: ({ now, offset }) => hear({ now, offset }),
  bot({ online, app }) {
    state.apps = state.apps.map((each) => (each.id === app ? { ...each, online } : each));
  },
};

const isLooking = (channel) =>
  state.place.kind === "channel" && state.place.channel === channel && document.visibilityState === "visible";

function count(id, message) {
  const channel = state.channels.get(id);
  if (
    !channel?.is_member ||
    message.user === state.me.id ||
    message.ephemeral ||
    isLooking(id) ||
    /^channel_/.test(message.subtype ?? "")
  )
    return;
  const text = message.text ?? "";
  const loud =
    channel.is_im ||
    text.includes(`<@${state.me.id}`) ||
    /<!(here|channel|everyone)/.test(text) ||
    state.usergroups.some((group) => group.users?.includes(state.me.id) && text.includes(`<!subteam^${group.id}`));
  channel.unread = (channel.unread ?? 0) + 1;
  if (loud) channel.mentions = (channel.mentions ?? 0) + 1;
}

/** A line from the workspace itself, which only this page shows. */
function say(channel, text) {
  const last = Math.max(...[...messagesOf(channel).keys()].map(Number), state.clock.now);
  const ts = (last + 0.000001).toFixed(6);
  messagesOf(channel).set(ts, { type: "message", ts, text, ephemeral: true, local: true, username: state.team.name });
}
