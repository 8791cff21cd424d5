// The articles with their text: which cards and marks are seen, and what is lit.

const cardOf = (finding) => (finding.card ??= byId(`${finding.article.anchor}-f${finding.n}`));
const sectionOf = (article) => (article.section ??= byId(article.anchor));
const marksOf = (finding) =>
  (finding.marks ??= all(`mark[data-f~="${finding.n}"], .ref[data-f="${finding.n}"], .tick[data-f="${finding.n}"]`, sectionOf(finding.article)));

const startReader = () => {
  for (const article of data.articles) {
    for (const finding of article.findings) {
      const card = cardOf(finding);
      if (!card) continue;
      card.finding = finding;
      card.querySelector("details").before(make("p", { class: "acts" }));
      paint(finding, card);
    }
  }
  const place = byId("articles");
  const findingAt = (target) => {
    const card = target.closest(".card");
    if (card) return card.finding;
    const part = target.closest("mark, .ref, .tick, .compare");
    const article = part && data.articles.find((each) => each.anchor === part.closest("article.audit").id);
    return article?.findings.find((f) => f.n === Number(part.dataset.f.split(" ")[0]));
  };
  place.addEventListener("pointerover", (event) => light(findingAt(event.target) ?? cursor.finding));
  place.addEventListener("pointerleave", () => light(cursor.finding));
  place.addEventListener("focusin", (event) => {
    const finding = event.target.closest(".card")?.finding;
    if (finding) setCursor(finding);
  });
  // A click on marked words goes to the finding; where several lie on each other, to the next of them.
  place.addEventListener("click", (event) => {
    const part = event.target.closest("mark, .tick");
    if (!part || !getSelection().isCollapsed) return;
    const numbers = part.dataset.f.split(" ").map(Number);
    const article = data.articles.find((each) => each.anchor === part.closest("article.audit").id);
    const at = numbers.indexOf(cursor.finding?.article === article ? cursor.finding.n : -1);
    const finding = article.findings.find((f) => f.n === numbers[(at + 1) % numbers.length]);
    if (finding && !cardOf(finding).hidden) goTo(finding);
  });
};

let lit = null;
const light = (finding) => {
  if (finding === lit) return;
  for (const mark of lit ? marksOf(lit) : []) mark.classList.remove("lit");
  lit = finding ?? null;
  for (const mark of lit ? marksOf(lit) : []) mark.classList.add("lit");
};

let lastSort = "worst";
const showReader = (findings, narrowed) => {
  const kept = new Set(findings);
  const order = [...data.articles].sort(ARTICLE_ORDERS[state.sort]);
  if (state.sort !== lastSort) {
    byId("articles").append(...order.map(sectionOf).filter(Boolean));
    lastSort = state.sort;
  }
  for (const article of data.articles) {
    const section = sectionOf(article);
    if (!section) continue;
    section.hidden = narrowed && !article.findings.some((f) => kept.has(f));
    if (section.hidden) continue;
    const numbers = new Set();
    for (const finding of article.findings) {
      const card = cardOf(finding);
      card.hidden = !kept.has(finding);
      if (kept.has(finding)) numbers.add(String(finding.n));
    }
    if (numbers.size === article.findings.length && !section.classList.contains("narrowed")) continue;
    section.classList.toggle("narrowed", numbers.size < article.findings.length);
    for (const part of all("mark, .ref, .compare, .tick", section)) {
      part.classList.toggle("off", !part.dataset.f.split(" ").some((n) => numbers.has(n)));
    }
  }
  return order.flatMap((article) => article.findings.filter((f) => kept.has(f)));
};

// What was decided, and what can be: on a card and on a row of the list.
const paint = (finding, place) => {
  const made = decisionOf(finding);
  place.classList.toggle("accepted", made?.decision === "accept");
  place.classList.toggle("dismissed", made?.decision === "dismiss");
  const acts = place.querySelector(".acts");
  const focused = acts.contains(document.activeElement);
  const name = `finding ${finding.n}`;
  const act = (words, run) => make("button", { type: "button", "aria-label": `${words}: ${name}, ${finding.message}`, onclick: run }, words);
  if (made) {
    acts.replaceChildren(
      make("span", { class: "made" }, made.decision === "accept" ? "Accepted" : "Dismissed",
        made.reason ? make("span", { class: "reason" }, ": ", make("bdi", {}, made.reason)) : ""),
      act("Undo", () => undo([finding])));
  } else {
    acts.replaceChildren(
      act("Accept", () => decide([finding], "accept")),
      act("Dismiss", () => dismiss([finding])));
  }
  if (focused) acts.querySelector("button").focus();
};
