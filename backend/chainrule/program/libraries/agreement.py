"""Agreement: kinds of numbers that PyTorch does not mix, and what it says where they meet.

A layer holds float32, ``torch.from_numpy`` of NumPy's numbers gives float64: PyTorch multiplies no
matrices of the two, and takes no NumPy array in the place of a tensor. Everything here is computed
in float64, so that nothing would go wrong in silence but the program itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine import Tensor
from chainrule.program.errors import ProgramError, failure
from chainrule.program.libraries.gradient_names import call_by
from chainrule.program.libraries.things import Double, data_type
from chainrule.program.numbers import Array
from chainrule.program.operators import MEETINGS, Operator
from chainrule.program.runtime import Runtime
from chainrule.program.values import Value

WORDS = {
    "float32": ("float", "Float"), "float64": ("double", "Double"), "int64": ("long int", "Long"),
    "int32": ("int", "Int"), "int16": ("short", "Short"), "int8": ("signed char", "Char"),
    "uint8": ("unsigned char", "Byte"), "bool": ("bool", "Bool"), "float16": ("half", "Half"),
}  # fmt: skip
"""What PyTorch calls each kind of numbers in its messages, written small and large."""

MATRICES = (
    "expected m1 and m2 to have the same dtype, but got: {0} != {1}; of a layer: mat1 and mat2 "
    "must have the same dtype, but got {A} and {B}"
)
SCALARS = "expected scalar type {A} but found {B}"
FILTERS = SCALARS + "; with a bias: Input type ({0}) and bias type ({1}) should be the same"
SHARED = {
    **dict.fromkeys(("matmul", "mm", "linear", "multi_dot", "chain_matmul"), MATRICES),
    **dict.fromkeys(("addmm", "addmv", "addbmm"), "self and mat2 must have the same dtype, but "
                    "got {A} and {B}"),
    **dict.fromkeys(("bmm", "baddbmm", "einsum", "cdist", "cross"), SCALARS),
    **dict.fromkeys(("conv1d", "conv2d", "conv3d"), FILTERS),
    **dict.fromkeys(("conv_transpose1d", "conv_transpose2d"), FILTERS),
    "mv": "addmv input tensors must have the same dtype, but got {B}, {A}, and {B}",
    **dict.fromkeys(("dot", "vdot"), "dot : expected both vectors to have same dtype, but found "
                    "{A} and {B}"),
    **dict.fromkeys(("inner", "tensordot"), "both inputs should have same dtype"),
    "bilinear": "All tensors must have the same dtype, got input1: {0}, input2: {1}",
    "scaled_dot_product_attention": "Expected query, key, and value to have the same dtype, but "
    "got query.dtype: {0} key.dtype: {1}",
    "lerp": "expected dtype {0} for `end` but got dtype {1}",
    **dict.fromkeys(("allclose", "isclose"), "{A} did not match {B}"),
    "binary_cross_entropy": "Found dtype {B} but expected {A}",
    "prelu": "prelu: Type promoting not supported. Got {A} and {B}",
    **dict.fromkeys(("layer_norm", "batch_norm"), "mixed dtype (CPU): expect parameter to have "
                    "scalar type of {A}"),
    "linalg.solve": "linalg.solve: Expected A and B to have the same dtype, but found A of type "
    "{A} and B of type {B} instead",
}  # fmt: skip
"""Functions whose tensors are of one kind, and what PyTorch says where they are not."""

MAKERS = frozenset(
    {"tensor", "as_tensor", "asarray", "from_numpy", "is_tensor", "full", "full_like", "where"}
)
"""Functions that may take an array of NumPy's."""

Check = Callable[[tuple[Value, ...], dict[str, Value]], None]


def _words(one: Tensor, other: Tensor) -> dict[str, str]:
    (low, high), (below, above) = (
        WORDS.get(data_type(t).name, (data_type(t).name,) * 2) for t in (one, other)
    )
    return {"0": low, "1": below, "A": high, "B": above}


