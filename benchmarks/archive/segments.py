"""What memory-mapped segments would save: ``python -m benchmarks.archive.segments ARCHIVE FILE``.

The segments of a compacted archive are written to a file of their own, buckets one after the other behind a
directory of their places, and mapped. Then all fingerprints of some articles of the file are looked up in
both, by turns, in one process: CPU time, and what the whole answer takes, verification included.
"""

import argparse
import mmap
import statistics
import tempfile
from array import array
from collections.abc import Iterator
from pathlib import Path
from time import process_time

import apsw

from auditor.archive import Archive
from auditor.archive.lookup import BANDS
from auditor.archive.postings import (
    BUCKET_BITS,
    KEY_BITS,
    Kind,
    Segment,
    carriers,
    numbers,
    segments,
    spread_key,
)
from auditor.archive.record import paragraph_keys
from auditor.document import Article
from auditor.similarity.signature import band_keys, signature
from benchmarks.archive.measure import some


class Mapped:
    """One segment in a file: the end of each bucket, then the buckets."""

    def __init__(self, connection: apsw.Connection, segment: Segment, path: Path) -> None:
        self._segment = segment
        first = segment.number << BUCKET_BITS
        ends = array("Q", bytes(8 * (1 << segment.bits)))
        with path.open("wb") as out:
            at = len(ends) * 8
            out.seek(at)
            done = 0
            for place, bucket in connection.execute(
                "SELECT place, entries FROM posting WHERE place >= ? AND place < ? ORDER BY place",
                (first, first + (1 << BUCKET_BITS)),
            ):
                while done < place - first:
                    ends[done] = at
                    done += 1
                out.write(bucket)
                at += len(bucket)
            ends[done:] = array("Q", [at]) * (len(ends) - done)
            out.seek(0)
            out.write(ends.tobytes())
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._start = len(ends) * 8
        self._ends = memoryview(self._map)[: self._start].cast("Q")

    def numbers(self, key: int) -> Iterator[int]:
        """Yield what ``postings.numbers`` yields."""
        bucket = key >> (KEY_BITS - self._segment.bits)
        low = self._ends[bucket - 1] if bucket else self._start
        wanted = key.to_bytes(KEY_BITS // 8, "big")[self._segment.bits // 8 :]
        for number in carriers(self._map[low : self._ends[bucket]], wanted):
            yield self._segment.base + number


def keys_of(article: Article) -> dict[Kind, list[int]]:
    """Return the fingerprints that are looked up."""
    text = article.compared
    values = {
        Kind.BAND: band_keys(signature(text.shingles), BANDS),
        Kind.PARAGRAPH: paragraph_keys(article),
        Kind.PASSAGE: [mark.value for mark in text.marks],
    }
    return {kind: [*map(spread_key, found)] for kind, found in values.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("file")
    parser.add_argument("--articles", type=int, default=200)
    options = parser.parse_args()
    drafts = some(options.file, options.articles)
    asked = [keys_of(draft) for draft in drafts]
    with Archive(options.archive) as archive, tempfile.TemporaryDirectory() as folder:
        connection = archive._open()  # what is compared lies below the door
        known = {kind: segments(connection, kind) for kind in asked[0]}
        if any(len(of) > 1 for of in known.values()):
            parser.error("compact the archive first")
        mapped = {
            kind: Mapped(connection, of[0], Path(folder) / str(int(kind)))
            for kind, of in known.items()
        }
        times: dict[str, list[float]] = {"SQLite": [], "mapped": [], "whole answer": []}
        for _ in range(3):  # the first round warms what there is to warm
            times = {name: [] for name in times}
            for draft, keys in zip(drafts, asked, strict=True):
                begun = process_time()
                connection.execute("BEGIN")
                one = [
                    list(numbers(connection, known[kind], k)) for kind in keys for k in keys[kind]
                ]
                connection.execute("ROLLBACK")
                between = process_time()
                two = [list(mapped[kind].numbers(k)) for kind in keys for k in keys[kind]]
                done = process_time()
                archive.lookup._last = None  # ask again
                archive.similar(draft)
                times["SQLite"].append(between - begun)
                times["mapped"].append(done - between)
                times["whole answer"].append(process_time() - done)
                if one != two:
                    raise SystemExit("the two do not answer alike")
        each = sum(len(k) for keys in asked for k in keys.values()) / len(asked)
        print(f"{len(archive):,} articles, {each:.0f} fingerprints a question")
        for name, taken in times.items():
            print(f"{name}: median {statistics.median(taken) * 1000:.2f} ms")


if __name__ == "__main__":
    main()
