// Where a person writes: text, files, commands, quick replies; answers and edits.

import { $, h, icon, toast } from "./dom.js";
import { t } from "./i18n.js";
import { openApp } from "./bubbles.js";
import { act, state, summary, upload, where } from "./state.js";

const ALBUM = 10;
const drafts = new Map();

let files = [];
let asFiles = false;
let drawnFor = "";

export function drawComposer(force = false) {
  const chat = state.chats.get(state.chat);
  const blocked = Boolean(chat?.is_blocked);
  const fresh = state.chat === state.me && !(state.messages.get(state.chat)?.size);
  const mark = [state.me, state.chat, state.thread, blocked, fresh, JSON.stringify(chat?.keyboard ?? ""), commands().length, document.documentElement.lang].join(" ");
  if (!force && mark === drawnFor) return;
  keepDraft();
  if (mark !== drawnFor && drawnFor) files = [];
  drawnFor = mark;
  const footer = $("composer");
  if (blocked) return footer.replaceChildren(alone(t("restart"), () => act("block", { by: state.me, blocked: false })));
  const focused = document.activeElement?.id === "input";
  footer.replaceChildren(bar(), previews(), palette(), line(fresh), quick(chat));
  restoreDraft();
  if (focused) $("input").focus();
}

const place = () => `${state.me} ${state.chat} ${state.thread}`;

function keepDraft() {
  const input = $("input");
  if (input) drafts.set(input.dataset.place, input.value);
}

function restoreDraft() {
  const input = $("input");
  input.dataset.place = place();
  input.value = drafts.get(place()) ?? "";
  grow(input);
}

function alone(label, run) {
  return h("button", { type: "button", class: "primary wide", onclick: run }, label);
}

function bar() {
  const id = state.editing || state.reply;
  const message = id && state.messages.get(state.chat)?.get(id);
  if (!message) return h("div", { id: "bar", hidden: true });
  return h("div", { id: "bar" }, h("span", {}, h("b", {}, state.editing ? t("editing") : `${t("replying")} ${message.from.first_name}`), h("small", {}, summary(message))), h("button", { type: "button", class: "icon", "aria-label": t("cancel"), onclick: stop }, "✕"));
}

function stop() {
  if (state.editing) $("input").value = "";
  state.reply = 0;
  state.editing = 0;
  drawComposer(true);
  $("input").focus();
}

function previews() {
  const list = h("div", { id: "previews", hidden: !files.length });
  for (const file of files) {
    const remove = () => {
      files = files.filter((other) => other !== file);
      drawComposer(true);
    };
    const picture = file.type.startsWith("image/");
    const face = picture ? h("img", { alt: file.name, src: URL.createObjectURL(file) }) : h("span", { class: "sheet" }, file.name);
    list.append(h("div", { class: "preview" }, face, h("button", { type: "button", class: "icon", "aria-label": `${t("remove")} ${file.name}`, onclick: remove }, "✕")));
  }
  const box = h("input", { type: "checkbox", id: "as-files" });
  box.checked = asFiles;
  box.addEventListener("change", () => (asFiles = box.checked));
  if (files.some((file) => file.type.startsWith("image/"))) list.append(h("label", {}, box, ` ${t("asFiles")}`));
  return list;
}

function palette() {
  return h("div", { id: "palette", role: "listbox", "aria-label": t("commands"), hidden: true });
}

function commands() {
  return state.profile[state.me]?.commands[String(state.chat)] ?? [];
}

function drawPalette(prefix) {
  const node = $("palette");
  const known = prefix === null ? [] : commands().filter((c) => c.command.startsWith(prefix));
  node.hidden = !known.length;
  $("input").setAttribute("aria-expanded", String(!node.hidden));
  node.replaceChildren(...known.map((c, index) => option(c, index === 0)));
}

function option(command, chosen) {
  const send = () => {
    $("input").value = "";
    drawPalette(null);
    act("send", { ...where(), text: `/${command.command}` });
    $("input").focus();
  };
  return h("button", { type: "button", role: "option", "aria-selected": String(chosen), onclick: send }, h("b", {}, `/${command.command}`), h("span", {}, command.description));
}

