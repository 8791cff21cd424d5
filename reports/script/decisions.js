// Accept, dismiss with a reason, undo. From a file the browser keeps them; served by "auditor review",
// the server does, and each answer is the whole truth, so that two tabs do not lose each other's.

const SCHEMA = "auditor.decisions/1";
const REVIEW = document.querySelector('meta[name="auditor-review"]')?.content ?? "";
const decisions = new Map();
const decisionOf = (finding) => decisions.get(keyOf(finding.article.id, finding.fingerprint));

const isDecision = (entry) =>
  entry && ["article", "fingerprint", "rule", "decision"].every((key) => typeof entry[key] === "string") &&
  ["accept", "dismiss"].includes(entry.decision) && ["reason", "at"].every((key) => entry[key] === null || typeof entry[key] === "string");

const inOrder = (a, b) =>
  a.article < b.article ? -1 : a.article > b.article ? 1 : a.fingerprint < b.fingerprint ? -1 : Number(a.fingerprint > b.fingerprint);
const asDocument = (entries) => ({ schema: SCHEMA, decisions: [...entries].sort(inOrder) });
const readDocument = (text) => {
  const read = typeof text === "string" ? JSON.parse(text) : text;
  if (read?.schema !== SCHEMA || !Array.isArray(read.decisions)) throw new Error(`not ${SCHEMA}`);
  return read.decisions.filter(isDecision);
};

const sameDecision = (a, b) => a?.decision === b?.decision && a?.reason === b?.reason;
const adopt = (entries) => {
  const fresh = new Map(Array.from(entries, (entry) => [keyOf(entry.article, entry.fingerprint), entry]));
  const changed = new Set();
  for (const key of new Set([...decisions.keys(), ...fresh.keys()])) {
    if (!sameDecision(decisions.get(key), fresh.get(key))) changed.add(key);
  }
  decisions.clear();
  for (const [key, entry] of fresh) decisions.set(key, entry);
  if (changed.size) decided(changed);
};

// In the browser: read anew before each change, as another tab may have written.
const LOCAL = `auditor-decisions:${data?.run}`;
const local = {
  load: () => {
    const kept = remember(inBrowser, LOCAL);
    try { return kept ? readDocument(kept) : []; } catch { return []; }
  },
  change: (set, unset) => {
    const entries = new Map(local.load().map((entry) => [keyOf(entry.article, entry.fingerprint), entry]));
    for (const entry of unset) entries.delete(keyOf(entry.article, entry.fingerprint));
    for (const entry of set) entries.set(keyOf(entry.article, entry.fingerprint), entry);
    const kept = remember(inBrowser, LOCAL, JSON.stringify(asDocument(entries.values())));
    if (kept === null) toast("This browser does not let a file keep anything: export your decisions before you leave");
    return entries.values();
  },
};

