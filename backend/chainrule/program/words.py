"""Words: what names say about what they stand for."""

from __future__ import annotations

import re

LOSS = re.compile(
    r"(^|_)(loss|cost)(_|\d|$)|^(error|mse|sse|rmse|nll|bce|objective|j|e|l|c)(_|\d|$)",
    re.IGNORECASE,
)
"""Names of what is made small."""

BACKWARDS = re.compile(
    r"(^|_)(d|g|grads?|gradients?|deltas?|nabla|err|errors?)(_|\d|$)|^(d|grad|delta)[A-Za-z]",
    re.IGNORECASE,
)
"""Names of what is computed on the way back."""

SERVING = re.compile(
    r"^(lr|learning_?rate|rate|alpha|eta|momentum|seed|(n|num|max|number)_\w+|[nm]"
    r"|\w*epochs?|\w*iterations?|\w*steps?|\w*_size|iters?|size)$",
    re.IGNORECASE,
)
"""Names of rates, counts, sizes and seeds."""
