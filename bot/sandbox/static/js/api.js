// What this page asks of the workspace: POST /page/<verb> as the person one is.

import { me } from "./whoami.js";

export async function post(verb, body) {
  try {
    const answer = await fetch(`/page/${verb}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Sandbox-User": me() },
      body: JSON.stringify(body),
    });
    return await answer.json();
  } catch (error) {
    return { ok: false, error: "offline", text: "" };
  }
}

export async function upload(channel, file, thread_ts) {
  const form = new FormData();
  form.append("channel", channel);
  if (thread_ts) form.append("thread_ts", thread_ts);
  form.append("file", file, file.name || "image.png");
  try {
    const headers = { "X-Sandbox-User": me() };
    const answer = await fetch("/page/upload", { method: "POST", headers, body: form });
    return await answer.json();
  } catch (error) {
    return { ok: false, error: "offline", text: "" };
  }
}
