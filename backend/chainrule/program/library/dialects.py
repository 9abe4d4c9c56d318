"""Dialects: names that NumPy and PyTorch share, and by which they mean different things.

``np.std(x)`` divides by n, ``torch.std(x)`` by n − 1. Behind a prefix a name means what it means in
that library; a method means what NumPy means in a program that mentions NumPy and not PyTorch;
everything else follows PyTorch, as the language does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chainrule.engine import OPERATIONS
from chainrule.program.binding import operation_call
from chainrule.program.errors import failure
from chainrule.program.library.arrangements import numpy_repeat, numpy_split
from chainrule.program.library.composing import Call, composed_call
from chainrule.program.values import Argument, Value

if TYPE_CHECKING:
    from chainrule.program.calls import Arguments
    from chainrule.program.interpreter import Interpreter

BIASED = "{name} divides by n - 1, as in PyTorch; for NumPy's write correction=0"
"""The note where a program mentions both libraries and a method could be meant by either."""


def _spread(name: str, numpy: bool) -> Call:
    """``std`` and ``var``: NumPy divides by n."""
    plain = operation_call(OPERATIONS[name])

    def call(run: Interpreter, arguments: Arguments) -> Value:
        told = {"ddof", "correction", "unbiased"} & set(arguments.named)
        if numpy and not told and len(arguments.positional) < 3:
            zero = {"correction": Argument(0, arguments.span)}
            arguments = replace(arguments, named={**arguments.named, **zero})
        elif arguments.is_method and run.libraries == {"numpy", "torch"} and not told:
            run.note(BIASED.format(name=name))
        return plain(run, arguments)

    return call


def _transpose(run: Interpreter, arguments: Arguments) -> Value:
    """NumPy's ``transpose`` takes all axes in their new order, and reverses them by default."""
    axes = [name for name in arguments.named if name == "axes"]
    x = arguments.positional[0] if arguments.positional else None
    if x and len(arguments.positional) == 1 and not axes:
        x_tensor = run.tensor(x.value, x.span)
        if x_tensor.ndim < 3:
            return operation_call(OPERATIONS["transpose"])(run, arguments)
    return operation_call(OPERATIONS["permute"])(run, arguments)


def _matrix_norm(run: Interpreter, arguments: Arguments) -> Value:
    """``linalg.norm`` with an order is another norm for matrices than for vectors."""
    given = [*arguments.positional[1:2], *(arguments.named.get(k) for k in ("ord", "p"))]
    order = next((argument for argument in given if argument), None)
    along = len(arguments.positional) > 2 or {"axis", "dim"} & set(arguments.named)
    if order and arguments.positional and not along:
        x = arguments.positional[0]
        is_matrix = run.tensor(x.value, x.span).ndim > 1
        if is_matrix and run.static(order.value, order.span) not in (None, "fro"):
            raise failure(
                "bad_argument",
                "norm(): norms of matrices other than the root of the sum of squares do not exist",
                order.span,
                "leave the order out, or give an axis: norm(x, 2, axis=1)",
            )
    return operation_call(OPERATIONS["norm"])(run, arguments)


DIALECTS: dict[str, dict[str, Call]] = {
    "std": {"numpy": _spread("std", numpy=True), "torch": _spread("std", numpy=False)},
    "var": {"numpy": _spread("var", numpy=True), "torch": _spread("var", numpy=False)},
    "transpose": {"numpy": _transpose},
    "split": {"numpy": composed_call(numpy_split)},
    "repeat": {"numpy": composed_call(numpy_repeat)},
    "norm": {"linalg": _matrix_norm},
}
"""What a name means in a library, where that is not what it means in the language."""
