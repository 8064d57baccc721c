// The side panel: who I am, the clock, troubles on order, calls against the rules.

import { $, h } from "./dom.js";
import { locale, t } from "./i18n.js";
import { act, me, now, state } from "./state.js";

const STEPS = [["+10 min", 600], ["+1 h", 3600], ["+1 d", 86400], ["+7 d", 604800]];
const FAULTS = ["flood", "server_error", "delay", "drop", "lose", "blocked", "repeat", "old"];
const METHODS = ["*", "sendMessage", "editMessageText", "answerCallbackQuery", "sendDocument", "getFile", "getUpdates"];
const LANGUAGES = ["", "zh-hans", "zh-hant", "zh-hk", "en", "es"];

let drawn = "";

export function drawTools() {
  const person = me();
  const chat = state.chats.get(state.chat);
  const mark = JSON.stringify([person, chat, state.thread, state.offset, state.faults, state.violations, locale(), state.chats.get(state.me)?.is_blocked]);
  if (mark === drawn || !person) return;
  drawn = mark;
  $("tools").replaceChildren(
    h("header", { class: "bar" }, h("h2", { class: "grow" }, t("tools")), h("button", { type: "button", class: "icon", "aria-label": t("close"), onclick: () => $("tools-toggle").click() }, "✕")),
    section(t("person"), ...personFields(person)),
    section(t("clock"), ...clockFields()),
    section(t("faults"), ...faultFields()),
    chat && chat.type !== "private" ? section(chat.title, ...groupFields(chat)) : "",
    section(t("violations"), ...violationList()),
    section(t("newPerson"), personForm()),
    section(t("newGroup"), groupForm()),
  );
}

function section(title, ...fields) {
  return h("section", { "aria-label": title }, h("h3", {}, title), ...fields);
}

function button(label, run, kind = "") {
  return h("button", { type: "button", class: kind, onclick: run }, label);
}

function field(label, control) {
  return h("label", { class: "field" }, h("span", {}, label), control);
}

function select(values, chosen, label, run) {
  const node = h("select", {}, ...values.map((value) => h("option", { value, selected: value === chosen }, label(value))));
  if (run) node.addEventListener("change", () => run(node.value));
  return node;
}

function personFields(person) {
  const blocked = Boolean(state.chats.get(state.me)?.is_blocked);
  const language = (code) => act("language", { by: state.me, code });
  return [
    h("p", {}, `${person.first_name} · ${t(person.role)} · `, h("code", {}, String(person.id))),
    field(t("language"), select(LANGUAGES, person.language_code, (code) => code || t("noLanguage"), language)),
    button(t(blocked ? "unblock" : "block"), () => act("block", { by: state.me, blocked: !blocked }), blocked ? "" : "danger"),
  ];
}

function clockFields() {
  const shown = h("p", { class: "clock", id: "clock" }, clockText());
  const move = (seconds) => act("clock", { seconds });
  const steps = STEPS.map(([label, seconds]) => button(label, () => move(seconds)));
  const reset = state.offset ? button(t("reset"), () => move(-state.offset)) : "";
  return [shown, h("div", { class: "buttons" }, ...steps), reset];
}

export function clockText() {
  const date = new Date(now() * 1000).toLocaleString(locale(), { dateStyle: "medium", timeStyle: "short" });
  const hours = Math.round(state.offset / 360) / 10;
  return state.offset ? `${date} · ${t("ahead")} ${hours > 0 ? "+" : ""}${hours} h` : `${date} · ${t("realTime")}`;
}

function faultLabel(kind) {
  return kind === "blocked" ? "403 blocked" : t(kind);
}

function faultFields() {
  const kind = select(FAULTS, "flood", faultLabel);
  const method = select(METHODS, "*", (name) => (name === "*" ? t("any") : name));
  const seconds = h("input", { type: "number", min: 0, max: 600, value: 3 });
  const times = h("input", { type: "number", min: 1, max: 100, value: 1 });
  const order = () => act("fault", { kind: kind.value, method: method.value, seconds: Number(seconds.value), times: Number(times.value) });
  const waiting = state.faults.map((fault) => h("li", {}, `${faultLabel(fault.kind)} · ${fault.method === "*" ? t("any") : fault.method} × ${fault.times}`));
  return [
    field(t("kind"), kind),
    field(t("method"), method),
    h("div", { class: "pair" }, field(t("seconds"), seconds), field(t("times"), times)),
    h("div", { class: "buttons" }, button(t("order"), order, "primary"), state.faults.length ? button(t("clear"), () => act("no_faults")) : ""),
    state.faults.length ? h("ul", { "aria-label": t("waiting") }, ...waiting) : "",
  ];
}

function groupFields(chat) {
  const bot = chat.members[String(state.bot.id)] ?? "left";
  const status = (value) => act("bot_in_group", { by: state.me, chat: chat.id, status: value });
  const fields = [h("p", {}, `${chat.title} · `, h("code", {}, String(chat.id))), field(t("botIs"), select(["administrator", "member", "left"], bot, t, status))];
  if (chat.type === "group") fields.push(button(t("migrate"), () => act("migrate", { by: state.me, chat: chat.id })));
  if (chat.is_forum) fields.push(topicForm(chat));
  const topic = chat.topics[String(state.thread)];
  if (topic) fields.push(button(t(topic.is_closed ? "reopenTopic" : "closeTopic"), () => act("close_topic", { by: state.me, chat: chat.id, thread: topic.thread, closed: !topic.is_closed })));
  return fields;
}

function form(run, ...children) {
  const node = h("form", {}, ...children);
  node.addEventListener("submit", async (event) => {
    event.preventDefault();
    await run();
    node.reset();
  });
  return node;
}

function topicForm(chat) {
  const name = h("input", { required: true, maxlength: 128 });
  const make = () => act("topic", { by: state.me, chat: chat.id, name: name.value });
  return form(make, field(t("newTopic"), name), h("button", {}, t("add")));
}

function personForm() {
  const name = h("input", { required: true, maxlength: 64 });
  const role = select(["customer", "agent", "admin"], "customer", t);
  const code = select(LANGUAGES, "zh-hans", (value) => value || t("noLanguage"));
  const make = () => act("person", { name: name.value, role: role.value, code: code.value });
  return form(make, field(t("name"), name), h("div", { class: "pair" }, field(t("role"), role), field(t("language"), code)), h("button", {}, t("add")));
}

function groupForm() {
  const title = h("input", { required: true, maxlength: 128 });
  const forum = h("input", { type: "checkbox" });
  const small = h("input", { type: "checkbox" });
  const make = () => act("group", { by: state.me, title: title.value, forum: forum.checked, small: small.checked });
  return form(make, field(t("title"), title), h("label", { class: "check" }, forum, ` ${t("forum")}`), h("label", { class: "check" }, small, ` ${t("small")}`), h("button", {}, t("add")));
}

function violationList() {
  if (!state.violations.length) return [h("p", { class: "quiet" }, t("none"))];
  return [h("ul", {}, ...state.violations.slice(-8).map((v) => h("li", {}, h("code", {}, v.method), ` ${v.problems.join(", ")}`)))];
}
