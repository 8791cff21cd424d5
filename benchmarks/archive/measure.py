"""What an archive costs, and whether a damaged one is ever believed.

``python -m benchmarks.archive.measure FILE`` adds the articles of a file of rows to a new archive (two
processes), then asks it about some of them: warm, in one process, and cold, one process a question, CPU time
with the interpreter's start. ``--damage N`` spoils N copies of a small archive, one byte, page or tail each,
and counts answers that are wrong and not told to be.
"""

import argparse
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import replace
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time

from auditor.archive import Archive
from auditor.document import Article
from auditor.errors import AuditorError
from auditor.sources import read_articles

_ASKED = 300


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--keep-text", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--damage", type=int, default=0, metavar="N")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive"
        if options.damage:
            damage(options.file, path, options.damage, keep_text=options.keep_text)
        else:
            cost(options.file, path, options.jobs, keep_text=options.keep_text)


def some(file: str, count: int) -> list[Article]:
    """Return the first articles of a file, as drafts: under other ids."""
    found = (a for a in read_articles([file]) if isinstance(a, Article))
    return [replace(article, id=f"draft-{n}") for n, article in enumerate(islice(found, count))]


def cost(file: str, path: Path, jobs: int, *, keep_text: bool) -> None:
    """Print what filling, keeping and asking costs."""
    with Archive(path, keep_text=keep_text) as archive:
        begun, spent = perf_counter(), _cpu()
        archive.add(read_articles([file]), jobs=jobs)
        taken, used = perf_counter() - begun, _cpu() - spent
        count = len(archive)
        print(
            f"added {count:,} articles in {taken:.1f} s: {count / taken:,.0f} a second, {jobs} jobs; "
            f"{used / count * 1e6:,.0f} microseconds of CPU time an article"
        )
        begun, spent = perf_counter(), _cpu()
        archive.compact()
        print(f"compacted in {perf_counter() - begun:.1f} s, {_cpu() - spent:.1f} s of CPU time")
        stats = archive.stats()
        apart = stats.size - sum(
            size for name, size in stats.sizes if name in ("passages", "shingles", "texts")
        )
        print(
            f"{stats.size / count:,.0f} bytes an article; {apart / count:,.0f} without passages, shingles and "
            f"texts, counts of words among them; {dict(stats.sizes)}"
        )
        drafts = some(file, _ASKED)
        times, right = [], 0
        for draft in drafts:
            _ = draft.compared
            begun_cpu = process_time()
            found = archive.similar(draft)
            times.append((process_time() - begun_cpu) * 1000)
            right += bool(found) and found[0].relation == "identical"
        times.sort()
        print(
            f"warm: median {statistics.median(times):.1f} ms, 95 of 100 under {times[len(times) * 95 // 100]:.1f} "
            f"ms; {right} of {len(drafts)} found themselves first"
        )
        words = sorted({word.text for draft in drafts[:20] for word in draft.words})
        begun_cpu = process_time()
        for word in words:
            archive.lookup.word_count(word)
        counting = (process_time() - begun_cpu) / len(words)
        begun_cpu = process_time()
        wrong = archive.verify()
        verifying = process_time() - begun_cpu
        begun_cpu = process_time()
        archive.remove([next(archive.signatures())[0]])
        print(
            f"a word's count: {counting * 1e6:.0f} microseconds; verify: {verifying:.1f} s, {len(wrong)} faults; "
            f"remove: {process_time() - begun_cpu:.1f} s"
        )
    draft_file = path.with_name("draft.txt")
    draft_file.write_text(drafts[0].text, encoding="utf-8")
    command = [sys.executable, *"-m auditor archive find".split(), str(draft_file)]
    command += ["--archive", str(path)]
    # As installed: the bytecode of modules is kept.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    cold = []
    for _ in range(15):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        # Where no project keeps its settings.
        subprocess.run(command, check=True, capture_output=True, env=environment, cwd=path.parent)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cold.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    print(
        f"cold: median {statistics.median(cold) * 1000:.0f} ms of CPU time, least {min(cold) * 1000:.0f} ms"
    )


def _cpu() -> float:
    """Return the CPU time of this process and of those that have ended."""
    return sum(
        usage.ru_utime + usage.ru_stime
        for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def answers(archive: Archive, drafts: list[Article]) -> list[object]:
    """Return what an archive says of drafts: its articles that resemble them, and how many hold their words."""
    words = [{word.text for word in draft.words[:50]} for draft in drafts]
    return [
        (archive.similar(draft), [archive.lookup.word_count(word) for word in sorted(its)])
        for draft, its in zip(drafts, words, strict=True)
    ]


def damage(file: str, path: Path, count: int, *, keep_text: bool) -> None:
    """Print how often a spoilt archive answered wrongly without a word."""
    drafts = some(file, 20)
    with Archive(path, keep_text=keep_text) as archive:
        archive.add(islice(read_articles([file]), 200))
        right = answers(archive, drafts)
    chance = random.Random(5)
    told = same = silent = 0
    for _ in range(count):
        copy = path.with_name("spoilt")
        shutil.copy(path, copy)
        data = bytearray(copy.read_bytes())
        at = chance.randrange(len(data))
        kind = chance.choice(("byte", "page", "tail"))
        if kind == "byte":
            data[at] ^= 1 << chance.randrange(8)
        elif kind == "page":
            data[at : at + 4096] = bytes(min(4096, len(data) - at))
        else:
            del data[at:]
        copy.write_bytes(data)
        try:
            with Archive(copy) as archive:
                found = answers(archive, drafts)
        except AuditorError:
            told += 1
        else:
            same += found == right
            silent += found != right
    print(
        f"{count} spoilt copies: {told} told, {same} answered as before, {silent} wrong and silent"
    )


if __name__ == "__main__":
    main()
