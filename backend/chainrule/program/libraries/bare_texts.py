"""Bare texts: how lists and their items are printed in programs without any library.

There a list of numbers with a name is a tensor, so that it gets a gradient; what Python would print
of it is what the program prints.
"""

from __future__ import annotations

import numpy as np

from chainrule.engine import Node, Source, Tensor
from chainrule.program.numbers import Number, is_whole

PLAIN = frozenset({"getitem", "add", "sub", "mul", "div", "neg", "pow"})
"""Operations that Python has for numbers, and the index of a list."""
MOST = 200
"""How far a value is followed back."""


def bare_text(value: Tensor) -> str | None:
    """What Python prints of a list, of an item or of arithmetic with items; ``None`` of others."""
    if value.ndim:
        written = getattr(value.source, "written_list", None)
        if written is None or not np.array_equal(value._settled(), np.array(written, float)):
            return None
        return repr(written)
    whole = True
    waiting: list[Source] = [value.source]
    for _ in range(MOST):
        if not waiting:
            number = value._settled().item()
            return repr(int(number) if whole and number.is_integer() else number)
        source = waiting.pop()
        if isinstance(source, Node):
            if "of_math" in source.__dict__:  # Python's number in any case
                whole = False
                continue
            if source.name not in PLAIN:
                return None
            exponent = source.params.get("exponent", 1)
            whole = whole and source.integers == "kept" and type(exponent) is int and exponent >= 0
            waiting += source.sources
        elif isinstance(source, Number):
            whole = whole and is_whole(source)
        elif (written := getattr(source, "written_list", None)) is not None:
            whole = whole and np.array(written).dtype.kind == "i"
        elif source.name is not None or source.ndim:
            return None
        else:
            whole = whole and source.item().is_integer()
    return None
