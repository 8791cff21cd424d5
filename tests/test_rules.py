"""Every shipped rule: it loads, its examples hold, and its file keeps to the schema."""

import jsonschema
import pytest
import yaml

from auditor.assets import asset
from auditor.detectors import CATALOGUE
from auditor.policy.examples import failing_examples
from auditor.policy.loader import load, pack_names
from auditor.policy.ruleset import RuleSet
from auditor.policy.schema import rule_schema
from auditor.sources.plain import article_from_text


@pytest.mark.parametrize("pack", pack_names())
def test_examples_of_shipped_rules_hold(pack: str) -> None:
    rules = load([pack], CATALOGUE)
    own = RuleSet(tuple(rule for rule in rules.rules if rule.pack == pack))

    assert own.rules
    assert [str(f) for f in failing_examples(own, CATALOGUE, article_from_text)] == []


def test_packs_do_not_clash() -> None:
    rules = load(pack_names(), CATALOGUE)

    assert {p.split("@")[0] for p in rules.packs} == set(pack_names())


def test_schema_takes_every_shipped_rule_and_refuses_mistakes() -> None:
    schema = rule_schema(CATALOGUE)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)

    files = [f for f in asset("rules").glob("*/*.yaml") if f.name != "pack.yaml"]
    assert files
    for file in files:
        rule = yaml.safe_load(file.read_text("utf-8"))
        validator.validate(rule)
        assert not validator.is_valid(rule | {"sevrity": "error"})
        assert not validator.is_valid(rule | {"when": {"no-such-measure": {"min": 1}}})
