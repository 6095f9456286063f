// The page's own words, in the language of the person one is.

import { state } from "./store.js";
import { EN } from "./words-en.js";
import { FR } from "./words-fr.js";

/** The text of `key` with {name} and the like filled in. */
export function t(key, values = {}) {
  const words = (state.me?.locale ?? navigator.language).startsWith("fr") ? FR : EN;
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}
