// Puts the page together: loads the state, follows the events, switches person and chat.

import { drawDown, drawLog, isTyping, measure, release } from "./bubbles.js";
import { add, drawComposer } from "./composer.js";
import { $, icon, toast } from "./dom.js";
import { fillIn, otherWords, t } from "./i18n.js";
import { drawHead, drawSide } from "./side.js";
import { keep, load, markRead, rows, state } from "./state.js";
import { clockText, drawTools } from "./tools.js";

const TYPING_FOR = 5000;

function choosePerson(id) {
  state.me = id;
  localStorage.setItem("me", id);
  const known = rows();
  const first = known.find((row) => row.chat === Number(localStorage.getItem(`chat ${id}`))) ?? known[0];
  chooseChat(first.chat, first.thread, false);
}

function chooseChat(chat, thread, open = true) {
  Object.assign(state, { chat, thread, reply: 0, editing: 0 });
  localStorage.setItem(`chat ${state.me}`, chat);
  if (open) document.body.dataset.pane = "chat";
  draw(true);
  if (matchMedia("(min-width: 760px)").matches) $("input")?.focus();
}

function draw(jump = false) {
  drawLog(jump);
  drawSide(choosePerson, chooseChat);
  drawHead(isTyping() ? t("typing") : "");
  drawComposer();
  drawTools();
}

function markAllRead() {
  for (const person of state.people.values()) {
    for (const [chat, messages] of state.messages) {
      const threads = new Set([...messages.values()].map((m) => (m.is_topic_message ? m.message_thread_id : 0)));
      for (const thread of threads) markRead(person.id, chat, thread);
    }
  }
}

let pending = 0;

async function reload() {
  await load();
  pending = 0;
  draw();
}

// Profiles depend on scopes and languages: the server works them out, a little later for all.
function reloadSoon() {
  if (!pending) pending = setTimeout(reload, 150);
}

const HANDLERS = {
  message({ message }) {
    keep(message);
    if (message.from.is_bot) state.typing.delete(`${message.chat.id}:${message.is_topic_message ? message.message_thread_id : 0}`);
  },
  deleted: ({ chat_id: chat, message_id: id }) => state.messages.get(chat)?.delete(id),
  chat: ({ chat }) => state.chats.set(chat.id, chat),
  person({ person }) {
    state.people.set(person.id, person);
    reloadSoon();
  },
  clock: ({ offset }) => (state.offset = offset),
  faults: ({ faults }) => (state.faults = faults),
  violation: ({ method, problems }) => state.violations.push({ method, problems }),
  commands: reloadSoon,
  profile: reloadSoon,
  reaction: (event) => (state.reactions[`${event.chat_id}:${event.message_id}:${event.user_id}`] = event.reactions),
  action({ chat_id: chat, thread }) {
    state.typing.set(`${chat}:${thread}`, Date.now() + TYPING_FOR);
    setTimeout(draw, TYPING_FOR + 50);
  },
  answer(event) {
    release(event.query_id);
    if (event.user_id !== state.me || !event.text) return;
    if (!event.show_alert) return toast(event.text);
    $("alert").querySelector("p").textContent = event.text;
    $("alert").showModal();
  },
};

let asked = false;

function follow() {
  const events = new EventSource("events");
  let opened = false;
  events.addEventListener("open", () => {
    if (opened) reload();
    opened = true;
  });
  events.addEventListener("error", () => toast(t("lost")));
  events.addEventListener("message", ({ data }) => {
    const event = JSON.parse(data);
    HANDLERS[event.kind]?.(event);
    if (asked) return;
    asked = true;
    queueMicrotask(() => {
      asked = false;
      draw();
    });
  });
}

function wire() {
  $("theme").addEventListener("click", () => {
    const dark = document.documentElement.dataset.theme
      ? document.documentElement.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    setTheme(dark ? "light" : "dark");
  });
  $("words").addEventListener("click", () => {
    otherWords();
    draw();
  });
  $("back").addEventListener("click", () => (document.body.dataset.pane = "side"));
  $("tools-toggle").addEventListener("click", toggleTools);
  $("scroller").addEventListener("scroll", scrolled);
  $("down").addEventListener("click", () => $("scroller").scrollTo({ top: $("scroller").scrollHeight, behavior: "smooth" }));
  $("people").addEventListener("keydown", walk);
  $("chat").addEventListener("dragover", (event) => event.preventDefault());
  $("chat").addEventListener("drop", (event) => {
    event.preventDefault();
    add(event.dataTransfer.files);
  });
  setInterval(() => ($("clock").textContent = clockText()), 20000);
}

// The people are one radio group: arrows move in it, the chosen one is its tab stop.
function walk(event) {
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  const all = [...$("people").children];
  const next = (all.indexOf(document.activeElement) + by + all.length) % all.length;
  all[next].click();
  $("people").children[next].focus();
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  localStorage.setItem("theme", theme);
}

function toggleTools() {
  const open = document.body.classList.toggle("tools-open");
  $("tools-toggle").setAttribute("aria-expanded", String(open));
  localStorage.setItem("tools", open ? "1" : "");
}

function scrolled() {
  if (measure()) {
    markRead(state.me, state.chat, state.thread);
    drawSide(choosePerson, chooseChat);
  }
  drawDown();
}

if (localStorage.getItem("theme")) setTheme(localStorage.getItem("theme"));
for (const [id, name] of [["theme", "theme"], ["back", "back"], ["tools-toggle", "tools"]]) $(id).append(icon(name));
$("down").prepend(icon("down"));
fillIn();
await load();
markAllRead();
wire();
const saved = Number(localStorage.getItem("me"));
choosePerson(state.people.has(saved) ? saved : [...state.people.keys()][0]);
if (localStorage.getItem("tools") && matchMedia("(min-width: 1100px)").matches) toggleTools();
follow();
document.body.dataset.ready = "true";
