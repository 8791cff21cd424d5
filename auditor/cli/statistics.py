"""How often each rule was right, as lines of a table."""

from collections import Counter
from collections.abc import Iterator, Mapping

from auditor.policy.decisions import Choice, Decision, Key
from auditor.render.safe import one_line


def statistics(
    decisions: Mapping[Key, Decision], findings: Mapping[str, int] | None = None
) -> Iterator[str]:
    """Yield a table of rules: findings (where they are known), accepted, dismissed, share of accepted."""
    counts: dict[str, Counter[Choice]] = {}
    for decision in decisions.values():
        counts.setdefault(decision.rule, Counter())[decision.choice] += 1
    first = "findings" if findings is not None else "known"
    rules = sorted({*counts, *(findings or ())})
    if not rules:
        return
    room = max(map(len, (one_line(rule) for rule in rules)))
    yield f"  {'rule':<{room}}  {first:>8}  accepted  dismissed  right"
    for rule in rules:
        of = counts.get(rule, Counter())
        accepted, dismissed = of[Choice.ACCEPT], of[Choice.DISMISS]
        known = findings.get(rule, 0) if findings is not None else of[Choice.KNOWN]
        decided = accepted + dismissed
        right = f"{round(100 * accepted / decided)} %" if decided else ""
        line = (
            f"  {one_line(rule):<{room}}  {known:>8,}  {accepted:>8,}  {dismissed:>9,}  {right:>5}"
        )
        yield line.rstrip()