def _said(template: str, words: dict[str, str]) -> str:
    for key, word in words.items():
        template = template.replace(f"{{{key}}}", word)
    return template


def _way_out(one: Tensor, other: Tensor) -> str:
    kinds = {data_type(one).name, data_type(other).name}
    if kinds == {"float32", "float64"}:
        return (
            "write x.float() for the float64 one: NumPy's numbers are float64, PyTorch's layers "
            "and literals float32"
        )
    whole = next(kind for kind in sorted(kinds) if not kind.startswith("float"))
    return f"write .float() for the one of {whole}"


def disagreement(name: str, one: Tensor, other: Tensor, template: str) -> ProgramError:
    """Two tensors that PyTorch does not let meet."""
    kinds = f"{data_type(one).name} and {data_type(other).name}"
    said = _said(template, _words(one, other))
    return failure(
        "bad_argument", f"{name} does not mix {kinds}; PyTorch: {said}", None, _way_out(one, other)
    )


def _is_tensor(value: Value) -> bool:
    return isinstance(value, Tensor) and value._kind in (Tensor, Double)


def _shared(name: str) -> Check:
    template = SHARED[name]

    def check(args: tuple[Value, ...], kwargs: dict[str, Value]) -> None:
        tensors = [value for value in (*args, *kwargs.values()) if _is_tensor(value)]
        for other in tensors[1:]:
            if data_type(other) != data_type(tensors[0]):
                if name == "scaled_dot_product_attention" and other.dtype == bool:
                    continue
                raise disagreement(f"{name}()", tensors[0], other, template)

    return check


def _classes(name: str) -> Check:
    def check(args: tuple[Value, ...], kwargs: dict[str, Value]) -> None:
        pair = _scores_and_target(args, kwargs)
        if pair is None:
            return
        scores, target = pair
        has_classes = name == "nll_loss" or target.ndim < scores.ndim
        word = _words(target, target)["A"]
        if has_classes and target.dtype not in (np.int64, np.uint8):
            raise failure(
                "bad_argument",
                f"{name}() takes the numbers of the classes as int64; PyTorch: expected target "
                f"dtype to be Long or Byte, but got {word}",
                None,
                "write target.long()",
            )
        if not has_classes and target.dtype.kind != "f":
            raise failure(
                "bad_argument",
                f"{name}() with a target of the scores' shape takes probabilities; PyTorch: "
                f"Expected floating point type for target with class probabilities, got {word}",
                None,
                "write target.float() for probabilities; the numbers of classes have one axis less",
            )

    return check


def _scores_and_target(
    args: tuple[Value, ...], kwargs: dict[str, Value]
) -> tuple[Tensor, Tensor] | None:
    values = [*args[:2], *(kwargs[key] for key in ("input", "target") if key in kwargs)]
    return (values[0], values[1]) if len(values) > 1 and all(map(_is_tensor, values)) else None


def _fractions(template: str) -> Callable[[str], Check]:
    def make(name: str) -> Check:
        def check(args: tuple[Value, ...], kwargs: dict[str, Value]) -> None:
            pair = _scores_and_target(args, kwargs)
            if pair is not None and pair[1].dtype.kind != "f":
                raise disagreement(f"{name}()", *pair, template)

        return check

    return make


CHECKS: dict[str, Callable[[str], Check]] = {
    **dict.fromkeys(SHARED, _shared),
    **dict.fromkeys(("cross_entropy", "nll_loss"), _classes),
    "binary_cross_entropy_with_logits": _fractions(
        "result type {A} can't be cast to the desired output type {B}"
    ),
}
"""What is looked at before a function of PyTorch's computes, by its name."""


def check_of(name: str) -> Check | None:
    """What a function looks at; ``None`` for most."""
    found = CHECKS.get(name)
    return None if found is None else found(name)


