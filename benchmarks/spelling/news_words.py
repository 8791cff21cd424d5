"""Make ``tools/news_en.tsv``: names of the news that no list of words has, and full names, with how many articles.

Read from the even rows of the news set, those that ``train_typo.py`` learns from; a name must stand in
four articles. What was read and is no name (two names with no space between them, a known misspelling)
is left out below. Words without a capital that stood in several articles were read as well: those that are
right are in ``tools/words_en.txt``.
"""

import argparse
from collections import Counter
from itertools import pairwise
from pathlib import Path

from auditor.detectors.typo import base
from auditor.language.lexicon import lexicon
from benchmarks.spelling.common import articles_of, data_folder, read

OUT = Path(__file__).resolve().parents[2] / "tools/news_en.tsv"
ENOUGH = 4
_CAPITALS = 0.34
"""The share of its articles in which a name has a capital."""
_NONE = frozenset(
    "obamathe pelosiovernight schiffgraham trumpgop trumpkamala trumptrump muellerspeier ukranian islamaphobic".split()
)
_SMALL = frozenset(
    "the and but for with after from that this his her its our their was not are who how why what when they you".split()
)


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", default=None)
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    articles, capitals, pairs = Counter[str](), Counter[str](), Counter[str]()
    for text in articles_of(data_folder(args.data), 10_000, half=0):
        article = read(text)
        written = [(base(word.text), word.text[0].isupper()) for word in article.words]
        articles.update({word for word, _ in written})
        capitals.update({word for word, capital in written if capital})
        pairs.update(
            {
                f"{base(a.text)} {base(b.text)}"
                for a, b in pairwise(article.words)
                if a.text[0].isupper()
                and b.text[0].isupper()
                and article.prose[a.end : b.start] == " "
            }
        )
    known = lexicon("en")
    names = {
        word: count
        for word, count in articles.items()
        if count >= ENOUGH
        and word.isalpha()
        and len(word) > 2
        and word not in _NONE
        and capitals[word] > _CAPITALS * count
        and not known.known(word)
    }
    full = {
        pair: count
        for pair, count in pairs.items()
        if count >= ENOUGH
        and pair.isascii()
        and all(len(word) > 2 and word.isalpha() and word not in _SMALL for word in pair.split())
    }
    lines = [f"{name}\t{count}\n" for name, count in sorted((names | full).items())]
    args.out.write_text("".join(lines), encoding="utf-8")
    print(f"{len(names)} names, {len(full)} full names: {args.out}")


if __name__ == "__main__":
    main()
