// Comfort only: without this script the report is complete. Nothing here makes markup out of text.
(() => {
  "use strict";
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const tools = document.getElementById("tools");
  const shown = document.getElementById("shown");
  const cards = all(".card");

  // Theme: remembered where the browser lets a file remember.
  const theme = document.getElementById("theme");
  const wear = (name) => {
    if (name) document.documentElement.dataset.theme = name;
    else delete document.documentElement.dataset.theme;
    theme.value = name;
  };
  const memory = {
    get: () => { try { return localStorage.getItem("auditor-theme") || ""; } catch { return ""; } },
    set: (name) => { try { localStorage.setItem("auditor-theme", name); } catch { /* a file may not */ } },
  };
  wear(["light", "dark"].includes(memory.get()) ? memory.get() : "");
  theme.addEventListener("change", () => { wear(theme.value); memory.set(theme.value); });
  theme.closest("[hidden]").hidden = false;

  // Filter: a mark stays while any of its findings is shown.
  const filter = () => {
    const off = { severity: new Set(), category: new Set() };
    for (const box of all("input[type=checkbox]", tools)) {
      if (!box.checked) off[box.name].add(box.value);
    }
    let visible = 0;
    for (const article of all("article.audit")) {
      const kept = new Set();
      for (const card of all(".card", article)) {
        const hide = off.severity.has(card.dataset.severity) || off.category.has(card.dataset.category);
        card.hidden = hide;
        if (!hide) kept.add(card.dataset.f);
      }
      visible += kept.size;
      for (const part of all("mark, .ref, .compare, .strip a", article)) {
        const keep = part.dataset.f.split(" ").some((number) => kept.has(number));
        part.classList.toggle("off", !keep);
      }
    }
    shown.textContent = visible === cards.length
      ? `${visible} finding${visible === 1 ? "" : "s"}`
      : `${visible} of ${cards.length} findings`;
  };
  if (cards.length) {
    tools.hidden = false;
    tools.addEventListener("change", filter);
    tools.addEventListener("submit", (event) => event.preventDefault());
    filter();
  }

  // Keys: j and k go through the findings, n and p through the articles.
  const inView = (element) => element.getBoundingClientRect().top < innerHeight / 2 + 2;
  let current = null;
  const go = (element) => {
    if (!element) return;
    current?.classList.remove("current");
    current = element;
    element.classList.add("current");
    element.scrollIntoView({ block: element.matches(".card") ? "center" : "start" });
    element.focus?.({ preventScroll: true });
  };
  const step = (items, forward) => {
    let at = items.indexOf(current);
    if (at < 0) {
      // The last one above the middle of the window: halving, as each look costs a layout.
      let low = 0, high = scrollY < 10 ? 0 : items.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (inView(items[middle])) low = middle + 1; else high = middle;
      }
      at = forward ? low - 1 : low;
    }
    go(items[Math.min(Math.max(at + (forward ? 1 : -1), 0), items.length - 1)]);
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input[type=text], select, textarea")) return;
    if (event.key === "j" || event.key === "k") step(cards.filter((card) => !card.hidden), event.key === "j");
    else if (event.key === "n" || event.key === "p") step(all("article.audit"), event.key === "n");
    else return;
    event.preventDefault();
  });

  // A finding can be named in a link: report.html#f=<fingerprint>.
  const follow = () => {
    if (!location.hash.startsWith("#f=")) return;
    let wanted;
    try { wanted = decodeURIComponent(location.hash.slice(3)); } catch { return; }
    go(cards.find((card) => card.dataset.fingerprint === wanted));
  };
  addEventListener("hashchange", follow);
  follow();

  // On paper everything stands open.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details:not([open])");
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => { for (const details of opened) details.open = false; });
})();
