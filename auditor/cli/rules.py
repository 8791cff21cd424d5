"""``auditor rules``: what the rule packs hold, and whether their examples come out."""

import json
from pathlib import Path

import click

from auditor.cli.exits import CLEAN, GATED
from auditor.cli.options import config_option

_packs = click.argument("packs", nargs=-1, metavar="[PACK_OR_FILE]...")

_EPILOG = """\b
Examples:
  auditor rules list
  auditor rules show near-duplicate-paragraph
  auditor rules test my-rules/
  auditor rules schema > rule.schema.json
"""


@click.group("rules", epilog=_EPILOG)
def command() -> None:
    """List, show and test the rule packs."""


@command.command("list")
@_packs
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@config_option
def list_rules(packs: tuple[str, ...], config_path: Path | None, as_json: bool) -> None:
    """List the rules of the packs (none named: those in use), one a line."""
    from auditor.api import ruleset
    from auditor.config import find_config

    rules = ruleset(packs, config=find_config(file=config_path))
    if as_json:
        rows = [
            {
                "id": rule.id,
                "category": rule.category,
                "severity": rule.severity,
                "enabled": rule.enabled,
                "summary": rule.summary,
            }
            for rule in rules.rules
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    category = ""
    for rule in sorted(rules.rules, key=lambda r: (r.category, r.id)):
        if rule.category != category:
            category = rule.category
            click.echo(f"\n{category}")
        state = str(rule.severity) if rule.enabled else "off"
        click.echo(f"  {rule.id:<26} {state:<8} {rule.summary}")


@command.command("show")
@click.argument("name", metavar="RULE")
@click.option(
    "--rules", "packs", multiple=True, metavar="PACK_OR_FILE", help="Where to look. [core]"
)
@config_option
def show(name: str, packs: tuple[str, ...], config_path: Path | None) -> None:
    """Show one rule: what it finds, why, how it decides, examples, how to change or silence it."""
    from auditor.api import ruleset
    from auditor.config import find_config
    from auditor.detectors import CATALOGUE
    from auditor.policy.baseline import Baseline
    from auditor.policy.describe import describe
    from auditor.text.suggest import did_you_mean

    config = find_config(file=config_path)
    rules = ruleset(packs, config=config)
    known = {rule.id: rule for rule in rules.rules}
    if name not in known:
        raise click.UsageError(f"no such rule {name!r}{did_you_mean(name, known)}")
    click.echo(describe(known[name], CATALOGUE))
    if config.baseline is not None:
        for history in Baseline.read(config.baseline).history:
            if history.rule == name:
                click.echo(
                    f"**Here.** accepted {history.accepted:,}, dismissed {history.dismissed:,}: "
                    f"right in {history.precision:.0%}, by {config.baseline.name}."
                )


@command.command("test")
@_packs
@config_option
@click.pass_context
def test(ctx: click.Context, packs: tuple[str, ...], config_path: Path | None) -> None:
    """Run the examples of every rule: the marked places are found, the others are not."""
    from auditor.api import ruleset
    from auditor.config import find_config
    from auditor.detectors import CATALOGUE
    from auditor.policy.examples import failing_examples
    from auditor.sources.plain import article_from_text

    rules = ruleset(packs, config=find_config(file=config_path))
    total = sum(len(rule.examples) for rule in rules.rules)
    failures = list(failing_examples(rules, CATALOGUE, article_from_text))
    for failure in failures:
        click.echo(str(failure))
    click.echo(
        f"{total} examples, {len(rules.rules)} rules: {total - len(failures)} right, {len(failures)} wrong"
    )
    ctx.exit(GATED if failures else CLEAN)


@command.command("schema")
def schema() -> None:
    """Print the JSON Schema of a rule file, for editors that check YAML."""
    from auditor.detectors import CATALOGUE
    from auditor.policy.schema import rule_schema

    click.echo(json.dumps(rule_schema(CATALOGUE), ensure_ascii=False, indent=2))
