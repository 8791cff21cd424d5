// Everything by keyboard. The cursor is the finding that keys speak of.

const cursor = { finding: null, order: [] };

const placeOf = (finding) => (state.view === "list" ? itemOf(finding) : cardOf(finding));

const setCursor = (finding) => {
  if (cursor.finding === finding) return;
  if (cursor.finding) for (const place of [cursor.finding.card, list.items.get(cursor.finding)]) place?.classList.remove("current");
  cursor.finding = finding;
  if (!finding) return;
  placeOf(finding)?.classList.add("current");
  if (!data.index) {
    light(finding);
    state.f = nameOf(finding);
    state.at = "";
    writeAddress();
  }
};
const goTo = (finding) => {
  const place = finding && placeOf(finding);
  if (!place) return;
  setCursor(finding);
  place.classList.add("current");
  place.scrollIntoView({ block: "center" });
  place.focus({ preventScroll: true });
};

// Without a cursor the keys begin where the reader is: the first place below the window's upper third.
const firstInView = (places) => {
  let low = 0;
  let high = scrollY < 10 ? 0 : places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle].getBoundingClientRect().top < innerHeight / 3) low = middle + 1; else high = middle;
  }
  return low;
};
const stepFinding = (forward) => {
  const { order } = cursor;
  if (!order.length) return;
  const at = order.indexOf(cursor.finding);
  if (at >= 0) { goTo(order[Math.min(Math.max(at + (forward ? 1 : -1), 0), order.length - 1)]); return; }
  const made = state.view === "list" ? order.filter((f) => list.items.has(f)) : order;
  const first = firstInView(made.map(placeOf));
  goTo(made[Math.min(Math.max(forward ? first : first - 1, 0), made.length - 1)]);
};
const stepArticle = (forward) => {
  const places = state.view === "list" ? all(".group h3", byId("list")) : all("article.audit", byId("articles")).filter((a) => !a.hidden);
  const inside = document.activeElement?.closest?.(state.view === "list" ? ".group" : "article.audit");
  const own = state.view === "list" ? inside?.querySelector("h3") : inside;
  let at = places.indexOf(own);
  if (at < 0) { const first = firstInView(places); at = forward ? first - 1 : first; }
  const next = places[at + (forward ? 1 : -1)];
  if (next) {
    next.scrollIntoView({ block: "start" });
    next.focus({ preventScroll: true });
    setCursor(null);
  } else if (forward && state.view === "list") growList();
  else document.querySelector(`.turning a[rel=${forward ? "next" : "prev"}]`)?.click();
};

const openEvidence = () => {
  const { finding } = cursor;
  if (!finding) return;
  if (state.view === "list") { placeOf(finding).querySelector(".says").click(); return; }
  const compared = byId(`${finding.article.anchor}-c${finding.n}`);
  if (compared) {
    compared.scrollIntoView({ block: "nearest" });
    compared.focus({ preventScroll: true });
    return;
  }
  const more = cardOf(finding).querySelector("details");
  more.open = !more.open;
};

const withCursor = (run) => {
  if (cursor.finding) run(cursor.finding);
  else toast("Go to a finding first: j");
};
const KEYBOARD = {
  j: () => stepFinding(true),
  k: () => stepFinding(false),
  n: () => stepArticle(true),
  p: () => stepArticle(false),
  o: openEvidence,
  a: () => withCursor((f) => decide([f], "accept")),
  d: () => withCursor((f) => dismiss([f])),
  u: () => withCursor((f) => undo([f])),
  c: () => withCursor((f) => copy(asText(f), "Copied as text")),
  l: () => withCursor((f) => copy(linkTo(f), "Link copied")),
  v: () => { if (!data.index) setView(state.view === "list" ? "read" : "list"); },
  g: () => {
    const next = CHOICES.group[(CHOICES.group.indexOf(state.group) + 1) % CHOICES.group.length];
    state.view = "list";
    setChoice("group", next);
    toast(`Grouped ${byId("group").selectedOptions[0].textContent}`);
  },
  "/": () => { byId("q").focus(); byId("q").select(); },
  "?": openHelp,
};

const startKeys = () => {
  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest?.("dialog")) return;
    if (key === "Escape") {
      const menu = target.closest?.("details.menu[open]");
      if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
      else if (target.id === "q") { event.preventDefault(); search(target.value); if (cursor.finding) goTo(cursor.finding); else target.blur(); }
      return;
    }
    if (target.closest?.("input:not([type=checkbox]), select, textarea")) return;
    if (key === "Enter" && target.matches?.(".item, .card")) { openEvidence(); event.preventDefault(); return; }
    const run = KEYBOARD[key];
    if (!run) return;
    event.preventDefault();
    run();
  });
  // A menu near the right edge opens to the left.
  document.addEventListener("toggle", ({ target }) => {
    if (!target.matches("details.menu[open]")) return;
    target.classList.remove("flip");
    target.classList.toggle("flip", target.querySelector(".sheet").getBoundingClientRect().right > document.documentElement.clientWidth);
  }, true);
  document.addEventListener("pointerdown", (event) => {
    for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
};
