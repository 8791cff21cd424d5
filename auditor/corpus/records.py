"""Results as bytes and back, for the journal; nothing in them can run."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from struct import Struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from auditor.corpus.pairs import Checked, Found
from auditor.corpus.sign import Signed
from auditor.corpus.spill import Places
from auditor.errors import InputError, Problem
from auditor.similarity.minhash import Batch

_SIZE = Struct("<Q")


def save_signed(signed: Signed) -> bytes:
    """Return a signed batch as bytes."""
    head = {
        "ids": signed.ids,
        "paths": signed.paths if len(set(signed.paths)) != 1 else signed.paths[:1],
        "dates": signed.dates,
        "refused": [
            (at, [(p.message, p.path, p.line, p.column) for p in error.problems])
            for at, error in signed.refused
        ],
        "files": signed.texts.files,
    }
    columns: list[NDArray[Any]] = [
        signed.words,
        signed.names,
        signed.rows,
        *signed.samples,
        *signed.texts[1:],
    ]
    return _packed(head, columns)


def load_signed(data: bytes) -> Signed:
    """Return what ``save_signed`` made bytes of."""
    head, (words, names, rows, samples, ends, *places) = _unpacked(data)
    paths = head["paths"]
    return Signed(
        head["ids"],
        paths * len(head["ids"]) if len(paths) == 1 else paths,
        head["dates"],
        words,
        names,
        rows,
        Batch(samples, ends),
        Places(tuple(head["files"]), *places),
        [
            (at, InputError(*(Problem(*problem) for problem in problems)))
            for at, problems in head["refused"]
        ],
    )


def save_checked(checked: Checked) -> bytes:
    """Return verified pairs as bytes."""
    return _packed({"tally": checked.tally, "done": checked.done}, checked.found)


def load_checked(data: bytes) -> Checked:
    """Return what ``save_checked`` made bytes of."""
    head, columns = _unpacked(data)
    return Checked(Found(*columns), Counter(head["tally"]), head["done"])


def _packed(head: Mapping[str, Any], columns: Sequence[NDArray[Any]]) -> bytes:
    kinds = [(column.dtype.str, column.shape) for column in columns]
    about = json.dumps([head, kinds]).encode()
    return b"".join((_SIZE.pack(len(about)), about, *(column.tobytes() for column in columns)))


def _unpacked(data: bytes) -> tuple[dict[str, Any], list[NDArray[Any]]]:
    (size,) = _SIZE.unpack_from(data)
    at = _SIZE.size + size
    head, kinds = json.loads(data[_SIZE.size : at])
    columns = []
    for kind, shape in kinds:
        count = int(np.prod(shape))
        column = np.frombuffer(data, dtype=kind, count=count, offset=at).reshape(shape)
        columns.append(column)
        at += column.nbytes
    return head, columns
