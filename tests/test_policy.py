"""Rules: every mistake is told with its place; thresholds, scopes, gates and scores do what rules say."""

import pickle
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest

from auditor.api import ruleset
from auditor.config import Config, RuleSetting
from auditor.detector import Info, Measure, Neighbours, NoNeighbours, Options
from auditor.detectors import CATALOGUE
from auditor.document import Article, Block, Role, Span
from auditor.errors import ConfigurationError
from auditor.finding import Finding
from auditor.policy.engine import Engine, _without_yielding
from auditor.policy.fingerprint import halves
from auditor.policy.loader import load
from auditor.policy.ruleset import RuleSet
from auditor.report import Report, Severity, Status, Verdict
from tests.support import article

RULE = """\
id: no-cheese
detector: existence
category: style
summary: Cheese.
severity: error
options: {words: [cheese]}
message: "“{text}”"
why: Because.
examples:
  - hit: Some «cheese».
  - pass: Some bread.
"""


def write(folder: Path, text: str, name: str = "rules.yaml") -> str:
    path = folder / name
    path.write_text(text, "utf-8")
    return str(path)


def ruled(folder: Path, text: str = RULE) -> RuleSet:
    return load([write(folder, text)], CATALOGUE)


def audit(folder: Path, rule: str, text: str, stage: str = "publish") -> Report:
    return Engine(ruled(folder, rule), CATALOGUE, stage).audit(article(text), NoNeighbours())


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        (
            "severity: error",
            "sevrity: error",
            ":5:1: a rule has no key 'sevrity'; did you mean 'severity'?",
        ),
        (
            "severity: error",
            "severity: eror",
            ":5:11: severity cannot be 'eror'; did you mean 'error'?",
        ),
        (
            "existence",
            "existance",
            ":2:11: there is no detector 'existance'; did you mean 'existence'?",
        ),
        ("{words:", "{wrods:", ":6:11: existence has no option 'wrods'; did you mean 'words'?"),
        ("{words: [cheese]}", "{patterns: ['(?=x)']}", ":6:22: the pattern '(?=x)'"),
        ("{words: [cheese]}", "{table: none.tsv}", ":6:18: options.table: there is no file"),
        (
            "{words: [cheese]}",
            "{ignore_case: 1}",
            ":6:24: options.ignore_case must be true or false",
        ),
        ("{text}", "{txt}", ":7:10: message: nothing fills {txt}; did you mean 'text'?"),
        (
            "why: Because.",
            "when: {jaccard: {min: 1}}\nwhy: x",
            ":8:8: existence measures no 'jaccard'",
        ),
        (
            "why: Because.",
            "when: {count: {min: 3, max: 2}}\nwhy: x",
            ":8:15: when.count: min is above max",
        ),
        (
            "why: Because.",
            "why: Because.\nscope: {in: [pragraph]}",
            ":9:14: scope.in cannot be 'pragraph'",
        ),
        ("why: Because.", "enabled: NO\nwhy: x", ":8:10: enabled must be true or false, not 'NO'"),
        ("  - hit: Some «cheese».\n", "", ":10:3: examples: a rule needs at least one hit"),
        ("  - pass: Some bread.\n", "", ":10:3: examples: a rule needs at least one pass"),
        ("why: Because.\n", "", ":1:1: the rule lacks why"),
        ("why: Because.", "why: *x", ":8:6: the alias *x"),
        ("why: Because.", "why: &x a", ":8:6: the anchor &x"),
        ("why: Because.", "<<: {a: b}", ":8:1: the merge key <<"),
        ("why: Because.", "why: !!str x", ":8:6: the tag"),
        ("why: Because.", "why: a\nwhy: b", ":9:1: 'why' stands twice, first in line 8"),
        ("why: Because.", "why: [", "not YAML"),
        ("why: Because.", "why: " + "[" * 70 + "]" * 70, "nested deeper than 64"),
        ("why: Because.", "yields-to: [nobody]\nwhy: x", "yields-to: there is no rule 'nobody'"),
    ],
)
def test_mistakes_are_told_with_their_place(
    tmp_path: Path, old: str, new: str, wanted: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        ruled(tmp_path, RULE.replace(old, new))

    assert wanted in str(caught.value)
    assert str(tmp_path / "rules.yaml") in str(caught.value)


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        ruled(
            tmp_path,
            RULE.replace("error", "eror").replace("{text}", "{txt}").replace("cheese]", "1, [2]]"),
        )

    assert len(caught.value.problems) == 3


@pytest.mark.parametrize(
    "bomb",
    [
        "a: " + "x" * (1 << 21),
        "\n".join(f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 9) + "]" for n in range(1, 30)),
        "[" * 100_000,
        "{a: " * 50_000,
        "- " * 100_000,
    ],
)
def test_bombs_are_refused_quickly(tmp_path: Path, bomb: str) -> None:
    began = time.process_time()

    with pytest.raises(ConfigurationError):
        ruled(tmp_path, bomb)
    assert time.process_time() - began < 1


