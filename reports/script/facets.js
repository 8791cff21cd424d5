// Counts that are filters: each says how many findings there would be, and a click asks for them.

const FACETS = [
  { key: "severity", name: "Weight", of: (f) => f.severity, words: SEVERITY_WORDS, order: ["error", "warning", "info"], open: true },
  { key: "decision", name: "Decision", of: (f) => decisionOf(f)?.decision ?? "open", words: { open: "open", accept: "accepted", dismiss: "dismissed" }, order: ["open", "accept", "dismiss"], open: true },
  { key: "status", name: "Status", of: (f) => f.status, words: { new: "new", baseline: "known", suppressed: "silenced" }, order: STATUSES },
  { key: "kind", name: "Kind", of: (f) => f.kind },
  { key: "rule", name: "Rule", of: (f) => f.rule },
  { key: "source", name: "Source", of: (f) => f.article.source },
  { key: "verdict", name: "Verdict", of: (f) => f.article.verdict, words: { block: "do not publish", warn: "look again", pass: "passes" }, order: ["block", "warn", "pass"] },
];
const MOST_VALUES = 40;

const newCounts = () => new Map(FACETS.map((facet) => [facet.key, new Map()]));
const count = (counts, finding, missed) => {
  for (const { key, of } of FACETS) {
    if (missed && missed !== key) continue;
    const values = counts.get(key);
    const value = of(finding);
    values.set(value, (values.get(value) ?? 0) + 1);
  }
};

// Whole menus are made anew at each change, so what was open and in focus is put back.
const showFacets = (counts) => {
  const place = byId("facets");
  const opened = new Set(all("details[open]", place).map((menu) => menu.dataset.key));
  const focused = place.contains(document.activeElement) ? document.activeElement.dataset.term : null;
  const wanted = new Set(terms(state.q).filter((term) => term.key).map((term) => `${term.key}:${term.value}`));
  const parts = FACETS.map((facet) => oneFacet(facet, counts.get(facet.key), wanted, opened));
  place.replaceChildren(...parts.filter(Boolean));
  if (focused) all("button", place).find((button) => button.dataset.term === focused)?.focus();
};
const oneFacet = ({ key, name, words = {}, order, open }, values, wanted, opened) => {
  const chosen = [...wanted].filter((term) => term.startsWith(`${key}:`)).length;
  const found = (order ?? [...values.keys()].sort((a, b) => values.get(b) - values.get(a) || (a < b ? -1 : 1)))
    .filter((value) => value !== "" && (values.has(value) || wanted.has(`${key}:${value.toLowerCase()}`)));
  if (!chosen && found.length < 2 && !(open && key === "severity" && found.length)) return null;
  const buttons = found.slice(0, MOST_VALUES).map((value) => {
    const term = `${key}:${value}`;
    return make("button", {
      type: "button", class: "chip", "data-term": term,
      "aria-pressed": wanted.has(term.toLowerCase()) ? "true" : "false",
      onclick: () => search(toggled(state.q, key, value)),
    }, key === "severity" ? icon(value) : "", make("span", {}, words[value] ?? value), " ",
    make("span", { class: "number" }, (values.get(value) ?? 0).toLocaleString("en")));
  });
  if (open) return make("div", { class: "chips", role: "group", "aria-label": name }, ...buttons);
  const more = found.length - MOST_VALUES;
  return make("details", { class: "menu", "data-key": key, open: opened.has(key) },
    make("summary", {}, name, chosen ? make("span", { class: "number" }, String(chosen)) : ""),
    make("div", { class: "sheet", role: "group", "aria-label": name }, ...buttons,
      more > 0 ? make("p", { class: "hint" }, `and ${more} more: write ${key}:… into the filter`) : ""));
};
