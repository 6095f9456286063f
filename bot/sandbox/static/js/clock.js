// The workspace's clock, in the reader's zone, and the ways to move it on.

import { h, patch } from "./dom.js";
import { post } from "./api.js";
import { dayOf, shortMoment, timeOf, zone } from "./dates.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { changed, hear, state, workspaceNow } from "./store.js";
import { toast } from "./toast.js";
import { t } from "./i18n.js";

const HOUR = 3600;
const DAY = 24 * HOUR;

export function renderClock(node) {
  const now = workspaceNow();
  const ahead = state.clock.offset;
  patch(
    node,
    h(
      "button",
      {
        type: "button",
        class: ahead >= 60 ? "clock is-ahead" : "clock",
        "data-testid": "clock",
        "aria-haspopup": "menu",
        "aria-expanded": "false",
        "aria-label": `${t("clock")}: ${shortMoment(now)}`,
        title: `${shortMoment(now)} · ${zone()}`,
        onclick: (event) => open(event.currentTarget),
      },
      icon("clock"),
      h("span", { class: "clock-day" }, shortMoment(now)),
      h("span", { class: "clock-time" }, timeOf(now)),
      ahead >= 60 && h("span", { class: "clock-ahead" }, `+${span(ahead)}`),
    ),
  );
}

function span(seconds) {
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60)
    return `${Math.floor(minutes / 60)} h${minutes % 60 ? ` ${String(minutes % 60).padStart(2, "0")}` : ""}`;
  return t("days", { n: Math.floor(seconds / DAY) });
}

async function move(body) {
  const answer = await post("clock", body);
  if (!answer.ok) toast(answer.error === "nothing_due" ? t("nothing_due") : answer.text || answer.error);
  else {
    hear({ now: answer.now, offset: answer.offset });
    changed();
  }
}

function open(anchor) {
  const steps = [
    [15 * 60, "+15 min"],
    [HOUR, t("plus_hour")],
    [DAY, t("plus_day")],
    [7 * DAY, t("plus_week")],
  ];
  openMenu(
    anchor,
    [
      { heading: `${t("clock")} · ${zone()}` },
      {
        label: t("next_due"),
        hint: state.canNextDue ? t("next_due_hint") : t("nothing_due"),
        icon: icon("skip"),
        disabled: !state.canNextDue,
        testid: "clock-next",
        run: () => move({ to: "next_due" }),
      },
      "divider",
      ...steps.map(([seconds, label]) => ({
        label,
        icon: icon("plus"),
        testid: `clock-${seconds}`,
        run: () => move({ seconds }),
      })),
      { heading: t("only_forward") },
    ],
    { label: t("clock") },
  );
}

/** Draws the clock again when its minute changes, and everything when the day does. */
export function tick(draw) {
  let minute = "";
  let day = "";
  setInterval(() => {
    if (!state.ready) return;
    const now = workspaceNow();
    if (timeOf(now) === minute) return;
    minute = timeOf(now);
    draw();
    if (day && day !== dayOf(now)) changed();
    day = dayOf(now);
  }, 1000);
}
