// The evidence viewer: buttons, keys, wheel, double click, two fingers; a mouse drags the picture.
"use strict";

const frame = document.querySelector("[data-frame]");
const picture = document.querySelector("[data-picture]");
const LEAST = 120, MOST = 8000, STEP = 1.5;

// Grow or shrink, and keep what lies under a point of the window where it is.
function scale(factor, x, y) {
  const box = frame.getBoundingClientRect();
  const [left, top] = [x - box.left, y - box.top];
  const before = picture.clientWidth;
  const wide = Math.min(Math.max(before * factor, LEAST), MOST);
  const [atX, atY] = [(frame.scrollLeft + left) / before, (frame.scrollTop + top) / before];
  picture.classList.add("zoomed");
  picture.style.width = `${Math.round(wide)}px`;
  frame.scrollLeft = atX * picture.clientWidth - left;
  frame.scrollTop = atY * picture.clientWidth - top;
}

function fit() {
  picture.classList.remove("zoomed");
  picture.style.width = "";
}

function zoom(way) {
  const box = frame.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  if (way === "fit") fit();
  else scale(way === "in" ? STEP : 1 / STEP, x, y);
}

if (frame && picture) {
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => zoom(button.dataset.zoom));
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, dialog")) return;
    const way = { "+": "in", "=": "in", "-": "out", "0": "fit" }[event.key];
    if (way) zoom(way);
    const turn = { "[": "prev", "]": "next" }[event.key];
    if (turn) document.querySelector(`a[rel=${turn}]`)?.click();
  });
  // Two fingers on a pad arrive as a wheel with Ctrl held.
  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    scale(Math.exp(-event.deltaY / 200), event.clientX, event.clientY);
  }, { passive: false });
  frame.addEventListener("dblclick", (event) => {
    if (picture.classList.contains("zoomed")) fit();
    else scale(2, event.clientX, event.clientY);
  });

  const between = ([one, other]) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
  let apart = 0;
  frame.addEventListener("touchstart", (event) => {
    if (event.touches.length === 2) apart = between(event.touches);
  }, { passive: true });
  frame.addEventListener("touchmove", (event) => {
    if (event.touches.length !== 2 || !apart) return;
    event.preventDefault();
    const now = between(event.touches);
    const [one, other] = event.touches;
    scale(now / apart, (one.clientX + other.clientX) / 2, (one.clientY + other.clientY) / 2);
    apart = now;
  }, { passive: false });

  let held = null;
  frame.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    event.preventDefault();
    frame.focus();
    held = { x: event.clientX, y: event.clientY, left: frame.scrollLeft, top: frame.scrollTop };
    frame.setPointerCapture(event.pointerId);
    frame.classList.add("held");
  });
  frame.addEventListener("pointermove", (event) => {
    if (!held) return;
    frame.scrollLeft = held.left + held.x - event.clientX;
    frame.scrollTop = held.top + held.y - event.clientY;
  });
  for (const end of ["pointerup", "pointercancel"]) {
    frame.addEventListener(end, () => { held = null; frame.classList.remove("held"); });
  }
}
