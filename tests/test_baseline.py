"""Decisions and baselines: merging loses nothing, and what was decided is known again."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import auditor as auditor_
from auditor.assets import asset
from auditor.config import Config
from auditor.errors import ConfigurationError
from auditor.policy.baseline import Baseline, missing
from auditor.policy.decisions import (
    BASELINE,
    DECISIONS,
    Choice,
    Decision,
    Decisions,
    dumps,
    history,
    merged,
    parse,
    read,
)
from auditor.report import Report, RuleHistory, Status, Verdict
from tests.command import Auditor

TEXT = """Ferry to Osk to run again after nine years

The ferry between Lindmar and Osk will run again from the the first of June, the line said on Wednesday, nine years \
after it was withdrawn, and it will carry forty cars, six lorries and two hundred passengers on each crossing.

The old ferry was withdrawn when its engines needed to be mended and nobody would pay for them. It lay in a creek \
until a museum asked for its wheel. The line then had the rest inspected and found that it was sound.
"""
DOUBLED = ["doubled-word"]


def audit(text: str, tmp_path: Path, decisions: Decisions, name: str = "a.txt") -> Report:
    draft = tmp_path / name
    draft.write_text(text, encoding="utf-8")
    baseline = tmp_path / "baseline.json"
    baseline.write_text(dumps(decisions, BASELINE), encoding="utf-8")
    return auditor_.check(draft, config=Config(), select=DOUBLED, baseline=baseline)


def decided(report: Report, choice: Choice, reason: str | None = None) -> Decisions:
    known = missing(report.findings, report.article)
    return {
        key: replace(d, choice=choice, reason=reason, at="2026-11-25T10:00:00Z")
        for key, d in known.items()
    }


# Known again


@pytest.mark.parametrize(
    ("choice", "status"),
    [
        (Choice.ACCEPT, Status.BASELINE),
        (Choice.KNOWN, Status.BASELINE),
        (Choice.DISMISS, Status.SUPPRESSED),
    ],
)
def test_decided_findings_are_shown_and_count_for_nothing(
    tmp_path: Path, choice: Choice, status: Status
) -> None:
    first = audit(TEXT, tmp_path, {})
    again = audit(TEXT, tmp_path, decided(first, choice, "so it is sung"))

    assert (first.verdict, first.score < 100) == (Verdict.WARN, True)
    assert [(f.status, f.reason) for f in again.findings] == [(status, "so it is sung")]
    assert (again.verdict, again.score, again.stale) == (Verdict.PASS, 100, ())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("first of June", "third of July"),
        ("run again from", "come back from"),
        ("The old ferry", "A sentence before. The old ferry"),
        (
            "\n\nThe ferry between",
            "\n\nA paragraph was put in here before it.\n\nThe ferry between",
        ),
        (TEXT.split("\n\n")[2], "Nothing else was said about it."),
        ("will run again from", "will run again\nfrom"),
    ],
)
def test_edits_around_leave_it_known(tmp_path: Path, old: str, new: str) -> None:
    decisions = decided(audit(TEXT, tmp_path, {}), Choice.DISMISS)
    report = audit(TEXT.replace(old, new), tmp_path, decisions)

    assert [f.status for f in report.findings] == [Status.SUPPRESSED]
    assert report.stale == ()


def test_one_mended_and_the_same_made_elsewhere_is_news(tmp_path: Path) -> None:
    """What counts by rule would take for the same."""
    decisions = decided(audit(TEXT, tmp_path, {}), Choice.ACCEPT)
    swapped = TEXT.replace("from the the first", "from the first").replace(
        "asked for its wheel", "asked to have the the wheel"
    )
    report = audit(swapped, tmp_path, decisions)

    assert [f.status for f in report.findings] == [Status.NEW]
    assert [(s.article, s.rule, s.decision) for s in report.stale] == [
        (str(tmp_path / "a.txt"), "doubled-word", "accept")
    ]


def test_a_second_one_beside_a_known_one_is_news(tmp_path: Path) -> None:
    decisions = decided(audit(TEXT, tmp_path, {}), Choice.ACCEPT)
    paragraph = TEXT.split("\n\n")[1]
    report = audit(f"{TEXT}\n{paragraph}\n", tmp_path, decisions)

    assert sorted(f.status for f in report.findings) == [Status.BASELINE, Status.NEW]


def test_a_renamed_article_is_known_by_its_headline(tmp_path: Path) -> None:
    decisions = decided(audit(TEXT, tmp_path, {}), Choice.DISMISS)
    (tmp_path / "a.txt").unlink()
    report = audit(TEXT, tmp_path, decisions, name="b.txt")

    assert [f.status for f in report.findings] == [Status.SUPPRESSED]


def test_a_copy_is_not_taken_for_a_renamed_article(tmp_path: Path) -> None:
    decisions = decided(audit(TEXT, tmp_path, {}), Choice.DISMISS)
    folder = tmp_path / "copies"
    folder.mkdir()
    copies = [folder / "b.txt", folder / "c.txt"]
    for copy in copies:
        copy.write_text(TEXT, encoding="utf-8")
    for paths in ([tmp_path / "a.txt", copies[0]], copies):
        reports = auditor_.audit(
            paths, config=Config(), select=DOUBLED, baseline=tmp_path / "baseline.json", jobs=1
        )
        by_name = {r.article.id: [f.status for f in r.findings] for r in reports}
        assert [by_name[str(p)] for p in paths if p in copies] == [[Status.NEW]] * len(
            [p for p in paths if p in copies]
        )
    assert decisions


def test_rules_that_are_off_are_not_asked_about(tmp_path: Path) -> None:
    decisions = decided(audit(TEXT, tmp_path, {}), Choice.ACCEPT)
    ((key, decision),) = decisions.items()
    other = replace(decision, fingerprint="0" * 20, rule="typo")

    report = audit(TEXT, tmp_path, {key: decision, other.key: other})

    assert report.stale == ()


def test_many_equal_findings_are_matched_in_linear_time(tmp_path: Path) -> None:
    import time

    text = "A headline of it\n\n" + "the the boat. " * 8000
    first = audit(text, tmp_path, {})
    decisions = decided(first, Choice.ACCEPT)
    odd = {k: replace(d, fingerprint="f" + d.fingerprint[1:]) for k, d in decisions.items()}
    started = time.process_time()
    Baseline({d.key: d for d in odd.values()}).apply(
        first.article, first.findings, {"doubled-word"}
    )
    assert time.process_time() - started < 1


# Files

SCHEMA = jsonschema.Draft202012Validator(
    json.loads((asset("reports") / "decisions.schema.json").read_text(encoding="utf-8"))
)

TIMES = st.one_of(
    st.none(),
    st.datetimes().map(lambda d: d.isoformat() + "Z"),
    st.sampled_from(["2026-11-25T10:00:00Z", "2026-11-25T10:00:00.000Z", "2026-11-25T10:00:00.1Z"]),
)
DECISION = st.builds(
    Decision,
    article=st.sampled_from(["a", "b", "ü\u2028"]),
    fingerprint=st.sampled_from(["1", "2", "2-2"]),
    rule=st.sampled_from(["typo", "spacing"]),
    choice=st.sampled_from(Choice),
    reason=st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"]), min_size=1).map(
        lambda t: t.strip() or None
    )),
    at=TIMES,
)  # fmt: skip
DOCUMENT = st.lists(DECISION, max_size=6).map(lambda ds: merged(*({d.key: d} for d in ds)))


@given(DOCUMENT, DOCUMENT, DOCUMENT)
def test_merging_has_no_order_and_loses_nothing(a: Decisions, b: Decisions, c: Decisions) -> None:
    assert merged(a, b) == merged(b, a)
    assert merged(merged(a, b), c) == merged(a, merged(b, c))
    assert merged(a, a) == a
    assert merged(a, b).keys() == a.keys() | b.keys()
    for key, decision in merged(a, b).items():
        assert decision in (a.get(key), b.get(key))


@given(DOCUMENT, st.sampled_from([DECISIONS, BASELINE]))
def test_what_is_written_is_read_again(decisions: Decisions, schema: str) -> None:
    text = dumps(decisions, schema)

    SCHEMA.validate(json.loads(text))
    assert parse(text.encode()) == decisions
    assert dumps(parse(text.encode()), schema) == text
    keys = [(d["article"], d["fingerprint"]) for d in json.loads(text)["decisions"]]
    assert keys == sorted(keys)
    assert len(text.split("\n")) == max(len(decisions), 1) + 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is not valid JSON"),
        ("[]", "holds no decisions"),
        ('{"schema": "auditor.report/1"}', "holds 'auditor.report/1' and not decisions"),
        ('{"schema": "auditor.decisions/1", "decisions": 4}', "document.decisions is not a list"),
        ('{"schema": "auditor.decisions/1", "decisions": [4]}', "decisions[0] is not an object"),
        (
            '{"schema": "auditor.decisions/1", "decisions": [{"article": "a", "fingerprint": "f",'
            ' "rule": "r", "decision": "maybe"}]}',
            "decisions[0].decision is not one of accept, dismiss, baseline",
        ),
        (
            '{"schema": "auditor.decisions/1", "decisions": [{"article": "a", "fingerprint": "f",'
            ' "rule": "r", "decision": "accept", "at": "yesterday"}]}',
            "decisions[0].at is not a moment",
        ),
    ],
)
def test_what_holds_no_decisions_is_refused(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "d.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        read(path)
    assert f"d.json: {said}" in str(caught.value)


def test_moments_of_other_zones_are_turned_into_utc() -> None:
    entry = {"article": "a", "fingerprint": "f", "rule": "r", "decision": "accept"}
    told = {"schema": DECISIONS, "decisions": [entry | {"at": "2026-11-25T10:00:00+02:00"}]}
    (decision,) = parse(json.dumps(told).encode()).values()

    assert decision.at == "2026-11-25T08:00:00Z"


def test_what_somebody_decided_counts_for_more_than_what_was_known() -> None:
    known = Decision("a", "f", "typo", Choice.KNOWN)
    judged = Decision("a", "f", "typo", Choice.ACCEPT)

    assert merged({known.key: known}, {judged.key: judged}) == {judged.key: judged}


def test_history_counts_what_people_decided() -> None:
    some = [
        Decision("a", str(n), rule, choice)
        for n, (rule, choice) in enumerate(
            [("typo", Choice.ACCEPT)] * 3 + [("typo", Choice.DISMISS), ("spacing", Choice.KNOWN)]
        )
    ]
    (typo,) = history({d.key: d for d in some})

    assert typo == RuleHistory("typo", 3, 1)
    assert typo.precision == 0.75


# The command


@pytest.fixture(autouse=True)
def draft(tmp_path: Path) -> None:
    """Lay a draft into the folder of the test."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")


