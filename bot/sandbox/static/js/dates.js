// Moments as the person one is reads them: in their zone and their locale, on the workspace's clock.

import { state, workspaceNow } from "./store.js";
import { t } from "./i18n.js";

export const zone = () => state.me?.tz || "UTC";
export const locale = () => (state.me?.locale || "en-US").replace("_", "-");

const formats = new Map();

function format(options) {
  const key = locale() + zone() + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale(), { timeZone: zone(), ...options }));
  return formats.get(key);
}

const show = (epoch, options) => format(options).format(new Date(epoch * 1000));

function fields(epoch, timeZone = zone()) {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  return Object.fromEntries(format.formatToParts(new Date(epoch * 1000)).map((part) => [part.type, part.value]));
}

/** YYYY-MM-DD in the reader's zone. */
export function dayOf(epoch) {
  const { year, month, day } = fields(epoch);
  return `${year}-${month}-${day}`;
}

function daysFromToday(epoch) {
  return Math.round((Date.parse(dayOf(epoch)) - Date.parse(dayOf(workspaceNow()))) / 86_400_000);
}

function pretty(epoch) {
  const names = { "-1": t("yesterday"), 0: t("today"), 1: t("tomorrow") };
  return names[daysFromToday(epoch)];
}

const capital = (text) => text.charAt(0).toLocaleUpperCase(locale()) + text.slice(1);
const thisYear = (epoch) => fields(epoch).year === fields(workspaceNow()).year;
const LONG = { weekday: "long", year: "numeric", month: "long", day: "numeric" };
const FULL = { year: "numeric", month: "long", day: "numeric" };
const SHORT = { year: "numeric", month: "short", day: "numeric" };
const withoutYear = ({ year, ...rest }) => rest;

export const timeOf = (epoch) => show(epoch, { hour: "2-digit", minute: "2-digit" });
export const momentOf = (epoch) => show(epoch, { ...LONG, hour: "2-digit", minute: "2-digit", second: "2-digit" });
export const shortMoment = (epoch) =>
  show(epoch, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

export function dayDivider(epoch) {
  return capital(pretty(epoch) ?? show(epoch, thisYear(epoch) ? withoutYear(LONG) : LONG));
}

export function ago(epoch) {
  const seconds = epoch - workspaceNow();
  const relative = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  for (const [unit, size] of [
    ["year", 31_536_000],
    ["month", 2_592_000],
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
  ]) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return relative.format(Math.trunc(seconds), "second");
}

const TOKENS = {
  day_divider_pretty: (at) => pretty(at) ?? show(at, thisYear(at) ? withoutYear(LONG) : LONG),
  date_num: dayOf,
  date_slash: (at) => show(at, { year: "numeric", month: "2-digit", day: "2-digit" }),
  date_long: (at) => show(at, LONG),
  date_long_full: (at) => show(at, FULL),
  date_long_pretty: (at) => pretty(at) ?? show(at, LONG),
  date: (at) => show(at, thisYear(at) ? withoutYear(FULL) : FULL),
  date_pretty: (at) => pretty(at) ?? TOKENS.date(at),
  date_short: (at) => show(at, SHORT),
  date_short_pretty: (at) => pretty(at) ?? show(at, SHORT),
  time: timeOf,
  time_secs: (at) => show(at, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
  ago,
};

/** Slack's date format ("{date_short_pretty} {time}") for an epoch in seconds, or the fallback if it is no date. */
export function formatDate(epoch, pattern, fallback, atStart = false) {
  if (!Number.isFinite(epoch) || Math.abs(epoch) > 8.64e12) return fallback;
  let unknown = false;
  const text = pattern.replace(/\{(\w+)\}/g, (_, token) => {
    if (TOKENS[token]) return TOKENS[token](epoch);
    unknown = true;
    return "";
  });
  if (unknown) return fallback;
  return atStart && /^\{\w*pretty\}/.test(pattern) ? capital(text) : text;
}

/** "2026-03-14T20:41" of the reader's wall clock as epoch seconds. */
export function epochOf(local) {
  const wall = Date.parse(`${local}Z`) / 1000;
  let epoch = wall;
  for (let pass = 0; pass < 2; pass += 1) {
    const seen = fields(epoch);
    const shown =
      Date.parse(`${seen.year}-${seen.month}-${seen.day}T${seen.hour}:${seen.minute}:${seen.second}Z`) / 1000;
    epoch += wall - shown;
  }
  return epoch;
}

/** Epoch seconds as "2026-03-14T20:41" on the reader's wall clock. */
export function localOf(epoch) {
  const { year, month, day, hour, minute } = fields(epoch);
  return `${year}-${month}-${day}T${hour}:${minute}`;
}
