// Emoji by their short names, as people type them between colons, with skin tones.

import { TABLE } from "./emoji-table.js";

const BY_NAME = new Map();
const TONED = new Set();
const NAMES = [];

for (const line of TABLE) {
  for (const entry of line.split(";")) {
    const cut = entry.indexOf(" ");
    const char = entry.slice(0, cut).replace(/(?!^)\*$/, "");
    const names = entry.slice(cut + 1).split("|");
    NAMES.push(names[0]);
    for (const name of names) {
      BY_NAME.set(name, char);
      if (cut !== char.length) TONED.add(name);
    }
  }
}

const TONES = ["", "", "\u{1F3FB}", "\u{1F3FC}", "\u{1F3FD}", "\u{1F3FE}", "\u{1F3FF}"];

/** The character of `name` (with ::skin-tone-2 … ::skin-tone-6 where it takes one), or null. */
export function emojiOf(name) {
  const [base, tone] = name.split("::");
  const char = BY_NAME.get(base);
  if (!char) return null;
  const level = Number(tone?.match(/^skin-tone-([2-6])$/)?.[1] ?? 0);
  return level && TONED.has(base) ? char.replace("\uFE0F", "") + TONES[level] : char;
}

/** Names that fit what was typed, those that begin with it first. */
export function findEmoji(typed, limit = 8) {
  const wanted = typed.toLowerCase();
  const starts = [];
  const holds = [];
  for (const name of BY_NAME.keys()) {
    if (name.startsWith(wanted)) starts.push(name);
    else if (name.includes(wanted)) holds.push(name);
  }
  return [...starts, ...holds].slice(0, limit).map((name) => ({ name, char: BY_NAME.get(name) }));
}

export const allEmoji = () => NAMES.map((name) => ({ name, char: BY_NAME.get(name) }));

export const FREQUENT = [
  "+1",
  "white_check_mark",
  "eyes",
  "pushpin",
  "raised_hands",
  "heart",
  "pray",
  "warning",
  "rotating_light",
  "red_circle",
  "large_orange_circle",
  "large_yellow_circle",
  "large_green_circle",
  "x",
  "hourglass",
  "speech_balloon",
];
