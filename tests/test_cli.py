"""The command line: what it prints, where, and how it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import Auditor

GOOD = """Night train to Ostrava Bay will run again

The night train between Lindmar and Ostrava Bay will run again from the first of June, the railway said on
Wednesday, nine years after it was withdrawn. It will carry two sleeping cars, three couchettes and a van for bicycles.

"People told us for nine years that they wanted it back," said Ilse Korten, who runs the passenger business of the
railway. "We have stopped arguing with them."

The old train was withdrawn when the sleeping cars needed new brakes and nobody would pay for them. The cars stood in
a siding until a museum asked for one of them. The railway then had the rest inspected, and found them sound.
"""
BAD = GOOD.replace(
    "\n\nThe night train between",
    "\n\nNight train to Ostrava Bay will run again\n\nThe night train between",
    1,
)

OTHER = """Keeper of the Ruvo light retires after forty years

The keeper of the Ruvo light locked its door for the last time on Friday and gave the key to the coast guard.

Magda Thorsen, 66, had kept the light since she was a young woman. She said that she would miss the storms more than
the quiet. "In a storm you know what you are for," she said.

The lamp has run by itself since 1994. The coast guard means to open the tower to visitors in the summer, and to let
the two rooms below it to anybody who can bear the horn.
"""


@pytest.fixture(autouse=True)
def drafts(tmp_path: Path) -> None:
    """Lay three drafts into the folder of the test."""
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "bad.txt").write_text(BAD, encoding="utf-8")
    (tmp_path / "other.txt").write_text(OTHER, encoding="utf-8")


def test_help_names_the_commands_and_shows_examples(auditor: Auditor) -> None:
    code, out, _ = auditor("--help")

    assert code == 0
    for word in ("audit", "check", "compare", "review", "rules", "Examples:"):
        assert word in out


@pytest.mark.parametrize(
    "name",
    ["archive", "audit", "baseline", "check", "compare", "dedup", "report", "review", "rules"],
)
def test_every_command_has_help_with_examples(auditor: Auditor, name: str) -> None:
    code, out, _ = auditor(name, "--help")

    assert code == 0
    assert "Examples:" in out


def test_a_clean_draft_passes(auditor: Auditor) -> None:
    code, out, err = auditor("check", "good.txt")

    assert (code, err) == (0, "")
    assert "pass" in out


def test_a_bad_draft_is_blocked(auditor: Auditor) -> None:
    code, out, _ = auditor("check", "bad.txt")

    assert code == 1
    assert "repeated-headline" in out


def test_the_draft_stage_warns_only(auditor: Auditor) -> None:
    assert auditor("check", "bad.txt", "--stage", "draft")[0] == 0


def test_ignored_rules_do_not_gate(auditor: Auditor) -> None:
    assert auditor("check", "bad.txt", "--ignore", "repeated-headline")[0] == 0


def test_reports_go_where_they_are_sent(auditor: Auditor, tmp_path: Path) -> None:
    code, out, err = auditor(
        "audit",
        "bad.txt",
        "other.txt",
        "-f",
        "json",
        "-f",
        "jsonl=out.jsonl",
        "-f",
        "html=out.html",
    )

    assert code == 1
    run_report = json.loads(out)
    assert run_report["schema"] == "auditor.run/1"
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert rows == run_report["articles"]
    assert [row["verdict"] for row in rows] == ["block", "pass"]
    assert "out.html" in err
    assert "Content-Security-Policy" in (tmp_path / "out.html").read_text("utf-8")


def test_the_span_is_the_text(auditor: Auditor) -> None:
    _, out, _ = auditor("check", "bad.txt", "-f", "json", "--with-text")

    report = json.loads(out)["articles"][0]
    for finding in report["findings"]:
        if finding["span"]:
            assert BAD[finding["span"]["start"] : finding["span"]["end"]] == finding["text"]
    assert report["article"]["text"] == BAD


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(200), "binary"),
        ("broken.jsonl", b'{"text": "Fine words here."}\n{"text": \n', "broken.jsonl:2"),
        ("long.jsonl", b'{"text": "' + b"word " * 10_000_000 + b'"}\n', "long.jsonl:1"),
    ],
)
def test_bad_input_is_one_line_and_the_rest_goes_on(
    auditor: Auditor, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)

    code, out, err = auditor("audit", name, "good.txt", "-f", "jsonl")

    assert code == 2
    assert err.count("\n") == 1
    assert said in err
    assert "good.txt" in out


def test_a_missing_file_is_one_line_and_the_rest_goes_on(auditor: Auditor) -> None:
    code, out, err = auditor("audit", "nowhere.txt", "good.txt", "-f", "jsonl")

    assert code == 2
    assert err.count("\n") == 1
    assert "nowhere.txt" in err
    assert "good.txt" in out


def test_a_file_of_bad_rows_does_not_flood_the_terminal(auditor: Auditor, tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text("{]\n" * 300, encoding="utf-8")
    code, _, err = auditor("audit", "rows.jsonl", "good.txt")

    assert code == 2
    assert len(err.splitlines()) < 20
    assert "rows.jsonl:1:" in err
    assert "rows.jsonl: 290 more of its parts cannot be read" in err


def test_bytes_that_are_no_utf8_are_read_and_reported(auditor: Auditor, tmp_path: Path) -> None:
    (tmp_path / "half.txt").write_bytes(GOOD.encode() + b"\nA last line with a \xff byte.\n")

    code, out, _ = auditor("audit", "half.txt", "-f", "jsonl")

    assert code in (0, 2)
    assert "UTF-8" in json.dumps(json.loads(out)["article"]["notes"])


def test_a_rule_with_a_bad_pattern_is_named_with_its_place(
    auditor: Auditor, tmp_path: Path
) -> None:
    (tmp_path / "mine.yaml").write_text(
        "id: mine\ndetector: existence\ncategory: style\nsummary: Mine.\nseverity: info\n"
        "options:\n  patterns: ['(unclosed']\nmessage: no\nwhy: no\nexamples:\n  - hit: «a»\n  - pass: b\n",
        encoding="utf-8",
    )

    code, _, err = auditor("check", "good.txt", "--rules", "mine.yaml")

    assert code == 2
    assert "mine.yaml:7" in err


def test_an_unknown_setting_is_named_with_its_place(auditor: Auditor, tmp_path: Path) -> None:
    (tmp_path / "auditor.toml").write_text('stage = "draft"\nselct = ["typo"]\n', encoding="utf-8")

    code, _, err = auditor("check", "good.txt")

    assert code == 2
    assert "auditor.toml:2" in err
    assert "did you mean 'select'?" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("chekc", "good.txt"), "did you mean 'check'?"),
        (("check", "good.txt", "-f", "jsn"), "did you mean 'json'?"),
        (("check", "good.txt", "--select", "tpyo"), "did you mean 'typo'?"),
        (("check", "good.txt", "-f", "json", "-f", "terminal"), "one place"),
        (("check", "good.txt", "-f", "json=nowhere/out.json"), "nowhere"),
        (("rules", "show", "typos"), "did you mean 'typo'?"),
    ],
)
def test_wrong_use_says_what_would_be_right(
    auditor: Auditor, arguments: tuple[str, ...], said: str
) -> None:
    code, _, err = auditor(*arguments)

    assert code == 2
    assert said in err


def test_a_comment_in_the_text_silences_a_rule(auditor: Auditor, tmp_path: Path) -> None:
    note = "<!-- auditor: ignore doubled-word -- the band is called that -->"
    (tmp_path / "draft.md").write_text(f"# Head\n\nThe the played. {note}\n", encoding="utf-8")
    _, out, _ = auditor("check", "draft.md", "-f", "json", "--select", "doubled-word")

    (finding,) = json.loads(out)["articles"][0]["findings"]
    assert (finding["rule"], finding["status"]) == ("doubled-word", "suppressed")


def test_compare(auditor: Auditor) -> None:
    code, out, _ = auditor("compare", "good.txt", "bad.txt", "-f", "json")

    comparison = json.loads(out)
    assert code == 0
    assert comparison["schema"] == "auditor.comparison/1"
    assert comparison["relation"] == "near-duplicate"


def test_rules_list_and_show_and_test(auditor: Auditor) -> None:
    code, out, _ = auditor("rules", "list")
    assert code == 0
    assert "near-duplicate-paragraph" in out

    code, out, _ = auditor("rules", "show", "typo")
    assert code == 0
    assert "Why" in out

    code, out, _ = auditor("rules", "test", "core")
    assert code == 0, out
    assert " 0 wrong" in out


def test_a_reader_that_leaves_ends_it_quietly(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_text(BAD, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "auditor", "audit", *["bad.txt"] * 40, "-f", "jsonl", "--with-text"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    error = process.stderr.read()
    process.stderr.close()
    process.wait()

    assert error == b""


def run_bytes(tmp_path: Path, *arguments: str, **environment: str) -> bytes:
    ran = subprocess.run(
        [sys.executable, "-m", "auditor", *arguments],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        env=os.environ | environment,
    )
    assert ran.returncode in (0, 1), ran.stderr
    return ran.stdout


def test_the_same_bytes_whatever_the_jobs_the_hash_seed_and_the_locale(tmp_path: Path) -> None:
    rows = [
        json.dumps({"id": f"r{i}", "text": BAD.replace("June", f"June {i}, café")})
        for i in range(60)
    ]
    (tmp_path / "corpus.jsonl").write_text("\n".join(rows), encoding="utf-8")
    command = ("audit", "corpus.jsonl", "-f", "json")

    alone = run_bytes(tmp_path, *command, "--jobs", "1", PYTHONHASHSEED="1")

    assert alone == run_bytes(
        tmp_path, *command, "--jobs", "2", PYTHONHASHSEED="2", LC_ALL="C", PYTHONUTF8="0"
    )
