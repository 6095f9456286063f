// Faces: initials on a colour of their own for people, a hexagon for apps.

import { svg } from "./dom.js";
import { nameOf, state } from "./store.js";

const COLOURS = ["#b4432f", "#1d6fa5", "#6a4bb0", "#a0640f", "#0f766e", "#4f6b1f", "#a13a72", "#4b5a6b"];

function colourOf(user) {
  if (/^[0-9a-f]{6}$/i.test(user?.color ?? "")) return `#${user.color}`;
  const people = [...state.users.values()].filter((each) => !each.is_bot);
  return COLOURS[
    Math.max(
      0,
      people.findIndex((each) => each.id === user?.id),
    ) % COLOURS.length
  ];
}

function initialsOf(name) {
  const words = name.trim().split(/\s+/);
  return ((words[0]?.[0] ?? "?") + (words.length > 1 ? words.at(-1)[0] : "")).toLocaleUpperCase();
}

export function avatar(user, size = 36) {
  const name = nameOf(user) || "?";
  return svg(
    "svg",
    { class: "avatar", viewBox: "0 0 36 36", width: size, height: size, "aria-hidden": "true", focusable: "false" },
    svg("rect", { width: 36, height: 36, rx: 10, fill: colourOf(user) }),
    svg(
      "text",
      {
        x: 18,
        y: 18,
        fill: "#fff",
        "text-anchor": "middle",
        "dominant-baseline": "central",
        "font-size": 14,
        "font-weight": 600,
      },
      initialsOf(name),
    ),
  );
}

export function appAvatar(app, size = 36) {
  const letter = (app?.name ?? "?").trim()[0]?.toLocaleUpperCase() ?? "?";
  return svg(
    "svg",
    { class: "avatar", viewBox: "0 0 36 36", width: size, height: size, "aria-hidden": "true", focusable: "false" },
    svg("rect", { width: 36, height: 36, rx: 10, fill: "var(--app-face)" }),
    svg("path", {
      d: "M18 7.500 27 12.700v10.600L18 28.500 9 23.300V12.700z",
      fill: "none",
      stroke: "#fff",
      "stroke-width": 1.8,
      "stroke-linejoin": "round",
    }),
    svg(
      "text",
      {
        x: 18,
        y: 18.4,
        fill: "#fff",
        "text-anchor": "middle",
        "dominant-baseline": "central",
        "font-size": 12,
        "font-weight": 700,
      },
      letter,
    ),
  );
}
