"""SciPy: the special functions that gradients are written with, and the normal distribution."""

from __future__ import annotations

import math
from typing import Any

from chainrule.engine import Tensor
from chainrule.functions.numpy_functions import NUMPY
from chainrule.functions.table import TABLE
from chainrule.program.libraries.wrapping import wrapped
from chainrule.program.values import Library, Value


def logsumexp(a: Any, axis: Any = None, b: Any = None, keepdims: bool = False) -> Tensor:
    """The logarithm of a sum of exponentials, without overflow."""
    a = NUMPY["asarray"].call(a)
    if b is not None:
        a = a + NUMPY["log"].call(b)
    where = tuple(range(a.ndim)) if axis is None else axis
    answer: Tensor = TABLE["logsumexp"].call(a, where, keepdims)
    return answer


def softmax(x: Any, axis: Any = None) -> Tensor:
    """Exponentials divided by their sum: over all axes, or along some."""
    x = NUMPY["asarray"].call(x)
    answer: Tensor = NUMPY["exp"].call(x - logsumexp(x, axis, keepdims=True))
    return answer


def log_softmax(x: Any, axis: Any = None) -> Tensor:
    """The logarithm of ``softmax``."""
    x = NUMPY["asarray"].call(x)
    answer: Tensor = x - logsumexp(x, axis, keepdims=True)
    return answer


def logpdf(x: Any, loc: Any = 0.0, scale: Any = 1.0) -> Any:
    """The logarithm of the normal density."""
    deviation = (x - loc) / scale
    return -0.5 * deviation * deviation - NUMPY["log"].call(scale) - 0.5 * math.log(2 * math.pi)


def pdf(x: Any, loc: Any = 0.0, scale: Any = 1.0) -> Any:
    """The normal density."""
    return NUMPY["exp"].call(logpdf(x, loc, scale))


def cdf(x: Any, loc: Any = 0.0, scale: Any = 1.0) -> Any:
    """How probable a smaller number is."""
    return 0.5 * (1.0 + TABLE["erf"].call((x - loc) / (scale * math.sqrt(2.0))))


def logcdf(x: Any, loc: Any = 0.0, scale: Any = 1.0) -> Any:
    """The logarithm of ``cdf``."""
    return NUMPY["log"].call(cdf(x, loc, scale))


def _library(name: str, calls: dict[str, Any], missing: dict[str, str]) -> Library:
    table = {key: wrapped(f"{name}.{key}", call, "numpy") for key, call in calls.items()}
    return Library(name, table, missing)


SPECIAL_CALLS = {
    "expit": TABLE["sigmoid"].call, "logit": TABLE["logit"].call, "erf": TABLE["erf"].call,
    "erfc": TABLE["erfc"].call, "xlogy": TABLE["xlogy"].call, "logsumexp": logsumexp,
    "softmax": softmax, "log_softmax": log_softmax, "gammaln": TABLE["lgamma"].call,
    **{name: TABLE[name].call for name in ("digamma", "psi", "polygamma", "erfinv")},
}  # fmt: skip
OTHERS = dict.fromkeys(("gamma", "beta", "jv"), "it has no gradient here")
SPECIAL = _library("scipy.special", SPECIAL_CALLS, OTHERS)
NORMAL = _library(
    "scipy.stats.norm", {"logpdf": logpdf, "pdf": pdf, "cdf": cdf, "logcdf": logcdf}, {}
)
DISTRIBUTION = "only norm is there: write the density of another distribution as a formula"
STATS = Library(
    "scipy.stats", {"norm": NORMAL}, dict.fromkeys(("t", "beta", "gamma"), DISTRIBUTION)
)
SCIPY = Library(
    "scipy",
    {"special": SPECIAL, "stats": STATS},
    {
        "optimize": "write the descent itself: x -= rate * gradient",
        "integrate": "write the steps of the integration themselves",
        "linalg": "numpy.linalg has the usual ones",
    },
)
MODULES: dict[str, Value] = {"scipy": SCIPY, "scipy.special": SPECIAL, "scipy.stats": STATS}
