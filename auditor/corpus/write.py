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
from auditor.similarity.relation import VERSION as RELATIONS
from auditor.similarity.signature import VERSION as SIGNATURES


def write(found: Deduplicated, folder: Path, settings: dict[str, Any]) -> None:
    """Write ``clusters.parquet``, ``pairs.parquet``, ``keep.txt`` and, when they stand, ``run.json``.

    Raises:
        AuditorError: the folder cannot be made or written to.

    """
    ids = found.ids
    clusters = pa.table(
        {
            "cluster": pa.array([m.cluster for m in found.members], pa.string()),
            "id": pa.array([ids[m.number] for m in found.members], pa.string()),
            "representative": pa.array([m.representative for m in found.members], pa.bool_()),
            "relation": pa.array([m.relation for m in found.members], pa.string()),
            "similarity": pa.array([m.similarity for m in found.members], pa.float64()),
        }
    )
    pairs = pa.table(
        {
            "a": pa.array([ids[p.a] for p in found.pairs], pa.string()),
            "b": pa.array([ids[p.b] for p in found.pairs], pa.string()),
            "relation": pa.array([p.relation for p in found.pairs], pa.string()),
            "jaccard": pa.array([p.jaccard for p in found.pairs], pa.float64()),
            "containment": pa.array([p.containment for p in found.pairs], pa.float64()),
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
    names = {member.cluster for member in found.members}
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
            "pairs": len(found.pairs),
            "clusters": len(names),
            "duplicates": len(found.ids) - len(found.keep),
            "kept": len(found.keep),
        },
        "relations_of_candidates": found.relations,
        "skipped": {
            "pairs_in_crowded_buckets": found.left_out,
            "pairs_of_common_passages": found.common,
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
