// Comfort only: without this script the report is complete. Nothing here makes markup out of text:
// every word goes in as a text node.

const SVG = "http://www.w3.org/2000/svg";
const byId = (id) => document.getElementById(id);
const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

// make("p", { class: "x", onclick: f }, "words", element)
const make = (tag, given = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== "" && child !== null && child !== undefined));
  return element;
};

const icon = (name) => {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
};

const counted = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

// What the browser remembers; a file may be forbidden to. Chromium gives no storage, and no error, to a file's page
// that asks before the browser has noted that the page is there, which happens where the machine is busy: such a page
// finds nothing, and what it keeps is gone when it goes. Reading the cookies, of which there are none, waits until then.
try { void document.cookie; } catch { /* no cookies, no storage either */ }
const remember = (store, key, value) => {
  try {
    if (value === undefined) return store().getItem(key);
    if (value === null) store().removeItem(key);
    else store().setItem(key, value);
    return value;
  } catch { return null; }
};
const inBrowser = () => localStorage;
const inTab = () => sessionStorage;

let toastTimer = 0;
const toast = (words) => {
  const place = byId("toast");
  if (!place) return;
  place.textContent = words;
  place.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { place.hidden = true; }, 6000);
};