function line(fresh) {
  const picker = h("input", { type: "file", multiple: true, hidden: true, id: "files", "aria-label": t("attach"), onchange: (event) => add(event.target.files) });
  const input = h("textarea", { id: "input", rows: 1, "aria-label": t("placeholder"), placeholder: t("placeholder"), autocomplete: "off", "aria-controls": "palette" });
  input.addEventListener("keydown", typed);
  input.addEventListener("input", () => {
    grow(input);
    const match = /^\/([a-z0-9_]*)$/.exec(input.value);
    drawPalette(match ? match[1] : null);
  });
  input.addEventListener("paste", (event) => event.clipboardData.files.length && add(event.clipboardData.files));
  const start = fresh && h("button", { type: "button", class: "primary wide", onclick: () => act("send", { ...where(), text: "/start" }) }, t("start"));
  return h("div", { id: "line" }, start, h("div", { class: "writing" }, menuButton(), h("button", { type: "button", class: "icon", "aria-label": t("attach"), title: t("attach"), onclick: () => picker.click() }, icon("clip")), picker, input, h("button", { type: "button", class: "icon send", id: "send", "aria-label": t("send"), title: t("send"), onclick: send }, icon("send"))));
}

function menuButton() {
  const button = state.profile[state.me]?.menu_button;
  if (state.chat === state.me && button?.type === "web_app") return h("button", { type: "button", class: "app", onclick: () => openApp(button.web_app.url) }, button.text);
  if (!commands().length) return "";
  return h("button", { type: "button", class: "icon", id: "commands", "aria-label": t("commands"), title: t("commands"), onclick: () => drawPalette($("palette").hidden ? "" : null) }, "/");
}

function quick(chat) {
  const keyboard = chat?.keyboard?.keyboard;
  if (!keyboard) return "";
  const key = (button) => {
    const label = typeof button === "string" ? button : button.text;
    return h("button", { type: "button", class: "key", onclick: () => act("send", { ...where(), text: label }) }, label);
  };
  return h("div", { id: "quick", "aria-label": t("quick") }, ...keyboard.map((row) => h("div", { class: "keys" }, ...row.map(key))));
}

function grow(input) {
  input.style.height = "auto";
  input.style.height = `${Math.min(input.scrollHeight, 160)}px`;
}

function typed(event) {
  if (event.isComposing) return;
  const open = !$("palette").hidden;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    const chosen = open && $("palette").querySelector("[aria-selected=true]");
    if (chosen) chosen.click();
    else send();
  } else if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Escape") {
    if (open) drawPalette(null);
    else if (state.editing || state.reply) stop();
  } else if (event.key === "ArrowUp" && !$("input").value && !state.editing) {
    const own = [...(state.messages.get(state.chat)?.values() ?? [])].filter((m) => m.from.id === state.me && m.text);
    if (own.length) beginEdit(own.at(-1));
  }
}

function step(by) {
  const all = [...$("palette").children];
  const at = all.findIndex((node) => node.getAttribute("aria-selected") === "true");
  all[at]?.setAttribute("aria-selected", "false");
  const next = all[(at + by + all.length) % all.length];
  next.setAttribute("aria-selected", "true");
  next.scrollIntoView({ block: "nearest" });
}

export function add(list) {
  files = [...files, ...list].slice(0, ALBUM);
  if (files.length === ALBUM && list.length > ALBUM) toast(`≤ ${ALBUM}`);
  drawComposer(true);
  $("input")?.focus();
}

export function beginReply(message) {
  state.reply = message.message_id;
  state.editing = 0;
  drawComposer(true);
  $("input").focus();
}

export function beginEdit(message) {
  state.editing = message.message_id;
  state.reply = 0;
  drawComposer(true);
  $("input").value = message.text ?? message.caption;
  grow($("input"));
  $("input").focus();
}

async function send() {
  const input = $("input");
  const text = input.value;
  if (!text.trim() && !files.length) return;
  const sending = files;
  const { editing, reply } = state;
  const at = where();
  input.value = "";
  files = [];
  state.editing = 0;
  state.reply = 0;
  drawPalette(null);
  drawComposer(true);
  $("input").focus();
  try {
    if (editing) await act("edit", { ...at, message: editing, text });
    else if (sending.length) await upload(formOf(at, sending, text, reply));
    else await act("send", { ...at, text, reply_to: reply });
  } catch {
    $("input").value = text;
    files = sending;
    drawComposer(true);
  }
}

function formOf(at, sending, caption, reply) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...at, caption, reply_to: reply })) form.append(name, value);
  if (asFiles) form.append("as_files", "1");
  for (const file of sending) form.append("file", file, file.name);
  return form;
}
