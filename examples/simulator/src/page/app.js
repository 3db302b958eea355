// The page of the simulator. Text becomes text nodes alone, never HTML.
"use strict";

const $ = (id) => document.getElementById(id);
const REACTIONS = ["👍", "❤️", "😂", "😮", "😢", "🙏"];
const TICKS = { accepted: "🕓", failed: "⚠ failed", sent: "✓", delivered: "✓✓", read: "✓✓" };

let state = null;
let customer = 0;
let quoted = null;
let detail = null;
// How far the clock of the simulator is from that of the browser when the state came.
let clock = { at: 0, since: 0 };

/** An element with attributes, properties, listeners and children. */
function element(name, options = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(options)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "class") made.className = value;
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

async function act(action) {
  const response = await fetch("/-/do", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(action),
  });
  const answer = await response.json().catch(() => ({ error: "the simulator did not understand the request" }));
  alarm(answer.error);
  return answer;
}

function alarm(text) {
  $("alert").hidden = !text;
  $("alert").textContent = text ?? "";
}

const two = (number) => String(number).padStart(2, "0");

function now() {
  return clock.at + (performance.now() - clock.since) * state.speed;
}

function time(at, withSeconds = false) {
  const date = new Date(at);
  const text = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return withSeconds ? `${text}:${two(date.getSeconds())}` : text;
}

/** A span of time, such as `2 h 5 min`. */
function span(ms) {
  let rest = Math.max(0, Math.round(ms / 1000));
  const parts = [];
  for (const [unit, length] of [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]]) {
    const count = Math.floor(rest / length);
    rest %= length;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  return parts.slice(0, 2).join(" ") || "0 s";
}

const nameOf = (person) => person.name ?? person.phone ?? person.user_id;
const bytes = (count) => (count < 1024 ? `${count} B` : `${(count / 1024).toFixed(1)} KiB`);

// The head.

function showHead() {
  $("target").textContent = `Notifications go to ${state.webhook}, signed with ${state.secret}. The bot calls ${state.graph_url}.`;
  $("speed").value = String(state.speed);
  $("hold").setAttribute("aria-pressed", String(state.is_held));
  $("hold").textContent = state.is_held ? `Holding ${state.held}` : "Hold";
  $("release").disabled = $("shuffle").disabled = !state.is_held;
  $("subscribed").checked = state.is_subscribed;
  const outcome = state.handshake;
  $("handshake-outcome").className = outcome?.is_right ? "good" : "bad";
  $("handshake-outcome").textContent = !outcome
    ? ""
    : outcome.is_right ? "✓ 200 and the challenge" : `✗ ${outcome.error ?? `${outcome.status}, not 200 and the challenge`}`;
  const pauses = state.pauses.map((seconds) => span(seconds * 1000)).join(", ");
  $("pauses").textContent = `All but 200 is sent again, after ${pauses}, and then each day until 7 days are over.`;
}

function showClock() {
  if (!state) return;
  const date = new Date(now());
  $("clock").textContent = `${date.toLocaleDateString()} ${time(date, true)}`;
  for (const next of document.querySelectorAll("[data-next]")) {
    next.textContent = `next try in ${span(next.dataset.next - now())}`;
  }
  showWindow();
}

// The customers.

function showCustomers() {
  const list = state.customers.map((person) => {
    const last = state.messages.findLast((message) => message.customer === person.number && message.kind !== "reaction");
    const select = () => {
      customer = person.number;
      quoted = null;
      part("chat");
      show();
    };
    return element("li", {},
      element("button", { class: "customer", "aria-current": String(person.number === customer), onclick: select },
        element("strong", {}, nameOf(person)),
        element("small", {}, [person.phone && `+${person.phone}`, person.user_id].filter(Boolean).join(" · ")),
        element("span", { class: "last" }, last ? preview(last) : "")));
  });
  replace($("customers"), list);
}

// The chat.

function preview(message) {
  if (message.is_deleted) return "deleted";
  const reply = message.json.interactive?.button_reply ?? message.json.interactive?.list_reply;
  return message.text ?? reply?.title ?? message.json.button?.text ?? `(${message.kind})`;
}

