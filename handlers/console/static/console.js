// What the pages cannot do without a script: the clock's zone, keys, the Mini App's door.
"use strict";

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
for (const field of document.querySelectorAll("[data-zone]")) field.value = zone;

// Telegram hands the signed data over behind the #; nothing of it may stay in the address.
const enter = document.querySelector("[data-enter]");
if (enter) {
  const data = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData");
  history.replaceState(null, "", location.pathname);
  if (data) {
    document.querySelector("[data-outside]").hidden = true;
    enter.querySelector("[data-init-data]").value = data;
    enter.submit();
  }
}

const isTyping = (node) => Boolean(node?.closest("input, textarea, select, [contenteditable]"));

// j and k walk along the rows; Enter is the link's own.
function walk(step) {
  const rows = [...document.querySelectorAll("[data-keys] a.row")];
  const place = rows.indexOf(document.activeElement);
  const next = rows[Math.min(Math.max(place + step, 0), rows.length - 1)];
  next?.focus();
}

const keys = document.getElementById("keys");
for (const button of document.querySelectorAll("[data-open=keys]")) {
  button.addEventListener("click", () => keys.showModal());
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || keys?.open) return;
  if (event.key === "j") walk(1);
  else if (event.key === "k") walk(-1);
  else if (event.key === "x") pick(document.activeElement?.closest("a.row"));
  else if (event.key === "?") keys?.showModal();
  else if (event.key === "/") {
    const search = document.querySelector("[role=search] input[type=search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
  }
});

// Picked rows: x picks the one with the focus; one that changed is no longer picked.
const bulk = document.getElementById("bulk");
const picks = () => [...document.querySelectorAll(".pick input")];
let picked = [];
function count() {
  const found = picks().filter((box) => box.checked).length;
  const told = bulk?.querySelector("[data-count]");
  if (told) told.textContent = told.dataset.count.replace("0", String(found));
}
function pick(row) {
  const box = row?.parentElement.querySelector(".pick input");
  if (box) box.click();
}
document.addEventListener("change", (event) => { if (event.target.closest(".pick")) count(); });
bulk?.querySelector("[data-all]").addEventListener("click", () => {
  const all = picks().every((box) => box.checked);
  for (const box of picks()) box.checked = !all;
  count();
});
document.addEventListener("htmx:beforeSwap", () => {
  picked = picks().filter((box) => box.checked).map((box) => `${box.name}=${box.value}`);
});
document.addEventListener("htmx:afterSwap", () => {
  for (const box of picks()) box.checked = picked.includes(`${box.name}=${box.value}`);
  if (bulk) count();
});

// Rows that come anew keep the place of whoever walks along them.
let held = null;
document.addEventListener("htmx:beforeSwap", () => {
  const link = document.activeElement?.closest("a.row");
  held = link ? link.getAttribute("href") : null;
});
document.addEventListener("htmx:afterSwap", () => {
  if (held) document.querySelector(`a.row[href="${CSS.escape(held)}"]`)?.focus({ preventScroll: true });
  held = null;
  const news = document.querySelector("[data-news]");
  if (news) news.textContent = news.dataset.said;
});

// The newest words are what is read first.
const toEnd = () => document.querySelectorAll(".talk").forEach((talk) => { talk.scrollTop = talk.scrollHeight; });
toEnd();
document.addEventListener("htmx:afterSwap", toEnd);