def stored(path: str, *arguments: str) -> tuple[str, ...]:
    return ("audit", "a.txt", "--select", "doubled-word", "-f", f"jsonl={path}", *arguments)


def findings(tmp_path: Path, run: str) -> list[dict[str, Any]]:
    lines = (tmp_path / run).read_text("utf-8").splitlines()
    return [finding for line in lines for finding in json.loads(line)["findings"]]


def test_from_a_run_to_the_next(auditor: Auditor, tmp_path: Path) -> None:
    auditor(*stored("run.jsonl"))
    assert auditor("baseline", "create", "run.jsonl")[:2] == (
        0,
        "1 finding added, 0 were there; auditor-baseline.json\n",
    )
    auditor(*stored("run2.jsonl", "--baseline", "auditor-baseline.json"))
    (known,) = findings(tmp_path, "run2.jsonl")
    assert known["status"] == "baseline"

    review = tmp_path / "run2.decisions.json"
    entry = {key: known[key] for key in ("fingerprint", "rule")} | {"article": "a.txt"}
    entry |= {"decision": "dismiss", "reason": "a song", "at": "2026-11-25T10:00:00Z"}
    review.write_text(json.dumps({"schema": DECISIONS, "decisions": [entry]}), encoding="utf-8")
    code, out, err = auditor("baseline", "import", "run2.decisions.json")
    assert (code, out) == (0, "1 dismissed; 1 changed the baseline; auditor-baseline.json\n")
    assert 'baseline = "auditor-baseline.json"' in err
    (kept,) = json.loads((tmp_path / "auditor-baseline.json").read_text("utf-8"))["decisions"]
    assert (kept["decision"], kept["text"]) == ("dismiss", "the the")

    (tmp_path / "auditor.toml").write_text('baseline = "auditor-baseline.json"\n', encoding="utf-8")
    code, out, _ = auditor("check", "a.txt", "--select", "doubled-word", "-v")
    assert code == 0
    assert "(suppressed: a song)" in out
    _, out, _ = auditor("audit", "a.txt", "--select", "doubled-word")
    assert "right here: doubled-word 0 of 1" in out
    _, out, _ = auditor("audit", "a.txt", "--select", "doubled-word", "-f", "markdown")
    assert "1 more finding suppressed or in the baseline." in out
    assert "Right here: `doubled-word` 0 of 1." in out
    _, out, _ = auditor("rules", "show", "doubled-word")
    assert "accepted 0, dismissed 1" in out
    code, out, _ = auditor("baseline", "show", "-v")
    assert "0 %" in out
    assert "a.txt: doubled-word, dismiss: a song “the the”" in out

    (tmp_path / "a.txt").write_text(TEXT.replace("the the", "the"), encoding="utf-8")
    _, out, _ = auditor(*stored("run3.jsonl", "-f", "terminal"))
    assert "1 decision in the baseline is on nothing that is there now" in out
    assert auditor("baseline", "prune", "run3.jsonl")[1].startswith("1 taken out, 0 left")


