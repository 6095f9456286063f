// Where one writes: messages and slash commands, with completion, files and the apps' global shortcuts.

import { h, onPhone } from "./dom.js";
import { appName } from "./actions.js";
import { post, upload } from "./api.js";
import { Completion } from "./completion.js";
import { grow } from "./inputs.js";
import { icon } from "./icons.js";
import { encode } from "./mentions.js";
import { openMenu } from "./menu.js";
import { pickEmoji } from "./reactions.js";
import { state, timeline, titleOf } from "./store.js";
import { toast } from "./toast.js";
import { t } from "./i18n.js";

const drafts = new Map();

export class Composer {
  /** `onsent` is told after something was said here. */
  constructor({ id, inThread = false, onsent }) {
    this.inThread = inThread;
    this.onsent = onsent;
    this.where = null;
    this.area = h("textarea", {
      class: "composer-text",
      rows: 1,
      "data-testid": inThread ? "thread-composer" : "composer",
      oninput: () => this.typed(),
      onkeydown: (event) => this.key(event),
      onkeyup: (event) => ["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key) && this.completion.update(),
      onclick: () => this.completion.update(),
      onblur: () => this.completion.close(),
      onpaste: (event) => this.files(event, event.clipboardData.files),
    });
    this.completion = new Completion(this.area, { inThread, id });
    this.hint = h("div", { class: "composer-hint", hidden: true });
    this.send = h("button", { type: "button", class: "send", onclick: () => this.submit() }, icon("send"));
    this.picker = h("input", {
      type: "file",
      hidden: true,
      multiple: true,
      onchange: (event) => this.files(event, event.target.files),
    });
    this.tools = h("div", { class: "composer-tools" });
    this.node = h(
      "div",
      {
        class: "composer",
        ondragover: (event) => event.preventDefault(),
        ondrop: (event) => this.files(event, event.dataTransfer.files),
      },
      this.completion.node,
      this.hint,
      h("div", { class: "composer-box" }, this.area, h("div", { class: "composer-row" }, this.tools, this.send)),
      this.picker,
    );
  }

  /** Writes to this channel (and thread) from now on; drafts stay where they were begun. */
  at(channel, thread) {
    const where = `${channel.id}/${thread ?? ""}`;
    if (where !== this.where) {
      if (this.where) drafts.set(this.where, this.area.value);
      this.where = where;
      this.area.value = drafts.get(where) ?? "";
      this.completion.close();
    }
    this.channel = channel;
    this.thread = thread;
    this.words();
    this.typed({ complete: false });
  }

  words() {
    const label = this.inThread
      ? t("reply_here")
      : t("write_to", { name: `${this.channel.is_im ? "" : "#"}${titleOf(this.channel)}` });
    const first = !this.inThread && firstCommand(this.channel);
    this.area.setAttribute("aria-label", label);
    this.area.placeholder = first ? t("try_command", { command: first }) : label;
    this.send.setAttribute("aria-label", t("send"));
    this.send.title = t("send");
    const tool = (name, text, run, popup) =>
      h(
        "button",
        {
          type: "button",
          class: "icon-button",
          "aria-label": text,
          title: text,
          "aria-haspopup": popup,
          "aria-expanded": popup && "false",
          onclick: run,
        },
        icon(name),
      );
    if (this.labelled === t("send")) return;
    this.labelled = t("send");
    this.tools.replaceChildren(
      tool("plus", t("plus_menu"), (event) => this.plus(event.currentTarget), "menu"),
      h(
        "span",
        { class: "composer-format", role: "group", "aria-label": t("format") },
        tool("bold", t("bold"), () => this.wrap("*")),
        tool("italic", t("italic"), () => this.wrap("_")),
        tool("strike", t("strike"), () => this.wrap("~")),
        tool("code", t("code"), () => this.wrap("`")),
      ),
      tool(
        "smile",
        t("emoji"),
        (event) => pickEmoji(event.currentTarget, (name) => this.insert(`:${name}: `)),
        "dialog",
      ),
      tool("mention", t("mention"), () => this.insert("@")),
    );
  }

  typed({ complete = true } = {}) {
    grow(this.area);
    const text = this.area.value;
    this.send.disabled = !text.trim();
    if (complete) this.completion.update();
    const command = commandOf(text);
    const known = !this.inThread && command && /\s/.test(text) && state.commands.find((each) => each.name === command);
    this.hint.hidden = !known || this.completion.open;
    if (known)
      this.hint.replaceChildren(
        h("strong", null, known.name),
        ` ${known.usage_hint ?? ""}`,
        h("span", { class: "menu-hint" }, known.description ?? ""),
      );
  }

  insert(text) {
    const { area } = this;
    const before = area.value[area.selectionStart - 1];
    area.focus();
    area.setRangeText(
      (text === "@" && before && /\S/.test(before) ? " " : "") + text,
      area.selectionStart,
      area.selectionEnd,
      "end",
    );
    this.typed();
  }

  wrap(mark) {
    const { area } = this;
    const { selectionStart: start, selectionEnd: end } = area;
    area.focus();
    area.setRangeText(`${mark}${area.value.slice(start, end)}${mark}`, start, end, "end");
    if (start === end) area.setSelectionRange(start + 1, start + 1);
    this.typed();
  }

  key(event) {
    if (event.isComposing || this.completion.key(event)) return;
    const mark = (event.metaKey || event.ctrlKey) && { b: "*", i: "_" }[event.key];
    if (mark) {
      event.preventDefault();
      this.wrap(mark);
    } else if (event.key === "Enter" && !event.shiftKey && !(onPhone() && matchMedia("(pointer: coarse)").matches)) {
      event.preventDefault();
      this.submit();
    }
  }

  async submit() {
    const text = this.area.value.trim();
    if (!text) return;
    const command = commandOf(text);
    if (command) {
      const known = state.commands.some((each) => each.name === command);
      if (!known) return toast(t("unknown_command", { command }), "error");
      if (this.inThread) return toast(t("not_in_threads", { command }), "error");
    }
    this.take("");
    const channel = this.channel.id;
    const { thread } = this;
    const answer = command
      ? await post("command", { channel, text: encode(text, { labelled: true }) })
      : await post("say", { channel, text: encode(text), thread_ts: thread });
    if (answer.ok) this.onsent?.();
    else {
      toast(answer.error === "offline" ? t("offline") : answer.text || answer.error, "error");
      if (this.channel.id !== channel) drafts.set(`${channel}/${thread ?? ""}`, text);
      else if (!this.area.value) this.take(text);
    }
  }

  take(text) {
    this.area.value = text;
    this.typed();
  }

  plus(anchor) {
    const shortcuts = this.inThread ? [] : state.shortcuts.filter((each) => each.type === "global");
    const commands = this.inThread ? [] : state.commands;
    openMenu(
      anchor,
      [
        { label: t("upload"), icon: icon("clip"), run: () => this.picker.click() },
        ...(shortcuts.length ? ["divider", { heading: t("shortcuts") }] : []),
        ...shortcuts.map((each) => ({
          label: each.name,
          hint: appName(each.app),
          icon: icon("bolt"),
          run: () => this.shortcut(each),
        })),
        ...(commands.length ? ["divider", { heading: t("commands") }] : []),
        ...commands.map((each) => ({
          label: each.name,
          hint: each.description,
          icon: h("span", { class: "slash" }, "/"),
          run: () => this.begin(`${each.name} `),
        })),
      ],
      { label: t("plus_menu") },
    );
  }

  begin(text) {
    this.take(text);
    this.area.focus();
    this.typed();
  }

  async shortcut({ callback_id, app }) {
    const answer = await post("shortcut", { callback_id, app });
    if (!answer.ok) toast(answer.text || answer.error, "error");
  }

  async files(event, list) {
    const files = [...(list ?? [])];
    if (!files.length) return;
    event.preventDefault();
    for (const file of files) {
      const answer = await upload(this.channel.id, file, this.thread);
      if (!answer.ok) toast(answer.text || t("upload_failed", { name: file.name }), "error");
    }
    this.picker.value = "";
    this.onsent?.();
  }
}

const commandOf = (text) => text.match(/^\/[a-z0-9_-]+(?=\s|$)/i)?.[0].toLowerCase() ?? null;

/** "/crisis start …": what a newcomer may type where no app has made a channel nor spoken yet. */
export function firstCommand(channel) {
  const command = state.commands[0];
  const bots = new Set(state.apps.map((app) => app.bot_user_id));
  const begun = [...state.channels.values()].some((each) => bots.has(each.creator) && !each.is_im);
  if (!command || begun || !state.loaded.has(channel.id) || timeline(channel.id).some((message) => message.bot_id))
    return null;
  const word = command.usage_hint?.match(/[\p{L}]{3,}/u)?.[0] ?? "";
  return `${command.name} ${word} …`.replace("  ", " ");
}
