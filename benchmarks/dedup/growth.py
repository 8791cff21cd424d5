"""How the cost of ``auditor dedup`` grows: ``python -m benchmarks.dedup.growth corpus.jsonl 10000 100000 1000000``.

Runs the command on the first so many articles of a corpus (``grow`` makes one), each in a process of its own, and
prints wall clock, CPU time and the greatest memory of any process; ``--plot FILE`` draws them as SVG.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from itertools import islice
from math import log10
from pathlib import Path
from time import perf_counter

_WIDE, _HIGH, _EDGE = 640, 400, 60


def measure(corpus: Path, number: int, folder: Path) -> tuple[float, float, float]:
    """Return seconds of wall clock, seconds of CPU time, and megabytes."""
    part = folder / "part.jsonl"
    with corpus.open("rb") as lines, part.open("wb") as out:
        out.writelines(islice(lines, number))
    before = os.times()
    begun = perf_counter()
    command = [sys.executable, "-m", "auditor", "dedup", str(part), "--quiet", "--out"]
    subprocess.run([*command, str(folder / f"found-{number}")], check=True)
    wall = perf_counter() - begun
    after = os.times()
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    return wall, cpu, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def plot(points: list[tuple[int, float]]) -> str:
    """Return seconds over articles, both in powers of ten, with the line of equal cost an article."""
    low = (log10(points[0][0]), log10(min(wall for _, wall in points)) - 0.2)
    across = log10(points[-1][0]) - low[0]
    up = max(log10(max(wall for _, wall in points)) - low[1] + 0.2, 0.1)

    def at(number: int, wall: float) -> tuple[float, float]:
        x = _EDGE + (log10(number) - low[0]) / across * (_WIDE - 2 * _EDGE)
        return x, _HIGH - _EDGE - (log10(wall) - low[1]) / up * (_HIGH - 2 * _EDGE)

    last, most = points[-1]
    ends = [at(points[0][0], most * points[0][0] / last), at(last, most)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in ends)
    dots = [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
        f'<text x="{x - 10:.1f}" y="{y - 10:.1f}" text-anchor="end">{number:,}: {wall:.1f} s</text>'
        for number, wall in points
        for x, y in [at(number, wall)]
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_HIGH}" font-family="sans-serif" '
        f'font-size="13"><rect width="{_WIDE}" height="{_HIGH}" fill="#fff"/>'
        f'<text x="{_EDGE}" y="24">auditor dedup: seconds of wall clock by articles, both in powers of ten</text>'
        f'<polyline points="{line}" fill="none" stroke="#999" stroke-dasharray="4 4"/>'
        f'<text x="{_WIDE - _EDGE}" y="{_HIGH - 20}" text-anchor="end" fill="#666">'
        f"dashed: the same cost an article</text>{''.join(dots)}</svg>\n"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("numbers", type=int, nargs="+")
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args()
    points: list[tuple[int, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        for number in options.numbers:
            wall, cpu, memory = measure(options.corpus, number, Path(folder))
            points.append((number, wall))
            each = wall / number * 1e6
            print(
                f"{number:>9,} articles {wall:7.1f} s, {each:5.0f} us each, CPU {cpu:7.1f} s, "
                f"{memory:6.0f} MB",
                flush=True,
            )
    if options.plot:
        options.plot.write_text(plot(points), encoding="utf-8")


if __name__ == "__main__":
    main()
