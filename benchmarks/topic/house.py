"""What learning from a house's own archive gains, by the size of the archive.

``python -m benchmarks.topic.house [--data DATA] [--articles N ...]``: archives of articles of the half that the shipped
vectors were not learned from; the gain is cross-validated as ``auditor archive learn`` does it.
"""

import argparse
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from auditor.archive import Archive
from auditor.learning import learn_archive
from benchmarks.topic.common import REPORT, article, data_folder, news


def main() -> None:
    """Print what each size of archive gains."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=None)
    parser.add_argument("--articles", type=int, nargs="+", default=[400, 4000])
    args = parser.parse_args()
    given = news(data_folder(args.data), REPORT)
    for size in args.articles:
        with TemporaryDirectory() as scratch:
            path = Path(scratch) / "house.archive"
            with Archive(path, keep_text=True) as archive:
                archive.add(article(row) for row in given[:size])
                began = time.process_time()
                gain = learn_archive(archive)
                spent = time.process_time() - began
        print(
            f"{gain.articles} articles: {gain.before:.3f} found as shipped, {gain.after:.3f} as learned; "
            f"{gain.words} words, {gain.lines} lines; {spent:.0f} s of CPU",
            flush=True,
        )


if __name__ == "__main__":
    main()
