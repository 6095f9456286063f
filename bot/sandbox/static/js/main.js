// The page as a whole: puts its parts together, follows the address, and draws what has changed.

import { h, onPhone, patch } from "./dom.js";
import { post } from "./api.js";
import { join } from "./channels.js";
import { renderClock, tick } from "./clock.js";
import { Composer, firstCommand } from "./composer.js";
import { renderBookmarks, renderHeader } from "./header.js";
import { renderHome } from "./home.js";
import { icon } from "./icons.js";
import { renderIdentity } from "./identity.js";
import "./jump.js";
import { connect, connectWhenOnline } from "./live.js";
import { MessageLog } from "./log.js";
import { renderModal } from "./modal.js";
import { Panel } from "./panel.js";
import { closePopover } from "./popover.js";
import { renderSidebar } from "./sidebar.js";
import { tip } from "./tip.js";
import {
  changed,
  currentChannel,
  floorOf,
  state,
  subscribe,
  takeHistory,
  takeMessages,
  timeline,
  titleOf,
} from "./store.js";
import { hashOf, place } from "./whoami.js";
import { t } from "./i18n.js";

const at = (id) => document.getElementById(id);
const PAGE = 60;

const log = new MessageLog({ label: "", onTop: () => older() });
const composer = new Composer({
  id: "completion",
  onsent: () => {
    log.stick = true;
    log.toBottom();
  },
});
const panel = new Panel(at("panel"));
const notice = h("div", { class: "notice" });
at("channel").append(log.node, log.below, tip(), notice, composer.node);

function draw() {
  if (!state.ready) return;
  document.documentElement.lang = (state.me.locale ?? "en").slice(0, 2);
  const channel = currentChannel();
  const app =
    state.place.kind === "home"
      ? state.apps.find((each) => each.id === state.place.app)
      : channel?.is_im && state.apps.find((each) => each.bot_user_id === channel.user);
  at("team").textContent = state.team.name;
  at("sidebar").setAttribute("aria-label", t("places"));
  renderDrawerButton(at("drawer-button"));
  at("skip").textContent = t("skip");
  renderIdentity(at("identity"));
  renderClock(at("clock"));
  renderSidebar(at("places"));
  renderStatus();
  const direct = app && [...state.channels.values()].find((each) => each.is_im && each.user === app.bot_user_id);
  renderHeader(at("head"), channel, app, direct);
  renderBookmarks(at("bookmarks"), channel);
  at("home").hidden = state.place.kind !== "home";
  at("channel").hidden = !channel;
  if (state.place.kind === "home" && app) renderHome(at("home"), app);
  if (channel) renderChannel(channel);
  panel.render();
  renderModal();
  const where = app?.name ?? (channel ? `${channel.is_im ? "" : "#"}${titleOf(channel)}` : "");
  const mentions = mentionsAnywhere();
  document.title = `${mentions ? `(${mentions}) ` : ""}${where} · ${state.team.name}`;
}

const mentionsAnywhere = () => [...state.channels.values()].reduce((sum, each) => sum + (each.mentions ?? 0), 0);

/** On a phone the places are behind this button: it says how many messages are for the person, as their list does. */
function renderDrawerButton(node) {
  const mentions = mentionsAnywhere();
  node.setAttribute("aria-label", [t("open_places"), mentions && t("mentions_n", { n: mentions })].filter(Boolean).join(", "));
  patch(node, icon("menu"), mentions > 0 && h("span", { class: "badge", "aria-hidden": "true" }, String(mentions)));
}

function renderChannel(channel) {
  const messages = timeline(channel.id);
  const loaded = state.loaded.has(channel.id);
  log.node.setAttribute("aria-label", t("messages_of", { name: titleOf(channel) }));
  log.node.setAttribute("aria-busy", String(!loaded));
  const start = loaded && !floorOf(channel.id);
  log.render(channel.id, channel.id, messages, { before: start ? beginning(channel) : null, newSince: state.newSince });
  const writes = channel.is_member && !channel.is_archived;
  composer.node.hidden = !writes;
  if (writes) composer.at(channel);
  patch(
    notice,
    !writes &&
      (channel.is_archived
        ? h("p", null, t("archived_notice"))
        : [
            h("p", { key: "text" }, t("preview", { name: titleOf(channel) })),
            h(
              "button",
              { type: "button", key: "join", class: "button is-primary-solid", onclick: () => join(channel) },
              t("join"),
            ),
          ]),
  );
  notice.hidden = writes;
  markRead(channel, messages);
}

const beginnings = new Map();

