"""Measures 13,000 substitution rules on a 5 kB article, against a loop of ``re``.

Run: ``python benchmarks/rules/many_rules.py``. Prints times in milliseconds.
"""

import random
import re
import time
from collections.abc import Callable

from auditor.detectors.substitution import Substitution
from auditor.policy.engine import Engine
from auditor.policy.rule import Rule
from auditor.policy.ruleset import RuleSet
from auditor.report import Severity
from auditor.sources.plain import article_from_text

RULES = 13_000


def word(rng: random.Random) -> str:
    """Return an invented word."""
    return "".join(
        rng.choice("bcdfglmnprst") + rng.choice("aeiou") for _ in range(rng.randint(2, 4))
    )


def timed(what: str, run: Callable[[], object], times: int) -> float:
    """Print and return the best of several runs, in milliseconds."""
    best = float("inf")
    for _ in range(times):
        began = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - began)
    print(f"{what}: {best * 1000:.2f} ms")
    return best * 1000


def rules_of(pairs: list[tuple[str, str]], *, patterns: bool) -> RuleSet:
    """Return a rule for each pair of a wrong and a right phrase."""
    options = {o.name: o.default for o in Substitution.info.options}
    rules = []
    for number, (wrong, right) in enumerate(pairs):
        given = {"patterns": {rf"\b{wrong}\b": right}} if patterns else {"swap": {wrong: right}}
        rules.append(
            Rule(
                id=f"rule-{number}",
                detector="substitution",
                category="style",
                summary="",
                severity=Severity.INFO,
                message="{text}",
                why="",
                options=options | given,
            )
        )
    return RuleSet(tuple(rules))


def main() -> None:
    """Measure phrases, patterns and the loop."""
    rng = random.Random(1)
    pairs = list({word(rng) + " " + word(rng): word(rng) for _ in range(RULES)}.items())
    planted = [wrong for wrong, _ in rng.sample(pairs, 5)]
    words = [word(rng) for _ in range(700)]
    for at, phrase in zip((50, 200, 350, 500, 650), planted, strict=True):
        words[at] = phrase
    text = " ".join(words) + "."
    print(f"{len(pairs)} rules, {len(text)} characters, 5 phrases planted")

    for patterns, name in ((False, "phrases"), (True, "patterns")):
        rules = rules_of(pairs, patterns=patterns)
        began = time.perf_counter()
        engine = Engine(rules, [Substitution])
        engine.audit(article_from_text("x", id="warm"))
        print(f"{name}: engine made in {(time.perf_counter() - began) * 1000:.0f} ms")

        def audit(engine: Engine = engine) -> None:
            report = engine.audit(article_from_text(text, id="a"))
            assert len(report.findings) >= 5

        timed(f"{name}: one article", audit, 10)

    compiled = [re.compile(rf"\b{wrong}\b", re.IGNORECASE) for wrong, _ in pairs]
    timed("a loop of re: one article", lambda: [m for p in compiled for m in p.finditer(text)], 3)


if __name__ == "__main__":
    main()
