// The findings as data. The renderer writes rows (auditor/render/listing.py); here they get their names.

const SEVERITIES = ["info", "warning", "error"];
const SEVERITY_WORDS = { error: "Error", warning: "Warning", info: "Hint" };
const GATES = ["pass", "warn", "block"];
const STATUSES = ["new", "baseline", "suppressed"];

const readData = () => {
  const block = byId("data");
  if (!block) return null;
  const read = JSON.parse(block.textContent);
  const articles = [];
  const findings = [];
  for (const row of read.articles) {
    const [anchor, id, shown, title, path, source, date, language, verdict, score, order, page, cluster, total, rows] = row;
    const article = {
      anchor, id, shown: shown || id, title, path, source, date, language, verdict: GATES[verdict],
      score, order, page, cluster, total, rank: articles.length, findings: [],
    };
    articles.push(article);
    for (const [n, rule, severity, gate, status, confidence, place, line, fingerprint, message, text, suggestion] of rows) {
      const [name, kind] = read.rules[rule];
      const finding = {
        article, n, rule: name, kind, severity: SEVERITIES[severity], gate: GATES[gate],
        status: STATUSES[status], confidence, place, line, fingerprint, message, text, suggestion,
        at: findings.length,
      };
      article.findings.push(finding);
      findings.push(finding);
    }
  }
  return { run: read.run, index: read.index, folder: read.folder, home: read.home, left: read.left, articles, findings };
};

const data = readData();

const nameOf = (finding) => `${finding.article.anchor}.${finding.fingerprint}`;
const keyOf = (article, fingerprint) => `${article}\n${fingerprint}`;

// A finding by the name in its link: article and fingerprint, or the fingerprint alone.
const findingNamed = (name) =>
  data.findings.find((finding) => nameOf(finding) === name) ??
  data.findings.find((finding) => finding.fingerprint === name);

const pageAddress = (article) => (article.page ? `${data.folder}${String(article.page).padStart(4, "0")}.html` : "");

const asText = (finding) => {
  const { article } = finding;
  const lines = [
    `**${SEVERITY_WORDS[finding.severity]}** \`${finding.rule}\`: ${finding.message}`,
    `${article.title || article.shown} (${article.shown}), ${finding.place}${finding.line ? `, line ${finding.line}` : ""}`,
  ];
  if (finding.text) lines.push(`> ${finding.text}`);
  if (finding.suggestion) lines.push(`Suggestion: ${finding.suggestion}`);
  return lines.join("\n");
};
