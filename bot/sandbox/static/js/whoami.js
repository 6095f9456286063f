// Who one is and where one is, both kept in the address (?as=U02#C123/ts), so that each window is a person.

const DEFAULT = "U01";

export function me() {
  return new URLSearchParams(location.search).get("as") || DEFAULT;
}

/** {kind: "channel", channel, thread?, at?} | {kind: "home", app} | {kind: "none"}; `at` is a message to look at. */
export function place() {
  const [head, ...rest] = decodeURIComponent(location.hash.slice(1)).split("/");
  if (!head) return { kind: "none" };
  if (head === "home") return { kind: "home", app: rest[0] };
  if (rest[0]?.startsWith("at-")) return { kind: "channel", channel: head, at: rest[0].slice(3) };
  return { kind: "channel", channel: head, thread: rest[0] };
}

export function hashOf(target) {
  if (target.kind === "home") return `#home/${target.app}`;
  if (target.kind === "channel") {
    const part = target.thread ?? (target.at && `at-${target.at}`);
    return `#${target.channel}${part ? `/${part}` : ""}`;
  }
  return "#";
}

export function go(target) {
  const wanted = hashOf(target);
  if (location.hash !== wanted) location.hash = wanted;
  else dispatchEvent(new Event("hashchange"));
}

/** Becomes somebody else: a plain navigation, so that nothing one person saw stays in the page of another. */
export function become(user) {
  const query = new URLSearchParams(location.search);
  query.set("as", user);
  location.assign(`${location.pathname}?${query}${location.hash}`);
}
