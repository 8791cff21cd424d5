"""Parts found in a corpus: ``python -m benchmarks.dedup.parts articles.jsonl``.

Of each of the first articles a run of whole sentences is cut, a tenth to a half of its words, and put among
them as an article of its own. Printed is how many of the cuts are told to be contained in the article they
are from, by the share that was cut, and how many pairs are told of which neither is the other's.
"""

import argparse
import random
from collections import Counter
from itertools import islice

from auditor.corpus.dedup import dedup
from auditor.document import Article
from auditor.sources import read_articles, read_text

SHARES = (0.1, 0.2, 0.3, 0.4, 0.5)


def cut(article: Article, share: float, chance: random.Random) -> str:
    """Return sentences that follow each other, of about this share of the article's words."""
    sentences = [span.of(article.text) for span in article.sentences]
    wanted = share * article.word_count
    first = chance.randrange(len(sentences))
    taken: list[str] = []
    while sum(len(s.split()) for s in taken) < wanted and first + len(taken) < len(sentences):
        taken.append(sentences[first + len(taken)])
    return " ".join(taken)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--articles", type=int, default=2000)
    options = parser.parse_args()
    read = (a for a in read_articles([options.file]) if isinstance(a, Article))
    whole = [article for article in islice(read, options.articles) if article.word_count >= 100]
    chance = random.Random(7)
    made: list[Article] = []
    shares: dict[str, float] = {}
    for number, article in enumerate(whole):
        share = SHARES[number % len(SHARES)]
        text = cut(article, share, chance)
        if len(text.split()) >= 0.8 * share * article.word_count:
            made.append(read_text(text, id=f"part of {article.id}"))
            shares[article.id] = share
    found = dedup([*whole, *made])
    told: Counter[float] = Counter()
    others = 0
    for pair in found.pairs:
        names = {found.ids[pair.a], found.ids[pair.b]}
        one = next((name for name in names if f"part of {name}" in names), None)
        if one is None:
            others += 1
        elif pair.relation in ("contains", "contained-in"):
            told[shares[one]] += 1
    for share, count in sorted(Counter(shares.values()).items()):
        print(f"{share:.0%} of an article: {told[share]} of {count} found")
    print(f"pairs of other articles: {others}")


if __name__ == "__main__":
    main()
