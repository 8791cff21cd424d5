// The findings as a list, grouped by article, rule or cluster. It grows as it is read.

const CHUNK = 80;
const list = { entries: [], made: 0, items: new Map() };

const RANKS = { error: 2, warning: 1, info: 0 };
const worstOf = (findings) => Math.max(...findings.map((f) => RANKS[f.severity]));
const byText = (a, b) => (a < b ? -1 : Number(a > b));
// What has no date or no name comes last.
const emptyLast = (read) => (a, b) => Number(read(a) === "") - Number(read(b) === "") || byText(read(a), read(b));

const ARTICLE_ORDERS = {
  worst: (a, b) => a.rank - b.rank,
  most: (a, b) => b.total - a.total || a.rank - b.rank,
  order: (a, b) => a.order - b.order,
  date: (a, b) => emptyLast((x) => x.date)(a, b) || a.order - b.order,
  name: (a, b) => emptyLast((x) => x.title || x.shown)(a, b) || a.order - b.order,
};
const GROUPINGS = {
  article: {
    of: (f) => f.article.rank,
    name: (f) => f.article.title || f.article.shown,
    compare: (a, b) => ARTICLE_ORDERS[state.sort](a.findings[0].article, b.findings[0].article),
  },
  rule: { of: (f) => f.rule, name: (f) => f.rule },
  cluster: {
    of: (f) => f.article.cluster,
    name: (f) => (f.article.cluster ? `Cluster ${f.article.cluster}` : "Sharing no text"),
    compare: (a, b) => (a.key || Infinity) - (b.key || Infinity),
  },
  none: { of: () => "", name: () => "" },
};
const GROUP_ORDERS = {
  worst: (a, b) => worstOf(b.findings) - worstOf(a.findings) || b.findings.length - a.findings.length || byText(a.name, b.name),
  most: (a, b) => b.findings.length - a.findings.length || byText(a.name, b.name),
  order: (a, b) => a.findings[0].at - b.findings[0].at,
  date: (a, b) => a.findings[0].at - b.findings[0].at,
  name: (a, b) => byText(a.name, b.name),
};

const grouped = (findings) => {
  const { of, name, compare } = GROUPINGS[state.group];
  const groups = new Map();
  for (const finding of findings) {
    const key = of(finding);
    const group = groups.get(key);
    if (group) group.findings.push(finding);
    else groups.set(key, { key, name: name(finding), findings: [finding] });
  }
  const sorted = [...groups.values()].sort(compare ?? GROUP_ORDERS[state.sort]);
  if (state.group !== "article") {
    const order = ARTICLE_ORDERS[state.sort];
    for (const group of sorted) {
      group.findings.sort((a, b) =>
        (state.sort === "worst" && state.group === "none" ? RANKS[b.severity] - RANKS[a.severity] : 0) ||
        order(a.article, b.article) || a.n - b.n);
    }
  }
  return sorted;
};

const showList = (findings) => {
  const groups = grouped(findings);
  list.entries = groups.flatMap((group) => [{ group }, ...group.findings.map((finding) => ({ finding }))]);
  list.made = 0;
  list.items.clear();
  byId("list").replaceChildren();
  growList();
  return groups.flatMap((group) => group.findings);
};

const growList = (upTo = list.made + CHUNK) => {
  const place = byId("list");
  place.querySelector(".grow")?.remove();
  const end = Math.min(Math.max(upTo, list.made), list.entries.length);
  const fresh = document.createDocumentFragment();
  let body = place.lastElementChild?.querySelector("ul") ?? null;
  for (; list.made < end; list.made += 1) {
    const { group, finding } = list.entries[list.made];
    if (group) {
      const section = groupHead(group);
      body = section.querySelector("ul");
      fresh.append(section);
    } else {
      const item = row(finding);
      list.items.set(finding, item);
      body.append(item);
    }
  }
  place.append(fresh);
  const left = list.entries.length - list.made;
  if (!left) return;
  const button = make("button", { type: "button", class: "grow", onclick: () => growList() }, "Show more");
  place.append(button);
  growing.observe(button);
};
const growing = new IntersectionObserver((seen) => {
  if (seen.some((each) => each.isIntersecting)) growList();
}, { rootMargin: "600px" });

// The row of a finding, made now if the list has not grown that far.
const itemOf = (finding) => {
  if (!list.items.has(finding)) {
    const at = list.entries.findIndex((entry) => entry.finding === finding);
    if (at >= list.made) growList(at + CHUNK);
  }
  return list.items.get(finding) ?? null;
};

const groupHead = (group) => {
  const [first] = group.findings;
  const { article } = first;
  const facts = [];
  if (state.group === "article") {
    facts.push(make("span", { class: `verdict ${article.verdict}` }, icon(article.verdict), ` ${article.score}`));
    facts.push(make("bdi", {}, article.shown));
    if (article.source) facts.push(make("bdi", {}, article.source));
    if (article.date) facts.push(make("bdi", {}, article.date));
  } else if (state.group !== "none") {
    const articles = new Set(group.findings.map((f) => f.article)).size;
    facts.push(counted(articles, "article"));
  }
  facts.push(counted(group.findings.length, "finding"));
  const title = state.group === "article"
    ? make("a", { href: articleLink(article), class: "to-article" }, make("bdi", {}, group.name))
    : make("bdi", {}, group.name);
  const head = make("header", {},
    group.name ? make("h3", { tabindex: "-1" }, title) : make("h3", { class: "unseen" }, "All findings"),
    make("p", { class: "where" }, ...facts.flatMap((fact, at) => (at ? [" · ", fact] : [fact]))));
  return make("section", { class: "group" }, head, make("ul", {}));
};
const articleLink = (article) => (data.index ? `${pageAddress(article)}#${article.anchor}` : `#${article.anchor}`);
const findingLink = (finding) => {
  const hash = new URLSearchParams({ f: nameOf(finding) });
  return data.index ? `${pageAddress(finding.article)}#${hash}` : addressOf({ view: "read", f: nameOf(finding), at: "" });
};

const row = (finding) => {
  const { article } = finding;
  const where = state.group === "rule" ? [finding.place] : [make("span", { class: "rule" }, finding.rule), finding.place];
  if (state.group !== "article") where.push(make("bdi", {}, article.title || article.shown));
  if (finding.status !== "new") where.push(make("i", {}, finding.status === "baseline" ? "known" : "silenced"));
  const item = make("li", { class: `item ${finding.severity}`, tabindex: "-1" },
    make("span", { class: "weight" }, icon(finding.severity), make("span", {}, SEVERITY_WORDS[finding.severity])),
    make("div", { class: "what" },
      make("a", { href: findingLink(finding), class: "says" }, make("bdi", {}, finding.message)),
      make("p", { class: "where" }, ...where.flatMap((part, at) => (at ? [" · ", part] : [part])))),
    make("p", { class: "acts" }));
  item.finding = finding;
  paint(finding, item);
  return item;
};