def test_unknown_packs_and_rules_have_hints(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="'cor'; did you mean 'core'"):
        load(["cor"], CATALOGUE)
    with pytest.raises(ConfigurationError, match="'no-chese'; did you mean 'no-cheese'"):
        ruled(tmp_path).narrowed(select=["no-chese"])


def test_a_pack_extends_overrides_and_may_not_clash(tmp_path: Path) -> None:
    override = (
        "extends: [core]\noverride:\n  doubled-word: {severity: error, gate: {draft: block}}\n"
    )
    rules = load([write(tmp_path, override)], CATALOGUE)
    rule = rules.get("doubled-word")

    assert rule.severity is Severity.ERROR
    assert (rule.gate("draft"), rule.gate("publish")) == (Verdict.BLOCK, Verdict.BLOCK)
    with pytest.raises(ConfigurationError, match=r"extends: \[core\]"):
        load(["core", write(tmp_path, RULE.replace("no-cheese", "doubled-word"))], CATALOGUE)
    listed = "".join("  " + line for line in RULE.splitlines(keepends=True)).replace(
        "  id", "- id", 1
    )
    twice = write(tmp_path, f"rules:\n{listed}{listed}")
    with pytest.raises(ConfigurationError, match="stands twice"):
        load([twice], CATALOGUE)


def test_configuration_changes_rules(tmp_path: Path) -> None:
    path = write(tmp_path, RULE)

    def configured(**values: object) -> RuleSet:
        return load(
            [path],
            CATALOGUE,
            config=Config(rules=(RuleSetting("no-cheese", values, "auditor.toml", 7),)),
        )

    assert configured(severity="info", weight=2).get("no-cheese").weight == 2
    assert configured(enabled=False).enabled == ()
    with pytest.raises(ConfigurationError, match=r"auditor.toml:7:1: severity cannot be 'warn'"):
        configured(severity="warn")


def test_tables_are_read_beside_the_rule(tmp_path: Path) -> None:
    (tmp_path / "cheese.tsv").write_text("# wrong\tright\nbrie\tcheese\n\ngouda\tGouda\n", "utf-8")
    rule = RULE.replace("existence", "substitution").replace(
        "{words: [cheese]}", "{table: cheese.tsv}"
    )

    report = audit(tmp_path, rule, "Brie and gouda.")

    assert [(f.text, f.suggestions) for f in report.findings] == [
        ("Brie", ("Cheese",)),
        ("gouda", ("Gouda",)),
    ]


def test_gate_score_and_stage(tmp_path: Path) -> None:
    text = "Cheese " * 20

    report, draft = audit(tmp_path, RULE, text), audit(tmp_path, RULE, text, "draft")

    assert (report.verdict, draft.verdict) == (Verdict.BLOCK, Verdict.WARN)
    assert report.score == draft.score == 100 - sum(d.points for d in report.deductions) == 50
    assert report.deductions[0].findings == 20
    assert len({f.fingerprint for f in report.findings}) == 20


def test_direct_speech_and_roles(tmp_path: Path) -> None:
    text = "Cheese for all\n\n“I like cheese,” he said of cheese."

    def found(scope: str) -> list[int]:
        rule = RULE + f"scope: {scope}\n"
        return [f.span.start for f in audit(tmp_path, rule, text).findings if f.span]

    assert found("{}") == [0, 24, 44]
    assert found("{direct-speech: out}") == [0, 44]
    assert found("{direct-speech: only}") == [24]
    assert found("{out: [headline]}") == [24, 44]
    assert found("{in: headline}") == [0]


def test_thresholds_and_languages(tmp_path: Path) -> None:
    assert audit(tmp_path, RULE + "when: {count: {min: 2}}\n", "cheese").findings == ()
    assert len(audit(tmp_path, RULE + "when: {count: {min: 2}}\n", "cheese cheese").findings) == 2
    assert (
        audit(
            tmp_path, RULE + "languages: [fr]\n", "The cheese of the town is on the table."
        ).findings
        == ()
    )


def test_doubtful_findings_only_inform(tmp_path: Path) -> None:
    doubt = RULE + "info-when: {count: {max: 1}}\ngate: {publish: block}\nweight: 7\n"

    one, two = audit(tmp_path, doubt, "cheese"), audit(tmp_path, doubt, "cheese cheese")

    assert [(f.severity, f.points) for f in one.findings] == [(Severity.INFO, 1)]
    assert (one.verdict, one.score) == (Verdict.PASS, 99)
    assert [(f.severity, f.points) for f in two.findings] == [(Severity.ERROR, 7)] * 2
    assert (two.verdict, two.score) == (Verdict.BLOCK, 86)


def named(folder: Path, text: str) -> list[str]:
    return [f.fingerprint for f in audit(folder, RULE, text).findings]


def test_fingerprints_survive_edits_elsewhere(tmp_path: Path) -> None:
    before = named(
        tmp_path, "One two three four five six cheese seven eight nine ten eleven twelve."
    )
    after = named(tmp_path, "New. One two three four five six CHEESE seven eight nine ten eleven.")

    assert before == after


