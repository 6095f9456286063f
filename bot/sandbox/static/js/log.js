// The list of messages of a channel or a thread: grouped by author, divided by days, steady while things change.

import { h, morph, patch } from "./dom.js";
import { keyOnMessage } from "./actions.js";
import { dayDivider, dayOf } from "./dates.js";
import { icon } from "./icons.js";
import { isSystem, messageNode, surfaceOfMessage } from "./message.js";
import { state, workspaceNow } from "./store.js";
import { t } from "./i18n.js";

const TOGETHER = 300;
const NEAR = 40;
const numbers = new WeakMap();
let counted = 0;

function numberOf(object) {
  if (!numbers.has(object)) numbers.set(object, (counted += 1));
  return numbers.get(object);
}

export class MessageLog {
  /** `inThread`: replies are not summed up below their parent. */
  constructor({ label, inThread = false, onTop }) {
    this.inThread = inThread;
    this.content = h("div", { class: "log-content" });
    this.node = h(
      "div",
      { class: "log", role: "log", "aria-label": label, "aria-live": "polite", tabindex: "-1" },
      this.content,
    );
    this.cache = new Map();
    this.key = null;
    this.stick = true;
    this.fresh = true;
    this.seen = "";
    this.below = h("div", { class: "log-below", hidden: true });
    this.node.addEventListener(
      "scroll",
      () => {
        this.stick = this.atBottom();
        if (this.stick) this.below.hidden = true;
        if (this.node.scrollTop < 80) onTop?.();
      },
      { passive: true },
    );
    this.node.addEventListener("keydown", (event) => this.keys(event));
    this.node.addEventListener("focusin", (event) => this.rove(event.target.closest("article")));
    const observer = new ResizeObserver(() => this.stick && this.toBottom());
    observer.observe(this.content);
    observer.observe(this.node);
  }

  atBottom() {
    return this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < NEAR;
  }

  toBottom() {
    this.node.scrollTop = this.node.scrollHeight;
  }

  /** Shows `messages` of `channel`; `before` and `after` are nodes around them; another `key` starts anew. */
  render(key, channel, messages, { before = null, newSince = null } = {}) {
    if (this.key !== key) {
      this.clear();
      this.key = key;
      this.stick = true;
      this.fresh = true;
    }
    const held = this.stick ? null : this.anchor();
    const wanted = [];
    const live = new Set();
    const keep = (id, signature, make) => {
      live.add(id);
      const known = this.cache.get(id);
      if (known?.signature === signature) wanted.push(known.node);
      else {
        const node = make();
        if (known && known.node.nodeName === node.nodeName) morph(known.node, node);
        const kept = known && known.node.nodeName === node.nodeName ? known.node : node;
        this.cache.set(id, { node: kept, signature });
        wanted.push(kept);
      }
    };
    const today = dayOf(workspaceNow());
    if (before) wanted.push(before);
    let last = null;
    let dayBefore = this.inThread && messages[0] ? dayOf(Number(messages[0].ts)) : null;
    let told = false;
    for (const message of messages) {
      const day = dayOf(Number(message.ts));
      if (day !== dayBefore) {
        dayBefore = day;
        keep(`day-${day}`, `${day}${today}`, () => divider(dayDivider(Number(message.ts))));
        last = null;
      }
      if (newSince && !told && message.ts > newSince && message.user !== state.me?.id) {
        told = true;
        keep("new", newSince, () =>
          h(
            "div",
            { class: "divider is-new", role: "separator", "aria-label": t("new_messages") },
            h("span", null, t("new")),
          ),
        );
        last = null;
      }
      const compact = follows(last, message);
      const surface = surfaceOfMessage(channel, message);
      const signature = [
        numberOf(message),
        compact,
        today,
        state.editing === message.ts,
        surface.version,
        state.revision,
        partVersions(channel, message),
      ].join();
      keep(message.ts, signature, () => messageNode(channel, message, { compact, inThread: this.inThread }));
      last = message;
      if (this.inThread && message.reply_count && messages.length > 1 && message === messages[0]) {
        keep("replies", `${message.reply_count}${state.revision}`, () =>
          divider(t(message.reply_count === 1 ? "reply_one" : "reply_many", { n: message.reply_count })),
        );
        last = null;
      }
    }
    for (const id of [...this.cache.keys()]) if (!live.has(id)) this.cache.delete(id);
    place(this.content, wanted);
    this.rove(this.node.contains(document.activeElement) ? document.activeElement.closest("article") : null);
    const said = messages.filter((message) => !isSystem(message));
    if (this.fresh && said.length) this.open(said.at(-1).ts);
    this.tellBelow(said);
    if (this.stick) this.toBottom();
    else if (held?.article.isConnected) this.node.scrollTop += held.article.getBoundingClientRect().top - held.top;
  }