/** What stands before the first message. In an empty workspace it says how to begin. */
function beginning(channel) {
  if (!beginnings.has(channel.id)) beginnings.set(channel.id, h("div", { class: "beginning" }));
  const node = beginnings.get(channel.id);
  const command = channel.is_member && !channel.is_archived ? firstCommand(channel) : null;
  patch(
    node,
    h("h2", null, !channel.is_im && icon(channel.is_private ? "lock" : "hash"), titleOf(channel)),
    h(
      "p",
      null,
      channel.purpose?.value || t(channel.is_im ? "beginning_direct" : "beginning", { name: titleOf(channel) }),
    ),
    command &&
      h(
        "p",
        { class: "try-this" },
        t("try_this"),
        h(
          "button",
          { type: "button", class: "button is-primary", onclick: () => composer.begin(command.replace("…", "")) },
          h("code", null, command),
        ),
      ),
  );
  return node;
}

function renderStatus() {
  const lost = state.connection !== "open";
  const text = lost ? t("connection_lost") : state.apps.every((app) => app.online !== false) ? "" : t("bot_offline");
  const node = at("status");
  node.hidden = !text;
  node.className = lost ? "status is-lost" : "status";
  patch(node, text && [icon("alert"), h("span", { "data-testid": lost ? "connection-lost" : "bot-offline" }, text)]);
}

let reading = "";

function markRead(channel, messages) {
  const last = messages.filter((message) => !message.ephemeral).at(-1)?.ts;
  if (!last || !channel.is_member || !state.loaded.has(channel.id) || document.visibilityState !== "visible") return;
  if (last <= (channel.last_read ?? "0") || reading === `${channel.id}${last}`) return;
  reading = `${channel.id}${last}`;
  Object.assign(channel, { unread: 0, mentions: 0 });
  post("read", { channel: channel.id, ts: last });
  changed();
}

async function load(id) {
  if (state.loaded.has(id)) return;
  const answer = await post("history", { channel: id, limit: PAGE });
  if (!answer.ok) return;
  takeHistory(id, answer, { fresh: true });
  state.loaded.add(id);
  changed();
}

let asking = false;

async function older() {
  const channel = currentChannel();
  if (asking || !channel || !floorOf(channel.id) || !state.loaded.has(channel.id)) return;
  asking = true;
  const answer = await post("history", { channel: channel.id, before: floorOf(channel.id), limit: PAGE });
  asking = false;
  if (!answer.ok) return;
  takeHistory(channel.id, answer, { fresh: false });
  changed();
}

/** Follows the address: opens the channel, thread, message or Home tab that it names. */
async function follow() {
  closePopover({ keepFocus: true });
  at("sidebar").classList.remove("is-open");
  const before = state.place;
  state.place = place();
  const { kind, channel: id, thread, at: message } = state.place;
  const channel = state.channels.get(id);
  if (
    kind === "none" ||
    (kind === "channel" && !channel) ||
    (kind === "home" && !state.apps.some((app) => app.id === state.place.app))
  )
    return start();
  if (before.channel !== id || (message && onPhone())) {
    state.panel = null;
  }
  if (before.channel !== id) {
    state.newSince = channel?.unread ? channel.last_read : null;
  }
  changed();
  if (kind === "home") {
    post("home_opened", { app: state.place.app });
    return;
  }
  if (before.channel !== id && !matchMedia("(pointer: coarse)").matches && !thread)
    queueMicrotask(() => composer.area.focus({ preventScroll: true }));
  await load(id);
  if (thread) {
    const answer = await post("replies", { channel: id, ts: thread });
    if (answer.ok) takeMessages(id, answer.messages);
    changed();
  }
  if (message) {
    while (message < floorOf(id) && state.place.channel === id) await older();
    queueMicrotask(() => log.show(message));
  }
}

/** The first place of who has none: the first channel they are in. */
function start() {
  const rooms = [...state.channels.values()].filter(
    (channel) => channel.is_member && !channel.is_archived && !channel.is_im,
  );
  const first = rooms.find((channel) => channel.is_general) ?? rooms[0];
  if (first) history.replaceState(null, "", `${location.search}${hashOf({ kind: "channel", channel: first.id })}`);
  else state.place = { kind: "none" };
  if (first) follow();
}

at("drawer-button").onclick = () => {
  const open = at("sidebar").classList.toggle("is-open");
  if (open) at("sidebar").querySelector("[aria-current], a, button")?.focus();
};
at("drawer-shade").onclick = () => at("sidebar").classList.remove("is-open");
at("sidebar").addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !at("sidebar").classList.contains("is-open")) return;
  at("sidebar").classList.remove("is-open");
  at("drawer-button").focus();
});
at("skip").onclick = (event) => {
  event.preventDefault();
  at("main").focus();
};
addEventListener("hashchange", follow);
// A link to where one is already leads there once more: to the message that one has scrolled away from.
addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#"]:not(.skip)');
  if (link && link.hash === location.hash) follow();
});
document.addEventListener("visibilitychange", changed);
subscribe(draw);
tick(() => renderClock(at("clock")));
connect(follow);
connectWhenOnline(follow);
