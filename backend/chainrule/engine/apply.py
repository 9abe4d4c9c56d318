"""Applying an operation: from tensors to the tensor that it makes, and the record of it.

``step`` computes and records, the same for every operation; before it stands what makes tensors of
one dtype of what was given. Nearly all calls are of one or two float64 tensors without parameters:
``unary`` and ``binary`` make a function for just those, which hands everything else to ``apply``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np

from chainrule.engine.dtypes import FLOATS, INT64, NARROW, WIDE, Array, as_array
from chainrule.engine.errors import ArgumentError, ChainruleError, DtypeError
from chainrule.engine.kinds import check
from chainrule.engine.meeting import EXACT, common_dtype, kind_of, meeting_of
from chainrule.engine.state import QUIET, state
from chainrule.engine.tensor import Tensor, _values_of

if TYPE_CHECKING:
    from chainrule.engine.node import Node

QUICK: set[type[Tensor]] = {Tensor}
"""Classes of tensors that meet their own kind and plain numbers without more to decide."""
NO_PARAMS: dict[str, Any] = {}
"""Shared by all nodes without parameters; nobody writes to it."""

_FLOAT64 = np.dtype(np.float64)
_new = object.__new__
_ndarray = np.ndarray
next_serial = count().__next__
_quiet = QUIET.copy
_array, _constant = np.array, Tensor.wrap.__func__  # type: ignore[attr-defined]


def apply(operation: type[Node], operands: tuple[Any, ...], params: dict[str, Any]) -> Tensor:
    """Computes an operation on anything that ``tensor()`` takes; see ``Node.apply``."""
    tensors, kind = operands, type(operands[0]) if operands else Tensor
    for t in operands:
        if type(t) is not kind or kind not in QUICK or t._array.dtype is not _FLOAT64:
            tensors, kind = harmonise(operation, operands), kind_of(operands)
            break
    arrays = tuple([t._settled() if t._loose else t._array for t in tensors])
    if operation.defaults:
        check(operation.name, operation.kinds, params)
        params = {**operation.defaults, **params}
    sources = tuple([t._grad_fn or t for t in tensors])
    requires_grad = True in [t._requires_grad for t in tensors]
    return step(operation, tensors, sources, arrays, params, requires_grad, kind)


def unary(operation: type[Node]) -> Callable[[Any], Tensor]:
    """``apply`` for an operation without parameters on one tensor."""

    def call(a: Any) -> Tensor:
        kind = type(a)
        if kind not in QUICK or a._loose or (x := a._array).dtype is not _FLOAT64:
            return apply(operation, (a,), {})
        return step(operation, (a,), (a._grad_fn or a,), (x,), NO_PARAMS, a._requires_grad, kind)

    return call


def binary(operation: type[Node]) -> Callable[[Any, Any], Tensor]:
    """``apply`` for an operation without parameters on two tensors."""

    def call(a: Any, b: Any) -> Tensor:
        kind, other = type(a), type(b)
        if kind is not other:
            if kind in QUICK and (made := _number(b)) is not b and a._array.dtype is _FLOAT64:
                b = made
            elif other in QUICK and (made := _number(a)) is not a and b._array.dtype is _FLOAT64:
                a, kind = made, other
            else:
                return apply(operation, (a, b), {})
        if (
            kind not in QUICK
            or a._loose
            or b._loose
            or (x := a._array).dtype is not _FLOAT64
            or (y := b._array).dtype is not _FLOAT64
        ):
            return apply(operation, (a, b), {})
        sources = (a._grad_fn or a, b._grad_fn or b)
        requires_grad = a._requires_grad or b._requires_grad
        return step(operation, (a, b), sources, (x, y), NO_PARAMS, requires_grad, kind)

    return call


def step(
    operation: type[Node],
    inputs: tuple[Tensor, ...],
    sources: tuple[Node | Tensor, ...],
    arrays: tuple[Array, ...],
    params: dict[str, Any],
    requires_grad: bool,
    kind: type[Tensor] = Tensor,
) -> Tensor:
    """One operation forward: its result, and the record of it where somebody wants one.

    Args:
        operation: what is applied.
        inputs: the tensors that it reads.
        sources: what these are now, the node that made each or the leaf itself.
        arrays: their values, which the record keeps.
        params: all of the operation's parameters.
        requires_grad: whether any of the inputs does.
        kind: the class of the result.
    """
    grad_enabled, watch, group = state.recording
    # Whoever watches may refuse what is about to be computed.
    if watch is not None:
        watch.before(operation, arrays, params)
    output = _quiet().run(compute, operation, arrays, params)
    result = _new(kind)
    result._array = output
    result._loose = False
    # A gradient flows back to floats alone, by the rules that the operation declares.
    requires_grad = (
        requires_grad
        and grad_enabled
        and operation.gradients != ()
        and (output.dtype is _FLOAT64 or output.dtype in FLOATS)
    )
    recorded = watch is not None and watch.records
    result._requires_grad = requires_grad
    if not (requires_grad or recorded):
        result._grad_fn = None
        return result
    node = _new(operation)
    node.inputs = inputs
    node.sources = sources
    node.arrays = arrays
    node.output = output
    node.params = params
    node._requires_grad = requires_grad
    node.serial = next_serial()
    if group:
        node.group = group
    result._grad_fn = node
    if recorded:
        watch.record(node, result)  # type: ignore[union-attr]
    return result


def compute(operation: type[Node], arrays: tuple[Array, ...], options: dict[str, Any]) -> Array:
    """An operation's rule on arrays, and its errors in the operation's words.

    Everything that is computed forward is computed here, or by a tape's straight-line code.

    Args:
        operation: whose rule it is.
        arrays: the inputs.
        options: its parameters; a ufunc may be given where to write (``out``).
    """
    output: Array
    try:
        output = operation.kernel(*arrays, **options) if options else operation.kernel(*arrays)
    except Exception as error:
        raise _explained(operation, error, arrays, options) from None
    if type(output) is not _ndarray:  # without axes, NumPy's functions answer numbers
        output = np.array(output)
    if (dtype := output.dtype) is not _FLOAT64 and dtype not in WIDE:
        # NumPy computes with truth values in eight or sixteen bits.
        if dtype.kind not in "iu":
            output = output.astype(_FLOAT64)
        elif all(array.dtype not in NARROW for array in arrays) and "dtype" not in options:
            output = output.astype(INT64)
    return output


def _number(value: Any) -> Any:
    """A plain number as it stands beside float64; anything else, and what is large, as it is."""
    kind = type(value)
    if kind is float or (kind is int and -EXACT <= value <= EXACT):
        return _constant(Tensor, _array(value, _FLOAT64), False, None)
    return value


def _explained(
    operation: type[Node], error: Exception, arrays: tuple[Array, ...], params: dict[str, Any]
) -> Exception:
    """What to raise for an error in an operation's function."""
    if isinstance(error, ChainruleError):
        return error
    if isinstance(error, ValueError | IndexError | TypeError | OverflowError):
        return operation.explain(error, arrays, params)
    if isinstance(error, MemoryError):
        return ArgumentError(f"{operation.name}(): there is not enough memory: {error}")
    return error


