// What the page knows: loaded once, then kept up to date by events.

import { toast } from "./dom.js";
import { t } from "./i18n.js";

export const state = {
  bot: null, people: new Map(), chats: new Map(), messages: new Map(), reactions: {},
  profile: {}, offset: 0, faults: [], violations: [], me: 0, chat: 0, thread: 0,
  read: new Map(), typing: new Map(), busy: new Map(), reply: 0, editing: 0,
};

export async function load() {
  const answer = await (await fetch("state")).json();
  state.bot = answer.bot;
  state.people = new Map(answer.people.map((person) => [person.id, person]));
  state.chats = new Map(answer.chats.map((chat) => [chat.id, chat]));
  state.messages = new Map();
  for (const message of answer.messages) keep(message);
  state.reactions = answer.reactions;
  state.profile = answer.profile;
  state.offset = answer.clock;
  state.faults = answer.faults;
  state.violations = answer.violations;
}

export function keep(message) {
  const chat = message.chat.id;
  if (!state.messages.has(chat)) state.messages.set(chat, new Map());
  state.messages.get(chat).set(message.message_id, message);
}

export async function act(name, body = {}) {
  const answer = await fetch(`act/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return understood(answer);
}

export async function upload(form) {
  return understood(await fetch("upload", { method: "POST", body: form }));
}

async function understood(answer) {
  const body = await answer.json();
  if (!answer.ok) {
    toast(body.description);
    throw new Error(body.description);
  }
  return body;
}

export const now = () => Math.floor(Date.now() / 1000) + state.offset;
export const me = () => state.people.get(state.me);
export const where = () => ({ by: state.me, chat: state.chat, thread: state.thread });
export const key = (chat, thread) => `${state.me}:${chat}:${thread}`;

export function threadOf(message) {
  return message.is_topic_message ? message.message_thread_id : 0;
}

export function messagesOf(chat, thread) {
  const all = [...(state.messages.get(chat)?.values() ?? [])];
  return all.filter((message) => threadOf(message) === thread).sort((a, b) => a.message_id - b.message_id);
}

// The rows of the chat list for the person who is chosen: the bot, groups, topics of groups.
export function rows() {
  const found = [{ chat: state.me, thread: 0, title: botName(), kind: "bot" }];
  for (const chat of state.chats.values()) {
    if (chat.type === "private" || chat.migrated_to || !isIn(chat, state.me)) continue;
    const general = chat.is_forum ? `${chat.title} · ${t("general")}` : chat.title;
    found.push({ chat: chat.id, thread: 0, title: general, kind: "group" });
    for (const topic of Object.values(chat.topics)) {
      const row = { chat: chat.id, thread: topic.thread, title: topic.name, kind: "topic" };
      found.push({ ...row, color: topic.icon_color, isClosed: topic.is_closed });
    }
  }
  return found;
}

export function isIn(chat, user) {
  return !["left", "kicked", undefined].includes(chat.members[String(user)]);
}

export const botName = () => state.profile[state.me]?.name || state.bot.first_name;

export function unread(person, chat, thread) {
  const last = state.read.get(`${person}:${chat}:${thread}`) ?? 0;
  return messagesOf(chat, thread).filter((m) => m.message_id > last && m.from.id !== person).length;
}

export function markRead(person, chat, thread) {
  const last = messagesOf(chat, thread).at(-1);
  if (last) state.read.set(`${person}:${chat}:${thread}`, last.message_id);
}

export function summary(message) {
  const kind = message.photo ? t("photo") : message.document?.file_name || (message.voice && t("voice"));
  return message.text || [kind, message.caption].filter(Boolean).join(", ") || "…";
}