  /** A channel opens at its end; where the last message is higher than the screen, at that one's beginning. */
  open(last) {
    this.fresh = false;
    const { node } = this.cache.get(last);
    if (node.offsetHeight <= this.node.clientHeight) return;
    this.stick = false;
    node.scrollIntoView({ block: "start" });
  }

  /** Whoever has scrolled up is told that something new stands below. */
  tellBelow(said) {
    const last = said.at(-1);
    const isNew = last && this.seen && last.ts > this.seen && last.user !== state.me?.id;
    if (this.stick) this.below.hidden = true;
    else if (isNew) {
      const go = { type: "button", class: "button", "data-testid": "new-below", onclick: () => this.toBottom() };
      patch(this.below, h("button", go, icon("down"), h("span", null, t("new_below"))));
      this.below.hidden = false;
    }
    this.seen = last?.ts ?? "";
  }

  /** The first message in sight and where it stands, so that it stands there again after a change. */
  anchor() {
    const edge = this.node.getBoundingClientRect().top;
    const article = this.articles().find((each) => each.getBoundingClientRect().bottom > edge);
    return article && { article, top: article.getBoundingClientRect().top };
  }

  /** Shows nothing, and forgets what was shown. */
  clear() {
    this.key = null;
    this.seen = "";
    this.below.hidden = true;
    this.cache.clear();
    this.content.replaceChildren();
  }

  /** Brings a message into sight and marks it for a moment. */
  show(ts) {
    const article = this.cache.get(ts)?.node;
    if (!article) return false;
    this.stick = false;
    this.fresh = false;
    article.scrollIntoView({ block: article.offsetHeight > this.node.clientHeight / 2 ? "start" : "center" });
    article.classList.add("is-shown");
    setTimeout(() => article.classList.remove("is-shown"), 2500);
    article.focus({ preventScroll: true });
    return true;
  }

  articles() {
    return [...this.content.querySelectorAll("article")];
  }

  /** One message can be reached by Tab; the arrows go on from there. */
  rove(article) {
    const all = this.articles();
    const chosen = article ?? all.find((each) => each.tabIndex === 0) ?? all.at(-1);
    for (const each of all) if (each.tabIndex !== (each === chosen ? 0 : -1)) each.tabIndex = each === chosen ? 0 : -1;
  }

  keys(event) {
    if (event.target.nodeName !== "ARTICLE") return;
    const all = this.articles();
    const at = all.indexOf(event.target);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      all[Math.max(0, Math.min(all.length - 1, to))].focus();
      return;
    }
    const message = state.messages.get(state.place.channel)?.get(event.target.dataset.ts);
    if (message) keyOnMessage(event, event.target, state.place.channel, message);
  }
}

const partVersions = (channel, message) =>
  (message.attachments ?? []).map((_, part) => surfaceOfMessage(channel, message, part).version).join("-");

function follows(last, message) {
  return Boolean(
    last &&
    last.user === message.user &&
    last.bot_id === message.bot_id &&
    last.username === message.username &&
    !isSystem(last) &&
    !isSystem(message) &&
    !message.ephemeral &&
    !last.ephemeral &&
    !message.pinned_to?.length &&
    Number(message.ts) - Number(last.ts) < TOGETHER,
  );
}

const divider = (text) => h("div", { class: "divider", role: "separator", "aria-label": text }, h("span", null, text));

/** Puts the nodes in this order and takes away all others, moving only what is out of place. */
function place(parent, wanted) {
  const set = new Set(wanted);
  for (const node of [...parent.childNodes]) if (!set.has(node)) node.remove();
  let here = parent.firstChild;
  for (const node of wanted) {
    if (node === here) here = here.nextSibling;
    else parent.insertBefore(node, here);
  }
}
