// The people and their chats.

import { $, h, hue, initial, reconcile } from "./dom.js";
import { t } from "./i18n.js";
import { clockTime, dayName } from "./bubbles.js";
import { me, messagesOf, now, rows, state, summary, unread } from "./state.js";

const DAY = 86400;

export function drawSide(choosePerson, chooseChat) {
  reconcile($("people"), [...state.people.values()].map((person) => personItem(person, choosePerson)));
  reconcile($("chats"), rows().map((row) => chatItem(row, chooseChat)));
}

function personItem(person, choose) {
  const chosen = person.id === state.me;
  const waiting = unread(person.id, person.id, 0);
  const make = () =>
    h("button", { type: "button", class: "person", role: "radio", "aria-checked": String(chosen), tabindex: chosen ? 0 : -1, onclick: () => choose(person.id) },
      h("span", { class: `avatar ${hue(person.id)}`, "aria-hidden": "true" }, initial(person.first_name)),
      h("span", { class: "name" }, person.first_name),
      h("small", {}, t(person.role)),
      waiting ? h("span", { class: "count" }, String(waiting)) : null);
  return { key: `person ${person.id}`, version: `${chosen} ${waiting} ${person.first_name} ${document.documentElement.lang}`, make };
}

function chatItem(row, choose) {
  const last = messagesOf(row.chat, row.thread).at(-1);
  const fresh = unread(state.me, row.chat, row.thread);
  const chosen = row.chat === state.chat && row.thread === state.thread;
  const said = last ? summary(last) : t("empty");
  const when = last ? shortDate(last.date) : "";
  const make = () =>
    h("button", { type: "button", class: `row ${row.kind}`, "aria-current": chosen ? "true" : undefined, onclick: () => choose(row.chat, row.thread) },
      h("span", { class: `avatar ${row.kind === "bot" ? "bot" : hue(row.thread || row.chat)}`, "aria-hidden": "true" }, row.kind === "bot" ? "援" : row.kind === "topic" ? "#" : initial(row.title)),
      h("span", { class: "grow" },
        h("span", { class: "top" }, h("b", {}, row.title), h("time", {}, when)),
        h("span", { class: "top" }, h("span", { class: "said" }, said), fresh ? h("span", { class: "count" }, String(fresh)) : row.isClosed ? h("small", {}, t("closed")) : null)));
  return { key: `chat ${row.chat} ${row.thread}`, version: JSON.stringify([row.title, row.isClosed, said, when, fresh, chosen, document.documentElement.lang]), make };
}

function shortDate(seconds) {
  return now() - seconds < DAY ? clockTime(seconds) : dayName(seconds);
}

export function drawHead(status) {
  const row = rows().find((r) => r.chat === state.chat && r.thread === state.thread);
  $("title").textContent = row?.title ?? "";
  $("head-avatar").textContent = row?.kind === "bot" ? "援" : initial(row?.title);
  $("head-avatar").className = `avatar ${row?.kind === "bot" ? "bot" : hue(state.thread || state.chat)}`;
  $("status").textContent = status || standing(row);
  document.title = `${row?.title ?? ""} · ${me()?.first_name ?? ""}`;
}

function standing(row) {
  const chat = state.chats.get(state.chat);
  if (row?.kind === "bot") return chat?.is_blocked ? t("blocked") : `${t("bot")} · @${state.bot.username}`;
  const count = Object.values(chat?.members ?? {}).filter((s) => !["left", "kicked"].includes(s)).length;
  return `${count} ${t("members")}${row?.isClosed ? ` · ${t("closed")}` : ""}`;
}
