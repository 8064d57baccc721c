// Small tools for making and changing elements; text is always set as text, never as HTML.

export const $ = (id) => document.getElementById(id);

export function h(name, given = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "class") node.className = value;
    else if (key === "data") Object.assign(node.dataset, value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

// Brings a container to the given items, keeping the nodes of those that have not changed.
export function reconcile(container, items) {
  const known = new Map([...container.children].map((node) => [node.dataset.key, node]));
  let at = container.firstElementChild;
  for (const item of items) {
    let node = known.get(item.key);
    if (!node || node.dataset.version !== item.version) {
      const fresh = item.make();
      fresh.dataset.key = item.key;
      fresh.dataset.version = item.version;
      if (node) {
        if (at === node) at = fresh;
        node.replaceWith(fresh);
      }
      node = fresh;
    }
    known.delete(item.key);
    if (node === at) at = at.nextElementSibling;
    else container.insertBefore(node, at);
  }
  for (const node of known.values()) node.remove();
}

// Line icons, drawn on a grid of 24.
const ICONS = {
  copy: "M9 9V5a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-4M5 9h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2z",
  link: "M7 17 17 7M9 7h8v8",
  app: "M4 5h16v14H4zM4 9h16",
  clip: "M20 11.500l-8.200 8.200a5.300 5.300 0 0 1-7.500-7.500l8.500-8.500a3.500 3.500 0 0 1 5 5l-8.400 8.400a1.800 1.800 0 0 1-2.500-2.500l7.600-7.600",
  send: "M5 12h13M12 5.500 18.500 12 12 18.500",
  tools: "M4 7h9M19 7h1M4 17h3M13 17h7M16 4.500v5M10 14.500v5",
  theme: "M12 3a9 9 0 1 0 9 9 7 7 0 0 1-9-9z",
  back: "M15 5l-7 7 7 7",
  down: "M12 5v13M5.500 12 12 18.500 18.500 12",
  play: "M8 5l11 7-11 7z",
};

export function icon(name) {
  const ns = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(ns, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(ns, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

let toastTimer = 0;

export function toast(text) {
  const node = $("toast");
  node.textContent = text;
  node.classList.add("shown");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => node.classList.remove("shown"), 3500);
}

export function hue(id) {
  return `tone-${Math.abs(Number(id)) % 6}`;
}

export function initial(name) {
  return [...(name || "?").trim()][0].toUpperCase();
}
