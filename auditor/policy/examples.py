"""Runs the examples of rules: what is marked must be found, what passes must be left alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from auditor.detector import Detector, Neighbours, NoNeighbours
from auditor.document import Article, Span
from auditor.policy.engine import Engine
from auditor.policy.rule import Rule, RuleExample
from auditor.policy.ruleset import RuleSet
from auditor.text.marked import unmark


class ReadArticle(Protocol):
    """Makes an article of a text; ``sources.plain.article_from_text`` is one."""

    def __call__(self, text: str, *, id: str, headline: str | None = None) -> Article:
        """Return the article."""


@dataclass(frozen=True, slots=True)
class ExampleFailure:
    """An example that does not hold."""

    rule: Rule
    example: RuleExample
    message: str

    def __str__(self) -> str:
        """Return ``path:line: rule: message``."""
        return f"{self.rule.path}:{self.example.line}: {self.rule.id}: {self.message}"


def failing_examples(
    rules: RuleSet, catalogue: Sequence[type[Detector]], read: ReadArticle
) -> Iterator[ExampleFailure]:
    """Yield every example that does not hold, of every rule, also of those that ship off.

    Each rule runs alone, so that its own judgement is tested and not another's.
    """
    for rule in rules.rules:
        alone = RuleSet((replace(rule, enabled=True, yields_to=()),), rules.packs)
        engine = Engine(alone, catalogue)
        for example in rule.examples:
            message = _run(engine, example, read)
            if message is not None:
                yield ExampleFailure(rule, example, message)


def _run(engine: Engine, example: RuleExample, read: ReadArticle) -> str | None:
    """Return what is wrong, or None."""
    try:
        text, marks = unmark(example.text)
    except ValueError as error:
        return str(error)
    article = read(text, id="example", headline=example.headline)
    report = engine.audit(article, _company(example, article, read))
    if report.failures:
        return report.failures[0].message
    found = [f.span for f in report.findings]
    if not example.hit:
        return None if not found else f"flags {_shown(found, article)}, which must pass"
    if example.whole:
        return None if found == [None] else f"flags {_shown(found, article)}, not the whole article"
    wanted = [Span(low + article.body_start, high + article.body_start) for low, high in marks]
    if found == wanted:
        return None
    return f"flags {_shown(found, article)}, not {_shown(wanted, article)}"


def _company(example: RuleExample, article: Article, read: ReadArticle) -> Neighbours:
    if not example.others:
        return NoNeighbours()
    from auditor.neighbours import Run  # only few rules ask for it

    run = Run()
    for number, other in enumerate(example.others):
        run.add(read(other, id=f"other-{number}"))
    run.add(article)
    return run


def _shown(spans: Sequence[Span | None], article: Article) -> str:
    if not spans:
        return "nothing"
    texts = (s.of(article.text) if s else None for s in spans)
    return ", ".join("the whole article" if t is None else f"«{t[:60]}»" for t in texts)
