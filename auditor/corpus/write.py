"""The results of ``auditor dedup`` in a folder: two tables, a list of ids, and how the run was made."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

import auditor
from auditor.corpus.dedup import Deduplicated
from auditor.errors import AuditorError
from auditor.similarity.relation import ALL
from auditor.similarity.relation import VERSION as RELATIONS
from auditor.similarity.signature import VERSION as SIGNATURES


def write(found: Deduplicated, folder: Path, settings: dict[str, Any]) -> None:
    """Write ``clusters.parquet``, ``pairs.parquet``, ``keep.txt`` and, when they stand, ``run.json``.

    Raises:
        AuditorError: the folder cannot be made or written to.

    """
    ids = found.ids
    every = pa.array(ids, pa.string())
    names = pa.array(ALL, pa.string())
    leaders, members, relation, similarity, _ = found.clustered
    clusters = pa.table(
        {
            "cluster": every.take(pa.array(leaders)),
            "id": every.take(pa.array(members)),
            "representative": pa.array(leaders == members),
            "relation": names.take(pa.array(relation)),
            "similarity": pa.array(similarity),
        }
    )
    pairs = pa.table(
        {
            "a": every.take(pa.array(found.found.a)),
            "b": every.take(pa.array(found.found.b)),
            "relation": names.take(pa.array(found.found.relation)),
            "jaccard": pa.array(found.found.jaccard),
            "containment": pa.array(found.found.containment),
        }
    )
    keep = "".join(f"{_in_one_line(ids[number])}\n" for number in found.keep)
    run = json.dumps(about(found, settings), ensure_ascii=False, indent=2) + "\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _put(folder / "clusters.parquet", lambda path: pq.write_table(clusters, path))
        _put(folder / "pairs.parquet", lambda path: pq.write_table(pairs, path))
        _put(folder / "keep.txt", lambda path: path.write_bytes(_encoded(keep)))
        _put(folder / "run.json", lambda path: path.write_bytes(_encoded(run)))
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise AuditorError(f"cannot write the results to {folder}: {reason}") from problem


def about(found: Deduplicated, settings: dict[str, Any]) -> dict[str, Any]:
    """Return how the run was made and what it counted."""
    return {
        "schema": "auditor.dedup/1",
        "version": auditor.__version__,
        "signatures": SIGNATURES,
        "relations": RELATIONS,
        "settings": {**settings, "bands": found.bands.number, "rows": found.bands.rows},
        "counts": {
            "articles": len(found.ids),
            "refused": found.refused,
            "candidates": found.candidates,
            "pairs": found.found.size,
            "clusters": found.clusters,
            "duplicates": len(found.ids) - len(found.keep),
            "kept": len(found.keep),
        },
        "relations_of_candidates": found.relations,
        "skipped": {
            "pairs_in_crowded_buckets": found.left_out,
            "pairs_of_common_passages": found.common,
            "pairs_in_large_clusters": found.clustered.unasked,
        },
    }


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _in_one_line(id_: str) -> str:
    """Return an id that cannot begin a line of its own."""
    return " ".join(id_.splitlines()) if id_ else id_


def _put(path: Path, fill: Callable[[Path], object]) -> None:
    """Fill a file beside ``path`` and move it there, so that it is there whole or not at all."""
    beside = path.with_name(f".{path.name}-{os.getpid()}.tmp")
    try:
        fill(beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
