// Puts the parts together.

// Theme: remembered where the browser lets a file remember.
const theme = byId("theme");
const wear = (name) => {
  if (name) document.documentElement.dataset.theme = name;
  else delete document.documentElement.dataset.theme;
  theme.value = name;
};
const worn = remember(inBrowser, "auditor-theme");
wear(["light", "dark"].includes(worn) ? worn : "");
theme.addEventListener("change", () => { wear(theme.value); remember(inBrowser, "auditor-theme", theme.value || null); });
theme.closest("[hidden]").hidden = false;

// On paper everything stands open.
let opened = [];
addEventListener("beforeprint", () => {
  opened = all("details:not([open]):not(.menu)");
  for (const details of opened) details.open = true;
});
addEventListener("afterprint", () => { for (const details of opened) details.open = false; });

let shownFindings = [];

const update = () => {
  const query = parseQuery(state.q);
  const counts = newCounts();
  shownFindings = [];
  sift(query, (finding, missed) => {
    if (missed === "") shownFindings.push(finding);
    if (missed !== null) count(counts, finding, missed);
  });
  const narrowed = query.groups.length > 0;
  byId("complaint").textContent = query.complaint;
  byId("shown").textContent = narrowed
    ? `${shownFindings.length.toLocaleString("en")} of ${counted(data.findings.length, "finding")}`
    : counted(data.findings.length, "finding");
  if (data.left) byId("shown").textContent += `; ${data.left.toLocaleString("en")} more, of the least, are on the last pages`;
  byId("clear").hidden = !state.q;
  byId("none").hidden = shownFindings.length > 0 || !narrowed;
  if (byId("q").value !== state.q) byId("q").value = state.q;
  for (const name of ["sort", "group"]) byId(name).value = state[name];
  const asList = state.view === "list";
  for (const button of all("[data-view]")) button.setAttribute("aria-pressed", String(button.dataset.view === state.view));
  byId("grouping").hidden = !asList;
  byId("sorting").hidden = data.articles.length < 2 && !asList;
  byId("list").hidden = !asList;
  if (byId("articles")) byId("articles").hidden = asList;
  showFacets(counts);
  cursor.order = asList ? showList(shownFindings) : showReader(shownFindings, narrowed);
  if (cursor.finding && !cursor.order.includes(cursor.finding)) setCursor(null);
  showKept();
};

// How far the work is, and what the decisions would change.
const showKept = () => {
  const fresh = data.findings.filter((f) => f.status === "new");
  const made = fresh.filter(decisionOf);
  const dismissed = made.filter((f) => decisionOf(f).decision === "dismiss").length;
  const kept = byId("kept");
  const state = server.lost ? "not all saved: the server does not answer" : server.waiting.length ? "being saved" : "saved beside the run";
  kept.textContent = REVIEW
    ? `${counted(decisions.size, "decision")}, ${state}.`
    : `${counted(decisions.size, "decision")}, kept in this browser. Export them to hand them on.`;
  const progress = byId("progress");
  progress.hidden = !made.length;
  if (!made.length) return;
  const left = new Set(fresh.filter((f) => f.gate === "block" && decisionOf(f)?.decision !== "dismiss").map((f) => f.article)).size;
  progress.textContent = `${made.length} of ${counted(fresh.length, "finding")} decided: ${made.length - dismissed} accepted, ${dismissed} dismissed. ` +
    (left ? `${counted(left, "article")} still ${left === 1 ? "has" : "have"} something that blocks.` : "Nothing left blocks.");
};

// Called when decisions changed, here or in another tab.
const decided = (changed) => {
  if (!data) return;
  for (const finding of data.findings) {
    if (!changed.has(keyOf(finding.article.id, finding.fingerprint))) continue;
    for (const place of [finding.card, list.items.get(finding)]) if (place) paint(finding, place);
  }
  if (parseQuery(state.q).groups.some((group) => group.key === "decision" || group.key === "")) {
    const at = cursor.order.indexOf(cursor.finding);
    update();
    if (at >= 0 && !cursor.finding && cursor.order.length) goTo(cursor.order[Math.min(at, cursor.order.length - 1)]);
    return;
  }
  const counts = newCounts();
  sift(parseQuery(state.q), (finding, missed) => { if (missed !== null) count(counts, finding, missed); });
  showFacets(counts);
  showKept();
};