def refuse_arrays(name: str, args: tuple[Value, ...]) -> None:
    """Refuses NumPy's arrays where PyTorch's functions take tensors."""
    for place, value in enumerate(args, 1):
        if type(value) is Array and value.ndim:
            raise failure(
                "bad_argument",
                f"{name}() takes tensors, no arrays of NumPy's; PyTorch: {name}(): argument "
                f"(position {place}) must be Tensor, not numpy.ndarray",
                None,
                "write torch.from_numpy(a).float(), or torch.tensor(a)",
            )


def refuse_gradient(runtime: Runtime, name: str, args: tuple[Value, ...]) -> None:
    """Refuses PyTorch's tensors in a function of NumPy's where that would end a gradient."""
    for value in args:
        for part in value if type(value) in (list, tuple) else (value,):
            if _is_tensor(part) and part.requires_grad and is_pytorch(runtime):
                raise failure(
                    "bad_gradient",
                    f"{name}() takes a tensor's numbers, and no gradient comes back through it; "
                    "PyTorch: Can't call numpy() on Tensor that requires grad. Use "
                    "tensor.detach().numpy() instead.",
                    None,
                    "write PyTorch's function, such as torch.exp(), to keep the gradient, or "
                    "x.detach().numpy() for the numbers alone",
                )


def is_pytorch(runtime: Runtime) -> bool:
    """Whether the program is PyTorch's, so that its rules for kinds of numbers hold."""
    return runtime.dialect is not None and "torch" in runtime.dialect.libraries


def _tensors(runtime: Runtime, op: Operator, a: Any, b: Any) -> Value:
    """An operator on two tensors; ``@`` does not mix their kinds."""
    if op.symbol == "@" and data_type(a) != data_type(b) and is_pytorch(runtime):
        vector = b.ndim == 1 < a.ndim
        template = SHARED["dot"] if a.ndim == b.ndim == 1 else SHARED["mv"] if vector else MATRICES
        raise disagreement("@", a, b, template)
    return op.native(a, b)


def _array_behind(runtime: Runtime, op: Operator, a: Any, b: Any) -> Value:
    """``tensor * array``: PyTorch makes a tensor of the array, but not beside a gradient."""
    if not b.ndim or not is_pytorch(runtime):
        return op.native(a, b)
    if a.requires_grad:
        raise failure(
            "bad_gradient",
            f"{op.symbol} meets a tensor that requires a gradient and an array of NumPy's; "
            "PyTorch: Can't call numpy() on Tensor that requires grad. Use "
            "tensor.detach().numpy() instead.",
            None,
            "write torch.tensor(a, dtype=torch.float32) for the array",
        )
    other: Any = b.detach()
    other.__class__ = Double if b.dtype == "float64" else Tensor
    return op.native(a, other)


def _array_before(runtime: Runtime, op: Operator, a: Any, b: Any) -> Value:
    """``array * tensor``, which neither of the two libraries computes."""
    if not a.ndim or not is_pytorch(runtime):
        return op.native(a, b)
    raise failure(
        "wrong_type",
        f"{op.symbol} meets an array of NumPy's and a tensor; PyTorch: unsupported operand "
        f"type(s) for {op.symbol}: 'numpy.ndarray' and 'Tensor'",
        None,
        "write torch.tensor(a, dtype=torch.float32) for the array",
    )


def _number_before(runtime: Runtime, op: Operator, a: Any, b: Any) -> Value:
    """``1 - x`` and ``1 / x``: PyTorch has functions of other names for them."""
    result = op.native(a, b)
    if op.symbol in REFLECTED:
        call_by(result, REFLECTED[op.symbol])
    return result


REFLECTED = {"-": "rsub", "/": "rdiv", "**": "rpow"}

for _one in (Tensor, Double):
    for _number in (int, float):
        MEETINGS[_number, _one] = _number_before
    MEETINGS[_one, Array] = _array_behind
    MEETINGS[Array, _one] = _array_before
    for _other in (Tensor, Double):
        MEETINGS[_one, _other] = _tensors
