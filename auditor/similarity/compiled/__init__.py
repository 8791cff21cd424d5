"""The kernel compiled by Numba (the extra ``fast``): the same results as over arrays, several times as fast."""

from auditor.similarity.compiled.join import candidates
from auditor.similarity.compiled.kernel import tokens
from auditor.similarity.compiled.sign import shingled, sign
from auditor.similarity.compiled.verify import verified

__all__ = ["candidates", "shingled", "sign", "tokens", "verified"]