let typing = 0;
const search = (line) => {
  clearTimeout(typing);
  state.q = line.trim();
  writeAddress();
  update();
};
const setChoice = (name, value) => {
  state[name] = value;
  writeAddress(true);
  update();
};
const setView = (view) => {
  const { finding } = cursor;
  setChoice("view", view);
  if (finding) goTo(finding);
};

// A jump inside the page keeps the rest of the state in the address, and can be gone back from.
const jump = (anchor) => {
  const target = byId(anchor);
  if (!target) return false;
  const article = target.closest("article.audit");
  const finding = target.closest(".card")?.finding;
  if (article && (state.view === "list" || article.hidden || target.hidden)) {
    state.view = "read";
    if (article.hidden || target.hidden) state.q = "";
    update();
  }
  if (finding) { history.pushState(null, "", addressOf({ f: nameOf(finding), at: "" }) || "#"); goTo(finding); return true; }
  setCursor(null);
  state.f = "";
  state.at = anchor;
  writeAddress(true);
  for (const other of all(".aimed")) other.classList.remove("aimed");
  target.classList.add("aimed");
  target.scrollIntoView({ block: target.matches("article, .compare") ? "start" : "center" });
  if (!target.matches("a, button, [tabindex]")) target.setAttribute("tabindex", "-1");
  target.focus({ preventScroll: true });
  return true;
};

const follow = () => {
  if (state.f) {
    const finding = findingNamed(state.f);
    if (!finding) { toast("This report has no such finding"); return; }
    if (data.index) { location.replace(`${pageAddress(finding.article)}#${new URLSearchParams({ f: nameOf(finding) })}`); return; }
    if (!cursor.order.includes(finding)) { state.q = ""; update(); }
    goTo(finding);
  } else if (state.at) jump(state.at);
};

const startTools = () => {
  byId("tools").hidden = false;
  byId("finder").addEventListener("submit", (event) => { event.preventDefault(); search(byId("q").value); if (cursor.order.length) goTo(cursor.order[0]); });
  byId("q").addEventListener("input", (event) => {
    clearTimeout(typing);
    typing = setTimeout(() => search(event.target.value), data.findings.length > 5000 ? 200 : 60);
  });
  byId("clear").addEventListener("click", () => { search(""); byId("q").focus(); });
  for (const name of ["sort", "group"]) byId(name).addEventListener("change", (event) => setChoice(name, event.target.value));
  for (const button of all("[data-view]")) button.addEventListener("click", () => setView(button.dataset.view));
  byId("help-open").addEventListener("click", openHelp);
  byId("export").addEventListener("click", exportDecisions);
  byId("import").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (file) await importDecisions(file);
    event.target.value = "";
  });
  byId("accept-shown").addEventListener("click", () => decide(shownFindings.filter((f) => !decisionOf(f)), "accept"));
  byId("dismiss-shown").addEventListener("click", () => dismiss(shownFindings.filter((f) => !decisionOf(f))));
  byId("undo-shown").addEventListener("click", () => undo(shownFindings));
  // Counts on the first screen are filters.
  for (const words of all("[data-q]")) {
    const link = make("a", { href: addressOf({ q: words.dataset.q, f: "", at: "" }), class: "filter" });
    words.replaceWith(link);
    link.append(words);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      search(words.dataset.q);
      byId("tools").scrollIntoView();
      byId("q").focus({ preventScroll: true });
    });
  }
  for (const words of all("[data-group]")) {
    words.hidden = false;
    words.replaceChildren(": ", make("button", { type: "button", onclick: () => {
      state.view = "list";
      state.q = "cluster:*";
      setChoice("group", words.dataset.group);
      byId("tools").scrollIntoView();
    } }, "list all by cluster"));
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const hash = link.getAttribute("href").slice(1);
    if (link.classList.contains("says")) {
      event.preventDefault();
      const { finding } = link.closest(".item");
      state.view = "read";
      history.pushState(null, "", addressOf({ f: nameOf(finding), at: "" }));
      update();
      goTo(finding);
    } else if (!hash.includes("=") && jump(hash)) event.preventDefault();
  });
};

if (data) {
  startDecisions();
  startTools();
  if (byId("articles")) startReader();
  startKeys();
  update();
  follow();
  const came = () => {
    Object.assign(state, readAddress(), data.index ? { view: "list" } : {});
    if (!state.f) setCursor(null);
    update();
    follow();
  };
  addEventListener("popstate", came);
}
