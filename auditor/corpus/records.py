"""Results as bytes and back, for the journal; nothing in them can run."""

import json
from collections import Counter
from io import BytesIO
from typing import Any

import numpy as np

from auditor.corpus.pairs import Checked, Pair
from auditor.corpus.sign import Signed
from auditor.corpus.spill import Places
from auditor.errors import InputError, Problem
from auditor.similarity.minhash import Batch


def save_signed(signed: Signed) -> bytes:
    """Return a signed batch as bytes."""
    head = {
        "ids": signed.ids,
        "paths": signed.paths,
        "dates": signed.dates,
        "words": signed.words,
        "digests": [digest.hex() for digest in signed.digests],
        "refused": [
            (at, [(p.message, p.path, p.line, p.column) for p in error.problems])
            for at, error in signed.refused
        ],
        "files": [signed.texts.files, signed.shingles.files],
    }
    out = BytesIO()
    places = [np.stack(places[1:]) for places in (signed.texts, signed.shingles)]
    np.savez(
        out,
        head=_bytes(head),
        rows=signed.rows,
        samples=signed.samples.values,
        ends=signed.samples.ends,
        texts=places[0],
        shingles=places[1],
    )
    return out.getvalue()


def load_signed(data: bytes) -> Signed:
    """Return what ``save_signed`` made bytes of."""
    with np.load(BytesIO(data), allow_pickle=False) as held:
        head = json.loads(held["head"].tobytes())
        texts, shingles = (
            Places(tuple(files), *held[name])
            for files, name in zip(head["files"], ("texts", "shingles"), strict=True)
        )
        return Signed(
            head["ids"],
            head["paths"],
            head["dates"],
            head["words"],
            [bytes.fromhex(digest) for digest in head["digests"]],
            held["rows"],
            Batch(held["samples"], held["ends"]),
            texts,
            shingles,
            [
                (at, InputError(*(Problem(*problem) for problem in problems)))
                for at, problems in head["refused"]
            ],
        )


def save_checked(checked: Checked) -> bytes:
    """Return verified pairs as bytes."""
    return json.dumps([checked.found, checked.tally, checked.done]).encode()


def load_checked(data: bytes) -> Checked:
    """Return what ``save_checked`` made bytes of."""
    found, tally, done = json.loads(data)
    return Checked([Pair(*pair) for pair in found], Counter(tally), done)


def _bytes(value: Any) -> "np.ndarray[tuple[int], np.dtype[np.uint8]]":
    return np.frombuffer(json.dumps(value).encode(), dtype=np.uint8)