def test_a_stored_run_is_reported_with_what_was_decided_since(
    auditor: Auditor, tmp_path: Path
) -> None:
    auditor("audit", "a.txt", "-f", "jsonl=run.jsonl", "-f", "json=first.json")
    auditor("baseline", "create", "run.jsonl", "-o", "b.json")
    auditor("audit", "a.txt", "--baseline", "b.json", "-f", "json=audited.json")
    code, _, _ = auditor("report", "run.jsonl", "--baseline", "b.json", "-f", "json=again.json")

    assert code == 0
    assert (tmp_path / "again.json").read_bytes() == (tmp_path / "audited.json").read_bytes()
    assert (tmp_path / "again.json").read_bytes() != (tmp_path / "first.json").read_bytes()


def test_a_baseline_made_twice_is_the_same(auditor: Auditor, tmp_path: Path) -> None:
    auditor(*stored("run.jsonl"))
    auditor("baseline", "create", "run.jsonl", "-o", "b.json")
    first = (tmp_path / "b.json").read_bytes()
    assert (
        "0 findings added, 1 were there"
        in auditor("baseline", "create", "run.jsonl", "-o", "b.json")[1]
    )
    assert (tmp_path / "b.json").read_bytes() == first


def test_reports_are_the_same_whatever_the_number_of_processes(
    auditor: Auditor, tmp_path: Path
) -> None:
    rows = [{"id": str(n), "headline": f"Ferry {n}", "text": TEXT + str(n)} for n in range(60)]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    run = ("audit", "rows.jsonl", "--select", "doubled-word")
    auditor(*run, "-f", "jsonl=run.jsonl")
    auditor("baseline", "create", "run.jsonl", "-o", "b.json")
    for jobs in "12":
        auditor(*run, "--baseline", "b.json", "--jobs", jobs, "-f", f"json=run{jobs}.json")
    assert (tmp_path / "run1.json").read_bytes() == (tmp_path / "run2.json").read_bytes()
    assert json.loads((tmp_path / "run1.json").read_bytes())["summary"]["statuses"] == {
        "new": 0,
        "baseline": 60,
        "suppressed": 0,
    }


def test_a_missing_baseline_says_how_to_make_one(auditor: Auditor) -> None:
    code, _, err = auditor("check", "a.txt", "--baseline", "none.json")

    assert code == 2
    assert "none.json: there is no such baseline; make one: auditor baseline create RUN" in err
