"""The configuration: found from below, read strictly, every mistake with its line."""

from pathlib import Path

import pytest

from auditor.api import ruleset
from auditor.config import Config, RuleSetting, find_config
from auditor.detectors import CATALOGUE
from auditor.errors import ConfigurationError
from auditor.policy.loader import load
from tests.test_policy import RULE, write


def test_found_upwards_until_the_repository_ends(tmp_path: Path) -> None:
    (tmp_path / "auditor.toml").write_text('stage = "draft"\npacks = ["core", "house/rules"]\n')
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)

    config = find_config(inner)

    assert config.stage == "draft"
    assert config.packs == ("core", str(tmp_path / "house/rules"))
    (tmp_path / "a" / ".git").mkdir()
    assert find_config(inner) == Config()


def test_pyproject_counts_only_with_our_table(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    file = tmp_path / "pyproject.toml"
    file.write_text('[project]\nname = "auditor-house"\n')
    assert find_config(tmp_path).path is None

    file.write_text(
        '[tool.auditor]\nignore = ["typo"]\n[tool.auditor.rules.typo]\nseverity = "info"\n'
    )
    config = find_config(tmp_path)

    assert config.ignore == ("typo",)
    assert [(r.rule, r.line, dict(r.values)) for r in config.rules] == [
        ("typo", 3, {"severity": "info"})
    ]


def test_every_mistake_has_its_line(tmp_path: Path) -> None:
    file = tmp_path / "auditor.toml"
    file.write_text(
        'stge = "draft"\njobs = 0\nselect = 3\n\n[fields]\ntxt = "body"\n\n[rules]\ntypo = 1\n'
    )

    with pytest.raises(ConfigurationError) as caught:
        find_config(file=file)

    assert [(p.line, p.message.split(";")[0]) for p in caught.value.problems] == [
        (1, "unknown setting 'stge'"),
        (3, "select must be a list of strings"),
        (2, "jobs must be a whole number above 0"),
        (6, "unknown setting 'fields.txt'"),
        (9, "rules.typo must be a table, as [rules.typo]"),
    ]


def test_broken_toml_and_missing_files(tmp_path: Path) -> None:
    file = tmp_path / "auditor.toml"
    file.write_text("a = 1\na = 2\n")
    with pytest.raises(ConfigurationError, match=r"auditor.toml:\d+:\d+: not TOML"):
        find_config(file=file)
    with pytest.raises(ConfigurationError, match="no configuration file"):
        find_config(file=tmp_path / "none.toml")


def test_settings_of_a_pack_that_the_run_does_without_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "auditor.toml").write_text(
        'ignore = ["form-variant"]\n[rules.typo]\nseverity = "error"\n', encoding="utf-8"
    )
    pack = tmp_path / "ours.yaml"
    pack.write_text(
        "id: ours\ndetector: existence\ncategory: style\nsummary: A word of ours.\nseverity: info\n"
        "options:\n  words: [synergy]\nmessage: “{text}” says nothing\nwhy: Readers skip it.\n"
        "examples:\n  - hit: They seek «synergy» again.\n  - pass: They seek help again.\n",
        encoding="utf-8",
    )

    rules = ruleset([str(pack)], config=find_config(tmp_path))

    assert [rule.id for rule in rules.enabled] == ["ours"]


def test_a_value_that_a_detector_cannot_use_is_a_mistake_at_its_place(tmp_path: Path) -> None:
    file = tmp_path / "auditor.toml"
    file.write_text('\n[rules.form-variant.options]\nhouse = { percent = "pc" }\n', "utf-8")
    with pytest.raises(ConfigurationError) as caught:
        ruleset(config=find_config(file=file))
    (problem,) = caught.value.problems
    assert str(problem).startswith(f"{file}:2:")
    assert "percent is percent or per cent or pct, not 'pc'" in problem.message


def test_configuration_takes_doubt_away(tmp_path: Path) -> None:
    path = write(tmp_path, RULE + "info-when: {count: {max: 1}}\n")

    def told(values: dict[str, object]) -> list[str]:
        setting = RuleSetting("no-cheese", values, "auditor.toml", 7)
        rules = load([path], CATALOGUE, config=Config(rules=(setting,)))
        return [name for name, _ in rules.get("no-cheese").info_when]

    assert told({}) == ["count"]
    assert told({"info-when": {}}) == []
    with pytest.raises(ConfigurationError, match=r"info-when\.count needs min or max"):
        told({"info-when": {"count": {}}})