@pytest.mark.parametrize(
    "moved",
    [
        "Ale came first.\n\nOld cheese was sold.\n\nBread came last.",
        "Old cheese was sold.",
        "Bread came last.\n\nOld\ncheese was  sold.",
        "Old **cheese** was sold.",
        "A paragraph before.\n\n\u201cOld cheese was sold.\u201d\n\nAnother one behind.",
    ],
)
def test_fingerprints_move_with_their_paragraph(tmp_path: Path, moved: str) -> None:
    text = "Bread came first.\n\nOld cheese was sold.\n\nAle came last."

    assert named(tmp_path, text) == named(tmp_path, moved)


def test_fingerprints_share_a_half_while_one_side_is_left(tmp_path: Path) -> None:
    (name,) = named(tmp_path, "They said that old cheese was sold in town.")
    (edited,) = named(tmp_path, "They said that good cheese was sold in town.")
    (other,) = named(tmp_path, "Nobody likes blue cheese on new bread.")

    assert name != edited
    assert len(set(halves(name)) & set(halves(edited))) == 1
    assert not set(halves(name)) & set(halves(other))
    assert halves(*named(tmp_path, "Cheese!")) == []


def test_equal_places_have_names_of_their_own(tmp_path: Path) -> None:
    first, second = named(tmp_path, "Old cheese was sold.\n\nOld cheese was sold.")

    assert second == f"{first}-2"
    assert re.fullmatch("[0-9a-f]{20}", first)


def test_a_rule_yields_to_another(tmp_path: Path) -> None:
    other = (
        RULE.replace("no-cheese", "no-old-cheese")
        .replace("[cheese]", "[old cheese]")
        .replace("«cheese", "«old cheese")
    )
    folder = tmp_path / "pack"
    folder.mkdir()
    write(folder, RULE + "yields-to: [no-old-cheese]\n", "a.yaml")
    write(folder, other, "b.yaml")

    report = Engine(load([str(folder)], CATALOGUE), CATALOGUE).audit(article("old cheese, cheese"))

    assert [(f.rule, f.text) for f in report.findings] == [
        ("no-old-cheese", "old cheese"),
        ("no-cheese", "cheese"),
    ]


@pytest.mark.parametrize(("sure", "stays"), [(0.9, "typo"), (0.6, "name-variant")])
def test_of_rules_that_yield_to_each_other_the_surer_stays(sure: float, stays: str) -> None:
    found = [
        (replace(ruleset().get(rule), yields_to=(other,)), Finding(span, confidence=confidence))
        for rule, other, span, confidence in (
            ("name-variant", "typo", Span(4, 9), 0.8),
            ("typo", "name-variant", Span(4, 11), sure),
            ("typo", "name-variant", Span(20, 25), 0.5),
        )
    ]
    kept = [(rule.id, finding.span) for rule, finding in _without_yielding(found)]

    assert kept == [(stays, Span(4, 11 if stays == "typo" else 9)), ("typo", Span(20, 25))]


def test_comments_suppress_and_hidden_text_is_left_alone(tmp_path: Path) -> None:
    note = "<!-- auditor: ignore no-cheese -- it is a quotation -->"
    text = f"{note}\n\nSome cheese.\n\nMore cheese."
    first, second = len(note) + 2, len(note) + 16
    read = Article(
        "a",
        "a.md",
        text,
        (
            Block(0, Role.PARAGRAPH, Span(first, first + 12)),
            Block(1, Role.PARAGRAPH, Span(second, len(text))),
        ),
        hidden=(Span(0, len(note)),),
    )

    report = Engine(ruled(tmp_path), CATALOGUE).audit(read)

    assert [(f.status, f.reason) for f in report.findings] == [
        (Status.SUPPRESSED, "it is a quotation"),
        (Status.NEW, None),
    ]
    assert report.score == 90


class Broken:
    """Breaks on every article."""

    info: ClassVar[Info] = Info("existence", "style", "Breaks.", (), (Measure("count", "none"),))

    def __init__(self, options: Options) -> None:
        del options

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        del article, neighbours
        yield Finding(Span(0, 4), measures=(("count", 1.0),))
        raise RuntimeError("it broke")


def test_a_crashing_detector_is_one_failure(tmp_path: Path) -> None:
    report = Engine(ruled(tmp_path), [Broken]).audit(article("Some cheese."))

    assert report.findings == ()
    assert [str(f.message) for f in report.failures] == [
        "the detector existence broke: RuntimeError: it broke"
    ]


def test_rule_sets_pickle_and_digests_tell_them_apart(tmp_path: Path) -> None:
    rules = ruled(tmp_path)
    twin: RuleSet = pickle.loads(pickle.dumps(rules))

    assert twin.digest == rules.digest == ruled(tmp_path).digest
    assert ruled(tmp_path, RULE.replace("error", "info")).digest != rules.digest


def test_selecting_and_ignoring(tmp_path: Path) -> None:
    rules = ruled(tmp_path, RULE + "enabled: false\nnote: A matter of taste.\n")

    assert rules.enabled == ()
    assert [r.id for r in rules.narrowed(select=["no-cheese"]).enabled] == ["no-cheese"]
    assert rules.narrowed(select=["style"]).enabled == ()
    assert ruled(tmp_path).narrowed(ignore=["style"]).enabled == ()
