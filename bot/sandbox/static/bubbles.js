// The messages of the chat that is open.

import { $, h, hue, icon, reconcile } from "./dom.js";
import { locale, t } from "./i18n.js";
import { openMenu } from "./menu.js";
import { act, botName, key, markRead, me, messagesOf, now, state, summary } from "./state.js";
import { copy, rich } from "./text.js";

const GROUPED_WITHIN = 300;

const NEAR = 120;

let isAtEnd = true;
let lastTop = 0;
let newestSeen = 0;

export function measure() {
  const scroller = $("scroller");
  const far = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight > NEAR;
  if (!far) isAtEnd = true;
  else if (scroller.scrollTop < lastTop) isAtEnd = false;
  lastTop = scroller.scrollTop;
  return isAtEnd;
}

// Pictures arrive late and the composer grows: only who scrolls up leaves the end.
const keeper = new ResizeObserver(() => {
  if (isAtEnd) $("scroller").scrollTop = $("scroller").scrollHeight;
});
keeper.observe($("log"));
keeper.observe($("scroller"));

export function drawLog(jump = false) {
  const scroller = $("scroller");
  const messages = messagesOf(state.chat, state.thread);
  const items = messages.length ? listed(messages) : [empty()];
  if (isTyping()) items.push({ key: "typing", version: "1", make: dots });
  reconcile($("log"), items);
  const mine = messages.at(-1)?.from.id === state.me;
  const newest = messages.at(-1)?.message_id;
  const wrote = mine && newest !== newestSeen;
  newestSeen = newest;
  if (jump || isAtEnd || wrote) {
    isAtEnd = true;
    scroller.scrollTop = scroller.scrollHeight;
    markRead(state.me, state.chat, state.thread);
  }
  drawDown();
}

export function drawDown() {
  const scroller = $("scroller");
  const away = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight > 160;
  const last = state.read.get(key(state.chat, state.thread)) ?? 0;
  const fresh = messagesOf(state.chat, state.thread).filter((m) => m.message_id > last && m.from.id !== state.me).length;
  $("down").hidden = !away;
  $("down").querySelector(".count").textContent = fresh || "";
}

export function isTyping() {
  return (state.typing.get(`${state.chat}:${state.thread}`) ?? 0) > Date.now();
}

function dots() {
  return h("div", { class: "row theirs" }, h("div", { class: "bubble dots", role: "img", "aria-label": t("typing") }, h("i"), h("i"), h("i")));
}

function empty() {
  const isBot = state.chat === state.me;
  const about = state.profile[state.me]?.description;
  return {
    key: "empty",
    version: `${state.me}:${state.chat}:${about}:${locale()}`,
    make: () =>
      h("div", { class: "empty" },
        h("span", { class: `avatar big ${isBot ? "bot" : "tone-2"}`, "aria-hidden": "true" }, isBot ? "援" : "#"),
        h("strong", {}, isBot ? botName() : t("empty")),
        h("p", {}, isBot ? about || t("emptyHint") : t("empty"))),
  };
}

function listed(messages) {
  const items = [];
  let day = "";
  let before = null;
  for (let index = 0; index < messages.length; index += 1) {
    const message = messages[index];
    const date = dayName(message.date);
    if (date !== day) {
      items.push({ key: `day ${date}`, version: date, make: () => h("div", { class: "day" }, h("span", {}, date)) });
      day = date;
      before = null;
    }
    const album = [message];
    while (message.media_group_id && messages[index + 1]?.media_group_id === message.media_group_id) {
      index += 1;
      album.push(messages[index]);
    }
    const joined = before && before.from.id === message.from.id && message.date - before.date < GROUPED_WITHIN;
    items.push(item(album, Boolean(joined)));
    before = serviceText(message) ? null : message;
  }
  return items;
}

function item(album, joined) {
  const marks = album.map((m) => [m.message_id, m.edit_date ?? 0, JSON.stringify(reactions(m)), state.busy.get(m.message_id) ?? ""]);
  const buttons = JSON.stringify(album[0].reply_markup ?? "");
  return {
    key: `message ${album[0].message_id}`,
    version: `${state.me} ${joined} ${locale()} ${marks} ${buttons}`,
    make: () => (serviceText(album[0]) ? service(album[0]) : row(album, joined)),
  };
}

export function dayName(seconds) {
  const date = new Date(seconds * 1000);
  const days = Math.round((new Date(now() * 1000).setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 86400000);
  if (days === 0) return t("today");
  if (days === 1) return t("yesterday");
  const year = date.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
  return date.toLocaleDateString(locale(), { day: "numeric", month: "long", year });
}

export function clockTime(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit" });
}

function serviceText(message) {
  const name = message.from.first_name;
  if (message.forum_topic_created) return `${name} ${t("topicOpened")} “${message.forum_topic_created.name}”`;
  if (message.forum_topic_closed) return `${name} ${t("topicClosed")}`;
  if (message.forum_topic_reopened) return `${name} ${t("topicReopened")}`;
  if (message.forum_topic_edited) return `${name} ${t("topicRenamed")} “${message.forum_topic_edited.name ?? ""}”`;
  if (message.new_chat_members) return `${message.new_chat_members.map((user) => user.first_name).join(", ")} ${t("joined")}`;
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return t("migrated");
  return "";
}

function service(message) {
  return h("div", { class: "day service", data: { messageId: message.message_id } }, h("span", {}, serviceText(message)));
}

function row(album, joined) {
  const message = album[0];
  const mine = message.from.id === state.me;
  const isGroup = message.chat.type !== "private";
  const bubble = h("div", { class: "bubble" }, ...contents(album, isGroup && !mine && !joined));
  const more = h("button", { type: "button", class: "icon more", "aria-label": t("actions"), onclick: (event) => openMenu(event.currentTarget, message) }, "⋯");
  const body = h("div", { class: "stack" }, bubble, keyboard(message));
  bubble.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    openMenu(more, message);
  });
  const kind = `row ${mine ? "mine" : "theirs"}${joined ? " joined" : ""}${message.from.is_bot ? " from-bot" : ""}`;
  return h("article", { class: kind, data: { messageId: message.message_id } }, body, more);
}

