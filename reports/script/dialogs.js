// The panel of keys, and the question why a finding is dismissed.

const openHelp = () => byId("help").showModal();

// Resolves to a reason (perhaps empty), or to null when the user thought better of it.
const askReason = (what) => new Promise((resolve) => {
  const dialog = byId("dismissal");
  const reason = byId("reason");
  byId("dismissal-what").textContent = what;
  reason.value = "";
  dialog.returnValue = "cancel";
  dialog.addEventListener("close", () => {
    resolve(dialog.returnValue === "dismiss" ? reason.value.trim() : null);
  }, { once: true });
  dialog.showModal();
  reason.focus();
});

const dismiss = async (findings) => {
  if (!findings.length) return false;
  const [first] = findings;
  const what = findings.length === 1 ? first.message : `${counted(findings.length, "finding")} at once`;
  const reason = await askReason(what);
  if (reason === null) return false;
  decide(findings, "dismiss", reason || null);
  return true;
};

const copy = async (text, said) => {
  try {
    await navigator.clipboard.writeText(text);
    toast(said);
  } catch { toast(text); }
};
