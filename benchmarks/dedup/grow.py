"""Grow a corpus for timing: ``python -m benchmarks.dedup.grow articles.jsonl 100000 > corpus.jsonl``.

Each article is made of paragraphs of those given, drawn by chance; three in ten are one of the last 10,000 such
with a few words changed, so that duplicates are as many in a large corpus as in a small one. The same arguments
give the same corpus.
"""

import argparse
import json
import random
import sys
from pathlib import Path

_LAST = 10_000


def main() -> None:
    """Write the corpus to standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("number", type=int)
    options = parser.parse_args()
    lines = options.file.read_text(encoding="utf-8").splitlines()
    paragraphs = [p for line in lines for p in json.loads(line)["text"].split("\n") if p.strip()]
    chance = random.Random(1)
    earlier: list[str] = []
    for number in range(options.number):
        if earlier and chance.random() < 0.3:
            words = chance.choice(earlier).split(" ")
            for _ in range(chance.randrange(1, max(len(words) // 10, 2))):
                words[chance.randrange(len(words))] = f"word{chance.randrange(1000)}"
            text = " ".join(words)
        else:
            picked: list[str] = []
            while sum(len(p.split()) for p in picked) < 400:
                picked.append(chance.choice(paragraphs))
            text = "\n\n".join(picked)
            if len(earlier) < _LAST:
                earlier.append(text)
            else:
                earlier[number % _LAST] = text
        sys.stdout.write(json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