function contents(album, isNamed) {
  const message = album.find((m) => m.caption) ?? album[0];
  const made = [];
  if (isNamed) made.push(h("div", { class: `who ${hue(album[0].from.id)}` }, album[0].from.first_name));
  if (album[0].forward_origin) made.push(h("div", { class: "forwarded" }, `${t("forwarded")} ${album[0].forward_origin.sender_user?.first_name ?? "?"}`));
  if (album[0].reply_to_message) made.push(quoted(album[0].reply_to_message));
  const photos = album.filter((m) => m.photo);
  if (photos.length) made.push(h("div", { class: `photos of-${Math.min(photos.length, 4)}` }, ...photos.map(photo)));
  for (const m of album) made.push(...attached(m));
  const text = message.text ?? message.caption;
  if (text) made.push(h("div", { class: "text", dir: "auto" }, ...rich(text, message.entities ?? message.caption_entities)));
  made.push(meta(album));
  return made;
}

function meta(album) {
  const last = album.at(-1);
  const edited = album.some((m) => m.edit_date);
  const stamp = new Date(last.date * 1000);
  const time = h("time", { datetime: stamp.toISOString(), title: stamp.toLocaleString(locale()) }, clockTime(last.date));
  return h("div", { class: "meta" }, ...reactions(album[0]).map((emoji) => h("span", { class: "reaction" }, emoji)), edited && h("span", {}, t("edited")), time);
}

function quoted(message) {
  return h("button", { type: "button", class: "quoted", onclick: () => show(message.message_id) }, h("b", {}, message.from.first_name), h("span", {}, summary(message)));
}

function show(id) {
  const target = document.querySelector(`[data-message-id="${id}"]`);
  target?.scrollIntoView({ block: "center", behavior: "smooth" });
  target?.classList.add("flash");
  setTimeout(() => target?.classList.remove("flash"), 1500);
}

function photo(message) {
  const largest = message.photo.at(-1);
  const image = h("img", { src: `file/${largest.file_id}`, width: largest.width, height: largest.height, alt: message.caption || t("photo"), loading: "lazy" });
  const open = () => {
    $("picture").querySelector("img").src = image.src;
    $("picture").showModal();
  };
  return h("button", { type: "button", class: "photo", onclick: open }, image);
}

function attached(message) {
  const made = [];
  const file = message.document ?? message.video ?? message.audio ?? message.animation;
  if (file) {
    const name = file.file_name ?? t("file");
    made.push(h("a", { class: "file", href: `file/${file.file_id}`, download: name }, h("span", { class: "sheet", "aria-hidden": "true" }, name.split(".").at(-1).slice(0, 4)), h("span", {}, h("b", {}, name), h("small", {}, size(file.file_size ?? 0)))));
  }
  if (message.voice) made.push(h("div", { class: "file" }, h("span", { class: "sheet", "aria-hidden": "true" }, icon("play")), h("span", {}, h("b", {}, t("voice")), h("small", {}, `0:${String(message.voice.duration).padStart(2, "0")}`))));
  if (message.contact) made.push(h("div", { class: "file" }, h("b", {}, `${message.contact.first_name} ${message.contact.phone_number}`)));
  if (message.location) made.push(h("div", { class: "file" }, `${t("location")} ${message.location.latitude}, ${message.location.longitude}`));
  return made;
}

function size(bytes) {
  return bytes > 1048576 ? `${(bytes / 1048576).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;
}

function reactions(message) {
  const start = `${message.chat.id}:${message.message_id}:`;
  return Object.keys(state.reactions).filter((k) => k.startsWith(start)).flatMap((k) => state.reactions[k].map((r) => r.emoji));
}

function keyboard(message) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows) return null;
  return h("div", { class: "keyboard" }, ...rows.map((buttons) => h("div", { class: "keys" }, ...buttons.map((button) => keyOf(message, button)))));
}

function keyOf(message, button) {
  const busy = state.busy.get(message.message_id) === button.callback_data && button.callback_data !== undefined;
  const sign = button.copy_text ? "copy" : button.url ? "link" : button.web_app ? "app" : "";
  const made = h("button", { type: "button", class: `key ${button.style ?? ""}`, "aria-busy": busy ? "true" : undefined, onclick: () => press(message, button) }, h("span", {}, button.text), sign && icon(sign));
  return made;
}

async function press(message, button) {
  if (button.copy_text) return copy(button.copy_text.text);
  if (button.url) return window.open(button.url, "_blank", "noopener,noreferrer");
  if (button.web_app) return openApp(button.web_app.url);
  state.busy.set(message.message_id, button.callback_data);
  drawLog();
  const body = { by: me().id, chat: message.chat.id, message: message.message_id, data: button.callback_data };
  const { query_id: query } = await act("tap", body);
  state.busy.set(`query ${query}`, message.message_id);
  return setTimeout(() => release(query), 15000);
}

export function release(query) {
  const message = state.busy.get(`query ${query}`);
  state.busy.delete(`query ${query}`);
  if (message && state.busy.delete(message)) drawLog();
}

export async function openApp(url) {
  const answer = await act("web_app", { by: state.me, url });
  window.open(answer.url, "_blank", "noopener");
}
