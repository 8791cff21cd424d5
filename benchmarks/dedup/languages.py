"""A sentence, its light edit and another sentence, in nine languages: ``python -m benchmarks.dedup.languages``.

The data's folder is given by ``--data`` or ``AUDITOR_DATA``. Each sentence of eight words or more is compared
with itself after one word in its middle was replaced by one of the next sentence (in scripts without spaces,
two characters), which must be found, and with the next sentence, which must not.
"""

import argparse
import gzip
import json
import os
from itertools import pairwise
from pathlib import Path

import auditor
from auditor.similarity.shingle import tokenise

SAME = ("identical", "near-duplicate", "contains", "contained-in")


def edited(text: str, other: str) -> str:
    """Return the text with a piece of its middle replaced by one of the other's middle."""
    words, more = tokenise(text), tokenise(other)
    at, there = len(words) // 2, len(more) // 2
    wide = 1 if words.ends[at] - words.starts[at] > 1 else 2
    piece = other[more.starts[there] : more.ends[min(there + wide, len(more)) - 1]]
    return text[: words.starts[at]] + piece + text[words.ends[at + wide - 1] :]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("AUDITOR_DATA"))
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    if options.data is None:
        parser.error("give the data's folder with --data or AUDITOR_DATA")
    for path in sorted((Path(options.data) / "multilingual").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            texts = [json.loads(line)["text"] for line in file]
        texts = [text for text in texts if len(tokenise(text)) >= 8]
        found = alarms = 0
        for text, other in pairwise(texts):
            edit = edited(text, other)
            seen = auditor.compare(text, edit).relation
            found += seen in SAME
            alarms += auditor.compare(text, other).relation in SAME
            if options.misses and seen not in SAME:
                print(f"  {seen}: {text} | {edit}")
        print(
            f"{path.name.split('.')[0]:<10} {found} of {len(texts) - 1} edits found, {alarms} others taken for it"
        )


if __name__ == "__main__":
    main()
