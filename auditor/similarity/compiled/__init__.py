"""The kernel compiled by Numba (the extra ``fast``): the same results as over arrays, several times as fast."""

from auditor.similarity.compiled.kernel import Source, gathered, hashed, tokens
from auditor.similarity.compiled.lines import scan
from auditor.similarity.compiled.sign import Signs, shingled, sign, signs
from auditor.similarity.compiled.verify import measured, verified

__all__ = [
    "Signs",
    "Source",
    "gathered",
    "hashed",
    "measured",
    "scan",
    "shingled",
    "sign",
    "signs",
    "tokens",
    "verified",
]