function showWindow() {
  const person = state.customers[customer];
  if (!person) return;
  const left = (person.window_ends ?? 0) - now();
  $("window").textContent = person.typing_until > now()
    ? "The business is typing …"
    : left > 0 ? `The business can answer freely for ${span(left)}.` : "The business can send templates alone, until the customer writes.";
}

function showChat() {
  const person = state.customers[customer];
  $("chat-title").textContent = person ? nameOf(person) : "";
  $("fail").value = String(person?.fails_next ?? "");
  const messages = state.messages.filter((message) => message.customer === customer && message.kind !== "reaction");
  const list = $("messages");
  const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  replace(list, messages.length > 0 ? messages.map(bubble) : [empty()]);
  if (isAtEnd) list.scrollTop = list.scrollHeight;
  $("quote").hidden = quoted === null;
  const message = state.messages.find((message) => message.id === quoted);
  $("quoted").textContent = message ? `in answer to: ${preview(message)}` : "";
}

function empty() {
  const setting = state.graph_url === "http://127.0.0.1:4004/v26.0" ? "" : `GRAPH_BASE=${state.graph_url} `;
  return element("li", { class: "empty" },
    element("p", {}, "No message yet. The simulator runs:"),
    element("pre", {}, "cargo run --manifest-path examples/simulator/Cargo.toml"),
    element("p", {}, "Start a bot in another terminal, such as the echo bot of the cookbook, and write to it below, as its customer:"),
    element("pre", {}, `${setting}cargo run --manifest-path examples/cookbook/Cargo.toml --bin 01_echo`));
}

function bubble(message) {
  const buttons = message.buttons.map((button) => {
    const press = () => act({ do: "press", message: message.id, label: button.label });
    return element("button", { class: "press", onclick: press, title: button.description },
      button.label, button.description ? element("small", {}, ` ${button.description}`) : null);
  });
  const answered = state.messages.find((other) => other.id === message.quotes);
  const failed = message.error ? ` failed with ${message.error}` : "";
  const menu = element("span", { class: "menu" },
    action("Answer", () => { quoted = message.id; showChat(); $("text").focus(); }, "↩"),
    ...(message.is_from_business ? REACTIONS.map((emoji) =>
      action(`React with ${emoji}`, () => act({
        do: "react", message: message.id, emoji: message.reactions[0] === emoji ? null : emoji,
      }), emoji)) : []),
    ...(!message.is_from_business && message.kind === "text" && !message.is_deleted ? [
      action("Edit", () => {
        const text = window.prompt("The new text", message.text);
        if (text) act({ do: "edit", message: message.id, text });
      }, "✎"),
      action("Delete for everyone", () => act({ do: "revoke", message: message.id }), "🗑"),
    ] : []));
  const reactions = message.reactions.filter(Boolean).join(" ");
  const delivered = state.notifications.find((notification) => notification.number === message.notification);
  const ticks = message.is_from_business
    ? element("span", { class: `ticks ${message.progress}`, title: message.progress }, TICKS[message.progress], failed)
    : element("span", { class: "ticks" }, delivered ? (delivered.is_taken ? "✓" : outcomeOf(delivered)) : "", message.progress === "read" ? "✓ read" : "");
  return element("li", { class: message.is_from_business ? "business" : "customer-side", "data-id": message.id },
    element("div", { class: "bubble" },
      message.quotes ? element("blockquote", {}, answered ? preview(answered) : "an earlier message") : null,
      ...(message.is_deleted ? [element("em", {}, "This message was deleted.")] : content(message)),
      buttons.length > 0 ? element("div", { class: "buttons" }, ...buttons) : null,
      element("footer", {}, message.is_edited ? "edited " : "", time(message.at), " ", ticks)),
    reactions ? element("span", { class: "reactions" }, reactions) : null,
    menu);
}

const action = (label, onclick, sign) => element("button", { "aria-label": label, title: label, onclick }, sign);

