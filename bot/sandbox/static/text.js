// A text and its entities to elements; offsets count UTF-16 units, as JavaScript's do.

import { h, toast } from "./dom.js";
import { t } from "./i18n.js";
import { act, where } from "./state.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", spoiler: "span",
};
const FOLDED_FROM = 3;

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(`${t("copied")}: ${text}`);
  } catch {
    toast(text);
  }
}

export function rich(text, entities = []) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return pieces(text, sorted, 0, text.length);
}

function pieces(text, entities, start, end) {
  const made = [];
  let at = start;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const stop = Math.min(entity.offset + entity.length, end);
    const inner = [];
    let next = index + 1;
    while (next < entities.length && entities[next].offset < stop) inner.push(entities[next++]);
    if (entity.offset > at) made.push(text.slice(at, entity.offset));
    made.push(marked(entity, text.slice(entity.offset, stop), pieces(text, inner, entity.offset, stop)));
    at = stop;
    index = next;
    const isBlock = ["pre", "blockquote", "expandable_blockquote"].includes(entity.type);
    if (isBlock && text[at] === "\n") at += 1;
  }
  if (at < end) made.push(text.slice(at, end));
  return made;
}

function marked(entity, words, children) {
  switch (entity.type) {
    case "bot_command":
      return h("button", { type: "button", class: "link", onclick: () => act("send", { ...where(), text: words }) }, words);
    case "url":
      return link(words, children);
    case "text_link":
      return link(entity.url, children);
    case "email":
      return link(`mailto:${words}`, children);
    case "code":
      return h("code", { tabindex: 0, role: "button", title: t("copy"), onclick: () => copy(words), onkeydown: (event) => event.key === "Enter" && copy(words) }, ...children);
    case "expandable_blockquote":
      return folded(words, children);
    case "spoiler": {
      const node = h("span", { class: "spoiler", tabindex: 0, role: "button" }, ...children);
      node.addEventListener("click", () => node.classList.add("open"));
      return node;
    }
    default:
      return TAGS[entity.type] ? h(TAGS[entity.type], {}, ...children) : h("span", { class: entity.type }, ...children);
  }
}

function link(target, children) {
  return h("a", { href: target, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

function folded(words, children) {
  const long = words.split("\n").length > FOLDED_FROM || words.length > 110;
  const clip = h("div", { class: "clip" }, ...children);
  if (!long) return h("blockquote", {}, clip);
  const quote = h("blockquote", { class: "folded" }, clip);
  const button = h("button", { type: "button", class: "link unfold", "aria-expanded": "false" }, t("more"));
  button.addEventListener("click", () => {
    const open = quote.classList.toggle("open");
    button.textContent = t(open ? "less" : "more");
    button.setAttribute("aria-expanded", String(open));
  });
  quote.append(button);
  return quote;
}
