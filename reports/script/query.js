// The filter line: severity:error rule:dup* source:world new "words" -rule:typo
// Values of one key are alternatives; different keys must all hold.

const wild = (value) => {
  const parts = value.toLowerCase().split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`^${parts.join(".*")}$`, "su");
  return (text) => pattern.test(text.toLowerCase());
};
// Longer texts need not be matched whole: source:world finds "World desk".
const within = (value) => {
  if (value.includes("*")) return wild(value);
  const wanted = value.toLowerCase();
  return (text) => text.toLowerCase().includes(wanted);
};
const exactly = (value) => {
  const wanted = value.toLowerCase();
  return (text) => String(text).toLowerCase() === wanted;
};
const beginning = (value) => (text) => text.startsWith(value);

const RANGE = /^(<=|>=|<|>)(.+)$/u;
const ranged = (value, read, otherwise) => {
  const match = RANGE.exec(value);
  if (!match) return otherwise(value);
  const limit = read(match[2]);
  const holds = {
    "<": (x) => x < limit, ">": (x) => x > limit, "<=": (x) => x <= limit, ">=": (x) => x >= limit,
  }[match[1]];
  return (x) => x !== "" && holds(read(x));
};
const ofWords = (words, value) => (Object.hasOwn(words, value.toLowerCase()) ? words[value.toLowerCase()] : value);

const KEYS = {
  severity: { of: (f) => f.severity, test: (v) => exactly(ofWords({ hint: "info" }, v)), words: ["error", "warning", "info", "hint"] },
  rule: { of: (f) => f.rule, test: wild },
  kind: { of: (f) => f.kind, test: wild },
  source: { of: (f) => f.article.source, test: within },
  article: { of: (f) => `${f.article.id}\n${f.article.path}\n${f.article.anchor}`, test: (v) => {
    const test = v.includes("*") ? wild(v) : within(v);
    return (text) => text.split("\n").some(test);
  } },
  title: { of: (f) => f.article.title, test: within },
  language: { of: (f) => f.article.language, test: exactly },
  date: { of: (f) => f.article.date, test: (v) => ranged(v, String, beginning) },
  score: { of: (f) => f.article.score, test: (v) => ranged(v, Number, exactly) },
  confidence: { of: (f) => f.confidence, test: (v) => ranged(v, Number, exactly) },
  cluster: { of: (f) => f.article.cluster || "", test: (v) => (v === "*" ? (x) => x !== "" : ranged(v, Number, exactly)) },
  verdict: { of: (f) => f.article.verdict, test: exactly, words: GATES },
  gate: { of: (f) => f.gate, test: exactly, words: GATES },
  status: { of: (f) => f.status, test: (v) => exactly(ofWords({ known: "baseline", silenced: "suppressed" }, v)), words: [...STATUSES, "known", "silenced"] },
  decision: { of: (f) => decisionOf(f)?.decision ?? "open", test: (v) => exactly(ofWords({ accepted: "accept", dismissed: "dismiss" }, v)), words: ["open", "accept", "dismiss", "accepted", "dismissed"] },
};
const ALSO = { category: "kind", id: "article", path: "article", headline: "title", is: "decision" };
const SHORT = {
  new: ["status", "new"], known: ["status", "known"], silenced: ["status", "silenced"],
  open: ["decision", "open"], accepted: ["decision", "accept"], dismissed: ["decision", "dismiss"],
};
const TERM = /(-?)(?:([a-z]+):)?("[^"]*"?|[^\s"]+)/giu;

const keyNamed = (name) => {
  const wanted = name.toLowerCase();
  if (Object.hasOwn(KEYS, wanted)) return wanted;
  if (Object.hasOwn(ALSO, wanted)) return ALSO[wanted];
  const fits = Object.keys(KEYS).filter((key) => key.startsWith(wanted));
  return wanted.length > 1 && fits.length === 1 ? fits[0] : null;
};
// new, or known,silenced: words that need no key.
const shortened = (value) => {
  const found = value.toLowerCase().split(",").map((word) => (Object.hasOwn(SHORT, word) ? SHORT[word] : ["", ""]));
  const [[key]] = found;
  return key && found.every((each) => each[0] === key) ? { key, values: found.map((each) => each[1]) } : null;
};
const haystack = (finding) =>
  (finding.hay ??= [finding.message, finding.text, finding.place, finding.rule, finding.article.title, finding.article.shown].join("\n").toLowerCase());
// A comma parts alternatives, but not inside quotation marks.
const alternatives = (value) => (value.startsWith('"') ? [value.replaceAll('"', "")] : value.split(",").filter(Boolean));

// Returns { groups: [{ key, tests }], complaint }. A group holds where one of its tests does.
const parseQuery = (line) => {
  const groups = new Map();
  const complaints = [];
  const group = (name, key) => {
    if (!groups.has(name)) groups.set(name, { key, tests: [] });
    return groups.get(name).tests;
  };
  for (const [term, minus, name, value] of line.matchAll(TERM)) {
    let key = name ? keyNamed(name) : null;
    let values = alternatives(value);
    if (name && !key) {
      complaints.push(`there is no “${name}:”; there are ${Object.keys(KEYS).join(", ")}`);
      continue;
    }
    if (!name) {
      const short = shortened(value);
      if (short) { key = short.key; values = short.values; }
    }
    if (!key) {
      const wanted = value.replaceAll('"', "").toLowerCase();
      if (wanted) group(term, "").push((f) => haystack(f).includes(wanted) !== Boolean(minus));
      continue;
    }
    const { of, test, words } = KEYS[key];
    const odd = words && values.find((each) => !words.includes(each.toLowerCase()));
    if (odd) {
      complaints.push(`“${key}:” takes ${words.join(", ")}`);
      continue;
    }
    const tests = values.map((each) => test(each));
    if (!tests.length) continue;
    if (minus) group(term, "").push((f) => !tests.some((each) => each(of(f))));
    else group(key, key).push((f) => tests.some((each) => each(of(f))));
  }
  return { groups: [...groups.values()], complaint: complaints[0] ?? "" };
};

// Calls seen(finding, missed) for each: missed is "" for one that is shown, the key for one that a
// single facet keeps out, null for the others.
const sift = (query, seen) => {
  const { groups } = query;
  for (const finding of data.findings) {
    let missed = "";
    let failures = 0;
    for (const { key, tests } of groups) {
      if (tests.some((test) => test(finding))) continue;
      failures += 1;
      missed = key;
      if (failures > 1 || !key) { failures = 2; break; }
    }
    seen(finding, failures === 0 ? "" : failures === 1 ? missed : null);
  }
};

const quoted = (value) => (/^[\p{L}\p{N}_.*/-]+$/u.test(value) ? value : `"${value.replaceAll('"', "")}"`);

// The terms of a line, as [whole, key, value], for the facets, which add and remove them.
const terms = (line) => [...line.matchAll(TERM)].map(([whole, minus, name, value]) => ({
  whole, key: minus ? "" : name ? keyNamed(name) : shortened(value)?.key ?? "",
  value: (name ? value.replaceAll('"', "") : shortened(value)?.values.join(",") ?? value).toLowerCase(),
}));
const toggled = (line, key, value) => {
  const wanted = value.toLowerCase();
  const kept = terms(line);
  const there = kept.some((term) => term.key === key && term.value === wanted);
  const rest = kept.filter((term) => !(term.key === key && term.value === wanted)).map((term) => term.whole);
  return (there ? rest : [...rest, `${key}:${quoted(value)}`]).join(" ");
};