def harmonise(operation: type[Node], operands: tuple[Any, ...]) -> tuple[Tensor, ...]:
    """The operands as tensors of one dtype, by PyTorch's rule (``dtypes.py``).

    Conditions and indices have no say. A tensor is cast by an operation of its own, so that its
    gradient is cast back.

    Raises:
        DtypeError: the operation takes floats only.
    """
    if len(operands) == 1 and operation.integers == "kept" and isinstance(operands[0], Tensor):
        return operands
    if (quickly := _alike(operation, operands)) is not None:
        return quickly
    key = meeting_of(operation, operands)
    if key is not None and (known := _MET.get(key)) is not None:
        return tuple(map(_as, operands, known))
    made = [o if isinstance(o, Tensor) else as_array(_values_of(o)) for o in operands]
    silent = {slot for slot, gradient in enumerate(operation.gradients) if gradient.rule is None}
    voices = [slot for slot in range(len(made)) if slot not in silent]
    dtype = common_dtype(operands, made, voices)
    if dtype not in FLOATS and operation.integers != "kept":
        if operation.integers == "refused" and any(isinstance(operands[k], Tensor) for k in voices):
            raise DtypeError(
                f"{operation.name}() takes floats, not {dtype}: write .double(), or 1.0 for 1"
            )
        dtype = _FLOAT64
    wanted = [
        dtype if slot in voices and operand.dtype != dtype else None
        for slot, operand in enumerate(made)
    ]
    if key is not None and len(_MET) < MOST_MET:
        _MET[key] = wanted
    return tuple(map(_as, made, wanted))


_MET: dict[Any, list[Any]] = {}
"""By an operation and the kinds of what it is given: to what each of these is cast, if at all."""
MOST_MET = 1000


def _as(operand: Any, dtype: Any) -> Tensor:
    """An operand in the dtype that is wanted, if any; a cast is an operation of its own."""
    if not isinstance(operand, Tensor):
        array = operand if type(operand) is _ndarray else _array(operand)
        return Tensor.wrap(array if dtype is None else array.astype(dtype), False, None)
    if dtype is None:
        return operand
    array = operand._settled() if operand._loose else operand._array
    params, sources = {"dtype": dtype}, (operand._grad_fn or operand,)
    requires_grad = operand._requires_grad
    return step(_casting(), (operand,), sources, (array,), params, requires_grad, operand._kind)


@cache
def _casting() -> type[Node]:
    from chainrule.engine.operations.shapes import CastNode

    return CastNode


def _alike(operation: type[Node], operands: tuple[Any, ...]) -> tuple[Tensor, ...] | None:
    """The operands where all tensors among them are of one kind of floats beside plain numbers.

    ``None`` where there is more to decide.
    """
    dtype, has_numbers = None, False
    for operand in operands:
        if isinstance(operand, Tensor):
            if dtype is None:
                dtype = operand._array.dtype
            elif operand._array.dtype is not dtype:
                return None
        elif type(operand) is float or (type(operand) is int and -EXACT <= operand <= EXACT):
            has_numbers = True
        else:
            return None
    if dtype not in FLOATS:
        return None
    if not has_numbers:
        return operands
    if any(gradient.rule is None for gradient in operation.gradients):  # an index, a condition
        return None
    return tuple(
        [o if isinstance(o, Tensor) else _constant(Tensor, _array(o, dtype), False, None)
         for o in operands]
    )  # fmt: skip
