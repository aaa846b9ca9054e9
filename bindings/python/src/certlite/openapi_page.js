// The page's filter, its links into closed parts, and its forms. What comes from outside is only ever set as text.
"use strict";

for (const line of document.querySelectorAll(".curl")) {
  line.textContent = line.textContent.replace("ORIGIN", location.origin);
}

function open(id) {
  const target = id && document.getElementById(id);
  if (target instanceof HTMLDetailsElement) {
    target.open = true;
    target.scrollIntoView();
  }
}

addEventListener("hashchange", () => open(location.hash.slice(1)));
open(location.hash.slice(1));

document.getElementById("filter").addEventListener("input", (event) => {
  const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const item of document.querySelectorAll("[data-text]")) {
    item.hidden = !words.every((word) => item.dataset.text.includes(word));
  }
  for (const group of document.querySelectorAll("nav > div, main > section")) {
    const items = [...group.querySelectorAll("[data-text]")];
    group.hidden = items.length > 0 && items.every((item) => item.hidden);
  }
  scrollTo(0, 0);
});

function requestOf(form) {
  let path = form.dataset.path;
  const query = new URLSearchParams();
  const headers = {};
  const token = document.getElementById("token").value.trim();
  if (token) headers["Authorization"] = `Bearer ${token}`;
  for (const field of form.querySelectorAll("[data-in]")) {
    const place = field.dataset.in;
    if (place === "path") path = path.replace(`{${field.name}}`, encodeURIComponent(field.value));
    else if (field.value && place === "query") query.append(field.name, field.value);
    else if (field.value) headers[field.name] = field.value;
  }
  const body = form.elements.namedItem("body");
  if (body) headers["Content-Type"] = "application/json";
  const asked = query.toString();
  return [
    document.body.dataset.server + path + (asked ? `?${asked}` : ""),
    { method: form.dataset.method, headers, body: body ? body.value : undefined, cache: "no-store" },
  ];
}

function block(text) {
  const pre = document.createElement("pre");
  pre.textContent = text;
  return pre;
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

for (const form of document.forms) {
  const output = form.querySelector("output");
  const button = form.querySelector("button");
  form.closest("details").addEventListener("toggle", () => {
    const key = form.querySelector("[name='Idempotency-Key']");
    if (key && !key.value && crypto.randomUUID) key.value = crypto.randomUUID();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      const answer = await fetch(...requestOf(form));
      const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
      output.replaceChildren(block(`${answer.status} ${answer.statusText}`), block(headers), block(pretty(await answer.text())));
    } catch (error) {
      output.replaceChildren(block(String(error)));
    } finally {
      button.disabled = false;
    }
  });
}
