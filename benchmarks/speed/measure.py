"""Start-up, one check, a run of a thousand: CPU seconds of whole processes against a bare interpreter.

``python -m benchmarks.speed.measure`` prints a table; results are kept beside this file. Every figure is the
median of several runs, taken in turn with a bare interpreter's, whose time is taken off.
"""

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from time import monotonic

PLACES = [
    "Lindmar",
    "Vell",
    "Ruvo",
    "Ostrava",
    "Sennavik",
    "Halden",
    "Morwen",
    "Tarn",
    "Ullvik",
    "Brae",
]
PEOPLE = ["Brandt", "Solheim", "Korten", "Arvik", "Vik", "Renn", "Moen", "Aune", "Oyelaran", "Feld"]
SUBJECTS = [
    "the council",
    "the ferry company",
    "the harbour office",
    "a spokesman",
    "the water board",
    "the school",
]
VERBS = ["said", "announced", "denied", "explained", "agreed", "reported"]
OBJECTS = [
    "that the bridge would open in spring",
    "that prices had risen by a tenth",
    "that nobody had been hurt",
    "that a second vote was needed",
    "that the plans were sound",
    "that the winter had been mild",
    "that trains would run again on Monday",
    "that the museum needed a new roof",
]


def article(seed: int, words: int = 500) -> str:
    """Return an invented article of about ``words`` words."""
    rng = random.Random(seed)
    paragraphs = [f"{rng.choice(PLACES)} waits for decision number {seed} on its harbour"]
    count = 0
    while count < words:
        sentences = []
        for _ in range(rng.randint(2, 4)):
            day = rng.choice(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"])
            sentences.append(
                f"{rng.choice(SUBJECTS).capitalize()} in {rng.choice(PLACES)} {rng.choice(VERBS)} on {day} "
                f"{rng.choice(OBJECTS)}, and {rng.choice(PEOPLE)} {seed % 97} {rng.choice(VERBS)} "
                f"{rng.choice(OBJECTS)} after {rng.randint(2, 90)} days of talks."
            )
        paragraphs.append(" ".join(sentences))
        count += len(paragraphs[-1].split())
    return "\n\n".join(paragraphs) + "\n"


def run(command: Sequence[str], cwd: Path) -> tuple[float, float, float]:
    """Run a command; return CPU seconds, wall seconds, and the largest resident size so far in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = monotonic()
    subprocess.run(
        command,
        cwd=cwd,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
        env=_env(),
    )
    wall = monotonic() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, wall, after.ru_maxrss / 1024


def _env() -> dict[str, str]:
    # Compiled modules are kept, as in any installation: without this each start would compile anew.
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def median_above_bare(command: Sequence[str], cwd: Path, rounds: int) -> float:
    """Return the median CPU seconds of ``command`` above those of a bare interpreter, in turn."""
    gaps = []
    for _ in range(rounds):
        bare = run([sys.executable, "-c", "pass"], cwd)[0]
        gaps.append(run(command, cwd)[0] - bare)
    return statistics.median(gaps)


def _rows(file: Path | None, number: int) -> Iterator[str]:
    if file is None:
        return (json.dumps({"id": str(i), "text": article(i)}) for i in range(number))
    return islice(file.read_text(encoding="utf-8").splitlines(), number)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument(
        "--file", type=Path, help="JSONL of real articles, taken in place of invented ones"
    )
    options = parser.parse_args()
    auditor = [sys.executable, "-m", "auditor"]
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        (here / "one.txt").write_text(article(1), encoding="utf-8")
        for number in (options.articles, options.articles * 4):
            rows = _rows(options.file, number)
            (here / f"{number}.jsonl").write_text("\n".join(rows), encoding="utf-8")
        run([*auditor, "check", "one.txt"], here)
        start = median_above_bare([*auditor, "--help"], here, options.rounds)
        print(f"auditor --help, CPU ms above bare: {1000 * start:.0f}")
        check = median_above_bare([*auditor, "check", "one.txt"], here, options.rounds)
        print(f"auditor check, 500 words, cold, CPU ms above bare: {1000 * check:.0f}")
        for number in (options.articles, options.articles * 4):
            known = sum(1 for _ in (here / f"{number}.jsonl").open(encoding="utf-8"))
            command = [*auditor, "audit", f"{number}.jsonl", "--quiet", "-f", "jsonl=out.jsonl"]
            cpu, wall, peak = run(command, here)
            print(
                f"auditor audit, {known:,} articles of about 500 words: "
                f"wall {wall:.1f} s, CPU {cpu:.1f} s, peak {peak:.0f} MB"
            )


if __name__ == "__main__":
    main()