// On the server. What could not be sent waits, and is shown as decided already.
const TOKEN = "auditor-token";
const server = { waiting: [], busy: false, lost: false };
const MOST_AT_ONCE = 2000;
const takeToken = () => {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (!token) return;
  remember(inTab, TOKEN, token);
  server.token = token;
  const rest = new URLSearchParams(location.hash.slice(1));
  rest.delete("token");
  history.replaceState(null, "", rest.size ? `#${rest}` : location.pathname + location.search);
};
if (REVIEW) takeToken();
const ask = async (body) => {
  const answer = await fetch(REVIEW, {
    method: body ? "POST" : "GET",
    headers: {
      "X-Auditor-Token": server.token ?? remember(inTab, TOKEN) ?? "",
      ...(body ? { "Content-Type": "application/json" } : {}),
    },
    body: body ? JSON.stringify(body) : undefined,
    cache: "no-store",
    credentials: "same-origin",
  });
  if (answer.status === 401 || answer.status === 403) throw new Error("open the address that auditor review printed: this tab has no token");
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return readDocument(await answer.json());
};
const withWaiting = (entries) => {
  const merged = new Map(entries.map((entry) => [keyOf(entry.article, entry.fingerprint), entry]));
  for (const { set, unset } of server.waiting) {
    for (const entry of unset) merged.delete(keyOf(entry.article, entry.fingerprint));
    for (const entry of set) merged.set(keyOf(entry.article, entry.fingerprint), entry);
  }
  return merged.values();
};
const talk = async () => {
  if (server.busy) return;
  server.busy = true;
  try {
    do {
      const sent = handful(server.waiting);
      const entries = await ask(sent ? lastWins(server.waiting.slice(0, sent)) : null);
      server.waiting.splice(0, sent);
      adopt(withWaiting(entries));
    } while (server.waiting.length);
    if (server.lost) toast("Saved");
    server.lost = false;
  } catch (problem) {
    server.lost = true;
    toast(`${server.waiting.length ? "Not saved yet" : "Decisions could not be read"}: ${problem instanceof TypeError ? "the server does not answer" : problem.message}`);
  }
  server.busy = false;
  showKept();
};
// How many of the changes that wait go into one request.
const handful = (waiting) => {
  let size = 0;
  const end = waiting.findIndex(({ set, unset }) => (size += set.length + unset.length) > 2 * MOST_AT_ONCE);
  return end < 0 ? waiting.length : Math.max(end, 1);
};
// Of several changes to one finding the last counts.
const lastWins = (changes) => {
  const last = new Map();
  for (const { set, unset } of changes) {
    for (const entry of unset) last.set(keyOf(entry.article, entry.fingerprint), { unset: entry });
    for (const entry of set) last.set(keyOf(entry.article, entry.fingerprint), { set: entry });
  }
  const each = [...last.values()];
  return { set: each.flatMap((c) => c.set ?? []), unset: each.flatMap((c) => c.unset ?? []) };
};

const change = (set, unset) => {
  if (!REVIEW) { adopt(local.change(set, unset)); return; }
  for (let at = 0; at < Math.max(set.length, unset.length); at += MOST_AT_ONCE) {
    server.waiting.push({ set: set.slice(at, at + MOST_AT_ONCE), unset: unset.slice(at, at + MOST_AT_ONCE) });
  }
  adopt(withWaiting([...decisions.values()]));
  talk();
};
const decide = (findings, decision, reason = null) => {
  const at = new Date().toISOString();
  change(findings.map((f) => ({ fingerprint: f.fingerprint, article: f.article.id, rule: f.rule, decision, reason, at })), []);
};
const undo = (findings) =>
  change([], findings.filter(decisionOf).map((f) => ({ article: f.article.id, fingerprint: f.fingerprint })));

const startDecisions = () => {
  if (!REVIEW) {
    adopt(local.load());
    addEventListener("storage", (event) => { if (event.key === LOCAL) adopt(local.load()); });
    // A browser may tell late what another tab wrote, and show a page that was left as it was then.
    for (const shown of ["focus", "pageshow"]) addEventListener(shown, () => adopt(local.load()));
    return;
  }
  talk();
  addEventListener("focus", talk);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) talk(); });
  setInterval(() => { if (!document.hidden) talk(); }, 10_000);
  addEventListener("beforeunload", (event) => { if (server.waiting.length) event.preventDefault(); });
};

const exportDecisions = () => {
  const text = `${JSON.stringify(asDocument(decisions.values()), null, 1)}\n`;
  const link = make("a", { href: URL.createObjectURL(new Blob([text], { type: "application/json" })), download: "decisions.json" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};
const importDecisions = async (file) => {
  let entries;
  try { entries = readDocument(await file.text()); } catch (problem) {
    toast(`${file.name} cannot be read: ${problem.message}`);
    return;
  }
  const known = new Set(data.findings.map((f) => keyOf(f.article.id, f.fingerprint)));
  const newer = entries.filter((entry) => {
    const mine = decisions.get(keyOf(entry.article, entry.fingerprint));
    return !mine || (mine.at ?? "") < (entry.at ?? "");
  });
  if (newer.length) change(newer, []);
  const strange = entries.filter((entry) => !known.has(keyOf(entry.article, entry.fingerprint))).length;
  toast(`${counted(newer.length, "decision")} taken over${strange ? `, ${strange} of them about findings that are not ${data.index ? "in this report" : "on this page"}` : ""}`);
};
