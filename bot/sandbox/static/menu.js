// The menu of one message: reply, edit, delete, copy, react.

import { $, h } from "./dom.js";
import { t } from "./i18n.js";
import { act, state, where } from "./state.js";
import { copy } from "./text.js";
import { beginEdit, beginReply } from "./composer.js";

const EMOJI = ["👍", "❤", "🙏", "😢", "🔥"];

let opener = null;

export function openMenu(from, message) {
  const menu = $("menu");
  const mine = message.from.id === state.me;
  const text = message.text ?? message.caption;
  const at = { ...where(), chat: message.chat.id, message: message.message_id };
  menu.replaceChildren(
    h("div", { class: "emoji" }, ...EMOJI.map((emoji) => choice(emoji, () => react(at, emoji)))),
    choice(t("reply"), () => beginReply(message)),
    text ? choice(t("copy"), () => copy(text)) : "",
    choice(t("forward"), () => act("forward", at)),
    mine && text ? choice(t("edit"), () => beginEdit(message)) : "",
    mine ? choice(t("delete"), () => act("delete", at)) : "",
  );
  menu.hidden = false;
  const box = from.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(box.left, innerWidth - menu.offsetWidth - 8))}px`;
  const below = box.bottom + menu.offsetHeight + 8 < innerHeight;
  menu.style.top = `${Math.max(8, below ? box.bottom : box.top - menu.offsetHeight)}px`;
  opener = from;
  menu.querySelector("button").focus();
}

function react(at, emoji) {
  const known = state.reactions[`${at.chat}:${at.message}:${at.by}`] ?? [];
  return act("react", { ...at, emoji: known[0]?.emoji === emoji ? "" : emoji });
}

function choice(label, run) {
  const pick = () => {
    closeMenu();
    run();
  };
  return h("button", { type: "button", role: "menuitem", onclick: pick }, label);
}

export function closeMenu() {
  if ($("menu").hidden) return;
  $("menu").hidden = true;
  opener?.focus();
}

document.addEventListener("click", (event) => {
  if (!$("menu").contains(event.target) && event.target !== opener) $("menu").hidden = true;
});

$("menu").addEventListener("keydown", (event) => {
  const all = [...$("menu").querySelectorAll("button")];
  const at = all.indexOf(document.activeElement);
  if (event.key === "Escape") closeMenu();
  if (event.key === "ArrowDown") all[(at + 1) % all.length].focus();
  if (event.key === "ArrowUp") all[(at + all.length - 1) % all.length].focus();
});