function content(message) {
  const part = message.json[message.kind] ?? {};
  const text = message.text ? element("p", {}, message.text) : null;
  const file = part.id ? `/-/media/${encodeURIComponent(part.id)}` : null;
  switch (message.kind) {
    case "text":
    case "template":
      return [text];
    case "image":
    case "sticker":
      return [file ? element("img", { src: file, alt: part.caption ?? message.kind }) : element("p", {}, `image at ${part.link}`), text];
    case "video":
      return [file ? element("video", { src: file, controls: true }) : element("p", {}, `video at ${part.link}`), text];
    case "audio":
      return [file ? element("audio", { src: file, controls: true }) : element("p", {}, `audio at ${part.link}`)];
    case "document":
      return [file ? element("a", { href: file, download: part.filename ?? "file" }, `📄 ${part.filename ?? "document"}`)
        : element("p", {}, `document at ${part.link}`), text];
    case "location":
      return [element("p", {}, `📍 ${[part.name, part.address].filter(Boolean).join(", ")} ${part.latitude}, ${part.longitude}`)];
    case "contacts":
      return (Array.isArray(part) ? part : []).map((contact) => element("p", {}, `👤 ${contact.name?.formatted_name ?? ""}`));
    case "button":
      return [element("p", {}, `▸ ${part.text}`)];
    case "interactive": {
      const reply = part.button_reply ?? part.list_reply;
      if (reply) return [element("p", {}, `▸ ${reply.title}`)];
      const header = part.header?.text ? element("strong", {}, part.header.text) : null;
      const footer = part.footer?.text ? element("small", {}, part.footer.text) : null;
      const link = part.action?.parameters?.url;
      return [header, text, footer, link ? element("p", {}, `🔗 ${part.action.parameters.display_text ?? ""} ${link}`) : null];
    }
    default:
      return [element("p", {}, `(${message.kind})`), element("pre", {}, JSON.stringify(part, null, 2))];
  }
}

// The notifications.

function outcomeOf(notification) {
  const last = notification.attempts.at(-1);
  if (notification.is_under_way) return "under way";
  if (!last) return "waiting";
  return String(last.status ?? last.error);
}

function showNotifications() {
  const list = state.notifications.map((notification) => {
    const count = notification.attempts.length;
    const last = notification.attempts.at(-1);
    return element("li", {},
      element("button", { class: "notification", "data-number": notification.number, onclick: () => open(notification.number) },
        element("span", { class: notification.is_taken ? "status good" : "status bad" }, outcomeOf(notification)),
        element("strong", {}, notification.contents),
        element("small", {}, [
          time(notification.created, true),
          last && `${last.ms.toFixed(last.ms < 10 ? 1 : 0)} ms`,
          bytes(notification.length),
          count > 1 && `${count} attempts`,
        ].filter(Boolean).join(" · ")),
        notification.next ? element("small", { class: "next", "data-next": notification.next }) : null));
  });
  replace($("notifications"), list.length > 0 ? list : [element("li", { class: "empty" }, "None yet.")]);
}

async function open(number) {
  const response = await fetch(`/-/notifications/${number}`);
  if (!response.ok) return alarm("the notification is no longer kept");
  detail = { number, ...(await response.json()) };
  $("editor").hidden = true;
  $("exact").checked = false;
  showDetail();
  if (!$("detail").open) $("detail").showModal();
}

