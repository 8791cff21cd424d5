// The whole state of the page stands in its address: #q=…&view=…&group=…&sort=…&f=…
// A hash without "=" is a plain anchor, as the page's own links have it.

const DEFAULTS = { q: "", view: "read", group: "article", sort: "worst", f: "", at: "" };
const CHOICES = {
  view: ["read", "list"], group: ["article", "rule", "cluster", "none"],
  sort: ["worst", "most", "order", "date", "name"],
};
const readAddress = () => {
  const hash = location.hash.slice(1);
  const state = { ...DEFAULTS };
  if (!hash.includes("=")) {
    try { state.at = decodeURIComponent(hash); } catch { /* not ours */ }
    return state;
  }
  const given = new URLSearchParams(hash);
  for (const key of Object.keys(DEFAULTS)) {
    const value = given.get(key);
    if (value !== null && (CHOICES[key]?.includes(value) ?? true)) state[key] = value;
  }
  return state;
};

const state = readAddress();
if (data?.index) state.view = "list";

const addressOf = (changed = {}) => {
  const given = new URLSearchParams();
  for (const [key, value] of Object.entries({ ...state, ...changed })) {
    const usual = key === "view" && data?.index ? "list" : DEFAULTS[key];
    if (value && value !== usual) given.set(key, value);
  }
  return given.size ? `#${given}` : "";
};
// "push" leaves a step to come back to; typing a filter does not.
const writeAddress = (push = false) => {
  const target = addressOf() || "#";
  if (target === (location.hash || "#")) return;
  if (push) history.pushState(null, "", target);
  else history.replaceState(null, "", target);
};

// A link to one finding and nothing else of the state.
const linkTo = (finding) => {
  const page = data.index ? new URL(pageAddress(finding.article), location.href) : new URL(location.href);
  page.hash = new URLSearchParams({ f: nameOf(finding) }).toString();
  return page.href;
};