function showDetail() {
  if (!detail) return;
  const notification = state.notifications.find((notification) => notification.number === detail.number);
  $("detail-title").textContent = notification ? notification.contents : "Notification";
  const attempts = (notification?.attempts ?? []).map((attempt) =>
    element("li", {}, `${time(attempt.at, true)}: ${attempt.status ?? attempt.error}, ${attempt.ms.toFixed(1)} ms`));
  if (notification?.next) attempts.push(element("li", { "data-next": notification.next }));
  replace($("attempts"), attempts);
  replace($("headers"), detail.headers.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
  $("body").textContent = $("exact").checked || detail.pretty === null ? detail.body : detail.pretty;
}

/** Puts other children into an element, and keeps those that are the same, with the focus. */
function replace(parent, children) {
  const old = [...parent.children];
  children.forEach((child, index) => {
    const before = old[index];
    if (!before) parent.append(child);
    else if (before.outerHTML !== child.outerHTML) swap(before, child);
    else if (!before.isEqualNode(child)) swap(before, child);
  });
  old.slice(children.length).forEach((child) => child.remove());
}

/** Puts an element in the place of another one; the focus stays where it was among the buttons. */
function swap(before, after) {
  const focused = [...before.querySelectorAll("button")].indexOf(document.activeElement);
  before.replaceWith(after);
  if (focused >= 0) after.querySelectorAll("button")[focused]?.focus();
}

function part(name) {
  document.querySelector("main").dataset.part = name;
  for (const tab of document.querySelectorAll("[role=tab]")) {
    tab.setAttribute("aria-selected", String(tab.dataset.part === name));
  }
}

function show() {
  showHead();
  showCustomers();
  showChat();
  showNotifications();
  showDetail();
  showClock();
  // Messages on the screen count as read.
  const isUnread = (message) => message.customer === customer && message.is_from_business && message.progress === "delivered";
  if (!document.hidden && document.hasFocus() && state.messages.some(isUnread)) act({ do: "read", customer });
}

function listen() {
  const events = new EventSource("/-/events");
  events.onmessage = (event) => {
    state = JSON.parse(event.data);
    clock = { at: state.now, since: performance.now() };
    if ($("alert").dataset.lost) {
      delete $("alert").dataset.lost;
      alarm();
    }
    show();
  };
  events.onerror = () => {
    $("alert").dataset.lost = "true";
    alarm("The simulator is not running. Start it again; the page connects by itself.");
  };
}

async function samples() {
  const list = await (await fetch("/-/samples")).json();
  for (const sample of list) {
    $("sample").append(element("option", { value: sample.name, title: sample.occasion }, `${sample.name}: ${sample.occasion}`));
  }
}

function start() {
  $("say").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = $("text").value;
    if (!text.trim()) return;
    $("text").value = "";
    act({ do: "say", customer, text, quotes: quoted });
    quoted = null;
  });
  $("file").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    const response = await fetch("/-/media", {
      method: "POST",
      headers: { "content-type": file.type || "application/octet-stream" },
      body: file,
    });
    event.target.value = "";
    if (!response.ok) return alarm("the file is larger than 16 MiB");
    const { id } = await response.json();
    act({ do: "attach", customer, media: id, filename: file.name, caption: $("text").value });
    $("text").value = "";
  });
  $("meet").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    const answer = await act({ do: "meet", ...Object.fromEntries(form) });
    if (answer.error) return;
    customer = answer.customer;
    event.target.reset();
    $("new-customer").open = false;
    part("chat");
    show();
    $("text").focus();
  });
  $("unquote").addEventListener("click", () => { quoted = null; showChat(); });
  $("handshake").addEventListener("click", () => act({ do: "handshake" }));
  $("speed").addEventListener("change", (event) => act({ do: "speed", speed: Number(event.target.value) }));
  for (const [id, seconds] of [["minute", 60], ["hour", 3600], ["day", 86400]]) {
    $(id).addEventListener("click", () => act({ do: "advance", seconds }));
  }
  $("hold").addEventListener("click", () => act(state.is_held ? { do: "release" } : { do: "hold" }));
  $("release").addEventListener("click", () => act({ do: "release" }));
  $("shuffle").addEventListener("click", () => act({ do: "release", seed: Number($("seed").value) }));
  $("locate").addEventListener("click", () => act({ do: "locate", customer, latitude: 37.4847, longitude: -122.1477 }));
  $("fail").addEventListener("change", (event) => act({ do: "fail", customer, code: Number(event.target.value) || null }));
  $("sample").addEventListener("change", (event) => {
    if (event.target.value) act({ do: "sample", name: event.target.value });
    event.target.value = "";
  });
  $("subscribed").addEventListener("change", (event) => act({ do: "subscribe", is_subscribed: event.target.checked }));
  $("again").addEventListener("click", () => act({ do: "again", number: detail.number, times: 1 }));
  $("twice").addEventListener("click", () => act({ do: "again", number: detail.number, times: 2 }));
  $("edit").addEventListener("click", () => {
    $("edited").value = detail.body;
    $("editor").hidden = false;
    $("edited").focus();
  });
  $("editor").addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await act({ do: "post", body: $("edited").value });
    if (!answer.error) open(answer.notification);
  });
  $("exact").addEventListener("change", showDetail);
  $("detail").addEventListener("close", () => { detail = null; });
  for (const tab of document.querySelectorAll("[role=tab]")) {
    tab.addEventListener("click", () => part(tab.dataset.part));
  }
  document.addEventListener("visibilitychange", () => state && show());
  window.addEventListener("focus", () => state && show());
  part("chat");
  if (matchMedia("(max-width: 48rem)").matches) $("controls").open = false;
  samples();
  listen();
  setInterval(showClock, 1000);
}

start();
